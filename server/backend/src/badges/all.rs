//! The badges of the house, for everybody who wonders what can be earned.

use domain::{Failure, Locale, badges::view::BadgeView};

use super::texts::BadgeRow;
use crate::{Site, sql};

/// All badges in their order, in the reader's language.
///
/// # Errors
/// Only when the database cannot be read.
pub async fn all(site: &Site, locale: Locale) -> Result<Vec<BadgeView>, Failure> {
    let rows: Vec<BadgeRow> = (site.db.read().await?)
        .all(sql!("SELECT slug, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh FROM badge ORDER BY position, slug"), ())
        .await?;
    Ok(rows.into_iter().map(|row| row.view(locale)).collect())
}
