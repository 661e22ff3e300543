//! Who has a part in one event: see [`super::invite`].

use domain::{
    EventId, Failure, FieldCode, MemberId,
    events::desk::StaffRow,
    members::{Actor, EventRole, view::Person},
};
use serde_json::json;
use uuid::Uuid;

use super::run;
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    operations::audit,
    sql,
};

/// Takes a part in an event from a member; what they did stays.
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

/// Those with a part in an event, by name.
pub(super) async fn all(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<StaffRow>> {
    let rows: Vec<(String, String, String, Option<i64>, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face, m.published_at, t.role FROM event_staff t JOIN member m ON m.id = t.member_id
                 WHERE t.event_id = $1 ORDER BY m.display_name, m.handle LIMIT 200"
            ),
            (event.0,),
        )
        .await?;
    let row = |(handle, display_name, face, published_at, role): (_, _, _, Option<i64>, String)| {
        let person = Person { handle, display_name, face, has_page: published_at.is_some() };
        Some(StaffRow { person, role: EventRole::from_word(&role)? })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
