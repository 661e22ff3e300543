//! Organisers decide on those who asked for a place.

use domain::events::Phase;
use domain::members::access::{Action, Actor, require};
use domain::signups::{SignUpState, may_decide};
use domain::{Failure, Refusal, SignUpId, form};
use serde_json::json;

use super::by_hand::MAX_REASON;
use super::reads::{self, Whose};
use super::transition::{self, Cause, Leaving, Places};
use crate::Site;
use crate::db::Tx;
use crate::operations::audit;

/// Lets somebody in who asked: they get a seat, or the end of the line, as somebody who signs up in this moment. Said twice it
/// changes nothing.
///
/// # Errors
/// [`Failure::NotFound`] for no such sign-up, [`Failure::Forbidden`] for who does not run the event; [`Refusal::DecidedAlready`],
/// [`Refusal::LotteryDecides`], [`Refusal::EventOver`], [`Refusal::EventCancelled`].
pub async fn approve(site: &Site, actor: &Actor, signup: SignUpId) -> Result<SignUpState, Failure> {
    let (mut tx, places, whose) = open(site, actor, signup).await?;
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    if matches!(who.state, SignUpState::Confirmed | SignUpState::Waiting | SignUpState::Offered) {
        places.finish(&mut tx, site).await?; // what the clock had made due is kept
        tx.commit().await?;
        return Ok(who.state);
    }
    may_decide(who.state, places.draws()).map_err(Failure::Refused)?;
    let state = transition::approve(&mut tx, site, places, (&who, actor.member)).await?;
    let detail = json!({ "signup": signup, "member": whose.member });
    audit::write(&mut tx, site, Some(actor.member), "signup_approved", ("event", whose.event.0), detail).await?;
    tx.commit().await?;
    Ok(state)
}

/// Says no, with a reason that they are told.
///
/// # Errors
/// As [`approve`]; the field `reason`.
pub async fn refuse(site: &Site, actor: &Actor, signup: SignUpId, reason: &str) -> Result<(), Failure> {
    let (mut tx, places, whose) = open(site, actor, signup).await?;
    let reason = form::line(reason, MAX_REASON).map_err(|code| Failure::field("reason", code))?;
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    may_decide(who.state, places.draws()).map_err(Failure::Refused)?;
    let (into, cause) = (SignUpState::Declined, Cause::Refused);
    let leaving = Leaving { who, into, cause, by: actor.member, reason: Some(reason) };
    transition::leave(&mut tx, site, places, leaving).await?;
    let detail = json!({ "signup": signup, "member": whose.member });
    audit::write(&mut tx, site, Some(actor.member), "signup_refused", ("event", whose.event.0), detail).await?;
    Ok(tx.commit().await?)
}

/// The places of a sign-up for somebody who runs its event, locked and settled.
async fn open(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(Tx, Places, Whose), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::RunEvent(whose.event, whose.chapter))?;
    let mut tx = site.db.write_at(whose.places.0).await?;
    let mut places = transition::lock(&mut tx, site, whose.places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    match reads::phase(&mut tx, site.now(), whose.event, places.seats).await? {
        Phase::Cancelled => Err(Failure::Refused(Refusal::EventCancelled)),
        Phase::Ended | Phase::Recap => Err(Failure::Refused(Refusal::EventOver)),
        _ => Ok((tx, places, whose)),
    }
}
