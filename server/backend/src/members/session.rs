//! Staying signed in. The cookie holds a random token; the database holds its hash only.

use domain::{
    ChapterId, EventId, Failure, Instant, Locale, MemberId,
    members::{Actor, EventRole, Post, access::Rank},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::device;
use crate::{
    Site,
    db::{self, Reading, Tx},
    notices, sql,
};

/// How long a session lasts without being used, in seconds: 30 days.
const LASTS_S: i64 = 30 * 24 * 3600;
/// Its use is noted at most so often, in seconds: a page view is not a write.
const NOTED_EVERY_S: i64 = 3600;

/// A session that has just begun. Every sign-in makes a new one; end the visitor's old one with [`sign_out`].
#[derive(Clone)]
pub struct NewSession {
    /// For the cookie. 256 bits of chance as 64 hexadecimal digits; cannot be read back from the database.
    pub token: String,
    /// For the cookie's `Max-Age`, in seconds: how long the session lives without being used.
    pub max_age_s: u32,
    /// Whose it is, with what they may do.
    pub actor: Actor,
    /// The member's language.
    pub locale: Locale,
}

/// Without the token.
impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession").field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// Somebody signed in, as every page needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who they are and what they may do.
    pub actor: Actor,
    /// Which session; not the token.
    pub session_id: Uuid,
    /// Their address is `/u/{handle}`.
    pub handle: String,
    /// What they are called.
    pub display_name: String,
    /// Address of their face.
    pub face: String,
    /// Their language.
    pub locale: Locale,
    /// Their time zone (IANA name).
    pub zone: String,
    /// Did they show that their mail address is theirs?
    pub email_confirmed: bool,
    /// Letters in their inbox that they have not read.
    pub unread: i64,
    /// For how many seconds the cookie is to be kept from now on, where the session was just prolonged.
    pub prolonged_s: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: Uuid,
    member_id: Uuid,
    seen_at: i64,
    handle: String,
    display_name: String,
    face: String,
    locale: String,
    zone: String,
    email_confirmed_at: Option<i64>,
    is_admin: bool,
    unread: i64,
    has_posts: bool,
}

/// Who holds this token. None where the session ended, was ended, or never was.
///
/// # Errors
/// When the database fails.
pub async fn session(site: &Site, token: &str) -> Result<Option<SignedIn>, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let found: Option<Found> = conn
        .optional(
            sql!(
                "SELECT s.id, s.member_id, s.seen_at, m.handle, m.display_name, m.face, m.locale, m.zone, m.email_confirmed_at, m.is_admin,
                     (SELECT count(*) FROM notice n WHERE n.member_id = m.id AND n.read_at IS NULL) AS unread,
                     EXISTS (SELECT 1 FROM chapter_organiser c WHERE c.member_id = m.id)
                         OR EXISTS (SELECT 1 FROM event_staff t WHERE t.member_id = m.id) AS has_posts
                 FROM session s JOIN member m ON m.id = s.member_id WHERE s.token_hash = $1 AND s.expires_at > $2"
            ),
            (hash(token), now.0),
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let (member, rank) = (MemberId(found.member_id), rank(found.is_admin));
    let actor = match found.has_posts {
        true => actor(&mut conn, member, rank).await?,
        // Most hold none, and every request asks.
        false => Actor { member, rank, organises: vec![], staffs: vec![] },
    };
    drop(conn);
    let mut prolonged_s = None;
    if Instant(found.seen_at).seconds_until(now) >= NOTED_EVERY_S {
        // A page can be shown even when this cannot be noted.
        match note_use(site, found.id).await {
            Ok(()) => prolonged_s = Some(LASTS_S as u32),
            Err(error) => tracing::warn!(%error, "could not note the use of a session"),
        }
    }
    Ok(Some(SignedIn {
        actor,
        session_id: found.id,
        handle: found.handle,
        display_name: found.display_name,
        face: found.face,
        locale: Locale::from_tag(&found.locale).unwrap_or_default(),
        zone: found.zone,
        email_confirmed: found.email_confirmed_at.is_some(),
        unread: found.unread,
        prolonged_s,
    }))
}

