//! Who organises a chapter.

use domain::{
    ChapterId, Failure,
    members::{Action, Actor, require},
};
use serde_json::json;
use uuid::Uuid;

use crate::{Site, db::Reading, events::by_handle, operations::audit, sql};

/// Lets a member run all events of a chapter. Twice is once.
///
/// # Errors
/// [`Failure::Forbidden`] for all but those who run the site; [`Failure::NotFound`] for no such chapter; the field `handle` when
/// nobody goes by it.
pub async fn add_organiser(site: &Site, actor: &Actor, chapter: &str, handle: &str) -> Result<(), Failure> {
    require(Some(actor), Action::FoundChapters)?;
    let mut tx = site.db.write().await?;
    let chapter = by_slug(&mut tx, chapter).await?;
    let member = by_handle(&mut tx, handle).await?;
    let added = tx
        .execute(
            sql!("INSERT INTO chapter_organiser (chapter_id, member_id) VALUES ($1, $2) ON CONFLICT (chapter_id, member_id) DO NOTHING"),
            (chapter.0, member.0),
        )
        .await?;
    if added > 0 {
        audit::write(
            &mut tx,
            site,
            Some(actor.member),
            "organiser_added",
            ("chapter", chapter.0),
            json!({ "member": member }),
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// Takes that back; the events they planned stay.
///
/// # Errors
/// As [`add_organiser`].
pub async fn remove_organiser(site: &Site, actor: &Actor, chapter: &str, handle: &str) -> Result<(), Failure> {
    require(Some(actor), Action::FoundChapters)?;
    let mut tx = site.db.write().await?;
    let chapter = by_slug(&mut tx, chapter).await?;
    let member = by_handle(&mut tx, handle).await?;
    let removed = tx
        .execute(sql!("DELETE FROM chapter_organiser WHERE chapter_id = $1 AND member_id = $2"), (chapter.0, member.0))
        .await?;
    if removed > 0 {
        audit::write(
            &mut tx,
            site,
            Some(actor.member),
            "organiser_removed",
            ("chapter", chapter.0),
            json!({ "member": member }),
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

async fn by_slug(conn: &mut impl Reading, slug: &str) -> Result<ChapterId, Failure> {
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM chapter WHERE slug = $1"), (slug,)).await?;
    found.map(|(id,)| ChapterId(id)).ok_or(Failure::NotFound)
}
