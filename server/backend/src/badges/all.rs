//! The badges of the house, for everybody who wonders what can be earned.

use domain::badges::view::BadgeCard;
use domain::{Failure, Locale};

use super::texts::{BadgeRow, edition};
use crate::{Site, sql};

#[derive(sqlx::FromRow)]
struct CardRow {
    #[sqlx(flatten)]
    badge: BadgeRow,
    edition: Option<i64>,
    numbered: i64,
    retired_at: Option<i64>,
}

/// All badges in their order, in the reader's language; the retired last, the secret not at all.
///
/// # Errors
/// Only when the database cannot be read.
pub async fn all(site: &Site, locale: Locale) -> Result<Vec<BadgeCard>, Failure> {
    let rows: Vec<CardRow> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh, b.edition,
                     b.numbered, b.retired_at
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 WHERE NOT b.is_secret
                 ORDER BY CASE WHEN b.retired_at IS NULL THEN 0 ELSE 1 END, b.position, b.slug LIMIT 500"
            ),
            (),
        )
        .await?;
    let card = |row: CardRow| BadgeCard {
        edition: edition(row.edition, row.numbered),
        is_retired: row.retired_at.is_some(),
        badge: row.badge.view(locale),
    };
    Ok(rows.into_iter().map(card).collect())
}
