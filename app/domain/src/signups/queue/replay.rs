//! Plays a log again, step by step, and says where it broke the rules, if it did.

use super::{Entry, ROOT, Step, hash};
use crate::signups::lottery::Seed;
use crate::signups::{NO_END, Placement, Seats, SignUpState, Turn};
use crate::{EventId, Instant};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

mod pending;

/// Where everybody stands at the end of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// The counters.
    pub seats: Seats,
    /// Everybody's state by their number.
    pub states: BTreeMap<i64, SignUpState>,
    /// Those in line, the first first.
    pub line: VecDeque<i64>,
    /// Until when each live offer stands.
    pub offers: BTreeMap<i64, Instant>,
    /// How many come together, by the number of whoever signed them up; only groups.
    pub groups: BTreeMap<i64, i64>,
    /// Those who entered the lottery.
    entered: BTreeSet<i64>,
    /// Those who are placed next, in this order: approved, or drawn.
    called: VecDeque<i64>,
    /// So many chairs were added by the entry before.
    added: i64,
    drawing: Option<Drawing>,
}

/// What is known of a lottery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// What was made public before it opened.
    pub seal: [u8; 32],
    /// What was made public when it was drawn.
    pub seed: Option<Seed>,
}

/// The first entry that is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Its number.
    pub seq: i64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not there, though a later one is.
    Missing,
    /// Its hash does not follow from its fields and the entry before.
    Hash,
    /// Somebody was served who was not first in line.
    OutOfTurn,
    /// A seat was given that was not there.
    NoSeat,
    /// Somebody had to wait, or was left waiting, though a seat was free for them.
    SeatKeptBack,
    /// It cannot follow from where this sign-up stood.
    Impossible,
    /// An offer was taken after its time, or ended before it.
    Time,
    /// The lottery was not drawn from the seed that was sealed, or not among those who entered it.
    Lottery,
}

/// Plays a whole log: entries with their hashes, in their order.
///
/// # Errors
/// The first entry that is not right.
pub fn replay<'a>(
    event: EventId,
    drawing: Option<Drawing>,
    log: impl IntoIterator<Item = (&'a Entry, &'a [u8; 32])>,
) -> Result<Replayed, Bad> {
    let mut all = Replayed { drawing, ..Replayed::default() };
    let (mut head, mut last) = (ROOT, Instant::default());
    let mut seq = 0;
    for (entry, stored) in log {
        seq += 1;
        let bad = |flaw| Bad { seq, flaw };
        if entry.seq != seq {
            return Err(bad(Flaw::Missing));
        }
        let before = head;
        head = hash(&before, event, entry);
        if head != *stored {
            return Err(bad(Flaw::Hash));
        }
        // Offers are made in the moment in which a seat comes free: time does not pass in between.
        if entry.at != last && all.owes() {
            return Err(bad(Flaw::SeatKeptBack));
        }
        last = entry.at;
        let seats = all.seats;
        all.step(entry, &before).map_err(bad)?;
        all.added = if entry.step == Step::Seats { (all.seats.capacity - seats.capacity).max(0) } else { 0 };
    }
    if all.owes() { Err(Bad { seq, flaw: Flaw::SeatKeptBack }) } else { Ok(all) }
}

impl Replayed {
    /// Has somebody to be served now, or to be placed whom the entry before has called?
    fn owes(&self) -> bool {
        !self.called.is_empty() || self.next().is_some()
    }

    /// Whom the next free seats are to be offered to: their place in line.
    fn next(&self) -> Option<usize> {
        self.seats.owed(self.line.iter().map(|who| self.heads(*who))).first().copied()
    }

    fn heads(&self, who: i64) -> i64 {
        self.groups.get(&who).copied().unwrap_or(1)
    }

    fn step(&mut self, entry: &Entry, before: &[u8; 32]) -> Result<(), Flaw> {
        let (seats, at) = (self.seats, entry.at);
        if !self.called.is_empty() && !matches!(entry.step, Step::Seat | Step::Line) {
            return Err(Flaw::OutOfTurn);
        }
        match (entry.step, entry.number, entry.value) {
            (Step::Seats, None, Some(capacity)) => self.seats = seats.resize(capacity),
            (Step::FirstCome, None, None) => self.seats.turn = Turn::FirstCome,
            (Step::InTurn, None, None) => self.seats.turn = Turn::InLine,
            (Step::Closed, None, None) => self.close(),
            (Step::Seat, Some(who), heads) => self.sign_up((who, heads), Placement::Seat)?,
            (Step::Line, Some(who), heads) => self.sign_up((who, heads), Placement::Line)?,
            (Step::Asked, Some(who), heads) => self.ask(who, heads)?,
            (Step::Entered, Some(who), heads) => {
                self.ask(who, heads)?;
                self.entered.insert(who);
            }
            (Step::Approved, Some(who), None) if self.awaits_approval(who) => self.called.push_back(who),
            (Step::Refused, Some(who), None) if self.awaits_approval(who) => {
                self.states.insert(who, SignUpState::Declined);
            }
            (Step::Lottery, None, Some(mark)) => self.seal(mark)?,
            (Step::Drawn, None, Some(count)) => self.draw(count, before)?,
            (Step::Offered, Some(who), Some(until)) => self.offer(who, Instant(until))?,
            (Step::Accepted, Some(who), None) => {
                let until = self.end_offer(who)?;
                self.ends_by(at < until)?;
                self.seats = seats.accept(self.heads(who));
                self.states.insert(who, SignUpState::Confirmed);
            }
            (Step::Declined, Some(who), None) => {
                self.end_offer(who)?;
                self.leave(who, SignUpState::Declined)?;
            }
            (Step::Expired, Some(who), None) => {
                let until = self.end_offer(who)?;
                self.ends_by(at >= until)?;
                self.leave(who, SignUpState::Expired)?;
            }
            (Step::Left, Some(who), None) if !self.offers.contains_key(&who) => {
                self.leave(who, SignUpState::Cancelled)?;
            }
            (Step::Removed, Some(who), None) => {
                self.offers.remove(&who);
                self.leave(who, SignUpState::Removed)?;
            }
            (Step::Took, Some(who), None) => {
                self.leave_line(who)?;
                self.seats = seats.take(self.heads(who)).ok_or(Flaw::NoSeat)?;
                self.states.insert(who, SignUpState::Confirmed);
            }
            (Step::Placed, Some(who), heads) => self.place(who, heads)?,
            _ => return Err(Flaw::Impossible),
        }
        Ok(())
    }

