//! The keys that sign what leaves the house: credentials, the lists of those revoked, the ledger's checkpoints.
//!
//! One key is in use at a time; it is made when it is first needed. What a retired key
//! signed stays valid, so that its public half is published for good, and no row of a key is ever deleted.

use domain::{Instant, KeyId};
use ed25519_dalek::Signer;
use uuid::Uuid;

use crate::db::{DbError, Reading, Result, Tx};
use crate::{Site, sql};

/// A key pair (Ed25519).
#[derive(Clone)]
pub struct SigningKey {
    id: KeyId,
    pair: ed25519_dalek::SigningKey,
    made: Instant,
    retired: Option<Instant>,
}

/// Without the secret.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// A pair with this secret.
    pub fn new(id: KeyId, secret: &[u8; 32], made: Instant) -> Self {
        Self { id, pair: ed25519_dalek::SigningKey::from_bytes(secret), made, retired: None }
    }

    /// Which one it is.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Its public half.
    pub fn public(&self) -> [u8; 32] {
        self.pair.verifying_key().to_bytes()
    }

    /// When it was made.
    pub const fn made(&self) -> Instant {
        self.made
    }

    /// When another took its place; none for the one in use.
    pub const fn retired(&self) -> Option<Instant> {
        self.retired
    }

    /// Signs.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.pair.sign(bytes).to_bytes()
    }
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: Uuid,
    secret: Vec<u8>,
    made_at: i64,
    retired_at: Option<i64>,
}

impl KeyRow {
    fn key(self) -> Result<SigningKey> {
        let secret: [u8; 32] = (self.secret.try_into())
            .map_err(|_| DbError::from(sqlx::Error::Decode("a signing key has 32 bytes".into())))?;
        let key = SigningKey::new(KeyId(self.id), &secret, Instant(self.made_at));
        Ok(SigningKey { retired: self.retired_at.map(Instant), ..key })
    }
}

/// The key in use; made now where there is none. Not inside a transaction: see [`current_in`].
///
/// # Errors
/// When the database fails.
pub async fn current(site: &Site) -> Result<SigningKey> {
    if let Some(key) = in_use(&mut site.db.read().await?).await? {
        return Ok(key);
    }
    let mut tx = site.db.write().await?;
    let key = current_in(&mut tx, site).await?;
    tx.commit().await?;
    Ok(key)
}

/// The same in the middle of writing.
///
/// # Errors
/// When the database fails.
pub async fn current_in(tx: &mut Tx, site: &Site) -> Result<SigningKey> {
    if let Some(key) = in_use(tx).await? {
        return Ok(key);
    }
    let (id, secret): (Uuid, [u8; 32]) = (site.new_id(), site.random.bytes());
    let key = SigningKey::new(KeyId(id), &secret, site.now());
    // Another node may be making one too: the database keeps one in use.
    tx.execute(
        sql!(
            "INSERT INTO signing_key (id, algorithm, secret, public, made_at) VALUES ($1, 'ed25519', $2, $3, $4)
              ON CONFLICT DO NOTHING"
        ),
        (id, &secret[..], &key.public()[..], key.made.0),
    )
    .await?;
    in_use(tx).await?.ok_or_else(|| DbError::from(sqlx::Error::RowNotFound))
}

async fn in_use(conn: &mut impl Reading) -> Result<Option<SigningKey>> {
    let row: Option<KeyRow> = conn
        .optional(sql!("SELECT id, secret, made_at, retired_at FROM signing_key WHERE retired_at IS NULL"), ())
        .await?;
    row.map(KeyRow::key).transpose()
}

/// All keys: the one in use first, then those retired, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn all(site: &Site) -> Result<Vec<SigningKey>> {
    let rows: Vec<KeyRow> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT id, secret, made_at, retired_at FROM signing_key
                  ORDER BY retired_at DESC NULLS FIRST, id DESC LIMIT 1000"
            ),
            (),
        )
        .await?;
    rows.into_iter().map(KeyRow::key).collect()
}
