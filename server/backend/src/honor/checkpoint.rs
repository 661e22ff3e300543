//! The daily checkpoint: one root over the heads of all chains, signed, each naming the one before. Whoever keeps one can tell
//! later whether anybody's past was written anew.

use domain::honor::days::Day;
use domain::honor::export::{Checkpoint, Leaf, Published, Stated};
use domain::honor::head_text;
use domain::honor::merkle::{self, Hash};
use domain::honor::view::{CheckpointPage, CheckpointRow};
use domain::{Failure, Instant, Locale, MemberId, hex};
use uuid::Uuid;

use super::add::{digest, odd};
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::operations::keys;
use crate::{sql, when};

/// Checkpoints on a page.
const ROWS: i64 = 30;
/// Bytes of a chain in `honor_heads`: the member's id, how many entries, the head.
const WIDTH: usize = 16 + 8 + 32;

/// A chain as a checkpoint has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) member: MemberId,
    pub(super) entries: i64,
    pub(super) head: [u8; 32],
}

impl Head {
    pub(super) fn leaf(&self) -> Hash {
        merkle::leaf(head_text(self.member, self.entries, &self.head).as_bytes())
    }

    fn bytes(&self) -> impl Iterator<Item = u8> {
        let entries = self.entries.to_be_bytes();
        (*self.member.0.as_bytes()).into_iter().chain(entries).chain(self.head)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_at_checked(16)?;
        let (entries, head) = rest.split_at_checked(8)?;
        Some(Self {
            member: MemberId(Uuid::from_slice(id).ok()?),
            entries: i64::from_be_bytes(entries.try_into().ok()?),
            head: head.try_into().ok()?,
        })
    }
}

/// Takes the day's checkpoint, if it was not taken yet. Any number of nodes may do it at any time: one of them is kept.
///
/// # Errors
/// When the database fails.
pub async fn checkpoint(site: &Site) -> Result<()> {
    let now = site.now();
    let today = Day::of_utc(now);
    let mut conn = site.db.read().await?;
    let taken: Option<(i64,)> =
        conn.optional(sql!("SELECT number FROM honor_checkpoint WHERE day >= $1 LIMIT 1"), (today.0,)).await?;
    if taken.is_some() {
        return Ok(());
    }
    let heads = heads(&mut conn).await?;
    if heads.is_empty() {
        return Ok(());
    }
    let before = newest(&mut conn).await?;
    drop(conn);
    let key = keys::current(site).await?;
    let leaves: Vec<Hash> = heads.iter().map(Head::leaf).collect();
    let root = merkle::root(&leaves);
    let stated = Stated {
        site: site.settings.base_url.clone(),
        number: before.as_ref().map_or(1, |last| last.stated.number + 1),
        size: i64::try_from(heads.len()).unwrap_or(i64::MAX),
        root: hex(&root),
        before: before.as_ref().map_or_else(|| hex(&[0; 32]), |last| last.stated.name()),
        taken_at: now.0,
    };
    let before = before.map_or([0; 32], |last| last.stated.hash());
    let signature = key.sign(stated.text().as_bytes());
    let mut tx = site.db.write().await?;
    let kept = tx
        .execute(
            sql!(
                "INSERT INTO honor_checkpoint (number, day, site, size, root, before, taken_at, key_id, public, signature)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
            ),
            (
                stated.number,
                today.0,
                stated.site,
                stated.size,
                &root[..],
                &before[..],
                stated.taken_at,
                key.id().to_string(),
                &key.public()[..],
                &signature[..],
            ),
        )
        .await?;
    if kept == 1 {
        keep_heads(&mut tx, stated.number, &heads).await?;
    }
    tx.commit().await
}

/// All chains, in the order of their leaves: an order that tells nothing of who joined when.
async fn heads(conn: &mut impl Reading) -> Result<Vec<Head>> {
    // One statement: all heads of one moment. Without a limit, for a part of them would be a root of nothing.
    let rows: Vec<(Uuid, i64, Vec<u8>)> =
        conn.all(sql!("SELECT member_id, entries, head FROM honor_account WHERE entries > 0"), ()).await?;
    let mut heads = Vec::with_capacity(rows.len());
    for (member, entries, head) in rows {
        heads.push(Head { member: MemberId(member), entries, head: digest(head)? });
    }
    heads.sort_by_cached_key(Head::leaf);
    Ok(heads)
}

