//! The counters of an event's places, and every step they can take.

use super::SignUpState;
use serde::{Deserialize, Serialize};

/// Who gets a seat that comes free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// The first in line: it is offered to them.
    #[default]
    InLine,
    /// Whoever takes it first, in line or not. So it is from the cut-off on.
    FirstCome,
}

/// The counters of an event's places.
///
/// Invariants, after every step with the offers made that are [`owed`](Self::owed): `0 <= offered <= taken`; `taken` never grows
/// beyond `capacity`, though it may stand above it after a decrease; nobody waits while a seat is free, unless seats go to
/// whoever comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    pub capacity: i64,
    /// Seats that nobody else can have: confirmed sign-ups and live offers.
    pub taken: i64,
    /// How many of those taken are offers.
    pub offered: i64,
    pub waiting: i64,
    pub turn: Turn,
}

/// What a member gets who signs up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A seat.
    Seat,
    /// A place at the end of the line.
    Line,
}

impl Seats {
    /// So many seats, all of them free.
    pub const fn empty(capacity: i64) -> Self {
        Self { capacity, taken: 0, offered: 0, waiting: 0, turn: Turn::InLine }
    }

    /// Seats that are neither taken nor offered.
    pub const fn free(self) -> i64 {
        if self.taken < self.capacity { self.capacity - self.taken } else { 0 }
    }

    /// Is there no seat for somebody new? Also while somebody waits: a newcomer does not jump the line.
    pub const fn is_full(self) -> bool {
        self.left() == 0
    }

    /// Seats that somebody new could have.
    pub const fn left(self) -> i64 {
        match self.turn {
            Turn::InLine if self.waiting > 0 => 0,
            Turn::InLine | Turn::FirstCome => self.free(),
        }
    }

    /// Are more seats taken than there are? Then nothing is offered until enough people have left; nobody is put out.
    pub const fn is_frozen(self) -> bool {
        self.taken > self.capacity
    }

    /// Places somebody new.
    pub const fn sign_up(self) -> (Self, Placement) {
        if self.is_full() {
            (Self { waiting: self.waiting + 1, ..self }, Placement::Line)
        } else {
            (Self { taken: self.taken + 1, ..self }, Placement::Seat)
        }
    }

    /// Somebody with `state` is gone: they left, were removed, let an offer go or did not answer it. Only live states hold
    /// anything; others change nothing. The seat is free then: see [`owed`](Self::owed).
    pub const fn leave(self, state: SignUpState) -> Self {
        match state {
            SignUpState::Waiting => Self { waiting: self.waiting - 1, ..self },
            SignUpState::Confirmed => Self { taken: self.taken - 1, ..self },
            SignUpState::Offered => Self { taken: self.taken - 1, offered: self.offered - 1, ..self },
            _ => self,
        }
    }

    /// How many of those in line have to be offered a seat now.
    pub const fn owed(self) -> i64 {
        match self.turn {
            Turn::FirstCome => 0,
            Turn::InLine if self.waiting < self.free() => self.waiting,
            Turn::InLine => self.free(),
        }
    }

    /// Holds a free seat for the first in line.
    pub const fn offer(self) -> Self {
        Self { taken: self.taken + 1, offered: self.offered + 1, waiting: self.waiting - 1, ..self }
    }

    /// An offer becomes a seat.
    pub const fn accept(self) -> Self {
        Self { offered: self.offered - 1, ..self }
    }

    /// Somebody in line takes a free seat, where seats go to whoever comes first. None where there is none to take.
    pub const fn take(self) -> Option<Self> {
        match self.turn {
            Turn::FirstCome if self.free() > 0 => {
                Some(Self { taken: self.taken + 1, waiting: self.waiting - 1, ..self })
            }
            _ => None,
        }
    }

    /// An organiser gives a seat to somebody who stands at `from`, or is new. Where none is free it is a chair more: nobody in
    /// line loses one. None where the places are frozen: the organiser has just said that there are too many, and has to say
    /// first how many there shall be; and for those who have a seat.
    pub const fn place(self, from: Option<SignUpState>) -> Option<Self> {
        let waiting = match from {
            Some(SignUpState::Offered) => return Some(self.accept()),
            Some(SignUpState::Confirmed) => return None,
            Some(SignUpState::Waiting) => self.waiting - 1,
            _ => self.waiting,
        };
        if self.is_frozen() {
            return None;
        }
        let capacity = if self.free() == 0 { self.capacity + 1 } else { self.capacity };
        Some(Self { capacity, taken: self.taken + 1, waiting, ..self })
    }

