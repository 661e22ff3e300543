//! Is all of the ledger what it says it is? The part of `popcorn doctor` that knows honor.

use domain::honor::export::Checkpoint;
use domain::honor::merkle;
use domain::{Instant, MemberId, hex};
use ed25519_dalek::{Signature, VerifyingKey};
use uuid::Uuid;

use super::checkpoint::{Head, heads_of, up_to};
use super::project::{Projection, members_after};
use super::verify::{Verified, verify_chain};
use crate::db::{Reading, Result};
use crate::operations::doctor::{Fault, Findings};
use crate::operations::keys;
use crate::{Site, sql};

/// Checkpoints read at a time.
const PAGE: i64 = 200;
/// So many of one kind are named; more tell nothing new.
const NAMED: i64 = 100;
/// Somebody may earn while two tables are read: what differs is looked at again.
const LOOKS: usize = 3;

/// Looks at everything.
///
/// # Errors
/// When the database fails.
pub async fn examine(site: &Site, found: &mut Findings) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let mut conn = site.db.read().await?;
        let members = members_after(&mut conn, after).await?;
        let Some(last) = members.last() else { break };
        after = last.0;
        for member in members {
            chain(&mut conn, member, found).await?;
            projection(&mut conn, member, found).await?;
        }
    }
    let mut conn = site.db.read().await?;
    without_account(&mut conn, found).await?;
    corrections(&mut conn, found).await?;
    budgets(&mut conn, found).await?;
    rules(&mut conn, found).await?;
    drop(conn);
    checkpoints(site, found).await
}

async fn chain(conn: &mut impl Reading, member: MemberId, found: &mut Findings) -> Result<()> {
    if let Verified::Broken { seq, flaw } = verify_chain(conn, member).await? {
        found.add(
            Fault::Chain,
            format!("member {member}"),
            format!("entry {seq} is the first that is not right ({flaw:?})"),
        );
    }
    Ok(())
}

async fn projection(conn: &mut impl Reading, member: MemberId, found: &mut Findings) -> Result<()> {
    let mut difference = None;
    for _ in 0..LOOKS {
        let stored = Projection::stored(conn, member).await?;
        difference = stored.first_difference(&Projection::due(conn, member).await?);
        if difference.is_none() {
            return Ok(());
        }
    }
    let what = match difference {
        None | Some(0) => "the sums are not what the entries come to".to_owned(),
        Some(seq) => format!("entry {seq} is the first that counts for something else"),
    };
    found.add(Fault::Projection, format!("member {member}"), format!("{what}; `popcorn honor rebuild` counts anew"));
    Ok(())
}

async fn without_account(conn: &mut impl Reading, found: &mut Findings) -> Result<()> {
    let rows: Vec<(Uuid,)> = conn
        .all(
            sql!(
                "SELECT DISTINCT e.member_id FROM honor_entry e
                 WHERE NOT EXISTS (SELECT 1 FROM honor_account a WHERE a.member_id = e.member_id) LIMIT $1"
            ),
            (NAMED,),
        )
        .await?;
    for (member,) in rows {
        found.add(Fault::Chain, format!("member {}", MemberId(member)), "has entries and no account".into());
    }
    Ok(())
}

async fn corrections(conn: &mut impl Reading, found: &mut Findings) -> Result<()> {
    let rows: Vec<(Uuid, i64)> = conn
        .all(
            sql!(
                "SELECT c.member_id, c.seq FROM honor_entry c JOIN honor_entry o ON o.id = c.corrects_id
                 WHERE o.member_id <> c.member_id OR o.points <> -c.points OR o.seq >= c.seq ORDER BY c.at LIMIT $1"
            ),
            (NAMED,),
        )
        .await?;
    for (member, seq) in rows {
        let what = format!("entry {seq} does not take back what it says it does");
        found.add(Fault::Correction, format!("member {}", MemberId(member)), what);
    }
    Ok(())
}

async fn budgets(conn: &mut impl Reading, found: &mut Findings) -> Result<()> {
    let rows: Vec<(Uuid, i64, i64, i64)> = conn
        .all(
            sql!(
                "SELECT t.by_id, t.season, t.given, coalesce(b.spent, 0) AS spent
                 FROM (SELECT by_id, season, CAST(sum(points) AS BIGINT) AS given FROM honor_thanks
                       WHERE state <> 'declined' GROUP BY by_id, season) t
                     LEFT JOIN honor_budget b ON b.member_id = t.by_id AND b.season = t.season
                 WHERE coalesce(b.spent, 0) <> t.given LIMIT $1"
            ),
            (NAMED,),
        )
        .await?;
    for (member, _, given, spent) in rows {
        let what = format!("gave {given} by hand, and the budget says {spent}");
        found.add(Fault::Budget, format!("member {}", MemberId(member)), what);
    }
    Ok(())
}

