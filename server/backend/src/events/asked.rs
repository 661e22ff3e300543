//! The questions of an event.

use domain::{
    EventId, Instant, Locale, QuestionId, SignUpId,
    events::questions::{NewQuestion, Question, QuestionKind},
};
use uuid::Uuid;

use super::card;
use crate::{
    Site,
    db::{Reading, Result, Tx},
    sql,
};

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: Uuid,
    label: String,
    kind: String,
    required: bool,
    choices: String,
}

impl QuestionRow {
    fn question(self) -> Result<Question> {
        Ok(Question {
            id: QuestionId(self.id),
            label: self.label,
            kind: QuestionKind::from_word(&self.kind).ok_or_else(|| card::unknown("kind of question", &self.kind))?,
            required: self.required,
            choices: self.choices.lines().map(Into::into).collect(),
        })
    }
}

/// Those that are asked now, in their order.
pub(super) async fn current(conn: &mut impl Reading, event: EventId) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = conn
        .all(
            sql!(
                "SELECT id, label, kind, required, choices FROM event_question
                 WHERE event_id = $1 AND retired_at IS NULL ORDER BY position, id LIMIT 50"
            ),
            (event.0,),
        )
        .await?;
    rows.into_iter().map(QuestionRow::question).collect()
}

/// Those that are asked now, then those that were asked before and answered by somebody.
pub(super) async fn ever(conn: &mut impl Reading, event: EventId) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = conn
        .all(
            sql!(
                "SELECT q.id, q.label, q.kind, q.required, q.choices FROM event_question q
                 WHERE q.event_id = $1
                     AND (q.retired_at IS NULL OR EXISTS (SELECT 1 FROM signup_answer a WHERE a.question_id = q.id))
                 ORDER BY CASE WHEN q.retired_at IS NULL THEN 0 ELSE 1 END, q.position, q.id LIMIT 100"
            ),
            (event.0,),
        )
        .await?;
    rows.into_iter().map(QuestionRow::question).collect()
}

/// An answer for people to read: forms send a word for yes and no, whatever the language.
pub(crate) fn said(locale: Locale, kind: QuestionKind, answer: &str) -> String {
    match (kind, answer, locale) {
        (QuestionKind::YesNo, "yes", Locale::En) => "Yes".into(),
        (QuestionKind::YesNo, "no", Locale::En) => "No".into(),
        (QuestionKind::YesNo, "yes", Locale::ZhCn) => "是".into(),
        (QuestionKind::YesNo, "no", Locale::ZhCn) => "否".into(),
        _ => answer.into(),
    }
}

/// What somebody answered when they signed up, for people to read: question and answer.
pub(crate) async fn answers_of(
    conn: &mut impl Reading,
    locale: Locale,
    signup: SignUpId,
) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT q.label, q.kind, a.answer FROM signup_answer a JOIN event_question q ON q.id = a.question_id
                  WHERE a.signup_id = $1 ORDER BY q.position LIMIT 100"
            ),
            (signup.0,),
        )
        .await?;
    let note = |(label, kind, answer): (_, String, String)| match QuestionKind::from_word(&kind) {
        Some(kind) => (label, said(locale, kind, &answer)),
        None => (label, answer),
    };
    Ok(rows.into_iter().map(note).collect())
}

/// Makes the questions of an event those that are wanted. One that is gone, or is now answered in another way, is retired: the
/// answers it got stay readable. Those nobody can have answered go.
pub(super) async fn replace(tx: &mut Tx, site: &Site, event: EventId, wanted: &[NewQuestion]) -> Result<()> {
    let before = current(tx, event).await?;
    let same = |new: &NewQuestion, old: &Question| new.id == Some(old.id) && new.kind == old.kind;
    for old in &before {
        if !wanted.iter().any(|new| same(new, old)) {
            retire(tx, event, old.id, site.now()).await?;
        }
    }
    for (position, new) in (0_i64..).zip(wanted) {
        let choices = new.choices.join("\n");
        // The same id sent twice is one question, and one question more.
        let first =
            new.id.is_none() || !wanted[..usize::try_from(position).unwrap_or_default()].iter().any(|n| n.id == new.id);
        match before.iter().find(|old| first && same(new, old)) {
            Some(old) => {
                tx.execute(
                    sql!(
                        "UPDATE event_question SET position = $2, label = $3, required = $4, choices = $5 WHERE id = $1"
                    ),
                    (old.id.0, position, new.label.as_str(), new.required, choices),
                )
                .await?;
            }
            None => {
                tx.execute(
                    sql!(
                        "INSERT INTO event_question (id, event_id, position, label, kind, required, choices)
                         VALUES ($1, $2, $3, $4, $5, $6, $7)"
                    ),
                    (site.new_id(), event.0, position, new.label.as_str(), new.kind.word(), new.required, choices),
                )
                .await?;
            }
        }
    }
    Ok(())
}

/// A draft's question was never asked, so it goes. Of a public event somebody may be answering it this very moment: their form
/// was read before our lock.
async fn retire(tx: &mut Tx, event: EventId, question: QuestionId, now: Instant) -> Result<()> {
    let gone = tx
        .execute(
            sql!(
                "DELETE FROM event_question WHERE id = $1
                     AND EXISTS (SELECT 1 FROM event e WHERE e.id = $2 AND e.state = 'draft')
                     AND NOT EXISTS (SELECT 1 FROM signup_answer a WHERE a.question_id = $1)"
            ),
            (question.0, event.0),
        )
        .await?;
    if gone == 0 {
        tx.execute(sql!("UPDATE event_question SET retired_at = $2 WHERE id = $1"), (question.0, now.0)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_said_in_the_readers_language() {
        use QuestionKind::{Text, YesNo};
        assert_eq!(said(Locale::En, YesNo, "yes"), "Yes");
        assert_eq!(said(Locale::ZhCn, YesNo, "no"), "否");
        // Who types these words meant just these.
        assert_eq!(said(Locale::ZhCn, Text, "yes"), "yes");
    }
}
