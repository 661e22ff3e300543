//! Who is a Regular: a rule over a window of attendance, so that it can lapse gently, and return.

use crate::{Failure, FieldCode, Instant, form};
use serde::{Deserialize, Serialize};

/// So many events within so many months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegularRule {
    /// How many events one has to have been at.
    pub events: i64,
    /// Within how many months. An event counts until the end of the same day so many months later.
    pub months: i64,
    /// For how many days more somebody stays a Regular who no longer meets the rule.
    pub grace_days: i64,
}

/// An event that somebody was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// When they came in.
    pub at: Instant,
    /// Until when it counts. Who came later does not count less long.
    pub counts_until: Instant,
}

/// Where the rule puts a member at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Regular {
    /// They never met it.
    #[default]
    Not,
    /// They meet it, for so long if they come to nothing more.
    Held {
        /// Until when.
        until: Instant,
    },
    /// They met it until a while ago, and stay Regulars for so long.
    Grace {
        /// Until when.
        until: Instant,
    },
    /// They met it once. The way back is the way they came.
    Lapsed,
}

impl RegularRule {
    /// Reads the form's fields.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with `events`, `months`, `grace_days`.
    pub fn parse(events: &str, months: &str, grace_days: &str) -> Result<Self, Failure> {
        let mut e = form::Errors::default();
        let events = e.take("events", form::number(events, 1, 50));
        let months = e.take("months", form::number(months, 1, 36));
        let grace_days = e.take("grace_days", form::number(grace_days, 0, 180));
        let parsed = events.zip(months).zip(grace_days);
        let ((events, months), grace_days) = e.finish(parsed)?;
        Ok(Self { events, months, grace_days })
    }

    /// Until when the rule is met by `attended`, which is in the order of time; none if it never was. An event more never makes
    /// it earlier.
    pub fn met_until(self, attended: &[Attendance]) -> Option<Instant> {
        let events = usize::try_from(self.events).unwrap_or(usize::MAX).max(1);
        // With the newest of these events the rule is met while the oldest of them still counts.
        let met = |some: &[Attendance]| match some {
            [only] => Some(only.counts_until).filter(|until| only.at < *until),
            [oldest, .., newest] => Some(oldest.counts_until).filter(|until| newest.at < *until),
            [] => None,
        };
        attended.windows(events).filter_map(met).max()
    }

    /// How many events count at this moment.
    pub fn counting(self, attended: &[Attendance], now: Instant) -> i64 {
        let counts = attended.iter().filter(|a| a.at <= now && now < a.counts_until).count();
        i64::try_from(counts).unwrap_or(i64::MAX)
    }

    /// Where somebody stands who met the rule until this moment.
    pub fn standing(self, met_until: Option<Instant>, now: Instant) -> Regular {
        Regular::of(met_until, self.grace_days, now)
    }
}

impl Regular {
    /// Where somebody stands who met the rule until this moment, with so many days of grace.
    pub fn of(met_until: Option<Instant>, grace_days: i64, now: Instant) -> Self {
        let Some(until) = met_until else { return Self::Not };
        let end = until.plus_seconds(grace_days * 86_400);
        if now < until {
            Self::Held { until }
        } else if now < end {
            Self::Grace { until: end }
        } else {
            Self::Lapsed
        }
    }
}

/// As it is stored: events, months, days of grace.
impl TryFrom<(i64, i64, i64)> for RegularRule {
    type Error = FieldCode;

