//! What the demo cannot do through the front door: accounts without people, and quiet afterwards. See `popcorn demo`.

use domain::{ChapterId, HonorEntryId, Instant, Locale, MemberId, SignUpId};
use uuid::Uuid;

use crate::{
    Site,
    db::{Reading, Result, Tx},
    sql,
};

/// How far the loading of the demo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was never begun.
    None,
    /// It was begun: the demo is not whole.
    Begun,
    /// All of it is there.
    Loaded,
}

/// How far it is.
///
/// # Errors
/// When the database fails.
pub async fn progress(conn: &mut impl Reading) -> Result<Progress> {
    let found: Option<(Vec<u8>,)> = conn.optional(sql!("SELECT value FROM instance WHERE name = 'demo'"), ()).await?;
    Ok(match found {
        None => Progress::None,
        Some((value,)) if value == b"loaded" => Progress::Loaded,
        Some(_) => Progress::Begun,
    })
}

/// Remembers how far it is.
///
/// # Errors
/// When the database fails.
pub async fn remember(site: &Site, progress: Progress) -> Result<()> {
    let value: &[u8] = if progress == Progress::Loaded { b"loaded" } else { b"begun" };
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!("INSERT INTO instance (name, value) VALUES ('demo', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
        (value,),
    )
    .await?;
    tx.commit().await
}

/// An account that nobody registers.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    /// Whose id it will be.
    pub id: MemberId,
    pub email: &'a str,
    pub handle: &'a str,
    pub display_name: &'a str,
    pub bio: &'a str,
    pub locale: Locale,
    pub zone: &'a str,
    /// Address of a drawn face.
    pub face: &'a str,
    pub home: ChapterId,
    pub joined: Instant,
    /// When their page became public, if it is.
    pub published: Option<Instant>,
    /// Whose password it has: one costly hash is enough for people who do not exist.
    pub password_of: MemberId,
}

/// Puts an account down, its address confirmed.
///
/// # Errors
/// When the database fails, or address or handle are taken.
pub async fn enrol(tx: &mut Tx, account: Account<'_>) -> Result<()> {
    tx.execute(
        sql!("INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face,
                                  home_chapter_id, is_admin, published_at, created_at)
              VALUES ($1, $2, $3, (SELECT p.password_hash FROM member p WHERE p.id = $4), $5, $6, $7, $8, $9, $10, $11, $12, $13, $3)"),
        (
            account.id.0,
            account.email,
            account.joined.0,
            account.password_of.0,
            account.handle,
            account.display_name,
            account.bio,
            account.locale.tag(),
            account.zone,
            account.face,
            account.home.0,
            false,
            account.published.map(|at| at.0),
        ),
    )
    .await
    .map(drop)
}

/// Nobody gets mail about what never happened: whatever waits to be sent counts as done.
///
/// # Errors
/// When the database fails.
pub async fn hush(site: &Site) -> Result<()> {
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!("UPDATE job SET done_at = $1, payload = '{}', locked_until = NULL WHERE done_at IS NULL AND failed_at IS NULL"),
        (site.now().0,),
    )
    .await?;
    // In the inboxes of the demo's people they stand as sent; what is older than three days they have read.
    tx.execute(sql!("UPDATE notice SET delivery = 'sent', delivered_at = made_at WHERE delivery = 'waiting'"), ())
        .await?;
    tx.execute(
        sql!("UPDATE notice SET read_at = made_at WHERE read_at IS NULL AND made_at < $1"),
        (site.now().plus_seconds(-3 * 86_400).0,),
    )
    .await?;
    tx.commit().await
}

/// A ticket's code, for somebody who is scanned.
///
/// # Errors
/// When the database fails, or there is no such sign-up.
pub async fn code(conn: &mut impl Reading, signup: SignUpId) -> Result<String> {
    let (code,): (String,) = conn.one(sql!("SELECT code FROM signup WHERE id = $1"), (signup.0,)).await?;
    Ok(code)
}

/// The entry of the ledger that was made for this occasion.
///
/// # Errors
/// When the database fails.
pub async fn entry(conn: &mut impl Reading, key: &str) -> Result<Option<HonorEntryId>> {
    let found: Option<(Uuid,)> =
        conn.optional(sql!("SELECT id FROM honor_entry WHERE idempotency_key = $1"), (key,)).await?;
    Ok(found.map(|(id,)| HonorEntryId(id)))
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub members: i64,
    pub events: i64,
    pub sign_ups: i64,
    pub check_ins: i64,
    pub honor_entries: i64,
    pub grants: i64,
}

/// Counts everything.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut impl Reading) -> Result<Counts> {
    conn.one(
        sql!(
            "SELECT (SELECT count(*) FROM member) AS members, (SELECT count(*) FROM event) AS events,
                     (SELECT count(*) FROM signup) AS sign_ups, (SELECT count(*) FROM check_in) AS check_ins,
                     (SELECT count(*) FROM honor_entry) AS honor_entries, (SELECT count(*) FROM badge_grant) AS grants"
        ),
        (),
    )
    .await
}
