//! An event from its organiser's side: who comes, what they answered, what was done.

use domain::{
    EventId, Failure, Instant, Locale,
    events::view::{ConsolePage, LogLine},
    members::Actor,
};

use super::{card, invite, numbers, people::People, run, series, staff};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    sql, when,
};

/// How many lines of the log are shown.
const LOG: i64 = 100;

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
    let People { people, questions, .. } = People::of(&mut conn, event, (locale, &card.zone)).await?;
    let (checked_in, cancel_reason, postpone_reason, gone): (i64, Option<String>, Option<String>, Option<i64>) = conn
        .one(
            sql!(concat!(
                "SELECT ",
                card::came!(),
                ", e.cancel_reason, e.postpone_reason, e.answers_gone_at FROM event e WHERE e.id = $1"
            )),
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
        answers_gone: gone.map(|at| when::date(locale, zone, Instant(at))),
        staff,
        log: log.collect(),
        cancel_reason,
    })
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
