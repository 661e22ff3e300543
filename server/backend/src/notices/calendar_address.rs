//! The secret address of a member's own calendar, `/my/{token}.ics`: made, replaced, switched off by its owner.

use domain::{Failure, MemberId, members::Actor};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Site,
    db::{Reading, Result, Tx},
    sql,
};

/// Makes a new address and gives its token: 256 bits of chance, of which only the hash is kept. An earlier one works no more.
///
/// # Errors
/// When the database fails.
pub async fn new_calendar_address(site: &Site, actor: &Actor) -> Result<String, Failure> {
    let token = site.random.token();
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!(
            "INSERT INTO calendar_token (member_id, token_hash, made_at) VALUES ($1, $2, $3)
             ON CONFLICT (member_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at"
        ),
        (actor.member.0, hash(&token), site.now().0),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Switches the address off.
///
/// # Errors
/// When the database fails.
pub async fn end_calendar_address(site: &Site, actor: &Actor) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    forget(&mut tx, actor.member).await?;
    Ok(tx.commit().await?)
}

/// Switches a member's address off, with what else their old password may have opened.
pub(crate) async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    tx.execute(sql!("DELETE FROM calendar_token WHERE member_id = $1"), (member.0,)).await.map(drop)
}

/// Whose address has this token.
pub(crate) async fn owner(conn: &mut impl Reading, token: &str) -> Result<Option<MemberId>> {
    let found: Option<(Uuid,)> =
        conn.optional(sql!("SELECT member_id FROM calendar_token WHERE token_hash = $1"), (hash(token),)).await?;
    Ok(found.map(|(id,)| MemberId(id)))
}

/// Only this is stored: who reads the database learns no address.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(format!("popcorn calendar 1\n{token}")).to_vec()
}