async fn rules(conn: &mut impl Reading, found: &mut Findings) -> Result<()> {
    let rows: Vec<(String, i64)> = conn
        .all(
            sql!(
                "SELECT r.name, r.version FROM honor_rule r
                     LEFT JOIN honor_rule_version v ON v.rule = r.name AND v.version = r.version
                         AND v.points IS NOT DISTINCT FROM r.points AND v.active = r.active
                 WHERE v.version IS NULL
                     OR EXISTS (SELECT 1 FROM honor_rule_version n WHERE n.rule = r.name AND n.version > r.version) LIMIT $1"
            ),
            (NAMED,),
        )
        .await?;
    for (rule, version) in rows {
        let what = format!("what holds is not what its newest version says (it names version {version})");
        found.add(Fault::Rule, format!("rule {rule}"), what);
    }
    Ok(())
}

/// Each names the one before, carries a signature of ours, and the newest has the root of the chains that it was made of.
async fn checkpoints(site: &Site, found: &mut Findings) -> Result<()> {
    let ours: Vec<String> = keys::all(site).await?.iter().map(|key| hex(&key.public())).collect();
    let mut conn = site.db.read().await?;
    let mut after: Option<Checkpoint> = None;
    loop {
        let from = after.as_ref().map_or(i64::MAX, |next| next.stated.number - 1);
        let page = up_to(&mut conn, from, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for checkpoint in page {
            let subject = format!("checkpoint {}", checkpoint.stated.number);
            if !is_signed(&checkpoint) || !ours.contains(&checkpoint.public) {
                found.add(Fault::Checkpoint, subject, "the signature is none of ours".into());
            }
            match &after {
                None => newest(&mut conn, &checkpoint, found).await?,
                Some(next) => follows(&checkpoint, next, found),
            }
            after = Some(checkpoint);
        }
    }
    if let Some(first) = after.filter(|first| first.stated.number != 1 || first.stated.before != hex(&[0; 32])) {
        let what = format!("the first one is missing; {} is the oldest", first.stated.number);
        found.add(Fault::Checkpoint, "checkpoint 1".into(), what);
    }
    Ok(())
}

fn is_signed(checkpoint: &Checkpoint) -> bool {
    let key = bytes::<32>(&checkpoint.public).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = bytes::<64>(&checkpoint.signature).map(|bytes| Signature::from_bytes(&bytes));
    let text = checkpoint.stated.text();
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(text.as_bytes(), &signature).is_ok())
}

fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let pair = |at: usize| digits.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let all: Option<Vec<u8>> = (0..N).map(pair).collect();
    all.filter(|_| digits.len() == N * 2)?.try_into().ok()
}

fn follows(before: &Checkpoint, next: &Checkpoint, found: &mut Findings) {
    if next.stated.number != before.stated.number + 1 || next.stated.before != before.stated.name() {
        let subject = format!("checkpoint {}", next.stated.number);
        found.add(Fault::Checkpoint, subject, format!("does not follow from {}", before.stated.number));
    }
}

async fn newest(conn: &mut impl Reading, checkpoint: &Checkpoint, found: &mut Findings) -> Result<()> {
    let number = checkpoint.stated.number;
    let heads = heads_of(conn, number).await?;
    let leaves: Vec<_> = heads.iter().map(Head::leaf).collect();
    if hex(&merkle::root(&leaves)) != checkpoint.stated.root {
        let taken = Instant(checkpoint.stated.taken_at).0;
        let what = format!("its root is not that of the chains it was made of (taken at {taken})");
        found.add(Fault::Checkpoint, format!("checkpoint {number}"), what);
        return Ok(());
    }
    for head in heads {
        let entry: Option<(Vec<u8>,)> = conn
            .optional(
                sql!("SELECT hash FROM honor_entry WHERE member_id = $1 AND seq = $2"),
                (head.member.0, head.entries),
            )
            .await?;
        if entry.is_none_or(|(hash,)| hash != head.head) {
            let what =
                format!("the chain was written anew: entry {} is not the one under checkpoint {number}", head.entries);
            found.add(Fault::Rewritten, format!("member {}", head.member), what);
        }
    }
    Ok(())
}
