//! A member's places, brought in line with what is true of them.

use domain::{Instant, MemberId};
use uuid::Uuid;

use super::{Period, sums};
use crate::db::{Result, Tx};
use crate::{Site, sql};

/// Follows what began to count at this moment. The member's account is held, so that nobody else moves them meanwhile.
pub(in crate::honor) async fn follow(tx: &mut Tx, site: &Site, member: MemberId, at: Instant) -> Result<()> {
    let periods = sums::periods_at(tx, at.0).await?;
    place(tx, site, member, &periods).await
}

/// Looks at all their places: they chose to be shown or not to be, moved to another club, or an old entry was put right. Hold
/// their account first, see [`hold`](crate::honor::hold).
pub(crate) async fn refresh(tx: &mut Tx, site: &Site, member: MemberId) -> Result<()> {
    let periods = sums::periods(tx).await?;
    place(tx, site, member, &periods).await
}

async fn place(tx: &mut Tx, site: &Site, member: MemberId, periods: &[Period]) -> Result<()> {
    // Taken off first: on PostgreSQL this waits for whoever counts a board anew, so that what is read next is what they left.
    let mut before = vec![];
    for period in periods {
        let was: Option<(i64, Option<Uuid>)> = tx
            .optional(
                sql!("DELETE FROM board_place WHERE season_id = $1 AND member_id = $2 RETURNING points, chapter_id"),
                (period.id, member.0),
            )
            .await?;
        before.push(was);
    }
    let home = sums::home_of_shown(tx, member).await?;
    for (period, was) in periods.iter().zip(before) {
        let now = match home {
            Some(home) => sums::of(tx, member, *period).await?.map(|(points, reached)| (points, home, reached)),
            None => None,
        };
        if let Some((points, home, reached)) = now {
            tx.execute(
                sql!(
                    "INSERT INTO board_place (season_id, member_id, chapter_id, points, reached_at)
                     VALUES ($1, $2, $3, $4, $5)"
                ),
                (period.id, member.0, home, points, reached),
            )
            .await?;
        }
        let now = now.map(|(points, home, _)| (points, home));
        if was != now {
            step(tx, site, period.id, (was, -1)).await?;
            step(tx, site, period.id, (now, 1)).await?;
        }
    }
    Ok(())
}

/// One more, or one less, with so many points.
async fn step(
    tx: &mut Tx,
    site: &Site,
    season: Uuid,
    (place, change): (Option<(i64, Option<Uuid>)>, i64),
) -> Result<()> {
    let Some((points, chapter)) = place else { return Ok(()) };
    tx.execute(
        sql!("INSERT INTO board_move (id, season_id, chapter_id, points, change) VALUES ($1, $2, $3, $4, $5)"),
        (site.new_id(), season, chapter, points, change),
    )
    .await
    .map(drop)
}
