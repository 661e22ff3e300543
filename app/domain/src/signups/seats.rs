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

/// The counters of an event's places. A sign-up takes one seat, or as many as the group has heads.
///
/// Invariants, after every step with the offers made that are [`owed`](Self::owed): `0 <= offered <= taken`; `taken` never grows
/// beyond `capacity`, though it may stand above it after a decrease; nobody waits while there is room for the first in line,
/// unless seats go to whoever comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    pub capacity: i64,
    /// Seats that nobody else can have: confirmed sign-ups and live offers.
    pub taken: i64,
    /// How many of those taken are offers.
    pub offered: i64,
    /// How many sign-ups stand in line, groups counted once.
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

    /// Places somebody new who needs so many seats: all of them or none.
    pub const fn sign_up(self, heads: i64) -> (Self, Placement) {
        if self.left() < heads {
            (Self { waiting: self.waiting + 1, ..self }, Placement::Line)
        } else {
            (Self { taken: self.taken + heads, ..self }, Placement::Seat)
        }
    }

    /// Somebody with `state` is gone, and all who came with them: they left, were removed, let an offer go or did not answer it.
    /// Only live states hold anything; others change nothing. The seats are free then: see [`owed`](Self::owed).
    pub const fn leave(self, state: SignUpState, heads: i64) -> Self {
        match state {
            SignUpState::Waiting => Self { waiting: self.waiting - 1, ..self },
            SignUpState::Confirmed => Self { taken: self.taken - heads, ..self },
            SignUpState::Offered => Self { taken: self.taken - heads, offered: self.offered - heads, ..self },
            _ => self,
        }
    }

    /// How many of those in line have to be offered seats now, given how many each needs, the first first: while there is room for
    /// the next, and no further. A group for which the whole event is too small is passed over.
    pub fn owed(self, line: impl IntoIterator<Item = i64>) -> Vec<usize> {
        let mut free = match self.turn {
            Turn::FirstCome => 0,
            Turn::InLine => self.free(),
        };
        let mut served = vec![];
        for (place, heads) in line.into_iter().enumerate() {
            if free == 0 {
                break;
            }
            if heads > self.capacity {
                continue;
            }
            if heads > free {
                break;
            }
            free -= heads;
            served.push(place);
        }
        served
    }

    /// How many seats have to be free until somebody in line is served; none where nobody waits. What the table's CHECK asks for.
    pub fn needed(self, line: impl IntoIterator<Item = i64>) -> i64 {
        let mut line = line.into_iter().peekable();
        if line.peek().is_none() {
            return 0;
        }
        line.find(|heads| *heads <= self.capacity).unwrap_or(self.capacity + 1)
    }

    /// Holds free seats for somebody in line.
    pub const fn offer(self, heads: i64) -> Self {
        Self { taken: self.taken + heads, offered: self.offered + heads, waiting: self.waiting - 1, ..self }
    }

    /// An offer becomes a seat, or a group's seats.
    pub const fn accept(self, heads: i64) -> Self {
        Self { offered: self.offered - heads, ..self }
    }

    /// Somebody in line takes free seats, where seats go to whoever comes first. None where there are not enough.
    pub const fn take(self, heads: i64) -> Option<Self> {
        match self.turn {
            Turn::FirstCome if self.free() >= heads => {
                Some(Self { taken: self.taken + heads, waiting: self.waiting - 1, ..self })
            }
            _ => None,
        }
    }

    /// An organiser gives somebody who stands at `from`, or is new, the seats they need. Where none are free for them it is so many
    /// chairs more: nobody in line loses one, nor has to wait longer. None where the places are frozen: the organiser has just said
    /// that there are too many, and has to say first how many there shall be; and for those who have a seat.
    pub const fn place(self, from: Option<SignUpState>, heads: i64) -> Option<Self> {
        let waiting = match from {
            Some(SignUpState::Offered) => return Some(self.accept(heads)),
            Some(SignUpState::Confirmed) => return None,
            Some(SignUpState::Waiting) => self.waiting - 1,
            _ => self.waiting,
        };
        if self.is_frozen() {
            return None;
        }
        let after = Self { waiting, ..self };
        let left = after.left();
        let more = if left < heads { heads - left } else { 0 };
        Some(Self { capacity: self.capacity + more, taken: self.taken + heads, ..after })
    }

    /// The same while a lottery is still to be drawn: its seats are the lot's, so what is given by hand are chairs more, even where
    /// nobody sits yet.
    pub const fn place_beside_lottery(self, heads: i64) -> Option<Self> {
        if self.is_frozen() {
            return None;
        }
        Some(Self { capacity: self.capacity + heads, taken: self.taken + heads, ..self })
    }

    /// The organiser changes the number of seats: more are offered to the line, fewer put nobody out.
    pub const fn resize(self, capacity: i64) -> Self {
        Self { capacity, ..self }
    }
}

#[cfg(test)]
mod tests;
