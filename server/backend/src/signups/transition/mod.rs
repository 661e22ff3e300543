//! The one place where the states of sign-ups and the counters of places change, be they of an event or of one of its shifts.
//!
//! Whoever changes something first takes the places' row ([`lock`]): from then until the commit nobody else changes a
//! sign-up of this event, so what is read in later statements stays true. Then [`settle`] does what the clock has made due: offers
//! run out, the cut-off is passed, seats are offered to the line. Each step takes the [`Places`] and gathers sign-ups, their
//! history, the public log and the letters; [`Places::finish`] offers what came free and writes all that and the counters, so that
//! none can be forgotten, and many steps cost few statements.
//!
//! What is read under the lock may be somebody else's work that shares the commit and is not on the disk yet: commit before
//! telling anybody of it.

mod admit;
mod draw;
mod line;
mod log;
mod rows;
mod steps;
mod unwritten;

pub(super) use admit::approve;
pub(super) use draw::arrange;
pub(super) use line::settle;
pub(super) use rows::{Cause, sign_up_of, stored};
pub(super) use steps::{ByHand, Leaving, Newcomer, Placed, accept, by_hand, close, leave, place, take};

use unwritten::Unwritten;

use domain::signups::{Seats, Terms, Turn, queue};
use domain::{EventId, Instant, PlacesId, ShiftId};
use uuid::Uuid;

use crate::Site;
use crate::db::{DbError, Result, Tx};
use crate::operations::jobs::{self, Job};
use crate::sql;

/// Whose places they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Seats of an event.
    Event(EventId),
    /// Places in a shift.
    Shift(ShiftId),
}

/// The places of an event or of a shift, locked until the transaction ends.
#[derive(Debug)]
pub(crate) struct Places {
    id: PlacesId,
    /// The event, also where they are those of one of its shifts.
    event: EventId,
    /// The counters, as they are now.
    pub(crate) seats: Seats,
    /// What the organisers have decided about the line.
    pub(crate) terms: Terms,
    /// The event has no date: the clock does nothing to the line.
    on_hold: bool,
    /// The moment of everything that happens under this lock.
    now: Instant,
    /// The counters as they were found.
    found: Seats,
    /// The cut-off as it was found: a look at the line is due then already.
    known_cutoff: Instant,
    /// How many seats have to be free until the first in line is served.
    needed: i64,
    /// Somebody has left the line, or it is measured by another number of seats.
    line_changed: bool,
    /// When the lottery is drawn, while it is not.
    draws_at: Option<Instant>,
    /// The number of the newest sign-up.
    tail: i64,
    /// How many entries the log has, and the hash of the last.
    log: (i64, [u8; 32]),
    /// What has happened and is not written yet.
    unwritten: Unwritten,
}

#[derive(sqlx::FromRow)]
struct PlacesRow {
    event_id: Uuid,
    capacity: i64,
    taken: i64,
    offered: i64,
    waiting: i64,
    first_come: bool,
    offer_s: i64,
    cutoff_at: i64,
    on_hold: bool,
    needed: i64,
    draws_at: Option<i64>,
    tail: i64,
    log_entries: i64,
    log_head: Vec<u8>,
}

impl PlacesRow {
    fn locked(self, id: PlacesId, now: Instant) -> Result<Places> {
        let seats = Seats {
            capacity: self.capacity,
            taken: self.taken,
            offered: self.offered,
            waiting: self.waiting,
            turn: turn(self.first_come),
        };
        let head = self.log_head.try_into().map_err(|_| broken("a hash has 32 bytes"))?;
        Ok(Places {
            id,
            event: EventId(self.event_id),
            seats,
            terms: Terms { offer_s: self.offer_s, cutoff: Instant(self.cutoff_at) },
            on_hold: self.on_hold,
            now,
            found: seats,
            known_cutoff: Instant(self.cutoff_at),
            needed: self.needed,
            line_changed: false,
            draws_at: self.draws_at.map(Instant),
            tail: self.tail,
            log: (self.log_entries, head),
            unwritten: Unwritten::default(),
        })
    }
}

/// Whose turn it is, as it is stored.
pub(crate) const fn turn(first_come: bool) -> Turn {
    if first_come { Turn::FirstCome } else { Turn::InLine }
}

