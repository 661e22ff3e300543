//! What a grant says for good, written down in the transaction that makes it.

use domain::badges::credential::{Frozen, FrozenEvent};
use domain::{GrantId, Instant, Locale};

use crate::badges::texts::in_locale;
use crate::badges::version::{GrantedVersion, granted_version};
use crate::db::{DbError, Result, Tx};
use crate::{Site, sql, when};

/// What a grant is made of at this moment besides its badge: its holder's language, its event.
#[derive(sqlx::FromRow)]
struct GrantRow {
    locale: String,
    reason: Option<String>,
    event_slug: Option<String>,
    event_title: Option<String>,
    event_zone: Option<String>,
    event_starts_at: Option<i64>,
    attended: bool,
}

/// Freezes what the grant says; once, whatever is changed later. Grants older than this program are frozen when they are first
/// asked for.
///
/// # Errors
/// When the database fails, or there is no such grant.
pub async fn freeze_in(tx: &mut Tx, site: &Site, grant: GrantId) -> Result<()> {
    let version = granted_version(tx, grant).await?.ok_or_else(|| DbError::from(sqlx::Error::RowNotFound))?;
    let row: GrantRow = tx
        .one(
            sql!(
                "SELECT m.locale, g.reason, e.slug AS event_slug, e.title AS event_title, e.zone AS event_zone,
                         e.starts_at AS event_starts_at,
                         EXISTS (SELECT 1 FROM check_in c WHERE c.event_id = g.event_id AND c.member_id = g.member_id)
                             AS attended
                  FROM badge_grant g JOIN member m ON m.id = g.member_id LEFT JOIN event e ON e.id = g.event_id
                  WHERE g.id = $1"
            ),
            (grant.0,),
        )
        .await?;
    let content = serde_json::to_string(&row.frozen(version))
        .map_err(|error| DbError::from(sqlx::Error::Encode(Box::new(error))))?;
    tx.execute(
        sql!(
            "INSERT INTO credential (grant_id, content, frozen_at) VALUES ($1, $2, $3)
              ON CONFLICT (grant_id) DO NOTHING"
        ),
        (grant.0, content, site.now().0),
    )
    .await?;
    Ok(())
}

impl GrantRow {
    fn frozen(self, version: GrantedVersion) -> Frozen {
        let locale = Locale::from_tag(&self.locale).unwrap_or_default();
        let attended = self.attended;
        let event = (self.event_slug.zip(self.event_title)).zip(self.event_zone.zip(self.event_starts_at));
        let frozen = Frozen {
            slug: version.slug,
            name: in_locale(locale, version.name_en, version.name_zh),
            story: in_locale(locale, version.story_en, version.story_zh),
            criteria: in_locale(locale, version.criteria_en, version.criteria_zh),
            art: version.art,
            lang: locale.tag().into(),
            reason: self.reason,
            event: event.map(|((slug, title), (zone, starts))| FrozenEvent {
                slug,
                title,
                date: when::date(locale, &zone, Instant(starts)),
                attended,
            }),
        };
        frozen.cleaned()
    }
}

/// What was written down.
pub(super) fn thawed(content: &str) -> Result<Frozen> {
    serde_json::from_str(content).map_err(|error| DbError::from(sqlx::Error::Decode(Box::new(error))))
}
