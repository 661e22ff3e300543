//! Addresses of events: each belongs to one event for good, also those it had before.

use domain::{EventId, events::plan};
use uuid::Uuid;

use crate::{
    Site,
    db::{Result, Tx},
    random::Random,
    sql,
};

/// How many numbers are tried before chance decides.
const NUMBERED: u32 = 20;

/// An address for this title that is the event's own from now on: `tea-house-tapes`, else `tea-house-tapes-2`, and so on.
/// One that the event had before is its own already. Call it inside the transaction, after the event itself is stored.
pub(super) async fn claim(tx: &mut Tx, site: &Site, title: &str, event: EventId) -> Result<String> {
    let base = base(title);
    for n in 1..=NUMBERED {
        let slug = if n == 1 { base.clone() } else { format!("{base}-{n}") };
        if keep(tx, &slug, event).await? {
            return Ok(slug);
        }
    }
    let random: &dyn Random = &*site.random;
    let slug = format!("{base}-{}", random.code(8));
    keep(tx, &slug, event).await?;
    Ok(slug)
}

/// What the address of this title begins with.
fn base(title: &str) -> String {
    let slug = plan::slug(title);
    if slug.is_empty() { "event".into() } else { slug }
}

/// Makes the address the event's own, unless it is another's. Whoever claims the same one at the same moment waits here.
pub(super) async fn keep(tx: &mut Tx, slug: &str, event: EventId) -> Result<bool> {
    let others: Option<(Uuid,)> =
        tx.optional(sql!("SELECT id FROM event WHERE slug = $1 AND id <> $2"), (slug, event.0)).await?;
    if others.is_some() {
        return Ok(false);
    }
    tx.execute(
        sql!("INSERT INTO event_old_slug (slug, event_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING"),
        (slug, event.0),
    )
    .await?;
    let (owner,): (Uuid,) = tx.one(sql!("SELECT event_id FROM event_old_slug WHERE slug = $1"), (slug,)).await?;
    Ok(owner == event.0)
}
