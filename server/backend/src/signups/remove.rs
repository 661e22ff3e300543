//! An organiser takes somebody off.

use domain::members::access::{Action, Actor, require};
use domain::signups::SignUpState;
use domain::{Failure, Refusal, SignUpId};
use serde_json::json;

use super::reads;
use super::transition::{self, Cause, Leaving};
use crate::Site;
use crate::operations::audit;

/// Takes a sign-up off the list; the first in line gets the seat in the same moment.
///
/// # Errors
/// [`Failure::NotFound`] for no such sign-up, [`Failure::Forbidden`] for who does not run the event, [`Failure::Refused`] when
/// it no longer counts or was used at the door.
pub async fn remove(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::RunEvent(whose.event, whose.chapter))?;
    let mut tx = site.db.write_at(whose.places.0).await?;
    let places = transition::lock(&mut tx, whose.places).await?.ok_or(Failure::NotFound)?;
    let stand = reads::stand(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    if !stand.state.is_live() {
        return Err(Failure::Refused(Refusal::NotSignedUp));
    }
    if stand.is_checked_in {
        return Err(Failure::Refused(Refusal::AlreadyCheckedIn));
    }
    let (into, cause) = (SignUpState::Removed, Cause::Removed);
    let leaving = Leaving { signup, from: stand.state, into, cause, by: actor.member };
    transition::leave(&mut tx, site, places, leaving).await?;
    let detail = json!({ "signup": signup, "member": whose.member });
    audit::write(&mut tx, site, Some(actor.member), "signup_removed", ("event", whose.event.0), detail).await?;
    Ok(tx.commit().await?)
}