    fn ends_by(&self, is_in_time: bool) -> Result<(), Flaw> {
        if is_in_time { Ok(()) } else { Err(Flaw::Time) }
    }

    /// Each number signs up once, with so many in all.
    fn enrol(&mut self, who: i64, heads: Option<i64>) -> Result<(), Flaw> {
        if self.states.contains_key(&who) || heads.is_some_and(|heads| heads < 2) {
            return Err(Flaw::Impossible);
        }
        self.groups.extend(heads.map(|heads| (who, heads)));
        Ok(())
    }

    /// Somebody new; or somebody who was called, who comes with those they came with.
    fn sign_up(&mut self, (who, heads): (i64, Option<i64>), said: Placement) -> Result<(), Flaw> {
        match self.called.pop_front() {
            Some(called) if called != who => return Err(Flaw::OutOfTurn),
            Some(_) if heads != self.groups.get(&who).copied() => return Err(Flaw::Impossible),
            Some(_) => {}
            None => self.enrol(who, heads)?,
        }
        let (after, placement) = self.seats.sign_up(self.heads(who));
        match (said, placement) {
            (Placement::Seat, Placement::Seat) => self.states.insert(who, SignUpState::Confirmed),
            (Placement::Line, Placement::Line) => {
                self.line.push_back(who);
                self.states.insert(who, SignUpState::Waiting)
            }
            (Placement::Line, Placement::Seat) => return Err(Flaw::SeatKeptBack),
            (Placement::Seat, Placement::Line) if self.seats.free() >= self.heads(who) => return Err(Flaw::OutOfTurn),
            (Placement::Seat, Placement::Line) => return Err(Flaw::NoSeat),
        };
        self.seats = after;
        Ok(())
    }

    fn offer(&mut self, who: i64, until: Instant) -> Result<(), Flaw> {
        if let Some(was) = self.offers.get_mut(&who) {
            // The same offer: it loses its end when the event loses its date, and gets one with the new date.
            let is_allowed = (*was == NO_END) != (until == NO_END);
            *was = until;
            return if is_allowed { Ok(()) } else { Err(Flaw::Time) };
        }
        let Some(next) = self.next() else { return Err(Flaw::NoSeat) };
        if self.line.get(next) != Some(&who) {
            return Err(Flaw::OutOfTurn);
        }
        self.line.remove(next);
        self.seats = self.seats.offer(self.heads(who));
        self.states.insert(who, SignUpState::Offered);
        self.offers.insert(who, until);
        Ok(())
    }

    /// Seats by hand: free ones that nobody waits for, or those that the entry before has added.
    fn place(&mut self, who: i64, heads: Option<i64>) -> Result<(), Flaw> {
        let from = self.states.get(&who).copied();
        match from {
            Some(SignUpState::Offered) => drop(self.end_offer(who)?),
            Some(SignUpState::Waiting) => self.leave_line(who)?,
            Some(SignUpState::Pending) => {}
            None => self.enrol(who, heads)?,
            Some(_) => return Err(Flaw::Impossible),
        }
        let heads = self.heads(who);
        let after = match from {
            Some(SignUpState::Offered) => self.seats.accept(heads),
            _ => {
                let waiting = self.line.len() as i64;
                let seats = Seats { waiting, ..self.seats };
                if seats.free() < heads || seats.left() + self.added < heads {
                    return Err(Flaw::NoSeat);
                }
                Seats { taken: seats.taken + heads, ..seats }
            }
        };
        self.seats = after;
        self.states.insert(who, SignUpState::Confirmed);
        Ok(())
    }

    fn end_offer(&mut self, who: i64) -> Result<Instant, Flaw> {
        self.offers.remove(&who).ok_or(Flaw::Impossible)
    }

    fn leave_line(&mut self, who: i64) -> Result<(), Flaw> {
        let place = self.line.iter().position(|w| *w == who).ok_or(Flaw::Impossible)?;
        self.line.remove(place);
        Ok(())
    }

    fn leave(&mut self, who: i64, into: SignUpState) -> Result<(), Flaw> {
        let from = self.states.get(&who).copied().filter(|state| state.is_live()).ok_or(Flaw::Impossible)?;
        if from == SignUpState::Waiting {
            self.leave_line(who)?;
        }
        self.seats = self.seats.leave(from, self.heads(who));
        self.states.insert(who, into);
        Ok(())
    }

    fn close(&mut self) {
        self.line.clear();
        self.offers.clear();
        self.states.values_mut().filter(|s| s.is_live()).for_each(|s| *s = SignUpState::Cancelled);
        self.seats = Seats { taken: 0, offered: 0, waiting: 0, ..self.seats };
    }
}

#[cfg(test)]
mod tests;
