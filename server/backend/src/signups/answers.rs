//! Somebody's own answers: looked at, given later, changed.

use domain::events::{
    Phase,
    questions::{self, Question, QuestionKind},
};
use domain::form::Errors;
use domain::members::access::Actor;
use domain::signups::view::AnswersPage;
use domain::signups::{Answering, may_answer};
use domain::{Failure, Instant, Locale, Refusal, SignUpId};

use super::{answer_rows, reads};
use crate::db::Reading;
use crate::events::{
    asked::{self, Kept},
    card,
};
use crate::{Site, sql, when};

/// What the actor answered when they signed up, and until when they can change it.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's sign-up.
pub async fn answers_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    signup: SignUpId,
) -> Result<AnswersPage, Failure> {
    let mut conn = site.db.read().await?;
    let whose = own(&mut conn, actor, signup).await?;
    let row = card::by_id(&mut conn, whose.event).await?.ok_or(Failure::NotFound)?;
    let who = asked::who(&mut conn, signup).await?;
    let questions = asked::of(&mut conn, whose.event, who).await?;
    let given = answer_rows::of(&mut conn, signup).await?;
    let stand = reads::stand(&mut conn, signup).await?.ok_or(Failure::NotFound)?;
    let (days, gone): (i64, Option<i64>) =
        conn.one(sql!("SELECT keep_days, answers_gone_at FROM event WHERE id = $1"), (whose.event.0,)).await?;
    drop(conn);
    let (schedule, phase) = (row.schedule(), row.phase(site.now())?);
    let kept = Kept { zone: &row.zone, ends: schedule.ends, days, postponed: schedule.postponed };
    let counts = stand.state.is_live() && gone.is_none();
    let refused = |answering| if counts { why_not(phase, answering) } else { Some(Refusal::SignUpClosed) };
    let missing = questions::missing(&questions, &given).iter().map(|q| q.id).collect();
    let answer = |q: &Question| given.iter().find(|(id, _)| *id == q.id).map(|(_, answer)| answer.as_str());
    let shown =
        questions.iter().filter_map(|q| Some((q.label.clone(), asked::said(locale, q.kind, answer(q)?)))).collect();
    Ok(AnswersPage {
        signup,
        shown,
        missing,
        until: kept.words(locale),
        closed: refused(Answering::Anew),
        may_add: refused(Answering::First).is_none(),
        gone: gone.map(|at| when::date(locale, &row.zone, Instant(at))),
        max_mb: site.settings.answer_file_mb,
        card: row.card(site.now(), locale)?,
        questions,
        given,
    })
}

/// Changes the actor's own answers. What they were before stays, for organisers, until all answers go. Files are handed in by
/// another way; they stay while their question is asked.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's sign-up; [`Refusal::NotSignedUp`] where it no longer counts, [`Refusal::SignUpClosed`] and
/// other refusals of [`may_answer`]; [`Failure::Invalid`] for answers that do not fit.
pub async fn change_answers(
    site: &Site,
    actor: &Actor,
    signup: SignUpId,
    given: &[(String, String)],
) -> Result<(), Failure> {
    let whose = own(&mut site.db.read().await?, actor, signup).await?;
    let mut tx = site.db.write().await?;
    let desk = answer_rows::Desk::take(&mut tx, site, (signup, actor.member, whose.event)).await?;
    let mut errors = Errors::default();
    let now = questions::answers(&desk.questions, given, &mut errors);
    let now = errors.finish(Some(now))?;
    for question in &desk.questions {
        let answer = match question.kind {
            QuestionKind::File if questions::asked(question, &desk.questions, &now) => desk.answer(question.id),
            QuestionKind::File => None,
            _ => now.iter().find(|(id, _)| *id == question.id).map(|(_, answer)| answer.as_str()),
        };
        desk.put(&mut tx, site, question.id, answer).await?;
    }
    Ok(tx.commit().await?)
}

/// Asks only whether a sign-up is the actor's own.
///
/// # Errors
/// [`Failure::NotFound`] where it is not.
pub async fn must_own(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    own(&mut site.db.read().await?, actor, signup).await.map(drop)
}

/// The actor's own sign-up, for an event or for a shift of which something is asked; to others it is not there.
pub(super) async fn own(conn: &mut impl Reading, actor: &Actor, signup: SignUpId) -> Result<reads::Whose, Failure> {
    let whose = reads::whose(conn, signup).await?.ok_or(Failure::NotFound)?;
    if whose.member != actor.member {
        return Err(Failure::NotFound);
    }
    if whose.shift_ends.is_some() {
        let who = asked::who(conn, signup).await?;
        let asks = !asked::of(conn, whose.event, who).await?.is_empty();
        return asks.then_some(whose).ok_or(Failure::NotFound);
    }
    Ok(whose)
}

fn why_not(phase: Phase, answering: Answering) -> Option<Refusal> {
    match may_answer(phase, answering) {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(_) => Some(Refusal::SignUpClosed),
    }
}
