//! How many stand above: a sum over the steps, and over the changes that are not in them yet.

use uuid::Uuid;

use super::EVERYBODY;
use crate::db::{Reading, Result};
use crate::sql;

/// A board: of which period, and of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Board {
    /// Nil for lifetime honor.
    pub(super) season: Uuid,
    /// Nil for everybody.
    pub(super) chapter: Uuid,
}

impl Board {
    /// How many have more than so many points.
    pub(super) async fn above(self, conn: &mut impl Reading, points: i64) -> Result<i64> {
        let (above,): (i64,) = conn
            .one(
                sql!(
                    "SELECT coalesce(CAST(sum(n) AS BIGINT), 0) FROM (
                         SELECT s.members AS n FROM board_step s WHERE s.season_id = $1 AND s.chapter_id = $2 AND s.points > $3
                         UNION ALL
                         SELECT m.change AS n FROM board_move m WHERE m.season_id = $1 AND m.points > $3
                             AND ($2 = $4 OR m.chapter_id = $2)) steps"
                ),
                (self.season, self.chapter, points, EVERYBODY),
            )
            .await?;
        Ok(above)
    }

    /// How many stand on it.
    pub(super) async fn members(self, conn: &mut impl Reading) -> Result<i64> {
        self.above(conn, 0).await
    }
}
