//! The public log of the line: each step an entry that holds the hash of the one before. See [`domain::signups::queue`].

use domain::signups::queue::{self, Entry, Step};
use domain::signups::{Placement, Seats};

use super::{Places, broken};
use crate::db::{Result, Tx};
use crate::sql;

impl Places {
    /// An entry: whose number, and what [`Entry::value`] says. The first one is preceded by the seats there were.
    pub(super) fn note(&mut self, step: Step, (number, value): (Option<i64>, Option<i64>)) {
        if self.log.0 == 0 {
            self.append(Step::Seats, (None, Some(self.found.capacity)));
        }
        self.append(step, (number, value));
    }

    /// The same, about one sign-up.
    pub(super) fn note_of(&mut self, step: Step, number: i64) {
        self.note(step, (Some(number), None));
    }

    /// The place in the order of all things that have happened here: rises with each sign-up and with each entry.
    pub(super) const fn turn(&self) -> i64 {
        self.tail + self.log.0
    }

    /// A log for an event that took sign-ups before there were logs: it begins with where everybody stood.
    pub(super) async fn carry_over(&mut self, tx: &mut Tx) -> Result<()> {
        if self.log.0 > 0 || self.tail == 0 {
            return Ok(());
        }
        let rows: Vec<(i64, String)> = tx
            .all(
                sql!(
                    "SELECT position, state FROM signup WHERE places_id = $1 AND state IN ('confirmed', 'waiting')
                     ORDER BY state, position"
                ),
                (self.id.0,),
            )
            .await?;
        let mut played = Seats::empty(self.found.capacity);
        for (number, state) in rows {
            let (after, placement) = played.sign_up(1);
            let (step, word) = match placement {
                Placement::Seat => (Step::Seat, "confirmed"),
                Placement::Line => (Step::Line, "waiting"),
            };
            if state != word {
                return Err(broken("the places found cannot have come about by the rules"));
            }
            played = after;
            self.note_of(step, number);
        }
        Ok(())
    }

    fn append(&mut self, step: Step, (number, value): (Option<i64>, Option<i64>)) {
        let entry = Entry { seq: self.log.0 + 1, step, number, value, at: self.now };
        let hash = queue::hash(&self.log.1, self.event, &entry);
        self.log_entry(&entry, hash);
        self.log = (entry.seq, hash);
    }
}
