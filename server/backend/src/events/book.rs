//! What those who signed up for an event answered, for its organisers.

use std::collections::HashMap;

use domain::{
    EventId, Instant, Locale, QuestionId, SignUpId,
    events::{
        questions::{self, Question, QuestionKind, Who, file_of},
        view::{AnswerBefore, AnswerCell},
    },
    signups::SignUpState,
};
use uuid::Uuid;

use super::asked;
use crate::{
    db::{Reading, Result},
    sql, when,
};

/// The answers of an event.
pub(super) struct Book {
    /// Those asked now, then those asked before that somebody answered.
    pub(super) questions: Vec<Question>,
    /// How many of them are asked now.
    current: usize,
    answers: HashMap<Uuid, Vec<(QuestionId, String)>>,
    /// Newest first.
    before: HashMap<(Uuid, QuestionId), Vec<(String, i64)>>,
}

impl Book {
    /// All of it.
    pub(super) async fn of(conn: &mut impl Reading, event: EventId) -> Result<Self> {
        Self::read(conn, event, None).await
    }

    /// What one sign-up answered.
    pub(super) async fn of_one(conn: &mut impl Reading, event: EventId, signup: SignUpId) -> Result<Self> {
        Self::read(conn, event, Some(signup)).await
    }

    async fn read(conn: &mut impl Reading, event: EventId, only: Option<SignUpId>) -> Result<Self> {
        let mut questions = asked::current(conn, event).await?;
        let current = questions.len();
        questions.extend(asked::former(conn, event).await?);
        let (mut answers, mut before): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        if !questions.is_empty() {
            for (signup, question, answer) in given(conn, event, only).await? {
                answers.entry(signup).or_default().push((QuestionId(question), answer));
            }
            for (signup, question, answer, at) in replaced(conn, event, only).await? {
                before.entry((signup, QuestionId(question))).or_default().push((answer, at));
            }
        }
        Ok(Self { questions, current, answers, before })
    }

    /// What a sign-up in this state answered, in the order of the questions. Only where it counts is anything missing, and only of
    /// what is asked of them.
    pub(super) fn cells(
        &self,
        (signup, state, who): (Uuid, SignUpState, Who),
        (locale, zone): (Locale, &str),
    ) -> Vec<AnswerCell> {
        let given = self.answers.get(&signup).map(Vec::as_slice).unwrap_or_default();
        let current = if state.is_live() { &self.questions[..self.current] } else { &[] };
        let mut missing = questions::missing(current, given);
        missing.retain(|q| q.asked_of.asks(who));
        let file = |q: &Question, answer: &str| file(q, answer).filter(|_| state.is_live()); // they go with whoever leaves
        let cell = |q: &Question| {
            let answer = given.iter().find(|(id, _)| *id == q.id).map(|(_, answer)| answer.as_str());
            let before = self.before.get(&(signup, q.id)).map(Vec::as_slice).unwrap_or_default();
            AnswerCell {
                text: answer.map(|a| asked::said(locale, q.kind, a)).unwrap_or_default(),
                file: answer.and_then(|a| file(q, a)),
                is_missing: missing.iter().any(|m| m.id == q.id),
                before: before
                    .iter()
                    .map(|(answer, at)| AnswerBefore {
                        text: asked::said(locale, q.kind, answer),
                        file: file(q, answer),
                        until: when::stamp(locale, zone, Instant(*at)),
                    })
                    .collect(),
            }
        };
        self.questions.iter().map(cell).collect()
    }
}

fn file(question: &Question, answer: &str) -> Option<domain::FileId> {
    (question.kind == QuestionKind::File).then(|| file_of(answer).map(|(id, _)| id)).flatten()
}

async fn given(conn: &mut impl Reading, event: EventId, only: Option<SignUpId>) -> Result<Vec<(Uuid, Uuid, String)>> {
    conn.all(
        sql!(
            "SELECT a.signup_id, a.question_id, a.answer FROM signup_answer a JOIN signup s ON s.id = a.signup_id
             WHERE s.event_id = $1 AND s.id = coalesce($2, s.id) LIMIT 200000"
        ),
        (event.0, only.map(|only| only.0)),
    )
    .await
}

async fn replaced(
    conn: &mut impl Reading,
    event: EventId,
    only: Option<SignUpId>,
) -> Result<Vec<(Uuid, Uuid, String, i64)>> {
    conn.all(
        sql!(
            "SELECT b.signup_id, b.question_id, b.answer, b.replaced_at FROM signup_answer_before b
             JOIN signup s ON s.id = b.signup_id WHERE s.event_id = $1 AND s.id = coalesce($2, s.id)
             ORDER BY b.replaced_at DESC, b.id DESC LIMIT 50000"
        ),
        (event.0, only.map(|only| only.0)),
    )
    .await
}
