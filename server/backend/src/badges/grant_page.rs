//! One member's holding of a badge: the page that is passed on.

use domain::badges::view::{Evidence, GrantPage};
use domain::members::access::{Action, Actor};
use domain::members::view::Person;
use domain::{Failure, GrantId, Instant, Locale};
use uuid::Uuid;

use super::texts::BadgeRow;
use crate::db::{Reading, Result};
use crate::showcase::card::{self, GrantShare};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct GrantRow {
    badge_id: Uuid,
    #[sqlx(flatten)]
    badge: BadgeRow,
    member_id: Uuid,
    handle: String,
    display_name: String,
    face: String,
    zone: String,
    published_at: Option<i64>,
    reason: Option<String>,
    note: Option<String>,
    granted_at: i64,
    by_name: Option<String>,
    by_published_at: Option<i64>,
    event_slug: Option<String>,
    event_title: Option<String>,
    event_zone: Option<String>,
    event_venue: Option<String>,
    event_starts_at: Option<i64>,
    checked_in_at: Option<i64>,
}

/// The page of a grant. While its holder's profile is private, or without badges, there is no such page, save for the holder, organisers and
/// admins. The note is between the one who gave it and the holder; the giver is named to strangers only if public too.
///
/// # Errors
/// [`Failure::NotFound`] for no such grant, or one that the viewer may not know of.
pub async fn grant_page(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    grant: GrantId,
) -> Result<GrantPage, Failure> {
    let mut conn = site.db.read().await?;
    let row = GrantRow::of(&mut conn, grant).await?.ok_or(Failure::NotFound)?;
    let is_mine = viewer.is_some_and(|actor| actor.member.0 == row.member_id);
    let sees_all = is_mine || viewer.is_some_and(|actor| actor.may(Action::GrantBadges));
    let is_public = row.published_at.is_some();
    if !is_public && !sees_all {
        return Err(Failure::NotFound);
    }
    let (holders,): (i64,) = conn
        .one(sql!("SELECT count(DISTINCT member_id) FROM badge_grant WHERE badge_id = $1"), (row.badge_id,))
        .await?;
    drop(conn);
    let granted = Instant(row.granted_at);
    let zone = row.event_zone.clone().unwrap_or_else(|| row.zone.clone());
    let person = Person {
        handle: row.handle.clone(),
        display_name: row.display_name.clone(),
        face: row.face.clone(),
        has_page: is_public,
    };
    let evidence = row.evidence(locale);
    let (badge, granted_iso) = (row.badge.view(locale), when::iso(&zone, granted));
    let share = card::grant(
        &site.settings,
        locale,
        &GrantShare {
            id: grant,
            badge: &badge,
            person: &person,
            reason: row.reason.as_deref(),
            granted_iso: &granted_iso,
            is_public,
        },
    );
    Ok(GrantPage {
        id: grant,
        badge,
        person,
        reason: row.reason,
        note: row.note.filter(|_| is_mine),
        by: row.by_name.filter(|_| sees_all || row.by_published_at.is_some()),
        granted: when::date(locale, &zone, granted),
        granted_iso,
        evidence,
        holders,
        is_mine,
        is_public,
        share,
    })
}

impl GrantRow {
    async fn of(conn: &mut impl Reading, grant: GrantId) -> Result<Option<Self>> {
        conn.optional(
            sql!(
                "SELECT b.id AS badge_id, b.slug, b.art, b.name_en, b.name_zh, b.story_en, b.story_zh, b.criteria_en,
                         b.criteria_zh, m.id AS member_id, m.handle, m.display_name, m.face, m.zone,
                         CASE WHEN coalesce(x.badges, TRUE) THEN m.published_at END AS published_at,
                         g.reason, g.note, g.granted_at,
                         giver.display_name AS by_name, giver.published_at AS by_published_at,
                         e.slug AS event_slug, e.title AS event_title, e.zone AS event_zone, e.venue AS event_venue,
                         e.starts_at AS event_starts_at, c.at AS checked_in_at
                  FROM badge_grant g JOIN badge b ON b.id = g.badge_id JOIN member m ON m.id = g.member_id
                      LEFT JOIN member giver ON giver.id = g.by_id LEFT JOIN event e ON e.id = g.event_id
                      LEFT JOIN check_in c ON c.event_id = g.event_id AND c.member_id = g.member_id
                      LEFT JOIN profile_choice x ON x.member_id = g.member_id
                  WHERE g.id = $1"
            ),
            (grant.0,),
        )
        .await
    }

    /// Where it was earned, in the event's own time.
    fn evidence(&self, locale: Locale) -> Option<Evidence> {
        let zone = self.event_zone.as_deref()?;
        Some(Evidence {
            slug: self.event_slug.clone()?,
            title: self.event_title.clone()?,
            date: when::date(locale, zone, Instant(self.event_starts_at?)),
            venue: self.event_venue.clone()?,
            checked_in: self.checked_in_at.map(|at| when::time(zone, Instant(at))),
        })
    }
}
