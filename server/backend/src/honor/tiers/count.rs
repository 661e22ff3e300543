//! Counting anew: what is derived of standing, from attendance and the ledger.

use domain::MemberId;
use uuid::Uuid;

use super::{House, attended::meets};
use crate::db::{Reading, Result, Tx};
use crate::honor::leaderboard;
use crate::{Site, sql};

/// So many members are read at a time.
const MEMBERS: i64 = 500;

/// Counts tiers and leaderboards anew. Live they are the same; this is for who does not believe it, and after an upgrade.
///
/// # Errors
/// When the database fails.
pub async fn count(site: &Site) -> Result<()> {
    // Not in one transaction: a door, which changes both for one member, would wait for this one, and this one for the door.
    let mut tx = site.db.write().await?;
    let house = House::hold(&mut tx).await?;
    regulars(&mut tx, &house).await?;
    tx.commit().await?;
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    leaderboard::count(&mut tx).await?;
    tx.execute(sql!("UPDATE standing_house SET counted_at = $1 WHERE id = 1"), (site.now().0,)).await?;
    tx.commit().await
}

/// The same, if it was never done: what came before there were tiers and leaderboards. Twice does no harm.
///
/// # Errors
/// When the database fails.
pub async fn count_first(site: &Site) -> Result<()> {
    let counted = was_counted(&mut site.db.read().await?).await?;
    if counted { Ok(()) } else { count(site).await }
}

async fn was_counted(conn: &mut impl Reading) -> Result<bool> {
    let (counted,): (Option<i64>,) = conn.one(sql!("SELECT counted_at FROM standing_house WHERE id = 1"), ()).await?;
    Ok(counted.is_some())
}

/// Who meets the rule, and until when, by all that they ever attended.
pub(in crate::honor) async fn regulars(tx: &mut Tx, house: &House) -> Result<()> {
    tx.execute(sql!("UPDATE member_standing SET regular_until = NULL"), ()).await?;
    let mut last = Uuid::nil();
    loop {
        let members: Vec<(Uuid,)> = tx
            .all(
                sql!("SELECT DISTINCT member_id FROM check_in WHERE member_id > $1 ORDER BY member_id LIMIT $2"),
                (last, MEMBERS),
            )
            .await?;
        let Some(&(newest,)) = members.last() else { return Ok(()) };
        let visits: Vec<(Uuid, i64)> = tx
            .all(
                sql!(
                    "SELECT member_id, min(at) AS came FROM check_in WHERE member_id > $1 AND member_id <= $2
                         AND (by_id IS NULL OR by_id <> member_id)
                     GROUP BY member_id, event_id ORDER BY member_id, came"
                ),
                (last, newest),
            )
            .await?;
        for of_one in visits.chunk_by(|a, b| a.0 == b.0) {
            let attended: Vec<_> = of_one.iter().map(|(_, at)| house.attendance(*at)).collect();
            if let (Some(until), Some((member, _))) = (house.rule.met_until(&attended), of_one.first()) {
                meets(tx, MemberId(*member), until).await?;
            }
        }
        last = newest;
    }
}
