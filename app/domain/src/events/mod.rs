//! The life of an event: what all kinds share.

pub mod plan;
pub mod questions;
pub mod view;

use crate::{Instant, signups::Seats};
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

/// What its organisers have decided about an event. The clock and the seats do the rest: see [`Phase`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Only its organisers can see it.
    Draft,
    /// It has a public page.
    Published,
    /// It will not happen; its page says so.
    Cancelled,
}

impl State {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Cancelled].into_iter().find(|s| s.word() == word)
    }

    /// A draft becomes public; nothing else does.
    pub fn publish(self) -> Option<Self> {
        (self == Self::Draft).then_some(Self::Published)
    }

    /// What is public can be cancelled; a draft is just left, and cancelled is final.
    pub fn cancel(self) -> Option<Self> {
        (self == Self::Published).then_some(Self::Cancelled)
    }
}

/// The moments that decide what can be done with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub starts: Instant,
    pub ends: Instant,
    /// Sign-up opens; at publication where none is set.
    pub opens: Option<Instant>,
    /// Sign-up closes; at the event's start where none is set.
    pub closes: Option<Instant>,
}

/// Where an event stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    Draft,
    /// Public, sign-up opens later.
    Scheduled,
    /// Sign-up is open and there are seats.
    Open,
    /// Sign-up is open, seats are gone: new ones wait.
    Full,
    /// Sign-up is closed, the event is still to come.
    Closed,
    Running,
    Ended,
    Cancelled,
}

impl Phase {
    /// The phase at `now`.
    pub fn at(now: Instant, state: State, schedule: Schedule, seats: Seats) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Cancelled => Self::Cancelled,
            State::Published if now >= schedule.ends => Self::Ended,
            State::Published if now >= schedule.starts => Self::Running,
            State::Published if schedule.opens.is_some_and(|opens| now < opens) => Self::Scheduled,
            State::Published if schedule.closes.is_some_and(|closes| now >= closes) => Self::Closed,
            State::Published if seats.is_full() => Self::Full,
            State::Published => Self::Open,
        }
    }

    /// Can somebody new sign up (to a seat or to the waiting list)?
    pub const fn takes_sign_ups(self) -> bool {
        matches!(self, Self::Open | Self::Full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_goes_through_its_day() {
        let schedule =
            Schedule { starts: Instant(100), ends: Instant(200), opens: Some(Instant(10)), closes: Some(Instant(90)) };
        let at = |now, taken| Phase::at(Instant(now), State::Published, schedule, Seats { taken, ..Seats::empty(2) });
        assert_eq!(
            [at(9, 0), at(10, 1), at(11, 2), at(90, 0), at(100, 2), at(199, 0), at(200, 0)],
            [Phase::Scheduled, Phase::Open, Phase::Full, Phase::Closed, Phase::Running, Phase::Running, Phase::Ended]
        );
        for (state, phase) in [(State::Draft, Phase::Draft), (State::Cancelled, Phase::Cancelled)] {
            assert_eq!(Phase::at(Instant(500), state, schedule, Seats::empty(2)), phase);
        }
    }

    #[test]
    fn only_a_draft_is_published_and_only_what_is_public_is_cancelled() {
        assert_eq!(State::Draft.publish(), Some(State::Published));
        assert_eq!(State::Published.publish(), None);
        assert_eq!(State::Cancelled.publish(), None);
        assert_eq!(State::Published.cancel(), Some(State::Cancelled));
        assert_eq!(State::Draft.cancel(), None);
        assert_eq!(State::Cancelled.cancel(), None);
    }
}
