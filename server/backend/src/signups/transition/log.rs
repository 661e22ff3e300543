//! The public log of the line: each step an entry that holds the hash of the one before. See [`domain::signups::queue`].

use domain::signups::queue::{self, Entry, Step};
use domain::signups::{Placement, Seats};

use super::{Places, broken};
use crate::db::{Result, Tx};
use crate::sql;

impl Places {
    /// Writes an entry: whose number, and what [`Entry::value`] says. The first one is preceded by the seats there were.
    pub(super) async fn note(
        &mut self,
        tx: &mut Tx,
        step: Step,
        (number, value): (Option<i64>, Option<i64>),
    ) -> Result<()> {
        if self.log.0 == 0 {
            self.append(tx, Step::Seats, (None, Some(self.found.capacity))).await?;
        }
        self.append(tx, step, (number, value)).await
    }

    /// The same, about one sign-up.
    pub(super) async fn note_of(&mut self, tx: &mut Tx, step: Step, number: i64) -> Result<()> {
        self.note(tx, step, (Some(number), None)).await
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
            self.note_of(tx, step, number).await?;
        }
        Ok(())
    }

    async fn append(&mut self, tx: &mut Tx, step: Step, (number, value): (Option<i64>, Option<i64>)) -> Result<()> {
        let entry = Entry { seq: self.log.0 + 1, step, number, value, at: self.now };
        let hash = queue::hash(&self.log.1, self.event, &entry);
        tx.execute(
            sql!(
                "INSERT INTO queue_entry (places_id, seq, step, signup_number, value, hash, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            (self.id.0, entry.seq, step.word(), number, value, &hash[..], entry.at.0),
        )
        .await?;
        self.log = (entry.seq, hash);
        Ok(())
    }
}
