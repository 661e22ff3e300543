//! `/u/{handle}`: a member's page. Everybody sees it once its owner published it, part by part as they chose; until then its owner
//! and the admins do.

use domain::{
    Failure, Instant, Locale, MemberId,
    honor::{
        Cause,
        view::{LedgerLine, Missing, Standing},
    },
    members::{
        Actor,
        access::Rank,
        parts::{Part, Parts, hung},
        view::{Person, ProfilePage},
    },
};
use uuid::Uuid;

use super::{
    profile_parts,
    profile_story::{self as story, Tiers, Told, Whose},
};
use crate::{
    Site, badges,
    db::{Reader, Result as DbResult},
    honor,
    showcase::card::{self, ProfileShare},
    sql, when,
};

#[derive(sqlx::FromRow)]
struct Found {
    id: Uuid,
    handle: String,
    display_name: String,
    bio: String,
    face: String,
    zone: String,
    city: Option<String>,
    published_at: Option<i64>,
    created_at: i64,
}

/// With whose eyes a page is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Eyes {
    /// Nothing is held back.
    Owner,
    /// Somebody who runs the site: all of it, without what is missing for the next tier.
    Admin,
    /// What its owner chose for everybody.
    Stranger,
}

/// A member's page; `page` is that of the ledger, from 1.
///
/// # Errors
/// [`Failure::NotFound`] where there is none, or it is not for this viewer.
pub async fn profile(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    handle: &str,
    page: u32,
) -> Result<ProfilePage, Failure> {
    let mut conn = site.db.read().await?;
    let found: Option<Found> = conn
        .optional(
            sql!(
                "SELECT m.id, m.handle, m.display_name, m.bio, m.face, m.zone, c.city, m.published_at, m.created_at
                 FROM member m LEFT JOIN chapter c ON c.id = m.home_chapter_id WHERE m.handle = $1"
            ),
            (handle.to_ascii_lowercase(),),
        )
        .await?;
    let found = found.ok_or(Failure::NotFound)?;
    let eyes = match viewer {
        Some(actor) if actor.member.0 == found.id => Eyes::Owner,
        Some(actor) if actor.rank == Rank::Admin => Eyes::Admin,
        _ if found.published_at.is_some() => Eyes::Stranger,
        _ => return Err(Failure::NotFound),
    };
    Ok(seen(site, &mut conn, (found, eyes), (locale, page)).await?)
}

/// One's own page as a stranger sees it, or would if it were public.
///
/// # Errors
/// When the database fails.
pub async fn preview(site: &Site, actor: &Actor, locale: Locale) -> Result<ProfilePage, Failure> {
    let mut conn = site.db.read().await?;
    let found: Found = conn
        .one(
            sql!(
                "SELECT m.id, m.handle, m.display_name, m.bio, m.face, m.zone, c.city, m.published_at, m.created_at
                 FROM member m LEFT JOIN chapter c ON c.id = m.home_chapter_id WHERE m.id = $1"
            ),
            (actor.member.0,),
        )
        .await?;
    Ok(seen(site, &mut conn, (found, Eyes::Stranger), (locale, 1)).await?)
}

/// A line tells what it is for, but not where somebody was, nor at what time of the day.
fn without_the_place(line: &mut LedgerLine) {
    line.event = None;
    line.at_iso.truncate("2027-03-20".len());
    // "Tea and snacks, 15:30–18:30"
    if line.cause == Cause::Worked {
        line.reason = None;
    }
}

/// The page with somebody's eyes: what is not for them is not told.
async fn seen(
    site: &Site,
    conn: &mut Reader,
    (found, eyes): (Found, Eyes),
    (locale, page): (Locale, u32),
) -> DbResult<ProfilePage> {
    let (member, is_public) = (MemberId(found.id), found.published_at.is_some());
    let shows = profile_parts::parts(conn, member).await?;
    let sees = if eyes == Eyes::Stranger { shows } else { Parts::ALL };
    let whose = Whose { member, zone: &found.zone, joined: Instant(found.created_at) };
    let standing = honor::standing(conn, site.now(), member).await?;
    let mut statement = match sees.has(Part::Statement) {
        true => honor::statement(conn, locale, member, page).await?,
        false => honor::Statement { lines: vec![], older_page: None },
    };
    if !sees.has(Part::Events) {
        statement.lines.iter_mut().for_each(without_the_place);
    }
    let (mut honors, mut medals) = (story::Honors::default(), vec![]);
    if sees.has(Part::Badges) {
        honors = story::honors(conn, locale, whose).await?;
        let order = profile_parts::order(conn, member).await?;
        let wall = match eyes {
            Eyes::Owner => badges::own_wall(conn, site, locale, member).await?,
            Eyes::Admin | Eyes::Stranger => badges::wall(conn, locale, member).await?,
        };
        medals = hung(wall, |medal| medal.grant, &order);
    }
    if eyes == Eyes::Stranger {
        // What somebody has not earned is their own business.
        medals.retain(|medal| medal.grant.is_some());
    }
    let events = if sees.has(Part::Events) { story::events(conn, locale, whose).await? } else { vec![] };
    let timeline = match sees.has(Part::Timeline) {
        true => {
            let first = if sees.has(Part::Events) { story::first_event(conn, whose).await? } else { None };
            let tiers = if sees.has(Part::Ring) { Tiers::Told } else { Tiers::Untold };
            let told = Told { badges: &honors.dated, first_event: first.as_deref(), tiers };
            story::timeline(conn, locale, whose, told).await?
        }
        false => vec![],
    };
    let person =
        Person { handle: found.handle, display_name: found.display_name, face: found.face, has_page: is_public };
    let city = found.city.unwrap_or_default();
    let honor = shows.has(Part::Ring).then_some(standing.honor);
    let share = ProfileShare { person: &person, bio: &found.bio, city: &city, honor, is_public };
    let share = card::profile(&site.settings, locale, &share);
    // What is missing is between the house and the member.
    let missing = if eyes == Eyes::Owner { standing.missing } else { Missing::Nothing };
    Ok(ProfilePage {
        bio: found.bio,
        since: when::month_year(locale, &found.zone, Instant(found.created_at)),
        standing: sees.has(Part::Ring).then_some(Standing { missing, ..standing }),
        medals,
        trophies: honors.trophies,
        covers: honors.covers,
        timeline,
        events,
        ledger: statement.lines,
        older_page: statement.older_page,
        sees,
        shows,
        is_mine: eyes == Eyes::Owner,
        is_public,
        share,
        person,
        city,
    })
}