/// Keeps the chains under the newest root, for proofs; those under older ones follow from the ledger.
async fn keep_heads(tx: &mut Tx, number: i64, heads: &[Head]) -> Result<()> {
    let bytes: Vec<u8> = heads.iter().flat_map(Head::bytes).collect();
    tx.execute(sql!("DELETE FROM honor_heads WHERE number < $1"), (number,)).await?;
    tx.execute(sql!("INSERT INTO honor_heads (number, heads) VALUES ($1, $2)"), (number, bytes)).await.map(drop)
}

#[derive(sqlx::FromRow)]
struct CheckpointRows {
    number: i64,
    site: String,
    size: i64,
    root: Vec<u8>,
    before: Vec<u8>,
    taken_at: i64,
    key_id: String,
    public: Vec<u8>,
    signature: Vec<u8>,
}

impl CheckpointRows {
    fn checkpoint(self) -> Checkpoint {
        Checkpoint {
            stated: Stated {
                site: self.site,
                number: self.number,
                size: self.size,
                root: hex(&self.root),
                before: hex(&self.before),
                taken_at: self.taken_at,
            },
            key: self.key_id,
            public: hex(&self.public),
            signature: hex(&self.signature),
        }
    }
}

/// The newest checkpoint.
pub(super) async fn newest(conn: &mut impl Reading) -> Result<Option<Checkpoint>> {
    Ok(up_to(conn, i64::MAX, 1).await?.pop())
}

/// Checkpoints up to a number, the newest first.
pub(super) async fn up_to(conn: &mut impl Reading, number: i64, most: i64) -> Result<Vec<Checkpoint>> {
    let rows: Vec<CheckpointRows> = conn
        .all(
            sql!(
                "SELECT number, site, size, root, before, taken_at, key_id, public, signature FROM honor_checkpoint
                 WHERE number <= $1 ORDER BY number DESC LIMIT $2"
            ),
            (number, most),
        )
        .await?;
    Ok(rows.into_iter().map(CheckpointRows::checkpoint).collect())
}

/// The chains under a checkpoint's root, in the order of its leaves; none where they are not kept any more.
pub(super) async fn heads_of(conn: &mut impl Reading, number: i64) -> Result<Vec<Head>> {
    let kept: Option<(Vec<u8>,)> =
        conn.optional(sql!("SELECT heads FROM honor_heads WHERE number = $1"), (number,)).await?;
    let bytes = kept.map_or_else(Vec::new, |(bytes,)| bytes);
    let heads = bytes.chunks(WIDTH).map(Head::from_bytes);
    heads.collect::<Option<_>>().ok_or_else(|| odd("a head is cut off"))
}

/// A member's place under a root, with the way up to it.
pub(super) fn leaf_of(heads: &[Head], member: MemberId) -> Option<Leaf> {
    let index = heads.iter().position(|head| head.member == member)?;
    let leaves: Vec<Hash> = heads.iter().map(Head::leaf).collect();
    Some(Leaf {
        entries: heads[index].entries,
        hash: hex(&leaves[index]),
        index,
        path: merkle::path(&leaves, index).map(|path| path.iter().map(|hash| hex(hash)).collect()),
    })
}

/// `/honor/checkpoint.json`: the newest checkpoint with its leaves.
///
/// # Errors
/// [`Failure::NotFound`] before the first.
pub async fn published(site: &Site) -> Result<Published, Failure> {
    let mut conn = site.db.read().await?;
    let checkpoint = newest(&mut conn).await?.ok_or(Failure::NotFound)?;
    let heads = heads_of(&mut conn, checkpoint.stated.number).await?;
    Ok(Published { checkpoint, leaves: heads.iter().map(|head| hex(&head.leaf())).collect() })
}

/// `/honor/checkpoint`: all of them, the newest first; `before` is the number from which the page goes back.
///
/// # Errors
/// When the database fails.
pub async fn checkpoint_page(site: &Site, locale: Locale, before: Option<i64>) -> Result<CheckpointPage, Failure> {
    let from = before.unwrap_or(i64::MAX);
    let mut rows = up_to(&mut site.db.read().await?, from, ROWS + 1).await?;
    let older = if rows.len() > ROWS as usize { rows.pop().map(|row| row.stated.number) } else { None };
    let row = |row: Checkpoint| CheckpointRow {
        number: row.stated.number,
        taken: when::stamp(locale, "UTC", Instant(row.stated.taken_at)),
        taken_iso: when::iso("UTC", Instant(row.stated.taken_at)),
        size: row.stated.size,
        root: row.stated.root,
        signature: row.signature,
        public: row.public,
    };
    Ok(CheckpointPage { rows: rows.into_iter().map(row).collect(), older })
}
