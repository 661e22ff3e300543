//! A new chapter.

use domain::{
    ChapterId, Failure, FieldCode,
    chapters::ChapterForm,
    members::{Action, Actor, require},
};
use serde_json::json;

use crate::{Site, operations::audit, sql, zones::TzDb};

/// Founds a chapter. It has no organisers yet: see [`add_organiser`](super::add_organiser).
///
/// # Errors
/// [`Failure::Forbidden`] for all but those who run the site; the fields of [`ChapterForm`]; at `slug`, [`FieldCode::HandleTaken`]
/// when another chapter has that address.
pub async fn create(site: &Site, actor: &Actor, form: ChapterForm) -> Result<ChapterId, Failure> {
    require(Some(actor), Action::FoundChapters)?;
    let new = form.parse(&TzDb)?;
    let id = ChapterId(site.new_id());
    let mut tx = site.db.write().await?;
    let added = tx
        .execute(
            sql!(
                "INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (slug) DO NOTHING"
            ),
            (
                id.0,
                new.slug.as_str(),
                new.name.as_str(),
                new.city.as_str(),
                new.zone.as_str(),
                new.locale.tag(),
                new.story.as_str(),
                site.now().0,
            ),
        )
        .await?;
    if added == 0 {
        return Err(Failure::field("slug", FieldCode::HandleTaken));
    }
    audit::write(&mut tx, site, Some(actor.member), "chapter_created", ("chapter", id.0), json!({ "slug": new.slug }))
        .await?;
    tx.commit().await?;
    Ok(id)
}
