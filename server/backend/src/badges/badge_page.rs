//! A badge's own page: what it stands for and who holds it.

use domain::badges::view::BadgePage;
use domain::members::view::Person;
use domain::{Failure, Locale};

use super::texts::BadgeRow;
use crate::showcase::card;
use crate::{Site, sql};

/// How many holders are shown.
const PEOPLE: i64 = 60;

/// The page of a badge. Only holders whose profiles are public, with their badges, are named; all are counted.
///
/// # Errors
/// [`Failure::NotFound`] for no such badge.
pub async fn badge_page(site: &Site, locale: Locale, slug: &str) -> Result<BadgePage, Failure> {
    let mut conn = site.db.read().await?;
    let badge: Option<BadgeRow> = conn
        .optional(
            sql!(
                "SELECT slug, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh FROM badge
                  WHERE slug = $1"
            ),
            (slug,),
        )
        .await?;
    let badge = badge.ok_or(Failure::NotFound)?.view(locale);
    let (holders,): (i64,) = conn
        .one(
            sql!(
                "SELECT count(DISTINCT g.member_id) FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                  WHERE b.slug = $1"
            ),
            (slug,),
        )
        .await?;
    let people: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                      JOIN member m ON m.id = g.member_id LEFT JOIN profile_choice x ON x.member_id = m.id
                  WHERE b.slug = $1 AND m.published_at IS NOT NULL AND coalesce(x.badges, TRUE)
                  GROUP BY m.id, m.handle, m.display_name, m.face ORDER BY max(g.granted_at) DESC LIMIT $2"
            ),
            (slug, PEOPLE),
        )
        .await?;
    let person = |(handle, display_name, face)| Person { handle, display_name, face, has_page: true };
    let people = people.into_iter().map(person).collect();
    let share = card::badge(&site.settings, locale, &badge);
    Ok(BadgePage { badge, holders, people, share })
}
