//! The page on which an organiser gives a badge.

use domain::badges::view::GrantFormPage;
use domain::members::access::{Action, Actor, require};
use domain::{Failure, GrantId, Instant, Locale};
use uuid::Uuid;

use super::texts::{BadgeRow, in_locale};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct LatestRow {
    id: Uuid,
    name_en: String,
    name_zh: String,
    display_name: String,
    granted_at: i64,
    zone: String,
}

/// The badges that can be given by hand, and who got one last. `handle` comes from the link and fills the field.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise.
pub async fn grant_form(site: &Site, actor: &Actor, locale: Locale, handle: &str) -> Result<GrantFormPage, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let badges: Vec<BadgeRow> = conn
        .all(
            sql!(
                "SELECT slug, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh FROM badge
                  WHERE NOT by_rule ORDER BY position LIMIT 200"
            ),
            (),
        )
        .await?;
    let latest: Vec<LatestRow> = conn
        .all(
            sql!(
                "SELECT g.id, b.name_en, b.name_zh, m.display_name, g.granted_at, m.zone
                  FROM badge_grant g JOIN badge b ON b.id = g.badge_id JOIN member m ON m.id = g.member_id
                  WHERE g.by_id IS NOT NULL ORDER BY g.granted_at DESC, g.id DESC LIMIT 10"
            ),
            (),
        )
        .await?;
    let line = |row: LatestRow| {
        let granted = when::short_date(locale, &row.zone, Instant(row.granted_at));
        (GrantId(row.id), in_locale(locale, row.name_en, row.name_zh), row.display_name, granted)
    };
    Ok(GrantFormPage {
        badges: badges.into_iter().map(|badge| badge.view(locale)).collect(),
        handle: handle.trim().trim_start_matches('@').into(),
        latest: latest.into_iter().map(line).collect(),
    })
}
