//! Who keeps the door of one event.

use domain::{EventId, Failure, FieldCode, MemberId, members::Actor};
use serde_json::json;
use uuid::Uuid;

use super::run;
use crate::{Site, db::Reading, operations::audit, sql};

/// Lets a member keep this event's door. Twice is once.
///
/// # Errors
/// The field `handle` when nobody goes by it.
pub async fn add_staff(site: &Site, actor: &Actor, event: EventId, handle: &str) -> Result<(), Failure> {
    let (mut tx, _) = run::locked(site, actor, event).await?;
    let member = by_handle(&mut tx, handle).await?;
    let added = tx
        .execute(
            sql!("INSERT INTO event_staff (event_id, member_id) VALUES ($1, $2) ON CONFLICT (event_id, member_id) DO NOTHING"),
            (event.0, member.0),
        )
        .await?;
    if added > 0 {
        audit::write(&mut tx, site, Some(actor.member), "staff_added", ("event", event.0), json!({ "member": member }))
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Takes that back.
///
/// # Errors
/// The field `handle` when nobody goes by it.
pub async fn remove_staff(site: &Site, actor: &Actor, event: EventId, handle: &str) -> Result<(), Failure> {
    let (mut tx, _) = run::locked(site, actor, event).await?;
    let member = by_handle(&mut tx, handle).await?;
    let removed =
        tx.execute(sql!("DELETE FROM event_staff WHERE event_id = $1 AND member_id = $2"), (event.0, member.0)).await?;
    if removed > 0 {
        audit::write(
            &mut tx,
            site,
            Some(actor.member),
            "staff_removed",
            ("event", event.0),
            json!({ "member": member }),
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// The member who goes by this handle, as people type it: `@Wen` is `wen`.
pub(crate) async fn by_handle(conn: &mut impl Reading, typed: &str) -> Result<MemberId, Failure> {
    let handle = typed.trim().trim_start_matches('@').to_lowercase();
    if handle.is_empty() {
        return Err(Failure::field("handle", FieldCode::Required));
    }
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM member WHERE handle = $1"), (handle,)).await?;
    found.map(|(id,)| MemberId(id)).ok_or_else(|| Failure::field("handle", FieldCode::NoSuchMember))
}
