//! More places or fewer, and how their line works.

use domain::signups::{Seats, Terms};
use domain::{EventId, Failure, PlacesId};

use super::transition::{self, Of};
use crate::Site;
use crate::db::{Result as DbResult, Tx};

/// Places for a new event, all of them free, inside the transaction that makes it.
///
/// # Errors
/// When the database fails.
pub async fn lay_out(tx: &mut Tx, site: &Site, event: EventId, places: (i64, Terms)) -> DbResult<()> {
    transition::lay_out(tx, site, Of::Event(event), places).await
}

/// Sets the number of seats and the terms of the line, inside the transaction that changes the event. New seats are offered to
/// those in line in their order, in the same moment. Fewer than are taken put nobody out: nothing is offered until enough
/// have left. Where only this event's places are held, get the transaction by `site.db.write_at(places)`; where its shifts
/// follow, as in an edit, by `site.db.write()`.
///
/// # Errors
/// [`Failure::NotFound`] for no such places.
pub async fn resize(tx: &mut Tx, site: &Site, places: PlacesId, to: (i64, Terms)) -> Result<Seats, Failure> {
    let mut places = transition::lock(tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut places).await?;
    places.rearrange(to);
    Ok(places.finish(tx, site).await?)
}
