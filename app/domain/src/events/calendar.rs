//! Days of the calendar, without clocks and zones: what rules of repetition count in.

use crate::FieldCode;
use std::fmt;

/// A day: how many days after 1 January 1970 (before it, where negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// From Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

/// The years that forms take.
const YEARS: std::ops::RangeInclusive<i64> = 1970..=9998;

impl Day {
    /// The day of a date that exists.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let fits = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        fits.then(|| {
            // Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last one.
            let y = if month <= 2 { year - 1 } else { year };
            let (era, of_era) = (y.div_euclid(400), y.rem_euclid(400));
            let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
            Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
        })
    }

    /// `2027-03-20`, and nothing else.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        let digits = |part: &str, n: usize| {
            (part.len() == n && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let mut parts = text.splitn(3, '-');
        let mut next = |n| parts.next().and_then(|part| digits(part, n));
        let date = (|| Self::new(next(4)?, next(2)?, next(2)?))();
        date.ok_or(FieldCode::NotADay)
    }

    /// Year, month and day.
    pub const fn date(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + (month <= 2) as i64, month, day)
    }

    /// So many days later.
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// How many days from here to `later`.
    pub const fn until(self, later: Self) -> i64 {
        later.0 - self.0
    }

    /// Which day of the week it is.
    pub const fn weekday(self) -> Weekday {
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize] // 1 January 1970 was a Thursday
    }

    /// Which of its weekday in its month it is: 1 to 5.
    pub const fn nth(self) -> i64 {
        (self.date().2 - 1) / 7 + 1
    }

    /// Is it the last of its weekday in its month?
    pub const fn is_last(self) -> bool {
        let (year, month, day) = self.date();
        day + 7 > days_in(year, month)
    }
}

/// `2027-03-20`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// How many days a month has.
pub const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day and the rest of a wall time as forms send it: `2027-03-20T14:00` is that day and `T14:00`.
pub fn split_wall(local: &str) -> Result<(Day, &str), FieldCode> {
    let local = local.trim();
    match local.split_at_checked(10) {
        Some((day, time)) if time.starts_with('T') => Ok((Day::parse(day).map_err(|_| FieldCode::NotATime)?, time)),
        _ => Err(FieldCode::NotATime),
    }
}

/// The same wall time so many days later.
pub fn shift_wall(local: &str, days: i64) -> Result<String, FieldCode> {
    let (day, time) = split_wall(local)?;
    Ok(format!("{}{time}", day.plus(days)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_what_calendars_say() {
        let day = |text| Day::parse(text).expect(text);
        assert_eq!(day("1970-01-01").until(day("2027-03-20")), 20_897);
        assert_eq!(day("2027-03-20").weekday(), Weekday::Saturday);
        assert_eq!(
            (day("2027-03-20").nth(), day("2027-03-27").is_last(), day("2027-03-20").is_last()),
            (3, true, false)
        );
        assert_eq!(day("2028-02-28").plus(1).to_string(), "2028-02-29");
        for wrong in
            ["", "2027-02-29", "2027-13-01", "2027-3-20", "20270320", "2027-03-20x", "+027-03-20", "1969-12-31"]
        {
            assert_eq!(Day::parse(wrong), Err(FieldCode::NotADay), "{wrong}");
        }
        assert_eq!(shift_wall("2027-03-20T14:00", 14), Ok("2027-04-03T14:00".into()));
        for wrong in ["", "2027-03-20", "2027-03-20 14:00", "月月月月"] {
            assert_eq!(shift_wall(wrong, 1), Err(FieldCode::NotATime), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_date_leads_back_to_its_day(n in 0i64..2_900_000) {
            let day = Day(n);
            let (y, m, d) = day.date();
            prop_assert_eq!(Day::new(y, m, d), Some(day));
            prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
            prop_assert!((1..=5).contains(&day.nth()));
            prop_assert_eq!(day.plus(7).weekday(), day.weekday());
        }

        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,20}") {
            _ = Day::parse(&text);
            _ = split_wall(&text);
        }
    }
}
