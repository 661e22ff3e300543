//! Reminders to those with a seat, by rules relative to the start.
//!
//! A shift has its own start: whoever has one is reminded of that, and guests of the event's.
//!
//! Nothing is scheduled: what is due follows from the event as it is now, so that a moved event, a cancelled one and one that
//! was given up need no thought anywhere else. A row for each rule and start keeps every reminder at one.

use std::collections::{BTreeSet, HashSet};

use domain::{
    EventId, Failure, FieldCode, Instant, MemberId, SignUpId,
    members::Actor,
    notices::{
        ReminderRule,
        reminder::{self, MAX_DAYS, MAX_RULES, ReminderForm},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::{Letter, announcements, send_all};
use crate::{
    Site,
    db::{Reading, Result, Tx},
    events,
    operations::audit,
    sql, zones,
};

/// How far ahead events are looked at, in seconds: no rule reaches further.
const AHEAD_S: i64 = (MAX_DAYS as i64 + 1) * 86_400;

/// When a rule is due for an event that starts then, in its zone.
pub(super) fn due(rule: ReminderRule, zone: &str, starts: Instant) -> Instant {
    match rule {
        ReminderRule::Minutes(n) => starts.plus_seconds(-i64::from(n) * 60),
        ReminderRule::Days { days, minute } => {
            let (hour, minute) = ((minute / 60) as i8, (minute % 60) as i8);
            let day = zones::local(zone, starts).date().checked_sub(jiff::Span::new().days(days)).ok();
            let at = day.and_then(|day| {
                zones::stored(zone).to_ambiguous_timestamp(day.at(hour, minute, 0, 0)).compatible().ok()
            });
            at.map_or(starts.plus_seconds(-i64::from(days) * 86_400), |at| Instant(at.as_millisecond()))
        }
    }
}

/// An event that is near, with its rules.
type Near = (Uuid, String, i64, String);

/// Sends the reminders that are due; gives how many there were. Any number of nodes may do it at any time.
///
/// # Errors
/// When the database fails.
pub async fn remind(site: &Site) -> Result<usize, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let soon: Vec<Near> = conn
        .all(
            sql!(
                "SELECT id, zone, starts_at, reminders FROM event WHERE state = 'published' AND postponed_at IS NULL
                     AND starts_at > $1 AND starts_at <= $2
                 UNION SELECT e.id, e.zone, h.starts_at, e.reminders FROM shift h JOIN event e ON e.id = h.event_id
                     WHERE e.state = 'published' AND e.postponed_at IS NULL AND h.removed_at IS NULL
                         AND h.starts_at > $1 AND h.starts_at <= $2
                 ORDER BY starts_at, id LIMIT 5000"
            ),
            (now.0, now.plus_seconds(AHEAD_S).0),
        )
        .await?;
    let sent: Vec<(Uuid, String, i64)> = conn
        .all(sql!("SELECT event_id, rule, starts_at FROM reminder WHERE starts_at > $1 LIMIT 20000"), (now.0,))
        .await?;
    drop(conn);
    let sent: HashSet<_> = sent.into_iter().collect();
    let mut count = 0;
    for (event, zone, starts, rules) in soon {
        for rule in reminder::from_words(&rules) {
            let (starts, at) = (Instant(starts), due(rule, &zone, Instant(starts)));
            let is_due = at <= now && now <= rule.latest(at, starts);
            let is_sent = || sent.contains(&(event, rule.to_string(), starts.0));
            if is_due && !is_sent() && remind_of(site, EventId(event), (rule, starts)).await? {
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The rules of an event, the earliest first.
pub(super) async fn rules(conn: &mut impl Reading, event: EventId) -> Result<Vec<ReminderRule>> {
    let (words,): (String,) = conn.one(sql!("SELECT reminders FROM event WHERE id = $1"), (event.0,)).await?;
    Ok(reminder::from_words(&words))
}

/// Adds a reminder to an event.
///
/// # Errors
/// [`ReminderForm::parse`], and at `ahead` where it has that one or enough; [`Failure::Forbidden`], [`Failure::NotFound`].
pub async fn add_reminder(site: &Site, actor: &Actor, event: EventId, form: &ReminderForm) -> Result<(), Failure> {
    announcements::run(&mut site.db.read().await?, actor, event).await?;
    let wrong = |code| Failure::field("ahead", code);
    let rule = form.parse()?;
    let mut tx = site.db.write().await?;
    announcements::run_held(&mut tx, actor, event).await?;
    let mut all = rules(&mut tx, event).await?;
    if all.contains(&rule) {
        return Err(wrong(FieldCode::SameAsBefore));
    }
    if all.len() >= MAX_RULES {
        return Err(wrong(FieldCode::TooLarge { max: MAX_RULES as i64 }));
    }
    all.push(rule);
    keep(&mut tx, site, actor, (event, &all)).await?;
    Ok(tx.commit().await?)
}

/// Takes a reminder off an event. One that is gone already is no mistake.
///
/// # Errors
/// [`Failure::Forbidden`], [`Failure::NotFound`].
pub async fn drop_reminder(site: &Site, actor: &Actor, event: EventId, rule: ReminderRule) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    announcements::run_held(&mut tx, actor, event).await?;
    let mut all = rules(&mut tx, event).await?;
    all.retain(|other| *other != rule);
    keep(&mut tx, site, actor, (event, &all)).await?;
    Ok(tx.commit().await?)
}

async fn keep(tx: &mut Tx, site: &Site, actor: &Actor, (event, rules): (EventId, &[ReminderRule])) -> Result<()> {
    let words = reminder::to_words(rules);
    events::set_reminders(tx, event, &words).await?;
    let detail = json!({ "reminders": words });
    audit::write(tx, site, Some(actor.member), "reminders_set", ("event", event.0), detail).await
}

/// Writes to all who have a seat, once; false when another node was faster or the event has changed meanwhile.
async fn remind_of(site: &Site, event: EventId, (rule, starts): (ReminderRule, Instant)) -> Result<bool> {
    let mut tx = site.db.write().await?;
    let noted = tx
        .execute(
            sql!(
                "INSERT INTO reminder (event_id, rule, starts_at, sent_at, people)
                 SELECT e.id, $2, CAST($4 AS BIGINT), $3,
                     (SELECT count(DISTINCT s.member_id) FROM signup s JOIN places p ON p.id = s.places_id
                          LEFT JOIN shift h ON h.id = p.shift_id
                      WHERE s.event_id = e.id AND s.state = 'confirmed' AND coalesce(h.starts_at, e.starts_at) = $4)
                 FROM event e WHERE e.id = $1 AND e.state = 'published' AND e.postponed_at IS NULL
                     AND (e.starts_at = $4 OR EXISTS (SELECT 1 FROM shift h
                         WHERE h.event_id = e.id AND h.starts_at = $4 AND h.removed_at IS NULL))
                 ON CONFLICT (event_id, rule, starts_at) DO NOTHING"
            ),
            (event.0, rule.to_string(), site.now().0, starts.0),
        )
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    let seated: Vec<(Uuid, Uuid)> = tx
        .all(
            sql!(
                "SELECT s.id, s.member_id FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                     LEFT JOIN shift h ON h.id = p.shift_id
                 WHERE s.event_id = $1 AND s.state = 'confirmed' AND coalesce(h.starts_at, e.starts_at) = $2
                 ORDER BY CASE WHEN h.id IS NULL THEN 1 ELSE 0 END, s.position, s.id"
            ),
            (event.0, starts.0),
        )
        .await?;
    let mut told = BTreeSet::new();
    // A guest with a shift at the same start hears of the shift.
    let each_once = seated.into_iter().filter(|(_, member)| told.insert(*member));
    let letter = |(signup, member)| (MemberId(member), Letter::Reminder { signup: SignUpId(signup) });
    send_all(&mut tx, site, &each_once.map(letter).collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Instant {
        Instant(text.parse::<jiff::Timestamp>().expect("a test's timestamp").as_millisecond())
    }

    #[test]
    fn the_eve_is_by_the_clocks_of_the_place() {
        for (zone, starts, wanted) in [
            ("Asia/Shanghai", "2027-04-03T06:00:00Z", "2027-04-02T10:00:00Z"),
            // London's clocks go forward in between, and back: six in the evening stays six in the evening.
            ("Europe/London", "2027-03-28T13:00:00Z", "2027-03-27T18:00:00Z"),
            ("Europe/London", "2027-10-31T14:00:00Z", "2027-10-30T17:00:00Z"),
            // Past midnight by the clocks of the place it is another day.
            ("America/New_York", "2027-07-02T03:30:00Z", "2027-06-30T22:00:00Z"),
        ] {
            assert_eq!(due(ReminderRule::USUAL[0], zone, utc(starts)), utc(wanted), "{zone} {starts}");
        }
        assert_eq!(due(ReminderRule::USUAL[1], "UTC", utc("2027-04-03T06:00:00Z")), utc("2027-04-03T04:00:00Z"));
    }
}
