//! The first admin, through the one-time link in the log of the first start; and any admin, from the command line.

use domain::{Failure, MemberId, Refusal};
use serde_json::json;

use super::{
    NewSession, RegisterForm,
    register::{Newcomer, Standing, add},
    session,
};
use crate::{
    Site,
    operations::{audit, instance},
};

/// Makes whoever holds the link's token the admin of a new site, and signs them in.
///
/// # Errors
/// [`Refusal::AlreadySetUp`] once there is an admin, [`Refusal::LinkSpent`] for a token that does not fit, else as
/// [`register`](super::register()).
pub async fn set_up(site: &Site, token: &str, form: RegisterForm, device: &str) -> Result<NewSession, Failure> {
    // Asked before the hash, which is costly, and again in the transaction, where it counts.
    if !instance::setup_needed(site).await? {
        return Err(Failure::Refused(Refusal::AlreadySetUp));
    }
    if !instance::setup_link_works(site, token).await? {
        return Err(Failure::Refused(Refusal::LinkSpent));
    }
    let newcomer = Newcomer::parse(site, form, Standing::Admin).await?;
    let mut tx = site.db.write().await?;
    // Taking the row away is what makes the link good for one: who comes at the same time finds none.
    if !instance::spend_setup_link(&mut tx, token).await? {
        return Err(Failure::Refused(Refusal::LinkSpent));
    }
    if !instance::nobody_runs_it(&mut tx).await? {
        return Err(Failure::Refused(Refusal::AlreadySetUp));
    }
    let member = add(&mut tx, site, &newcomer).await??;
    audit::write(&mut tx, site, Some(member), "set_up", ("member", member.0), json!({})).await?;
    let session = session::begin(&mut tx, site, member, device).await?;
    tx.commit().await?;
    Ok(session)
}

/// Adds an admin, for the command line: who may run it holds the database anyway.
///
/// # Errors
/// As [`register`](super::register()).
pub async fn create_admin(site: &Site, form: RegisterForm) -> Result<MemberId, Failure> {
    let newcomer = Newcomer::parse(site, form, Standing::Admin).await?;
    let mut tx = site.db.write().await?;
    let member = add(&mut tx, site, &newcomer).await??;
    audit::write(&mut tx, site, None, "admin_created", ("member", member.0), json!({})).await?;
    instance::forget_setup_link(&mut tx).await?;
    tx.commit().await?;
    Ok(member)
}
