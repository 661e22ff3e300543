//! What is of no use any more goes away by itself.

use domain::Instant;

use crate::{Site, db::Result, events, honor, signups, sql};

/// How long done jobs can still be looked at, in seconds: a week.
const DONE_JOBS_STAY_S: i64 = 7 * 24 * 3600;

/// How long a sheet of people waits to be carried out, in seconds: a day.
const SHEETS_STAY_S: i64 = 24 * 3600;

/// Removes sessions, codes and invitations whose time is over, jobs done long ago, files of those who left, and answers that
/// were kept as long as fans were told; ends terms of the honor crew, and tells whose tier is about to end. Any number of nodes may
/// do it at any time.
///
/// # Errors
/// When the database fails.
pub async fn tidy(site: &Site) -> Result<()> {
    let now = site.now();
    let Instant(long_ago) = now.plus_seconds(-DONE_JOBS_STAY_S);
    let mut tx = site.db.write().await?;
    tx.execute(sql!("DELETE FROM session WHERE expires_at <= $1"), (now.0,)).await?;
    tx.execute(
        sql!("DELETE FROM one_time_code WHERE expires_at <= $1 AND since <= $2"),
        (now.0, now.plus_seconds(-86_400).0),
    )
    .await?;
    tx.execute(sql!("DELETE FROM event_invitation WHERE expires_at <= $1"), (now.0,)).await?;
    tx.execute(sql!("DELETE FROM job WHERE done_at <= $1"), (long_ago,)).await?;
    tx.execute(sql!("DELETE FROM people_import WHERE made_at <= $1"), (now.plus_seconds(-SHEETS_STAY_S).0,)).await?;
    signups::forget_files(&mut tx).await?;
    tx.execute(
        sql!("DELETE FROM badge_batch WHERE granted_at IS NULL AND made_at <= $1"),
        (now.plus_seconds(-SHEETS_STAY_S).0,),
    )
    .await?;
    // What a letter with a code leaves behind is only that it was sent.
    tx.execute(
        sql!("DELETE FROM notice WHERE letter = '{}' AND made_at <= $1 AND delivery IN ('sent', 'skipped')"),
        (long_ago,),
    )
    .await?;
    tx.commit().await?;
    events::forget_answers(site).await?;
    honor::tiers::look(site).await
}
