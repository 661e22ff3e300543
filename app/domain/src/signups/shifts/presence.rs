//! Who has worked a shift: by two scans at the door, or by the word of the shift's lead.
//!
//! Nobody is credited for signing up. A ticket is scanned when its holder comes and again when they go, and the second scan counts
//! from the middle of the shift on; whoever has to leave before that, or whom nobody scanned, depends on the lead's word. Someone
//! who did not come is noted as such and loses nothing. What is credited stays.

use super::Span;
use crate::{Failure, Instant, Refusal};
use serde::{Deserialize, Serialize};

/// How long before a shift its helpers are let in, in seconds.
pub const EARLY_S: i64 = 2 * 3600;

/// What became of a shift that somebody had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// They worked it.
    Worked,
    /// They did not come.
    Missed,
}

impl Outcome {
    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Missed => "missed",
        }
    }

    /// The outcome of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Worked, Self::Missed].into_iter().find(|o| o.word() == word)
    }
}

/// Who settled it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// The second scan.
    Door,
    /// The lead's word.
    Lead,
}

impl Said {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Lead => "lead",
        }
    }
}

/// Where somebody's shift stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    pub span: Span,
    /// When they came.
    pub came: Option<Instant>,
    pub outcome: Option<Outcome>,
}

/// What a scan of its ticket does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// It is too early for them.
    TooEarly,
    /// They come in.
    Comes,
    /// They are in since then; it is not yet half over.
    IsHere(Instant),
    /// They go, and have worked it.
    Goes,
    /// It is settled already.
    Settled,
    /// It is over, and nobody has scanned them in: the lead knows.
    Over,
}

impl Presence {
    /// What a scan does now.
    pub fn scan(self, now: Instant) -> Scan {
        match (self.outcome, self.came) {
            (Some(Outcome::Worked), _) => Scan::Settled,
            (_, Some(_)) if now >= self.span.middle() => Scan::Goes,
            (_, Some(since)) => Scan::IsHere(since),
            (_, None) if now >= self.span.ends => Scan::Over,
            (_, None) if now < self.span.starts.plus_seconds(-EARLY_S) => Scan::TooEarly,
            (_, None) => Scan::Comes,
        }
    }

    /// What the lead can say now, in the order in which it is offered.
    pub fn words(self, now: Instant) -> Vec<Word> {
        [Word::Here, Word::Worked, Word::Missed].into_iter().filter(|word| self.said(*word, now).is_ok()).collect()
    }

    /// May the lead say this now? Errors: [`Refusal::ShiftSettled`] once it is credited or said, [`Refusal::TooEarlyToSay`] before its
    /// time.
    pub fn said(self, word: Word, now: Instant) -> Result<(), Failure> {
        let (from, is_said) = match word {
            Word::Here => (self.span.starts.plus_seconds(-EARLY_S), self.came.is_some()),
            Word::Worked => (self.span.middle(), false),
            Word::Missed => (self.span.starts, self.outcome == Some(Outcome::Missed)),
        };
        if self.outcome == Some(Outcome::Worked) || is_said {
            return Err(Failure::Refused(Refusal::ShiftSettled));
        }
        if now < from { Err(Failure::Refused(Refusal::TooEarlyToSay)) } else { Ok(()) }
    }
}

/// What a shift's lead says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// They are here.
    Here,
    /// They worked it.
    Worked,
    /// They did not come.
    Missed,
}

impl Word {
    /// The word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Worked => "worked",
            Self::Missed => "missed",
        }
    }

    /// The word that was sent.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Here, Self::Worked, Self::Missed].into_iter().find(|w| w.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    const fn at(hour: i64) -> Instant {
        Instant(hour * HOUR)
    }

    const SHIFT: Span = Span { starts: at(10), ends: at(14) };

    #[test]
    fn two_scans_make_a_shift() {
        let fresh = Presence { span: SHIFT, came: None, outcome: None };
        assert_eq!(fresh.scan(at(7)), Scan::TooEarly);
        assert_eq!(fresh.scan(at(8)), Scan::Comes);
        assert_eq!(fresh.scan(at(13)), Scan::Comes, "late is better than never");
        assert_eq!(fresh.scan(at(14)), Scan::Over);
        let here = Presence { came: Some(at(10)), ..fresh };
        assert_eq!(here.scan(at(11)), Scan::IsHere(at(10)));
        assert_eq!(here.scan(at(12)), Scan::Goes);
        assert_eq!(here.scan(at(20)), Scan::Goes);
        let missed = Presence { outcome: Some(Outcome::Missed), ..fresh };
        assert_eq!(missed.scan(at(11)), Scan::Comes, "they came after all");
    }

    #[test]
    fn the_lead_speaks_in_time() {
        let fresh = Presence { span: SHIFT, came: None, outcome: None };
        assert_eq!(fresh.words(at(7)), []);
        assert_eq!(fresh.words(at(9)), [Word::Here]);
        assert_eq!(fresh.words(at(10)), [Word::Here, Word::Missed]);
        assert_eq!(fresh.words(at(12)), [Word::Here, Word::Worked, Word::Missed]);
        assert_eq!(fresh.said(Word::Worked, at(11)), Err(Failure::Refused(Refusal::TooEarlyToSay)));
        let missed = Presence { outcome: Some(Outcome::Missed), ..fresh };
        assert_eq!(missed.words(at(13)), [Word::Here, Word::Worked], "put right");
        let worked = Presence { outcome: Some(Outcome::Worked), ..fresh };
        assert_eq!(worked.words(at(13)), []);
        assert_eq!(worked.said(Word::Missed, at(13)), Err(Failure::Refused(Refusal::ShiftSettled)));
    }

    proptest! {
        /// Whatever is scanned when: credit needs a scan to come and one to go, half of the shift apart from its start.
        #[test]
        fn nobody_is_credited_by_one_scan(mut hours in prop::collection::vec(0i64..24, 0..12)) {
            hours.sort_unstable();
            let mut presence = Presence { span: SHIFT, came: None, outcome: None };
            let mut scans = 0;
            for hour in hours {
                match presence.scan(at(hour)) {
                    Scan::Comes => {
                        scans += 1;
                        presence.came = Some(at(hour));
                    }
                    Scan::Goes => {
                        scans += 1;
                        prop_assert!(at(hour) >= SHIFT.middle());
                        presence.outcome = Some(Outcome::Worked);
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(presence.outcome == Some(Outcome::Worked), scans == 2);
        }
    }
}
