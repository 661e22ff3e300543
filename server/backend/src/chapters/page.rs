//! One chapter's page.

use domain::{ChapterId, Failure, Locale, chapters::view::ChapterPage, members::view::Person};
use uuid::Uuid;

use super::list::ChipRow;
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    events,
    showcase::card::{self as share, NextEvent},
    sql,
};

/// How many events to come are shown, and how many that were.
const NEXT: i64 = 50;
const PAST: i64 = 12;

#[derive(sqlx::FromRow)]
struct PageRow {
    id: Uuid,
    story: String,
    #[sqlx(flatten)]
    chip: ChipRow,
}

/// A chapter, with its events, and those of its organisers whose profiles are public.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn page(site: &Site, locale: Locale, slug: &str) -> Result<ChapterPage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let row: Option<PageRow> =
        conn.optional(sql!("SELECT id, story, slug, name, city, zone FROM chapter WHERE slug = $1"), (slug,)).await?;
    let PageRow { id, story, chip } = row.ok_or(Failure::NotFound)?;
    let organisers = organisers(&mut conn, ChapterId(id)).await?;
    let next = events::to_come(&mut conn, Some(slug), now, NEXT).await?;
    let past = events::been(&mut conn, Some(slug), now, PAST).await?;
    drop(conn);
    let chip = chip.chip();
    let picture = next.first().map(|row| NextEvent { slug: &row.slug, version: row.version });
    let share = share::chapter(&site.settings, locale, &chip, &story, picture);
    let cards = |rows| events::card::cards(rows, now, locale);
    Ok(ChapterPage { share, organisers, next: cards(&next)?, past: cards(&past)?, chip, story })
}

async fn organisers(conn: &mut impl Reading, chapter: ChapterId) -> DbResult<Vec<Person>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face FROM chapter_organiser o JOIN member m ON m.id = o.member_id
                 WHERE o.chapter_id = $1 AND m.published_at IS NOT NULL ORDER BY m.display_name, m.handle LIMIT 50"
            ),
            (chapter.0,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(handle, display_name, face)| Person { handle, display_name, face, has_page: true })
        .collect())
}
