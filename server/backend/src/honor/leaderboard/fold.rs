//! Changes of the steps, folded into them: a rank reads both, and is the same before and after.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::EVERYBODY;
use crate::db::{Result, Tx};
use crate::honor::tiers::House;
use crate::{Site, sql};

/// So many changes wait before they are worth a transaction.
const WORTH: i64 = 200;

/// So many are folded in one.
const AT_ONCE: i64 = 2000;

/// Folds what waits, if it is worth it. Any number of nodes may do it at any time: each change is taken once.
///
/// # Errors
/// When the database fails.
pub async fn fold(site: &Site) -> Result<()> {
    loop {
        let waiting: Option<(Uuid,)> = (site.db.read().await?)
            .optional(sql!("SELECT id FROM board_move ORDER BY id LIMIT 1 OFFSET $1"), (WORTH - 1,))
            .await?;
        if waiting.is_none() {
            return Ok(());
        }
        let mut tx = site.db.write().await?;
        House::hold(&mut tx).await?;
        some(&mut tx).await?;
        tx.commit().await?;
    }
}

async fn some(tx: &mut Tx) -> Result<()> {
    let moves: Vec<(Uuid, Option<Uuid>, i64, i64)> = tx
        .all(
            sql!(
                "DELETE FROM board_move WHERE id IN (SELECT f.id FROM board_move f ORDER BY f.id LIMIT $1)
                 RETURNING season_id, chapter_id, points, change"
            ),
            (AT_ONCE,),
        )
        .await?;
    let mut steps: BTreeMap<(Uuid, Uuid, i64), i64> = BTreeMap::new();
    for (season, chapter, points, change) in moves {
        for of in [Some(EVERYBODY), chapter].into_iter().flatten() {
            *steps.entry((season, of, points)).or_default() += change;
        }
    }
    for ((season, chapter, points), change) in steps.into_iter().filter(|(_, change)| *change != 0) {
        tx.execute(
            sql!(
                "INSERT INTO board_step (season_id, chapter_id, points, members) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (season_id, chapter_id, points) DO UPDATE SET members = board_step.members + excluded.members"
            ),
            (season, chapter, points, change),
        )
        .await?;
    }
    tx.execute(sql!("DELETE FROM board_step WHERE members = 0"), ()).await.map(drop)
}