    /// The organiser changes the number of seats: more are offered to the line, fewer put nobody out.
    pub const fn resize(self, capacity: i64) -> Self {
        Self { capacity, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    #[derive(Clone, Debug)]
    enum Step {
        SignUp,
        /// The nth of those with a seat leaves, of those with an offer, of those in line.
        LeaveSeat(usize),
        LetGo(usize),
        LeaveLine(usize),
        Accept(usize),
        Take(usize),
        PlaceNew,
        PlaceWaiting(usize),
        Resize(i64),
        Turn(Turn),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let who = || 0usize..40;
        prop::collection::vec(
            prop_oneof![
                8 => Just(Step::SignUp),
                3 => who().prop_map(Step::LeaveSeat),
                2 => who().prop_map(Step::LetGo),
                1 => who().prop_map(Step::LeaveLine),
                3 => who().prop_map(Step::Accept),
                1 => who().prop_map(Step::Take),
                1 => Just(Step::PlaceNew),
                1 => who().prop_map(Step::PlaceWaiting),
                1 => (0i64..30).prop_map(Step::Resize),
                1 => prop_oneof![Just(Turn::InLine), Just(Turn::FirstCome)].prop_map(Step::Turn),
            ],
            0..200,
        )
    }

    /// Real people in a real queue.
    #[derive(Default)]
    struct People {
        seated: Vec<usize>,
        offered: Vec<usize>,
        line: VecDeque<usize>,
        next: usize,
        /// In the order in which they were offered a seat in their turn.
        turns: Vec<usize>,
    }

    impl People {
        /// What a step does; none where nobody is there to do it.
        fn step(&mut self, seats: Seats, step: &Step) -> Option<Seats> {
            let pick = |n: usize, of: usize| (of > 0).then(|| n % of);
            Some(match *step {
                Step::SignUp => {
                    let (after, placement) = seats.sign_up();
                    match placement {
                        Placement::Seat => self.seated.push(self.next),
                        Placement::Line => self.line.push_back(self.next),
                    }
                    self.next += 1;
                    after
                }
                Step::LeaveSeat(n) => {
                    self.seated.remove(pick(n, self.seated.len())?);
                    seats.leave(SignUpState::Confirmed)
                }
                Step::LetGo(n) => {
                    self.offered.remove(pick(n, self.offered.len())?);
                    seats.leave(SignUpState::Offered)
                }
                Step::LeaveLine(n) => {
                    self.line.remove(pick(n, self.line.len())?);
                    seats.leave(SignUpState::Waiting)
                }
                Step::Accept(n) => {
                    let who = self.offered.remove(pick(n, self.offered.len())?);
                    self.seated.push(who);
                    seats.accept()
                }
                Step::Take(n) => {
                    let n = pick(n, self.line.len())?;
                    let after = seats.take()?;
                    self.seated.extend(self.line.remove(n));
                    after
                }
                Step::PlaceNew => {
                    let after = seats.place(None)?;
                    self.seated.push(self.next);
                    self.next += 1;
                    after
                }
                Step::PlaceWaiting(n) => {
                    let n = pick(n, self.line.len())?;
                    let after = seats.place(Some(SignUpState::Waiting))?;
                    self.seated.extend(self.line.remove(n));
                    after
                }
                Step::Resize(capacity) => seats.resize(capacity),
                Step::Turn(turn) => Seats { turn, ..seats },
            })
        }

        fn serve(&mut self, mut seats: Seats) -> Seats {
            for _ in 0..seats.owed() {
                let first = self.line.pop_front().expect("a seat is offered only to somebody who waits");
                self.offered.push(first);
                self.turns.push(first);
                seats = seats.offer();
            }
            seats
        }
    }

    proptest! {
        /// Any interleaving of all steps: no seat too many, none lost, nobody counted twice, the line in its order, nobody
        /// left waiting before a free seat.
        #[test]
        fn nobody_is_oversold_and_the_line_is_fair(capacity in 0i64..20, steps in steps()) {
            let mut seats = Seats::empty(capacity);
            let mut people = People::default();
            for step in steps {
                let before = seats;
                let Some(after) = people.step(seats, &step) else { continue };
                seats = people.serve(after);
                prop_assert!(seats.taken <= seats.capacity || seats.taken <= before.taken, "oversold: {before:?} {step:?} {seats:?}");
                let counted = (people.seated.len() + people.offered.len(), people.offered.len(), people.line.len());
                prop_assert_eq!((seats.taken, seats.offered, seats.waiting), (counted.0 as i64, counted.1 as i64, counted.2 as i64));
                let nobody_starves = seats.waiting == 0 || seats.free() == 0 || seats.turn == Turn::FirstCome;
                prop_assert!(nobody_starves, "a seat is free while somebody waits: {:?}", seats);
                if seats.capacity != before.capacity && !matches!(step, Step::Resize(_)) {
                    prop_assert!(matches!(step, Step::PlaceNew | Step::PlaceWaiting(_)) && seats.capacity == before.capacity + 1);
                    prop_assert_eq!(before.free(), 0, "a chair is added only where none is free");
                }
            }
            prop_assert!(people.turns.is_sorted(), "offered out of order: {:?}", people.turns);
        }

        #[test]
        fn what_no_longer_counts_frees_nothing(capacity in 0i64..9, taken in 0i64..9, waiting in 0i64..9) {
            let seats = Seats { taken, waiting, ..Seats::empty(capacity + taken) };
            for state in SignUpState::ALL.into_iter().filter(|s| !s.is_live()) {
                prop_assert_eq!(seats.leave(state), seats);
            }
        }

        /// n seats that come free at once make n offers, or as many as wait.
        #[test]
        fn n_seats_make_n_offers(taken in 0i64..20, more in 0i64..20, waiting in 0i64..20) {
            let full = Seats { taken, waiting, ..Seats::empty(taken) };
            prop_assert_eq!(full.resize(taken + more).owed(), more.min(waiting));
            prop_assert_eq!(Seats { turn: Turn::FirstCome, ..full.resize(taken + more) }.owed(), 0);
        }
    }

    #[test]
    fn fewer_seats_freeze_and_put_nobody_out() {
        let mut seats = Seats { taken: 5, waiting: 2, ..Seats::empty(5) }.resize(3);
        assert!(seats.is_frozen() && seats.place(Some(SignUpState::Waiting)).is_none());
        for owed in [0, 0, 1] {
            seats = seats.leave(SignUpState::Confirmed);
            assert_eq!(seats.owed(), owed, "{seats:?}");
        }
    }
}
