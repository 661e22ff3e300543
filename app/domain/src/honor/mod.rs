//! Honor: the rules by which it is earned, tiers, leaderboards with their seasons, and the ledger that explains every point.

pub mod caps;
mod chain;
pub mod days;
pub mod export;
pub mod leaderboard;
pub mod merkle;
pub mod mutual;
mod rules;
pub mod seasons;
mod source;
pub mod tiers;
pub mod view;

pub use chain::{Link, Terms, hash, head_text, reason_hash};
pub use rules::{InUse, RuleForm, RuleTerms, Trigger, Worth};
pub use tiers::Tier;

use serde::{Deserialize, Serialize};

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Checked in at an event.
    Attended,
    /// Worked a shift.
    Worked,
    /// Hosted an event.
    Organised,
    /// Brought somebody who came.
    Brought,
    /// Nominated somebody.
    Nominated,
    /// Voted.
    Voted,
    /// On a cover.
    Cover,
    /// A picture of theirs tells of an event.
    RecapPhoto,
    /// Thanked by hand.
    Thanked,
    /// Puts an earlier entry right.
    Corrected,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Attended,
        Self::Worked,
        Self::Organised,
        Self::Brought,
        Self::Nominated,
        Self::Voted,
        Self::Cover,
        Self::RecapPhoto,
        Self::Thanked,
        Self::Corrected,
    ];

    /// The word in the database and in the hash.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::Worked => "worked",
            Self::Organised => "organised",
            Self::Brought => "brought",
            Self::Nominated => "nominated",
            Self::Voted => "voted",
            Self::Cover => "cover",
            Self::RecapPhoto => "recap_photo",
            Self::Thanked => "thanked",
            Self::Corrected => "corrected",
        }
    }

    /// The cause of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }
}
