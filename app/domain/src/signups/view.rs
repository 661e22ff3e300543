//! What pages show of sign-ups.

use super::{Seats, SignUpState};
use crate::{SignUpId, events::view::EventCard};
use serde::{Deserialize, Serialize};

/// How many seats there are and are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsView {
    pub capacity: i64,
    pub taken: i64,
    pub left: i64,
    pub waiting: i64,
}

impl From<Seats> for SeatsView {
    fn from(seats: Seats) -> Self {
        Self { capacity: seats.capacity, taken: seats.taken, left: seats.left(), waiting: seats.waiting }
    }
}

/// The reader's own sign-up for an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySignUp {
    pub id: SignUpId,
    pub state: SignUpState,
    /// 1 for the first in line; only while waiting.
    pub waiting_place: Option<i64>,
    /// Listed under "Who is coming".
    pub listed: bool,
    /// When they were let in, in words.
    pub checked_in: Option<String>,
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
    pub card: EventCard,
    /// "4F7K-2Q9M"; only with a seat.
    pub code: Option<String>,
    /// The signed code as an SVG; only with a seat at an event to come.
    pub qr_svg: Option<String>,
    /// Where to join online; only with a seat at an event to come.
    pub join_url: Option<String>,
}
