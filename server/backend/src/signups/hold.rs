//! The line of an event that has no date, and of one that has a date again.

use domain::signups::Terms;
use domain::{Failure, PlacesId};

use super::{shifts, transition};
use crate::Site;
use crate::db::Tx;

/// The event is postponed with its shifts, inside the transaction that does it: until [`release`] no offer runs out and no cut-off passes.
/// What is due by the old date is done before.
///
/// # Errors
/// [`Failure::NotFound`] for no such places.
pub async fn hold(tx: &mut Tx, site: &Site, places: PlacesId) -> Result<(), Failure> {
    let mut places = transition::lock(tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut places).await?;
    let event = places.event();
    places.hold(tx).await?;
    places.finish(tx, site).await?;
    shifts::hold(tx, site, event).await
}

/// The event has a date again, inside the transaction that gives it: live offers get their time anew, by these terms. Its shifts
/// follow by [`shifts::follow`].
///
/// # Errors
/// [`Failure::NotFound`] for no such places.
pub async fn release(tx: &mut Tx, site: &Site, places: PlacesId, terms: Terms) -> Result<(), Failure> {
    let mut places = transition::lock(tx, site, places).await?.ok_or(Failure::NotFound)?;
    places.release(tx, site, terms).await?;
    places.finish(tx, site).await?;
    Ok(())
}
