//! Plays a log again, step by step, and says where it broke the rules, if it did.

use super::{Entry, ROOT, Step, hash};
use crate::signups::{NO_END, Placement, Seats, SignUpState, Turn};
use crate::{EventId, Instant};
use std::collections::{BTreeMap, VecDeque};

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
}

/// Plays a whole log: entries with their hashes, in their order.
///
/// # Errors
/// The first entry that is not right.
pub fn replay<'a>(event: EventId, log: impl IntoIterator<Item = (&'a Entry, &'a [u8; 32])>) -> Result<Replayed, Bad> {
    let mut all = Replayed::default();
    let (mut head, mut last) = (ROOT, Instant::default());
    let mut seq = 0;
    for (entry, stored) in log {
        seq += 1;
        let bad = |flaw| Bad { seq, flaw };
        if entry.seq != seq {
            return Err(bad(Flaw::Missing));
        }
        head = hash(&head, event, entry);
        if head != *stored {
            return Err(bad(Flaw::Hash));
        }
        // Offers are made in the moment in which a seat comes free: time does not pass in between.
        if entry.at != last && all.seats.owed() > 0 {
            return Err(bad(Flaw::SeatKeptBack));
        }
        last = entry.at;
        all.step(entry).map_err(bad)?;
    }
    if all.seats.owed() > 0 { Err(Bad { seq, flaw: Flaw::SeatKeptBack }) } else { Ok(all) }
}

impl Replayed {
    fn step(&mut self, entry: &Entry) -> Result<(), Flaw> {
        let (seats, at) = (self.seats, entry.at);
        match (entry.step, entry.number, entry.value) {
            (Step::Seats, None, Some(capacity)) => self.seats = seats.resize(capacity),
            (Step::FirstCome, None, None) => self.seats.turn = Turn::FirstCome,
            (Step::InTurn, None, None) => self.seats.turn = Turn::InLine,
            (Step::Closed, None, None) => self.close(),
            (Step::Seat, Some(who), None) => self.sign_up(who, Placement::Seat)?,
            (Step::Line, Some(who), None) => self.sign_up(who, Placement::Line)?,
            (Step::Offered, Some(who), Some(until)) => self.offer(who, Instant(until))?,
            (Step::Accepted, Some(who), None) => {
                let until = self.end_offer(who)?;
                self.ends_by(at < until)?;
                self.seats = seats.accept();
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
                self.seats = seats.take().ok_or(Flaw::NoSeat)?;
                self.states.insert(who, SignUpState::Confirmed);
            }
            (Step::Placed, Some(who), None) => self.place(who)?,
            _ => return Err(Flaw::Impossible),
        }
        Ok(())
    }

    fn ends_by(&self, is_in_time: bool) -> Result<(), Flaw> {
        if is_in_time { Ok(()) } else { Err(Flaw::Time) }
    }

