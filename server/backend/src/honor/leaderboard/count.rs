//! Boards counted anew from what counts. The row of the house is held; nobody's place changes meanwhile.

use super::{EVERYBODY, Period, sums};
use crate::db::{Result, Tx, forks};
use crate::sql;

/// All boards.
pub(in crate::honor) async fn count(tx: &mut Tx) -> Result<()> {
    forks::hold_boards(tx).await?;
    tx.execute(sql!("DELETE FROM board_place"), ()).await?;
    tx.execute(sql!("DELETE FROM board_step"), ()).await?;
    tx.execute(sql!("DELETE FROM board_move"), ()).await?;
    for period in sums::periods(tx).await? {
        put_up(tx, period).await?;
    }
    Ok(())
}

/// Takes down the board of a season that there is no more.
pub(in crate::honor) async fn take_down(tx: &mut Tx, season: uuid::Uuid) -> Result<()> {
    forks::hold_boards(tx).await?;
    tx.execute(sql!("DELETE FROM board_place WHERE season_id = $1"), (season,)).await?;
    tx.execute(sql!("DELETE FROM board_step WHERE season_id = $1"), (season,)).await?;
    tx.execute(sql!("DELETE FROM board_move WHERE season_id = $1"), (season,)).await.map(drop)
}

async fn put_up(tx: &mut Tx, period: Period) -> Result<()> {
    sums::all(tx, period).await?;
    tx.execute(
        sql!(
            "INSERT INTO board_step (season_id, chapter_id, points, members)
             SELECT b.season_id, $2, b.points, count(*) FROM board_place b WHERE b.season_id = $1 GROUP BY b.season_id, b.points"
        ),
        (period.id, EVERYBODY),
    )
    .await?;
    tx.execute(
        sql!(
            "INSERT INTO board_step (season_id, chapter_id, points, members)
             SELECT b.season_id, b.chapter_id, b.points, count(*) FROM board_place b
             WHERE b.season_id = $1 AND b.chapter_id IS NOT NULL GROUP BY b.season_id, b.chapter_id, b.points"
        ),
        (period.id,),
    )
    .await
    .map(drop)
}
