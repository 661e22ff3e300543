//! When an event reminds, as its row keeps it; what the words mean is for the letters to know.

use domain::EventId;

use crate::{
    db::{Result, Tx},
    sql,
};

/// Keeps the rules of an event.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set_reminders(tx: &mut Tx, event: EventId, words: &str) -> Result<()> {
    tx.execute(sql!("UPDATE event SET reminders = $2 WHERE id = $1"), (event.0, words)).await.map(drop)
}

/// An event that was made like another one reminds like it.
pub(super) async fn remind_like(tx: &mut Tx, (event, other): (EventId, EventId)) -> Result<()> {
    tx.execute(
        sql!("UPDATE event SET reminders = (SELECT o.reminders FROM event o WHERE o.id = $2) WHERE id = $1"),
        (event.0, other.0),
    )
    .await
    .map(drop)
}
