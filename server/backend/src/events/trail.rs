//! One sign-up, and all that ever happened to it.

use domain::{
    EventId, Failure, Instant, Locale, SignUpId,
    events::people::{TrailLine, TrailPage},
    members::Actor,
};

use super::{card, people::People, run};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    sql, when,
};

/// A moment, what happened, by whom, and about which question.
type Happened = (i64, String, Option<String>, Option<String>);

/// A sign-up of this event with its whole history: who changed it, what answers were before, when they came in.
///
/// # Errors
/// [`Failure::NotFound`] where it is of another event; [`Failure::Forbidden`] for those who do not run this one.
pub async fn trail(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (event, signup): (EventId, SignUpId),
) -> Result<TrailPage, Failure> {
    let mut conn = site.db.read().await?;
    run::event(&mut conn, actor, event).await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let found = People::one(&mut conn, (event, signup), (locale, &card.zone)).await?;
    let (person, questions) = found.ok_or(Failure::NotFound)?;
    let (number, reason): (i64, Option<String>) =
        conn.one(sql!("SELECT position, reason FROM signup WHERE id = $1"), (signup.0,)).await?;
    let mut happened = changes(&mut conn, signup).await?;
    happened.extend(answers(&mut conn, signup).await?);
    happened.extend(check_ins(&mut conn, signup).await?);
    drop(conn);
    happened.sort_by_key(|(at, ..)| *at);
    let line = |(at, what, who, about): Happened| TrailLine {
        at: when::stamp(locale, &card.zone, Instant(at)),
        who: who.unwrap_or_default(),
        what,
        about: about.unwrap_or_default(),
    };
    let trail = happened.into_iter().map(line).collect();
    Ok(TrailPage { event, person, number, questions, reason, trail, card: card.card(site.now(), locale)? })
}

async fn changes(conn: &mut impl Reading, signup: SignUpId) -> DbResult<Vec<Happened>> {
    conn.all(
        sql!(
            "SELECT x.at, x.cause, m.display_name, CAST(NULL AS TEXT) FROM signup_change x LEFT JOIN member m ON m.id = x.by_id
             WHERE x.signup_id = $1 ORDER BY x.at, x.id LIMIT 1000"
        ),
        (signup.0,),
    )
    .await
}

/// Only they themselves change their answers.
async fn answers(conn: &mut impl Reading, signup: SignUpId) -> DbResult<Vec<Happened>> {
    conn.all(
        sql!(
            "SELECT b.replaced_at, 'answer_changed', m.display_name, q.label FROM signup_answer_before b
             JOIN event_question q ON q.id = b.question_id JOIN signup s ON s.id = b.signup_id
             JOIN member m ON m.id = s.member_id WHERE b.signup_id = $1 ORDER BY b.replaced_at, b.id LIMIT 1000"
        ),
        (signup.0,),
    )
    .await
}

async fn check_ins(conn: &mut impl Reading, signup: SignUpId) -> DbResult<Vec<Happened>> {
    conn.all(
        sql!(
            "SELECT i.at, 'checked_in', m.display_name, CAST(NULL AS TEXT) FROM check_in i LEFT JOIN member m ON m.id = i.by_id
             WHERE i.signup_id = $1"
        ),
        (signup.0,),
    )
    .await
}
