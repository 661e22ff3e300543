//! A member's wall of badges.

use std::collections::HashMap;

use domain::badges::Progress;
use domain::badges::view::Medal;
use domain::badges::wall::{Piece, arrange};
use domain::{GrantId, Instant, Locale, MemberId};
use uuid::Uuid;

use super::on_the_way;
use super::texts::in_locale;
use crate::db::{Reading, Result};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct MedalRow {
    slug: String,
    family: Option<String>,
    step: Option<i64>,
    art: String,
    name_en: String,
    name_zh: String,
    criteria_en: String,
    criteria_zh: String,
    grant_id: Option<Uuid>,
    granted_at: Option<i64>,
    zone: String,
}

/// The badges of a member as their page shows them to everybody: those they hold and do not hide, the newest first, then those
/// still to be earned, each with how. One that is hidden looks like one still to be earned: a gap would tell of it. Secret ones and
/// those that are not given any more hang there only where they are held.
///
/// # Errors
/// When the database fails.
pub async fn wall(conn: &mut impl Reading, locale: Locale, member: MemberId) -> Result<Vec<Medal>> {
    let rows = rows(conn, member).await?;
    Ok(arrange(rows.into_iter().map(|row| row.piece(locale, &HashMap::new())).collect()))
}

/// The same for its owner, who also reads how far they are on the way to each.
///
/// # Errors
/// When the database fails.
pub async fn own_wall(conn: &mut impl Reading, site: &Site, locale: Locale, member: MemberId) -> Result<Vec<Medal>> {
    let rows = rows(conn, member).await?;
    let ways = on_the_way::of(conn, site, member).await?;
    let ways = ways.into_iter().map(|way| (way.slug, so_far(locale, way.progress))).collect();
    Ok(arrange(rows.into_iter().map(|row| row.piece(locale, &ways)).collect()))
}

async fn rows(conn: &mut impl Reading, member: MemberId) -> Result<Vec<MedalRow>> {
    conn.all(
        sql!(
            "SELECT b.slug, b.family, b.step, v.art, v.name_en, v.name_zh, v.criteria_en, v.criteria_zh, g.id AS grant_id,
                 g.granted_at, m.zone
             FROM member m CROSS JOIN badge b
                 LEFT JOIN badge_grant g ON g.badge_id = b.id AND g.member_id = m.id AND g.undone_at IS NULL
                     AND g.revoked_at IS NULL AND g.choice IN ('open', 'accepted')
                 JOIN badge_version v ON v.badge_id = b.id AND v.number = coalesce(g.version, b.version)
             WHERE m.id = $1 AND (g.id IS NOT NULL OR (NOT b.is_secret AND b.retired_at IS NULL))
             ORDER BY g.granted_at DESC NULLS LAST, g.id DESC, b.position, b.slug LIMIT 400"
        ),
        (member.0,),
    )
    .await
}

/// "3 of 5".
fn so_far(locale: Locale, Progress { have, of }: Progress) -> String {
    match locale {
        Locale::En => format!("{have} of {of}"),
        Locale::ZhCn => format!("{have} / {of}"),
    }
}

impl MedalRow {
    fn piece(self, locale: Locale, ways: &HashMap<String, String>) -> Piece {
        let line = match self.granted_at {
            Some(at) => when::short_month_year(locale, &self.zone, Instant(at)),
            None => {
                let criteria = in_locale(locale, self.criteria_en, self.criteria_zh);
                match (ways.get(&self.slug), locale) {
                    (None, _) => criteria,
                    (Some(way), Locale::En) => format!("{criteria}: {way}"),
                    (Some(way), Locale::ZhCn) => format!("{criteria}：{way}"),
                }
            }
        };
        let medal = Medal {
            name: in_locale(locale, self.name_en, self.name_zh),
            art: self.art,
            grant: self.grant_id.map(GrantId),
            line,
        };
        Piece { medal, family: self.family.zip(self.step) }
    }
}
