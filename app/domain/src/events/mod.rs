//! The life of an event: what all kinds share.

pub mod calendar;
pub mod desk;
mod lifecycle;
pub mod people;
pub mod plan;
pub mod questions;
pub mod series;
pub mod view;

pub use lifecycle::{Life, Phase, Schedule, State};

use serde::{Deserialize, Serialize};

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Meetup,
    OpenDay,
    Award,
    CoverCall,
}

impl Kind {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meetup => "meetup",
            Self::OpenDay => "open_day",
            Self::Award => "award",
            Self::CoverCall => "cover_call",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Meetup, Self::OpenDay, Self::Award, Self::CoverCall].into_iter().find(|k| k.word() == word)
    }
}

/// Where people take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attendance {
    /// At a place.
    #[default]
    InPerson,
    /// By a link.
    Online,
    /// At a place, or by a link.
    Hybrid,
}

impl Attendance {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::Hybrid];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    /// The way of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.word() == word)
    }

    /// Is there a place to go to?
    pub const fn has_place(self) -> bool {
        !matches!(self, Self::Online)
    }

    /// Is there a link to join by?
    pub const fn has_link(self) -> bool {
        !matches!(self, Self::InPerson)
    }
}
