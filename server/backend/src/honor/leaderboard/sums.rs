//! How much honor a member has in a period: the one place where leaderboards read what counts, for one member and for all.

use domain::MemberId;
use uuid::Uuid;

use super::Period;
use crate::db::{Reading, Result, Tx};
use crate::sql;

/// A member's honor in a period, and when they got to it; none where there is none.
pub(super) async fn of(conn: &mut impl Reading, member: MemberId, period: Period) -> Result<Option<(i64, i64)>> {
    let found: Option<(i64, i64)> = match period == Period::ALL_TIME {
        true => {
            conn.optional(sql!("SELECT lifetime, reached_at FROM honor_total WHERE member_id = $1"), (member.0,))
                .await?
        }
        false => {
            conn.optional(
                sql!("SELECT points, reached_at FROM honor_season WHERE member_id = $1 AND season = $2"),
                (member.0, period.starts_at),
            )
            .await?
        }
    };
    Ok(found.filter(|(points, _)| *points > 0))
}

/// Puts everybody who is shown on the board of a period, which is empty.
pub(super) async fn all(tx: &mut Tx, period: Period) -> Result<()> {
    if period == Period::ALL_TIME {
        let text = sql!(concat!(
            "INSERT INTO board_place (season_id, member_id, chapter_id, points, reached_at)
             SELECT $1, s.member_id, m.home_chapter_id, s.lifetime, s.reached_at FROM honor_total s
             JOIN member m ON m.id = s.member_id LEFT JOIN profile_choice c ON c.member_id = m.id
             WHERE s.lifetime > 0 AND ",
            shown!()
        ));
        return tx.execute(text, (period.id,)).await.map(drop);
    }
    tx.execute(
        sql!(concat!(
            "INSERT INTO board_place (season_id, member_id, chapter_id, points, reached_at)
             SELECT n.id, s.member_id, m.home_chapter_id, s.points, s.reached_at FROM season n
             JOIN honor_season s ON s.season = n.starts_at
             JOIN member m ON m.id = s.member_id LEFT JOIN profile_choice c ON c.member_id = m.id
             WHERE n.id = $1 AND s.points > 0 AND ",
            shown!()
        )),
        (period.id,),
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
