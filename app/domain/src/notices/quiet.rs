//! Quiet hours: when mail that can wait waits.

use crate::{FieldCode, form::Errors};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// A span of the day, by the clocks of whoever sleeps then; it may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    from: u32,
    until: u32,
}

/// On which day the quiet ends that holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Later today.
    Today,
    /// After midnight.
    Tomorrow,
}

impl Default for Quiet {
    /// From 22:00 to 08:00.
    fn default() -> Self {
        Self { from: 22 * 60, until: 8 * 60 }
    }
}

impl Quiet {
    /// From one minute of the day to another; none where they are the same or no minutes of a day.
    pub fn new(from: u32, until: u32) -> Option<Self> {
        (from < DAY && until < DAY && from != until).then_some(Self { from, until })
    }

    /// As people write it: `22:00-08:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once(['-', '–'])?;
        Self::new(minute(from)?, minute(until)?)
    }

    /// The minute of the day at which it begins.
    pub const fn from(self) -> u32 {
        self.from
    }

    /// The minute of the day at which it ends.
    pub const fn until(self) -> u32 {
        self.until
    }

    /// Whether it is quiet at this minute of the day, and on which day that ends.
    pub const fn at(self, minute: u32) -> Option<Ends> {
        if self.from < self.until {
            if self.from <= minute && minute < self.until { Some(Ends::Today) } else { None }
        } else if minute >= self.from {
            Some(Ends::Tomorrow)
        } else if minute < self.until {
            Some(Ends::Today)
        } else {
            None
        }
    }
}

/// `HH:MM` of a minute of the day.
pub fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minute of the day of `HH:MM`.
pub fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |digits: &str, below: u32| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|n| plain && *n < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// What a member typed about mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceForm {
    /// "22:00"; both empty: no quiet hours.
    #[serde(default)]
    pub quiet_from: String,
    /// "08:00".
    #[serde(default)]
    pub quiet_until: String,
    /// Do they want announcements by mail?
    #[serde(default)]
    pub announcements: bool,
}

impl ChoiceForm {
    /// The quiet hours, none where they want none.
    ///
    /// # Errors
    /// The fields `quiet_from` and `quiet_until`.
    pub fn quiet(&self) -> Result<Option<Quiet>, crate::Failure> {
        let mut errors = Errors::default();
        if self.quiet_from.trim().is_empty() && self.quiet_until.trim().is_empty() {
            return Ok(None);
        }
        let mut read = |field: &str, text: &str| {
            let missing = if text.trim().is_empty() { FieldCode::Required } else { FieldCode::NotAnHour };
            errors.take(field, minute(text).ok_or(missing))
        };
        let (from, until) = (read("quiet_from", &self.quiet_from), read("quiet_until", &self.quiet_until));
        errors.finish(from.zip(until)).map(|(from, until)| Quiet::new(from, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_night_goes_over_midnight() {
        let night = Quiet::default();
        for (at, ends) in [
            ("21:59", None),
            ("22:00", Some(Ends::Tomorrow)),
            ("23:59", Some(Ends::Tomorrow)),
            ("00:00", Some(Ends::Today)),
            ("07:59", Some(Ends::Today)),
            ("08:00", None),
        ] {
            assert_eq!(night.at(minute(at).expect("a time")), ends, "{at}");
        }
        let siesta = Quiet::parse("13:00-15:00").expect("a span");
        assert_eq!((siesta.at(780), siesta.at(900), siesta.at(0)), (Some(Ends::Today), None, None));
    }

    #[test]
    fn what_is_no_time_is_told() {
        let form = |from: &str, until: &str| ChoiceForm {
            quiet_from: from.into(),
            quiet_until: until.into(),
            announcements: true,
        };
        assert_eq!(form("", "").quiet(), Ok(None));
        assert_eq!(form("22:00", "22:00").quiet(), Ok(None));
        assert_eq!(form("22:00", "8:00").quiet(), Ok(Some(Quiet::default())));
        assert_eq!(form("22:00", "").quiet().expect_err("half").of_field("quiet_until"), Some(FieldCode::Required));
        for bad in ["24:00", "7", "07:60", "+7:00", "七点", "007:00"] {
            assert_eq!(form(bad, "08:00").quiet().expect_err(bad).of_field("quiet_from"), Some(FieldCode::NotAnHour));
        }
    }

    proptest! {
        #[test]
        fn half_of_the_clock_is_quiet_the_other_is_not(from in 0..DAY, until in 0..DAY) {
            let Some(quiet) = Quiet::new(from, until) else { return Ok(()) };
            let length = (until + DAY - from) % DAY;
            prop_assert_eq!((0..DAY).filter(|m| quiet.at(*m).is_some()).count() as u32, length);
            prop_assert_eq!(Quiet::parse(&format!("{}-{}", clock(from), clock(until))), Some(quiet));
        }
    }
}
