//! The rows of answers: what somebody answered, and what it was before.

use std::collections::HashMap;

use domain::events::{Phase, questions::Question};
use domain::signups::{Answering, Seats, may_answer};
use domain::{EventId, Failure, MemberId, QuestionId, Refusal, SignUpId};
use uuid::Uuid;

use super::reads;
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::events::asked;
use crate::sql;

/// How many of a question's answers are kept beside the one that counts: the last ones.
const KEPT: usize = 10;

/// What one sign-up answered.
pub(super) async fn of(conn: &mut impl Reading, signup: SignUpId) -> Result<Vec<(QuestionId, String)>> {
    let rows: Vec<(Uuid, String)> = conn
        .all(
            sql!("SELECT question_id, answer FROM signup_answer WHERE signup_id = $1 ORDER BY question_id LIMIT 200"),
            (signup.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|(question, answer)| (QuestionId(question), answer)).collect())
}

/// What a member answered, by sign-up.
pub(super) async fn of_member(
    conn: &mut impl Reading,
    member: MemberId,
) -> Result<HashMap<Uuid, Vec<(QuestionId, String)>>> {
    let rows: Vec<(Uuid, Uuid, String)> = conn
        .all(
            sql!(
                "SELECT a.signup_id, a.question_id, a.answer FROM signup_answer a JOIN signup s ON s.id = a.signup_id
                 WHERE s.member_id = $1 AND s.state IN ('pending', 'confirmed', 'waiting', 'offered') LIMIT 5000"
            ),
            (member.0,),
        )
        .await?;
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (signup, question, answer) in rows {
        all.entry(signup).or_default().push((QuestionId(question), answer));
    }
    Ok(all)
}

/// Somebody's own sign-up while they change its answers: held, so that two of their tabs do it one after the other.
pub(super) struct Desk {
    pub(super) signup: SignUpId,
    pub(super) questions: Vec<Question>,
    pub(super) given: Vec<(QuestionId, String)>,
    phase: Phase,
}

impl Desk {
    /// Holds the sign-up, if it is the member's own and still counts.
    pub(super) async fn take(
        tx: &mut Tx,
        site: &Site,
        (signup, member, event): (SignUpId, MemberId, EventId),
    ) -> Result<Self, Failure> {
        let held = tx
            .execute(
                sql!(
                    "UPDATE signup SET listed = listed WHERE id = $1 AND member_id = $2
                         AND state IN ('pending', 'confirmed', 'waiting', 'offered')"
                ),
                (signup.0, member.0),
            )
            .await?;
        if held == 0 {
            return Err(Failure::Refused(Refusal::NotSignedUp));
        }
        let who = asked::who(tx, signup).await?;
        let questions = asked::of(tx, event, who).await?;
        let given = of(tx, signup).await?;
        // Full or not makes no difference here.
        let phase = reads::phase(tx, site.now(), event, Seats::empty(1)).await?;
        Ok(Self { signup, questions, given, phase })
    }

    /// What was answered to a question.
    pub(super) fn answer(&self, question: QuestionId) -> Option<&str> {
        self.given.iter().find(|(id, _)| *id == question).map(|(_, answer)| answer.as_str())
    }

    /// Writes what is now answered to a question, and what it was before.
    pub(super) async fn put(
        &self,
        tx: &mut Tx,
        site: &Site,
        question: QuestionId,
        answer: Option<&str>,
    ) -> Result<(), Failure> {
        let before = self.answer(question);
        if before == answer {
            return Ok(());
        }
        may_answer(self.phase, if before.is_some() { Answering::Anew } else { Answering::First })?;
        if let Some(before) = before {
            tx.execute(
                sql!(
                    "INSERT INTO signup_answer_before (id, signup_id, question_id, answer, replaced_at)
                     VALUES ($1, $2, $3, $4, $5)"
                ),
                (site.new_id(), self.signup.0, question.0, before, site.now().0),
            )
            .await?;
            drop_oldest(tx, self.signup, question).await?;
        }
        match answer {
            Some(answer) => {
                tx.execute(
                    sql!(
                        "INSERT INTO signup_answer (signup_id, question_id, answer) VALUES ($1, $2, $3)
                         ON CONFLICT (signup_id, question_id) DO UPDATE SET answer = excluded.answer"
                    ),
                    (self.signup.0, question.0, answer),
                )
                .await?
            }
            None => {
                tx.execute(
                    sql!("DELETE FROM signup_answer WHERE signup_id = $1 AND question_id = $2"),
                    (self.signup.0, question.0),
                )
                .await?
            }
        };
        Ok(())
    }
}

/// Whoever changes an answer again and again keeps what it was lately, not for ever.
async fn drop_oldest(tx: &mut Tx, signup: SignUpId, question: QuestionId) -> Result<()> {
    let all: Vec<(Uuid,)> = tx
        .all(
            sql!(
                "SELECT id FROM signup_answer_before WHERE signup_id = $1 AND question_id = $2
                 ORDER BY replaced_at DESC, id DESC LIMIT 1000"
            ),
            (signup.0, question.0),
        )
        .await?;
    for (old,) in all.into_iter().skip(KEPT) {
        tx.execute(sql!("DELETE FROM signup_answer_before WHERE id = $1"), (old,)).await?;
    }
    Ok(())
}
