//! The keys that sign what leaves the house: credentials, the lists of those revoked, the ledger's checkpoints.
//!
//! One key is in use at a time; it is made when it is first needed. [`rotate`] retires it and makes another. What a retired key
//! signed stays valid, so that its public half is published for good, and no row of a key is ever deleted.

use domain::badges::credential::did_web;
use domain::{Instant, KeyId};
use ed25519_dalek::Signer;
use serde_json::json;
use uuid::Uuid;

use super::audit;
use crate::db::{DbError, Reading, Result, Tx};
use crate::{Site, sql};

/// What stands before an Ed25519 public key, so that its reader knows what it is (multicodec `ed25519-pub`).
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];

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
        f.debug_struct("SigningKey").field("id", &self.id).field("public", &self.multibase()).finish_non_exhaustive()
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

    /// Its public half as text: `z6Mk…` (Multikey, base58btc).
    pub fn multibase(&self) -> String {
        let bytes: Vec<u8> = ED25519_PUBLIC.into_iter().chain(self.public()).collect();
        format!("z{}", bs58::encode(bytes).into_string())
    }

    /// Its name for those who check what it signed: `did:web:popcorn.example#z6Mk…`.
    pub fn method(&self, base_url: &str) -> String {
        format!("{}#{}", did_web(base_url), self.multibase())
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

/// Retires the key in use, if there is one, and makes the next. What was signed before stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn rotate(site: &Site) -> Result<SigningKey> {
    let mut tx = site.db.write().await?;
    let retired: Option<(Uuid,)> = tx
        .optional(sql!("UPDATE signing_key SET retired_at = $1 WHERE retired_at IS NULL RETURNING id"), (site.now().0,))
        .await?;
    let key = current_in(&mut tx, site).await?;
    let detail = json!({ "retired": retired.map(|(id,)| id), "public": key.multibase() });
    audit::write(&mut tx, site, None, "key_rotated", ("signing_key", key.id.0), detail).await?;
    tx.commit().await?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_its_name_and_not_its_secret() {
        let secret = [7; 32];
        let key = SigningKey::new(KeyId(Uuid::from_u128(1)), &secret, Instant(0));
        assert!(key.multibase().starts_with("z6Mk"), "{}", key.multibase());
        assert_eq!(key.method("https://popcorn.example"), format!("did:web:popcorn.example#{}", key.multibase()));
        assert!(!format!("{key:?}").contains("[7"), "{key:?}");
        let signature = ed25519_dalek::Signature::from_bytes(&key.sign(b"lamplight"));
        let public = ed25519_dalek::VerifyingKey::from_bytes(&key.public()).expect("a point of the curve");
        assert!(public.verify_strict(b"lamplight", &signature).is_ok());
        assert!(public.verify_strict(b"lamplighT", &signature).is_err());
    }
}
