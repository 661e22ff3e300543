//! Places and the waiting list.
//!
//! Every change of a sign-up goes through [`Seats`]: it is loaded under the row's lock, asked, and written back in the same
//! transaction. The rules are fair by construction: who comes first is served first, and a seat is never free while somebody waits.

pub mod view;

use crate::{Failure, FieldCode, Refusal, events::Phase};
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
    /// Not approved.
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

/// The counters of an event's places. Invariant: `0 <= taken <= capacity`; nobody waits while a seat is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    pub capacity: i64,
    /// Confirmed sign-ups (and, later, live offers).
    pub taken: i64,
    pub waiting: i64,
}

/// What a member gets who signs up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A seat.
    Seat,
    /// A place at the end of the line.
    Line,
}

/// What leaving set free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freed {
    /// The first in line gets the seat, now.
    SeatForNext,
    /// A seat that nobody waits for, or a place in the line.
    Nothing,
}

impl Seats {
    /// Is there no seat for somebody new? Also while somebody waits: a newcomer does not jump the line.
    pub const fn is_full(self) -> bool {
        self.taken >= self.capacity || self.waiting > 0
    }

    /// Seats that somebody new could have.
    pub const fn left(self) -> i64 {
        if self.waiting > 0 || self.taken >= self.capacity { 0 } else { self.capacity - self.taken }
    }

    /// Places somebody new.
    pub const fn sign_up(self) -> (Self, Placement) {
        if self.is_full() {
            (Self { waiting: self.waiting + 1, ..self }, Placement::Line)
        } else {
            (Self { taken: self.taken + 1, ..self }, Placement::Seat)
        }
    }

    /// Somebody with `state` leaves. A seat goes to the first in line in the same step.
    /// Only live states leave; others change nothing.
    pub const fn leave(self, state: SignUpState) -> (Self, Freed) {
        match state {
            SignUpState::Waiting => (Self { waiting: self.waiting - 1, ..self }, Freed::Nothing),
            SignUpState::Confirmed | SignUpState::Offered if self.waiting > 0 && self.taken <= self.capacity => {
                (Self { waiting: self.waiting - 1, ..self }, Freed::SeatForNext)
            }
            SignUpState::Confirmed | SignUpState::Offered => (Self { taken: self.taken - 1, ..self }, Freed::Nothing),
            _ => (self, Freed::Nothing),
        }
    }

    /// The organiser changes the number of seats. Gives how many of those in line get one, in their order.
    /// Errors: fewer seats than are taken; nobody is put out.
    pub fn resize(self, capacity: i64) -> Result<(Self, i64), FieldCode> {
        if capacity < self.taken {
            return Err(FieldCode::BelowTaken { taken: self.taken });
        }
        let served = self.waiting.min(capacity - self.taken);
        Ok((Self { capacity, taken: self.taken + served, waiting: self.waiting - served }, served))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    #[derive(Clone, Debug)]
    enum Step {
        SignUp,
        /// The nth of those with a seat leaves.
        LeaveSeat(usize),
        /// The nth of those in line leaves.
        LeaveLine(usize),
        Resize(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        prop::collection::vec(
            prop_oneof![
                4 => Just(Step::SignUp),
                2 => (0usize..40).prop_map(Step::LeaveSeat),
                1 => (0usize..40).prop_map(Step::LeaveLine),
                1 => (0i64..30).prop_map(Step::Resize),
            ],
            0..200,
        )
    }

    proptest! {
        /// Any interleaving of sign up, leave and change of capacity, against a model with real people in a real queue.
        #[test]
        fn nobody_is_oversold_and_the_line_is_fair(capacity in 0i64..20, steps in steps()) {
            let mut seats = Seats { capacity, taken: 0, waiting: 0 };
            let (mut seated, mut line, mut next) = (vec![], VecDeque::new(), 0);
            let mut served = vec![]; // in the order in which people got a seat
            for step in steps {
                match step {
                    Step::SignUp => {
                        let (after, placement) = seats.sign_up();
                        seats = after;
                        match placement {
                            Placement::Seat => { seated.push(next); served.push(next) }
                            Placement::Line => line.push_back(next),
                        }
                        next += 1;
                    }
                    Step::LeaveSeat(n) if !seated.is_empty() => {
                        seated.remove(n % seated.len());
                        let (after, freed) = seats.leave(SignUpState::Confirmed);
                        seats = after;
                        if freed == Freed::SeatForNext {
                            let first = line.pop_front().expect("a seat is passed on only to somebody who waits");
                            seated.push(first);
                            served.push(first);
                        }
                    }
                    Step::LeaveLine(n) if !line.is_empty() => {
                        line.remove(n % line.len());
                        seats = seats.leave(SignUpState::Waiting).0;
                    }
                    Step::Resize(capacity) => match seats.resize(capacity) {
                        Ok((after, n)) => {
                            seats = after;
                            for _ in 0..n {
                                let first = line.pop_front().expect("served from the line");
                                seated.push(first);
                                served.push(first);
                            }
                        }
                        Err(code) => prop_assert_eq!(code, FieldCode::BelowTaken { taken: seats.taken }),
                    },
                    _ => {}
                }
                prop_assert!(seats.taken <= seats.capacity, "oversold: {seats:?}");
                prop_assert_eq!((seats.taken, seats.waiting), (seated.len() as i64, line.len() as i64));
                prop_assert!(seats.waiting == 0 || seats.taken == seats.capacity, "a seat is free while somebody waits: {seats:?}");
            }
            prop_assert!(served.is_sorted(), "served out of order: {served:?}");
        }

        #[test]
        fn what_no_longer_counts_frees_nothing(capacity in 0i64..9, taken in 0i64..9, waiting in 0i64..9) {
            let seats = Seats { capacity: capacity + taken, taken, waiting };
            for state in SignUpState::ALL.into_iter().filter(|s| !s.is_live()) {
                prop_assert_eq!(seats.leave(state), (seats, Freed::Nothing));
            }
        }
    }

    #[test]
    fn why_not_is_said() {
        assert_eq!(may_sign_up(Phase::Full), Ok(()));
        assert_eq!(may_sign_up(Phase::Scheduled), Err(Failure::Refused(Refusal::SignUpNotOpenYet)));
        assert_eq!(may_sign_up(Phase::Draft), Err(Failure::NotFound));
    }

    #[test]
    fn words_round_trip() {
        for state in SignUpState::ALL {
            assert_eq!(SignUpState::from_word(state.word()), Some(state));
        }
    }
}