/// Takes the row. None where there are no such places.
pub(crate) async fn lock(tx: &mut Tx, site: &Site, id: PlacesId) -> Result<Option<Places>> {
    let row: Option<PlacesRow> = tx
        .optional(
            sql!(
                "UPDATE places SET tail = tail WHERE id = $1
                 RETURNING coalesce(event_id, (SELECT h.event_id FROM shift h WHERE h.id = shift_id)) AS event_id, capacity, taken, offered, waiting, first_come, offer_s, cutoff_at, on_hold,
                     needed, draws_at, tail, log_entries, log_head"
            ),
            (id.0,),
        )
        .await?;
    row.map(|row| row.locked(id, site.now())).transpose()
}

/// Places for a new event or shift, all of them free.
pub(crate) async fn lay_out(tx: &mut Tx, site: &Site, of: Of, (capacity, terms): (i64, Terms)) -> Result<()> {
    let (event, shift) = match of {
        Of::Event(event) => (Some(event.0), None),
        Of::Shift(shift) => (None, Some(shift.0)),
    };
    tx.execute(
        sql!(
            "INSERT INTO places (id, event_id, shift_id, capacity, ceiling, taken, offered, waiting, needed, first_come, offer_s,
                                 cutoff_at, tail, log_entries, log_head)
             VALUES ($1, $2, $8, $3, $3, 0, 0, 0, 0, $4, $5, $6, 0, 0, $7)"
        ),
        (site.new_id(), event, capacity, false, terms.offer_s, terms.cutoff.0, &queue::ROOT[..], shift),
    )
    .await
    .map(drop)
}

impl Places {
    /// Offers what came free, tells those whom it concerns, and writes the counters. The table's CHECKs refuse what must never be:
    /// the ceiling follows what is taken down, and rises to the capacity alone.
    pub(super) async fn finish(mut self, tx: &mut Tx, site: &Site) -> Result<Seats> {
        self.serve(tx, site).await?;
        self.write(tx, site).await?;
        self.tell_first_come(tx, site).await?;
        self.look_again_at_cutoff(tx, site).await?;
        self.measure_line(tx).await?;
        let seats = self.seats;
        let held = if seats.taken > seats.capacity { seats.taken } else { seats.capacity };
        tx.execute(
            sql!(
                "UPDATE places SET capacity = $2, taken = $3, offered = $4, waiting = $5, first_come = $6, tail = $7,
                     log_entries = $8, log_head = $9, offer_s = $10, cutoff_at = $11,
                     on_hold = $13, needed = $14, draws_at = $15, ceiling = CASE WHEN $12 <= ceiling THEN $12 ELSE $2 END
                 WHERE id = $1"
            ),
            (
                self.id.0,
                seats.capacity,
                seats.taken,
                seats.offered,
                seats.waiting,
                seats.turn == Turn::FirstCome,
                self.tail,
                self.log.0,
                &self.log.1[..],
                self.terms.offer_s,
                self.terms.cutoff.0,
                held,
                self.on_hold,
                self.needed,
                self.draws_at.map(|at| at.0),
            ),
        )
        .await?;
        Ok(seats)
    }

    /// Which places.
    pub(super) const fn id(&self) -> PlacesId {
        self.id
    }

    /// When the lottery is drawn, while it is not.
    pub(super) const fn draws(&self) -> Option<Instant> {
        self.draws_at
    }

    /// Whose event.
    pub(super) const fn event(&self) -> EventId {
        self.event
    }

    /// Has the event no date?
    pub(super) const fn is_on_hold(&self) -> bool {
        self.on_hold
    }

    /// Do seats go to whoever comes first?
    pub(super) fn is_first_come(&self) -> bool {
        self.seats.turn == Turn::FirstCome
    }

    /// The number of seats, and how the line works, are others from now on.
    pub(super) fn rearrange(&mut self, (capacity, terms): (i64, Terms)) {
        let moved = self.terms.cutoff != terms.cutoff;
        self.terms = terms;
        if moved {
            self.turn_by_the_clock();
        }
        self.resize(capacity);
    }

    fn resize(&mut self, capacity: i64) {
        if self.seats.capacity == capacity {
            return;
        }
        self.seats = self.seats.resize(capacity);
        self.line_changed = true;
        // Nobody has signed up yet: the log begins when somebody does, with the seats there are then.
        if self.log.0 == 0 && self.tail == 0 {
            self.found = self.seats;
            return;
        }
        self.note(queue::Step::Seats, (None, Some(capacity)));
    }

    /// A look at the line after `at`, by a job.
    async fn look_again(&self, tx: &mut Tx, site: &Site, at: Instant) -> Result<()> {
        jobs::enqueue_at(tx, site, &Job::LookAtLine { places: self.id }, at).await.map(drop)
    }
}

/// Something that must not be; the transaction is given up.
fn broken(what: &str) -> DbError {
    sqlx::Error::Protocol(what.into()).into()
}
