//! An organiser gives somebody a seat, out of turn and in the open.

use domain::events::Phase;
use domain::members::access::Actor;
use domain::signups::may_give;
use domain::{EventId, Failure, FieldCode, MemberId, PlacesId, Refusal, form};
use serde_json::json;

use super::transition::{self, ByHand, Newcomer};
use super::{Listing, reads, shifts};
use crate::db::{Reading, Tx};
use crate::events::by_handle;
use crate::operations::audit;
use crate::{Site, sql};

/// The most characters of a reason.
pub(super) const MAX_REASON: usize = 200;

/// Gives a member a seat by hand, whether they wait, hold an offer, have asked for one or have not signed up; to a group all the
/// seats it needs. Where no seat is free it is a chair more,
/// so nobody in line loses one. The public log says that it was done, the audit log by whom, the sign-up why.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the event, to whom a draft is not there; the fields `handle` and `reason`; and nobody who has a shift elsewhere then; [`Refusal::HasSeat`];
/// [`Refusal::LotteryDecides`] for who has entered a lottery, until it is drawn; [`Refusal::PlacesFrozen`] while more seats are taken than there are; [`Refusal::EventOver`], [`Refusal::EventCancelled`].
pub async fn place_by_hand(
    site: &Site,
    actor: &Actor,
    event: EventId,
    (handle, reason): (&str, &str),
) -> Result<(), Failure> {
    let mut conn = site.db.read().await?;
    let places_id = reads::places_run_by(&mut conn, actor, event).await?;
    let (member, reason) = asked(&mut conn, (handle, reason)).await?;
    drop(conn);
    let mut tx = site.db.write().await?; // beside shifts the member is held too: no shared commit
    give(&mut tx, site, actor, &Given { event, places: places_id, member, reason: &reason }).await?;
    Ok(tx.commit().await?)
}

/// A seat that is to be given by hand.
pub(super) struct Given<'a> {
    pub(super) event: EventId,
    pub(super) places: PlacesId,
    pub(super) member: MemberId,
    pub(super) reason: &'a str,
}

/// Gives it, in the caller's transaction.
pub(super) async fn give(tx: &mut Tx, site: &Site, actor: &Actor, given: &Given<'_>) -> Result<(), Failure> {
    let &Given { event, places: places_id, member, reason } = given;
    let mut places = transition::lock(tx, site, places_id).await?.ok_or(Failure::NotFound)?;
    match reads::phase(tx, site.now(), event, places.seats).await? {
        Phase::Draft => return Err(Failure::NotFound),
        Phase::Cancelled => return Err(Failure::Refused(Refusal::EventCancelled)),
        Phase::Ended | Phase::Recap => return Err(Failure::Refused(Refusal::EventOver)),
        _ => {}
    }
    transition::settle(tx, site, &mut places).await?;
    let who = transition::sign_up_of(tx, &places, member).await?;
    let from = who.as_ref().map(|who| who.state);
    may_give(from, places.draws()).map_err(Failure::Refused)?;
    must_have_time(tx, (event, member)).await?;
    let heads = who.as_ref().map_or(1, |who| who.heads);
    let after = match (places.draws(), from) {
        (Some(_), None) => places.seats.place_beside_lottery(heads),
        _ => places.seats.place(from, heads),
    };
    let after = after.ok_or(Failure::Refused(Refusal::PlacesFrozen))?;
    let request_key = site.new_id().to_string();
    let new = Newcomer { member, listing: Listing::Quiet, request_key: &request_key, answers: &[], guests: &[] };
    let given = ByHand { who, new, after, by: actor.member, reason };
    let signup = transition::by_hand(tx, site, places, given).await?;
    let detail = json!({ "signup": signup, "member": member, "seats": after.capacity });
    audit::write(tx, site, Some(actor.member), "seat_given", ("event", event.0), detail).await?;
    Ok(())
}

/// Holds members until the transaction ends, where there are shifts beside the event: several always in the same order, so that
/// nobody waits in a circle.
pub(super) async fn hold(tx: &mut Tx, event: EventId, mut members: Vec<MemberId>) -> Result<(), Failure> {
    let (is_beside,): (bool,) =
        tx.one(sql!(concat!("SELECT ", shifts::is_beside!(), " FROM event e WHERE e.id = $1")), (event.0,)).await?;
    if is_beside {
        members.sort_unstable();
        for member in members {
            shifts::hold_member(tx, member).await?;
        }
    }
    Ok(())
}

/// Nobody is in two places at once, by whomever they were put there.
async fn must_have_time(tx: &mut Tx, (event, member): (EventId, MemberId)) -> Result<(), Failure> {
    hold(tx, event, vec![member]).await?;
    let (has_shift,): (bool,) = tx
        .one(
            sql!(concat!("SELECT ", shifts::has_then!(), " FROM event e JOIN member m ON m.id = $2 WHERE e.id = $1")),
            (event.0, member.0),
        )
        .await?;
    if has_shift { Err(Failure::field("handle", FieldCode::HasShiftThen)) } else { Ok(()) }
}

/// Who is meant, and why; all errors are told at once.
pub(super) async fn asked(
    conn: &mut impl Reading,
    (handle, reason): (&str, &str),
) -> Result<(MemberId, String), Failure> {
    let mut errors = form::Errors::default();
    let member = match by_handle(conn, handle).await {
        Err(Failure::Invalid(wrong)) => {
            wrong.into_iter().for_each(|wrong| errors.add(&wrong.field, wrong.code));
            None
        }
        found => Some(found?),
    };
    let reason = errors.take("reason", form::line(reason, MAX_REASON));
    errors.finish(member.zip(reason))
}