async fn note_use(site: &Site, id: Uuid) -> db::Result<()> {
    let now = site.now();
    let until = now.plus_seconds(LASTS_S);
    let mut tx = site.db.write().await?;
    tx.execute(sql!("UPDATE session SET seen_at = $1, expires_at = $2 WHERE id = $3"), (now.0, until.0, id)).await?;
    tx.commit().await
}

/// Begins a session. `device` is what the browser says of itself, for the member's list of devices.
pub(crate) async fn begin(tx: &mut Tx, site: &Site, member: MemberId, device: &str) -> db::Result<NewSession> {
    let now = site.now();
    let expires = now.plus_seconds(LASTS_S);
    let token = site.random.token();
    tx.execute(
        sql!("INSERT INTO session (token_hash, id, member_id, device, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)"),
        (hash(&token), site.new_id(), member.0, device::name(device), now.0, expires.0),
    )
    .await?;
    let (locale, is_admin): (String, bool) =
        tx.one(sql!("SELECT locale, is_admin FROM member WHERE id = $1"), (member.0,)).await?;
    let actor = actor(tx, member, rank(is_admin)).await?;
    Ok(NewSession { token, max_age_s: LASTS_S as u32, actor, locale: Locale::from_tag(&locale).unwrap_or_default() })
}

const fn rank(is_admin: bool) -> Rank {
    if is_admin { Rank::Admin } else { Rank::Member }
}

/// A member with the roles they hold.
async fn actor(conn: &mut impl Reading, member: MemberId, rank: Rank) -> db::Result<Actor> {
    let chapters: Vec<(Uuid,)> =
        conn.all(sql!("SELECT chapter_id FROM chapter_organiser WHERE member_id = $1 LIMIT 1000"), (member.0,)).await?;
    let posts: Vec<(Uuid, String)> = conn
        .all(
            sql!("SELECT event_id, role FROM event_staff WHERE member_id = $1 ORDER BY event_id DESC LIMIT 1000"),
            (member.0,),
        )
        .await?;
    Ok(Actor {
        member,
        rank,
        organises: chapters.into_iter().map(|(id,)| ChapterId(id)).collect(),
        staffs: posts.into_iter().filter_map(|(id, role)| post(id, &role)).collect(),
    })
}

/// A part in an event, as it is stored. The table's CHECK lets no other word in; one that is not known opens nothing.
fn post(event: Uuid, role: &str) -> Option<Post> {
    Some(Post { event: EventId(event), role: EventRole::from_word(role)? })
}

/// Ends the session of this token, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(site: &Site, token: &str) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    tx.execute(sql!("DELETE FROM session WHERE token_hash = $1"), (hash(token),)).await?;
    Ok(tx.commit().await?)
}

/// Signs a device out, from the list of one's own devices.
///
/// # Errors
/// [`Failure::NotFound`] when the actor has no such session.
pub async fn end_session(site: &Site, actor: &Actor, id: &str) -> Result<(), Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::NotFound)?;
    let mut tx = site.db.write().await?;
    let ended = tx.execute(sql!("DELETE FROM session WHERE id = $1 AND member_id = $2"), (id, actor.member.0)).await?;
    tx.commit().await?;
    if ended == 1 { Ok(()) } else { Err(Failure::NotFound) }
}

/// Ends all sessions of a member but one, if one is to be kept, and the address of their calendar: whoever knew the old password
/// may have kept either.
pub(super) async fn end_all(tx: &mut Tx, member: MemberId, kept: Option<Uuid>) -> db::Result<()> {
    let kept = kept.unwrap_or_default();
    tx.execute(sql!("DELETE FROM session WHERE member_id = $1 AND id <> $2"), (member.0, kept)).await?;
    notices::forget_calendar(tx, member).await
}

/// Only this is stored: who reads the database cannot sign in.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
