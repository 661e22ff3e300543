//! What a member's page tells beside honor: what happened when, where they were, what they won.

use domain::badges::view::Medal;
use domain::honor::tiers::Tier;
use domain::members::view::{EventLine, Happened, Milestone};
use domain::{GrantId, Instant, Locale, MemberId};
use uuid::Uuid;

use crate::db::{Reading, Result};
use crate::{sql, when};

/// So many lines at most.
const LINES: i64 = 60;

/// The badge that the house's own award mints, and the one of a cover.
const TROPHY: &str = "golden-rabbit";
const COVER: &str = "cover-star";

/// A member, as far as their story goes.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) member: MemberId,
    pub(super) zone: &'a str,
    pub(super) joined: Instant,
}

/// The title of the first event they were at.
pub(super) async fn first_event(conn: &mut impl Reading, whose: Whose<'_>) -> Result<Option<String>> {
    let found: Option<(String,)> = conn
        .optional(
            sql!(
                "SELECT e.title FROM check_in i JOIN event e ON e.id = i.event_id WHERE i.member_id = $1
                 ORDER BY i.at, i.signup_id LIMIT 1"
            ),
            (whose.member.0,),
        )
        .await?;
    Ok(found.map(|(title,)| title))
}

/// Events they were at, the newest first.
pub(super) async fn events(conn: &mut impl Reading, locale: Locale, whose: Whose<'_>) -> Result<Vec<EventLine>> {
    let rows: Vec<(String, String, String, i64)> = conn
        .all(
            sql!(
                "SELECT e.slug, e.title, e.zone, t.came FROM (SELECT i.event_id, min(i.at) AS came FROM check_in i WHERE i.member_id = $1
                     GROUP BY i.event_id) t JOIN event e ON e.id = t.event_id ORDER BY t.came DESC LIMIT $2"
            ),
            (whose.member.0, LINES),
        )
        .await?;
    let line = |(slug, title, zone, came): (String, String, String, i64)| EventLine {
        slug,
        title,
        date: when::short_date(locale, &zone, Instant(came)),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What of other parts of the page a timeline may tell: what its reader sees of them.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// When each badge came, and its name.
    pub(super) badges: &'a [(i64, String)],
    /// The title of the first event.
    pub(super) first_event: Option<&'a str>,
    pub(super) tiers: Tiers,
}

/// Whether a timeline tells of tiers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tiers {
    Told,
    Untold,
}

/// What happened, the newest first.
pub(super) async fn timeline(
    conn: &mut impl Reading,
    locale: Locale,
    whose: Whose<'_>,
    told: Told<'_>,
) -> Result<Vec<Happened>> {
    let mut all: Vec<(i64, Milestone)> = vec![(whose.joined.0, Milestone::Joined)];
    let came: (Option<i64>,) =
        conn.one(sql!("SELECT min(at) FROM check_in WHERE member_id = $1"), (whose.member.0,)).await?;
    all.extend(came.0.map(|at| (at, Milestone::FirstEvent(told.first_event.map(str::to_owned)))));
    all.extend(told.badges.iter().map(|(at, name)| (*at, Milestone::Badge(name.clone()))));
    let terms: Vec<(String, i64, Option<i64>)> = conn
        .all(
            sql!("SELECT tier, starts_at, ended_at FROM tier_term WHERE member_id = $1 ORDER BY starts_at LIMIT $2"),
            (whose.member.0, LINES),
        )
        .await?;
    for (tier, starts, ended) in terms {
        let Some(tier) = Tier::from_word(&tier).filter(|_| told.tiers == Tiers::Told) else { continue };
        all.push((starts, Milestone::Tier(tier)));
        all.extend(ended.map(|at| (at, Milestone::TierEnded(tier))));
    }
    // Of one moment the later kind stands above: first they came, then they got a badge for it.
    all.sort_by_key(|(at, _)| *at);
    let line = |(at, what)| Happened { at: when::short_month_year(locale, whose.zone, Instant(at)), what };
    Ok(all.into_iter().rev().take(usize::try_from(LINES).unwrap_or_default()).map(line).collect())
}

#[derive(sqlx::FromRow)]
struct HonorsRow {
    id: Uuid,
    slug: String,
    art: String,
    name_en: String,
    name_zh: String,
    granted_at: i64,
    reason: Option<String>,
}

/// What somebody holds, by what it is: trophies, covers, and for the timeline all badges with when they came.
#[derive(Default)]
pub(super) struct Honors {
    pub(super) trophies: Vec<Medal>,
    pub(super) covers: Vec<Medal>,
    pub(super) dated: Vec<(i64, String)>,
}

/// What a member holds and does not hide: trophies and covers however old they are, of the others the newest.
pub(super) async fn honors(conn: &mut impl Reading, locale: Locale, whose: Whose<'_>) -> Result<Honors> {
    let rows: Vec<HonorsRow> = conn
        .all(
            sql!(
                "SELECT g.id, b.slug, v.art, v.name_en, v.name_zh, g.granted_at, g.reason
                 FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                     JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                 WHERE g.member_id = $1 AND g.choice IN ('open', 'accepted') AND g.revoked_at IS NULL AND g.undone_at IS NULL
                 ORDER BY CASE WHEN b.slug IN ($3, $4) THEN 0 ELSE 1 END, g.granted_at DESC, g.id DESC LIMIT $2"
            ),
            (whose.member.0, LINES, TROPHY, COVER),
        )
        .await?;
    let mut honors = Honors::default();
    for row in rows {
        let name = match locale {
            Locale::En => row.name_en,
            Locale::ZhCn => row.name_zh,
        };
        honors.dated.push((row.granted_at, name.clone()));
        let into = match row.slug.as_str() {
            TROPHY => &mut honors.trophies,
            COVER => &mut honors.covers,
            _ => continue,
        };
        let date = when::short_month_year(locale, whose.zone, Instant(row.granted_at));
        let line = row.reason.unwrap_or(date);
        into.push(Medal { name, art: row.art, grant: Some(GrantId(row.id)), line });
    }
    Ok(honors)
}
