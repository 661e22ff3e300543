//! The language a member reads in, on every device and in letters.

use domain::{Failure, Locale, members::Actor};

use crate::{Site, sql};

/// Keeps the choice with the account.
///
/// # Errors
/// When the database fails.
pub async fn choose_locale(site: &Site, actor: &Actor, locale: Locale) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    tx.execute(sql!("UPDATE member SET locale = $1 WHERE id = $2"), (locale.tag(), actor.member.0)).await?;
    Ok(tx.commit().await?)
}
