//! The life of an event: what is decided about it, and where it stands.
//!
//! Only decisions are stored. [`Phase`] follows from them, the clock and the seats, so it is never out of date. [`Life`] holds
//! the decisions; each step consumes it and gives the next one, or says why not.

use crate::{Failure, FieldCode, Instant, Refusal, signups::Seats};
use serde::{Deserialize, Serialize};

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
}

/// The moments that decide what can be done with an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    pub starts: Instant,
    pub ends: Instant,
    /// Sign-up opens; at publication where none is set.
    pub opens: Option<Instant>,
    /// Sign-up closes; at the event's start where none is set.
    pub closes: Option<Instant>,
    /// Since when it has no date: the old one no longer holds, a new one is to come.
    pub postponed: Option<Instant>,
    /// Since when its story can be read.
    pub recapped: Option<Instant>,
}

impl Schedule {
    /// Is it over? What is postponed is still to come, whatever its old date was.
    pub fn is_over(self, now: Instant) -> bool {
        self.postponed.is_none() && now >= self.ends
    }
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
    /// Over, and its story can be read.
    Recap,
    /// To come, on a day that nobody knows yet.
    Postponed,
    Cancelled,
}

impl Phase {
    /// The phase at `now`.
    pub fn at(now: Instant, state: State, schedule: Schedule, seats: Seats) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Cancelled => Self::Cancelled,
            State::Published if schedule.postponed.is_some() => Self::Postponed,
            State::Published if now >= schedule.ends && schedule.recapped.is_some() => Self::Recap,
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

    /// Has it been?
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Recap)
    }

    /// Public, and its date can still be taken back.
    pub const fn is_to_come(self) -> bool {
        matches!(self, Self::Scheduled | Self::Open | Self::Full | Self::Closed)
    }
}

/// What was decided about an event so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub state: State,
    pub schedule: Schedule,
    /// When the draft becomes public by itself.
    pub publish_at: Option<Instant>,
}

impl Life {
    /// A draft becomes public. Errors: [`Refusal::NotADraft`]; [`Refusal::EventOver`] where its time has passed in the drawer.
    pub fn publish(self, now: Instant) -> Result<Self, Failure> {
        self.draft()?;
        if now >= self.schedule.ends {
            return Err(Failure::Refused(Refusal::EventOver));
        }
        Ok(Self { state: State::Published, publish_at: None, ..self })
    }

    /// A draft becomes public by itself at `at`. Errors: [`Refusal::NotADraft`]; the field `publish_at` where that is not to
    /// come, or only after the event has begun.
    pub fn publish_later(self, at: Instant, now: Instant) -> Result<Self, Failure> {
        self.draft()?;
        if at <= now {
            return Err(Failure::field("publish_at", FieldCode::InThePast));
        }
        if at >= self.schedule.starts {
            return Err(Failure::field("publish_at", FieldCode::AfterStart));
        }
        Ok(Self { publish_at: Some(at), ..self })
    }

    /// The draft stays one until somebody says otherwise. Errors: [`Refusal::NotADraft`].
    pub fn call_off_publishing(self) -> Result<Self, Failure> {
        self.draft()?;
        Ok(Self { publish_at: None, ..self })
    }

    /// The date no longer holds; sign-ups stay. Errors: [`Refusal::EventUnderWay`] once it has begun, [`Refusal::EventPostponed`]
    /// when it is already; a draft is not there to be postponed.
    pub fn postpone(self, now: Instant) -> Result<Self, Failure> {
        self.to_come(now)?;
        if self.schedule.postponed.is_some() {
            return Err(Failure::Refused(Refusal::EventPostponed));
        }
        if now >= self.schedule.starts {
            return Err(Failure::Refused(Refusal::EventUnderWay));
        }
        Ok(Self { schedule: Schedule { postponed: Some(now), ..self.schedule }, ..self })
    }

    /// A new date. Sign-up closes as long before it as before the old one. Errors: [`Refusal::EventUnderWay`] once it has begun;
    /// the fields `starts` and `ends`.
    pub fn reschedule(self, (starts, ends): (Instant, Instant), now: Instant) -> Result<Self, Failure> {
        self.to_come(now)?;
        let was = self.schedule;
        if was.postponed.is_none() && now >= was.starts {
            return Err(Failure::Refused(Refusal::EventUnderWay));
        }
        if starts <= now {
            return Err(Failure::field("starts", FieldCode::InThePast));
        }
        if ends <= starts {
            return Err(Failure::field("ends", FieldCode::EndsBeforeStart));
        }
        if was.postponed.is_none() && (starts, ends) == (was.starts, was.ends) {
            return Err(Failure::field("starts", FieldCode::SameAsBefore));
        }
        let closes = was.closes.map(|at| Instant(at.0 + (starts.0 - was.starts.0)).min(ends));
        // Sign-up that would open only when it is closed again opens at once.
        let opens = was.opens.filter(|at| *at < closes.unwrap_or(starts));
        let schedule = Schedule { starts, ends, opens, closes, postponed: None, recapped: None };
        Ok(Self { schedule, ..self })
    }

    /// It will not happen, for good. Errors: [`Refusal::EventOver`], [`Refusal::EventCancelled`]; a draft is just left.
    pub fn cancel(self, now: Instant) -> Result<Self, Failure> {
        self.to_come(now)?;
        let schedule = Schedule { postponed: None, ..self.schedule };
        Ok(Self { state: State::Cancelled, schedule, ..self })
    }

    /// Its story is told; telling it again changes nothing here. Errors: [`Refusal::NotOverYet`], [`Refusal::EventCancelled`].
    pub fn recap(self, now: Instant) -> Result<Self, Failure> {
        match self.state {
            State::Draft => Err(Failure::NotFound),
            State::Cancelled => Err(Failure::Refused(Refusal::EventCancelled)),
            State::Published if !self.schedule.is_over(now) => Err(Failure::Refused(Refusal::NotOverYet)),
            State::Published => {
                let recapped = self.schedule.recapped.or(Some(now));
                Ok(Self { schedule: Schedule { recapped, ..self.schedule }, ..self })
            }
        }
    }

    fn draft(self) -> Result<(), Failure> {
        if self.state == State::Draft { Ok(()) } else { Err(Failure::Refused(Refusal::NotADraft)) }
    }

    /// Public and not over yet.
    fn to_come(self, now: Instant) -> Result<(), Failure> {
        match self.state {
            State::Draft => Err(Failure::NotFound),
            _ if self.schedule.is_over(now) => Err(Failure::Refused(Refusal::EventOver)),
            State::Cancelled => Err(Failure::Refused(Refusal::EventCancelled)),
            State::Published => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
