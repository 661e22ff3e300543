//! An event's own picture.

use domain::{EventId, Failure, members::Actor};
use serde_json::json;

use super::run;
use crate::{
    Site,
    operations::{audit, pictures},
    sql,
};

/// Gives an event a picture of its own. The one before it is thrown away.
///
/// # Errors
/// The field `cover` when it is no picture, or too large.
pub async fn set_cover(site: &Site, actor: &Actor, event: EventId, bytes: Vec<u8>) -> Result<(), Failure> {
    // Who may not do it is told before the picture is looked at, which is costly.
    run::event(&mut site.db.read().await?, actor, event).await?;
    let prepared = pictures::prepare("cover", bytes).await?;
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let cover = pictures::store(&mut tx, site, &prepared).await?;
    tx.execute(
        sql!("UPDATE event SET cover_id = $2, version = version + 1, changed_at = $3 WHERE id = $1"),
        (event.0, cover.0, site.now().0),
    )
    .await?;
    if let Some(old) = stored.cover_id {
        tx.execute(
            sql!("DELETE FROM picture WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.cover_id = $1)"),
            (old,),
        )
        .await?;
    }
    audit::write(&mut tx, site, Some(actor.member), "cover_set", ("event", event.0), json!({ "picture": cover }))
        .await?;
    Ok(tx.commit().await?)
}
