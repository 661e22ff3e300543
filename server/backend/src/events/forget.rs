//! Answers go when their time is over: so many days after the event's end, as its fans were told. So do the names of guests. What
//! was put off and has no new date is not kept for ever: its days count from when it was put off, or from the old end if that is
//! later.

use domain::EventId;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Site,
    db::{Result, Tx},
    operations::audit,
    sql,
};

/// How many events are done at a time; the next ones an hour later.
const AT_A_TIME: i64 = 200;

/// Deletes the answers, what they were before, the files and the names of guests of all events whose time is over. Any number of nodes may do it at any
/// time: each event is done once.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget_answers(site: &Site) -> Result<()> {
    let due: Vec<(Uuid,)> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT id FROM event WHERE answers_gone_at IS NULL AND state <> 'draft'
                     AND ends_at + keep_days * 86400000 <= $1 AND coalesce(postponed_at, ends_at) + keep_days * 86400000 <= $1
                 ORDER BY ends_at LIMIT $2"
            ),
            (site.now().0, AT_A_TIME),
        )
        .await?;
    for (event,) in due {
        let mut tx = site.db.write().await?;
        forget(&mut tx, site, EventId(event)).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn forget(tx: &mut Tx, site: &Site, event: EventId) -> Result<()> {
    // Asked again here: it may have been done, or moved, since.
    let is_due = tx
        .execute(
            sql!(
                "UPDATE event SET answers_gone_at = $2 WHERE id = $1 AND answers_gone_at IS NULL
                     AND ends_at + keep_days * 86400000 <= $2 AND coalesce(postponed_at, ends_at) + keep_days * 86400000 <= $2"
            ),
            (event.0, site.now().0),
        )
        .await?;
    if is_due == 0 {
        return Ok(());
    }
    let files = tx
        .execute(
            sql!("DELETE FROM answer_file WHERE signup_id IN (SELECT s.id FROM signup s WHERE s.event_id = $1)"),
            (event.0,),
        )
        .await?;
    let before = tx
        .execute(
            sql!(
                "DELETE FROM signup_answer_before WHERE signup_id IN (SELECT s.id FROM signup s WHERE s.event_id = $1)"
            ),
            (event.0,),
        )
        .await?;
    let answers = tx
        .execute(
            sql!("DELETE FROM signup_answer WHERE signup_id IN (SELECT s.id FROM signup s WHERE s.event_id = $1)"),
            (event.0,),
        )
        .await?;
    // Guests are not asked themselves: their names stay no longer than what was answered for the door.
    let guests = tx
        .execute(
            sql!("DELETE FROM signup_guest WHERE signup_id IN (SELECT s.id FROM signup s WHERE s.event_id = $1)"),
            (event.0,),
        )
        .await?;
    if files + before + answers + guests > 0 {
        let detail = json!({ "answers": answers, "before": before, "files": files, "guests": guests });
        audit::write(tx, site, None, "answers_deleted", ("event", event.0), detail).await?;
    }
    Ok(())
}
