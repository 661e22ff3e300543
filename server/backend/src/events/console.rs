//! An event from its organiser's side: who comes, what they answered, what was done.

use std::collections::HashMap;

use domain::{
    EventId, Failure, Instant, Locale,
    door::TicketCode,
    events::{
        questions::Question,
        view::{ConsolePage, LogLine, PersonRow},
    },
    members::Actor,
    signups::SignUpState,
};
use uuid::Uuid;

use super::{asked, card, invite, numbers, run, series, staff};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    sql, when,
};

/// How many sign-ups are shown, and how many lines of the log.
const PEOPLE: i64 = 5000;
const LOG: i64 = 100;

#[derive(sqlx::FromRow)]
struct SignUpRow {
    id: Uuid,
    state: String,
    code: String,
    waiting_place: Option<i64>,
    offered_until: Option<i64>,
    created_at: i64,
    checked_in_at: Option<i64>,
    display_name: String,
    handle: String,
}

/// Answers by sign-up and question.
type Answers = HashMap<(Uuid, Uuid), String>;

/// Everything about an event that its organisers need while it runs. People with a seat come first, then the line in its order,
/// then those who left.
///
/// # Errors
/// [`Failure::Forbidden`], and [`Failure::NotFound`] for somebody else's draft.
pub async fn console(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<ConsolePage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let stored = run::event(&mut conn, actor, event).await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let questions = asked::ever(&mut conn, event).await?;
    let rows = sign_ups(&mut conn, event).await?;
    let answers = if questions.is_empty() { Answers::new() } else { answers(&mut conn, event).await? };
    let (checked_in, cancel_reason, postpone_reason): (i64, Option<String>, Option<String>) = conn
        .one(
            sql!(
                "SELECT (SELECT count(DISTINCT i.member_id) FROM check_in i WHERE i.event_id = e.id), e.cancel_reason, e.postpone_reason
                 FROM event e WHERE e.id = $1"
            ),
            (event.0,),
        )
        .await?;
    let zone = card.zone.as_str();
    let (staff, log) = (staff::all(&mut conn, event).await?, log(&mut conn, event).await?);
    let invited = invite::waiting(&mut conn, event, (site, locale, zone)).await?;
    let series = match stored.series() {
        Some(series) => series::chip_of(&mut conn, series).await?,
        None => None,
    };
    let compared = numbers::compared(&mut conn, event, (now, locale)).await?;
    drop(conn);
    let people =
        rows.into_iter().map(|row| person(row, locale, zone, &questions, &answers)).collect::<Result<_, Failure>>()?;
    let log = log.into_iter().map(|(at, who, action)| LogLine {
        at: when::stamp(locale, zone, Instant(at)),
        who: who.unwrap_or_default(),
        action,
    });
    Ok(ConsolePage {
        id: event,
        card: card.card(now, locale)?,
        invited,
        publish_at: stored.publish_at.map(|at| when::moment(locale, zone, Instant(at))),
        wall: (stored.starts_local.clone(), stored.ends_local.clone()),
        series,
        compared,
        runs_chapter: run::plans_in(actor, stored.chapter()).is_ok(),
        postpone_reason,
        checked_in,
        people,
        questions,
        staff,
        log: log.collect(),
        cancel_reason,
    })
}

fn person(
    row: SignUpRow,
    locale: Locale,
    zone: &str,
    questions: &[Question],
    answers: &Answers,
) -> Result<PersonRow, Failure> {
    let state = SignUpState::from_word(&row.state).ok_or_else(|| card::unknown("state", &row.state))?;
    let code = TicketCode::parse(&row.code).filter(|_| state == SignUpState::Confirmed);
    Ok(PersonRow {
        display_name: row.display_name,
        handle: row.handle,
        state,
        waiting_place: row.waiting_place,
        offered_until: row.offered_until.map(|at| when::until(locale, zone, Instant(at))),
        signed_up: when::stamp(locale, zone, Instant(row.created_at)),
        checked_in: row.checked_in_at.map(|at| when::time(zone, Instant(at))),
        code: code.map(|code| code.shown()).unwrap_or_default(),
        answers: questions
            .iter()
            .map(|q| answers.get(&(row.id, q.id.0)).map(|a| asked::said(locale, q.kind, a)).unwrap_or_default())
            .collect(),
    })
}

async fn sign_ups(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<SignUpRow>> {
    conn.all(
        sql!(
            "SELECT s.id, s.state, s.code, s.created_at, s.offered_until, i.at AS checked_in_at, m.display_name, m.handle,
                 CASE WHEN s.state = 'waiting' THEN row_number() OVER (PARTITION BY s.places_id, s.state ORDER BY s.position) END
                     AS waiting_place
             FROM signup s JOIN member m ON m.id = s.member_id JOIN places p ON p.id = s.places_id
                 LEFT JOIN check_in i ON i.signup_id = s.id
             WHERE p.event_id = $1
             ORDER BY CASE s.state WHEN 'confirmed' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 WHEN 'pending' THEN 3 ELSE 4 END,
                 s.position
             LIMIT $2"
        ),
        (event.0, PEOPLE),
    )
    .await
}

async fn answers(conn: &mut impl Reading, event: EventId) -> DbResult<Answers> {
    let rows: Vec<(Uuid, Uuid, String)> = conn
        .all(
            sql!(
                "SELECT a.signup_id, a.question_id, a.answer FROM signup_answer a JOIN signup s ON s.id = a.signup_id
                 WHERE s.event_id = $1 LIMIT 100000"
            ),
            (event.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|(signup, question, answer)| ((signup, question), answer)).collect())
}

/// What was done to the event itself: when, by whom, what.
async fn log(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<(i64, Option<String>, String)>> {
    conn.all(
        sql!(
            "SELECT a.at, m.display_name, a.action FROM audit_entry a LEFT JOIN member m ON m.id = a.actor_id
             WHERE a.subject_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2"
        ),
        (event.0, LOG),
    )
    .await
}
