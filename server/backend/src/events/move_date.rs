//! An event whose date no longer holds: postponed without a new one, or moved to another.

use domain::{
    EventId, Failure, FieldCode, Instant,
    events::plan::Zones,
    form::{self, Errors},
    members::Actor,
    signups::Terms,
};
use serde_json::json;

use super::{cancel::MAX_REASON, concerned, run};
use crate::{
    Site,
    notices::Letter,
    operations::audit,
    signups::{self, shifts::Moved},
    sql,
    zones::TzDb,
};

/// Takes back the date of a public event, until there is a new one: its page says why, every sign-up stays, nobody new can sign
/// up, no offer to the line runs out meanwhile, and everyone concerned gets a letter.
///
/// # Errors
/// The field `reason`; [`Refusal::EventUnderWay`](domain::Refusal::EventUnderWay),
/// [`Refusal::EventPostponed`](domain::Refusal::EventPostponed) and those of a cancelled or finished event.
pub async fn postpone(site: &Site, actor: &Actor, event: EventId, reason: &str) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let reason = form::line(reason, MAX_REASON).map_err(|code| Failure::field("reason", code))?;
    let now = site.now();
    stored.life()?.postpone(now)?;
    tx.execute(
        sql!(
            "UPDATE event SET postponed_at = $2, postpone_reason = $3, changed_at = $2, version = version + 1
             WHERE id = $1 AND state = 'published'"
        ),
        (event.0, now.0, reason.as_str()),
    )
    .await?;
    signups::hold(&mut tx, site, stored.places()).await?;
    concerned::tell(&mut tx, site, (event, actor.member), &Letter::EventPostponed { event }).await?;
    audit::write(&mut tx, site, Some(actor.member), "event_postponed", ("event", event.0), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Gives a public event another date, on the wall of its own zone, also after it was postponed. Sign-ups stay and can be given
/// up; everyone concerned gets a letter.
///
/// # Errors
/// The fields `starts` and `ends`; otherwise as [`postpone`].
pub async fn reschedule(
    site: &Site,
    actor: &Actor,
    event: EventId,
    (starts_local, ends_local): (&str, &str),
) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let mut e = Errors::default();
    let mut moment = |field: &str, local: &str| {
        let read = if local.is_empty() { Err(FieldCode::Required) } else { TzDb.moment(local, &stored.zone) };
        e.take(field, read)
    };
    let (starts_local, ends_local) = (starts_local.trim(), ends_local.trim());
    let (starts, ends) = (moment("starts", starts_local), moment("ends", ends_local));
    let dates = e.finish(starts.zip(ends))?;
    let now = site.now();
    let after = stored.life()?.reschedule(dates, now)?.schedule;
    tx.execute(
        sql!(
            "UPDATE event SET starts_local = $2, ends_local = $3, starts_at = $4, ends_at = $5, opens_at = $6, closes_at = $7,
                 moved_from = $8, postponed_at = NULL, postpone_reason = NULL, answers_gone_at = NULL, changed_at = $9,
                 version = version + 1
             WHERE id = $1"
        ),
        (
            event.0,
            starts_local,
            ends_local,
            after.starts.0,
            after.ends.0,
            after.opens.map(|at| at.0),
            after.closes.map(|at| at.0),
            stored.starts_at,
            now.0,
        ),
    )
    .await?;
    // The cut-off stays as many hours before the start as it was.
    let terms = Terms { offer_s: stored.offer_s, cutoff: Instant(stored.cutoff_at) };
    let terms = terms.moved(Instant(stored.starts_at), after.starts);
    if stored.postponed_at.is_some() {
        signups::release(&mut tx, site, stored.places(), terms).await?;
    } else {
        signups::resize(&mut tx, site, stored.places(), (stored.capacity, terms)).await?;
    }
    signups::arrange_lottery(&mut tx, site, event).await?;
    let (from, to, zone) = (stored.starts_local.as_str(), starts_local, stored.zone.as_str());
    let moved = Moved { event, from, to, zone_before: zone, zone, starts: after.starts, terms };
    signups::shifts::follow(&mut tx, site, moved).await?;
    concerned::tell(&mut tx, site, (event, actor.member), &Letter::EventChanged { event }).await?;
    let detail = json!({ "from": stored.starts_at, "to": after.starts });
    audit::write(&mut tx, site, Some(actor.member), "event_rescheduled", ("event", event.0), detail).await?;
    Ok(tx.commit().await?)
}
