//! What pages show of honor.

use super::{Cause, Tier};
use serde::{Deserialize, Serialize};

/// Where a member stands: the ring and the tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Lifetime honor. It is told, and decides no tier.
    pub honor: i64,
    pub tier: Tier,
    /// What is missing for the next tier, or to stay; nothing in the eyes of others.
    pub missing: Missing,
    /// How full the ring is, 0 to 100: with what the first tier asks for; later it is full, and half empty in the last days.
    pub percent: i64,
}

/// What is missing for the next tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// Nothing, or nothing that the reader has to know.
    #[default]
    Nothing,
    /// So many events more within so many months make a Regular.
    Events { more: i64, months: i64 },
    /// So many more, and a Regular stays one.
    ToStay { more: i64, months: i64 },
    /// A seat of the honor crew: so many are free, and may be asked for.
    Seat { free: i64 },
    /// The organisers are reading what was asked for.
    Answer,
    /// Nothing that one can do: the core is appointed.
    Appointment,
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    pub cause: Cause,
    /// The event it came from: slug and title.
    pub event: Option<(String, String)>,
    /// An organiser's reason, where one was given.
    pub reason: Option<String>,
    /// Who added it; none for a rule of the house.
    pub by: Option<String>,
    /// "14 Mar 2027", in the reader's words.
    pub at: String,
    pub at_iso: String,
    pub points: i64,
    /// The balance after it.
    pub total: i64,
}
