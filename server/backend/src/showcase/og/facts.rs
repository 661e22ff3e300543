//! What may stand on a share image: only what everybody may see.

use domain::events::State;
use domain::honor::Tier;
use domain::{GrantId, Instant, Locale, MemberId, PictureId};
use uuid::Uuid;

use super::card::{Art, BADGES, Card};
use crate::db::Result;
use crate::{Site, badges, honor, sql, when};

#[derive(sqlx::FromRow)]
struct EventRow {
    title: String,
    locale: String,
    state: String,
    zone: String,
    starts_at: i64,
    ends_at: i64,
    art: String,
    cover_id: Option<Uuid>,
    postponed_at: Option<i64>,
    city: String,
}

/// The event at this address, or at one it had before; none for a draft.
pub(super) async fn event(site: &Site, slug: &str) -> Result<Option<Card>> {
    let row: Option<EventRow> = site
        .db
        .read()
        .await?
        .optional(
            sql!("SELECT e.title, e.locale, e.state, e.zone, e.starts_at, e.ends_at, e.art, e.cover_id, e.postponed_at, c.city
                  FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE (e.slug = $1 OR e.id = (SELECT o.event_id FROM event_old_slug o WHERE o.slug = $1)) AND e.state <> 'draft'
                  LIMIT 1"),
            (slug,),
        )
        .await?;
    Ok(row.map(|row| {
        let locale = language(&row.locale);
        let when = when::when(locale, &row.zone, Instant(row.starts_at), Some(Instant(row.ends_at))).short;
        let when = match (State::from_word(&row.state), locale) {
            (Some(State::Cancelled), Locale::En) => format!("Cancelled: {when}"),
            (Some(State::Cancelled), Locale::ZhCn) => format!("已取消：{when}"),
            _ if row.postponed_at.is_some() => postponed(locale).into(),
            _ => listing(locale, &when, &row.city),
        };
        let art = row.cover_id.map_or(Art::House(row.art), |id| Art::Stored(PictureId(id)));
        Card::Event { title: row.title, when, art }
    }))
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    id: Uuid,
    display_name: String,
    locale: String,
    city: Option<String>,
    shows_badges: bool,
}

/// A member whose page is public, with the ring on it.
pub(super) async fn profile(site: &Site, handle: &str) -> Result<Option<Card>> {
    let mut conn = site.db.read().await?;
    let row: Option<ProfileRow> = conn
        .optional(
            sql!("SELECT m.id, m.display_name, m.locale, c.city, coalesce(x.badges, TRUE) AS shows_badges
                  FROM member m LEFT JOIN chapter c ON c.id = m.home_chapter_id LEFT JOIN profile_choice x ON x.member_id = m.id
                  WHERE m.handle = $1 AND m.published_at IS NOT NULL AND coalesce(x.ring, TRUE)"),
            (handle,),
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let badges: Vec<(String, i64)> = conn
        .all(
            sql!(
                "SELECT v.art, max(g.granted_at) AS newest
                  FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                  WHERE g.member_id = $1 AND $3 AND g.choice IN ('open', 'accepted') AND g.revoked_at IS NULL
                      AND g.undone_at IS NULL
                  GROUP BY v.art ORDER BY newest DESC, v.art LIMIT $2"
            ),
            (row.id, BADGES as i64, row.shows_badges),
        )
        .await?;
    let locale = language(&row.locale);
    let standing = honor::standing(&mut conn, site.now(), MemberId(row.id)).await?;
    Ok(Some(Card::Profile {
        name: row.display_name,
        tier: listing(locale, tier(locale, standing.tier), row.city.as_deref().unwrap_or_default()),
        honor: standing.honor,
        percent: standing.percent,
        badges: badges.into_iter().map(|(art, _)| badge_art(art)).collect(),
    }))
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    name_en: String,
    name_zh: String,
    art: String,
    display_name: String,
    locale: String,
}

/// The art of a badge, by its address.
fn badge_art(address: String) -> Art {
    badges::handed_in(&address).map_or(Art::House(address), Art::Drawn)
}

/// A badge that somebody holds and shows whose page is public.
pub(super) async fn grant(site: &Site, id: GrantId) -> Result<Option<Card>> {
    let row: Option<GrantRow> = site
        .db
        .read()
        .await?
        .optional(
            sql!(
                "SELECT v.name_en, v.name_zh, v.art, m.display_name, m.locale
                  FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                      JOIN member m ON m.id = g.member_id LEFT JOIN profile_choice x ON x.member_id = m.id
                  WHERE g.id = $1 AND m.published_at IS NOT NULL AND coalesce(x.badges, TRUE)
                      AND g.choice IN ('open', 'accepted') AND g.revoked_at IS NULL AND g.undone_at IS NULL"
            ),
            (id.0,),
        )
        .await?;
    Ok(row.map(|row| Card::Badge {
        title: match language(&row.locale) {
            Locale::En => row.name_en,
            Locale::ZhCn => row.name_zh,
        },
        who: row.display_name,
        art: badge_art(row.art),
    }))
}

/// The site itself.
pub(super) fn site(site: &Site, locale: Locale) -> Card {
    let line = match locale {
        Locale::En => "Take part. Be seen.",
        Locale::ZhCn => "参与，被看见",
    };
    Card::Site { name: site.settings.name.clone(), line: line.into() }
}

fn postponed(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Postponed: new date to come",
        Locale::ZhCn => "已延期：新时间待定",
    }
}

fn language(tag: &str) -> Locale {
    Locale::from_tag(tag).unwrap_or_default()
}

/// "Honor crew, Chengdu"; without a city the first alone.
fn listing(locale: Locale, first: &str, city: &str) -> String {
    match (locale, city) {
        (_, "") => first.into(),
        (Locale::En, city) => format!("{first}, {city}"),
        (Locale::ZhCn, city) => format!("{first} · {city}"),
    }
}

fn tier(locale: Locale, tier: Tier) -> &'static str {
    match (locale, tier) {
        (Locale::En, Tier::Fan) => "Fan",
        (Locale::En, Tier::Regular) => "Regular",
        (Locale::En, Tier::HonorCrew) => "Honor crew",
        (Locale::En, Tier::Core) => "Core",
        (Locale::ZhCn, Tier::Fan) => "粉丝",
        (Locale::ZhCn, Tier::Regular) => "常客",
        (Locale::ZhCn, Tier::HonorCrew) => "荣誉组",
        (Locale::ZhCn, Tier::Core) => "核心组",
    }
}
