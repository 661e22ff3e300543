//! Badges and grants.

pub mod batch;
pub mod credential;
mod definition;
pub mod desk;
mod earn;
mod holding;
mod rule;
pub mod view;
pub mod wall;

use crate::{EventId, Instant};
use serde::{Deserialize, Serialize};

pub use definition::{BadgeForm, Definition, Fixed, MOST_NUMBERS, Terms, Words};
pub use earn::{Circle, Earned, Progress, Visit, completed_by, earned, progress, through_night};
pub use holding::{Choice, Deed, Holding, Life};
pub use rule::BadgeRule;

/// How often a member can hold a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Once in a lifetime.
    Once,
    /// Once for each event; apart from any event, once.
    Event,
    /// Once in each season.
    Season,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Once, Self::Event, Self::Season];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Event => "event",
            Self::Season => "season",
        }
    }

    /// The scope of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// The occasion of a grant by hand: at this event, in the season that began then.
    pub fn occasion(self, event: Option<EventId>, season: Instant) -> Occasion {
        match (self, event) {
            (Self::Event, Some(event)) => Occasion::Event(event),
            (Self::Once, _) | (Self::Event, None) => Occasion::Once,
            (Self::Season, _) => Occasion::Season(season),
        }
    }
}

/// What makes a grant one of a kind: a member holds a badge once for each occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Held once in a lifetime.
    Once,
    /// Once for this event.
    Event(EventId),
    /// Once for the season that began then.
    Season(Instant),
}

impl Occasion {
    /// The word in the database.
    pub fn word(self) -> String {
        match self {
            Self::Once => "once".into(),
            Self::Event(id) => format!("event:{id}"),
            Self::Season(Instant(began)) => format!("season:{began}"),
        }
    }
}
