//! What a member can change of themselves.

use domain::{
    Failure, FieldCode, Instant, Locale,
    events::plan::Zones,
    form::{self, Errors},
    members::{
        Actor, DisplayName, Handle,
        view::{SessionLine, SettingsPage},
    },
};
use uuid::Uuid;

use crate::{
    Site, honor, sql, when,
    zones::{self, TzDb},
};

/// The longest text about oneself, in characters.
const BIO: usize = 600;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct SettingsForm {
    /// What to call them.
    pub display_name: String,
    /// The name in their page's address.
    pub handle: String,
    /// A few lines about them.
    pub bio: String,
    /// BCP 47 tag of the language they read in.
    pub locale: String,
    /// IANA name of their zone.
    pub zone: String,
    /// Slug of their chapter; empty for none.
    pub home_chapter: String,
}

#[derive(sqlx::FromRow)]
struct Found {
    email: String,
    email_confirmed_at: Option<i64>,
    handle: String,
    display_name: String,
    bio: String,
    locale: String,
    zone: String,
    chapter: Option<String>,
    published_at: Option<i64>,
}

/// `/my/settings`. `session` is the one that asks.
///
/// # Errors
/// When the database fails.
pub async fn settings_page(site: &Site, actor: &Actor, locale: Locale, session: Uuid) -> Result<SettingsPage, Failure> {
    let mut conn = site.db.read().await?;
    let found: Found = conn
        .one(
            sql!(
                "SELECT m.email, m.email_confirmed_at, m.handle, m.display_name, m.bio, m.locale, m.zone, c.slug AS chapter, m.published_at
                 FROM member m LEFT JOIN chapter c ON c.id = m.home_chapter_id WHERE m.id = $1"
            ),
            (actor.member.0,),
        )
        .await?;
    let chapters: Vec<(String, String)> =
        conn.all(sql!("SELECT slug, city FROM chapter ORDER BY city, slug LIMIT 500"), ()).await?;
    let sessions: Vec<(Uuid, String, i64)> = conn
        .all(
            sql!("SELECT id, device, seen_at FROM session WHERE member_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 100"),
            (actor.member.0, site.now().0),
        )
        .await?;
    let line = |(id, device, seen): (Uuid, String, i64)| SessionLine {
        id: id.to_string(),
        device,
        seen: when::stamp(locale, &found.zone, Instant(seen)),
        is_this_one: id == session,
    };
    Ok(SettingsPage {
        sessions: sessions.into_iter().map(line).collect(),
        email: found.email,
        email_confirmed: found.email_confirmed_at.is_some(),
        handle: found.handle,
        display_name: found.display_name,
        bio: found.bio,
        locale: Locale::from_tag(&found.locale).unwrap_or_default(),
        zones: zones::offered(&found.zone),
        zone: found.zone,
        home_chapter: found.chapter,
        chapters,
        is_public: found.published_at.is_some(),
    })
}

/// Keeps what was typed.
///
/// # Errors
/// [`Failure::Invalid`] with `display_name`, `handle`, `bio`, `locale`, `zone`, `home_chapter`.
pub async fn save_settings(site: &Site, actor: &Actor, form: SettingsForm) -> Result<(), Failure> {
    let mut e = Errors::default();
    let display_name = e.take("display_name", DisplayName::parse(&form.display_name));
    let handle = e.take("handle", Handle::parse(&form.handle));
    let bio = e.take("bio", form::text(&form.bio, BIO));
    let locale = e.take("locale", Locale::from_tag(&form.locale).ok_or(FieldCode::UnknownChoice));
    if !TzDb.knows(&form.zone) {
        e.add("zone", FieldCode::UnknownZone);
    }
    let mut chapter = None;
    if !form.home_chapter.is_empty() {
        let found: Option<(Uuid,)> = (site.db.read().await?)
            .optional(sql!("SELECT id FROM chapter WHERE slug = $1"), (form.home_chapter.as_str(),))
            .await?;
        chapter = e.take("home_chapter", found.map(|(id,)| id).ok_or(FieldCode::UnknownChoice));
    }
    let parsed = display_name.zip(handle).zip(bio).zip(locale);
    let (((display_name, handle), bio), locale) = e.finish(parsed)?;
    let mut tx = site.db.write().await?;
    honor::hold(&mut tx, actor.member).await?;
    let saved = tx
        .execute(
            sql!(
                "UPDATE member SET display_name = $1, handle = $2, bio = $3, locale = $4, zone = $5, home_chapter_id = $6 WHERE id = $7
                 AND NOT EXISTS (SELECT other.id FROM member other WHERE other.handle = $2 AND other.id <> $7)"
            ),
            (display_name.as_str(), handle.as_str(), bio, locale.tag(), form.zone, chapter, actor.member.0),
        )
        .await;
    // Seen before, or met in the very moment: the same answer.
    let taken = || Failure::field("handle", FieldCode::HandleTaken);
    match saved {
        Ok(0) => Err(taken()),
        Ok(_) => {
            // With another club one stands on another board.
            honor::leaderboard::refresh(&mut tx, site, actor.member).await?;
            Ok(tx.commit().await?)
        }
        Err(error) if error.breaks("member_handle_key") => Err(taken()),
        Err(error) => Err(error.into()),
    }
}
