//! An organiser takes somebody off.

use domain::members::access::{Action, Actor, require};
use domain::signups::SignUpState;
use domain::{EventId, Failure, Locale, Refusal, SignUpId, form};
use serde_json::json;

use super::by_hand::{MAX_REASON, asked};
use super::reads;
use super::transition::{self, Cause, Leaving};
use crate::Site;
use crate::db::Tx;
use crate::operations::audit;

/// Takes a member's sign-up for an event off, by the name in their address. As [`remove`].
///
/// # Errors
/// As [`remove`]; the field `handle` when nobody goes by it, [`Refusal::NotSignedUp`] when they have no sign-up that counts.
pub async fn remove_member(
    site: &Site,
    actor: &Actor,
    event: EventId,
    (handle, reason): (&str, &str),
) -> Result<(), Failure> {
    let mut conn = site.db.read().await?;
    reads::places_run_by(&mut conn, actor, event).await?;
    let (member, reason) = asked(&mut conn, (handle, reason)).await?;
    let mine = reads::mine(&mut conn, Locale::default(), event, member).await?;
    drop(conn);
    let mine = mine.ok_or(Failure::Refused(Refusal::NotSignedUp))?;
    remove(site, actor, mine.id, &reason).await
}

/// Takes a sign-up, for the event or for a shift of it, off the list, with a reason; the first in line is offered the seat in the same moment. The public log says
/// that it was done, the audit log by whom, the sign-up why.
///
/// # Errors
/// [`Failure::NotFound`] for no such sign-up, [`Failure::Forbidden`] for who does not run the event, [`Failure::Refused`] when
/// it no longer counts, was used at the door, or is for a shift of which its lead has spoken; the field `reason`.
pub async fn remove(site: &Site, actor: &Actor, signup: SignUpId, reason: &str) -> Result<(), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::RunEvent(whose.event, whose.chapter))?;
    let reason = form::line(reason, MAX_REASON).map_err(|code| Failure::field("reason", code))?;
    let mut tx = site.db.write_at(whose.places.0).await?;
    take_off(&mut tx, site, actor, (signup, &whose, reason)).await?;
    Ok(tx.commit().await?)
}

/// Takes it off, in the caller's transaction.
pub(super) async fn take_off(
    tx: &mut Tx,
    site: &Site,
    actor: &Actor,
    (signup, whose, reason): (SignUpId, &reads::Whose, String),
) -> Result<(), Failure> {
    let mut places = transition::lock(tx, site, whose.places).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut places).await?;
    let stand = reads::stand(tx, signup).await?.ok_or(Failure::NotFound)?;
    if !stand.state.is_live() {
        return Err(Failure::Refused(Refusal::NotSignedUp));
    }
    if stand.is_checked_in {
        return Err(Failure::Refused(Refusal::AlreadyCheckedIn));
    }
    if stand.is_settled {
        return Err(Failure::Refused(Refusal::ShiftSettled)); // what their lead has said of them stands
    }
    let (into, cause) = (SignUpState::Removed, Cause::Removed);
    let who = transition::stored(tx, signup).await?.ok_or(Failure::NotFound)?;
    let leaving = Leaving { who, into, cause, by: actor.member, reason: Some(reason) };
    transition::leave(tx, site, places, leaving).await?;
    let detail = json!({ "signup": signup, "member": whose.member });
    audit::write(tx, site, Some(actor.member), "signup_removed", ("event", whose.event.0), detail).await?;
    Ok(())
}
