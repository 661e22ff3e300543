//! What pages show of sign-ups.

use super::{Eligibility, Seats, SignUpState};
use crate::{
    EventId, QuestionId, Refusal, SignUpId,
    events::{questions::Question, view::EventCard},
    honor::Tier,
};
use serde::{Deserialize, Serialize};

/// How many seats there are and are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsView {
    pub capacity: i64,
    pub taken: i64,
    pub left: i64,
    pub waiting: i64,
    /// Seats held for those who were offered one; they count as taken.
    pub offered: i64,
}

impl From<Seats> for SeatsView {
    fn from(seats: Seats) -> Self {
        Self {
            capacity: seats.capacity,
            taken: seats.taken,
            left: seats.left(),
            waiting: seats.waiting,
            offered: seats.offered,
        }
    }
}

/// The reader's own sign-up for an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySignUp {
    pub id: SignUpId,
    pub state: SignUpState,
    /// 1 for the first in line; only while waiting.
    pub waiting_place: Option<i64>,
    /// Until when the seat is held, in words; only while one is offered.
    pub offered_until: Option<String>,
    /// A seat is free for whoever comes first, and they wait: they can take it.
    pub can_take: bool,
    /// Listed under "Who is coming".
    pub listed: bool,
    /// When they were let in, in words.
    pub checked_in: Option<String>,
    /// When the lottery is drawn that they entered, in words; while pending, none where the organisers decide.
    pub draws: Option<String>,
}

/// An offer, as its letter's reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    /// Of the event.
    pub title: String,
    /// When it begins, in words.
    pub starts: String,
    /// Where the sign-up stands now.
    pub state: SignUpState,
    /// Until when the seat is held, in words; only while it is.
    pub until: Option<String>,
}

/// How somebody comes, as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComingForm {
    /// Shown under "Who is coming".
    pub listed: bool,
    /// The invitation they come by.
    pub code: String,
    /// Whom they bring along.
    pub guests: Vec<String>,
}

/// The way into an event for whoever reads its page: what comes of signing up, or why they cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    /// There is a form to fill in.
    pub has_form: bool,
    /// What its button says; like `words` made by the floor that has them.
    pub label: String,
    /// What comes of it, or why not and what would change it: a sentence each.
    pub words: Vec<String>,
    /// What comes of it, above the form; or where the reader stands who awaits a decision.
    pub note: String,
    /// The form asks for an invitation code.
    pub asks_code: bool,
    /// How many guests they may bring along.
    pub guests: i64,
    /// SHA-256 of the lottery's seed, where there is a lottery.
    pub seal: String,
    /// Nobody is signed in, and it depends on who they are.
    pub sign_in: bool,
    /// What the words are made of: on the server only.
    #[serde(skip)]
    pub facts: WayFacts,
}

/// What the words of a [`WayIn`] are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayFacts {
    pub eligibility: Option<Eligibility>,
    /// When sign-up opens for the reader, in words.
    pub opens: String,
    /// When it opens for those who come first, in words; the highest tier first, without those who come with everybody.
    pub windows: Vec<(Tier, String)>,
    /// When the lottery is drawn, in words.
    pub draws: String,
}

impl WayIn {
    /// What the server knows, without words yet.
    pub fn new(eligibility: Eligibility, facts: WayFacts) -> Self {
        let has_form = eligibility.has_form();
        Self { has_form, facts: WayFacts { eligibility: Some(eligibility), ..facts }, ..Self::default() }
    }
}

/// `/my/tickets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketsPage {
    pub display_name: String,
    pub email: String,
    /// Soonest first.
    pub coming: Vec<TicketView>,
    /// Newest first.
    pub past: Vec<TicketView>,
}

/// One ticket, or one place in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    pub mine: MySignUp,
    pub event: EventId,
    pub card: EventCard,
    /// "4F7K-2Q9M"; only with a seat.
    pub code: Option<String>,
    /// The signed code as an SVG; only with a seat at an event to come.
    pub qr_svg: Option<String>,
    /// Where to join online; only with a seat at an event to come.
    pub join_url: Option<String>,
    /// Who comes along.
    pub guests: Vec<String>,
    /// With a seat: how many friends they may invite to an event for which one needs that.
    pub friends: i64,
    /// The invitation that they pass on, once they have one.
    pub invitation: Option<super::desk::CodeRow>,
    /// The shift it is for; the card shows its time then.
    pub shift: Option<super::shifts::view::TicketShift>,
    /// The event asks something: there are answers to look at.
    pub asks: bool,
    /// What has to be answered and is not yet.
    pub missing: Vec<String>,
}

/// `/my/tickets/{signup}/answers`: what somebody answered, to be looked at and changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersPage {
    pub signup: SignUpId,
    pub card: EventCard,
    /// Those that are asked now, in their order.
    pub questions: Vec<Question>,
    /// As they are stored.
    pub given: Vec<(QuestionId, String)>,
    /// The same to be read: each question that was answered, and the answer.
    pub shown: Vec<(String, String)>,
    /// What has to be answered and is not yet.
    pub missing: Vec<QuestionId>,
    /// Until when the answers are kept, in words that follow "until".
    pub until: String,
    /// Why answers can no longer be changed.
    pub closed: Option<Refusal>,
    /// What is missing can still be given.
    pub may_add: bool,
    /// When the answers were deleted, in words.
    pub gone: Option<String>,
    /// The largest file, in MB.
    pub max_mb: u32,
}

/// `/e/{slug}/queue`: the line of an event or of a shift, for everybody; and for somebody in it, why they are not offered a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    pub slug: String,
    pub title: String,
    /// BCP 47 tag of the language the title is written in.
    pub lang: String,
    /// The shift whose line it is, in words; none for the seats of the event itself.
    pub shift: Option<(crate::ShiftId, String)>,
    pub seats: SeatsView,
    /// Free seats go to whoever comes first.
    pub first_come: bool,
    /// When that begins, or began, in words; empty while the event has no date.
    pub cutoff: String,
    /// Until when each live offer stands, in words, the soonest first.
    pub offers: Vec<String>,
    /// How many left the line without a seat: they stepped out, or let their offer go.
    pub gone: i64,
    /// The reader's own sign-up and its number in the log, where they have one.
    pub mine: Option<(MySignUp, i64)>,
    /// Why the reader, who waits, is not offered a seat: in words, one reason each. Empty for others, and until the words are there.
    pub why: Vec<String>,
    /// Where a lottery decides.
    pub lottery: Option<super::lottery::Published>,
    /// Newest first; a page of them.
    pub entries: Vec<QueueLine>,
    /// How many there are in all.
    pub total: i64,
}

/// An entry of the log for people to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLine {
    pub seq: i64,
    /// When, in words.
    pub at: String,
    pub step: super::queue::Step,
    pub number: Option<i64>,
    /// How many seats, or until when, in words.
    pub value: String,
    /// What happened, in words; the floor that has the words fills it.
    pub text: String,
    /// The first characters of its hash.
    pub hash: String,
}
