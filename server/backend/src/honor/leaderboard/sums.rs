//! How much honor a member has in a period: the one place where leaderboards read the ledger, for one member and for all.
//!
//! What puts an entry right counts where that entry does, so that a season that is over is put right in the open too.

use domain::MemberId;
use uuid::Uuid;

use super::Period;
use crate::db::{Reading, Result, Tx};
use crate::sql;

/// A member's honor in a period, and when they got to it; none where there is none.
pub(super) async fn of(conn: &mut impl Reading, member: MemberId, period: Period) -> Result<Option<(i64, i64)>> {
    if period == Period::ALL_TIME {
        let found: Option<(i64, i64)> = conn
            .optional(
                sql!(
                    "SELECT a.total, e.at FROM honor_account a JOIN honor_entry e ON e.member_id = a.member_id AND e.seq = a.entries
                     WHERE a.member_id = $1"
                ),
                (member.0,),
            )
            .await?;
        return Ok(found.filter(|(points, _)| *points > 0));
    }
    let (points, reached): (i64, Option<i64>) = conn
        .one(
            sql!(
                "SELECT coalesce(CAST(sum(e.points) AS BIGINT), 0), max(e.at)
                 FROM honor_entry e LEFT JOIN honor_entry o ON o.id = e.corrects_id
                 WHERE e.member_id = $1 AND coalesce(o.at, e.at) >= $2 AND coalesce(o.at, e.at) < $3"
            ),
            (member.0, period.starts_at, period.ends_at),
        )
        .await?;
    Ok(reached.filter(|_| points > 0).map(|reached| (points, reached)))
}

/// Puts everybody who is shown on the board of a period, which is empty.
pub(super) async fn all(tx: &mut Tx, period: Period) -> Result<()> {
    tx.execute(
        sql!(concat!(
            "INSERT INTO board_place (season_id, member_id, chapter_id, points, reached_at)
             SELECT $1, s.member_id, m.home_chapter_id, s.points, s.reached_at
             FROM (SELECT e.member_id, CAST(sum(e.points) AS BIGINT) AS points, max(e.at) AS reached_at
                   FROM honor_entry e LEFT JOIN honor_entry o ON o.id = e.corrects_id
                   WHERE coalesce(o.at, e.at) >= $2 AND coalesce(o.at, e.at) < $3 GROUP BY e.member_id) s
             JOIN member m ON m.id = s.member_id LEFT JOIN profile_choice c ON c.member_id = m.id
             WHERE s.points > 0 AND ",
            shown!()
        )),
        (period.id, period.starts_at, period.ends_at),
    )
    .await
    .map(drop)
}

/// The periods in which something counts that is added at this moment: lifetime, and the season that runs.
pub(super) async fn periods_at(conn: &mut impl Reading, at: i64) -> Result<Vec<Period>> {
    let seasons: Vec<Period> = conn
        .all(
            sql!(
                "SELECT id, starts_at, ends_at FROM season WHERE starts_at <= $1 AND ends_at > $1 ORDER BY id LIMIT 10"
            ),
            (at,),
        )
        .await?;
    Ok(seasons.into_iter().chain([Period::ALL_TIME]).collect())
}

/// All periods.
pub(super) async fn periods(conn: &mut impl Reading) -> Result<Vec<Period>> {
    let seasons: Vec<Period> =
        conn.all(sql!("SELECT id, starts_at, ends_at FROM season ORDER BY id LIMIT 10000"), ()).await?;
    Ok(seasons.into_iter().chain([Period::ALL_TIME]).collect())
}

/// The member's club, if they are shown.
pub(super) async fn home_of_shown(conn: &mut impl Reading, member: MemberId) -> Result<Option<Option<Uuid>>> {
    let found: Option<(Option<Uuid>,)> = conn
        .optional(
            sql!(concat!(
                "SELECT m.home_chapter_id FROM member m LEFT JOIN profile_choice c ON c.member_id = m.id WHERE m.id = $1 AND ",
                shown!()
            )),
            (member.0,),
        )
        .await?;
    Ok(found.map(|(home,)| home))
}
