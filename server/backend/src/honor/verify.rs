//! Is the ledger still what was written?

use domain::honor::days::Day;
use domain::honor::{Cause, Link, Terms, hash, reason_hash};
use domain::{EventId, HonorEntryId, Instant, MemberId};
use uuid::Uuid;

use super::add::{ROOT, digest};
use crate::db::{Reading, Result};
use crate::sql;

/// How many entries are read at a time.
const PAGE: i64 = 500;

/// What the check of a member's chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Every entry is as it was written, and the account agrees.
    Whole {
        /// How many there are.
        entries: i64,
    },
    /// Something was changed from outside.
    Broken {
        /// The number of the first entry that is not right.
        seq: i64,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not there, though a later one or the account says so.
    Missing,
    /// Its hash does not follow from its fields and the entry before.
    Hash,
    /// Its reason is not the one that was written.
    Reason,
    /// It is written in the first format, whose hash says nothing of its day, its rule and its words, after one in the second.
    Format,
    /// Its balance is not the one before and its points.
    Total,
    /// It is the last one, and the account says something else.
    Account,
}

#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    pub(super) id: Uuid,
    pub(super) seq: i64,
    pub(super) points: i64,
    pub(super) total: i64,
    pub(super) cause: String,
    pub(super) event_id: Option<Uuid>,
    pub(super) by_id: Option<Uuid>,
    pub(super) corrects_id: Option<Uuid>,
    pub(super) hash: Vec<u8>,
    pub(super) at: i64,
    pub(super) day: Option<i64>,
    pub(super) rule_version: Option<i64>,
    pub(super) reason: Option<String>,
    pub(super) reason_hash: Option<Vec<u8>>,
}

/// Computes the member's chain anew and names the first entry that is not right.
///
/// # Errors
/// When the database fails.
pub async fn verify_chain(conn: &mut impl Reading, member: MemberId) -> Result<Verified> {
    let mut chain = Chain { seq: 0, total: 0, head: ROOT, format: 1 };
    loop {
        // The account first: an entry and its account change together, so entries read later cannot be fewer.
        let account = Chain::claimed(conn, member).await?;
        let before = chain.seq;
        if let Some(broken) = chain.follow(conn, member).await? {
            return Ok(broken);
        }
        let seq = chain.seq;
        if account.seq > seq {
            return Ok(Verified::Broken { seq: seq + 1, flaw: Flaw::Missing });
        }
        if account.agrees(&chain) {
            return Ok(Verified::Whole { entries: seq });
        }
        // Behind the entries, it may only have been read before somebody added one: once more.
        if account.seq == seq || before == seq {
            return Ok(Verified::Broken { seq, flaw: Flaw::Account });
        }
    }
}

/// How far a chain goes.
struct Chain {
    seq: i64,
    total: i64,
    head: [u8; 32],
    /// The newest format so far: entries never go back to an older one. An account says nothing of it.
    format: u8,
}

impl Chain {
    fn agrees(&self, other: &Self) -> bool {
        (self.seq, self.total, self.head) == (other.seq, other.total, other.head)
    }

    /// As the member's account has it.
    async fn claimed(conn: &mut impl Reading, member: MemberId) -> Result<Self> {
        let account: Option<(i64, i64, Vec<u8>)> = conn
            .optional(sql!("SELECT entries, total, head FROM honor_account WHERE member_id = $1"), (member.0,))
            .await?;
        let Some((seq, total, head)) = account else { return Ok(Self { seq: 0, total: 0, head: ROOT, format: 1 }) };
        // A head of another length is no hash of ours: it will not be equal to one.
        Ok(Self { seq, total, head: digest(head).unwrap_or([0xff; 32]), format: 1 })
    }

    /// Goes on to the newest entry, or to the first that is not right.
    async fn follow(&mut self, conn: &mut impl Reading, member: MemberId) -> Result<Option<Verified>> {
        loop {
            let rows: Vec<EntryRow> = conn
                .all(
                    sql!(
                        "SELECT id, seq, points, total, cause, event_id, by_id, corrects_id, hash, at, day, rule_version, reason, reason_hash
                         FROM honor_entry WHERE member_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
                    ),
                    (member.0, self.seq, PAGE),
                )
                .await?;
            if rows.is_empty() {
                return Ok(None);
            }
            for row in rows {
                if let Err(flaw) = self.step(member, &row) {
                    return Ok(Some(Verified::Broken { seq: self.seq + 1, flaw }));
                }
            }
        }
    }

    /// One entry on, if it follows from what was before.
    fn step(&mut self, member: MemberId, row: &EntryRow) -> Result<(), Flaw> {
        if row.seq != self.seq + 1 {
            return Err(Flaw::Missing);
        }
        let format = if row.day.is_some() { 2 } else { 1 };
        if format < self.format {
            return Err(Flaw::Format);
        }
        let head = link(member, row).map(|link| hash(&self.head, &link)).ok_or(Flaw::Hash)?;
        if row.hash != head {
            return Err(Flaw::Hash);
        }
        if !row.reason_holds() {
            return Err(Flaw::Reason);
        }
        if row.total != self.total + row.points {
            return Err(Flaw::Total);
        }
        *self = Self { seq: row.seq, total: row.total, head, format };
        Ok(())
    }
}

/// What was hashed of an entry; none where its cause is no word of ours.
fn link(member: MemberId, row: &EntryRow) -> Option<Link> {
    Some(Link {
        id: HonorEntryId(row.id),
        member,
        seq: row.seq,
        points: row.points,
        cause: Cause::from_word(&row.cause)?,
        event: row.event_id.map(EventId),
        by: row.by_id.map(MemberId),
        corrects: row.corrects_id.map(HonorEntryId),
        at: Instant(row.at),
        terms: match row.day {
            None => None,
            Some(day) => Some(Terms { day: Day(day), version: row.rule_version, reason: row.reason_digest()? }),
        },
    })
}

impl EntryRow {
    /// The stored hash of the reason; none where it is no hash.
    fn reason_digest(&self) -> Option<Option<[u8; 32]>> {
        self.reason_hash.clone().map(|hash| digest(hash).ok()).map_or(Some(None), |hash| hash.map(Some))
    }

    /// Are the words those that were written? Gone is not changed; before there were hashes of words nothing is known of them.
    fn reason_holds(&self) -> bool {
        match (&self.reason, &self.reason_hash, self.day) {
            (None, ..) | (_, _, None) => true,
            (Some(_), None, Some(_)) => false,
            (Some(reason), Some(hash), Some(_)) => reason_hash(HonorEntryId(self.id), reason) == hash[..],
        }
    }
}