    /// Each number signs up once.
    fn sign_up(&mut self, who: i64, said: Placement) -> Result<(), Flaw> {
        if self.states.contains_key(&who) {
            return Err(Flaw::Impossible);
        }
        let (after, placement) = self.seats.sign_up();
        match (said, placement) {
            (Placement::Seat, Placement::Seat) => self.states.insert(who, SignUpState::Confirmed),
            (Placement::Line, Placement::Line) => {
                self.line.push_back(who);
                self.states.insert(who, SignUpState::Waiting)
            }
            (Placement::Line, Placement::Seat) => return Err(Flaw::SeatKeptBack),
            (Placement::Seat, Placement::Line) if self.seats.free() > 0 => return Err(Flaw::OutOfTurn),
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
        if self.seats.owed() == 0 {
            return Err(Flaw::NoSeat);
        }
        if self.line.front() != Some(&who) {
            return Err(Flaw::OutOfTurn);
        }
        self.line.pop_front();
        self.seats = self.seats.offer();
        self.states.insert(who, SignUpState::Offered);
        self.offers.insert(who, until);
        Ok(())
    }

    /// A seat by hand: a free one, or one that the entry before has added.
    fn place(&mut self, who: i64) -> Result<(), Flaw> {
        let from = self.states.get(&who).copied();
        match from {
            Some(SignUpState::Offered) => drop(self.end_offer(who)?),
            Some(SignUpState::Waiting) => self.leave_line(who)?,
            None if self.seats.free() == 0 => return Err(Flaw::NoSeat),
            None => {}
            Some(_) => return Err(Flaw::Impossible),
        }
        if from == Some(SignUpState::Waiting) && self.seats.free() == 0 {
            return Err(Flaw::NoSeat);
        }
        self.seats = self.seats.place(from).ok_or(Flaw::NoSeat)?;
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
        self.seats = self.seats.leave(from);
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
mod tests {
    use super::*;
    use uuid::Uuid;

    const EVENT: EventId = EventId(Uuid::from_u128(1));

    /// A log with right hashes.
    fn log(steps: &[(Step, Option<i64>, Option<i64>, i64)]) -> Vec<(Entry, [u8; 32])> {
        let mut head = ROOT;
        let entries = (1..).zip(steps).map(|(seq, (step, number, value, at))| {
            let entry = Entry { seq, step: *step, number: *number, value: *value, at: Instant(*at) };
            head = hash(&head, EVENT, &entry);
            (entry, head)
        });
        entries.collect()
    }

    fn play(log: &[(Entry, [u8; 32])]) -> Result<Replayed, Bad> {
        replay(EVENT, log.iter().map(|(entry, hash)| (entry, hash)))
    }

    /// One seat: 1 has it, 2 to 4 wait, 1 leaves, 2 is asked and lets it go, 3 is asked.
    const STORY: [(Step, Option<i64>, Option<i64>, i64); 9] = [
        (Step::Seats, None, Some(1), 1),
        (Step::Seat, Some(1), None, 1),
        (Step::Line, Some(2), None, 2),
        (Step::Line, Some(3), None, 3),
        (Step::Line, Some(4), None, 3),
        (Step::Left, Some(1), None, 4),
        (Step::Offered, Some(2), Some(9), 4),
        (Step::Declined, Some(2), None, 5),
        (Step::Offered, Some(3), Some(10), 5),
    ];

    fn with(more: &[(Step, Option<i64>, Option<i64>, i64)]) -> Result<Replayed, Flaw> {
        let steps: Vec<_> = STORY.iter().chain(more).copied().collect();
        play(&log(&steps)).map_err(|bad| {
            assert!(bad.seq as usize >= STORY.len(), "{bad:?}");
            bad.flaw
        })
    }

    #[test]
    fn an_offer_loses_its_end_with_the_date_and_gets_one_with_the_next() {
        let offered = |until: Instant, at| (Step::Offered, Some(3), Some(until.0), at);
        let accepted = |at| (Step::Accepted, Some(3), None, at);
        assert!(with(&[offered(NO_END, 6), accepted(500)]).is_ok());
        assert!(with(&[offered(NO_END, 6), offered(Instant(600), 500), accepted(599)]).is_ok());
        assert_eq!(with(&[offered(NO_END, 6), offered(Instant(600), 500), accepted(600)]), Err(Flaw::Time));
        assert_eq!(with(&[offered(Instant(11), 6)]), Err(Flaw::Time), "nobody gets more time than the others");
        assert_eq!(with(&[offered(NO_END, 6), offered(NO_END, 7)]), Err(Flaw::Time));
    }

    #[test]
    fn a_good_log_gives_where_everybody_stands() {
        let all = with(&[(Step::Accepted, Some(3), None, 9)]).expect("good");
        assert_eq!(all.seats, Seats { taken: 1, waiting: 1, ..Seats::empty(1) });
        assert_eq!(all.line, [4]);
        use SignUpState::{Cancelled, Confirmed, Declined, Waiting};
        assert_eq!(
            all.states.into_iter().collect::<Vec<_>>(),
            [(1, Cancelled), (2, Declined), (3, Confirmed), (4, Waiting)]
        );
        let placed = with(&[(Step::Seats, None, Some(2), 6), (Step::Placed, Some(4), None, 6)]).expect("written down");
        assert_eq!(placed.seats, Seats { taken: 2, offered: 1, ..Seats::empty(2) });
    }

    #[test]
    fn the_first_bad_entry_is_named() {
        let good = log(&STORY);
        for (n, _) in good.iter().enumerate() {
            let mut edited = good.clone();
            edited[n].0.at = Instant(77);
            assert_eq!(play(&edited), Err(Bad { seq: n as i64 + 1, flaw: Flaw::Hash }));
            if n + 1 < good.len() {
                let mut short = good.clone();
                short.remove(n);
                assert_eq!(play(&short), Err(Bad { seq: n as i64 + 1, flaw: Flaw::Missing }));
            }
        }
    }

    #[test]
    fn who_jumps_the_line_is_seen() {
        use Step::{Accepted, Declined, Expired, FirstCome, Left, Line, Offered, Placed, Seat, Seats, Took};
        for (flaw, more) in [
            (Flaw::NoSeat, &[(Seat, Some(5), None, 6)][..]),
            (Flaw::NoSeat, &[(Placed, Some(4), None, 6)]),
            (Flaw::NoSeat, &[(Placed, Some(5), None, 6)]),
            (Flaw::NoSeat, &[(Offered, Some(4), Some(12), 6)]),
            (Flaw::NoSeat, &[(Took, Some(4), None, 6)]),
            (
                Flaw::OutOfTurn,
                &[(Line, Some(5), None, 6), (Declined, Some(3), None, 7), (Offered, Some(5), Some(12), 7)],
            ),
            (Flaw::OutOfTurn, &[(Declined, Some(3), None, 7), (Seat, Some(5), None, 7)]),
            (Flaw::SeatKeptBack, &[(Declined, Some(3), None, 7)]),
            (Flaw::SeatKeptBack, &[(Seats, None, Some(2), 7), (Left, Some(4), None, 8)]),
            (Flaw::Time, &[(Accepted, Some(3), None, 10)]),
            (Flaw::Time, &[(Expired, Some(3), None, 9)]),
            (Flaw::Impossible, &[(Accepted, Some(4), None, 6)]),
            (Flaw::Impossible, &[(Left, Some(1), None, 6)]),
            (Flaw::Impossible, &[(Line, Some(2), None, 6)]),
            (
                Flaw::SeatKeptBack,
                &[(FirstCome, None, None, 10), (Expired, Some(3), None, 10), (Line, Some(5), None, 11)],
            ),
        ] {
            assert_eq!(with(more).expect_err("bad"), flaw, "{more:?}");
        }
    }
}
