//! The version of a badge that a grant names: what was granted, word for word, whatever the badge says today.

use domain::GrantId;

use crate::db::{Reading, Result};
use crate::sql;

/// A badge as it was when it was granted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GrantedVersion {
    /// The badge's slug.
    pub slug: String,
    /// Its version, from 1.
    pub version: i64,
    /// Which number of a limited edition the grant is.
    pub number: Option<i64>,
    /// Address of the art.
    pub art: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its story in English.
    pub story_en: String,
    /// Its story in Chinese.
    pub story_zh: String,
    /// How it is earned, in English.
    pub criteria_en: String,
    /// How it is earned, in Chinese.
    pub criteria_zh: String,
}

/// What was granted; none for no such grant.
///
/// # Errors
/// When the database fails.
pub async fn granted_version(conn: &mut impl Reading, grant: GrantId) -> Result<Option<GrantedVersion>> {
    conn.optional(
        sql!(
            "SELECT b.slug, g.version, g.number, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en,
                 v.criteria_zh
             FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                 JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
             WHERE g.id = $1"
        ),
        (grant.0,),
    )
    .await
}
