//! `/events.ics` and `/c/{slug}.ics`: calendars to follow.

use domain::{Failure, Instant};

use super::{Feed, FeedRow, rows::columns};
use crate::{
    Site,
    showcase::calendar::{Calendar, Method, written},
    sql,
};

/// How long what is over stays in a calendar, in seconds: a year of memories.
const STAYS_S: i64 = 366 * 86_400;

/// Everything that is public, of all chapters.
///
/// # Errors
/// When the database fails.
pub async fn all(site: &Site) -> Result<Feed, Failure> {
    // The latest first: should there be more than are read, what is long over is left out, not what is to come.
    let rows = (site.db.read().await?)
        .all(
            sql!(concat!(
                "SELECT ",
                columns!(),
                " FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE e.state <> 'draft' AND e.ends_at > $1 ORDER BY e.starts_at DESC, e.id DESC LIMIT 2000"
            )),
            (site.now().plus_seconds(-STAYS_S).0,),
        )
        .await?;
    feed(site, &site.settings.name, rows)
}

/// Everything that is public of one chapter.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn chapter(site: &Site, slug: &str) -> Result<Feed, Failure> {
    let mut conn = site.db.read().await?;
    let name: Option<(String,)> = conn.optional(sql!("SELECT name FROM chapter WHERE slug = $1"), (slug,)).await?;
    let (name,) = name.ok_or(Failure::NotFound)?;
    let rows = conn
        .all(
            sql!(concat!(
                "SELECT ",
                columns!(),
                " FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE c.slug = $1 AND e.state <> 'draft' AND e.ends_at > $2 ORDER BY e.starts_at DESC, e.id DESC LIMIT 1000"
            )),
            (slug, site.now().plus_seconds(-STAYS_S).0),
        )
        .await?;
    feed(site, &name, rows)
}

/// The calendar of rows that are read from the end, in the order of time.
fn feed(site: &Site, name: &str, mut rows: Vec<FeedRow>) -> Result<Feed, Failure> {
    rows.reverse();
    let entries = rows.iter().map(|row| row.entry(site)).collect::<Result<Vec<_>, _>>()?;
    let changed: Option<Instant> = rows.iter().map(FeedRow::changed).max();
    Ok(Feed::new(written(&Calendar { name, method: Method::Publish, entries: &entries }), changed))
}
