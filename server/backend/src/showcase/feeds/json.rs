//! `/e/{slug}.json`: an event for other programs.

use domain::{
    Failure, Instant,
    events::{Phase, Schedule},
    signups::Seats,
};
use serde_json::json;

use super::{Feed, FeedRow, rows::columns};
use crate::{Site, events::card::stored_state, signups::transition, sql, when};

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    event: FeedRow,
    kind: String,
    locale: String,
    zone: String,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    recapped_at: Option<i64>,
    honor: i64,
    chapter_slug: String,
    chapter_name: String,
    capacity: i64,
    taken: i64,
    waiting: i64,
    offered: i64,
    first_come: bool,
}

/// What the event's page says of the event itself; of people it tells only how many.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft.
pub async fn event_json(site: &Site, slug: &str) -> Result<Feed, Failure> {
    let row: Option<Row> = (site.db.read().await?)
        .optional(
            sql!(concat!(
                "SELECT ",
                columns!(),
                ", e.kind, e.locale, e.zone, e.opens_at, e.closes_at, e.recapped_at, e.honor, c.slug AS chapter_slug, c.name AS chapter_name,
                   p.capacity, p.taken, p.waiting, p.offered, p.first_come
                  FROM event e JOIN chapter c ON c.id = e.chapter_id JOIN places p ON p.event_id = e.id
                  WHERE (e.slug = $1 OR e.id = (SELECT o.event_id FROM event_old_slug o WHERE o.slug = $1)) AND e.state <> 'draft'
                  LIMIT 1"
            )),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let event = &row.event;
    let seats = Seats {
        capacity: row.capacity,
        taken: row.taken,
        offered: row.offered,
        waiting: row.waiting,
        turn: transition::turn(row.first_come),
    };
    let schedule = Schedule {
        starts: Instant(event.starts_at),
        ends: Instant(event.ends_at),
        opens: row.opens_at.map(Instant),
        closes: row.closes_at.map(Instant),
        postponed: event.postponed_at.map(Instant),
        recapped: row.recapped_at.map(Instant),
    };
    let phase = Phase::at(site.now(), stored_state(&event.state)?, schedule, seats);
    let iso = |at: i64| when::iso(&row.zone, Instant(at));
    let text = json!({
        "id": event.id,
        "url": event.url(site),
        "calendar": format!("{}.ics", event.url(site)),
        "kind": row.kind,
        "phase": format!("{phase:?}").to_lowercase(),
        "title": event.title,
        "summary": event.summary,
        "language": row.locale,
        "starts": iso(event.starts_at),
        "ends": iso(event.ends_at),
        "zone": row.zone,
        "sign_up_opens": row.opens_at.map(iso),
        "sign_up_closes": row.closes_at.map(iso),
        "attendance": event.attendance,
        "venue": event.venue,
        "address": event.address,
        "city": event.city,
        "chapter": { "name": row.chapter_name, "url": site.url(&format!("/c/{}", row.chapter_slug)) },
        "seats": { "capacity": seats.capacity, "taken": seats.taken, "left": seats.left(), "waiting": seats.waiting },
        "honor": row.honor,
        "cancel_reason": event.cancel_reason,
        "postpone_reason": event.postpone_reason,
        "version": event.version,
        "changed": when::iso("UTC", event.changed()),
    });
    Ok(Feed::new(format!("{text:#}\n"), Some(event.changed())))
}
