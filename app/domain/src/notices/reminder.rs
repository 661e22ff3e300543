//! When those with a seat are reminded: rules counted back from the start.

use std::fmt;

use super::quiet::{clock, minute};
use crate::{Failure, FieldCode, Instant, form};
use serde::{Deserialize, Serialize};

/// How many reminders an event may have: more is noise.
pub const MAX_RULES: usize = 5;
/// No rule reaches further back.
pub const MAX_DAYS: u32 = 14;
/// Less is no reminder: by mail it may come too late.
const MIN_MINUTES: u32 = 15;
const MAX_HOURS: u32 = 48;

/// One reminder. Its word, as the database keeps it: `days:1@18:00`, `minutes:120`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReminderRule {
    /// So many days before, at this minute of the day by the clocks of the event's place.
    Days {
        /// From 1.
        days: u32,
        /// From midnight.
        minute: u32,
    },
    /// So many minutes before.
    Minutes(u32),
}

impl ReminderRule {
    /// What an event has until its organisers decide otherwise: the evening before, and two hours before.
    pub const USUAL: [Self; 2] = [Self::Days { days: 1, minute: 18 * 60 }, Self::Minutes(120)];

    /// The rule of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        let rule = match word.split_once(':')? {
            ("days", rest) => {
                let (days, at) = rest.split_once('@')?;
                Self::Days { days: days.parse().ok()?, minute: minute(at)? }
            }
            ("minutes", n) => Self::Minutes(n.parse().ok()?),
            _ => return None,
        };
        rule.is_sound().then_some(rule)
    }

    const fn is_sound(self) -> bool {
        match self {
            Self::Days { days, minute } => 1 <= days && days <= MAX_DAYS && minute < 24 * 60,
            Self::Minutes(n) => MIN_MINUTES <= n && n <= MAX_HOURS * 60,
        }
    }

    /// Roughly how long before the start, in minutes: to put the earliest first.
    fn ahead(self) -> u32 {
        match self {
            Self::Days { days, minute } => (days + 1) * 24 * 60 - minute,
            Self::Minutes(n) => n,
        }
    }

    /// Until when it makes sense, due then for an event that starts then: a server that was down does not remind of what has
    /// begun, nor in the morning of what it should have told the evening before and will tell again soon.
    pub fn latest(self, due: Instant, starts: Instant) -> Instant {
        let quarter = starts.plus_seconds(-15 * 60);
        match self {
            Self::Days { .. } => {
                let morning = starts.plus_seconds(-4 * 3600);
                if morning > due { morning.min(due.plus_seconds(16 * 3600)) } else { quarter }
            }
            Self::Minutes(n) => quarter.max(due.plus_seconds(i64::from(n.min(15)) * 30)),
        }
    }
}

impl fmt::Display for ReminderRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days { days, minute } => write!(f, "days:{days}@{}", clock(*minute)),
            Self::Minutes(n) => write!(f, "minutes:{n}"),
        }
    }
}

/// The rules of an event as they are stored, words with spaces between; the earliest first.
pub fn from_words(words: &str) -> Vec<ReminderRule> {
    let mut rules: Vec<_> = words.split_whitespace().filter_map(ReminderRule::from_word).collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.ahead()));
    rules
}

/// The opposite of [`from_words`].
pub fn to_words(rules: &[ReminderRule]) -> String {
    rules.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A reminder as an organiser asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderForm {
    /// How many.
    #[serde(default)]
    pub ahead: String,
    /// `minutes`, `hours` or `days`.
    #[serde(default)]
    pub unit: String,
    /// "18:00"; for days only.
    #[serde(default)]
    pub at: String,
}

impl ReminderForm {
    /// The rule.
    ///
    /// # Errors
    /// The fields `ahead`, `unit` and, for days, `at`.
    pub fn parse(&self) -> Result<ReminderRule, Failure> {
        let mut errors = form::Errors::default();
        let (min, max) = match self.unit.as_str() {
            "minutes" => (MIN_MINUTES, 24 * 60),
            "hours" => (1, MAX_HOURS),
            "days" => (1, MAX_DAYS),
            _ => return Err(Failure::field("unit", FieldCode::UnknownChoice)),
        };
        let ahead = errors.take("ahead", form::number(&self.ahead, min.into(), max.into()));
        let n = ahead.and_then(|n| u32::try_from(n).ok());
        let rule = if self.unit == "days" {
            let missing = if self.at.trim().is_empty() { FieldCode::Required } else { FieldCode::NotAnHour };
            let at = errors.take("at", minute(&self.at).ok_or(missing));
            n.zip(at).map(|(days, minute)| ReminderRule::Days { days, minute })
        } else {
            n.map(|n| ReminderRule::Minutes(if self.unit == "hours" { n * 60 } else { n }))
        };
        errors.finish(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(ahead: &str, unit: &str, at: &str) -> ReminderForm {
        ReminderForm { ahead: ahead.into(), unit: unit.into(), at: at.into() }
    }

    #[test]
    fn a_form_becomes_a_rule_or_says_which_field() {
        for (typed, wanted) in [
            (form("1", "days", "18:00"), Ok(ReminderRule::USUAL[0])),
            (form(" 2 ", "hours", ""), Ok(ReminderRule::USUAL[1])),
            (form("30", "minutes", "nonsense"), Ok(ReminderRule::Minutes(30))),
            (form("3", "weeks", ""), Err(("unit", FieldCode::UnknownChoice))),
            (form("", "hours", ""), Err(("ahead", FieldCode::Required))),
            (form("49", "hours", ""), Err(("ahead", FieldCode::TooLarge { max: 48 }))),
            (form("5", "minutes", ""), Err(("ahead", FieldCode::TooSmall { min: 15 }))),
            (form("15", "days", "18:00"), Err(("ahead", FieldCode::TooLarge { max: 14 }))),
            (form("1", "days", ""), Err(("at", FieldCode::Required))),
            (form("1", "days", "25:00"), Err(("at", FieldCode::NotAnHour))),
        ] {
            let wanted = wanted.map_err(|(field, code)| Failure::field(field, code));
            assert_eq!(typed.parse(), wanted, "{typed:?}");
        }
    }

    #[test]
    fn the_earliest_stands_first() {
        let words = "minutes:120 nonsense days:1@18:00 days:0@18:00 days:2@09:00 minutes:2880";
        let sorted = from_words(words);
        assert_eq!(to_words(&sorted), "days:2@09:00 minutes:2880 days:1@18:00 minutes:120");
        assert_eq!(from_words(&to_words(&ReminderRule::USUAL)), ReminderRule::USUAL);
    }

    proptest! {
        #[test]
        fn every_rule_that_a_form_can_make_is_kept_and_has_a_time_to_go_out(
            ahead in 0u32..3000, unit in "minutes|hours|days", at in "[0-2]?[0-9]:[0-5][0-9]", early in 0i64..(24 * 60),
        ) {
            if let Ok(rule) = form(&ahead.to_string(), &unit, &at).parse() {
                prop_assert_eq!(ReminderRule::from_word(&rule.to_string()), Some(rule));
                let starts = Instant(1_800_000_000_000);
                let due = match rule {
                    ReminderRule::Days { days, .. } => starts.plus_seconds(-i64::from(days - 1) * 86_400 - (early + 60) * 60),
                    ReminderRule::Minutes(n) => starts.plus_seconds(-i64::from(n) * 60),
                };
                let latest = rule.latest(due, starts);
                prop_assert!(due < latest && latest < starts, "{:?} {:?}", due, latest);
            }
        }
    }
}
