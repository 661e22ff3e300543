//! Events that come again: the rule, its exceptions, and the days that follow from them.
//!
//! A rule counts in days of the calendar where the event is, so the hour on the wall stays when the clocks change.

use super::calendar::Day;
use crate::{
    Failure, FieldCode,
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// On which days of the calendar a series goes on. Weekday, or place in the month, are those of its first day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rhythm {
    /// The same weekday, every so many weeks.
    #[default]
    Weekly,
    /// The same weekday of the month ("the 2nd Saturday"), every so many months. A month without a fifth one is passed over.
    MonthlyByWeekday,
    /// The last such weekday of the month.
    MonthlyByLastWeekday,
    /// The same date ("the 20th"). A month that is too short is passed over.
    MonthlyByDate,
}

impl Rhythm {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Weekly, Self::MonthlyByWeekday, Self::MonthlyByLastWeekday, Self::MonthlyByDate];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::MonthlyByWeekday => "monthly_by_weekday",
            Self::MonthlyByLastWeekday => "monthly_by_last_weekday",
            Self::MonthlyByDate => "monthly_by_date",
        }
    }

    /// The rhythm of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }
}

/// When a series goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub rhythm: Rhythm,
    /// Every week or month: 1. Every second: 2.
    pub every: i64,
    /// Its first day: weekday and date are taken from it, and weeks and months are counted from it.
    pub first: Day,
    /// Days on which it does not take place.
    pub except: BTreeSet<Day>,
}

/// The longest pause between two events, in weeks or months.
pub const MAX_EVERY: i64 = 12;
/// The most drafts made at once.
pub const MAX_DRAFTS: i64 = 12;
/// The most exceptions.
const MAX_EXCEPTIONS: usize = 100;
/// How far ahead is looked, in steps of the rule: a fifth Monday comes often enough, the 29th of a February too.
const HORIZON: i64 = 600;

impl Rule {
    /// The next `count` days after `last`, the soonest first, without the exceptions. Fewer where there are no more.
    pub fn after(&self, last: Day, count: usize) -> Vec<Day> {
        (1..=HORIZON)
            .filter_map(|step| self.step(step))
            .filter(|day| *day > last && !self.except.contains(day))
            .take(count)
            .collect()
    }

    /// The day so many steps after the first one, where the calendar has it.
    fn step(&self, n: i64) -> Option<Day> {
        let (year, month, date) = self.first.date();
        let months = year * 12 + (month - 1) + n * self.every;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let weekdays = || {
            let wanted = self.first.weekday();
            (1..=31).filter_map(move |d| Day::new(year, month, d)).filter(move |day| day.weekday() == wanted)
        };
        match self.rhythm {
            Rhythm::Weekly => Some(self.first.plus(7 * n * self.every)),
            Rhythm::MonthlyByWeekday => weekdays().find(|day| day.nth() == self.first.nth()),
            Rhythm::MonthlyByLastWeekday => weekdays().next_back(),
            Rhythm::MonthlyByDate => Day::new(year, month, date),
        }
    }
}

/// What an organiser typed about a series; every field as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeriesForm {
    pub name: String,
    /// See [`Rhythm::word`].
    pub rhythm: String,
    pub every: String,
    /// Days, one a line.
    pub except: String,
}

/// A series as its organiser wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeries {
    pub name: String,
    pub rule: Rule,
}

impl SeriesForm {
    /// Reads the whole form; all errors are told at once. `first`: the day of the event it begins with.
    pub fn parse(&self, first: Day) -> Result<NewSeries, Failure> {
        let mut e = Errors::default();
        let name = e.take("name", form::line(&self.name, 80));
        let rhythm = e.take("rhythm", Rhythm::from_word(&self.rhythm).ok_or(FieldCode::UnknownChoice));
        let every = e.take("every", form::number(&self.every, 1, MAX_EVERY));
        let except = e.take("except", days(&self.except));
        // "The last Saturday" begins on one.
        if rhythm == Some(Rhythm::MonthlyByLastWeekday) && !first.is_last() {
            e.add("rhythm", FieldCode::UnknownChoice);
        }
        let series = (|| {
            Some(NewSeries { name: name?, rule: Rule { rhythm: rhythm?, every: every?, first, except: except? } })
        })();
        e.finish(series)
    }
}

