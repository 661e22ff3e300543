//! `/my/badges`: a member's own badges, those they hide too, and how far they are on the way to the next.

use std::collections::BTreeMap;

use domain::badges::Choice;
use domain::badges::view::{MyBadge, MyBadgesPage, OnTheWay};
use domain::members::access::Actor;
use domain::members::parts::Part;
use domain::{Failure, GrantId, Instant, Locale};
use uuid::Uuid;

use super::change::holding;
use super::on_the_way::{self, Way};
use super::texts::{in_locale, numbered};
use crate::db::{Reading, Result as DbResult};
use crate::{Site, members, sql, when};

#[derive(sqlx::FromRow)]
struct MineRow {
    id: Uuid,
    name_en: String,
    name_zh: String,
    art: String,
    granted_at: i64,
    zone: String,
    number: Option<i64>,
    edition: Option<i64>,
    note: Option<String>,
    by_name: Option<String>,
    choice: String,
    revoked_at: Option<i64>,
    revoke_reason: Option<String>,
}

/// The actor's own badges.
///
/// # Errors
/// When the database fails.
pub async fn my_badges(site: &Site, actor: &Actor, locale: Locale) -> Result<MyBadgesPage, Failure> {
    let mut conn = site.db.read().await?;
    let rows: Vec<MineRow> = conn
        .all(
            sql!(
                "SELECT g.id, v.name_en, v.name_zh, v.art, g.granted_at, m.zone, g.number, b.edition, g.note,
                     giver.display_name AS by_name, g.choice, g.revoked_at, g.revoke_reason
                 FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                     JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                     JOIN member m ON m.id = g.member_id LEFT JOIN member giver ON giver.id = g.by_id
                 WHERE g.member_id = $1 AND g.undone_at IS NULL ORDER BY g.granted_at DESC, g.id DESC LIMIT 500"
            ),
            (actor.member.0,),
        )
        .await?;
    let (published,): (Option<i64>,) =
        conn.one(sql!("SELECT published_at FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let shown = members::parts(&mut conn, actor.member).await?.has(Part::Badges);
    let ways = on_the_way::of(&mut conn, site, actor.member).await?;
    let on_the_way = described(&mut conn, locale, ways).await?;
    let (new, held) = rows
        .into_iter()
        .map(|row| row.view(locale))
        .partition(|mine: &MyBadge| mine.choice == Choice::Open && mine.revoked.is_none());
    Ok(MyBadgesPage { new, held, on_the_way, is_public: published.is_some() && shown })
}

impl MineRow {
    fn view(self, locale: Locale) -> MyBadge {
        MyBadge {
            id: GrantId(self.id),
            name: in_locale(locale, self.name_en, self.name_zh),
            art: self.art,
            granted: when::date(locale, &self.zone, Instant(self.granted_at)),
            number: numbered(self.number, self.edition),
            note: self.note,
            by: self.by_name,
            choice: holding(&self.choice, self.revoked_at, None).choice,
            revoked: self.revoke_reason,
        }
    }
}

#[derive(sqlx::FromRow)]
struct WayRow {
    slug: String,
    family: Option<String>,
    step: Option<i64>,
    name_en: String,
    name_zh: String,
    criteria_en: String,
    criteria_zh: String,
    art: String,
}

/// The ways in words; of a family only the lowest tier.
async fn described(conn: &mut impl Reading, locale: Locale, ways: Vec<Way>) -> DbResult<Vec<OnTheWay>> {
    let rows: Vec<WayRow> = conn
        .all(
            sql!(
                "SELECT b.slug, b.family, b.step, v.name_en, v.name_zh, v.criteria_en, v.criteria_zh, v.art
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 WHERE b.rule IS NOT NULL AND b.retired_at IS NULL ORDER BY b.slug LIMIT 500"
            ),
            (),
        )
        .await?;
    let is_way = |row: &&WayRow| ways.iter().any(|way| way.slug == row.slug);
    let mut lowest: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows.iter().filter(is_way) {
        if let (Some(family), Some(step)) = (&row.family, row.step) {
            let least = lowest.entry(family).or_insert(step);
            *least = (*least).min(step);
        }
    }
    let next = |row: &&WayRow| match (&row.family, row.step) {
        (Some(family), Some(step)) => lowest.get(family.as_str()) == Some(&step),
        _ => true,
    };
    let told = ways.iter().filter_map(|way| {
        let row = rows.iter().filter(next).find(|row| row.slug == way.slug)?;
        Some(OnTheWay {
            slug: row.slug.clone(),
            name: in_locale(locale, row.name_en.clone(), row.name_zh.clone()),
            art: row.art.clone(),
            criteria: in_locale(locale, row.criteria_en.clone(), row.criteria_zh.clone()),
            have: way.progress.have,
            of: way.progress.of,
        })
    });
    Ok(told.collect())
}
