//! What organisers see of badges: all of them, and one to change.

use domain::badges::desk::{BadgeDesk, BadgesDesk, DeskLine, Made, VersionLine};
use domain::badges::{BadgeForm, BadgeRule};
use domain::members::access::{Action, Actor, require};
use domain::{Failure, Instant, Locale};
use uuid::Uuid;

use super::badge_page::holders;
use super::texts::{BadgeRow, edition, in_locale};
use crate::db::{Reading, Result as DbResult};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct DeskRow {
    id: Uuid,
    #[sqlx(flatten)]
    badge: BadgeRow,
    version: i64,
    scope: String,
    rule: Option<String>,
    edition: Option<i64>,
    numbered: i64,
    is_secret: bool,
    family: Option<String>,
    step: Option<i64>,
    retired_at: Option<i64>,
    frozen_at: Option<i64>,
    holders: i64,
}

/// All badges, those that are not given any more last.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise.
pub async fn badges_desk(site: &Site, actor: &Actor, locale: Locale) -> Result<BadgesDesk, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let rows: Vec<DeskRow> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT b.id, b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh,
                     b.version, b.scope, b.rule, b.edition, b.numbered, b.is_secret, b.family, b.step, b.retired_at, v.frozen_at,
                     (SELECT count(DISTINCT g.member_id) FROM badge_grant g WHERE g.badge_id = b.id
                          AND g.choice <> 'declined' AND g.revoked_at IS NULL AND g.undone_at IS NULL) AS holders
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 ORDER BY CASE WHEN b.retired_at IS NULL THEN 0 ELSE 1 END, b.position, b.slug LIMIT 500"
            ),
            (),
        )
        .await?;
    let line = |row: DeskRow| DeskLine {
        rule: row.rule,
        holders: row.holders,
        edition: edition(row.edition, row.numbered),
        is_secret: row.is_secret,
        is_retired: row.retired_at.is_some(),
        badge: row.badge.view(locale),
    };
    Ok(BadgesDesk { badges: rows.into_iter().map(line).collect() })
}

/// The form for a badge: an empty one, or the badge of this slug.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`].
pub async fn badge_desk(site: &Site, actor: &Actor, locale: Locale, slug: Option<&str>) -> Result<BadgeDesk, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let Some(slug) = slug else {
        let form = BadgeForm { scope: "once".into(), ..BadgeForm::default() };
        return Ok(BadgeDesk { form, made: None });
    };
    let mut conn = site.db.read().await?;
    let row: Option<DeskRow> = conn
        .optional(
            sql!(
                "SELECT b.id, b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh,
                     b.version, b.scope, b.rule, b.edition, b.numbered, b.is_secret, b.family, b.step, b.retired_at, v.frozen_at,
                     CAST(0 AS BIGINT) AS holders
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version WHERE b.slug = $1"
            ),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let form = row.form();
    let made = Made {
        version: row.version,
        is_frozen: row.frozen_at.is_some(),
        holders: holders(&mut conn, row.id).await?,
        edition: edition(row.edition, row.numbered),
        is_retired: row.retired_at.is_some(),
        versions: versions(&mut conn, locale, row.id).await?,
        badge: row.badge.view(locale),
    };
    Ok(BadgeDesk { form, made: Some(made) })
}

impl DeskRow {
    fn form(&self) -> BadgeForm {
        let rule = self.rule.as_deref().and_then(BadgeRule::from_text);
        let badge = self.badge.clone();
        let digits = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        BadgeForm {
            slug: badge.slug,
            name_en: badge.name_en,
            name_zh: badge.name_zh,
            story_en: badge.story_en,
            story_zh: badge.story_zh,
            criteria_en: badge.criteria_en,
            criteria_zh: badge.criteria_zh,
            scope: self.scope.clone(),
            rule: rule.map(BadgeRule::word).unwrap_or_default().into(),
            count: digits(rule.and_then(BadgeRule::number).map(i64::from)),
            edition: digits(self.edition),
            family: self.family.clone().unwrap_or_default(),
            step: digits(self.step),
            secret: self.is_secret,
        }
    }
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    number: i64,
    name_en: String,
    name_zh: String,
    made_at: i64,
    by_name: Option<String>,
    grants: i64,
}

async fn versions(conn: &mut impl Reading, locale: Locale, badge: Uuid) -> DbResult<Vec<VersionLine>> {
    let rows: Vec<VersionRow> = conn
        .all(
            sql!(
                "SELECT v.number, v.name_en, v.name_zh, v.made_at, m.display_name AS by_name,
                     (SELECT count(*) FROM badge_grant g WHERE g.badge_id = v.badge_id AND g.version = v.number) AS grants
                 FROM badge_version v LEFT JOIN member m ON m.id = v.by_id WHERE v.badge_id = $1
                 ORDER BY v.number DESC LIMIT 50"
            ),
            (badge,),
        )
        .await?;
    let line = |row: VersionRow| VersionLine {
        number: row.number,
        name: in_locale(locale, row.name_en, row.name_zh),
        made: when::short_date(locale, "UTC", Instant(row.made_at)),
        by: row.by_name,
        grants: row.grants,
    };
    Ok(rows.into_iter().map(line).collect())
}
