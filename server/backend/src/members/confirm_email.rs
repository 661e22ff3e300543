//! Showing that a mail address is one's own.

use domain::{Failure, Refusal, members::Actor};
use serde_json::json;

use super::codes::{self, Issued, Purpose};
use crate::{
    Site,
    db::{self, Reading},
    notices::{self, Letter},
    operations::audit,
    sql,
};

/// Sends a new code; the one before it is void.
///
/// # Errors
/// [`Refusal::LinkSpent`] when the address is confirmed already, [`Failure::TooMany`] within a minute of the last code.
pub async fn send_confirmation(site: &Site, actor: &Actor) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    if is_confirmed(&mut tx, actor).await? {
        return Err(Failure::Refused(Refusal::LinkSpent));
    }
    match codes::issue(&mut tx, site, actor.member, Purpose::ConfirmEmail).await? {
        Issued::Code(code) => notices::send(&mut tx, site, actor.member, Letter::ConfirmEmail { code }).await?,
        Issued::NotYet { retry_after_s } => return Err(Failure::TooMany { retry_after_s }),
    }
    Ok(tx.commit().await?)
}

/// Takes the code. Somebody whose address is confirmed already is told yes.
///
/// # Errors
/// At `code`: [`WrongCode`](domain::FieldCode::WrongCode), [`CodeSpent`](domain::FieldCode::CodeSpent).
pub async fn confirm_email(site: &Site, actor: &Actor, code: &str) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    if is_confirmed(&mut tx, actor).await? {
        return Ok(());
    }
    let redeemed = codes::redeem(&mut tx, site, actor.member, Purpose::ConfirmEmail, code).await?;
    if redeemed.is_ok() {
        tx.execute(
            sql!("UPDATE member SET email_confirmed_at = $1 WHERE id = $2 AND email_confirmed_at IS NULL"),
            (site.now().0, actor.member.0),
        )
        .await?;
        audit::write(&mut tx, site, Some(actor.member), "email_confirmed", ("member", actor.member.0), json!({}))
            .await?;
    }
    tx.commit().await?; // a wrong code costs a try
    redeemed.map_err(|code| Failure::field("code", code))
}

async fn is_confirmed(conn: &mut impl Reading, actor: &Actor) -> db::Result<bool> {
    let (at,): (Option<i64>,) =
        conn.one(sql!("SELECT email_confirmed_at FROM member WHERE id = $1"), (actor.member.0,)).await?;
    Ok(at.is_some())
}
