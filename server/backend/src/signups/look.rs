//! The clock acts on a line, without anybody asking.

use domain::{Failure, PlacesId};

use super::transition;
use crate::Site;

/// Ends the offers whose time is up and passes their seats on; from the cut-off on it tells those in line that seats go to
/// whoever comes first. A job does this when it is due; doing it again, or late, does no harm.
///
/// # Errors
/// When the database fails. Places that are gone need no look.
pub async fn look_at_line(site: &Site, places: PlacesId) -> Result<(), Failure> {
    let mut tx = site.db.write_at(places.0).await?;
    let Some(mut places) = transition::lock(&mut tx, site, places).await? else { return Ok(()) };
    transition::settle(&mut tx, site, &mut places).await?;
    places.finish(&mut tx, site).await?;
    Ok(tx.commit().await?)
}
