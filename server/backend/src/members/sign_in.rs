//! Signing in with address and password.

use domain::{Failure, FieldCode, MemberId, members::Email};
use uuid::Uuid;

use super::{NewSession, password, session};
use crate::{Site, db, sql};

/// Signs in. `device` is what the browser says of itself.
///
/// # Errors
/// [`FieldCode::WrongPassword`] at `password` where the two do not fit, be the address known or not; the answer takes as long.
pub async fn sign_in(site: &Site, email: &str, typed: &str, device: &str) -> Result<NewSession, Failure> {
    let email = Email::parse(email).map_err(|code| Failure::field("email", code))?;
    if typed.is_empty() {
        return Err(Failure::field("password", FieldCode::Required));
    }
    let account = account(site, &email).await?;
    let (member, hash) = account.unzip();
    if !password::fits(hash, typed).await? {
        return Err(Failure::field("password", FieldCode::WrongPassword));
    }
    let member = member.ok_or(Failure::field("password", FieldCode::WrongPassword))?;
    begin(site, member, device).await
}

/// The member with this address and the hash of their password.
pub(super) async fn account(site: &Site, email: &Email) -> db::Result<Option<(MemberId, String)>> {
    let found: Option<(Uuid, String)> = (site.db.read().await?)
        .optional(sql!("SELECT id, password_hash FROM member WHERE email = $1"), (email.as_str(),))
        .await?;
    Ok(found.map(|(id, hash)| (MemberId(id), hash)))
}

/// A session for somebody who has just shown who they are.
pub(super) async fn begin(site: &Site, member: MemberId, device: &str) -> Result<NewSession, Failure> {
    let mut tx = site.db.write().await?;
    let session = session::begin(&mut tx, site, member, device).await?;
    tx.commit().await?;
    Ok(session)
}
