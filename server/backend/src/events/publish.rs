//! A draft becomes public.

use domain::{EventId, Failure, Refusal, members::Actor};
use serde_json::json;

use super::run;
use crate::{Site, operations::audit, sql};

/// Publishes a draft, once. From now on its address stays.
///
/// # Errors
/// [`Refusal::NotADraft`]; [`Refusal::EventOver`] for one whose time has passed while it lay in the drawer.
pub async fn publish(site: &Site, actor: &Actor, event: EventId) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let now = site.now();
    let state = stored.state()?.publish().ok_or(Failure::Refused(Refusal::NotADraft))?;
    if stored.is_over(now) {
        return Err(Failure::Refused(Refusal::EventOver));
    }
    let done = tx
        .execute(
            sql!("UPDATE event SET state = $2, published_at = $3, changed_at = $3 WHERE id = $1 AND state = 'draft'"),
            (event.0, state.word(), now.0),
        )
        .await?;
    if done == 0 {
        return Err(Failure::Refused(Refusal::NotADraft));
    }
    audit::write(
        &mut tx,
        site,
        Some(actor.member),
        "event_published",
        ("event", event.0),
        json!({ "slug": stored.slug }),
    )
    .await?;
    Ok(tx.commit().await?)
}
