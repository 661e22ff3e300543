//! Who organises a chapter.

use domain::{
    ChapterId, Failure,
    chapters::view::ChapterDesk,
    members::{Action, Actor, require, view::Person},
};
use serde_json::json;
use uuid::Uuid;

use super::chip;
use crate::{Site, db::Reading, events::by_handle, operations::audit, sql};

/// Lets a member run all events of a chapter. Twice is once.
///
/// # Errors
/// [`Failure::Forbidden`] for all but those who run the site or organise this chapter; [`Failure::NotFound`] for no such chapter; the field `handle` when
/// nobody goes by it.
pub async fn add_organiser(site: &Site, actor: &Actor, chapter: &str, handle: &str) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let chapter = by_slug(&mut tx, chapter).await?;
    require(Some(actor), Action::RunChapter(chapter))?;
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
    let mut tx = site.db.write().await?;
    let chapter = by_slug(&mut tx, chapter).await?;
    require(Some(actor), Action::RunChapter(chapter))?;
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

/// Who organises a chapter, for those who may change it.
///
/// # Errors
/// [`Failure::NotFound`] for no such chapter; [`Failure::Forbidden`].
pub async fn desk(site: &Site, actor: &Actor, slug: &str) -> Result<ChapterDesk, Failure> {
    let mut conn = site.db.read().await?;
    let chapter = by_slug(&mut conn, slug).await?;
    require(Some(actor), Action::RunChapter(chapter))?;
    let chip = chip(&mut conn, slug).await?.ok_or(Failure::NotFound)?;
    let rows: Vec<(String, String, String, Option<i64>)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face, m.published_at FROM chapter_organiser o JOIN member m ON m.id = o.member_id
                 WHERE o.chapter_id = $1 ORDER BY m.display_name, m.handle LIMIT 200"
            ),
            (chapter.0,),
        )
        .await?;
    let person = |(handle, display_name, face, published_at): (_, _, _, Option<i64>)| Person {
        handle,
        display_name,
        face,
        has_page: published_at.is_some(),
    };
    Ok(ChapterDesk { chip, organisers: rows.into_iter().map(person).collect() })
}

async fn by_slug(conn: &mut impl Reading, slug: &str) -> Result<ChapterId, Failure> {
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM chapter WHERE slug = $1"), (slug,)).await?;
    found.map(|(id,)| ChapterId(id)).ok_or(Failure::NotFound)
}
