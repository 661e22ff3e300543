//! One member's holding of a badge: the page that is passed on.

use domain::badges::view::{Evidence, GrantPage};
use domain::badges::{Holding, Life};
use domain::members::access::{Action, Actor};
use domain::members::view::Person;
use domain::{ChapterId, Failure, GrantId, Instant, Locale, MemberId};
use uuid::Uuid;

use super::badge_page::holders;
use super::change::holding;
use super::credential;
use super::history::{self, Reader};
use super::texts::{BadgeRow, numbered};
use crate::db::{Reading, Result};
use crate::showcase::card::{self, GrantShare};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct GrantRow {
    badge_id: Uuid,
    #[sqlx(flatten)]
    badge: BadgeRow,
    edition: Option<i64>,
    is_secret: bool,
    version: i64,
    number: Option<i64>,
    choice: String,
    revoked_at: Option<i64>,
    undone_at: Option<i64>,
    member_id: Uuid,
    handle: String,
    display_name: String,
    face: String,
    zone: String,
    published_at: Option<i64>,
    reason: Option<String>,
    note: Option<String>,
    granted_at: i64,
    by_id: Option<Uuid>,
    by_name: Option<String>,
    by_published_at: Option<i64>,
    chapter_id: Option<Uuid>,
    event_slug: Option<String>,
    event_title: Option<String>,
    event_zone: Option<String>,
    event_venue: Option<String>,
    event_starts_at: Option<i64>,
    checked_in_at: Option<i64>,
}

/// The page of a grant. While its holder's profile is private, or without badges, or they hide or declined it, there is no such page,
/// save for the holder, organisers and admins; what was undone is there for nobody else at all. The note is between the one who gave
/// it and the holder; the giver is named to strangers only if public too.
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
    let standing = row.holding();
    let is_mine = viewer.is_some_and(|actor| actor.member.0 == row.member_id);
    let sees_all = is_mine || viewer.is_some_and(|actor| actor.may(Action::GrantBadges));
    let is_public = row.published_at.is_some() && standing.is_shown();
    if !is_public && !sees_all {
        return Err(Failure::NotFound);
    }
    let holders = holders(&mut conn, row.badge_id).await?;
    let zone = row.event_zone.clone().unwrap_or_else(|| row.zone.clone());
    let reader = if sees_all { Reader::Concerned } else { Reader::Stranger };
    let history = history::read(&mut conn, grant, (locale, &zone), reader).await?;
    drop(conn);
    let granted = Instant(row.granted_at);
    let (may_manage, evidence, person) = (row.managed_by(viewer), row.evidence(locale), row.person());
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
            // What was taken back is not passed on with a picture.
            is_public: is_public && standing.life == Life::Valid,
        },
    );
    let sight = credential::Sight { is_mine, is_public, life: standing.life };
    let signed = credential::signed(&site.settings, &badge, (grant, granted, &zone), sight);
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
        number: numbered(row.number, row.edition),
        version: row.version,
        choice: standing.choice,
        life: standing.life,
        history,
        is_mine,
        may_manage,
        has_badge_page: !row.is_secret || sees_all,
        is_public,
        signed,
        share,
    })
}

impl GrantRow {
    async fn of(conn: &mut impl Reading, grant: GrantId) -> Result<Option<Self>> {
        conn.optional(
            sql!(
                "SELECT b.id AS badge_id, b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en,
                      v.criteria_zh, b.edition, b.is_secret, g.version, g.number, g.choice, g.revoked_at, g.undone_at,
                      m.id AS member_id, m.handle, m.display_name, m.face, m.zone,
                      CASE WHEN coalesce(x.badges, TRUE) THEN m.published_at END AS published_at,
                      g.reason, g.note, g.granted_at, g.by_id, giver.display_name AS by_name, giver.published_at AS by_published_at,
                      e.chapter_id, e.slug AS event_slug, e.title AS event_title, e.zone AS event_zone, e.venue AS event_venue,
                      e.starts_at AS event_starts_at,
                      (SELECT min(c.at) FROM check_in c WHERE c.event_id = g.event_id AND c.member_id = g.member_id) AS checked_in_at
                  FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                      JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                      JOIN member m ON m.id = g.member_id
                      LEFT JOIN member giver ON giver.id = g.by_id LEFT JOIN event e ON e.id = g.event_id
                      LEFT JOIN profile_choice x ON x.member_id = g.member_id
                  WHERE g.id = $1"
            ),
            (grant.0,),
        )
        .await
    }

    fn holding(&self) -> Holding {
        holding(&self.choice, self.revoked_at, self.undone_at)
    }

    /// May the viewer take it back or restore it?
    fn managed_by(&self, viewer: Option<&Actor>) -> bool {
        let action = Action::ManageGrant(self.by_id.map(MemberId), self.chapter_id.map(ChapterId));
        self.undone_at.is_none() && viewer.is_some_and(|actor| actor.may(action))
    }

    fn person(&self) -> Person {
        Person {
            handle: self.handle.clone(),
            display_name: self.display_name.clone(),
            face: self.face.clone(),
            has_page: self.published_at.is_some(),
        }
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
