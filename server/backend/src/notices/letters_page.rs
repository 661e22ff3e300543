//! `/organise/events/{id}/letters`: what goes out about an event, and the desk to write more.

use domain::{
    AnnouncementId, EventId, Failure, Instant, Locale,
    members::Actor,
    notices::view::{AnnouncementLine, LettersPage, ReminderView},
};
use uuid::Uuid;

use super::{announcements, reminders};
use crate::{Site, events::card, sql, when};

/// The page, for whoever runs the event.
///
/// # Errors
/// [`Failure::Forbidden`], and [`Failure::NotFound`] for a draft.
pub async fn letters_page(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<LettersPage, Failure> {
    let mut conn = site.db.read().await?;
    let run = announcements::run(&mut conn, actor, event).await?;
    let (starts, zone) = (Instant(run.starts_at), run.zone.as_str());
    let groups = announcements::groups(&mut conn, (event, starts), site.now()).await?;
    let sent: Vec<(String, i64)> = conn
        .all(sql!("SELECT rule, people FROM reminder WHERE event_id = $1 AND starts_at = $2"), (event.0, starts.0))
        .await?;
    let reminders = reminders::rules(&mut conn, event).await?.into_iter().map(|rule| {
        let due = reminders::due(rule, zone, starts);
        let word = rule.to_string();
        ReminderView {
            rule,
            at: when::moment(locale, zone, due),
            sent: sent.iter().find(|(sent, _)| *sent == word).map(|(_, people)| *people),
            is_ahead: site.now() <= rule.latest(due, starts),
        }
    });
    let reminders = reminders.collect();
    let rows: Vec<(Uuid, String, Option<i64>, i64)> = conn
        .all(
            sql!(
                "SELECT id, subject, sent_at, people FROM announcement WHERE event_id = $1 ORDER BY made_at DESC, id DESC LIMIT 200"
            ),
            (event.0,),
        )
        .await?;
    let line = |(id, subject, sent, people): (Uuid, String, Option<i64>, i64)| AnnouncementLine {
        id: AnnouncementId(id),
        subject,
        sent: sent.map(|at| when::stamp(locale, zone, Instant(at))),
        people,
    };
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    Ok(LettersPage {
        event,
        kind: card.kind()?,
        phase: card.phase(site.now())?,
        title: run.title.clone(),
        groups,
        reminders,
        announcements: rows.into_iter().map(line).collect(),
    })
}
