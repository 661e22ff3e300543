//! A member says that they are of age.

use domain::MemberId;

use crate::{
    Site,
    db::{Result, Tx},
    sql,
};

/// Remembers it, from the first time on.
///
/// # Errors
/// When the database fails.
pub(crate) async fn confirm_adult(tx: &mut Tx, site: &Site, member: MemberId) -> Result<()> {
    tx.execute(
        sql!("UPDATE member SET adult_confirmed_at = $2 WHERE id = $1 AND adult_confirmed_at IS NULL"),
        (member.0, site.now().0),
    )
    .await
    .map(drop)
}
