//! The list for the door, on paper: for when the network is gone.

use std::collections::HashMap;

use domain::door::{
    TicketCode,
    view::{DoorList, DoorListRow},
};
use domain::events::questions::Question;
use domain::members::access::Actor;
use domain::{EventId, Failure, Instant, Locale};
use uuid::Uuid;

use super::check_in::keeps;
use crate::db::{Reading, Result as DbResult};
use crate::events::{
    asked,
    card::{self, CardRow},
};
use crate::signups::{self, shifts};
use crate::{Site, sql, when};

/// Everybody with a seat or a shift, by name, with who comes along and what they answered that is for the door.
///
/// # Errors
/// [`Failure::NotFound`] for no such event, [`Failure::Forbidden`] for who does not keep its door.
pub async fn list(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<DoorList, Failure> {
    let mut conn = site.db.read().await?;
    let row: CardRow = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    keeps(actor, event, row.chapter(), &row.state)?;
    let questions: Vec<Question> =
        asked::current(&mut conn, event).await?.into_iter().filter(|question| question.for_door).collect();
    let answers = answers(&mut conn, event).await?;
    let mut guests = signups::guests_at(&mut conn, event).await?;
    let mut rows: Vec<DoorListRow> = vec![];
    let shifts = shifts::words(&mut conn, event, locale).await?;
    for (signup, places, display_name, code, came) in seated(&mut conn, event).await? {
        let answer = |q: &Question| answers.get(&(signup, q.id.0)).map(|a| asked::said(locale, q.kind, a));
        rows.push(DoorListRow {
            display_name,
            guests: guests.remove(&signup).unwrap_or_default(),
            shift: shifts.get(&places).cloned().unwrap_or_default(),
            code: TicketCode::parse(&code).map(|code| code.shown()).unwrap_or_default(),
            checked_in: came.map(|at| when::time(&row.zone, Instant(at))),
            answers: questions.iter().map(|q| answer(q).unwrap_or_default()).collect(),
        });
    }
    drop(conn);
    rows.sort_by_cached_key(|row| (row.display_name.to_lowercase(), row.shift.clone()));
    Ok(DoorList {
        id: event,
        made: when::stamp(locale, &row.zone, site.now()),
        heads: questions.into_iter().map(|q| q.label).collect(),
        rows,
        card: row.card(site.now(), locale)?,
    })
}

/// A sign-up and its places, whose it is, its code, and when they came in.
type Seated = (Uuid, Uuid, String, String, Option<i64>);

async fn seated(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<Seated>> {
    conn.all(
        sql!(
            "SELECT s.id, s.places_id, m.display_name, s.code, i.at FROM signup s JOIN member m ON m.id = s.member_id
             LEFT JOIN check_in i ON i.signup_id = s.id
             WHERE s.event_id = $1 AND s.state = 'confirmed' ORDER BY s.turn, s.id LIMIT 20000"
        ),
        (event.0,),
    )
    .await
}

async fn answers(conn: &mut impl Reading, event: EventId) -> DbResult<HashMap<(Uuid, Uuid), String>> {
    let rows: Vec<(Uuid, Uuid, String)> = conn
        .all(
            sql!(
                "SELECT a.signup_id, a.question_id, a.answer FROM signup_answer a
                 JOIN event_question q ON q.id = a.question_id
                 WHERE q.event_id = $1 AND q.for_door AND q.retired_at IS NULL LIMIT 200000"
            ),
            (event.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|(signup, question, answer)| ((signup, question), answer)).collect())
}
