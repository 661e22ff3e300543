//! A member sees a line otherwise and says so; an organiser answers. Both stay with the line.

use domain::form::{self, Errors};
use domain::honor::view::ObjectionOutcome;
use domain::members::access::{Action, Actor, require};
use domain::{Failure, FieldCode, HonorEntryId, ObjectionId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::reverse::{LONGEST_REASON, take_back_in};
use crate::Site;
use crate::db::Tx;
use crate::operations::audit;
use crate::sql;

/// The longest objection, in characters.
const LONGEST_OBJECTION: usize = 1_000;

/// A member objects to one of their own lines, by its number.
///
/// # Errors
/// [`Failure::NotFound`] where they have no such line; the field `said`; [`Refusal::AlreadyObjected`] while one is open.
pub async fn object(site: &Site, actor: &Actor, line: i64, said: &str) -> Result<ObjectionId, Failure> {
    let said = form::text(said, LONGEST_OBJECTION)
        .and_then(|said| if said.is_empty() { Err(FieldCode::Required) } else { Ok(said) })
        .map_err(|code| Failure::field("said", code))?;
    let id = ObjectionId(site.new_id());
    let mut tx = site.db.write().await?;
    let entry: Option<(Uuid,)> = tx
        .optional(sql!("SELECT id FROM honor_entry WHERE member_id = $1 AND seq = $2"), (actor.member.0, line))
        .await?;
    let (entry,) = entry.ok_or(Failure::NotFound)?;
    let written = tx
        .execute(
            sql!(
                "INSERT INTO honor_objection (id, entry_id, member_id, said, made_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (entry_id) WHERE outcome IS NULL DO NOTHING"
            ),
            (id.0, entry, actor.member.0, said, site.now().0),
        )
        .await?;
    if written == 0 {
        return Err(Failure::Refused(Refusal::AlreadyObjected));
    }
    let detail = json!({ "entry": HonorEntryId(entry) });
    audit::write(&mut tx, site, Some(actor.member), "honor_objected", ("honor_objection", id.0), detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// An organiser's answer.
#[derive(Clone, Debug, Default)]
pub struct AnswerAsk {
    /// `agreed`, `explained`, or `turned`: agreed, and the line is taken back, or put back where it was taken back before.
    pub outcome: String,
    /// In words; the member reads them.
    pub answer: String,
}

/// Answers an objection, once.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`]; [`Failure::Invalid`] with the fields of [`AnswerAsk`];
/// [`Refusal::AlreadySettled`]; [`Refusal::OwnHonor`].
pub async fn answer_objection(site: &Site, actor: &Actor, id: ObjectionId, ask: AnswerAsk) -> Result<(), Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let mut errors = Errors::default();
    let outcome = errors.take("outcome", outcome(&ask.outcome));
    let answer = errors.take("answer", form::line(&ask.answer, LONGEST_REASON * 2));
    let ((outcome, turn), answer) = errors.finish(outcome.zip(answer))?;
    let mut tx = site.db.write().await?;
    let found: Option<(Uuid, Uuid, Option<String>)> = tx
        .optional(
            sql!("UPDATE honor_objection SET said = said WHERE id = $1 AND outcome IS NULL RETURNING entry_id, member_id, outcome"),
            (id.0,),
        )
        .await?;
    let Some((entry, member, _)) = found else {
        let known: Option<(Uuid,)> = tx.optional(sql!("SELECT id FROM honor_objection WHERE id = $1"), (id.0,)).await?;
        return Err(known.map_or(Failure::NotFound, |_| Failure::Refused(Refusal::AlreadySettled)));
    };
    if member == actor.member.0 {
        return Err(Failure::Refused(Refusal::OwnHonor));
    }
    if turn == Turn::Line {
        let target = last_word(&mut tx, HonorEntryId(entry)).await?;
        let reason: String = answer.chars().take(LONGEST_REASON).collect();
        take_back_in(&mut tx, site, actor, (target, reason)).await?;
    }
    tx.execute(
        sql!("UPDATE honor_objection SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1"),
        (id.0, outcome.word(), answer, actor.member.0, site.now().0),
    )
    .await?;
    let detail = json!({ "entry": HonorEntryId(entry), "outcome": outcome.word(), "turned": turn == Turn::Line });
    audit::write(&mut tx, site, Some(actor.member), "honor_objection_answered", ("honor_objection", id.0), detail)
        .await?;
    Ok(tx.commit().await?)
}

/// Whether the line itself is turned round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Nothing,
    Line,
}

fn outcome(word: &str) -> Result<(ObjectionOutcome, Turn), FieldCode> {
    match word {
        "agreed" => Ok((ObjectionOutcome::Agreed, Turn::Nothing)),
        "explained" => Ok((ObjectionOutcome::Explained, Turn::Nothing)),
        "turned" => Ok((ObjectionOutcome::Agreed, Turn::Line)),
        "" => Err(FieldCode::Required),
        _ => Err(FieldCode::UnknownChoice),
    }
}

/// The newest of the lines that correct this one, each the one before; itself where there is none.
async fn last_word(tx: &mut Tx, entry: HonorEntryId) -> Result<HonorEntryId, Failure> {
    let mut last = entry;
    loop {
        let next: Option<(Uuid,)> =
            tx.optional(sql!("SELECT id FROM honor_entry WHERE corrects_id = $1"), (last.0,)).await?;
        match next {
            Some((id,)) => last = HonorEntryId(id),
            None => return Ok(last),
        }
    }
}
