//! What pages show of the work on events: helpers, series, templates, recaps, invitations.

use super::{series::SeriesForm, view::EventCard};
use crate::{
    EventId, InvitationId, PictureId, SeriesId, TemplateId,
    chapters::view::ChapterChip,
    members::{EventRole, view::Person},
    showcase::{Art, ShareCard},
};
use serde::{Deserialize, Serialize};

/// Somebody with a part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    pub person: Person,
    pub role: EventRole,
}

/// An invitation that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedRow {
    pub id: InvitationId,
    /// A name, or as much of an address as its sender needs to know it again: "y…@example.org".
    pub whom: String,
    pub role: EventRole,
    /// Until when it can be taken, in words.
    pub until: String,
}

/// `/invitations/{token}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    pub card: EventCard,
    pub role: EventRole,
    /// Who asks.
    pub from: String,
    /// Until when it can be taken, in words.
    pub until: String,
    /// Nobody is signed in: the reader has to before they can take it.
    pub sign_in_first: bool,
}

/// A series in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesChip {
    pub id: SeriesId,
    pub name: String,
}

/// A template in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateChip {
    pub id: TemplateId,
    pub name: String,
}

/// How an event went, or goes so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub capacity: i64,
    /// With a seat.
    pub signed_up: i64,
    /// In line.
    pub waiting: i64,
    pub came: i64,
    /// Had a seat and did not come; only once it is over.
    pub missed: Option<i64>,
    /// How long it took until the last seat was taken, in words; none where it did not fill.
    pub filled_in: Option<String>,
}

/// An event beside the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub last: EventId,
    pub last_title: String,
    pub last_date: String,
    pub then: Numbers,
    pub now: Numbers,
}

/// `/organise/series/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPage {
    pub id: SeriesId,
    pub chapter: ChapterChip,
    /// The rule in words: "Every 2 weeks on Saturday".
    pub rule: String,
    pub form: SeriesForm,
    /// The days that come next by the rule, in words.
    pub next: Vec<String>,
    /// Newest first.
    pub events: Vec<SeriesRow>,
}

/// An event of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRow {
    pub id: EventId,
    pub card: EventCard,
    pub numbers: Numbers,
}

/// A photo of a recap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecapPicture {
    pub id: PictureId,
    pub art: Art,
}

/// `/e/{slug}/recap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecapPage {
    pub id: EventId,
    pub card: EventCard,
    pub chapter: ChapterChip,
    /// Rendered and cleaned on the server.
    pub story_html: String,
    pub pictures: Vec<RecapPicture>,
    /// How many came in.
    pub came: i64,
    /// How many of them came to anything for the first time.
    pub first_timers: i64,
    /// The reader may change it.
    pub can_edit: bool,
    pub share: ShareCard,
}

/// `/organise/events/{id}/recap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecapDesk {
    pub id: EventId,
    pub card: EventCard,
    /// Markdown; empty while nothing is written.
    pub story: String,
    pub pictures: Vec<RecapPicture>,
}
