//! Looks at what somebody sends who has no account yet, before one is made.

use domain::events::{Schedule, State, questions};
use domain::form::Errors;
use domain::signups::{Asker, Gate, Seats, eligibility, guests, invitation};
use domain::{EventId, Failure, Instant};

use super::admission::{self, AdmissionRow};
use super::{Company, codes, reads};
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
    capacity: i64,
    draws_at: Option<i64>,
    #[sqlx(flatten)]
    admission: AdmissionRow,
}

/// Would this be taken, seats aside, from somebody new? Nobody gets an account with a form that is then refused. Gives the
/// event's zone, the best guess for a newcomer's own. Somebody whose account may do more signs in first: the page says so.
///
/// # Errors
/// As [`super::sign_up_with`], which asks again under the lock.
pub async fn check_ask(
    site: &Site,
    event: EventId,
    answers: &[(String, String)],
    company: &Company,
) -> Result<String, Failure> {
    let mut conn = site.db.read().await?;
    let row: Option<Row> = conn
        .optional(
            sql!(concat!(
                "SELECT e.state, e.zone, e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.postponed_at, p.capacity, p.draws_at, ",
                admission::columns!(),
                " FROM event e JOIN places p ON p.event_id = e.id LEFT JOIN admission a ON a.event_id = e.id WHERE e.id = $1"
            )),
            (event.0,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let form = reads::form(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let admission = row.admission.admission()?;
    let gate = Gate {
        state: State::from_word(&row.state).ok_or(Failure::NotFound)?,
        schedule: row.schedule(),
        // Full or not makes no difference here: whoever finds no seat may wait.
        seats: Seats::empty(row.capacity),
        admission,
        draws: row.draws_at.map(Instant),
    };
    let code = invitation::clean(&company.code);
    let invitation = codes::look(&mut conn, (event, None), code.as_deref(), site.now()).await?.state;
    eligibility(site.now(), &gate, Asker { invitation, ..Asker::default() }).way_in()?;
    let mut errors = Errors::default();
    questions::answers(&form.questions, answers, &mut errors);
    guests(&company.guests, (admission.guests, row.capacity), &mut errors);
    errors.finish(Some(row.zone))
}

impl Row {
    fn schedule(&self) -> Schedule {
        Schedule {
            starts: Instant(self.starts_at),
            ends: Instant(self.ends_at),
            opens: self.opens_at.map(Instant),
            closes: self.closes_at.map(Instant),
            postponed: self.postponed_at.map(Instant),
            recapped: None, // sign-up does not ask for more than that it is over
        }
    }
}
