//! What pages show of letters.

use super::{Delivery, ReminderRule, announce::AnnouncementForm, announce::Group};
use crate::{
    AnnouncementId, EventId,
    events::{Kind, Phase},
};
use serde::{Deserialize, Serialize};

/// `/my/inbox`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxPage {
    /// Newest first.
    pub notices: Vec<NoticeView>,
    pub unread: i64,
    /// The page with older ones, if there are any.
    pub older_page: Option<u32>,
}

/// A letter in the inbox, in its reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    pub id: String,
    pub subject: String,
    pub parts: Vec<Part>,
    /// When it was written, in words.
    pub at: String,
    pub is_new: bool,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A paragraph.
    Text(String),
    /// Where to go on: what is there, and the address.
    Link(String, String),
}

/// What was mailed, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliveries {
    pub waiting: i64,
    pub sent: i64,
    pub skipped: i64,
    pub retrying: i64,
    pub bounced: i64,
    pub given_up: i64,
}

impl Deliveries {
    /// Adds to one of the counts.
    pub const fn add(&mut self, delivery: Delivery, count: i64) {
        let place = match delivery {
            Delivery::Waiting => &mut self.waiting,
            Delivery::Sent => &mut self.sent,
            Delivery::Skipped => &mut self.skipped,
            Delivery::Retrying => &mut self.retrying,
            Delivery::Bounced => &mut self.bounced,
            Delivery::GivenUp => &mut self.given_up,
        };
        *place += count;
    }
}

/// `/organise/events/{id}/letters`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LettersPage {
    pub event: EventId,
    pub kind: Kind,
    pub phase: Phase,
    pub title: String,
    /// How many are in each group now.
    pub groups: Vec<(Group, i64)>,
    pub reminders: Vec<ReminderView>,
    /// Newest first; drafts among them.
    pub announcements: Vec<AnnouncementLine>,
}

/// A reminder of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderView {
    pub rule: ReminderRule,
    /// When, in the event's zone, in words.
    pub at: String,
    /// To how many it went, once it did.
    pub sent: Option<i64>,
    /// Its time is not over yet.
    pub is_ahead: bool,
}

/// An announcement in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementLine {
    pub id: AnnouncementId,
    pub subject: String,
    /// When it was sent, in words; none for a draft.
    pub sent: Option<String>,
    pub people: i64,
}

/// `/organise/announcements/{id}`: the letter as it will be, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementPage {
    pub id: AnnouncementId,
    pub event: EventId,
    pub title: String,
    pub form: AnnouncementForm,
    pub groups: Vec<(Group, i64)>,
    /// Who gets it: each once, also those in two groups.
    pub people: i64,
    /// How many of them want no announcements by mail: they find it in their inbox.
    pub inbox_only: i64,
    /// As the writer themselves would get it: subject and lines of the mail.
    pub subject: String,
    pub letter: String,
    pub sent: Option<SentView>,
}

/// What became of an announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    /// When, in words.
    pub at: String,
    pub by: String,
    pub deliveries: Deliveries,
    /// Those whom it did not reach.
    pub troubles: Vec<Trouble>,
}

/// A letter that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub name: String,
    pub handle: String,
    /// The word of its kind: see the message catalogue.
    pub kind: String,
    pub delivery: Delivery,
    pub tries: i64,
    /// What the mail server said; for those who run the site.
    pub why: String,
    /// When it was written, in words.
    pub at: String,
}

/// `/organise/mail`: the way of all letters, for those who run the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPage {
    /// Of the last week.
    pub deliveries: Deliveries,
    pub troubles: Vec<Trouble>,
}

/// `/my/settings/mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePage {
    /// "22:00"; empty for no quiet hours.
    pub quiet_from: String,
    pub quiet_until: String,
    /// By whose clocks.
    pub zone: String,
    pub announcements: bool,
    /// When the calendar address was made, in words, where there is one.
    pub calendar_since: Option<String>,
    /// The address itself; only right after it was made.
    pub calendar: Option<String>,
}

/// `/unsubscribe/{token}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsubscribePage {
    /// "z…@example.org": enough to know one's own.
    pub email: String,
    /// Announcements do not come any more.
    pub is_off: bool,
}
