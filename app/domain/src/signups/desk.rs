//! What organisers see of who gets a place: `/organise/events/{id}/places`.

use super::{Mode, SignUpState, view::SeatsView};
use crate::{
    EventId, InvitationCodeId, SignUpId,
    events::{Kind, Phase},
    honor::Tier,
};
use serde::{Deserialize, Serialize};

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesDesk {
    pub id: EventId,
    pub kind: Kind,
    pub phase: Phase,
    pub slug: String,
    pub title: String,
    /// BCP 47 tag of the language the title is written in.
    pub lang: String,
    pub seats: SeatsView,
    pub mode: Mode,
    /// When the lottery is drawn, in words, while it is not.
    pub draws: Option<String>,
    /// SHA-256 of its seed, once it is sealed.
    pub seal: Option<String>,
    pub invited_only: bool,
    /// How many friends each may invite who has a seat.
    pub friends: i64,
    /// Those who await a decision, the earliest first; a page of them.
    pub requests: Vec<RequestRow>,
    /// How many they are in all.
    pub waiting: i64,
    /// The newest first.
    pub codes: Vec<CodeRow>,
    /// Who came by which invitation, the newest first.
    pub invited: Vec<InvitedRow>,
}

/// Somebody who asks for a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    pub signup: SignUpId,
    pub display_name: String,
    pub handle: String,
    pub tier: Tier,
    /// At how many events they have been.
    pub came: i64,
    /// When they asked, in words.
    pub asked: String,
    /// Who comes along.
    pub guests: Vec<String>,
    /// Question and answer.
    pub answers: Vec<(String, String)>,
    /// Who invited them.
    pub invited_by: Option<String>,
}

/// An invitation code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    pub id: InvitationCodeId,
    /// "7k2q-9m4x".
    pub code: String,
    /// The event's page with the code in it.
    pub url: String,
    /// For whom it is; empty where a member passes it on.
    pub note: String,
    /// Whose it is.
    pub by: String,
    pub most: i64,
    pub used: i64,
    /// Until when, in words.
    pub until: Option<String>,
    /// It lets nobody in any more: used up, run out or taken back.
    pub is_over: bool,
}

/// Who invited whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedRow {
    pub who: String,
    pub by: String,
    /// "7k2q-9m4x".
    pub code: String,
    pub state: SignUpState,
    /// When, in words.
    pub at: String,
}
