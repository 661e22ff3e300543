//! A draft becomes public: now, or by itself at a set time.

use domain::{EventId, Failure, FieldCode, Instant, MemberId, events::plan::Zones, members::Actor};
use serde_json::json;

use super::run::{self, Stored};
use crate::{
    Site,
    db::Tx,
    operations::{
        audit,
        jobs::{self, Done, Job, Trouble},
    },
    signups, sql,
    zones::TzDb,
};

/// Publishes a draft, once. From now on its address stays.
///
/// # Errors
/// [`Refusal::NotADraft`](domain::Refusal::NotADraft); [`Refusal::EventOver`](domain::Refusal::EventOver) for one whose time has
/// passed while it lay in the drawer.
pub async fn publish(site: &Site, actor: &Actor, event: EventId) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    put_out(&mut tx, site, event, (&stored, Some(actor.member))).await?;
    Ok(tx.commit().await?)
}

/// Lets a draft publish itself at a time on the wall of its own zone. Set again, the new time counts.
///
/// # Errors
/// [`Refusal::NotADraft`](domain::Refusal::NotADraft); the field `publish_at`.
pub async fn publish_later(site: &Site, actor: &Actor, event: EventId, local: &str) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let wrong = |code| Failure::field("publish_at", code);
    if local.trim().is_empty() {
        return Err(wrong(FieldCode::Required));
    }
    let at = TzDb.moment(local.trim(), &stored.zone).map_err(wrong)?;
    stored.life()?.publish_later(at, site.now())?;
    tx.execute(sql!("UPDATE event SET publish_at = $2, changed_at = $3 WHERE id = $1"), (event.0, at.0, site.now().0))
        .await?;
    jobs::enqueue_at(&mut tx, site, &Job::Publish { event, at }, at).await?;
    let detail = json!({ "at": at });
    audit::write(&mut tx, site, Some(actor.member), "publish_scheduled", ("event", event.0), detail).await?;
    Ok(tx.commit().await?)
}

/// Calls that off: the draft waits for its organisers again.
///
/// # Errors
/// [`Refusal::NotADraft`](domain::Refusal::NotADraft).
pub async fn call_off_publishing(site: &Site, actor: &Actor, event: EventId) -> Result<(), Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let before = stored.life()?;
    if before.call_off_publishing()? != before {
        tx.execute(sql!("UPDATE event SET publish_at = NULL, changed_at = $2 WHERE id = $1"), (event.0, site.now().0))
            .await?;
        audit::write(&mut tx, site, Some(actor.member), "publish_called_off", ("event", event.0), json!({})).await?;
    }
    Ok(tx.commit().await?)
}

/// The hour has come: the worker's part. Nothing happens where it was called off or put to another time since, or the draft is
/// public already; one whose event is over meanwhile stays a draft.
pub(crate) async fn publish_due(site: &Site, event: EventId, at: Instant) -> Result<Done, Trouble> {
    let failed = |failure: Failure| Trouble::later(failure);
    let Some((mut tx, stored)) = run::locked_by_rule(site, event).await.map_err(failed)? else {
        return Ok(Done::Needless);
    };
    if stored.publish_at != Some(at.0) {
        return Ok(Done::Needless);
    }
    if stored.life().and_then(|life| life.publish(site.now())).is_err() {
        tx.execute(sql!("UPDATE event SET publish_at = NULL WHERE id = $1"), (event.0,)).await?;
    } else {
        put_out(&mut tx, site, event, (&stored, None)).await.map_err(failed)?;
    }
    tx.commit().await?;
    Ok(Done::Now)
}

async fn put_out(
    tx: &mut Tx,
    site: &Site,
    event: EventId,
    (stored, by): (&Stored, Option<MemberId>),
) -> Result<(), Failure> {
    let now = site.now();
    let state = stored.life()?.publish(now)?.state;
    tx.execute(
        sql!("UPDATE event SET state = $2, published_at = $3, changed_at = $3, publish_at = NULL WHERE id = $1 AND state = 'draft'"),
        (event.0, state.word(), now.0),
    )
    .await?;
    signups::arrange_lottery(tx, site, event).await?;
    Ok(audit::write(tx, site, by, "event_published", ("event", event.0), json!({ "slug": stored.slug })).await?)
}