    fn try_from((events, months, grace_days): (i64, i64, i64)) -> Result<Self, FieldCode> {
        let fits = (1..=50).contains(&events) && (1..=36).contains(&months) && (0..=180).contains(&grace_days);
        if fits { Ok(Self { events, months, grace_days }) } else { Err(FieldCode::Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400_000;
    const RULE: RegularRule = RegularRule { events: 3, months: 6, grace_days: 30 };

    /// Came on these days; each counts for 180 days.
    fn on(days: &[i64]) -> Vec<Attendance> {
        days.iter().map(|day| Attendance { at: Instant(day * DAY), counts_until: Instant((day + 180) * DAY) }).collect()
    }

    #[test]
    fn it_is_held_lapses_gently_and_returns() {
        assert_eq!(RULE.met_until(&on(&[])), None);
        assert_eq!(RULE.met_until(&on(&[0, 10])), None);
        let met = RULE.met_until(&on(&[0, 10, 20]));
        assert_eq!(met, Some(Instant(180 * DAY)), "until the first of the three no longer counts");
        let at = |day: i64| RULE.standing(met, Instant(day * DAY));
        assert_eq!(at(179), Regular::Held { until: Instant(180 * DAY) });
        assert_eq!(at(180), Regular::Grace { until: Instant(210 * DAY) });
        assert_eq!(at(209), Regular::Grace { until: Instant(210 * DAY) });
        assert_eq!(at(210), Regular::Lapsed);
        assert_eq!(RULE.met_until(&on(&[0, 10, 20, 150])), Some(Instant(190 * DAY)), "an event more carries on");
        assert_eq!(RULE.met_until(&on(&[0, 10, 20, 300])), met, "one event is not the way back");
        assert_eq!(RULE.met_until(&on(&[0, 10, 20, 300, 310, 320])), Some(Instant(480 * DAY)), "three are");
        assert_eq!(RULE.standing(None, Instant(0)), Regular::Not);
    }

    #[test]
    fn events_count_until_their_day_is_over() {
        let some = on(&[0, 10]);
        let counting = |day: i64| RULE.counting(&some, Instant(day * DAY));
        assert_eq!([counting(-1), counting(0), counting(10), counting(179)], [0, 1, 2, 2]);
        assert_eq!([counting(180), counting(190)], [1, 0]);
    }

    #[test]
    fn a_rule_has_its_bounds() {
        assert_eq!(RegularRule::parse("3", " 6 ", "30"), Ok(RULE));
        let wrong = RegularRule::parse("0", "37", "soon").expect_err("three wrong fields");
        assert_eq!(wrong.of_field("events"), Some(FieldCode::TooSmall { min: 1 }));
        assert_eq!(wrong.of_field("months"), Some(FieldCode::TooLarge { max: 36 }));
        assert_eq!(wrong.of_field("grace_days"), Some(FieldCode::NotANumber));
        assert_eq!(RegularRule::try_from((3, 6, 30)), Ok(RULE));
        assert_eq!(RegularRule::try_from((3, 6, 181)), Err(FieldCode::Malformed));
    }

    proptest! {
        /// The rule says what it says: at each moment it is met exactly while enough events count. Told from the events one by
        /// one, as they happen, it is the same.
        #[test]
        fn met_is_when_enough_events_count(
            mut days in prop::collection::vec(0i64..900, 0..14),
            (events, window) in (1i64..6, 1i64..400),
            now in 0i64..1400,
        ) {
            days.sort_unstable();
            let rule = RegularRule { events, months: 6, grace_days: 30 };
            let some: Vec<Attendance> = days
                .iter()
                .map(|day| Attendance { at: Instant(day * DAY), counts_until: Instant((day + window) * DAY) })
                .collect();
            let now = Instant(now * DAY);
            let known: Vec<Attendance> = some.iter().copied().filter(|a| a.at <= now).collect();
            let met = rule.met_until(&known);
            let is_met = rule.counting(&known, now) >= events;
            prop_assert_eq!(met.is_some_and(|until| now < until), is_met);
            // Event by event, looking back no further than the rule does.
            let mut so_far: Option<Instant> = None;
            for n in 0..known.len() {
                let from = (n + 1).saturating_sub(events as usize);
                so_far = so_far.max(rule.met_until(&known[from..=n]));
            }
            prop_assert_eq!(so_far, met);
        }

        /// Coming never harms, and time never takes it away twice.
        #[test]
        fn an_event_more_never_shortens_it(mut days in prop::collection::vec(0i64..900, 0..10), more in 0i64..900, now in 0i64..1400) {
            days.sort_unstable();
            let before = RULE.met_until(&on(&days));
            days.push(more);
            days.sort_unstable();
            prop_assert!(RULE.met_until(&on(&days)) >= before);
            let order = |r: Regular| match r { Regular::Held { .. } => 0, Regular::Grace { .. } => 1, Regular::Lapsed | Regular::Not => 2 };
            let at = |day: i64| order(RULE.standing(before, Instant(day * DAY)));
            prop_assert!(at(now) <= at(now + 1));
        }
    }
}
