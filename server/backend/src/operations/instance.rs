//! What the instance itself remembers: its secrets, and whether somebody runs it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use domain::Failure;

use crate::{
    Site,
    db::{Db, DbError, Reading, Result, Tx},
    random::Random,
    sql,
};

/// The row that holds the hash of the setup link's token.
const SETUP: &str = "setup_token";

/// The secret of this name: made at the first call, the same ever after, also when several nodes start at once.
///
/// # Errors
/// When the database fails.
pub async fn secret(db: &Db, random: &dyn Random, name: &'static str) -> Result<[u8; 32]> {
    let mut tx = db.write().await?;
    let fresh: [u8; 32] = random.bytes();
    tx.execute(
        sql!("INSERT INTO instance (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"),
        (name, fresh.to_vec()),
    )
    .await?;
    let (value,): (Vec<u8>,) = tx.one(sql!("SELECT value FROM instance WHERE name = $1"), (name,)).await?;
    tx.commit().await?;
    value
        .try_into()
        .map_err(|_| DbError::Engine(sqlx::Error::Decode(format!("the secret {name} is not 32 bytes long").into())))
}

/// Does nobody run this site yet?
///
/// # Errors
/// When the database fails.
pub async fn setup_needed(site: &Site) -> Result<bool, Failure> {
    Ok(nobody_runs_it(&mut site.db.read().await?).await?)
}

/// While nobody runs this site: a fresh one-time address at which its first admin signs up. Earlier ones no longer work.
///
/// # Errors
/// When the database fails.
pub async fn new_setup_link(site: &Site) -> Result<Option<String>, Failure> {
    let mut tx = site.db.write().await?;
    if !nobody_runs_it(&mut tx).await? {
        return Ok(None);
    }
    let token = site.random.code(32);
    tx.execute(
        sql!(
            "INSERT INTO instance (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        (SETUP, hash(&token)),
    )
    .await?;
    tx.commit().await?;
    Ok(Some(site.url(&format!("/set-up?token={token}"))))
}

/// Is this the token of a setup link that still works?
///
/// # Errors
/// When the database fails.
pub async fn setup_link_works(site: &Site, token: &str) -> Result<bool, Failure> {
    let mut conn = site.db.read().await?;
    let found: Option<(String,)> =
        conn.optional(sql!("SELECT name FROM instance WHERE name = $1 AND value = $2"), (SETUP, hash(token))).await?;
    Ok(found.is_some() && nobody_runs_it(&mut conn).await?)
}

/// Uses up the setup link; false when this is not its token, or somebody was faster.
pub(crate) async fn spend_setup_link(tx: &mut Tx, token: &str) -> Result<bool> {
    let gone = tx.execute(sql!("DELETE FROM instance WHERE name = $1 AND value = $2"), (SETUP, hash(token))).await?;
    Ok(gone == 1)
}

/// Closes the way of the setup link, whoever has it: the site has an admin now.
pub(crate) async fn forget_setup_link(tx: &mut Tx) -> Result<()> {
    tx.execute(sql!("DELETE FROM instance WHERE name = $1"), (SETUP,)).await?;
    Ok(())
}

/// Is there no admin?
pub(crate) async fn nobody_runs_it(conn: &mut impl Reading) -> Result<bool> {
    let admin: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM member WHERE is_admin LIMIT 1"), ()).await?;
    Ok(admin.is_none())
}

/// Only this is stored: who reads the database learns no token.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
