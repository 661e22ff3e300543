//! What earns honor, how much, and how much of it counts. Nothing is earned by mere volume: every trigger is something that was
//! done and that somebody else saw.

use super::{Cause, caps::Caps};
use crate::{
    Failure, FieldCode,
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};

/// What earns honor. Each has one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Trigger {
    /// Came to an event and was checked in.
    Attended,
    /// Worked a shift; by the hour.
    Worked,
    /// Hosted an event to which people came.
    Organised,
    /// Brought somebody who came; once for each of them, when they have come.
    Brought,
    /// Nominated somebody for an award.
    Nominated,
    /// Voted in an award.
    Voted,
    /// Is on a cover.
    Cover,
    /// Took a picture that was chosen for a recap.
    RecapPhoto,
    /// Was thanked by an organiser, with a reason.
    Thanked,
}

impl Trigger {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Attended,
        Self::Worked,
        Self::Organised,
        Self::Brought,
        Self::Nominated,
        Self::Voted,
        Self::Cover,
        Self::RecapPhoto,
        Self::Thanked,
    ];

    /// The word in the database, in addresses and in the hash.
    pub const fn word(self) -> &'static str {
        self.cause().word()
    }

    /// The trigger of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.word() == word)
    }

    /// What an entry says that it earned.
    pub const fn cause(self) -> Cause {
        match self {
            Self::Attended => Cause::Attended,
            Self::Worked => Cause::Worked,
            Self::Organised => Cause::Organised,
            Self::Brought => Cause::Brought,
            Self::Nominated => Cause::Nominated,
            Self::Voted => Cause::Voted,
            Self::Cover => Cause::Cover,
            Self::RecapPhoto => Cause::RecapPhoto,
            Self::Thanked => Cause::Thanked,
        }
    }
}

impl Cause {
    /// What earned it; none for a correction.
    pub fn trigger(self) -> Option<Trigger> {
        Trigger::ALL.into_iter().find(|t| t.cause() == self)
    }
}

/// Whether a rule is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InUse {
    Yes,
    /// What happens meanwhile earns nothing.
    No,
}

/// What a version of a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTerms {
    /// What it earns; none where the event or the organiser says how much. For work: each hour.
    pub points: Option<i64>,
    pub in_use: InUse,
    pub caps: Caps,
    /// What each organiser may give by hand in a season.
    pub budget: Option<i64>,
    /// From how many points on a second organiser has to agree.
    pub second_from: Option<i64>,
}

/// What a thing that happened is worth by itself, before its rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// As much as the rule says.
    ByRule,
    /// As much as the event says, unless the rule says it.
    OfEvent(i64),
    /// As much as an organiser says.
    Said(i64),
    /// For so many minutes, weighted in percent.
    Work { minutes: i64, weight: i64 },
}

impl RuleTerms {
    /// What an entry under this rule is given; 0: none is made.
    pub fn worth(&self, worth: Worth) -> i64 {
        match (self.in_use, worth, self.points) {
            (InUse::No, ..) => 0,
            (_, Worth::Said(points), _) | (_, Worth::OfEvent(points), None) => points.max(0),
            (_, Worth::Work { minutes, weight }, Some(an_hour)) => {
                // Half points up; a minute worked is never worth less than nothing.
                ((an_hour * minutes.max(0) * weight.max(0) + 3_000) / 6_000).max(0)
            }
            (_, Worth::ByRule | Worth::OfEvent(_), Some(points)) => points,
            (_, Worth::ByRule | Worth::Work { .. }, None) => 0,
        }
    }

    /// Does giving so much by hand need a second organiser?
    pub fn needs_second(&self, points: i64) -> bool {
        self.second_from.is_some_and(|from| points >= from)
    }
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    pub points: String,
    pub off: bool,
    pub per_day: String,
    pub per_week: String,
    pub per_season: String,
    pub per_event: String,
    pub per_giver: String,
    pub budget: String,
    pub second_from: String,
    /// Why it changes; stands with the version.
    pub note: String,
}

/// The most that one thing can earn.
const MOST: i64 = 1_000;
/// The largest cap.
const LARGEST: i64 = 1_000_000;
/// The longest reason for a change, in characters.
const LONGEST_NOTE: usize = 200;

impl RuleForm {
    /// The rule as it holds, to be changed.
    pub fn of(terms: &RuleTerms) -> Self {
        let text = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            points: text(terms.points),
            off: terms.in_use == InUse::No,
            per_day: text(terms.caps.per_day),
            per_week: text(terms.caps.per_week),
            per_season: text(terms.caps.per_season),
            per_event: text(terms.caps.per_event),
            per_giver: text(terms.caps.per_giver),
            budget: text(terms.budget),
            second_from: text(terms.second_from),
            note: String::new(),
        }
    }

    /// What it says. The note is not looked at: a rule can be tried without one.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with the names of the fields.
    pub fn terms(&self, trigger: Trigger) -> Result<RuleTerms, Failure> {
        let mut errors = Errors::default();
        let points = match trigger {
            Trigger::Thanked => Some(None),
            Trigger::Attended => errors.take("points", optional(&self.points, MOST)),
            _ => errors.take("points", form::number(&self.points, 1, MOST).map(Some)),
        };
        let mut cap = |field: &str, text: &str| errors.take(field, optional(text, LARGEST));
        let caps = Caps {
            per_day: cap("per_day", &self.per_day).flatten(),
            per_week: cap("per_week", &self.per_week).flatten(),
            per_season: cap("per_season", &self.per_season).flatten(),
            per_event: cap("per_event", &self.per_event).flatten(),
            per_giver: cap("per_giver", &self.per_giver).flatten(),
        };
        let by_hand = trigger == Trigger::Thanked;
        let budget = by_hand.then(|| errors.take("budget", form::number(&self.budget, 0, LARGEST))).flatten();
        let second_from =
            by_hand.then(|| errors.take("second_from", form::number(&self.second_from, 1, LARGEST))).flatten();
        let in_use = if self.off { InUse::No } else { InUse::Yes };
        errors.finish(points.map(|points| RuleTerms { points, in_use, caps, budget, second_from }))
    }

    /// All but the note, in one line for an address.
    pub fn line(&self) -> String {
        let off = if self.off { "off" } else { "" };
        let Self { points, per_day, per_week, per_season, per_event, per_giver, budget, second_from, .. } = self;
        [points.as_str(), off, per_day, per_week, per_season, per_event, per_giver, budget, second_from]
            .map(str::trim)
            .join("~")
    }

    /// The form of such a line; none where it is no such line.
    pub fn from_line(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('~').collect();
        let [points, off, per_day, per_week, per_season, per_event, per_giver, budget, second_from] = parts[..] else {
            return None;
        };
        let text = |part: &str| part.chars().take(20).collect();
        Some(Self {
            points: text(points),
            off: off == "off",
            per_day: text(per_day),
            per_week: text(per_week),
            per_season: text(per_season),
            per_event: text(per_event),
            per_giver: text(per_giver),
            budget: text(budget),
            second_from: text(second_from),
            note: String::new(),
        })
    }

    /// Why it changes.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with the field `note`.
    pub fn reason(&self) -> Result<String, Failure> {
        form::line(&self.note, LONGEST_NOTE).map_err(|code| Failure::field("note", code))
    }
}

