//! Batches as organisers see them: what one would do, what it did, and all of them.

use std::collections::HashMap;

use domain::badges::Occasion;
use domain::badges::batch::{BatchFormPage, BatchLine, BatchPage, BatchRow, Source, Stage, Verdict};
use domain::members::access::{Action, Actor, require};
use domain::{BatchId, EventId, Failure, GrantId, Instant, Locale, MemberId};
use uuid::Uuid;

use super::batch::Stored;
use super::batch_rows::{Judged, Row};
use super::grant::event;
use super::season;
use super::texts::{BadgeRow, in_locale};
use crate::db::{Reading, Result as DbResult};
use crate::{Site, sql, when};

/// So many rows are shown.
const ROWS: usize = 300;

#[derive(sqlx::FromRow)]
struct HeadRow {
    #[sqlx(flatten)]
    badge: BadgeRow,
    edition: Option<i64>,
    numbered: i64,
    event_slug: Option<String>,
    event_title: Option<String>,
    by_name: String,
    zone: String,
    undone_by_name: Option<String>,
}

/// A batch: what would come of it as things are now, or who got what.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`].
pub async fn batch_page(site: &Site, actor: &Actor, locale: Locale, batch: BatchId) -> Result<BatchPage, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let stored = Stored::of(&mut conn, batch).await?.ok_or(Failure::NotFound)?;
    // A list that waits holds addresses: it is for who pasted it.
    let is_own = actor.may(Action::ManageGrant(Some(MemberId(stored.by_id)), None));
    if stored.granted_at.is_none() && !is_own {
        return Err(Failure::NotFound);
    }
    let head = head(&mut conn, batch).await?;
    let stage = stage(locale, &head.zone, (stored.granted_at, stored.undone_at), head.undone_by_name);
    let (rows, [gets, holds, wrong]) = match stored.granted_at {
        Some(_) => {
            let rows = granted(&mut conn, batch).await?;
            let (count,): (i64,) =
                conn.one(sql!("SELECT count(*) FROM badge_grant WHERE batch_id = $1"), (batch.0,)).await?;
            (rows, [count, 0, 0])
        }
        None => {
            let judged = Judged::of(&mut conn, site, &stored).await?;
            let counts = [
                judged.count(|verdict| *verdict == Verdict::Gets),
                judged.count(|verdict| *verdict == Verdict::Holds),
                judged.wrong(),
            ];
            (previewed(&mut conn, judged).await?, counts)
        }
    };
    Ok(BatchPage {
        id: batch,
        badge: head.badge.view(locale),
        source: stored.source()?,
        event: head.event_slug.zip(head.event_title),
        reason: stored.reason.unwrap_or_default(),
        note: stored.note.unwrap_or_default(),
        by: head.by_name,
        can_undo: is_own && matches!(stage, Stage::Granted(_)),
        stage,
        rows,
        gets,
        holds,
        wrong,
        left: head.edition.map(|of| of - head.numbered),
    })
}

async fn head(conn: &mut impl Reading, batch: BatchId) -> DbResult<HeadRow> {
    conn.one(
        sql!(
            "SELECT b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh, b.edition,
                 b.numbered, e.slug AS event_slug, e.title AS event_title, m.display_name AS by_name, m.zone,
                 u.display_name AS undone_by_name
             FROM badge_batch t JOIN badge b ON b.id = t.badge_id
                 JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 JOIN member m ON m.id = t.by_id LEFT JOIN member u ON u.id = t.undone_by_id
                 LEFT JOIN event e ON e.id = t.event_id
             WHERE t.id = $1"
        ),
        (batch.0,),
    )
    .await
}

fn stage(
    locale: Locale,
    zone: &str,
    (granted_at, undone_at): (Option<i64>, Option<i64>),
    undone_by: Option<String>,
) -> Stage {
    match (granted_at, undone_at) {
        (_, Some(at)) => Stage::Undone(undone_by.unwrap_or_default(), when::stamp(locale, zone, Instant(at))),
        (Some(at), None) => Stage::Granted(when::stamp(locale, zone, Instant(at))),
        (None, None) => Stage::Preview,
    }
}

/// What is wrong first, then who would get it.
async fn previewed(conn: &mut impl Reading, judged: Judged) -> DbResult<Vec<BatchRow>> {
    let mut rows = judged.rows;
    rows.sort_by_key(|row| match row.verdict {
        Verdict::Wrong(_) => 0,
        Verdict::Gets => 1,
        Verdict::Holds => 2,
    });
    let (mut names, mut titles) = (HashMap::new(), HashMap::new());
    let mut shown = vec![];
    for Row { line, typed, candidate, verdict } in rows.into_iter().take(ROWS) {
        let (mut person, mut name, mut occasion) = (typed, String::new(), String::new());
        if let Some(candidate) = candidate {
            let (handle, display_name) = named(conn, &mut names, candidate.member).await?;
            if person.is_empty() {
                person = handle;
            }
            name = display_name;
            occasion = match candidate.occasion {
                Occasion::Once => String::new(),
                Occasion::Event(event) => titled(conn, &mut titles, event).await?,
                Occasion::Season(began) => season::name(conn, began).await?,
            };
        }
        shown.push(BatchRow { line, person, name, occasion, verdict, grant: None });
    }
    Ok(shown)
}

