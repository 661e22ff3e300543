//! `/u/{handle}`: a member's page. Everybody sees it once its owner published it; until then its owner and the admins do.

use domain::{
    Failure, Instant, Locale, MemberId,
    members::{
        Actor,
        access::Rank,
        view::{Person, ProfilePage},
    },
};
use uuid::Uuid;

use crate::{
    Site, badges, honor,
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
    let (member, is_public) = (MemberId(found.id), found.published_at.is_some());
    let is_mine = viewer.is_some_and(|actor| actor.member == member);
    if !is_public && !is_mine && !viewer.is_some_and(|actor| actor.rank == Rank::Admin) {
        return Err(Failure::NotFound);
    }
    let standing = honor::standing(&mut conn, member).await?;
    let statement = honor::statement(&mut conn, locale, member, page).await?;
    let medals = match is_mine {
        true => badges::own_wall(&mut conn, site, locale, member).await?,
        false => badges::wall(&mut conn, locale, member).await?,
    };
    drop(conn);
    let person =
        Person { handle: found.handle, display_name: found.display_name, face: found.face, has_page: is_public };
    let city = found.city.unwrap_or_default();
    let share = ProfileShare { person: &person, bio: &found.bio, city: &city, honor: standing.honor, is_public };
    let share = card::profile(&site.settings, locale, &share);
    Ok(ProfilePage {
        bio: found.bio,
        since: when::month_year(locale, &found.zone, Instant(found.created_at)),
        standing,
        medals,
        ledger: statement.lines,
        older_page: statement.older_page,
        is_mine,
        is_public,
        share,
        person,
        city,
    })
}
