//! Badges for many at once: looked at row by row first, then all of it or nothing.

use std::collections::BTreeSet;

use super::view::BadgeView;
use crate::{BatchId, EventId, FieldCode, GrantId, MemberId};
use serde::{Deserialize, Serialize};

/// The longest list, in bytes.
pub const MAX_BYTES: usize = 100_000;
/// The most people in a batch.
pub const MAX_PEOPLE: usize = 5_000;

/// Where the people of a batch come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A list of handles and addresses.
    List,
    /// Everybody who attended an event.
    Event,
    /// Everybody who has earned it by its rule already.
    Rule,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::List, Self::Event, Self::Rule];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Event => "event",
            Self::Rule => "rule",
        }
    }

    /// The source of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// What an organiser types to give a badge to many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchAsk {
    /// See [`Source::word`].
    pub source: String,
    /// Handles and addresses, where it is a list.
    pub list: String,
    /// The event: whose people they are, or where those of a list earned it.
    pub event: String,
    /// What for; everybody who may see the grants reads it. Not for what a rule gives.
    pub reason: String,
    /// A word to each of them; may be empty.
    pub note: String,
}

/// Somebody a row may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub member: MemberId,
    pub display_name: String,
    /// Do they hold the badge for this occasion?
    pub holds: bool,
}

/// What would come of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// They get it.
    Gets,
    /// They hold it already, which is no mistake.
    Holds,
    /// Nothing can be carried out while this stands there.
    Wrong(FieldCode),
}

/// The people a list names, each with the line it stands on: handles with or without `@`, or addresses, by lines, commas or semicolons.
///
/// # Errors
/// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::TooLarge`].
pub fn names(list: &str) -> Result<Vec<(i64, String)>, FieldCode> {
    if list.len() > MAX_BYTES {
        return Err(FieldCode::TooLong { max: MAX_BYTES as u32 });
    }
    let names: Vec<(i64, String)> = (1..)
        .zip(list.lines())
        .flat_map(|(line, text)| {
            let parts = text.split([',', ';', '\t', '，', '；', '、', ' ']);
            parts.map(|name| name.trim().trim_start_matches('@').to_lowercase()).map(move |name| (line, name))
        })
        .filter(|(_, name)| !name.is_empty())
        .collect();
    match names.len() {
        0 => Err(FieldCode::Required),
        n if n > MAX_PEOPLE => Err(FieldCode::TooLarge { max: MAX_PEOPLE as i64 }),
        _ => Ok(names),
    }
}

/// What would come of each row, given by `by`: nobody gets it twice, nobody gives it to themselves.
pub fn judge(rows: &[Option<Known>], by: MemberId) -> Vec<Verdict> {
    let mut named = BTreeSet::new();
    rows.iter()
        .map(|row| match row {
            None => Verdict::Wrong(FieldCode::NoSuchMember),
            Some(known) if known.member == by => Verdict::Wrong(FieldCode::Oneself),
            Some(known) if !named.insert(known.member) => Verdict::Wrong(FieldCode::TwiceInSheet),
            Some(known) if known.holds => Verdict::Holds,
            Some(_) => Verdict::Gets,
        })
        .collect()
}

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// Its line in the list, from 1; for the others their number.
    pub line: i64,
    /// As it was typed, or the handle.
    pub person: String,
    /// Empty where nobody is known.
    pub name: String,
    /// What it is for: the event, the season; empty where it is held once.
    pub occasion: String,
    pub verdict: Verdict,
    /// Once it is carried out.
    pub grant: Option<GrantId>,
}

/// Where a batch stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// To be looked at.
    Preview,
    /// Carried out, then.
    Granted(String),
    /// Carried out and undone, by whom and when.
    Undone(String, String),
}

/// `/organise/badges/batches/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPage {
    pub id: BatchId,
    pub badge: BadgeView,
    pub source: Source,
    /// Slug and title, where it is of an event.
    pub event: Option<(String, String)>,
    pub reason: String,
    pub note: String,
    pub by: String,
    pub stage: Stage,
    /// All rows up to a number; the counts count all of them.
    pub rows: Vec<BatchRow>,
    pub gets: i64,
    pub holds: i64,
    pub wrong: i64,
    /// How many numbers are left, where the edition is limited.
    pub left: Option<i64>,
    /// May the reader undo it?
    pub can_undo: bool,
}

/// `/organise/badges/batches`: one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchLine {
    pub id: BatchId,
    pub badge: String,
    pub source: Source,
    pub people: i64,
    pub by: String,
    pub stage: Stage,
}

/// `/organise/badges/{slug}/batch`: what a batch can be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchFormPage {
    pub badge: BadgeView,
    /// Has it a rule? Then nothing else gives it.
    pub by_rule: bool,
    /// The reader's events that are over or under way, newest first: id, title, how many came.
    pub events: Vec<(EventId, String, i64)>,
    /// The one that the link names.
    pub event: Option<EventId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn known(n: u128, holds: bool) -> Option<Known> {
        Some(Known { member: MemberId(Uuid::from_u128(n)), display_name: String::new(), holds })
    }

    #[test]
    fn a_list_is_read_as_people_write_them() {
        let list = "@WenShuyan, zhu@example.org\r\n\n  noor；qiao\t bai lu、x";
        let read = names(list).expect("a list");
        let read: Vec<(i64, &str)> = read.iter().map(|(line, name)| (*line, name.as_str())).collect();
        assert_eq!(
            read,
            [(1, "wenshuyan"), (1, "zhu@example.org"), (3, "noor"), (3, "qiao"), (3, "bai"), (3, "lu"), (3, "x")]
        );
        for empty in ["", " \n ,;@ "] {
            assert_eq!(names(empty), Err(FieldCode::Required));
        }
        assert_eq!(names(&"a ".repeat(5001)), Err(FieldCode::TooLarge { max: 5000 }));
        assert_eq!(names(&"a".repeat(100_001)), Err(FieldCode::TooLong { max: 100_000 }));
    }

    #[test]
    fn every_bad_row_is_named() {
        let rows = [known(1, false), None, known(1, false), known(2, true), known(9, false), known(3, false)];
        assert_eq!(
            judge(&rows, MemberId(Uuid::from_u128(9))),
            [
                Verdict::Gets,
                Verdict::Wrong(FieldCode::NoSuchMember),
                Verdict::Wrong(FieldCode::TwiceInSheet),
                Verdict::Holds,
                Verdict::Wrong(FieldCode::Oneself),
                Verdict::Gets,
            ]
        );
    }

    proptest! {
        #[test]
        fn nobody_gets_two(rows in prop::collection::vec(prop::option::of((0_u128..6, any::<bool>())), 0..20)) {
            let rows: Vec<_> = rows.into_iter().map(|row| row.and_then(|(n, holds)| known(n, holds))).collect();
            let verdicts = judge(&rows, MemberId(Uuid::from_u128(0)));
            prop_assert_eq!(verdicts.len(), rows.len());
            let mut got = BTreeSet::new();
            for (row, verdict) in rows.iter().zip(verdicts) {
                if verdict == Verdict::Gets {
                    let known = row.as_ref().expect("somebody");
                    prop_assert!(got.insert(known.member) && !known.holds && known.member.0 != Uuid::from_u128(0));
                }
            }
        }

        #[test]
        fn names_are_clean(list in "[a-z@ ,;\\n\\t，]{0,60}") {
            if let Ok(names) = names(&list) {
                prop_assert!(names.iter().all(|(line, name)| *line > 0 && !name.is_empty() && !name.contains([' ', ','])));
            }
        }
    }
}
