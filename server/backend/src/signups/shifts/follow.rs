//! What happens to an event happens to its shifts: put off, moved, cancelled. Inside the transaction that does it, under the lock of
//! the event's own places.

use std::collections::BTreeSet;

use domain::signups::Terms;
use domain::{EventId, Failure, Instant, MemberId};

use super::clock;
use super::rows::{self, ShiftRow};
use crate::Site;
use crate::db::Tx;
use crate::signups::transition;
use crate::{sql, zones};

/// The shifts of an event in the order in which they are locked.
async fn in_order(tx: &mut Tx, event: EventId) -> Result<Vec<ShiftRow>, Failure> {
    let mut shifts = rows::of_event(tx, event).await?;
    shifts.sort_by_key(ShiftRow::places);
    Ok(shifts)
}

/// Until there is a new date, no offer runs out and no cut-off passes.
pub(in crate::signups) async fn hold(tx: &mut Tx, site: &Site, event: EventId) -> Result<(), Failure> {
    for shift in in_order(tx, event).await? {
        let mut places = transition::lock(tx, site, shift.places()).await?.ok_or(Failure::NotFound)?;
        transition::settle(tx, site, &mut places).await?;
        places.hold(tx).await?;
        places.finish(tx, site).await?;
    }
    Ok(())
}

/// Ends every live sign-up for a shift; those who were `told` get no second letter.
pub(in crate::signups) async fn close(
    tx: &mut Tx,
    site: &Site,
    event: EventId,
    by: MemberId,
    told: &mut BTreeSet<MemberId>,
) -> Result<(), Failure> {
    for shift in in_order(tx, event).await? {
        let mut places = transition::lock(tx, site, shift.places()).await?.ok_or(Failure::NotFound)?;
        transition::settle(tx, site, &mut places).await?;
        transition::close(tx, site, places, by, told).await?;
    }
    Ok(())
}

/// An event after its time, its zone or the terms of its line have changed.
pub(crate) struct Moved<'a> {
    pub(crate) event: EventId,
    /// Its start on the wall before, and now.
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    /// Its zone before, and now.
    pub(crate) zone_before: &'a str,
    pub(crate) zone: &'a str,
    pub(crate) starts: Instant,
    pub(crate) terms: Terms,
}

impl Moved<'_> {
    /// Did the clocks on its wall stay as they were?
    fn is_still(&self) -> bool {
        self.from == self.to && self.zone_before == self.zone
    }

    /// The terms of a shift's line: as far before its start as those of the event before the event's.
    fn terms_of(&self, starts: Instant) -> Terms {
        self.terms.moved(self.starts, starts)
    }
}

/// Takes the shifts of an event along: each stays as far from the event's start as it was, by the clocks of the place, and as
/// long. Whoever has one keeps it, and is told with all others.
///
/// # Errors
/// When the database fails.
pub(crate) async fn follow(tx: &mut Tx, site: &Site, moved: Moved<'_>) -> Result<(), Failure> {
    for shift in in_order(tx, moved.event).await? {
        let starts = place(tx, &shift, &moved).await?;
        let mut places = transition::lock(tx, site, shift.places()).await?.ok_or(Failure::NotFound)?;
        transition::settle(tx, site, &mut places).await?;
        let terms = moved.terms_of(starts);
        // Without a date they stay on hold, whatever else of the event is changed.
        if places.is_on_hold() && shift.takes_place() {
            places.release(tx, site, terms).await?;
        } else {
            let capacity = places.seats.capacity;
            places.rearrange((capacity, terms));
        }
        places.finish(tx, site).await?;
    }
    Ok(())
}

/// Puts a shift where it belongs now; gives when it starts.
async fn place(tx: &mut Tx, shift: &ShiftRow, moved: &Moved<'_>) -> Result<Instant, Failure> {
    let span = shift.span();
    if moved.is_still() {
        return Ok(span.starts); // when the clocks go back the wall alone does not tell which of two hours it is
    }
    let local = clock::moved(&shift.starts_local, (moved.from, moved.to)).unwrap_or_else(|| shift.starts_local.clone());
    let starts = clock::moment(moved.zone, &local).unwrap_or(span.starts);
    let ends = Instant(starts.0 + (span.ends.0 - span.starts.0));
    if (starts, local.as_str()) != (span.starts, shift.starts_local.as_str()) {
        tx.execute(
            sql!("UPDATE shift SET starts_local = $2, ends_local = $3, starts_at = $4, ends_at = $5 WHERE id = $1"),
            (shift.id().0, local.as_str(), zones::wall(moved.zone, ends), starts.0, ends.0),
        )
        .await?;
    }
    Ok(starts)
}
