//! Days, weeks and seasons, as caps count them.

use crate::Instant;
use serde::{Deserialize, Serialize};

/// A day on the wall: days since 1 January 1970 where the honor was earned. Written down with the entry, so that it stays the
/// same day whatever becomes of anybody's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i64);

const DAY_MS: i64 = 86_400_000;

impl Day {
    /// The day of a moment in UTC; for entries that were written before days were.
    pub const fn of_utc(at: Instant) -> Self {
        Self(at.0.div_euclid(DAY_MS))
    }

    /// The number of its week; weeks begin on Monday.
    pub const fn week(self) -> i64 {
        // 1 January 1970 was a Thursday.
        (self.0 + 3).div_euclid(7)
    }
}

/// When the seasons are; no two have a moment in common. What lies between them is a season of its own, as far as the calendar
/// year in UTC goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seasons(pub Vec<(Instant, Instant)>);

impl Seasons {
    /// The beginning of the season of a moment; it names the season.
    pub fn of(&self, at: Instant) -> Instant {
        if let Some((starts, _)) = self.0.iter().find(|(starts, ends)| *starts <= at && at < *ends) {
            return *starts;
        }
        let before = self.0.iter().map(|(_, ends)| *ends).filter(|ends| *ends <= at);
        // Not the year alone: a season that begins with the year would be taken for the rest of it.
        before.chain([year_of(at)]).max().unwrap_or(at)
    }
}

/// The beginning of the calendar year of a moment.
fn year_of(at: Instant) -> Instant {
    let day = at.0.div_euclid(DAY_MS);
    // Years of 400 repeat; the first guess is at most one off.
    let mut year = 1970 + day.div_euclid(366);
    while first_day(year + 1) <= day {
        year += 1;
    }
    while first_day(year) > day {
        year -= 1;
    }
    Instant(first_day(year) * DAY_MS)
}

/// The day number of 1 January.
const fn first_day(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    before * 365 + leap_days - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // 4 January 1970 was a Sunday, 15 March 2027 is a Monday.
        assert_eq!((Day(3).week(), Day(4).week(), Day(-4).week()), (0, 1, -1));
        let monday = Day::of_utc(Instant(1_805_068_800_000));
        assert_eq!((monday.week() - Day(monday.0 - 1).week(), Day(monday.0 + 6).week()), (1, monday.week()));
    }

    #[test]
    fn outside_of_seasons_the_year_counts() {
        for (year, day) in
            [(1970, 0), (1971, 365), (1972, 730), (1973, 1096), (2000, 10_957), (2027, 20_819), (1969, -365)]
        {
            assert_eq!(first_day(year), day, "{year}");
            assert_eq!(year_of(Instant(day * DAY_MS)), Instant(day * DAY_MS), "{year}");
            assert_eq!(year_of(Instant(day * DAY_MS - 1)), Instant(first_day(year - 1) * DAY_MS), "before {year}");
        }
        let seasons = Seasons(vec![(Instant(100), Instant(200)), (Instant(200), Instant(300))]);
        let of = |at| seasons.of(Instant(at)).0;
        assert_eq!((of(99), of(100), of(199), of(200), of(300)), (0, 100, 100, 200, 300));
        let year = Seasons(vec![(Instant(0), Instant(DAY_MS))]);
        assert_eq!((year.of(Instant(0)), year.of(Instant(DAY_MS))), (Instant(0), Instant(DAY_MS)), "two seasons");
        assert_eq!(year.of(Instant(400 * DAY_MS)), Instant(365 * DAY_MS), "not beyond the year");
    }
}
