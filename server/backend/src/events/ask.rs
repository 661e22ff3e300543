//! An organiser changes what an event asks.

use domain::{
    EventId, Failure, FieldCode, Instant, QuestionId,
    events::questions::{NewQuestion, Question, QuestionKind},
};
use uuid::Uuid;

use super::asked;
use crate::{
    Site,
    db::{Result, Tx},
    sql,
};

/// Makes the questions of an event those that are wanted. One that is gone is retired: the answers it got stay readable. So is one
/// that is now answered in another way, or asked of others, or that more people would read than its fans were told. Those nobody can have answered go.
pub(super) async fn replace(tx: &mut Tx, site: &Site, event: EventId, wanted: &[NewQuestion]) -> Result<()> {
    let before = asked::current(tx, event).await?;
    // Conditions are written anew: until then nothing depends on what goes.
    tx.execute(
        sql!(
            "UPDATE event_question SET shown_if_id = NULL, shown_if_answer = NULL
             WHERE event_id = $1 AND shown_if_id IS NOT NULL"
        ),
        (event.0,),
    )
    .await?;
    for old in &before {
        if !wanted.iter().any(|new| is_same(new, old)) {
            retire(tx, event, old.id, site.now()).await?;
        }
    }
    let mut ids: Vec<QuestionId> = vec![];
    for (position, new) in (0_i64..).zip(wanted) {
        let condition = new.shown_if.as_ref().and_then(|(index, answer)| Some((ids.get(*index)?.0, answer.as_str())));
        let written = Written { event, position, new, condition };
        // The same id sent twice is one question, and one question more.
        let id = match before.iter().find(|old| is_same(new, old) && !ids.contains(&old.id)) {
            Some(old) => change(tx, site, old, written).await?,
            None => add(tx, site, written).await?,
        };
        ids.push(id);
    }
    Ok(())
}

/// Whoever is asked something takes shifts of a role of this event.
///
/// # Errors
/// The field of the question whose role is not there.
pub(super) async fn must_have_roles(
    tx: &mut Tx,
    event: EventId,
    wanted: &[NewQuestion],
) -> std::result::Result<(), Failure> {
    for new in wanted {
        let Some(role) = new.asked_of.role() else { continue };
        let (is_there,): (bool,) = tx
            .one(
                sql!("SELECT EXISTS (SELECT 1 FROM shift_role WHERE id = $1 AND event_id = $2 AND removed_at IS NULL)"),
                (role.0, event.0),
            )
            .await?;
        if !is_there {
            return Err(Failure::field(&format!("questions[{}][asked_of]", new.at), FieldCode::UnknownChoice));
        }
    }
    Ok(())
}

/// Says for how many days after the end its answers are kept.
pub(super) async fn keep_for(tx: &mut Tx, event: EventId, days: i64) -> Result<()> {
    tx.execute(sql!("UPDATE event SET keep_days = $2 WHERE id = $1"), (event.0, days)).await.map(drop)
}

fn is_same(new: &NewQuestion, old: &Question) -> bool {
    let is_alike = new.kind == old.kind && new.asked_of == old.asked_of;
    new.id == Some(old.id) && is_alike && (old.for_door || !new.for_door)
}

/// A question and where it belongs.
struct Written<'a> {
    event: EventId,
    position: i64,
    new: &'a NewQuestion,
    condition: Option<(Uuid, &'a str)>,
}

async fn add(tx: &mut Tx, site: &Site, written: Written<'_>) -> Result<QuestionId> {
    let (new, id) = (written.new, site.new_id());
    tx.execute(
        sql!(
            "INSERT INTO event_question (id, event_id, position, label, kind, required, choices, note, version, for_door,
                 shown_if_id, shown_if_answer, asked_of, role_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $13)"
        ),
        (
            id,
            written.event.0,
            written.position,
            new.label.as_str(),
            new.kind.word(),
            new.required,
            new.choices.join("\n"),
            new.note.as_str(),
            new.for_door,
            written.condition.map(|(id, _)| id),
            written.condition.map(|(_, answer)| answer),
            new.asked_of.kind(),
            new.asked_of.role().map(|role| role.0),
        ),
    )
    .await?;
    if new.kind == QuestionKind::Consent {
        keep_text(tx, site, QuestionId(id), (1, new)).await?;
    }
    Ok(QuestionId(id))
}

async fn change(tx: &mut Tx, site: &Site, old: &Question, written: Written<'_>) -> Result<QuestionId> {
    let new = written.new;
    // The label stands beside the box that is ticked: who agrees to it agrees to that too.
    let is_new_text = new.kind == QuestionKind::Consent && (new.note != old.note || new.label != old.label);
    let version = old.version + i64::from(is_new_text);
    tx.execute(
        sql!(
            "UPDATE event_question SET position = $2, label = $3, required = $4, choices = $5, note = $6, version = $7,
                 for_door = $8, shown_if_id = $9, shown_if_answer = $10 WHERE id = $1"
        ),
        (
            old.id.0,
            written.position,
            new.label.as_str(),
            new.required,
            new.choices.join("\n"),
            new.note.as_str(),
            version,
            new.for_door,
            written.condition.map(|(id, _)| id),
            written.condition.map(|(_, answer)| answer),
        ),
    )
    .await?;
    if is_new_text {
        keep_text(tx, site, old.id, (version, new)).await?;
    }
    Ok(old.id)
}

/// What is agreed to from now on, all the words that are shown. Earlier versions stay, for those who agreed to them.
async fn keep_text(tx: &mut Tx, site: &Site, question: QuestionId, (version, new): (i64, &NewQuestion)) -> Result<()> {
    let text = format!("{}\n{}", new.label, new.note);
    tx.execute(
        sql!("INSERT INTO consent_text (question_id, version, text, made_at) VALUES ($1, $2, $3, $4)"),
        (question.0, version, text.trim_end(), site.now().0),
    )
    .await
    .map(drop)
}

/// A draft's question was never asked, so it goes. Of a public event somebody may be answering it this very moment: their form
/// was read before our lock.
async fn retire(tx: &mut Tx, event: EventId, question: QuestionId, now: Instant) -> Result<()> {
    let unasked: Option<(Uuid,)> = tx
        .optional(
            sql!(
                "SELECT e.id FROM event e WHERE e.id = $2 AND e.state = 'draft'
                     AND NOT EXISTS (SELECT 1 FROM signup_answer a WHERE a.question_id = $1)"
            ),
            (question.0, event.0),
        )
        .await?;
    if unasked.is_none() {
        tx.execute(sql!("UPDATE event_question SET retired_at = $2 WHERE id = $1"), (question.0, now.0)).await?;
        return Ok(());
    }
    tx.execute(sql!("DELETE FROM consent_text WHERE question_id = $1"), (question.0,)).await?;
    tx.execute(sql!("DELETE FROM event_question WHERE id = $1"), (question.0,)).await.map(drop)
}
