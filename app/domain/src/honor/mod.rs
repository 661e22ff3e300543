//! Honor: tiers, and the ledger that explains every point.

mod chain;
pub mod view;

pub use chain::{Link, hash};

use serde::{Deserialize, Serialize};

/// The layers of the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tier {
    Fan,
    Regular,
    HonorCrew,
    Core,
}

impl Tier {
    /// All of them, from the first.
    pub const ALL: [Self; 4] = [Self::Fan, Self::Regular, Self::HonorCrew, Self::Core];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fan => "fan",
            Self::Regular => "regular",
            Self::HonorCrew => "honor_crew",
            Self::Core => "core",
        }
    }

    /// The tier of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }

    /// The lifetime honor from which it is reached.
    pub const fn from_honor(self) -> i64 {
        match self {
            Self::Fan => 0,
            Self::Regular => 100,
            Self::HonorCrew => 400,
            Self::Core => 1000,
        }
    }

    /// The tier of somebody with this much lifetime honor.
    pub fn of(honor: i64) -> Self {
        Self::ALL.into_iter().rev().find(|t| honor >= t.from_honor()).unwrap_or(Self::Fan)
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|t| *t > self)
    }
}

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Checked in at an event.
    Attended,
    /// Worked a shift.
    Worked,
    /// Thanked by hand.
    Thanked,
    /// Puts an earlier entry right.
    Corrected,
}

impl Cause {
    /// The word in the database and in the hash.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::Worked => "worked",
            Self::Thanked => "thanked",
            Self::Corrected => "corrected",
        }
    }

    /// The cause of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Attended, Self::Worked, Self::Thanked, Self::Corrected].into_iter().find(|c| c.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_begin_where_they_say() {
        for (honor, tier) in [
            (-5, Tier::Fan),
            (0, Tier::Fan),
            (99, Tier::Fan),
            (100, Tier::Regular),
            (399, Tier::Regular),
            (400, Tier::HonorCrew),
            (1000, Tier::Core),
        ] {
            assert_eq!(Tier::of(honor), tier, "{honor}");
        }
        assert_eq!((Tier::Fan.next(), Tier::Core.next()), (Some(Tier::Regular), None));
        assert!(Tier::ALL.iter().all(|tier| Tier::from_word(tier.word()) == Some(*tier)));
    }
}
