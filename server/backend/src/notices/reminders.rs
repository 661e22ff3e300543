//! Reminders to those with a seat, by rules relative to the start.
//!
//! Nothing is scheduled: what is due follows from the event as it is now, so that a moved event, a cancelled one and one that
//! was given up need no thought anywhere else. A row for each rule and start keeps every reminder at one.

use domain::{EventId, Failure, Instant, MemberId, SignUpId, notices::ReminderRule};
use uuid::Uuid;

use super::{Letter, send};
use crate::{Site, db::Result, sql, zones};

/// How far ahead events are looked at, in seconds: no rule reaches further.
const AHEAD_S: i64 = 2 * 86_400;

/// When a rule is due for an event that starts then, in its zone.
pub(super) fn due(rule: ReminderRule, zone: &str, starts: Instant) -> Instant {
    match rule {
        ReminderRule::TwoHours => starts.plus_seconds(-2 * 3600),
        ReminderRule::DayBefore => {
            let eve = zones::local(zone, starts).date().yesterday().ok().map(|day| day.at(18, 0, 0, 0));
            let at = eve.and_then(|eve| zones::stored(zone).to_ambiguous_timestamp(eve).compatible().ok());
            at.map_or(starts.plus_seconds(-86_400), |at| Instant(at.as_millisecond()))
        }
    }
}

/// Sends the reminders that are due; gives how many events there were. Any number of nodes may do it at any time.
///
/// # Errors
/// When the database fails.
pub async fn remind(site: &Site) -> Result<usize, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let soon: Vec<(Uuid, String, i64)> = conn
        .all(
            sql!(
                "SELECT id, zone, starts_at FROM event WHERE state = 'published' AND postponed_at IS NULL
                     AND starts_at > $1 AND starts_at <= $2
                 ORDER BY starts_at, id LIMIT 5000"
            ),
            (now.0, now.plus_seconds(AHEAD_S).0),
        )
        .await?;
    let sent: Vec<(Uuid, String, i64)> = conn
        .all(sql!("SELECT event_id, rule, starts_at FROM reminder WHERE starts_at > $1 LIMIT 20000"), (now.0,))
        .await?;
    drop(conn);
    let mut count = 0;
    for (event, zone, starts) in soon {
        for rule in ReminderRule::ALL {
            let is_due = due(rule, &zone, Instant(starts)) <= now && now <= rule.latest(Instant(starts));
            let is_sent = sent.iter().any(|(e, r, s)| (*e, r.as_str(), *s) == (event, rule.word(), starts));
            if is_due && !is_sent && remind_of(site, EventId(event), (rule, Instant(starts))).await? {
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Writes to all who have a seat, once; false when another node was faster or the event has changed meanwhile.
async fn remind_of(site: &Site, event: EventId, (rule, starts): (ReminderRule, Instant)) -> Result<bool> {
    let mut tx = site.db.write().await?;
    let noted = tx
        .execute(
            sql!(
                "INSERT INTO reminder (event_id, rule, starts_at, sent_at, people)
                 SELECT e.id, $2, e.starts_at, $3,
                     (SELECT count(*) FROM signup s WHERE s.event_id = e.id AND s.state = 'confirmed')
                 FROM event e WHERE e.id = $1 AND e.starts_at = $4 AND e.state = 'published' AND e.postponed_at IS NULL
                 ON CONFLICT (event_id, rule, starts_at) DO NOTHING"
            ),
            (event.0, rule.word(), site.now().0, starts.0),
        )
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    let seated: Vec<(Uuid, Uuid)> = tx
        .all(
            sql!("SELECT id, member_id FROM signup WHERE event_id = $1 AND state = 'confirmed' ORDER BY position"),
            (event.0,),
        )
        .await?;
    for (signup, member) in seated {
        send(&mut tx, site, MemberId(member), Letter::Reminder { signup: SignUpId(signup) }).await?;
    }
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
            assert_eq!(due(ReminderRule::DayBefore, zone, utc(starts)), utc(wanted), "{zone} {starts}");
        }
        assert_eq!(due(ReminderRule::TwoHours, "UTC", utc("2027-04-03T06:00:00Z")), utc("2027-04-03T04:00:00Z"));
    }
}
