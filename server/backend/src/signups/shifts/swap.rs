//! One shift for another, in one step: nobody ends with neither.

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::{Failure, PlacesId, Refusal, SignUpId};

use super::take::{self, TakeAsk};
use super::{needs, overlap};
use crate::Site;
use crate::db::Tx;
use crate::signups::sign_up::{key, refusal};
use crate::signups::transition::{self, Cause, Leaving, Newcomer, Places};
use crate::signups::{Listing, past, reads};

/// Gives back the place `from` and takes one in another shift of the same event, in one transaction. Nobody gives back what they
/// have for a place in line: where the other shift is full they keep it. What was waited for there, or is offered, counts.
///
/// # Errors
/// As [`take`](super::take()) and [`give_up`](crate::signups::give_up()); [`Refusal::ShiftFull`], [`Refusal::HasSeat`] where it is
/// the same, or they have both.
pub async fn swap(site: &Site, actor: &Actor, from: SignUpId, ask: TakeAsk) -> Result<SignUpId, Failure> {
    let key = key(site, &ask.request_key)?;
    let whose = reads::whose(&mut site.db.read().await?, from).await?.ok_or(Failure::NotFound)?;
    let to = take::places_of(site, ask.shift).await?;
    if whose.member != actor.member || whose.shift_ends.is_none() {
        return Err(Failure::NotFound);
    }
    if whose.places == to {
        return Err(Failure::Refused(Refusal::HasSeat));
    }
    let mut tx = site.db.write().await?;
    let (old, new) = lock_both(&mut tx, site, (whose.places, to)).await?;
    if let Some(done) = done_before(&mut tx, actor, (to, &key), from).await? {
        old.finish(&mut tx, site).await?; // what the clock had made due is kept
        new.finish(&mut tx, site).await?;
        tx.commit().await?;
        return Ok(done);
    }
    let leaving = leaving(&mut tx, site, actor, from).await?;
    let shift = take::open(&mut tx, site, ask.shift, &new).await?;
    if shift.event() != whose.event {
        return Err(Failure::NotFound);
    }
    let there = transition::sign_up_of(&mut tx, &new, actor.member).await?;
    if there.is_none() {
        past::must_be_welcome(&mut tx, (to, actor.member)).await?;
    }
    // What they give back is in nobody's way; nor is the offer that they take up.
    let but: Vec<SignUpId> = there.iter().map(|there| there.id).chain([from]).collect();
    overlap::no_collision(&mut tx, actor.member, shift.claim(), &but).await?;
    needs::meet(&mut tx, site, (actor.member, shift.role_id()), (shift.needs()?, ask.said)).await?;
    // Whoever waits there, or holds an offer, was asked when they joined the line.
    let answers = match &there {
        None => take::answered(&mut tx, &shift, &ask.answers).await?,
        Some(_) => vec![],
    };
    let newcomer =
        Newcomer { member: actor.member, listing: Listing::Quiet, request_key: &key, answers: &answers, guests: &[] };
    let taken = match there {
        None if new.seats.left() > 0 => transition::place(&mut tx, site, new, &newcomer).await.map_err(refusal)?.id,
        Some(there) if there.state == SignUpState::Offered => {
            transition::accept(&mut tx, site, new, &there).await?;
            there.id
        }
        Some(there) if there.state == SignUpState::Waiting && new.is_first_come() => {
            let after = new.seats.take(there.heads).ok_or(Failure::Refused(Refusal::ShiftFull))?;
            transition::take(&mut tx, site, new, (&there, after)).await?;
            there.id
        }
        Some(there) if there.state == SignUpState::Confirmed => return Err(Failure::Refused(Refusal::HasSeat)),
        _ => return Err(Failure::Refused(Refusal::ShiftFull)),
    };
    transition::leave(&mut tx, site, old, leaving).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Both rows, always in the same order, whichever is given for which.
async fn lock_both(tx: &mut Tx, site: &Site, (from, to): (PlacesId, PlacesId)) -> Result<(Places, Places), Failure> {
    let (first, second) = if from < to { (from, to) } else { (to, from) };
    let mut one = transition::lock(tx, site, first).await?.ok_or(Failure::NotFound)?;
    let mut other = transition::lock(tx, site, second).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut one).await?;
    transition::settle(tx, site, &mut other).await?;
    Ok(if from < to { (one, other) } else { (other, one) })
}

/// Sent twice: what it made the first time.
async fn done_before(
    tx: &mut Tx,
    actor: &Actor,
    (to, key): (PlacesId, &str),
    from: SignUpId,
) -> Result<Option<SignUpId>, Failure> {
    let Some(there) = take::earlier(tx, actor.member, (to, key)).await? else { return Ok(None) };
    let gone = transition::stored(tx, from).await?.is_some_and(|old| !old.state.is_live());
    Ok(gone.then_some(there))
}

/// What is given back, as far as it can be.
async fn leaving(tx: &mut Tx, site: &Site, actor: &Actor, from: SignUpId) -> Result<Leaving, Failure> {
    let stand = reads::stand(tx, from).await?.ok_or(Failure::NotFound)?;
    if stand.state != SignUpState::Confirmed {
        return Err(Failure::Refused(Refusal::NotSignedUp));
    }
    if stand.is_checked_in {
        return Err(Failure::Refused(Refusal::AlreadyCheckedIn));
    }
    if site.now() >= stand.until {
        return Err(Failure::Refused(stand.too_late));
    }
    let who = transition::stored(tx, from).await?.ok_or(Failure::NotFound)?;
    Ok(Leaving { who, into: SignUpState::Cancelled, cause: Cause::GaveUp, by: actor.member, reason: None })
}
