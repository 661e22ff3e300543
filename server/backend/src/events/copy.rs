//! An event like another: a draft with all that was planned, on another day.

use domain::{
    EventId, Failure, FieldCode, Instant,
    events::{
        calendar,
        plan::{Plan, PlanForm},
    },
    members::Actor,
};

use super::{
    create::{self, Like, New},
    plan_page, run,
};
use crate::{Site, signups::shifts, zones::TzDb};

/// How many weeks after the first possible one are tried: one hour a year is skipped by the clocks, not two.
const TRIES: i64 = 4;
const DAY_MS: i64 = 86_400_000;

/// A draft like this event, on the same weekday at the same hour, in the next week that is still to come. It does not belong to
/// a series. Its host is whoever copies it.
///
/// # Errors
/// As for any change of an event; [`Failure::Forbidden`] also for those who run this event only, for a new one is the chapter's.
pub async fn copy(site: &Site, actor: &Actor, event: EventId) -> Result<EventId, Failure> {
    let mut conn = site.db.read().await?;
    let stored = run::event(&mut conn, actor, event).await?;
    let form = plan_page::filled(&mut conn, event, &stored).await?;
    run::plans_in(actor, stored.chapter())?;
    drop(conn);
    let now = site.now();
    let plan = next_week(&form, Instant(stored.starts_at), now)?;
    let like = Like { event, cover: stored.cover_id, series: None };
    let mut tx = site.db.write().await?;
    let kept = shifts::keep(&mut tx, event).await?;
    let new = New { host: actor.member, chapter: stored.chapter(), plan: &plan, like: Some(like), shifts: Some(&kept) };
    let id = create::draft(&mut tx, site, new).await?;
    tx.commit().await?;
    Ok(id)
}

fn next_week(form: &PlanForm, starts: Instant, now: Instant) -> Result<Plan, Failure> {
    let first = ((now.0 - starts.0).div_euclid(7 * DAY_MS) + 1).max(1);
    let mut outcome = Err(Failure::NotFound);
    for week in first..first + TRIES {
        outcome = on_day(form, week * 7, now);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// The same plan so many days later: the hour on the wall stays, also when the clocks change in between. An hour that they skip
/// on that day becomes the next one.
pub(super) fn on_day(form: &PlanForm, days: i64, now: Instant) -> Result<Plan, Failure> {
    let wrong = |code| Failure::field("starts", code);
    let mut form = form.clone();
    for field in fields(&mut form).into_iter().filter(|(_, local)| !local.is_empty()) {
        *field.1 = calendar::shift_wall(field.1, days).map_err(wrong)?;
    }
    for question in &mut form.questions {
        question.id = String::new(); // questions of its own
    }
    match form.parse(&TzDb, now) {
        Err(failure) if fields(&mut form).iter().any(|(name, _)| is_skipped(&failure, name)) => {
            for (name, local) in fields(&mut form) {
                if is_skipped(&failure, name) {
                    *local = an_hour_later(local);
                }
            }
            form.parse(&TzDb, now)
        }
        outcome => outcome,
    }
}

fn is_skipped(failure: &Failure, field: &str) -> bool {
    failure.of_field(field) == Some(FieldCode::NoSuchTime)
}

/// Its wall times, with their names in the form.
fn fields(form: &mut PlanForm) -> [(&'static str, &mut String); 4] {
    let PlanForm { starts, ends, opens, closes, .. } = form;
    [("starts", starts), ("ends", ends), ("opens", opens), ("closes", closes)]
}

/// `2027-03-28T01:30` becomes `2027-03-28T02:30`. Clocks skip hours of the early morning, never the last of a day.
fn an_hour_later(local: &str) -> String {
    let hour = local.get(11..13).and_then(|hour| hour.parse::<u8>().ok()).unwrap_or_default();
    match (local.get(..11), local.get(13..)) {
        (Some(day), Some(minutes)) => format!("{day}{:02}{minutes}", (hour + 1).min(23)),
        _ => local.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PlanForm {
        PlanForm {
            title: "Night tapes".into(),
            summary: "Late.".into(),
            locale: "en".into(),
            zone: "Europe/Lisbon".into(),
            starts: "2027-03-21T01:30".into(),
            ends: "2027-03-21T04:00".into(),
            closes: "2027-03-20T20:00".into(),
            venue: "Gráfica".into(),
            address: "Rua 14".into(),
            capacity: "10".into(),
            honor: "0".into(),
            ..PlanForm::default()
        }
    }

    #[test]
    fn the_hour_on_the_wall_stays_through_a_change_of_the_clocks() {
        let before = on_day(&form(), 0, Instant(0)).expect("a plan");
        let after = on_day(&form(), 14, Instant(0)).expect("a plan");
        assert_eq!((after.starts_local.as_str(), after.ends_local.as_str()), ("2027-04-04T01:30", "2027-04-04T04:00"));
        assert_eq!(after.starts.0 - before.starts.0, 14 * DAY_MS - 3_600_000, "a summer's hour less");
        assert_eq!(after.closes.zip(before.closes).map(|(a, b)| a.0 - b.0), Some(14 * DAY_MS - 3_600_000));
        // On 28 March 2027 Lisbon's clocks go from 01:00 to 02:00.
        let skipped = on_day(&form(), 7, Instant(0)).expect("a plan");
        assert_eq!(
            (skipped.starts_local.as_str(), skipped.ends_local.as_str()),
            ("2027-03-28T02:30", "2027-03-28T04:00")
        );
    }
}
