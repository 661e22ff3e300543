//! A new line in the ledger.

use std::num::NonZeroI64;

use domain::honor::{Cause, Link, hash};
use domain::{EventId, HonorEntryId, MemberId};

use super::leaderboard;
use crate::Site;
use crate::db::{DbError, Result, Tx};
use crate::sql;

/// What the first entry of a member stands on.
pub(super) const ROOT: [u8; 32] = [0; 32];

/// Honor that is added, or an entry that puts an earlier one right.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose honor.
    pub member: MemberId,
    /// How much; below zero only to correct.
    pub points: NonZeroI64,
    /// What for.
    pub cause: Cause,
    /// Where it was earned.
    pub event: Option<EventId>,
    /// Who added it; none for a rule of the house.
    pub by: Option<MemberId>,
    /// The entry that this one puts right.
    pub corrects: Option<HonorEntryId>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Names the occasion: there is one entry for each key, however often it is asked for.
    pub key: String,
}

/// A member's account, held until the transaction ends: nobody else adds to it meanwhile.
struct Account {
    total: i64,
    entries: i64,
    head: [u8; 32],
}

/// Holds the member's account until the transaction ends, so that what is counted for them next stays true.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, member: MemberId) -> Result<()> {
    account(tx, member).await.map(drop)
}

/// Adds an entry and gives the member's new total; none when the key is there already.
///
/// # Errors
/// When the database fails, or the member does not exist.
pub async fn add(tx: &mut Tx, site: &Site, entry: Entry) -> Result<Option<i64>> {
    let account = account(tx, entry.member).await?;
    let (seq, total) = (account.entries + 1, account.total + entry.points.get());
    let link = Link {
        id: HonorEntryId(site.new_id()),
        member: entry.member,
        seq,
        points: entry.points.get(),
        cause: entry.cause,
        event: entry.event,
        by: entry.by,
        corrects: entry.corrects,
        at: site.now(),
    };
    let head = hash(&account.head, &link);
    let added = tx
        .execute(
            sql!("INSERT INTO honor_entry (id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason,
                                           idempotency_key, hash, at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                  ON CONFLICT (idempotency_key) DO NOTHING"),
            (
                link.id.0,
                link.member.0,
                link.seq,
                link.points,
                total,
                link.cause.word(),
                link.event.map(|id| id.0),
                link.by.map(|id| id.0),
                link.corrects.map(|id| id.0),
                entry.reason,
                entry.key,
                &head[..],
                link.at.0,
            ),
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    tx.execute(
        sql!("UPDATE honor_account SET total = $2, entries = $3, head = $4 WHERE member_id = $1"),
        (entry.member.0, total, seq, &head[..]),
    )
    .await?;
    // A correction counts where its entry did, which may be a season that is over.
    match entry.corrects {
        None => leaderboard::follow(tx, site, entry.member, link.at).await?,
        Some(_) => leaderboard::refresh(tx, site, entry.member).await?,
    }
    Ok(Some(total))
}

/// The account's row, locked; made at a member's first entry.
async fn account(tx: &mut Tx, member: MemberId) -> Result<Account> {
    let (total, entries, head): (i64, i64, Vec<u8>) = tx
        .one(
            sql!(
                "INSERT INTO honor_account (member_id, total, entries, head) VALUES ($1, 0, 0, $2)
                  ON CONFLICT (member_id) DO UPDATE SET entries = honor_account.entries
                  RETURNING total, entries, head"
            ),
            (member.0, &ROOT[..]),
        )
        .await?;
    Ok(Account { total, entries, head: digest(head)? })
}

/// A stored hash.
pub(super) fn digest(stored: Vec<u8>) -> Result<[u8; 32]> {
    stored.try_into().map_err(|_| DbError::from(sqlx::Error::Decode("a hash has 32 bytes".into())))
}
