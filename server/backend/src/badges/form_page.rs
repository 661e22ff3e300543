//! The page on which an organiser gives a badge to one member.

use domain::badges::view::GrantFormPage;
use domain::members::access::{Action, Actor, require};
use domain::{Failure, GrantId, Instant, Locale};
use uuid::Uuid;

use super::find;
use super::grant::event;
use super::texts::{BadgeRow, in_locale};
use crate::{Site, sql, when};

/// What the link says; any of it may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct FormLink<'a> {
    /// To whom.
    pub handle: &'a str,
    /// Which badge: its slug.
    pub badge: &'a str,
    /// At which event: its id or slug.
    pub event: &'a str,
    /// Words to look for among members.
    pub typed: &'a str,
}

#[derive(sqlx::FromRow)]
struct LatestRow {
    id: Uuid,
    name_en: String,
    name_zh: String,
    display_name: String,
    granted_at: i64,
    zone: String,
}

/// The badges that can be given by hand, whom they can be given to, and who got one last.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`] for an event that the actor does not run.
pub async fn grant_form(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    link: FormLink<'_>,
) -> Result<GrantFormPage, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let badges: Vec<BadgeRow> = conn
        .all(
            sql!(
                "SELECT b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                 WHERE b.rule IS NULL AND b.retired_at IS NULL AND (b.edition IS NULL OR b.numbered < b.edition)
                 ORDER BY b.position, b.slug LIMIT 200"
            ),
            (),
        )
        .await?;
    let event = event(&mut conn, actor, link.event).await?.map_err(|_| Failure::NotFound)?;
    let found = match event {
        Some(event) if link.typed.trim().is_empty() => find::just_in(&mut conn, actor, event).await?,
        _ => find::members(&mut conn, actor, link.typed).await?,
    };
    let event = match event {
        Some(event) => {
            let (title,): (String,) = conn.one(sql!("SELECT title FROM event WHERE id = $1"), (event.0,)).await?;
            Some((event.to_string(), title))
        }
        None => None,
    };
    let latest: Vec<LatestRow> = conn
        .all(
            sql!(
                "SELECT g.id, v.name_en, v.name_zh, m.display_name, g.granted_at, m.zone
                 FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                     JOIN member m ON m.id = g.member_id
                 WHERE g.by_id IS NOT NULL AND g.undone_at IS NULL ORDER BY g.granted_at DESC, g.id DESC LIMIT 10"
            ),
            (),
        )
        .await?;
    let line = |row: LatestRow| {
        let granted = when::short_date(locale, &row.zone, Instant(row.granted_at));
        (GrantId(row.id), in_locale(locale, row.name_en, row.name_zh), row.display_name, granted)
    };
    Ok(GrantFormPage {
        badges: badges.into_iter().map(|badge| badge.view(locale)).collect(),
        badge: link.badge.trim().into(),
        handle: link.handle.trim().trim_start_matches('@').into(),
        typed: link.typed.trim().chars().take(60).collect(),
        found,
        event,
        latest: latest.into_iter().map(line).collect(),
    })
}
