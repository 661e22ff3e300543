//! Shown under "Who is coming", or not.

use domain::members::access::Actor;
use domain::{Failure, SignUpId};

use crate::Site;
use crate::sql;

/// Whether a member is named among those who come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Named, with their face.
    Listed,
    /// Only counted.
    Quiet,
}

/// Lists the actor's own sign-up, or takes the name back. No seat changes, so nothing else does.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's sign-up.
pub async fn set_listing(site: &Site, actor: &Actor, signup: SignUpId, listing: Listing) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let changed = tx
        .execute(
            sql!("UPDATE signup SET listed = $3, changed_at = $4 WHERE id = $1 AND member_id = $2"),
            (signup.0, actor.member.0, listing == Listing::Listed, site.now().0),
        )
        .await?;
    if changed == 0 {
        return Err(Failure::NotFound);
    }
    Ok(tx.commit().await?)
}
