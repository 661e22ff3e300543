//! What somebody has earned by where they have been. Pure: at the door and for the past the same rules count.

use std::collections::BTreeSet;

use super::{BadgeRule, Occasion, Scope};
use crate::{ChapterId, EventId, Instant, events::Kind};

/// Somebody was let in somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Where.
    pub event: EventId,
    /// Whose event it was.
    pub chapter: ChapterId,
    /// What it was.
    pub kind: Kind,
    /// When they were let in.
    pub at: Instant,
    /// When the season began in which that was.
    pub season: Instant,
    /// Did it go on through a night? See [`through_night`].
    pub is_night: bool,
}

/// What rules look at besides visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circle {
    /// The chapters that have had an event.
    pub chapters: BTreeSet<ChapterId>,
    /// As which of all members they joined, from 1.
    pub joined: i64,
}

/// Something a rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// For what.
    pub occasion: Occasion,
    /// Where it was completed.
    pub event: EventId,
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// So many are done.
    pub have: i64,
    /// Of so many.
    pub of: i64,
}

/// So few chapters are no journey: whoever goes to the only one has not been everywhere.
const FEWEST_CHAPTERS: usize = 2;

/// All that these visits earn, one for each occasion, in the order in which it was completed.
pub fn earned(rule: BadgeRule, scope: Scope, visits: &[Visit], circle: &Circle) -> Vec<Earned> {
    let mut visits = visits.to_vec();
    visits.sort_by_key(|visit| (visit.at, visit.event));
    let occasion = |visit: &Visit| scope.occasion(Some(visit.event), visit.season);
    let occasions: BTreeSet<Occasion> = visits.iter().map(occasion).collect();
    let mut all: Vec<(Instant, Earned)> = occasions
        .into_iter()
        .filter_map(|wanted| {
            let those: Vec<Visit> = visits.iter().filter(|visit| occasion(visit) == wanted).copied().collect();
            let done = completing(rule, &those, circle)?;
            Some((done.at, Earned { occasion: wanted, event: done.event }))
        })
        .collect();
    all.sort_by_key(|(at, earned)| (*at, earned.event));
    all.into_iter().map(|(_, earned)| earned).collect()
}

/// What is earned because of this event, and would not be without it. It matters not in which order doors report.
pub fn completed_by(event: EventId, rule: BadgeRule, scope: Scope, visits: &[Visit], circle: &Circle) -> Vec<Earned> {
    let others: Vec<Visit> = visits.iter().filter(|visit| visit.event != event).copied().collect();
    let before: BTreeSet<Occasion> =
        earned(rule, scope, &others, circle).into_iter().map(|earned| earned.occasion).collect();
    let after = earned(rule, scope, visits, circle);
    after
        .into_iter()
        .filter(|earned| !before.contains(&earned.occasion))
        .map(|earned| Earned { event, ..earned })
        .collect()
}

/// The visit with which the rule is met, of visits in their order.
fn completing(rule: BadgeRule, visits: &[Visit], circle: &Circle) -> Option<Visit> {
    match rule {
        BadgeRule::Meetups(n) => {
            let mut been = BTreeSet::new();
            let mut meetups = visits.iter().filter(|visit| visit.kind == Kind::Meetup);
            meetups.find(|visit| been.insert(visit.event) && been.len() as u64 == u64::from(n)).copied()
        }
        BadgeRule::EveryChapter => {
            if circle.chapters.len() < FEWEST_CHAPTERS {
                return None;
            }
            let mut missing = circle.chapters.clone();
            visits.iter().find(|visit| missing.remove(&visit.chapter) && missing.is_empty()).copied()
        }
        BadgeRule::NightShift => visits.iter().find(|visit| visit.is_night).copied(),
        BadgeRule::Founders(n) => visits.first().filter(|_| circle.joined <= i64::from(n)).copied(),
    }
}

/// How far somebody is on the way to a badge: in this season, where it is one of a season. None where there is nothing to count.
pub fn progress(rule: BadgeRule, scope: Scope, visits: &[Visit], circle: &Circle, season: Instant) -> Option<Progress> {
    let counts = |visit: &&Visit| scope != Scope::Season || visit.season == season;
    match rule {
        BadgeRule::Meetups(n) if n > 1 => {
            let been: BTreeSet<EventId> = visits
                .iter()
                .filter(counts)
                .filter(|visit| visit.kind == Kind::Meetup)
                .map(|visit| visit.event)
                .collect();
            let of = i64::from(n);
            Some(Progress { have: (been.len() as i64).min(of), of })
        }
        BadgeRule::EveryChapter if circle.chapters.len() >= FEWEST_CHAPTERS => {
            let been: BTreeSet<ChapterId> = visits.iter().filter(counts).map(|visit| visit.chapter).collect();
            let have = circle.chapters.intersection(&been).count() as i64;
            Some(Progress { have, of: circle.chapters.len() as i64 })
        }
        _ => None,
    }
}

/// The hours that make a night: from midnight until four in the morning.
const MORNING: u32 = 4;

/// Did something go on through a night, by the clocks of the place? From midnight, or before it, until four or later. Takes wall
/// times as they are stored: `2027-03-20T23:00`.
pub fn through_night(starts: &str, ends: &str) -> bool {
    let read = |text: &str| {
        let (day, time) = text.split_once('T')?;
        let (hour, minute) = time.split_once(':')?;
        Some((day.to_owned(), hour.parse::<u32>().ok()?, minute.get(..2)?.parse::<u32>().ok()?))
    };
    let (Some((first, hour, minute)), Some((last, until, _))) = (read(starts), read(ends)) else { return false };
    let from_midnight = first == last && (hour, minute) == (0, 0);
    // Days as they are written sort by the calendar; more than one night later, one of them was whole.
    (last > first || from_midnight) && (until >= MORNING || days_between(&first, &last) > 1)
}

/// Is there a whole day between two? Exact is only whether it is more than one, which is all that is asked.
fn days_between(first: &str, last: &str) -> i64 {
    let number = |day: &str| {
        let mut parts = day.split('-').map(|part| part.parse::<i64>().unwrap_or_default());
        let (year, month, day) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        // Days since a fixed one, by the civil calendar.
        let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day
    };
    number(last) - number(first)
}

#[cfg(test)]
mod tests;
