//! Seasons: periods of the leaderboard, from a first day to a last, by the clocks of the house.

use crate::{Failure, FieldCode, SeasonId, form};
use serde::{Deserialize, Serialize};

/// The longest name, in characters.
const NAME: usize = 60;

/// What is typed of a season.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonForm {
    #[serde(default)]
    pub name: String,
    /// `2027-03-01`.
    #[serde(default)]
    pub first_day: String,
    /// The last that is still in it: `2027-05-31`.
    #[serde(default)]
    pub last_day: String,
}

/// A season as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    pub name: String,
    /// `2027-03-01`.
    pub first_day: String,
    /// `2027-05-31`.
    pub last_day: String,
}

impl SeasonForm {
    /// Reads it. `is_day` knows the calendar.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with `name`, `first_day`, `last_day`.
    pub fn parse(&self, is_day: impl Fn(&str) -> bool) -> Result<Season, Failure> {
        let day = |text: &str| {
            let text = text.trim();
            match text {
                "" => Err(FieldCode::Required),
                day if is_day(day) => Ok(day.to_owned()),
                _ => Err(FieldCode::NotADay),
            }
        };
        let mut e = form::Errors::default();
        let name = e.take("name", form::line(&self.name, NAME));
        let first = e.take("first_day", day(&self.first_day));
        let last = e.take("last_day", day(&self.last_day));
        if let (Some(first), Some(last)) = (&first, &last)
            && last < first
        {
            e.add("last_day", FieldCode::EndsBeforeStart);
        }
        let ((name, first_day), last_day) = e.finish(name.zip(first).zip(last))?;
        Ok(Season { name, first_day, last_day })
    }
}

/// A season in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonLine {
    pub id: SeasonId,
    pub form: SeasonForm,
    /// "1 Mar 2027 to 31 May 2027".
    pub span: String,
    /// Is it now?
    pub runs: bool,
}

/// `/organise/seasons`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonDesk {
    /// The newest first.
    pub seasons: Vec<SeasonLine>,
    /// Where the edges of seasons lie.
    pub zone: String,
    /// The zones offered.
    pub zones: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, first_day: &str, last_day: &str) -> SeasonForm {
        SeasonForm { name: name.into(), first_day: first_day.into(), last_day: last_day.into() }
    }

    #[test]
    fn a_season_has_a_name_and_two_days_in_their_order() {
        let is_day = |day: &str| day.len() == 10 && !day.ends_with("32");
        let parse = |form: SeasonForm| form.parse(is_day);
        assert!(parse(form(" Spring  2027", "2027-03-01", " 2027-05-31 ")).is_ok_and(|s| s.name == "Spring 2027"));
        assert!(parse(form("One day", "2027-03-01", "2027-03-01")).is_ok());
        let wrong = parse(form("", "2027-03-32", "")).expect_err("three wrong fields");
        assert_eq!(wrong.of_field("name"), Some(FieldCode::Required));
        assert_eq!(wrong.of_field("first_day"), Some(FieldCode::NotADay));
        assert_eq!(wrong.of_field("last_day"), Some(FieldCode::Required));
        let turned = parse(form("Back", "2027-05-31", "2027-03-01")).expect_err("turned round");
        assert_eq!(turned.of_field("last_day"), Some(FieldCode::EndsBeforeStart));
    }
}
