//! The credential of a grant, for those who may have it.

use domain::badges::Life;
use domain::members::access::Actor;
use domain::{Failure, GrantId, Instant};
use uuid::Uuid;

use super::document::{self, Grant};
use super::freeze::{freeze_in, thawed};
use super::proof::{SealError, Signer, seal};
use super::status::place_in;
use crate::badges::change::holding;
use crate::db::{DbError, Reading, Result, Tx};
use crate::operations::keys;
use crate::{Site, sql};

/// A grant as a signed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The badge's slug, to name files by.
    pub slug: String,
    /// The badge's art, as an address on this site.
    pub art: String,
    /// The document; the same bytes for everybody, for good.
    pub json: String,
    /// Everybody may have it: the holder's profile is public, and they show this one.
    pub is_public: bool,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    content: String,
    json: Option<String>,
}

/// The credential of a grant: its holder's, and everybody's once the grant's page is public. Signed at the first call and kept. One
/// that was taken back is handed out still, and its list says so; one that was undone is nobody's.
///
/// # Errors
/// [`Failure::NotFound`] for no such grant, or one that the viewer may not have.
pub async fn fetch(site: &Site, viewer: Option<&Actor>, grant: GrantId) -> Result<Credential, Failure> {
    let mut conn = site.db.read().await?;
    let is_public = may_have(&mut conn, viewer, grant).await?.ok_or(Failure::NotFound)?;
    let kept: Option<KeptRow> =
        conn.optional(sql!("SELECT content, json FROM credential WHERE grant_id = $1"), (grant.0,)).await?;
    drop(conn);
    let (content, json) = match kept {
        Some(KeptRow { content, json: Some(json) }) => (content, json),
        _ => sign(site, grant).await?,
    };
    let frozen = thawed(&content)?;
    Ok(Credential { slug: frozen.slug, art: frozen.art, json, is_public })
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    member_id: Uuid,
    published_at: Option<i64>,
    choice: String,
    revoked_at: Option<i64>,
    undone_at: Option<i64>,
}

/// Whether the grant is public; none where it is not the viewer's business.
async fn may_have(conn: &mut impl Reading, viewer: Option<&Actor>, grant: GrantId) -> Result<Option<bool>> {
    let row: Option<HeldRow> = conn
        .optional(
            sql!(
                "SELECT g.member_id, CASE WHEN coalesce(x.badges, TRUE) THEN m.published_at END AS published_at, g.choice,
                      g.revoked_at, g.undone_at
                  FROM badge_grant g JOIN member m ON m.id = g.member_id
                      LEFT JOIN profile_choice x ON x.member_id = g.member_id WHERE g.id = $1"
            ),
            (grant.0,),
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let standing = holding(&row.choice, row.revoked_at, row.undone_at);
    let is_mine = viewer.is_some_and(|actor| actor.member.0 == row.member_id) && standing.life != Life::Undone;
    let is_public = row.published_at.is_some() && standing.is_shown();
    Ok((is_public || is_mine).then_some(is_public))
}

/// Signs and keeps: whoever signs the same grant at the same time gets the one that was kept. Gives what it says, and it.
async fn sign(site: &Site, grant: GrantId) -> Result<(String, String), Failure> {
    let key = keys::current(site).await?;
    let mut tx = site.db.write().await?;
    let (content, granted) = hold(&mut tx, site, grant).await?;
    let place = place_in(&mut tx, site, grant).await?;
    tx.commit().await?;

    let frozen = thawed(&content)?;
    let (settings, signer_key, now) = (site.settings.clone(), key.clone(), site.now());
    let work = move || {
        let document = document::credential(&settings, &Grant { id: grant, granted, frozen: &frozen, place });
        let method = signer_key.method(&settings.base_url);
        seal(document, &Signer { key: &signer_key, method, now })
    };
    let sealed = tokio::task::spawn_blocking(work).await.map_err(SealError::from)??;

    let mut tx = site.db.write().await?;
    tx.execute(
        sql!("UPDATE credential SET key_id = $2, json = $3, made_at = $4 WHERE grant_id = $1 AND json IS NULL"),
        (grant.0, key.id().0, sealed.to_string(), now.0),
    )
    .await?;
    let (json,): (Option<String>,) =
        tx.one(sql!("SELECT json FROM credential WHERE grant_id = $1"), (grant.0,)).await?;
    tx.commit().await?;
    let json = json.ok_or_else(|| DbError::from(sqlx::Error::RowNotFound))?;
    Ok((content, json))
}

/// What the grant says and since when it is held; its row is ours until the transaction ends.
async fn hold(tx: &mut Tx, site: &Site, grant: GrantId) -> Result<(String, Instant)> {
    freeze_in(tx, site, grant).await?;
    let (content,): (String,) = tx
        .one(sql!("UPDATE credential SET frozen_at = frozen_at WHERE grant_id = $1 RETURNING content"), (grant.0,))
        .await?;
    let (granted,): (i64,) = tx.one(sql!("SELECT granted_at FROM badge_grant WHERE id = $1"), (grant.0,)).await?;
    Ok((content, Instant(granted)))
}
