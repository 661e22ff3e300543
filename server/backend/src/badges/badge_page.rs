//! A badge's own page: what it stands for and who holds it.

use domain::badges::view::BadgePage;
use domain::members::access::{Action, Actor};
use domain::members::view::Person;
use domain::{Failure, Locale};
use uuid::Uuid;

use super::texts::{BadgeRow, edition, in_locale};
use crate::db::{Reading, Result as DbResult};
use crate::showcase::card;
use crate::{Site, sql};

/// How many holders are shown.
const PEOPLE: i64 = 60;

#[derive(sqlx::FromRow)]
struct PageRow {
    id: Uuid,
    #[sqlx(flatten)]
    badge: BadgeRow,
    edition: Option<i64>,
    numbered: i64,
    is_secret: bool,
    family: Option<String>,
    retired_at: Option<i64>,
}

/// The page of a badge. Only holders whose profiles are public, with their badges, and who do not hide it, are named; all are
/// counted. A secret one has a page for who holds it and for organisers.
///
/// # Errors
/// [`Failure::NotFound`] for no such badge, or one that is a secret to the viewer.
pub async fn badge_page(site: &Site, viewer: Option<&Actor>, locale: Locale, slug: &str) -> Result<BadgePage, Failure> {
    let mut conn = site.db.read().await?;
    let row: Option<PageRow> = conn
        .optional(
            sql!(
                "SELECT b.id, b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh,
                     b.edition, b.numbered, b.is_secret, b.family, b.retired_at
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version WHERE b.slug = $1"
            ),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    if row.is_secret && !may_know(&mut conn, viewer, row.id).await? {
        return Err(Failure::NotFound);
    }
    let holders = holders(&mut conn, row.id).await?;
    let people: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face FROM badge_grant g JOIN member m ON m.id = g.member_id
                      LEFT JOIN profile_choice x ON x.member_id = m.id
                  WHERE g.badge_id = $1 AND m.published_at IS NOT NULL AND coalesce(x.badges, TRUE)
                      AND g.choice IN ('open', 'accepted') AND g.revoked_at IS NULL AND g.undone_at IS NULL
                  GROUP BY m.id, m.handle, m.display_name, m.face ORDER BY max(g.granted_at) DESC, m.handle LIMIT $2"
            ),
            (row.id, PEOPLE),
        )
        .await?;
    let family = match &row.family {
        Some(family) => steps(&mut conn, locale, family).await?,
        None => vec![],
    };
    let person = |(handle, display_name, face)| Person { handle, display_name, face, has_page: true };
    let people = people.into_iter().map(person).collect();
    let badge = row.badge.view(locale);
    let share = match row.is_secret {
        true => card::private(&site.settings, locale, &format!("/badges/{}", badge.slug)),
        false => card::badge(&site.settings, locale, &badge),
    };
    Ok(BadgePage {
        edition: edition(row.edition, row.numbered),
        is_retired: row.retired_at.is_some(),
        is_secret: row.is_secret,
        family,
        holders,
        people,
        share,
        badge,
    })
}

/// May the viewer know of a secret badge? Who holds it, and who organises.
async fn may_know(conn: &mut impl Reading, viewer: Option<&Actor>, badge: Uuid) -> DbResult<bool> {
    let Some(viewer) = viewer else { return Ok(false) };
    if viewer.may(Action::GrantBadges) {
        return Ok(true);
    }
    let (held,): (i64,) = conn
        .one(
            sql!("SELECT count(*) FROM badge_grant WHERE badge_id = $1 AND member_id = $2 AND undone_at IS NULL"),
            (badge, viewer.member.0),
        )
        .await?;
    Ok(held > 0)
}

/// How many people hold it: those who hide it too, not those who declined it.
pub(super) async fn holders(conn: &mut impl Reading, badge: Uuid) -> DbResult<i64> {
    let (holders,): (i64,) = conn
        .one(
            sql!(
                "SELECT count(DISTINCT member_id) FROM badge_grant
                 WHERE badge_id = $1 AND choice <> 'declined' AND revoked_at IS NULL AND undone_at IS NULL"
            ),
            (badge,),
        )
        .await?;
    Ok(holders)
}

/// The tiers of a family that everybody may know of: slug and name.
async fn steps(conn: &mut impl Reading, locale: Locale, family: &str) -> DbResult<Vec<(String, String)>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT b.slug, v.name_en, v.name_zh FROM badge b
                     JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 WHERE b.family = $1 AND NOT b.is_secret ORDER BY b.step, b.position, b.slug LIMIT 50"
            ),
            (family,),
        )
        .await?;
    Ok(rows.into_iter().map(|(slug, en, zh)| (slug, in_locale(locale, en, zh))).collect())
}
