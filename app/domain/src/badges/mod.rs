//! Badges and grants.

pub mod credential;
pub mod view;

use crate::EventId;

/// A badge that a rule of the house gives by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeRule {
    /// At the first check-in at a meetup.
    FirstMeetup,
    /// At the tenth.
    TenMeetups,
}

impl BadgeRule {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::FirstMeetup, Self::TenMeetups];

    /// The word in the database, which is the badge's slug as well.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FirstMeetup => "first-meetup",
            Self::TenMeetups => "ten-meetups",
        }
    }

    /// The rule that a member meets with their `n`th meetup, if any.
    pub const fn at_meetup(n: i64) -> Option<Self> {
        match n {
            1 => Some(Self::FirstMeetup),
            10 => Some(Self::TenMeetups),
            _ => None,
        }
    }
}

/// What makes a grant one of a kind: a member holds a badge once for each occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Held once in a lifetime.
    Once,
    /// Once for this event.
    Event(EventId),
}

impl Occasion {
    /// The word in the database.
    pub fn word(self) -> String {
        match self {
            Self::Once => "once".into(),
            Self::Event(id) => format!("event:{id}"),
        }
    }
}
