//! What counts. The ledger records everything that was earned; what of it counts is worked out from all entries together, in
//! their order, up to the caps of each one's rule. So when a farmed point is taken back, the honest one that came after counts.

use super::{Trigger, days::Day};
use crate::{EventId, HonorEntryId, Instant, MemberId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many points of one rule can count; none: as many as there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    pub per_day: Option<i64>,
    pub per_week: Option<i64>,
    pub per_season: Option<i64>,
    pub per_event: Option<i64>,
    /// From one giver to one receiver, in a season.
    pub per_giver: Option<i64>,
}

impl Caps {
    /// Are there none?
    pub fn are_open(&self) -> bool {
        *self == Self::default()
    }
}

/// Which cap an entry met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    Event,
    Giver,
    Day,
    Week,
    Season,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Event, Self::Giver, Self::Day, Self::Week, Self::Season];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Giver => "giver",
            Self::Day => "day",
            Self::Week => "week",
            Self::Season => "season",
        }
    }

    /// The limit of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.word() == word)
    }
}

/// An entry as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: HonorEntryId,
    pub points: i64,
    /// What earned it; none for a correction.
    pub trigger: Option<Trigger>,
    pub day: Day,
    /// The season's beginning.
    pub season: Instant,
    pub event: Option<EventId>,
    pub by: Option<MemberId>,
    pub corrects: Option<HonorEntryId>,
    /// Those of the version of the rule under which it was written: a rule that changes later changes nothing here.
    pub caps: Caps,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How much of its points counts. What was taken back and the line that took it back both count in full: together nothing.
    pub points: i64,
    /// The cap that left less than all of them.
    pub limit: Option<Limit>,
    pub state: State,
}

/// Whether an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It was earned, and stands.
    Stands,
    /// It was taken back.
    TakenBack,
    /// It takes something back, or puts back what was taken.
    Correction,
}

impl State {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::TakenBack => "taken_back",
            Self::Correction => "correction",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Stands, Self::TakenBack, Self::Correction].into_iter().find(|s| s.word() == word)
    }
}

/// A stretch over which the points of one rule are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Window {
    Event(Trigger, EventId),
    Giver(Trigger, Instant, MemberId),
    Day(Trigger, Day),
    Week(Trigger, i64),
    Season(Trigger, Instant),
}

/// What has counted so far, by window.
#[derive(Clone, Debug, Default)]
pub struct Tally(BTreeMap<Window, i64>);

impl Tally {
    /// Notes what an earlier entry that stands counts for.
    pub fn note(&mut self, record: &Record, counted: i64) {
        for (window, ..) in windows(record) {
            *self.0.entry(window).or_default() += counted;
        }
    }

    /// How much of the next entry counts, and which cap leaves less than all of it.
    pub fn admit(&self, record: &Record) -> (i64, Option<Limit>) {
        let room = |(window, limit, cap): (Window, Limit, Option<i64>)| {
            cap.map(|cap| ((cap - self.0.get(&window).copied().unwrap_or_default()).max(0), limit))
        };
        match windows(record).filter_map(room).min_by_key(|(room, _)| *room) {
            Some((room, limit)) if room < record.points => (room, Some(limit)),
            _ => (record.points, None),
        }
    }
}

/// The windows that an entry falls into, each with the cap its rule sets for it.
fn windows(record: &Record) -> impl Iterator<Item = (Window, Limit, Option<i64>)> {
    let Record { day, season, caps, .. } = *record;
    let of = move |trigger: Trigger| {
        [
            record.event.map(|event| (Window::Event(trigger, event), Limit::Event, caps.per_event)),
            record.by.map(|by| (Window::Giver(trigger, season, by), Limit::Giver, caps.per_giver)),
            Some((Window::Day(trigger, day), Limit::Day, caps.per_day)),
            Some((Window::Week(trigger, day.week()), Limit::Week, caps.per_week)),
            Some((Window::Season(trigger, season), Limit::Season, caps.per_season)),
        ]
    };
    record.trigger.map(of).into_iter().flatten().flatten()
}

/// What each of a member's entries counts for, in the order of the entries.
pub fn project(records: &[Record]) -> Vec<Counted> {
    let taken_back = taken_back(records);
    let mut tally = Tally::default();
    let count = |record: &Record| {
        if record.trigger.is_none() {
            return Counted { points: record.points, limit: None, state: State::Correction };
        }
        if taken_back.contains(&record.id) {
            return Counted { points: record.points, limit: None, state: State::TakenBack };
        }
        let (points, limit) = tally.admit(record);
        tally.note(record, points);
        Counted { points, limit, state: State::Stands }
    };
    records.iter().map(count).collect()
}

/// The entries that a correction takes back which is not taken back itself. A correction always comes after what it corrects.
fn taken_back(records: &[Record]) -> BTreeSet<HonorEntryId> {
    let mut gone = BTreeSet::new();
    for record in records.iter().rev() {
        if let Some(target) = record.corrects.filter(|_| !gone.contains(&record.id)) {
            gone.insert(target);
        }
    }
    gone
}

#[cfg(test)]
mod tests;
