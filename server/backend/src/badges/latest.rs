//! The newest honors, for the front page.

use domain::badges::view::Medal;
use domain::events::view::LatestHonor;
use domain::members::view::Person;
use domain::{GrantId, Instant, Locale};
use uuid::Uuid;

use super::texts::in_locale;
use crate::db::{Reading, Result};
use crate::{sql, when};

#[derive(sqlx::FromRow)]
struct LatestRow {
    id: Uuid,
    granted_at: i64,
    art: String,
    name_en: String,
    name_zh: String,
    handle: String,
    display_name: String,
    face: String,
    zone: String,
    city: Option<String>,
}

/// The newest grants that stand and whose holders' profiles are public, with their badges.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut impl Reading, locale: Locale, most: i64) -> Result<Vec<LatestHonor>> {
    let rows: Vec<LatestRow> = conn
        .all(
            sql!("SELECT g.id, g.granted_at, v.art, v.name_en, v.name_zh, m.handle, m.display_name, m.face, m.zone, c.city
                  FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                      JOIN member m ON m.id = g.member_id LEFT JOIN chapter c ON c.id = m.home_chapter_id
                      LEFT JOIN profile_choice x ON x.member_id = m.id
                  WHERE m.published_at IS NOT NULL AND coalesce(x.badges, TRUE) AND g.choice IN ('open', 'accepted')
                      AND g.revoked_at IS NULL AND g.undone_at IS NULL
                  ORDER BY g.granted_at DESC, g.id DESC LIMIT $1"),
            (most,),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.view(locale)).collect())
}

impl LatestRow {
    fn view(self, locale: Locale) -> LatestHonor {
        LatestHonor {
            medal: Medal {
                name: in_locale(locale, self.name_en, self.name_zh),
                art: self.art,
                grant: Some(GrantId(self.id)),
                line: when::short_month_year(locale, &self.zone, Instant(self.granted_at)),
            },
            person: Person { handle: self.handle, display_name: self.display_name, face: self.face, has_page: true },
            city: self.city.unwrap_or_default(),
        }
    }
}
