//! What pages show of events.

use super::{
    Attendance, Kind, Phase,
    desk::{Compared, InvitedRow, SeriesChip, StaffRow, TemplateChip},
    plan::PlanForm,
    questions::Question,
};
use crate::{
    EventId, FileId, RoleId, SignUpId, When,
    badges::view::Medal,
    chapters::view::ChapterChip,
    members::view::Person,
    showcase::{Art, ShareCard},
    signups::{
        shifts::view::ShiftsChip,
        view::{MySignUp, SeatsView, WayIn},
    },
};
use serde::{Deserialize, Serialize};

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCard {
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// BCP 47 tag of the language it is written in.
    pub lang: String,
    pub kind: Kind,
    pub phase: Phase,
    pub when: When,
    pub venue: String,
    pub city: String,
    pub art: Art,
    pub seats: SeatsView,
    pub honor: i64,
    /// How many have come in so far.
    pub came: i64,
}

/// `/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub feature: Option<EventCard>,
    pub next: Vec<EventCard>,
    pub past: Vec<EventCard>,
    pub chapters: Vec<ChapterChip>,
    /// The chapter the list is narrowed to.
    pub chapter: Option<String>,
    /// Newest public grants: the medal, whose it is, their city.
    pub honors: Vec<LatestHonor>,
    pub share: ShareCard,
}

/// A grant on the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestHonor {
    pub medal: Medal,
    pub person: Person,
    pub city: String,
}

/// `/e/{slug}`, and its preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    pub id: EventId,
    pub card: EventCard,
    pub address: String,
    pub attendance: Attendance,
    /// Leads to a map; nothing is fetched until somebody follows it.
    pub map_url: Option<String>,
    /// Where to join online: only for those with a seat and those who help.
    pub join_url: Option<String>,
    pub chapter: ChapterChip,
    /// Rendered and cleaned on the server.
    pub story_html: String,
    pub host: Option<Person>,
    /// Sign-up opens, in words, where it is still to open.
    pub opens: Option<String>,
    /// Sign-up closes, in words.
    pub closes: Option<String>,
    /// Those who chose to be listed, first the earliest; at most a handful.
    pub listed: Vec<Person>,
    /// How many chose to be listed in all.
    pub listed_count: i64,
    /// How many are coming without being listed.
    pub quiet_count: i64,
    pub questions: Vec<Question>,
    /// Until when answers are kept, in words that follow "until".
    pub answers_until: String,
    pub mine: Option<MySignUp>,
    /// What comes of signing up, or why the reader cannot.
    pub way: WayIn,
    /// Shifts to take, where it has some.
    pub shifts: Option<ShiftsChip>,
    /// The reader may edit it.
    pub can_edit: bool,
    /// The reader may keep its door.
    pub can_keep_door: bool,
    /// The reader leads shifts of it.
    pub can_lead: bool,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Why it was postponed, while it has no date.
    pub postpone_reason: Option<String>,
    /// The date it had before, in words, where it was moved.
    pub moved_from: Option<String>,
    pub share: ShareCard,
}

/// `/organise`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisePage {
    /// Those whose events the reader may plan.
    pub chapters: Vec<ChapterChip>,
    pub events: Vec<OrganiseRow>,
    pub series: Vec<SeriesChip>,
    pub templates: Vec<TemplateChip>,
}

/// An event in its organiser's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganiseRow {
    pub id: EventId,
    pub card: EventCard,
    pub checked_in: i64,
}

/// `/organise/events/new` and `/organise/events/{id}/edit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// None for a new one.
    pub id: Option<EventId>,
    pub phase: Phase,
    pub slug: String,
    pub form: PlanForm,
    pub art: Art,
    pub chapters: Vec<ChapterChip>,
    pub zones: Vec<String>,
    /// What there is to do at an open day, of whose helpers something can be asked; for a new event, what comes with its template.
    pub roles: Vec<(RoleId, String)>,
}

/// `/organise/events/{id}`: an event from its organiser's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsolePage {
    pub id: EventId,
    pub card: EventCard,
    pub checked_in: i64,
    pub people: Vec<PersonRow>,
    /// Those asked now, then those asked before that somebody answered.
    pub questions: Vec<Question>,
    /// When the answers were deleted, in words.
    pub answers_gone: Option<String>,
    pub staff: Vec<StaffRow>,
    /// Asked, and not answered yet.
    pub invited: Vec<InvitedRow>,
    /// When the draft publishes itself, in words.
    pub publish_at: Option<String>,
    /// Start and end on the wall, as forms hold them.
    pub wall: (String, String),
    pub series: Option<SeriesChip>,
    /// Beside the one before it in its series.
    pub compared: Option<Compared>,
    /// The reader runs its chapter: may start a series and keep a template.
    pub runs_chapter: bool,
    /// Newest first: when, who, what, in words.
    pub log: Vec<LogLine>,
    pub cancel_reason: Option<String>,
    pub postpone_reason: Option<String>,
}

/// A sign-up in its organiser's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: SignUpId,
    pub display_name: String,
    pub handle: String,
    pub state: crate::signups::SignUpState,
    /// Place in the line, where waiting.
    pub waiting_place: Option<i64>,
    /// Until when a seat is held for them, in words.
    pub offered_until: Option<String>,
    pub signed_up: String,
    /// When they came in, in the event's zone.
    pub checked_in: Option<String>,
    pub code: String,
    /// In the order of the questions.
    pub answers: Vec<AnswerCell>,
    /// How many come along.
    pub guests: i64,
    /// Who they are; fewer once their names are deleted.
    pub guest_names: Vec<String>,
    /// Role and time of their shift; none for a guest.
    pub shift: Option<String>,
}

/// An answer in its organiser's table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCell {
    /// In words; empty where there is none.
    pub text: String,
    /// The file, where that is the answer.
    pub file: Option<FileId>,
    /// It has to be answered and is not.
    pub is_missing: bool,
    /// What it was before, newest first.
    pub before: Vec<AnswerBefore>,
}

/// What an answer was before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerBefore {
    pub text: String,
    pub file: Option<FileId>,
    /// When it was changed, in words.
    pub until: String,
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    pub at: String,
    pub who: String,
    /// The action's word: see the message catalogue.
    pub action: String,
}
