//! Putting right: a line that takes back exactly what an earlier one gave. Taking that line back puts the first one back.

use std::num::NonZeroI64;

use domain::form;
use domain::honor::Cause;
use domain::members::access::{Action, Actor, require};
use domain::{EventId, Failure, HonorEntryId, MemberId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::add::{Entry, add, hold, odd};
use crate::Site;
use crate::db::Tx;
use crate::notices::{self, Letter};
use crate::operations::audit;
use crate::sql;

/// The longest reason, in characters; its member reads it.
pub(super) const LONGEST_REASON: usize = 200;

/// Takes an entry back, with a reason that its member reads; a letter tells them.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`]; the field `reason`; [`Refusal::OwnHonor`];
/// [`Refusal::AlreadyTakenBack`]; [`Refusal::NeedsSomebodyElse`] for who gave it, or took it back, and would turn the other's word.
pub async fn take_back(site: &Site, actor: &Actor, entry: HonorEntryId, reason: &str) -> Result<(), Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let reason = form::line(reason, LONGEST_REASON).map_err(|code| Failure::field("reason", code))?;
    let mut tx = site.db.write().await?;
    take_back_in(&mut tx, site, actor, (entry, reason)).await?;
    Ok(tx.commit().await?)
}

/// The same, in the caller's transaction and with a reason that was looked at.
pub(super) async fn take_back_in(
    tx: &mut Tx,
    site: &Site,
    actor: &Actor,
    (entry, reason): (HonorEntryId, String),
) -> Result<(), Failure> {
    let whose: Option<(Uuid, i64, Option<Uuid>)> =
        tx.optional(sql!("SELECT member_id, points, event_id FROM honor_entry WHERE id = $1"), (entry.0,)).await?;
    let (member, points, event) = whose.ok_or(Failure::NotFound)?;
    if member == actor.member.0 {
        return Err(Failure::Refused(Refusal::OwnHonor));
    }
    hold(tx, MemberId(member)).await?;
    if turns_anothers_word(tx, actor, entry).await? {
        return Err(Failure::Refused(Refusal::NeedsSomebodyElse));
    }
    let before: Option<(Uuid,)> =
        tx.optional(sql!("SELECT id FROM honor_entry WHERE corrects_id = $1"), (entry.0,)).await?;
    if before.is_some() {
        return Err(Failure::Refused(Refusal::AlreadyTakenBack));
    }
    let correction = Entry {
        member: MemberId(member),
        points: NonZeroI64::new(-points).ok_or_else(|| odd("an entry says something"))?,
        cause: Cause::Corrected,
        event: event.map(EventId),
        by: Some(actor.member),
        corrects: Some(entry),
        reason: Some(reason),
        key: format!("corrected:{entry}"),
    };
    add(tx, site, correction).await?;
    notices::send(tx, site, MemberId(member), Letter::HonorCorrected { entry }).await?;
    let detail = json!({ "member": MemberId(member), "points": -points });
    Ok(audit::write(tx, site, Some(actor.member), "honor_corrected", ("honor_entry", entry.0), detail).await?)
}

/// Is this line a correction by somebody else of what the actor wrote? Who is put right does not put that right again: a third
/// one decides.
async fn turns_anothers_word(tx: &mut Tx, actor: &Actor, entry: HonorEntryId) -> Result<bool, Failure> {
    let turned: Option<(Option<Uuid>, Option<Uuid>)> = tx
        .optional(
            sql!(
                "SELECT c.by_id, o.by_id FROM honor_entry c JOIN honor_entry o ON o.id = c.corrects_id WHERE c.id = $1"
            ),
            (entry.0,),
        )
        .await?;
    let own = Some(actor.member.0);
    Ok(turned.is_some_and(|(by, before)| before == own && by != own))
}
