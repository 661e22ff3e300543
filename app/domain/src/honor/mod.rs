//! Honor: tiers, leaderboards with their seasons, and the ledger that explains every point.

mod chain;
pub mod leaderboard;
pub mod seasons;
pub mod tiers;
pub mod view;

pub use chain::{Link, hash};
pub use tiers::Tier;

use serde::{Deserialize, Serialize};

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Checked in at an event.
    Attended,
    /// Thanked by hand.
    Thanked,
    /// Puts an earlier entry right.
    Corrected,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Attended, Self::Thanked, Self::Corrected];

    /// The word in the database and in the hash.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::Thanked => "thanked",
            Self::Corrected => "corrected",
        }
    }

    /// The cause of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }
}
