//! Places and the waiting list.
//!
//! Every change of a sign-up goes through [`Seats`]: it is loaded under the row's lock, asked, and written back in the same
//! transaction. The rules are fair by construction: who comes first is served first, n freed seats make n offers, and until the
//! cut-off a seat is never free while somebody waits.
//!
//! When a seat is given at once, and when it is offered:
//! - **At once** to whoever signs up while seats are free and nobody waits.
//! - **Offered** to the first in line, whenever one comes free before the cut-off: somebody left, was removed, let an offer go,
//!   or there are more seats. Whoever waits may have made other plans meanwhile, and a seat that is given unasked to somebody who
//!   will not come is an empty chair. [`Terms`] say how long an offer stands.
//! - **First come, first served** from the cut-off on: there is no time left to ask one after the other. Those in line are told and
//!   take a seat in one tap; newcomers may too.
//! - **While the event has no date** (it is postponed) offers are made in turn as ever, but none runs out and no cut-off passes:
//!   nobody can say yes or no to a day that is not known. With the new date each live offer gets its time anew.
//! - **By hand**: an organiser may give somebody a seat, with a reason. It is a chair more, so nobody in line loses one, and the
//!   public log ([`queue`]) says so.
//!
//! Organisers may decide otherwise ([`Admission`]): whoever signs up then is *pending*, which holds no seat and no place in line.
//! When they are approved, or drawn by lot, they get a seat or the end of the line just as somebody who signs up in that moment.
//! Who may sign up at all, and if not why not, says [`eligibility()`]: the same to whoever looks at the page and to whoever sends
//! the form.
//!
//! A *group*, one member with named guests, is one sign-up of several seats: all of them or none. It keeps its turn like everybody
//! else: while the first in line needs more seats than are free, those stay free and nobody is served before them. Only a group
//! larger than the whole event (seats were taken away since) is passed over until there are enough.

mod admission;
pub mod desk;
mod eligibility;
mod files;
mod group;
pub mod import;
pub mod invitation;
pub mod lottery;
pub mod queue;
mod seats;
pub mod shifts;
mod terms;
pub mod view;

pub use admission::{Admission, AdmissionForm, CREW_HOURS, HeadStart, Mode, Window, may_decide, may_give};
pub use eligibility::{Asker, Bar, Eligibility, Gate, Past, Way, eligibility};
pub use files::FileKind;
pub use group::{MAX_GUESTS, guests};
pub use seats::{Placement, Seats, Turn};
pub use terms::{CUTOFF_HOURS, NO_END, OFFER_MINUTES, Terms};

use crate::{Failure, Refusal, events::Phase};
use serde::{Deserialize, Serialize};

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SignUpState {
    /// Awaits an organiser's approval.
    Pending,
    /// Has a seat.
    Confirmed,
    /// In line.
    Waiting,
    /// A seat is held until it is accepted or its time is up.
    Offered,
    /// Given up by the member.
    Cancelled,
    /// An offer that the member let go; or not approved.
    Declined,
    /// An offer that ran out.
    Expired,
    /// Taken off by an organiser.
    Removed,
}

impl SignUpState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Confirmed,
        Self::Waiting,
        Self::Offered,
        Self::Cancelled,
        Self::Declined,
        Self::Expired,
        Self::Removed,
    ];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Removed => "removed",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Does it still count: a member has at most one such sign-up for an event.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::Confirmed | Self::Waiting | Self::Offered)
    }
}

/// May somebody new sign up in this phase? If not, why not.
pub fn may_sign_up(phase: Phase) -> Result<(), Failure> {
    Err(Failure::Refused(match phase {
        Phase::Open | Phase::Full => return Ok(()),
        Phase::Draft => return Err(Failure::NotFound),
        Phase::Scheduled => Refusal::SignUpNotOpenYet,
        Phase::Closed | Phase::Running => Refusal::SignUpClosed,
        Phase::Ended | Phase::Recap => Refusal::EventOver,
        Phase::Postponed => Refusal::EventPostponed,
        Phase::Cancelled => Refusal::EventCancelled,
    }))
}

/// May somebody in line take a free seat in this phase, once seats go to whoever comes first? Also when sign-up is closed or the
/// event has begun: they have signed up, and an empty chair helps nobody. What is postponed goes in turn again: nothing hurries.
pub fn may_take(phase: Phase) -> Result<(), Failure> {
    Err(Failure::Refused(match phase {
        Phase::Open | Phase::Full | Phase::Closed | Phase::Running | Phase::Scheduled => return Ok(()),
        Phase::Draft => return Err(Failure::NotFound),
        Phase::Ended | Phase::Recap => Refusal::EventOver,
        Phase::Postponed => Refusal::EventPostponed,
        Phase::Cancelled => Refusal::EventCancelled,
    }))
}

/// What somebody who signed up does with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// Gives one that is missing.
    First,
    /// Gives another, or takes it back.
    Anew,
}

/// May somebody who signed up do that in this phase? Answers change until sign-up closes; what is missing may still come until the
/// event begins, for a seat given by hand comes late and organisers wait for it.
pub fn may_answer(phase: Phase, answering: Answering) -> Result<(), Failure> {
    Err(Failure::Refused(match phase {
        Phase::Scheduled | Phase::Open | Phase::Full | Phase::Postponed => return Ok(()),
        Phase::Closed if answering == Answering::First => return Ok(()),
        Phase::Draft => return Err(Failure::NotFound),
        Phase::Closed | Phase::Running => Refusal::SignUpClosed,
        Phase::Ended | Phase::Recap => Refusal::EventOver,
        Phase::Cancelled => Refusal::EventCancelled,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_not_is_said() {
        assert_eq!(may_sign_up(Phase::Full), Ok(()));
        assert_eq!(may_sign_up(Phase::Scheduled), Err(Failure::Refused(Refusal::SignUpNotOpenYet)));
        assert_eq!(may_sign_up(Phase::Draft), Err(Failure::NotFound));
        assert_eq!(may_take(Phase::Closed), Ok(()));
        assert_eq!(may_answer(Phase::Closed, Answering::First), Ok(()));
        assert_eq!(may_answer(Phase::Closed, Answering::Anew), Err(Failure::Refused(Refusal::SignUpClosed)));
        assert_eq!(may_answer(Phase::Running, Answering::First), Err(Failure::Refused(Refusal::SignUpClosed)));
        assert_eq!(may_take(Phase::Ended), Err(Failure::Refused(Refusal::EventOver)));
    }

    #[test]
    fn words_round_trip() {
        for state in SignUpState::ALL {
            assert_eq!(SignUpState::from_word(state.word()), Some(state));
        }
    }
}
