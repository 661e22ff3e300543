//! When the seasons are, for everything that counts by them; and what follows when they move.

use domain::honor::days::Seasons;
use domain::{Instant, MemberId};
use uuid::Uuid;

use super::project::rebuild_member;
use crate::db::{Reading, Result, Tx, forks};
use crate::operations::jobs::{self, Job};
use crate::{Site, sql};

/// So many members are looked at in one job.
const AT_ONCE: i64 = 200;

/// The seasons that were named.
///
/// # Errors
/// When the database fails.
pub(crate) async fn seasons(conn: &mut impl Reading) -> Result<Seasons> {
    let rows: Vec<(i64, i64)> =
        conn.all(sql!("SELECT starts_at, ends_at FROM season ORDER BY starts_at LIMIT 10000"), ()).await?;
    Ok(Seasons(rows.into_iter().map(|(starts, ends)| (Instant(starts), Instant(ends))).collect()))
}

/// Seasons change from this moment on: has what counts worked out anew after the commit, for everybody whom it touches.
pub(super) async fn changed(tx: &mut Tx, site: &Site, from: Instant) -> Result<()> {
    let job = Job::FollowSeasons { from, after: MemberId(Uuid::nil()) };
    jobs::enqueue(tx, site, &job).await.map(drop)
}

/// What organisers gave by hand since then is theirs in the seasons as they are now: nobody's budget begins anew, because a season
/// moved.
async fn budgets(tx: &mut Tx, from: Instant) -> Result<()> {
    forks::hold_budgets(tx).await?;
    let seasons = seasons(tx).await?;
    let given: Vec<(Uuid, i64, i64)> = tx
        .all(sql!("SELECT id, asked_at, season FROM honor_thanks WHERE asked_at >= $1 LIMIT 1000000"), (from.0,))
        .await?;
    for (id, asked, season) in given {
        let now = seasons.of(Instant(asked)).0;
        if now != season {
            tx.execute(sql!("UPDATE honor_thanks SET season = $2 WHERE id = $1"), (id, now)).await?;
        }
    }
    tx.execute(sql!("DELETE FROM honor_budget"), ()).await?;
    tx.execute(
        sql!(
            "INSERT INTO honor_budget (member_id, season, spent)
             SELECT by_id, season, CAST(sum(points) AS BIGINT) FROM honor_thanks WHERE state <> 'declined'
             GROUP BY by_id, season"
        ),
        (),
    )
    .await
    .map(drop)
}

/// Works out anew what counts, for the next members behind this one who earned honor since then; and leaves the rest to the next job.
///
/// # Errors
/// When the database fails.
pub(crate) async fn follow_seasons(site: &Site, from: Instant, after: MemberId) -> Result<()> {
    if after.0.is_nil() {
        // Who reads the seasons as they are now holds nothing that was read before.
        let mut tx = site.db.write().await?;
        forks::await_honor(&mut tx).await?;
        budgets(&mut tx, from).await?;
        tx.commit().await?;
    }
    let rows: Vec<(Uuid,)> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT a.member_id FROM honor_account a WHERE a.member_id > $1
                     AND EXISTS (SELECT 1 FROM honor_entry e WHERE e.member_id = a.member_id AND e.at >= $2)
                 ORDER BY a.member_id LIMIT $3"
            ),
            (after.0, from.0, AT_ONCE),
        )
        .await?;
    for (member,) in &rows {
        let mut tx = site.db.write().await?;
        super::hold(&mut tx, MemberId(*member)).await?;
        rebuild_member(&mut tx, site, MemberId(*member)).await?;
        tx.commit().await?;
    }
    let Some((last,)) = rows.last() else { return Ok(()) };
    let mut tx = site.db.write().await?;
    jobs::enqueue(&mut tx, site, &Job::FollowSeasons { from, after: MemberId(*last) }).await?;
    tx.commit().await
}
