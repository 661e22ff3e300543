//! An organiser gives somebody a seat, out of turn and in the open.

use domain::events::Phase;
use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::{EventId, Failure, MemberId, Refusal, form};
use serde_json::json;

use super::transition::{self, ByHand, Newcomer};
use super::{Listing, reads};
use crate::Site;
use crate::db::Reading;
use crate::events::by_handle;
use crate::operations::audit;

/// The most characters of a reason.
pub(super) const MAX_REASON: usize = 200;

/// Gives a member a seat by hand, whether they wait, hold an offer or have not signed up. Where no seat is free it is a chair more,
/// so nobody in line loses one. The public log says that it was done, the audit log by whom, the sign-up why.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the event, to whom a draft is not there; the fields `handle` and `reason`; [`Refusal::HasSeat`];
/// [`Refusal::PlacesFrozen`] while more seats are taken than there are; [`Refusal::EventOver`], [`Refusal::EventCancelled`].
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
    let mut tx = site.db.write_at(places_id.0).await?;
    let mut places = transition::lock(&mut tx, site, places_id).await?.ok_or(Failure::NotFound)?;
    match reads::phase(&mut tx, site.now(), event, places.seats).await? {
        Phase::Draft => return Err(Failure::NotFound),
        Phase::Cancelled => return Err(Failure::Refused(Refusal::EventCancelled)),
        Phase::Ended | Phase::Recap => return Err(Failure::Refused(Refusal::EventOver)),
        _ => {}
    }
    transition::settle(&mut tx, site, &mut places).await?;
    let who = transition::sign_up_of(&mut tx, &places, member).await?;
    let from = who.as_ref().map(|who| who.state);
    if from == Some(SignUpState::Confirmed) {
        return Err(Failure::Refused(Refusal::HasSeat));
    }
    let heads = who.as_ref().map_or(1, |who| who.heads);
    let after = places.seats.place(from, heads).ok_or(Failure::Refused(Refusal::PlacesFrozen))?;
    let request_key = site.new_id().to_string();
    let new = Newcomer { member, listing: Listing::Quiet, request_key: &request_key, answers: &[], guests: &[] };
    let given = ByHand { who, new, after, by: actor.member, reason: &reason };
    let signup = transition::by_hand(&mut tx, site, places, given).await?;
    let detail = json!({ "signup": signup, "member": member, "seats": after.capacity });
    audit::write(&mut tx, site, Some(actor.member), "seat_given", ("event", event.0), detail).await?;
    Ok(tx.commit().await?)
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
