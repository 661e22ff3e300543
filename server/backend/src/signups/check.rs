//! Looks at what somebody sends who has no account yet, before one is made.

use domain::events::{Phase, Schedule, State, questions};
use domain::form::Errors;
use domain::signups::{Seats, may_sign_up};
use domain::{EventId, Failure, Instant};

use super::reads;
use crate::{Site, sql};

#[derive(sqlx::FromRow)]
struct Row {
    state: String,
    zone: String,
    starts_at: i64,
    ends_at: i64,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    postponed_at: Option<i64>,
}

/// Would this be taken, seats aside? Nobody gets an account with a form that is then refused. Gives the event's zone, the
/// best guess for a newcomer's own.
///
/// # Errors
/// As [`super::sign_up`], which asks again under the lock.
pub async fn check_ask(site: &Site, event: EventId, answers: &[(String, String)]) -> Result<String, Failure> {
    let mut conn = site.db.read().await?;
    let row: Option<Row> = conn
        .optional(
            sql!("SELECT state, zone, starts_at, ends_at, opens_at, closes_at, postponed_at FROM event WHERE id = $1"),
            (event.0,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let form = reads::form(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let schedule = Schedule {
        starts: Instant(row.starts_at),
        ends: Instant(row.ends_at),
        opens: row.opens_at.map(Instant),
        closes: row.closes_at.map(Instant),
        postponed: row.postponed_at.map(Instant),
        recapped: None, // sign-up does not ask for more than that it is over
    };
    let state = State::from_word(&row.state).ok_or(Failure::NotFound)?;
    // Full or not makes no difference here: whoever finds no seat may wait.
    may_sign_up(Phase::at(site.now(), state, schedule, Seats::empty(1)))?;
    let mut errors = Errors::default();
    questions::answers(&form.questions, answers, &mut errors);
    errors.finish(Some(row.zone))
}
