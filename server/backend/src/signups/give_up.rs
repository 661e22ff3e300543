//! Give it up: a seat, or a place in the line.

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::{Failure, Refusal, SignUpId};

use super::reads;
use super::transition::{self, Cause, Leaving};
use crate::Site;

/// Gives up the actor's own sign-up; the first in line is offered the seat in the same moment. Costs no honor.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's; [`Refusal::NotSignedUp`] when it no longer counts;
/// [`Refusal::AlreadyCheckedIn`] after the door; [`Refusal::EventOver`] when there is nobody left to have the seat;
/// [`Refusal::ShiftBegun`] once others count on them.
pub async fn give_up(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    if whose.member != actor.member {
        return Err(Failure::NotFound);
    }
    let mut tx = site.db.write_at(whose.places.0).await?;
    let mut places = transition::lock(&mut tx, site, whose.places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    let stand = reads::stand(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    if !stand.state.is_live() {
        return Err(Failure::Refused(Refusal::NotSignedUp));
    }
    if stand.is_checked_in {
        return Err(Failure::Refused(Refusal::AlreadyCheckedIn));
    }
    if site.now() >= stand.until {
        return Err(Failure::Refused(stand.too_late));
    }
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    let (into, cause) = match who.state {
        SignUpState::Offered => (SignUpState::Declined, Cause::Declined),
        _ => (SignUpState::Cancelled, Cause::GaveUp),
    };
    let leaving = Leaving { who, into, cause, by: actor.member, reason: None };
    transition::leave(&mut tx, site, places, leaving).await?;
    Ok(tx.commit().await?)
}
