//! What a shift earns: hours by the rule of the house, and two weights.
//!
//! - **Night** (from 22 to 6 by the clocks of the place) counts half as much again: the last trams are gone, and few want it.
//! - **A further shift on the same day** counts a quarter more: whoever stays when they could go home carries the day. Of the
//!   shifts that somebody has on a day, that which starts first is the first, in whatever order they were taken; one that was
//!   missed is none, and once it is credited only those count that they are known to have come to.
//!
//! Both weights multiply. Points are rounded to the nearest one, halves up, once, at the end. Each shift earns what the page said
//! at least, as long as the day's other shifts stay as they are and are worked too.

use super::Span;
use crate::Instant;
use serde::{Deserialize, Serialize};

/// Hundredths that a minute of the night counts.
pub const NIGHT: i64 = 150;
/// Hundredths that a further shift of the same day counts.
pub const FURTHER: i64 = 125;
/// From this hour on it is night, by the clocks of the place.
pub const NIGHT_FROM: i8 = 22;
/// Until this hour it is night.
pub const NIGHT_UNTIL: i8 = 6;
/// The most that one shift earns: as much as an event can.
pub const MOST: i64 = 200;

/// Which of somebody's shifts on its day it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// The first, or the only one.
    #[default]
    First,
    /// One after another.
    Further,
}

/// A shift, as far as its honor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// How long it is.
    pub minutes: i64,
    /// How much of that is night.
    pub night: i64,
    /// Which of the day.
    pub turn: Turn,
}

impl Work {
    /// A shift at this time, where these are the nights around it.
    pub fn new(span: Span, nights: &[Span], turn: Turn) -> Self {
        let night: i64 = nights.iter().map(|night| span.minutes_in(*night)).sum();
        Self { minutes: span.minutes(), night: night.min(span.minutes()), turn }
    }

    /// What it earns at so many points an hour.
    pub const fn honor(self, an_hour: i64) -> i64 {
        let weighted = (self.minutes - self.night) * 100 + self.night * NIGHT;
        let turn = match self.turn {
            Turn::First => 100,
            Turn::Further => FURTHER,
        };
        const WHOLE: i64 = 60 * 100 * 100;
        let honor = (an_hour * weighted * turn + WHOLE / 2) / WHOLE;
        if honor > MOST { MOST } else { honor }
    }
}

/// Which of the day a shift is that starts then, beside the starts of the others on that day.
pub fn turn(starts: Instant, others: impl IntoIterator<Item = Instant>) -> Turn {
    if others.into_iter().any(|other| other < starts) { Turn::Further } else { Turn::First }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    const fn hours(starts: i64, ends: i64) -> Span {
        Span { starts: Instant(starts * HOUR), ends: Instant(ends * HOUR) }
    }

    /// Nights of the days around: hours count from a midnight.
    fn nights() -> Vec<Span> {
        (-1..3).map(|day| hours(day * 24 + 22, day * 24 + 30)).collect()
    }

    #[test]
    fn hours_count_and_nights_and_further_shifts_count_more() {
        for (starts, ends, turn, honor) in [
            (9, 12, Turn::First, 36),
            (9, 12, Turn::Further, 45),
            (22, 25, Turn::First, 54),
            (20, 23, Turn::First, 42),
            (4, 8, Turn::First, 60),
            (22, 25, Turn::Further, 68), // 67.5
        ] {
            let work = Work::new(hours(starts, ends), &nights(), turn);
            assert_eq!(work.honor(12), honor, "{starts} to {ends}, {turn:?}");
        }
        assert_eq!(turn(Instant(5), [Instant(9)]), Turn::First);
        assert_eq!(turn(Instant(5), [Instant(9), Instant(1)]), Turn::Further);
    }

    proptest! {
        #[test]
        fn no_weight_takes_anything_away(starts in 0i64..48, long in 1i64..13, an_hour in 0i64..40) {
            let span = hours(starts, starts + long);
            let plain = Work::new(span, &[], Turn::First).honor(an_hour);
            let night = Work::new(span, &nights(), Turn::First).honor(an_hour);
            let both = Work::new(span, &nights(), Turn::Further).honor(an_hour);
            prop_assert_eq!(plain, (an_hour * long).min(MOST));
            prop_assert!(plain <= night && night <= both && both <= MOST);
            // Not more than both weights, and the rounding.
            prop_assert!(both * 10_000 <= an_hour * long * NIGHT * FURTHER + 5_000);
        }

        #[test]
        fn a_longer_shift_never_earns_less(starts in 0i64..48, long in 1i64..12, an_hour in 0i64..40) {
            let of = |long| Work::new(hours(starts, starts + long), &nights(), Turn::First).honor(an_hour);
            prop_assert!(of(long) <= of(long + 1));
        }

        /// Whatever order a day's shifts are settled in, there is one first, and the sum is the same.
        #[test]
        fn the_order_of_settling_makes_no_difference(mut starts in prop::collection::btree_set(0i64..24, 1..6)) {
            let all: Vec<Instant> = starts.iter().map(|s| Instant(*s)).collect();
            let turns = |order: &[Instant]| -> Vec<(Instant, Turn)> {
                let mut turns: Vec<_> = order
                    .iter()
                    .map(|s| (*s, turn(*s, order.iter().copied().filter(|other| other != s))))
                    .collect();
                turns.sort_by_key(|(s, _)| *s);
                turns
            };
            let mut backwards = all.clone();
            backwards.reverse();
            prop_assert_eq!(turns(&all), turns(&backwards));
            let first = starts.pop_first().map(Instant);
            prop_assert_eq!(turns(&all).iter().find(|(_, t)| *t == Turn::First).map(|(s, _)| *s), first);
            prop_assert_eq!(turns(&all).iter().filter(|(_, t)| *t == Turn::First).count(), 1);
        }
    }
}
