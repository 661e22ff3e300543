//! What somebody in line does with a seat: takes it, or lets it go.

use domain::members::access::Actor;
use domain::signups::{SignUpState, may_take};
use domain::{Failure, Refusal, SignUpId};

use super::reads::{self, Whose};
use super::shifts;
use super::transition::{self, Cause, Leaving, Places};
use crate::Site;
use crate::db::Tx;

/// Takes the seat that is offered to the actor, or one that is free for whoever comes first. Whoever has it already is told so:
/// tapping twice is no mistake.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's; [`Refusal::OfferGone`] when the offer's time is up, or there is none;
/// [`Refusal::Overlaps`] with something that they have at that time; [`Refusal::SeatTaken`] when somebody else was first; [`Refusal::NotSignedUp`] after it was given up; else as
/// [`may_take`] says.
pub async fn accept(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    let (mut tx, places, whose) = open(site, actor, signup).await?;
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    let is_in_line = matches!(who.state, SignUpState::Offered | SignUpState::Waiting);
    if is_in_line && whose.shift_ends.is_some_and(|ends| site.now() >= ends) {
        return Err(Failure::Refused(Refusal::ShiftBegun));
    }
    if is_in_line && whose.is_near_shifts {
        let claim = reads::claim(&mut tx, signup).await?;
        shifts::no_collision(&mut tx, actor.member, claim, &[signup]).await?;
    }
    match who.state {
        SignUpState::Confirmed => drop(places.finish(&mut tx, site).await?), // what the clock had made due is kept
        SignUpState::Offered => transition::accept(&mut tx, site, places, &who).await?,
        SignUpState::Waiting if places.is_first_come() => {
            may_take(reads::phase(&mut tx, site.now(), whose.event, places.seats).await?)?;
            let after = places.seats.take(who.heads).ok_or(Failure::Refused(Refusal::SeatTaken))?;
            transition::take(&mut tx, site, places, (&who, after)).await?;
        }
        SignUpState::Waiting | SignUpState::Expired | SignUpState::Declined => {
            return Err(Failure::Refused(Refusal::OfferGone));
        }
        _ => return Err(Failure::Refused(Refusal::NotSignedUp)),
    }
    Ok(tx.commit().await?)
}

/// Lets the offered seat go; the next in line is offered it in the same moment. Costs no honor. Whoever signs up again goes to
/// the end of the line.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's; [`Refusal::OfferGone`] where there is no offer and was none.
pub async fn decline(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    let (mut tx, places, _) = open(site, actor, signup).await?;
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    match who.state {
        SignUpState::Offered => {
            let (into, cause) = (SignUpState::Declined, Cause::Declined);
            let leaving = Leaving { who, into, cause, by: actor.member, reason: None };
            transition::leave(&mut tx, site, places, leaving).await?;
        }
        // Sent twice, or too late: the seat is with the next in line, as was wanted. What the clock had made due is kept.
        SignUpState::Declined | SignUpState::Expired => drop(places.finish(&mut tx, site).await?),
        _ => return Err(Failure::Refused(Refusal::OfferGone)),
    }
    Ok(tx.commit().await?)
}

/// The places of the actor's own sign-up, locked and settled: an offer whose time is up is none any more, whether or not the job
/// has come by.
async fn open(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(Tx, Places, Whose), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    if whose.member != actor.member {
        return Err(Failure::NotFound);
    }
    // Near shifts the member is a second row that is held, and two lanes could wait for each other.
    let mut tx = if whose.is_near_shifts { site.db.write().await? } else { site.db.write_at(whose.places.0).await? };
    let mut places = transition::lock(&mut tx, site, whose.places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    Ok((tx, places, whose))
}
