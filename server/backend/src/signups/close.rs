//! The event will not happen.

use std::collections::BTreeSet;

use domain::{Failure, MemberId, PlacesId};

use super::{shifts, transition};
use crate::Site;
use crate::db::Tx;

/// Ends every live sign-up of a cancelled event, those for its shifts too, inside the transaction that cancels it, and writes each
/// member [`EventCancelled`](crate::notices::Letter::EventCancelled) once: the caller sends them no letters, and is told who they are. Shifts' places are held
/// too: get the transaction by `site.db.write()`, not in the event's shared lane.
///
/// # Errors
/// [`Failure::NotFound`] for no such places.
pub async fn close_for_cancelled_event(
    tx: &mut Tx,
    site: &Site,
    places: PlacesId,
    by: MemberId,
) -> Result<BTreeSet<MemberId>, Failure> {
    let mut places = transition::lock(tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut places).await?;
    let (event, mut told) = (places.event(), BTreeSet::new());
    transition::close(tx, site, places, by, &mut told).await?;
    shifts::close(tx, site, event, by, &mut told).await?;
    Ok(told)
}
