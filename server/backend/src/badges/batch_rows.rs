//! Who is in a batch, and what each would get as things are now.

use std::collections::{BTreeSet, HashSet};

use domain::badges::batch::{Known, Source, Verdict, judge, names};
use domain::badges::{BadgeRule, Circle, Occasion, Scope, earned};
use domain::{EventId, Failure, MemberId};
use uuid::Uuid;

use super::batch::{Stored, event_of};
use super::{season, visits};
use crate::db::{Reading, Result as DbResult};
use crate::{Site, sql};

/// Somebody who would get the badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) member: MemberId,
    pub(super) occasion: Occasion,
    pub(super) event: Option<EventId>,
}

/// A row of the batch.
pub(super) struct Row {
    pub(super) line: i64,
    /// As it was typed; empty where nothing was.
    pub(super) typed: String,
    /// None where nobody is known.
    pub(super) candidate: Option<Candidate>,
    pub(super) verdict: Verdict,
}

/// A batch with what would come of it.
pub(super) struct Judged {
    pub(super) rows: Vec<Row>,
}

impl Judged {
    pub(super) async fn of(conn: &mut impl Reading, site: &Site, stored: &Stored) -> Result<Self, Failure> {
        let scope = Scope::from_word(&stored.scope).ok_or(Failure::NotFound)?;
        let held = held(conn, stored.badge_id).await?;
        let event = event_of(stored);
        let occasion = scope.occasion(event, season::began(conn, site).await?);
        let rows = match stored.source()? {
            Source::List => listed(conn, stored, (occasion, event), &held).await?,
            Source::Event => {
                let people = attended(conn, event, MemberId(stored.by_id)).await?;
                let candidate = |member| Candidate { member, occasion, event };
                rows(people.into_iter().map(candidate).collect(), &held)
            }
            Source::Rule => {
                let rule = stored.rule.as_deref().and_then(BadgeRule::from_text).ok_or(Failure::NotFound)?;
                rows(by_rule(conn, site, rule, scope).await?, &held)
            }
        };
        Ok(Self { rows })
    }

    pub(super) fn count(&self, is: impl Fn(&Verdict) -> bool) -> i64 {
        self.rows.iter().filter(|row| is(&row.verdict)).count() as i64
    }

    pub(super) fn wrong(&self) -> i64 {
        self.count(|verdict| matches!(verdict, Verdict::Wrong(_)))
    }

    /// Those who would get it.
    pub(super) fn getting(self) -> Vec<Candidate> {
        let gets = self.rows.into_iter().filter(|row| row.verdict == Verdict::Gets);
        gets.filter_map(|row| row.candidate).collect()
    }
}

/// Who holds the badge for what.
type Held = HashSet<(Uuid, String)>;

async fn held(conn: &mut impl Reading, badge: Uuid) -> DbResult<Held> {
    let rows: Vec<(Uuid, String)> = conn
        .all(sql!("SELECT member_id, occasion FROM badge_grant WHERE badge_id = $1 AND undone_at IS NULL"), (badge,))
        .await?;
    Ok(rows.into_iter().collect())
}

fn holds(held: &Held, member: MemberId, occasion: Occasion) -> bool {
    held.contains(&(member.0, occasion.word()))
}

/// Rows of which each names somebody.
fn rows(candidates: Vec<Candidate>, held: &Held) -> Vec<Row> {
    let row = |(line, candidate): (i64, Candidate)| Row {
        line,
        typed: String::new(),
        verdict: match holds(held, candidate.member, candidate.occasion) {
            true => Verdict::Holds,
            false => Verdict::Gets,
        },
        candidate: Some(candidate),
    };
    (1..).zip(candidates).map(row).collect()
}

/// The rows of a list.
async fn listed(
    conn: &mut impl Reading,
    stored: &Stored,
    (occasion, event): (Occasion, Option<EventId>),
    held: &Held,
) -> Result<Vec<Row>, Failure> {
    let names = names(&stored.list).map_err(|code| Failure::field("list", code))?;
    let mut known = vec![];
    for (_, name) in &names {
        let found: Option<(Uuid, String)> = conn
            .optional(
                sql!("SELECT id, display_name FROM member WHERE handle = $1 OR email = $1 LIMIT 1"),
                (name.as_str(),),
            )
            .await?;
        known.push(found.map(|(id, display_name)| Known {
            member: MemberId(id),
            display_name,
            holds: holds(held, MemberId(id), occasion),
        }));
    }
    let verdicts = judge(&known, MemberId(stored.by_id));
    let rows = names.into_iter().zip(known).zip(verdicts).map(|(((line, typed), known), verdict)| Row {
        line,
        typed,
        candidate: known.map(|known| Candidate { member: known.member, occasion, event }),
        verdict,
    });
    Ok(rows.collect())
}

/// Everybody who was let in at an event, but for who gives.
async fn attended(conn: &mut impl Reading, event: Option<EventId>, by: MemberId) -> DbResult<Vec<MemberId>> {
    let rows: Vec<(Uuid,)> = conn
        .all(
            sql!(
                "SELECT DISTINCT member_id FROM check_in WHERE event_id = $1 AND member_id <> $2 ORDER BY member_id LIMIT 20000"
            ),
            (event.map(|event| event.0), by.0),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| MemberId(id)).collect())
}

/// Everybody who has earned it by its rule, for each occasion once.
async fn by_rule(
    conn: &mut impl Reading,
    site: &Site,
    rule: BadgeRule,
    scope: Scope,
) -> Result<Vec<Candidate>, Failure> {
    let founders: BTreeSet<MemberId> = visits::founders(conn, rule).await?;
    let chapters = visits::chapters(conn, site, rule).await?;
    let mut all = vec![];
    let mut last = MemberId(Uuid::nil());
    while let Some(people) = visits::behind(conn, last).await? {
        for (member, been) in people {
            last = member;
            let joined = if founders.contains(&member) { 1 } else { i64::MAX };
            let circle = Circle { chapters: chapters.clone(), joined };
            let earned = earned(rule, scope, &been, &circle);
            all.extend(earned.into_iter().map(|earned| Candidate {
                member,
                occasion: earned.occasion,
                event: Some(earned.event),
            }));
        }
    }
    Ok(all)
}
