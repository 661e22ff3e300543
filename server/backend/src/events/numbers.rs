//! How an event went: what organisers compare.

use domain::{
    EventId, Instant, Locale,
    events::desk::{Compared, Numbers},
};
use uuid::Uuid;

use super::card;
use crate::{
    db::{Reading, Result},
    sql, when,
};

#[derive(sqlx::FromRow)]
struct Row {
    capacity: i64,
    taken: i64,
    waiting: i64,
    came: i64,
    absent: i64,
    ends_at: i64,
    postponed_at: Option<i64>,
    published_at: Option<i64>,
    opens_at: Option<i64>,
}

/// The numbers of an event, as they are now.
pub(super) async fn of(
    conn: &mut impl Reading,
    event: EventId,
    (now, locale): (Instant, Locale),
) -> Result<Option<Numbers>> {
    let row: Option<Row> = conn
        .optional(
            sql!(concat!(
                "SELECT p.capacity, p.taken, p.waiting, e.ends_at, e.postponed_at, e.published_at, e.opens_at, ",
                card::came!(),
                " AS came, (SELECT coalesce(CAST(sum(s.heads) AS BIGINT), 0) FROM signup s
                         WHERE s.places_id = p.id AND s.state = 'confirmed'
                         AND NOT EXISTS (SELECT 1 FROM check_in i WHERE i.signup_id = s.id)) AS absent
                 FROM event e JOIN places p ON p.event_id = e.id WHERE e.id = $1"
            )),
            (event.0,),
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let filled = filled(conn, event, row.capacity).await?;
    let opened = row.published_at.map(|at| at.max(row.opens_at.unwrap_or(at)));
    let took = |(full, opened): (i64, i64)| when::span(locale, Instant(opened).seconds_until(Instant(full)));
    Ok(Some(Numbers {
        capacity: row.capacity,
        signed_up: row.taken,
        waiting: row.waiting,
        came: row.came,
        missed: (row.postponed_at.is_none() && now.0 >= row.ends_at).then_some(row.absent),
        filled_in: filled.zip(opened).map(took),
    }))
}

/// When the last of so many seats was taken: at the sign-up that got it.
async fn filled(conn: &mut impl Reading, event: EventId, seats: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> = conn
        .optional(
            sql!(
                "SELECT t.at FROM (SELECT x.at, sum(s.heads) OVER (ORDER BY x.at, x.id) AS so_far
                     FROM signup_change x JOIN signup s ON s.id = x.signup_id JOIN places p ON p.id = s.places_id
                     WHERE p.event_id = $1 AND x.cause IN ('signed_up', 'approved', 'drawn') AND x.state = 'confirmed') t
                 WHERE t.so_far >= CAST($2 AS BIGINT) ORDER BY t.at LIMIT 1"
            ),
            (event.0, seats.max(1)),
        )
        .await?;
    Ok(row.map(|(at,)| at))
}

/// The event beside the one before it in its series, if there is one that was public.
pub(super) async fn compared(
    conn: &mut impl Reading,
    event: EventId,
    (now, locale): (Instant, Locale),
) -> Result<Option<Compared>> {
    let last: Option<(Uuid, String, String, i64)> = conn
        .optional(
            sql!(
                "SELECT l.id, l.title, l.zone, l.starts_at FROM event e
                     JOIN event l ON l.series_id = e.series_id AND l.starts_at < e.starts_at AND l.id <> e.id
                 WHERE e.id = $1 AND l.state = 'published' AND l.postponed_at IS NULL
                 ORDER BY l.starts_at DESC, l.id LIMIT 1"
            ),
            (event.0,),
        )
        .await?;
    let Some((last, last_title, zone, starts)) = last else { return Ok(None) };
    let last = EventId(last);
    let (then, mine) = (of(conn, last, (now, locale)).await?, of(conn, event, (now, locale)).await?);
    Ok(then.zip(mine).map(|(then, now)| Compared {
        last,
        last_title,
        last_date: when::short_date(locale, &zone, Instant(starts)),
        then,
        now,
    }))
}
