//! More places, or fewer.

use domain::{Failure, MemberId, PlacesId, signups::Seats};

use super::transition;
use crate::Site;
use crate::db::Tx;

/// Sets the number of seats, inside the transaction that changes the event. Those in line get the new seats in their order,
/// in the same moment; nobody is put out. Get the transaction by `site.db.write_at(places)`.
///
/// # Errors
/// The field `capacity` when more people than that have a seat; [`Failure::NotFound`] for no such places.
pub async fn resize(tx: &mut Tx, site: &Site, places: PlacesId, capacity: i64, by: MemberId) -> Result<Seats, Failure> {
    let places = transition::lock(tx, places).await?.ok_or(Failure::NotFound)?;
    if places.seats.capacity == capacity {
        return Ok(places.seats);
    }
    let after = places.seats.resize(capacity).map_err(|code| Failure::field("capacity", code))?;
    transition::widen(tx, site, places, after, by).await?;
    Ok(after.0)
}
