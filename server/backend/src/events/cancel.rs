//! An event that will not happen.

use domain::{EventId, Failure, form, members::Actor};
use serde_json::json;

use super::{concerned, run};
use crate::{Site, notices::Letter, operations::audit, signups, sql};

/// The most characters of a reason: it stands on the page and in the letter.
pub(super) const MAX_REASON: usize = 300;

/// Cancels a public event: its page says why, every live sign-up ends, and everyone concerned gets a letter. For good.
///
/// # Errors
/// The field `reason`; [`Refusal::EventCancelled`](domain::Refusal::EventCancelled) when it is already,
/// [`Refusal::EventOver`](domain::Refusal::EventOver) after its end; a draft is not there to be cancelled.
pub async fn cancel(site: &Site, actor: &Actor, event: EventId, reason: &str) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let reason = form::line(reason, MAX_REASON).map_err(|code| Failure::field("reason", code))?;
    let now = site.now();
    let after = stored.life()?.cancel(now)?;
    tx.execute(
        sql!(
            "UPDATE event SET state = $2, cancelled_at = $3, cancel_reason = $4, changed_at = $3, version = version + 1,
                 postponed_at = NULL, postpone_reason = NULL
             WHERE id = $1 AND state = 'published'"
        ),
        (event.0, after.state.word(), now.0, reason.as_str()),
    )
    .await?;
    let mut told = signups::close_for_cancelled_event(&mut tx, site, stored.places(), actor.member).await?;
    told.insert(actor.member);
    concerned::tell_helpers(&mut tx, site, (event, &Letter::EventCancelled { event }), &told).await?;
    audit::write(&mut tx, site, Some(actor.member), "event_cancelled", ("event", event.0), json!({})).await?;
    Ok(tx.commit().await?)
}
