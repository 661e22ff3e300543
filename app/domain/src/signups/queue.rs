//! The public log of an event's line: every step in its order, so that anyone can replay it and see that nobody jumped.
//!
//! A sign-up goes by its number at this event (the first to sign up is 1): who that is, is never told. Each entry holds the hash of
//! the one before, so none can be changed or left out unseen.

mod replay;

pub use replay::{Bad, Drawing, Flaw, Replayed, replay};

use super::lottery;
use crate::{EventId, Instant};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A step in the life of an event's places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// There are so many seats from now on.
    Seats,
    /// Signed up while a seat was free: has one.
    Seat,
    /// Signed up while none was: joined the end of the line.
    Line,
    /// First in line: a seat is held for them for a while.
    Offered,
    /// Took what was offered.
    Accepted,
    /// Let it go.
    Declined,
    /// Did not answer in time.
    Expired,
    /// Gave up a seat, or left the line.
    Left,
    /// Taken off by an organiser.
    Removed,
    /// Given a seat by an organiser, out of turn.
    Placed,
    /// The cut-off: from now on a free seat goes to whoever comes first.
    FirstCome,
    /// The event was put off past its cut-off: free seats are offered in turn again.
    InTurn,
    /// In line, and took a seat that was free for whoever came first.
    Took,
    /// The event was cancelled: every place is void.
    Closed,
    /// Signed up where the organisers decide: holds nothing yet.
    Asked,
    /// The organisers said yes: a seat or the end of the line follows.
    Approved,
    /// The organisers said no.
    Refused,
    /// A lottery was sealed: see [`lottery`].
    Lottery,
    /// Entered it: holds nothing yet.
    Entered,
    /// It was drawn: in the order of their lots, each is given a seat or the end of the line.
    Drawn,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Seats,
        Self::Seat,
        Self::Line,
        Self::Offered,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Left,
        Self::Removed,
        Self::Placed,
        Self::FirstCome,
        Self::InTurn,
        Self::Took,
        Self::Closed,
        Self::Asked,
        Self::Approved,
        Self::Refused,
        Self::Lottery,
        Self::Entered,
        Self::Drawn,
    ];

    /// The word in the database and in the published log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Seat => "seat",
            Self::Line => "line",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Left => "left",
            Self::Removed => "removed",
            Self::Placed => "placed",
            Self::FirstCome => "first_come",
            Self::InTurn => "in_turn",
            Self::Took => "took",
            Self::Closed => "closed",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Lottery => "lottery",
            Self::Entered => "entered",
            Self::Drawn => "drawn",
        }
    }

    /// The step of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// An entry of the log. Nothing in it tells who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the first.
    pub seq: i64,
    pub step: Step,
    /// Whose: the number of their sign-up at this event. None where it concerns the places as a whole.
    pub number: Option<i64>,
    /// [`Step::Seats`]: how many. [`Step::Offered`]: until when, in Unix milliseconds. [`Step::Lottery`]: the first 48 bits of the
    /// seal. [`Step::Drawn`]: how many had entered. Where somebody new comes with guests: how many they are in all.
    pub value: Option<i64>,
    pub at: Instant,
}

/// What the first entry stands on.
pub const ROOT: [u8; 32] = [0; 32];

/// SHA-256 over the hash before it (32 zero bytes for the first) and the fields, each on a line of its own, `-` where there is
/// none: `popcorn queue 1`, event, seq, step, number, value, at.
pub fn hash(before: &[u8; 32], event: EventId, entry: &Entry) -> [u8; 32] {
    let or_dash = |n: Option<i64>| n.map_or_else(|| "-".into(), |n| n.to_string());
    let text = format!(
        "popcorn queue 1\n{event}\n{}\n{}\n{}\n{}\n{}\n",
        entry.seq,
        entry.step.word(),
        or_dash(entry.number),
        or_dash(entry.value),
        entry.at.0
    );
    Sha256::new().chain_update(before).chain_update(text).finalize().into()
}

/// A whole log as it is published: `/e/{slug}/queue.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// What the hashes are made of, for whoever wants to check them with software of their own.
    pub format: String,
    pub event: EventId,
    /// In their order.
    pub entries: Vec<PublishedEntry>,
    /// Where a lottery decides: its seal, and once it is drawn its seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lottery: Option<lottery::Published>,
}

/// An entry with its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedEntry {
    #[serde(flatten)]
    pub entry: Entry,
    /// SHA-256, in small hexadecimal digits.
    pub hash: String,
}

/// What [`Published::format`] says.
pub const FORMAT: &str = "hash = SHA-256(hash before it, 32 zero bytes for the first; then the lines \"popcorn queue 1\", event, \
     seq, step, number, value, at, each ended by a line feed, \"-\" where there is none)";

impl Published {
    /// Plays it again: where everybody stands, if every rule was kept.
    ///
    /// # Errors
    /// The first entry that is not right; a hash that cannot be read is not right.
    pub fn replay(&self) -> Result<Replayed, Bad> {
        let hashes: Vec<[u8; 32]> = self.entries.iter().map(|line| bytes(&line.hash).unwrap_or_default()).collect();
        let drawing = self.lottery.as_ref().map(|lottery| Drawing {
            seal: bytes(&lottery.seal).unwrap_or_default(),
            seed: lottery.seed.as_deref().map(|seed| bytes(seed).unwrap_or_default()),
        });
        replay(self.event, drawing, self.entries.iter().map(|line| &line.entry).zip(&hashes))
    }
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (n, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn any_change_shows() {
        let event = EventId(Uuid::from_u128(1));
        let entry = Entry { seq: 3, step: Step::Offered, number: Some(7), value: Some(99), at: Instant(4) };
        let first = hash(&ROOT, event, &entry);
        assert_eq!(first, hash(&ROOT, event, &entry));
        for other in [
            Entry { seq: 4, ..entry },
            Entry { step: Step::Accepted, ..entry },
            Entry { number: None, ..entry },
            Entry { value: Some(98), ..entry },
            Entry { at: Instant(5), ..entry },
        ] {
            assert_ne!(hash(&ROOT, event, &other), first, "{other:?}");
        }
        assert_ne!(hash(&[1; 32], event, &entry), first);
        assert_ne!(hash(&ROOT, EventId(Uuid::from_u128(2)), &entry), first);
    }

    #[test]
    fn what_is_published_can_be_checked() {
        let event = EventId(Uuid::from_u128(1));
        let entry = Entry { seq: 1, step: Step::Seats, number: None, value: Some(7), at: Instant(4) };
        let line = PublishedEntry { hash: crate::hex(&hash(&ROOT, event, &entry)), entry };
        let log = Published { format: FORMAT.into(), event, entries: vec![line], lottery: None };
        let json = serde_json::to_string(&log).expect("plain data");
        let mut read: Published = serde_json::from_str(&json).expect("it was just written");
        assert_eq!(read.replay().expect("right").seats.capacity, 7);
        for wrong in ["", "é", "zz"] {
            read.entries[0].hash = wrong.repeat(32);
            assert_eq!(read.replay(), Err(Bad { seq: 1, flaw: Flaw::Hash }));
        }
    }

    #[test]
    fn words_round_trip() {
        for step in Step::ALL {
            assert_eq!(Step::from_word(step.word()), Some(step));
            assert_eq!(serde_json::to_value(step).expect("a word"), step.word());
        }
    }
}
