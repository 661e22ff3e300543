//! What a rule would have given: tried on the past, before it takes effect.

use std::collections::BTreeMap;

use domain::honor::caps::{Record, project};
use domain::honor::days::Day;
use domain::honor::view::{Given, Trial};
use domain::honor::{RuleTerms, Trigger, Worth};
use domain::{EventId, HonorEntryId, Instant, MemberId};
use uuid::Uuid;

use super::add::day_in;
use super::periods::seasons;
use crate::Site;
use crate::db::{Reading, Result};
use crate::sql;

/// How far back it looks, in seconds: a year.
const BACK_S: i64 = 365 * 86_400;
/// The most that is looked at.
const MOST: i64 = 500_000;

/// Something that was done, as the rule would see it.
#[derive(sqlx::FromRow)]
struct Occasion {
    member_id: Uuid,
    event_id: Option<Uuid>,
    by_id: Option<Uuid>,
    at: i64,
    zone: String,
    day: Option<i64>,
    /// What the event, the organiser or an earlier version of the rule gave for it.
    gave: i64,
    /// What that version gave for an hour.
    an_hour: Option<i64>,
}

impl Occasion {
    /// What these terms give for it.
    fn worth(&self, trigger: Trigger, terms: &RuleTerms) -> i64 {
        terms.worth(match (trigger, self.an_hour) {
            (Trigger::Attended, _) => Worth::OfEvent(self.gave),
            (Trigger::Thanked, _) => Worth::Said(self.gave),
            (Trigger::Worked, Some(an_hour)) if an_hour > 0 => {
                Worth::Work { minutes: self.gave * 60 / an_hour, weight: 100 }
            }
            _ => Worth::ByRule,
        })
    }
}

/// Tries the terms on the past year, beside those that hold.
///
/// # Errors
/// When the database fails.
pub(super) async fn try_on(
    conn: &mut impl Reading,
    site: &Site,
    trigger: Trigger,
    (new, now): (&RuleTerms, &RuleTerms),
) -> Result<Trial> {
    let since = site.now().plus_seconds(-BACK_S);
    let occasions = match trigger {
        Trigger::Attended => attended(conn, since).await?,
        Trigger::Organised => organised(conn, (since, site.now())).await?,
        Trigger::Brought => brought(conn, since).await?,
        _ => recorded(conn, trigger, since).await?,
    };
    let seasons = seasons(conn).await?;
    let given = |terms: &RuleTerms| {
        let mut by_member: BTreeMap<Uuid, Vec<Record>> = BTreeMap::new();
        for (n, occasion) in (0_u128..).zip(&occasions) {
            let points = occasion.worth(trigger, terms);
            if points > 0 {
                let at = Instant(occasion.at);
                by_member.entry(occasion.member_id).or_default().push(Record {
                    id: HonorEntryId(Uuid::from_u128(n)),
                    points,
                    trigger: Some(trigger),
                    day: occasion.day.map_or_else(|| day_in(&occasion.zone, at), Day),
                    season: seasons.of(at),
                    event: occasion.event_id.map(EventId),
                    by: occasion.by_id.map(MemberId),
                    corrects: None,
                    caps: terms.caps,
                });
            }
        }
        let mut sum = Given::default();
        for records in by_member.values() {
            let counted: i64 = project(records).iter().map(|counted| counted.points).sum();
            let recorded: i64 = records.iter().map(|record| record.points).sum();
            sum.points += counted;
            sum.capped += recorded - counted;
            sum.members += i64::from(counted > 0);
        }
        sum
    };
    Ok(Trial { occasions: i64::try_from(occasions.len()).unwrap_or(i64::MAX), new: given(new), now: given(now) })
}

/// Member, event, when, in which zone, and what the event gives.
type Plain = (Uuid, Uuid, i64, String, i64);

fn plain((member_id, event, at, zone, gave): Plain) -> Occasion {
    Occasion { member_id, event_id: Some(event), by_id: None, at, zone, day: None, gave, an_hour: None }
}

/// Whoever let themselves in earned nothing by it.
async fn attended(conn: &mut impl Reading, since: Instant) -> Result<Vec<Occasion>> {
    let rows: Vec<Plain> = conn
        .all(
            sql!(
                "SELECT c.member_id, c.event_id, c.at, e.zone, e.honor FROM check_in c JOIN event e ON e.id = c.event_id
                     JOIN places p ON p.id = c.places_id AND p.shift_id IS NULL
                 WHERE c.at > $1 AND c.by_id <> c.member_id ORDER BY c.at LIMIT $2"
            ),
            (since.0, MOST),
        )
        .await?;
    Ok(rows.into_iter().map(plain).collect())
}

async fn organised(conn: &mut impl Reading, (since, now): (Instant, Instant)) -> Result<Vec<Occasion>> {
    let rows: Vec<Plain> = conn
        .all(
            sql!(
                "SELECT e.host_id, e.id, e.ends_at, e.zone, e.honor FROM event e
                 WHERE e.state = 'published' AND e.postponed_at IS NULL AND e.ends_at > $1 AND e.ends_at <= $2
                     AND (SELECT count(DISTINCT c.member_id) FROM check_in c WHERE c.event_id = e.id AND c.member_id <> e.host_id) >= $4
                 ORDER BY e.ends_at LIMIT $3"
            ),
            (since.0, now.0, MOST, super::hosts::GUESTS),
        )
        .await?;
    Ok(rows.into_iter().map(plain).collect())
}

/// Each at the first event of whom they brought.
async fn brought(conn: &mut impl Reading, since: Instant) -> Result<Vec<Occasion>> {
    let rows: Vec<Plain> = conn
        .all(
            sql!(
                "SELECT b.by_id, c.event_id, c.at, e.zone, e.honor
                 FROM honor_bringer b JOIN check_in c ON c.member_id = b.member_id JOIN event e ON e.id = c.event_id
                 WHERE c.at > $1 AND c.by_id <> c.member_id AND NOT EXISTS (SELECT 1 FROM check_in f
                     WHERE f.member_id = c.member_id AND f.by_id <> f.member_id AND (f.at < c.at OR f.at = c.at AND f.signup_id < c.signup_id))
                 ORDER BY c.at LIMIT $2"
            ),
            (since.0, MOST),
        )
        .await?;
    Ok(rows.into_iter().map(plain).collect())
}

/// What is told of only by the ledger itself.
async fn recorded(conn: &mut impl Reading, trigger: Trigger, since: Instant) -> Result<Vec<Occasion>> {
    conn.all(
        sql!(
            "SELECT h.member_id, h.event_id, h.by_id, h.at, m.zone, h.day, h.points AS gave, v.points AS an_hour
             FROM honor_entry h JOIN member m ON m.id = h.member_id JOIN honor_counted c ON c.entry_id = h.id
                 LEFT JOIN honor_rule_version v ON v.rule = h.cause AND v.version = h.rule_version
             WHERE h.cause = $1 AND h.at > $2 AND c.state = 'stands' ORDER BY h.at LIMIT $3"
        ),
        (trigger.word(), since.0, MOST),
    )
    .await
}