/// A number of points, or nothing.
fn optional(text: &str, max: i64) -> Result<Option<i64>, FieldCode> {
    if text.trim().is_empty() { Ok(None) } else { form::number(text, 1, max).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(points: Option<i64>) -> RuleTerms {
        RuleTerms { points, in_use: InUse::Yes, caps: Caps::default(), budget: None, second_from: Some(50) }
    }

    #[test]
    fn a_rule_says_what_a_thing_is_worth() {
        assert_eq!((rule(None).worth(Worth::OfEvent(20)), rule(Some(7)).worth(Worth::OfEvent(20))), (20, 7));
        assert_eq!((rule(Some(5)).worth(Worth::ByRule), rule(None).worth(Worth::ByRule)), (5, 0));
        assert_eq!(rule(Some(12)).worth(Worth::Work { minutes: 90, weight: 150 }), 27);
        assert_eq!(rule(Some(1)).worth(Worth::Work { minutes: 29, weight: 100 }), 0);
        assert_eq!(rule(Some(1)).worth(Worth::Work { minutes: 30, weight: 100 }), 1, "half points up");
        assert_eq!(rule(None).worth(Worth::Said(30)), 30);
        let off = RuleTerms { in_use: InUse::No, ..rule(Some(5)) };
        for worth in [Worth::ByRule, Worth::OfEvent(9), Worth::Said(9), Worth::Work { minutes: 60, weight: 100 }] {
            assert_eq!(off.worth(worth), 0);
        }
        assert_eq!((rule(None).needs_second(49), rule(None).needs_second(50)), (false, true));
    }

    #[test]
    fn every_trigger_has_a_word_and_a_cause() {
        for trigger in Trigger::ALL {
            assert_eq!(Trigger::from_word(trigger.word()), Some(trigger));
            assert_eq!(trigger.cause().trigger(), Some(trigger));
            assert_eq!(Cause::from_word(trigger.word()), Some(trigger.cause()));
        }
        assert_eq!((Cause::Corrected.trigger(), Trigger::from_word("corrected")), (None, None));
    }

    #[test]
    fn what_is_typed_is_told_at_its_field() {
        let form =
            RuleForm { points: "x".into(), per_day: "0".into(), per_event: "1000001".into(), ..RuleForm::default() };
        let failure = form.terms(Trigger::Voted).expect_err("wrong");
        assert_eq!(failure.of_field("points"), Some(FieldCode::NotANumber));
        assert_eq!(failure.of_field("per_day"), Some(FieldCode::TooSmall { min: 1 }));
        assert_eq!(failure.of_field("per_event"), Some(FieldCode::TooLarge { max: LARGEST }));
        assert_eq!(RuleForm::default().terms(Trigger::Attended).map(|t| t.points), Ok(None), "the event says it");
        assert_eq!(
            RuleForm::default().terms(Trigger::Thanked).expect_err("a budget").of_field("budget"),
            Some(FieldCode::Required)
        );
        assert!(RuleForm::default().reason().is_err());
    }

    proptest! {
        #[test]
        fn a_rule_reads_back_as_it_was_written(points in 1..=MOST, cap in prop::option::of(1..=LARGEST), off in any::<bool>(), budget in 0..=LARGEST) {
            for trigger in Trigger::ALL {
                let by_hand = trigger == Trigger::Thanked;
                let terms = RuleTerms {
                    points: (!by_hand).then_some(points),
                    in_use: if off { InUse::No } else { InUse::Yes },
                    caps: Caps { per_day: cap, per_giver: cap, ..Caps::default() },
                    budget: by_hand.then_some(budget),
                    second_from: by_hand.then_some(points),
                };
                let form = RuleForm::of(&terms);
                prop_assert_eq!(form.terms(trigger), Ok(terms));
                prop_assert_eq!(RuleForm::from_line(&form.line()), Some(form));
            }
        }

        #[test]
        fn no_worth_is_below_nothing(points in prop::option::of(1..=MOST), n in -500_i64..500, weight in -10_i64..400) {
            for worth in [Worth::ByRule, Worth::OfEvent(n), Worth::Said(n), Worth::Work { minutes: n, weight }] {
                prop_assert!(rule(points).worth(worth) >= 0);
            }
        }
    }
}
