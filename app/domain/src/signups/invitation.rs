//! Invitation codes: who may come because somebody asked them to.

use crate::{
    Failure, FieldCode, Instant,
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};

/// How many letters a code has: at five bits each nobody guesses one.
pub const LETTERS: usize = 8;
/// The most people one code lets in.
pub const MAX_USES: i64 = 1000;
/// The most characters of what an organiser notes about a code.
pub const MAX_NOTE: usize = 80;

/// What is known of the invitation that somebody comes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invitation {
    /// They come with none.
    #[default]
    None,
    /// It lets them in; so does having been let in by one before.
    Good,
    /// Nobody knows this code here.
    Unknown,
    /// As many as it was for have used it.
    UsedUp,
    /// Its time is over, or it was taken back.
    TooOld,
}

/// A code as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// For how many people it is.
    pub most: i64,
    /// How many have used it.
    pub used: i64,
    pub expires: Option<Instant>,
    /// When it was taken back.
    pub ended: Option<Instant>,
}

impl Invitation {
    /// Of a code that was looked up.
    pub fn of(found: Option<Stored>, now: Instant) -> Self {
        match found {
            None => Self::Unknown,
            Some(code) if code.ended.is_some() || code.expires.is_some_and(|at| at <= now) => Self::TooOld,
            Some(code) if code.used >= code.most => Self::UsedUp,
            Some(_) => Self::Good,
        }
    }

    /// What is wrong with it, told at the field `code`.
    pub const fn wrong(self) -> Option<FieldCode> {
        match self {
            Self::None => Some(FieldCode::Required),
            Self::Good => None,
            Self::Unknown => Some(FieldCode::NoSuchInvitation),
            Self::UsedUp => Some(FieldCode::InvitationUsedUp),
            Self::TooOld => Some(FieldCode::InvitationTooOld),
        }
    }
}

/// A code as it is stored, from what was typed, read aloud or pasted: capitals, spaces and hyphens do not count, and letters that
/// look like digits are taken for them. None where nothing is left.
pub fn clean(typed: &str) -> Option<String> {
    let letter = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    };
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).map(letter).take(2 * LETTERS).collect();
    (!code.is_empty()).then_some(code)
}

/// A code for people to read: "7k2q-9m4x".
pub fn shown(code: &str) -> String {
    match code.split_at_checked(LETTERS / 2) {
        Some((first, rest)) if !rest.is_empty() => format!("{first}-{rest}"),
        _ => code.into(),
    }
}

/// What an organiser typed who makes a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    /// For whom it is.
    pub note: String,
    /// For how many people.
    pub most: String,
    /// Wall time in the event's zone; empty: as long as sign-up is open.
    pub expires: String,
}

/// A code to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    pub note: String,
    pub most: i64,
    pub expires: Option<Instant>,
}

impl CodeForm {
    /// Reads it; `moment` knows the event's zone.
    ///
    /// # Errors
    /// The fields `note`, `most` and `expires`.
    pub fn parse(&self, moment: impl Fn(&str) -> Result<Instant, FieldCode>, now: Instant) -> Result<NewCode, Failure> {
        let mut e = Errors::default();
        let note = e.take("note", form::line(&self.note, MAX_NOTE));
        let most = e.take("most", form::number(&self.most, 1, MAX_USES));
        let expires = match self.expires.trim() {
            "" => Some(None),
            local => e.take("expires", moment(local)).map(Some),
        };
        if expires.flatten().is_some_and(|at| at <= now) {
            e.add("expires", FieldCode::InThePast);
        }
        e.finish(note.zip(most).zip(expires).map(|((note, most), expires)| NewCode { note, most, expires }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_for_so_many_and_so_long() {
        let code = Stored { most: 2, used: 1, expires: Some(Instant(9)), ended: None };
        let at = |code, now| Invitation::of(Some(code), Instant(now));
        assert_eq!(at(code, 8), Invitation::Good);
        assert_eq!(at(code, 9), Invitation::TooOld);
        assert_eq!(at(Stored { used: 2, ..code }, 8), Invitation::UsedUp);
        assert_eq!(at(Stored { ended: Some(Instant(1)), ..code }, 8), Invitation::TooOld);
        assert_eq!(at(Stored { expires: None, ..code }, i64::MAX), Invitation::Good);
        assert_eq!(Invitation::of(None, Instant(0)), Invitation::Unknown);
        assert_eq!(Invitation::Good.wrong(), None);
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        assert_eq!(clean(" 7K2Q-9m4x\n").as_deref(), Some("7k2q9m4x"));
        assert_eq!(clean("oil0").as_deref(), Some("0110"));
        assert_eq!(clean(" -·灯 "), None);
        assert_eq!(shown("7k2q9m4x"), "7k2q-9m4x");
        assert_eq!(shown("7k"), "7k");
    }

    #[test]
    fn a_code_is_made_from_what_was_typed() {
        let moment = |local: &str| if local == "noon" { Ok(Instant(12)) } else { Err(FieldCode::NotATime) };
        let form = |note: &str, most: &str, expires: &str| CodeForm {
            note: note.into(),
            most: most.into(),
            expires: expires.into(),
        };
        let good = NewCode { note: "The choir".into(), most: 12, expires: Some(Instant(12)) };
        assert_eq!(form(" The choir ", "12", "noon").parse(moment, Instant(11)), Ok(good.clone()));
        assert_eq!(form("The choir", "12", " ").parse(moment, Instant(11)), Ok(NewCode { expires: None, ..good }));
        let wrong = form("", "0", "soon").parse(moment, Instant(11)).expect_err("all of it");
        assert_eq!(wrong.of_field("note"), Some(FieldCode::Required));
        assert_eq!(wrong.of_field("most"), Some(FieldCode::TooSmall { min: 1 }));
        assert_eq!(wrong.of_field("expires"), Some(FieldCode::NotATime));
        let late = form("x", "1", "noon").parse(moment, Instant(12)).expect_err("over");
        assert_eq!(late.of_field("expires"), Some(FieldCode::InThePast));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(code in "[0-9a-hj-km-np-tv-z]{8}") {
            prop_assert_eq!(clean(&shown(&code)), Some(code));
        }

        #[test]
        fn nothing_that_is_typed_does_harm(typed in "\\PC{0,60}") {
            if let Some(code) = clean(&typed) {
                prop_assert!(code.len() <= 16 && code.chars().all(|c| c.is_ascii_alphanumeric()));
            }
        }
    }
}
