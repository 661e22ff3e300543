//! A new line in the ledger.

use std::num::NonZeroI64;

use domain::honor::caps::{Caps, Limit};
use domain::honor::days::Day;
use domain::honor::{Cause, Link, Terms, hash, reason_hash};
use domain::{EventId, HonorEntryId, Instant, MemberId};

use super::project::{self, Added};
use super::rules;
use crate::Site;
use crate::db::{DbError, Reading, Result, Tx};
use crate::sql;
use crate::zones;

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

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// The new line.
    pub entry: HonorEntryId,
    /// What the ledger records.
    pub recorded: i64,
    /// How much of that counts.
    pub counted: i64,
    /// The cap that left less than all of it.
    pub limit: Option<Limit>,
    /// The member's lifetime honor now.
    pub total: i64,
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
/// When the database fails, the member does not exist, or a correction is not exactly what it corrects, turned round.
pub async fn add(tx: &mut Tx, site: &Site, entry: Entry) -> Result<Option<i64>> {
    hold(tx, entry.member).await?;
    let version = match entry.cause.trigger() {
        Some(trigger) => {
            let (number, terms) = rules::current(tx, trigger).await?;
            Version { number: Some(number), caps: terms.caps }
        }
        None => Version::default(),
    };
    Ok(enter(tx, site, entry, version).await?.map(|earned| earned.total))
}

/// The version of a rule under which an entry is written; none for what no rule gives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Version {
    pub(super) number: Option<i64>,
    pub(super) caps: Caps,
}

/// Adds an entry under this version of its rule, and works out what of it counts.
pub(super) async fn enter(tx: &mut Tx, site: &Site, entry: Entry, version: Version) -> Result<Option<Earned>> {
    let account = account(tx, entry.member).await?;
    let (at, id) = (site.now(), HonorEntryId(site.new_id()));
    let day = earned_on(tx, &entry, at).await?;
    let terms =
        Terms { day, version: version.number, reason: entry.reason.as_deref().map(|reason| reason_hash(id, reason)) };
    let link = Link {
        id,
        member: entry.member,
        seq: account.entries + 1,
        points: entry.points.get(),
        cause: entry.cause,
        event: entry.event,
        by: entry.by,
        corrects: entry.corrects,
        at,
        terms: Some(terms),
    };
    if !write(tx, &account, &link, entry).await? {
        return Ok(None);
    }
    let added = Added { link: &link, day, caps: version.caps };
    let (counted, limit, total) = project::count_on(tx, site, added).await?;
    Ok(Some(Earned { entry: id, recorded: link.points, counted, limit, total }))
}

/// Writes the entry and moves the account on; not when its key is there already.
async fn write(tx: &mut Tx, account: &Account, link: &Link, entry: Entry) -> Result<bool> {
    let (head, total) = (hash(&account.head, link), account.total + link.points);
    let added = tx
        .execute(
            sql!("INSERT INTO honor_entry (id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason,
                                           idempotency_key, hash, at, day, rule_version, reason_hash)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
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
                link.terms.map(|terms| terms.day.0),
                link.terms.and_then(|terms| terms.version),
                link.terms.and_then(|terms| terms.reason).map(|hash| hash.to_vec()),
            ),
        )
        .await?;
    if added == 0 {
        return Ok(false);
    }
    tx.execute(
        sql!("UPDATE honor_account SET total = $2, entries = $3, head = $4 WHERE member_id = $1"),
        (link.member.0, total, link.seq, &head[..]),
    )
    .await?;
    Ok(true)
}

/// The day where it was earned: by the clocks of the event, else by the member's.
async fn earned_on(conn: &mut impl Reading, entry: &Entry, at: Instant) -> Result<Day> {
    let (zone,): (String,) = conn
        .one(
            sql!("SELECT coalesce(e.zone, m.zone) FROM member m LEFT JOIN event e ON e.id = $2 WHERE m.id = $1"),
            (entry.member.0, entry.event.map(|event| event.0)),
        )
        .await?;
    Ok(day_in(&zone, at))
}

/// The day of a moment by the clocks of a zone.
pub(super) fn day_in(zone: &str, at: Instant) -> Day {
    let offset = i64::from(zones::stored(zone).to_offset(zones::timestamp(at)).seconds());
    Day::of_utc(at.plus_seconds(offset))
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
    stored.try_into().map_err(|_| odd("a hash has 32 bytes"))
}

/// What the database should not hold.
pub(super) fn odd(what: &'static str) -> DbError {
    DbError::from(sqlx::Error::Decode(what.into()))
}
