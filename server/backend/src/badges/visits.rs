//! Where people have been, as badges' rules see it.

use std::collections::BTreeSet;

use domain::badges::{BadgeRule, Circle, Visit, through_night};
use domain::honor::days::Seasons;
use domain::{ChapterId, EventId, Instant, MemberId, events::Kind};
use uuid::Uuid;

use super::season;
use crate::db::{Reading, Result};
use crate::{Site, sql};

/// So many visits are looked at together.
const AT_ONCE: i64 = 20_000;
/// The most chapters that are counted.
const CHAPTERS: i64 = 10_000;

#[derive(sqlx::FromRow)]
struct VisitRow {
    member_id: Uuid,
    event_id: Uuid,
    chapter_id: Uuid,
    kind: String,
    at: i64,
    starts_local: String,
    ends_local: String,
}

impl VisitRow {
    /// A kind that a newer version of the house knows counts as no meetup.
    fn visit(&self, seasons: &Seasons) -> Visit {
        Visit {
            event: EventId(self.event_id),
            chapter: ChapterId(self.chapter_id),
            kind: Kind::from_word(&self.kind).unwrap_or(Kind::OpenDay),
            at: Instant(self.at),
            season: seasons.of(Instant(self.at)),
            is_night: through_night(&self.starts_local, &self.ends_local),
        }
    }
}

/// Where one member has been: let in at an event, or helping in a shift that was worked, whoever said so.
pub(super) async fn of_member(conn: &mut impl Reading, member: MemberId) -> Result<Vec<Visit>> {
    let rows: Vec<VisitRow> = conn
        .all(
            sql!(
                "SELECT v.member_id, v.event_id, e.chapter_id, e.kind, v.at, coalesce(v.starts_local, e.starts_local) AS starts_local,
                     coalesce(v.ends_local, e.ends_local) AS ends_local
                 FROM (
                     SELECT c.member_id, c.event_id, c.at, NULL AS starts_local, NULL AS ends_local
                     FROM check_in c JOIN places p ON p.id = c.places_id WHERE p.shift_id IS NULL AND c.member_id = $1
                     UNION ALL
                     SELECT s.member_id, s.event_id, w.at, f.starts_local, f.ends_local
                     FROM shift_work w JOIN signup s ON s.id = w.signup_id JOIN places p ON p.id = s.places_id
                         JOIN shift f ON f.id = p.shift_id
                     WHERE w.outcome = 'worked' AND s.member_id = $1
                 ) v JOIN event e ON e.id = v.event_id
                 ORDER BY v.at, v.event_id LIMIT $2"
            ),
            (member.0, AT_ONCE),
        )
        .await?;
    let seasons = season::all(conn).await?;
    Ok(rows.iter().map(|row| row.visit(&seasons)).collect())
}

/// Where the members behind this one have been: some of them, each whole. None when there is nobody more.
pub(super) async fn behind(conn: &mut impl Reading, member: MemberId) -> Result<Option<Vec<(MemberId, Vec<Visit>)>>> {
    let rows: Vec<VisitRow> = conn
        .all(
            sql!(
                "SELECT v.member_id, v.event_id, e.chapter_id, e.kind, v.at, coalesce(v.starts_local, e.starts_local) AS starts_local,
                     coalesce(v.ends_local, e.ends_local) AS ends_local
                 FROM (
                     SELECT c.member_id, c.event_id, c.at, NULL AS starts_local, NULL AS ends_local
                     FROM check_in c JOIN places p ON p.id = c.places_id WHERE p.shift_id IS NULL AND c.member_id > $1
                     UNION ALL
                     SELECT s.member_id, s.event_id, w.at, f.starts_local, f.ends_local
                     FROM shift_work w JOIN signup s ON s.id = w.signup_id JOIN places p ON p.id = s.places_id
                         JOIN shift f ON f.id = p.shift_id
                     WHERE w.outcome = 'worked' AND s.member_id > $1
                 ) v JOIN event e ON e.id = v.event_id
                 ORDER BY v.member_id, v.at, v.event_id LIMIT $2"
            ),
            (member.0, AT_ONCE),
        )
        .await?;
    let seasons = season::all(conn).await?;
    let is_cut = rows.len() as i64 == AT_ONCE;
    let mut people: Vec<(MemberId, Vec<Visit>)> = vec![];
    for row in &rows {
        match people.last_mut() {
            Some((member, visits)) if member.0 == row.member_id => visits.push(row.visit(&seasons)),
            _ => people.push((MemberId(row.member_id), vec![row.visit(&seasons)])),
        }
    }
    if is_cut && people.len() > 1 {
        people.pop(); // read again from their first visit on
    }
    Ok((!people.is_empty()).then_some(people))
}

/// What the rule looks at besides visits, for one member.
pub(super) async fn circle(conn: &mut impl Reading, site: &Site, rule: BadgeRule, member: MemberId) -> Result<Circle> {
    let joined = match rule {
        // Ids are given in the order of joining. No further than the rule asks.
        BadgeRule::Founders(n) => {
            let (before,): (i64,) = conn
                .one(
                    sql!(
                        "SELECT count(*) FROM (SELECT CAST(1 AS BIGINT) AS one FROM member WHERE id < $1 LIMIT $2) earlier"
                    ),
                    (member.0, i64::from(n)),
                )
                .await?;
            before + 1
        }
        _ => 0,
    };
    Ok(Circle { chapters: chapters(conn, site, rule).await?, joined })
}

/// The chapters that have had an event, where the rule asks for them: one that was founded yesterday is on nobody's way.
pub(super) async fn chapters(conn: &mut impl Reading, site: &Site, rule: BadgeRule) -> Result<BTreeSet<ChapterId>> {
    if rule != BadgeRule::EveryChapter {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<(Uuid,)> = conn
        .all(
            sql!(
                "SELECT DISTINCT chapter_id FROM event WHERE state = 'published' AND starts_at <= $1
                 ORDER BY chapter_id LIMIT $2"
            ),
            (site.now().0, CHAPTERS),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| ChapterId(id)).collect())
}

/// The first so many members in the order of joining.
pub(super) async fn founders(conn: &mut impl Reading, rule: BadgeRule) -> Result<BTreeSet<MemberId>> {
    let BadgeRule::Founders(n) = rule else { return Ok(BTreeSet::new()) };
    let rows: Vec<(Uuid,)> = conn.all(sql!("SELECT id FROM member ORDER BY id LIMIT $1"), (i64::from(n),)).await?;
    Ok(rows.into_iter().map(|(id,)| MemberId(id)).collect())
}