/// Handle and name.
async fn named(
    conn: &mut impl Reading,
    known: &mut HashMap<MemberId, (String, String)>,
    member: MemberId,
) -> DbResult<(String, String)> {
    if let Some(found) = known.get(&member) {
        return Ok(found.clone());
    }
    let found: (String, String) =
        conn.one(sql!("SELECT handle, display_name FROM member WHERE id = $1"), (member.0,)).await?;
    known.insert(member, found.clone());
    Ok(found)
}

async fn titled(conn: &mut impl Reading, known: &mut HashMap<EventId, String>, event: EventId) -> DbResult<String> {
    if let Some(found) = known.get(&event) {
        return Ok(found.clone());
    }
    let (title,): (String,) = conn.one(sql!("SELECT title FROM event WHERE id = $1"), (event.0,)).await?;
    known.insert(event, title.clone());
    Ok(title)
}

#[derive(sqlx::FromRow)]
struct GrantedRow {
    id: Uuid,
    handle: String,
    display_name: String,
    title: Option<String>,
}

async fn granted(conn: &mut impl Reading, batch: BatchId) -> DbResult<Vec<BatchRow>> {
    let rows: Vec<GrantedRow> = conn
        .all(
            sql!(
                "SELECT g.id, m.handle, m.display_name, e.title FROM badge_grant g JOIN member m ON m.id = g.member_id
                     LEFT JOIN event e ON e.id = g.event_id
                 WHERE g.batch_id = $1 ORDER BY m.display_name, m.handle, g.id LIMIT $2"
            ),
            (batch.0, ROWS as i64),
        )
        .await?;
    let row = |(line, row): (i64, GrantedRow)| BatchRow {
        line,
        person: row.handle,
        name: row.display_name,
        occasion: row.title.unwrap_or_default(),
        verdict: Verdict::Gets,
        grant: Some(GrantId(row.id)),
    };
    Ok((1..).zip(rows).map(row).collect())
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    name_en: String,
    name_zh: String,
    kind: String,
    people: i64,
    by_name: String,
    zone: String,
    granted_at: Option<i64>,
    undone_at: Option<i64>,
    undone_by_name: Option<String>,
}

/// The newest batches, and what became of them; those that wait only for who made them.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise.
pub async fn batches(site: &Site, actor: &Actor, locale: Locale) -> Result<Vec<BatchLine>, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let rows: Vec<LineRow> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT t.id, v.name_en, v.name_zh, t.kind, t.people, m.display_name AS by_name, m.zone, t.granted_at, t.undone_at,
                     u.display_name AS undone_by_name
                 FROM badge_batch t JOIN badge b ON b.id = t.badge_id
                     JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                     JOIN member m ON m.id = t.by_id LEFT JOIN member u ON u.id = t.undone_by_id
                 WHERE t.granted_at IS NOT NULL OR t.by_id = $1 ORDER BY t.made_at DESC, t.id DESC LIMIT 100"
            ),
            (actor.member.0,),
        )
        .await?;
    let line = |row: LineRow| {
        Some(BatchLine {
            id: BatchId(row.id),
            badge: in_locale(locale, row.name_en, row.name_zh),
            source: Source::from_word(&row.kind)?,
            people: row.people,
            by: row.by_name,
            stage: stage(locale, &row.zone, (row.granted_at, row.undone_at), row.undone_by_name),
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// What a batch of this badge can be made of.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`] for no such badge, or an event the actor does not run.
pub async fn batch_form(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (slug, named): (&str, &str),
) -> Result<BatchFormPage, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let badge: Option<BadgeRow> = conn
        .optional(
            sql!(
                "SELECT b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version WHERE b.slug = $1"
            ),
            (slug,),
        )
        .await?;
    let badge = badge.ok_or(Failure::NotFound)?.view(locale);
    let (by_rule,): (bool,) = conn.one(sql!("SELECT rule IS NOT NULL FROM badge WHERE slug = $1"), (slug,)).await?;
    let event = event(&mut conn, actor, named).await?.map_err(|_| Failure::NotFound)?;
    let events: Vec<(Uuid, String, Uuid, i64)> = conn
        .all(
            sql!(
                "SELECT e.id, e.title, e.chapter_id,
                     (SELECT count(DISTINCT c.member_id) FROM check_in c WHERE c.event_id = e.id) AS came
                 FROM event e WHERE e.state = 'published' AND e.starts_at <= $1 ORDER BY e.starts_at DESC, e.id LIMIT 300"
            ),
            (site.now().plus_seconds(3600).0,),
        )
        .await?;
    let runs = |(id, _, chapter, came): &(Uuid, String, Uuid, i64)| {
        *came > 0 && actor.may(Action::RunEvent(EventId(*id), domain::ChapterId(*chapter)))
    };
    let mut events: Vec<_> =
        events.into_iter().filter(runs).map(|(id, title, _, came)| (EventId(id), title, came)).take(30).collect();
    if let Some(event) = event.filter(|event| !events.iter().any(|(id, ..)| id == event)) {
        let (title, came): (String, i64) = conn
            .one(
                sql!(
                    "SELECT e.title, (SELECT count(DISTINCT c.member_id) FROM check_in c WHERE c.event_id = e.id) AS came
                     FROM event e WHERE e.id = $1"
                ),
                (event.0,),
            )
            .await?;
        events.insert(0, (event, title, came));
    }
    Ok(BatchFormPage { badge, by_rule, events, event })
}
