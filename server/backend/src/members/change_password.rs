//! A new password for somebody who knows their old one.

use domain::{
    Failure, FieldCode,
    members::{Actor, Password},
};
use serde_json::json;
use uuid::Uuid;

use super::{password, session};
use crate::{Site, operations::audit, sql};

/// Sets a new password and signs out every other device. `keep_session` is the session it is done in.
///
/// # Errors
/// [`FieldCode::WrongPassword`] at `old_password`; what is wrong with the new one at `new_password`.
pub async fn change_password(
    site: &Site,
    actor: &Actor,
    old: &str,
    new: &str,
    keep_session: Uuid,
) -> Result<(), Failure> {
    let new = Password::parse(new).map_err(|code| Failure::field("new_password", code))?;
    let (stored,): (String,) =
        (site.db.read().await?).one(sql!("SELECT password_hash FROM member WHERE id = $1"), (actor.member.0,)).await?;
    if !password::fits(Some(stored.clone()), old).await? {
        return Err(Failure::field("old_password", FieldCode::WrongPassword));
    }
    let hash = password::hash(site, new).await?;
    let mut tx = site.db.write().await?;
    // Only if it is still the one that was checked.
    let changed = tx
        .execute(
            sql!("UPDATE member SET password_hash = $1 WHERE id = $2 AND password_hash = $3"),
            (hash, actor.member.0, stored),
        )
        .await?;
    if changed == 0 {
        return Err(Failure::field("old_password", FieldCode::WrongPassword));
    }
    session::end_all(&mut tx, actor.member, Some(keep_session)).await?;
    audit::write(&mut tx, site, Some(actor.member), "password_changed", ("member", actor.member.0), json!({})).await?;
    Ok(tx.commit().await?)
}
