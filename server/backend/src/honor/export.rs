//! The ledger to take along: one's own, or all of it for whoever runs the site.

use domain::honor::export::{Chain, Checkpoint, Export, FORMAT, Leaf, Line};
use domain::members::Actor;
use domain::{EventId, Failure, HonorEntryId, MemberId, hex};
use uuid::Uuid;

use super::checkpoint::{Head, heads_of, leaf_of, newest};
use super::project::members_after;
use crate::Site;
use crate::db::{Reading, Result};
use crate::sql;

/// A member's entries are few enough to be read at once.
const ALL: i64 = 1_000_000;

/// The member's own chain, with the way from it to the newest checkpoint.
///
/// # Errors
/// When the database fails.
pub async fn export_own(site: &Site, actor: &Actor) -> Result<Export, Failure> {
    let mut conn = site.db.read().await?;
    let checkpoint = newest(&mut conn).await?;
    let heads = match &checkpoint {
        Some(checkpoint) => heads_of(&mut conn, checkpoint.stated.number).await?,
        None => vec![],
    };
    let leaf = leaf_of(&heads, actor.member);
    let chain = Chain { member: actor.member, entries: lines(&mut conn, actor.member).await?, leaf };
    Ok(export(site, checkpoint, vec![chain]))
}

/// All chains. Holds who got what, and why: for whoever runs the site, not for publishing.
///
/// # Errors
/// When the database fails.
pub async fn export_all(site: &Site) -> Result<Export> {
    let mut conn = site.db.read().await?;
    let checkpoint = newest(&mut conn).await?;
    let heads = match &checkpoint {
        Some(checkpoint) => heads_of(&mut conn, checkpoint.stated.number).await?,
        None => vec![],
    };
    let (mut chains, mut after) = (vec![], Uuid::nil());
    loop {
        let members = members_after(&mut conn, after).await?;
        let Some(last) = members.last() else { break };
        after = last.0;
        for member in members {
            let entries = lines(&mut conn, member).await?;
            if !entries.is_empty() {
                chains.push(Chain { member, entries, leaf: None });
            }
        }
    }
    for (index, head) in heads.iter().enumerate() {
        if let Ok(at) = chains.binary_search_by_key(&head.member, |chain| chain.member) {
            chains[at].leaf = Some(leaf(index, head));
        }
    }
    Ok(export(site, checkpoint, chains))
}

/// Without a path: from all leaves together the root can be made.
fn leaf(index: usize, head: &Head) -> Leaf {
    Leaf { entries: head.entries, hash: hex(&head.leaf()), index, path: None }
}

fn export(site: &Site, checkpoint: Option<Checkpoint>, chains: Vec<Chain>) -> Export {
    Export { format: FORMAT.into(), made_at: site.now().0, checkpoint, chains }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    seq: i64,
    points: i64,
    total: i64,
    cause: String,
    event_id: Option<Uuid>,
    by_id: Option<Uuid>,
    corrects_id: Option<Uuid>,
    at: i64,
    day: Option<i64>,
    rule_version: Option<i64>,
    reason: Option<String>,
    reason_hash: Option<Vec<u8>>,
    hash: Vec<u8>,
    counted: i64,
    met: Option<String>,
}

async fn lines(conn: &mut impl Reading, member: MemberId) -> Result<Vec<Line>> {
    let rows: Vec<LineRow> = conn
        .all(
            sql!(
                "SELECT e.id, e.seq, e.points, e.total, e.cause, e.event_id, e.by_id, e.corrects_id, e.at, e.day, e.rule_version,
                     e.reason, e.reason_hash, e.hash, coalesce(c.points, e.points) AS counted, c.met
                 FROM honor_entry e LEFT JOIN honor_counted c ON c.entry_id = e.id
                 WHERE e.member_id = $1 ORDER BY e.seq LIMIT $2"
            ),
            (member.0, ALL),
        )
        .await?;
    Ok(rows.into_iter().map(LineRow::line).collect())
}

impl LineRow {
    fn line(self) -> Line {
        Line {
            id: HonorEntryId(self.id),
            seq: self.seq,
            points: self.points,
            total: self.total,
            cause: self.cause,
            event: self.event_id.map(EventId),
            by: self.by_id.map(MemberId),
            corrects: self.corrects_id.map(HonorEntryId),
            at: self.at,
            day: self.day,
            version: self.rule_version,
            reason: self.reason,
            reason_hash: self.reason_hash.map(|hash| hex(&hash)),
            hash: hex(&self.hash),
            counted: self.counted,
            limit: self.met,
        }
    }
}
