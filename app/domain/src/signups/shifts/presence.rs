//! Who has worked a shift: by two scans at the door, or by the word of the shift's lead.
//!
//! Nobody is credited for signing up. A ticket is scanned when its holder comes and again when they go, and the second scan counts
//! once they were there for half of the shift; whoever has to leave before that, came too late for it, or whom nobody scanned, depends on the lead's word. Someone
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
    /// They are in since then, for less than half of the shift.
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
            (_, Some(since)) if self.was_there(since, now) => Scan::Goes,
            (_, Some(since)) => Scan::IsHere(since),
            (_, None) if now >= self.span.ends => Scan::Over,
            (_, None) if now < self.span.starts.plus_seconds(-EARLY_S) => Scan::TooEarly,
            (_, None) => Scan::Comes,
        }
    }

    /// Has whoever came then been there for half of the shift? What is before and after it does not count.
    fn was_there(self, since: Instant, now: Instant) -> bool {
        let Span { starts, ends } = self.span;
        let half = self.span.middle().0 - starts.0;
        now.min(ends).0 - since.max(starts).0 >= half
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
        let late = Presence { came: Some(at(12)), ..fresh };
        assert_eq!(late.scan(at(13)), Scan::IsHere(at(12)), "the middle alone is not enough");
        assert_eq!(late.scan(at(14)), Scan::Goes);
        let too_late = Presence { came: Some(at(13)), ..fresh };
        assert_eq!(too_late.scan(at(20)), Scan::IsHere(at(13)), "the lead's word");
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
        /// Whatever is scanned when, to the second: credit needs a scan to come and one to go, half of the shift apart.
        #[test]
        fn nobody_is_credited_by_scans_alone(mut seconds in prop::collection::vec(7 * 3600i64..16 * 3600, 0..12), doubled in any::<bool>()) {
            if doubled {
                seconds = seconds.iter().flat_map(|second| [*second, second + 1]).collect();
            }
            seconds.sort_unstable();
            let mut presence = Presence { span: SHIFT, came: None, outcome: None };
            let mut scans = 0;
            for now in seconds.into_iter().map(|second| Instant(second * 1000)) {
                match presence.scan(now) {
                    Scan::Comes => {
                        scans += 1;
                        presence.came = Some(now);
                    }
                    Scan::Goes => {
                        scans += 1;
                        let there = Span { starts: presence.came.expect("they came"), ends: now };
                        prop_assert!(SHIFT.minutes_in(there) >= SHIFT.minutes() / 2, "{there:?}");
                        presence.outcome = Some(Outcome::Worked);
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(presence.outcome == Some(Outcome::Worked), scans == 2);
        }
    }
}
