//! A new password for somebody who forgot theirs.

use domain::{
    Failure, FieldCode, MemberId,
    form::Errors,
    members::{Email, Password},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    NewSession,
    codes::{self, Issued, Purpose},
    password, session,
};
use crate::{
    Site,
    notices::{self, Letter},
    operations::{
        audit,
        jobs::{self, Job, Trouble},
    },
    sql,
};

/// What was typed.
#[derive(Clone, Default)]
pub struct ResetForm {
    /// Mail address.
    pub email: String,
    /// The code from the letter.
    pub code: String,
    /// The password to be.
    pub password: String,
}

/// Asks for a code by mail. The answer is the same, and as fast, whether the address is known or not.
///
/// # Errors
/// At `email`, when that is no address.
pub async fn ask_reset(site: &Site, email: &str) -> Result<(), Failure> {
    let email = Email::parse(email).map_err(|code| Failure::field("email", code))?;
    let mut tx = site.db.write().await?;
    jobs::enqueue(&mut tx, site, &Job::ResetAsked { email: email.as_str().into() }).await?;
    Ok(tx.commit().await?)
}

/// What the worker does about it: where the address is known, and its last code is not too young, a new one goes out.
pub(crate) async fn send_reset_code(site: &Site, email: &str) -> Result<(), Trouble> {
    let mut tx = site.db.write().await?;
    let known: Option<(Uuid,)> = tx.optional(sql!("SELECT id FROM member WHERE email = $1"), (email,)).await?;
    let Some(member) = known.map(|(id,)| MemberId(id)) else { return Ok(()) };
    if let Issued::Code(code) = codes::issue(&mut tx, site, member, Purpose::ResetPassword).await? {
        notices::send(&mut tx, site, member, Letter::ResetPassword { code }).await?;
    }
    Ok(tx.commit().await?)
}

/// Sets the new password, ends all sessions, begins one. The code came by mail, so the address counts as confirmed.
///
/// # Errors
/// At `email`, `code`, `password`. An unknown address looks like one that no code was sent to.
pub async fn reset_password(site: &Site, form: ResetForm, device: &str) -> Result<NewSession, Failure> {
    let mut e = Errors::default();
    let email = e.take("email", Email::parse(&form.email));
    if form.code.trim().is_empty() {
        e.add("code", FieldCode::Required);
    } else if !codes::is_code(&form.code) {
        // Said before anybody is looked up: the answer would tell who has an account.
        e.add("code", FieldCode::WrongCode);
    }
    let secret = e.take("password", Password::parse(&form.password));
    let (email, secret) = e.finish(email.zip(secret))?;
    // Hashed before anything is looked up: the answer takes as long for an unknown address.
    let hash = password::hash(site, secret).await?;
    let mut tx = site.db.write().await?;
    let known: Option<(Uuid,)> = tx.optional(sql!("SELECT id FROM member WHERE email = $1"), (email.as_str(),)).await?;
    let member = known.map(|(id,)| MemberId(id)).ok_or(Failure::field("code", FieldCode::CodeSpent))?;
    if let Err(code) = codes::redeem(&mut tx, site, member, Purpose::ResetPassword, &form.code).await? {
        tx.commit().await?; // a wrong code costs a try
        return Err(Failure::field("code", code));
    }
    tx.execute(
        sql!(
            "UPDATE member SET password_hash = $1, email_confirmed_at = COALESCE(email_confirmed_at, $2) WHERE id = $3"
        ),
        (hash, site.now().0, member.0),
    )
    .await?;
    session::end_all(&mut tx, member, None).await?;
    audit::write(&mut tx, site, Some(member), "password_reset", ("member", member.0), json!({})).await?;
    let session = session::begin(&mut tx, site, member, device).await?;
    tx.commit().await?;
    Ok(session)
}
