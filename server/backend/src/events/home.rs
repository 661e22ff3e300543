//! The front page: what is on.

use domain::{
    Failure, Instant, Locale,
    events::{
        Phase,
        view::{EventCard, HomePage},
    },
};

use super::card::{self, CardRow};
use crate::{
    Site, badges, chapters,
    db::{Reading, Result as DbResult},
    showcase::card::{self as share, NextEvent},
    sql,
};

/// How many events to come are shown.
const NEXT: i64 = 24;
/// How many that were.
const PAST: i64 = 6;
/// How many of the newest honors.
const HONORS: i64 = 6;

/// What is on: in all chapters, or in the one with this slug. The feature is the next event with seats, else the next one; it is
/// not shown a second time in the list.
///
/// # Errors
/// [`Failure::NotFound`] for a chapter that is not there.
pub async fn home(site: &Site, locale: Locale, chapter: Option<&str>) -> Result<HomePage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let chapters = chapters::all(&mut conn).await?;
    let chosen = match chapter {
        Some(slug) => Some(chapters.iter().find(|c| c.slug == slug).ok_or(Failure::NotFound)?),
        None => None,
    };
    let next = to_come(&mut conn, chapter, now, NEXT).await?;
    let past = been(&mut conn, chapter, now, PAST).await?;
    let honors = badges::latest(&mut conn, locale, HONORS).await?;
    drop(conn);
    let mut cards: Vec<EventCard> = card::cards(&next, now, locale)?;
    let featured = cards.iter().position(|c| c.phase == Phase::Open).or((!cards.is_empty()).then_some(0));
    let picture = featured.and_then(|n| next.get(n)).map(|row| NextEvent { slug: &row.slug, version: row.version });
    let share = share::home(&site.settings, locale, chosen, picture);
    let feature = featured.map(|n| cards.remove(n));
    Ok(HomePage {
        feature,
        next: cards,
        past: card::cards(&past, now, locale)?,
        chapter: chapter.map(Into::into),
        chapters,
        honors,
        share,
    })
}

/// Public events to come or under way, the soonest first.
pub(crate) async fn to_come(
    conn: &mut impl Reading,
    chapter: Option<&str>,
    now: Instant,
    most: i64,
) -> DbResult<Vec<CardRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            " WHERE e.state = 'published' AND e.ends_at > $1 AND (CAST($2 AS TEXT) IS NULL OR c.slug = $2)
              ORDER BY e.starts_at, e.id LIMIT $3"
        )),
        (now.0, chapter, most),
    )
    .await
}

/// Public events that are over, the latest first.
pub(crate) async fn been(
    conn: &mut impl Reading,
    chapter: Option<&str>,
    now: Instant,
    most: i64,
) -> DbResult<Vec<CardRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            " WHERE e.state = 'published' AND e.ends_at <= $1 AND e.postponed_at IS NULL AND (CAST($2 AS TEXT) IS NULL OR c.slug = $2)
              ORDER BY e.starts_at DESC, e.id LIMIT $3"
        )),
        (now.0, chapter, most),
    )
    .await
}
