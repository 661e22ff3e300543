//! A member's wall of badges.

use domain::badges::view::Medal;
use domain::{GrantId, Instant, Locale, MemberId};
use uuid::Uuid;

use super::texts::in_locale;
use crate::db::{Reading, Result};
use crate::{sql, when};

#[derive(sqlx::FromRow)]
struct MedalRow {
    art: String,
    name_en: String,
    name_zh: String,
    criteria_en: String,
    criteria_zh: String,
    grant_id: Option<Uuid>,
    granted_at: Option<i64>,
    zone: String,
}

/// All badges of the house: those the member holds, the newest first, then those still to be earned, each with how.
///
/// # Errors
/// When the database fails.
pub async fn wall(conn: &mut impl Reading, locale: Locale, member: MemberId) -> Result<Vec<Medal>> {
    let rows: Vec<MedalRow> = conn
        .all(
            sql!("SELECT b.art, b.name_en, b.name_zh, b.criteria_en, b.criteria_zh, g.id AS grant_id, g.granted_at, m.zone
                  FROM member m CROSS JOIN badge b LEFT JOIN badge_grant g ON g.badge_id = b.id AND g.member_id = m.id
                  WHERE m.id = $1 ORDER BY g.granted_at DESC NULLS LAST, g.id DESC, b.position LIMIT 200"),
            (member.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.view(locale)).collect())
}

impl MedalRow {
    fn view(self, locale: Locale) -> Medal {
        let line = match self.granted_at {
            Some(at) => when::short_month_year(locale, &self.zone, Instant(at)),
            None => in_locale(locale, self.criteria_en, self.criteria_zh),
        };
        Medal {
            name: in_locale(locale, self.name_en, self.name_zh),
            art: self.art,
            grant: self.grant_id.map(GrantId),
            line,
        }
    }
}