/// Days, one a line.
pub fn days(text: &str) -> Result<BTreeSet<Day>, FieldCode> {
    let days: BTreeSet<Day> =
        text.lines().filter(|line| !line.trim().is_empty()).map(Day::parse).collect::<Result<_, _>>()?;
    if days.len() > MAX_EXCEPTIONS { Err(FieldCode::TooLarge { max: MAX_EXCEPTIONS as i64 }) } else { Ok(days) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    fn rule(rhythm: Rhythm, every: i64, first: &str) -> Rule {
        Rule { rhythm, every, first: day(first), except: BTreeSet::new() }
    }

    fn next(rule: &Rule, after: &str, n: usize) -> Vec<String> {
        rule.after(day(after), n).iter().map(Day::to_string).collect()
    }

    #[test]
    fn every_friday_and_every_second_saturday() {
        let fridays = rule(Rhythm::Weekly, 1, "2027-03-05");
        assert_eq!(next(&fridays, "2027-03-05", 3), ["2027-03-12", "2027-03-19", "2027-03-26"]);
        let but = Rule { except: days("2027-03-19\n\n2027-04-02").expect("days"), ..fridays };
        assert_eq!(next(&but, "2027-03-12", 3), ["2027-03-26", "2027-04-09", "2027-04-16"]);
        // Each other Saturday: counted from the first one, whatever was left out since.
        assert_eq!(next(&rule(Rhythm::Weekly, 2, "2027-03-06"), "2027-03-14", 2), ["2027-03-20", "2027-04-03"]);
    }

    #[test]
    fn months_have_what_they_have() {
        let second = rule(Rhythm::MonthlyByWeekday, 1, "2027-03-13");
        assert_eq!(next(&second, "2027-03-13", 3), ["2027-04-10", "2027-05-08", "2027-06-12"]);
        let fifth = rule(Rhythm::MonthlyByWeekday, 1, "2027-01-30");
        assert_eq!(next(&fifth, "2027-01-30", 2), ["2027-05-29", "2027-07-31"]);
        let last = rule(Rhythm::MonthlyByLastWeekday, 1, "2027-01-30");
        assert_eq!(next(&last, "2027-01-30", 2), ["2027-02-27", "2027-03-27"]);
        let date = rule(Rhythm::MonthlyByDate, 1, "2027-01-31");
        assert_eq!(next(&date, "2027-01-31", 2), ["2027-03-31", "2027-05-31"]);
        assert_eq!(next(&rule(Rhythm::MonthlyByDate, 12, "2028-02-29"), "2028-02-29", 2), ["2032-02-29", "2036-02-29"]);
    }

    #[test]
    fn a_form_tells_all_that_is_wrong() {
        let form = |rhythm: &str, every: &str, except: &str| SeriesForm {
            name: "Tapes".into(),
            rhythm: rhythm.into(),
            every: every.into(),
            except: except.into(),
        };
        let first = day("2027-03-13");
        assert!(form("weekly", "2", " 2027-03-27 \r\n").parse(first).is_ok());
        let wrong = form("daily", "0", "tomorrow").parse(first).expect_err("three errors");
        assert_eq!(
            ["rhythm", "every", "except"].map(|field| wrong.of_field(field)),
            [Some(FieldCode::UnknownChoice), Some(FieldCode::TooSmall { min: 1 }), Some(FieldCode::NotADay)]
        );
        let not_last = form("monthly_by_last_weekday", "1", "").parse(first).expect_err("the 2nd is not the last");
        assert_eq!(not_last.of_field("rhythm"), Some(FieldCode::UnknownChoice));
    }

    proptest! {
        /// Rising, after the last one, never an exception, always on the weekday or date of the first.
        #[test]
        fn days_follow_the_rule(kind in 0usize..4, every in 1i64..=MAX_EVERY, first in 0i64..40_000, gap in 0i64..2000, out in 0usize..6) {
            let rhythm = Rhythm::ALL[kind];
            let first = day("1970-01-01").plus(first);
            let last = first.plus(gap);
            let mut rule = Rule { rhythm, every, first, except: BTreeSet::new() };
            let all = rule.after(last, 8);
            if let Some(skipped) = all.get(out) {
                rule.except.insert(*skipped);
            }
            let days = rule.after(last, 7);
            prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            for day in &days {
                prop_assert!(*day > last && !rule.except.contains(day));
                let same_weekday = day.weekday() == first.weekday();
                let follows = match rhythm {
                    Rhythm::Weekly => same_weekday && first.until(*day) % (7 * every) == 0,
                    Rhythm::MonthlyByWeekday => same_weekday && day.nth() == first.nth(),
                    Rhythm::MonthlyByLastWeekday => same_weekday && day.is_last(),
                    Rhythm::MonthlyByDate => day.date().2 == first.date().2,
                };
                prop_assert!(follows, "{} in {:?}", day, rule);
                prop_assert!(all.contains(day));
            }
        }
    }
}
