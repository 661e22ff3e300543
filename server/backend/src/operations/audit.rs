//! The audit log: who changed what, for good. The database refuses to change a line of it.

use domain::MemberId;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Site,
    db::{Result, Tx},
    sql,
};

/// Writes a line, in the transaction that does what the line says.
///
/// `by` is none where a rule of the house acted. `subject` is what was changed: its kind ("event", "member") and id. `detail`
/// holds no personal data beyond ids: the log cannot be edited later.
///
/// # Errors
/// When the database fails.
pub async fn write(
    tx: &mut Tx,
    site: &Site,
    by: Option<MemberId>,
    action: &str,
    subject: (&str, Uuid),
    detail: Value,
) -> Result<()> {
    let (kind, id) = subject;
    tx.execute(
        sql!("INSERT INTO audit_entry (id, actor_id, action, subject_kind, subject_id, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        (site.new_id(), by.map(|member| member.0), action, kind, id, detail.to_string(), site.now().0),
    )
    .await?;
    Ok(())
}
