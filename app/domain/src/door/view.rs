//! What the door shows.

use crate::{EventId, events::view::EventCard};
use serde::{Deserialize, Serialize};

/// `/door`: whose doors the reader keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorsPage {
    /// Those of today, and what is going on still.
    pub today: Vec<DoorRow>,
    /// Those to come, the soonest first.
    pub next: Vec<DoorRow>,
}

/// One door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorRow {
    pub id: EventId,
    pub card: EventCard,
}

/// `/door/{event}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorPage {
    pub id: EventId,
    pub card: EventCard,
    pub checked_in: i64,
    /// On which day the event is, in words, when that is neither today nor now.
    pub other_day: Option<String>,
    /// What the last code was, after a code was sent without JavaScript.
    pub verdict: Option<Verdict>,
}

/// `/door/{event}/list`: for paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorList {
    pub id: EventId,
    pub card: EventCard,
    /// When it was made, in words: paper grows old.
    pub made: String,
    /// The questions whose answers are for the door.
    pub heads: Vec<String>,
    /// By name.
    pub rows: Vec<DoorListRow>,
}

/// Somebody with a seat, or with a place in a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorListRow {
    pub display_name: String,
    /// Who comes in with the same code.
    pub guests: Vec<String>,
    /// The shift that they help in; empty for guests.
    pub shift: String,
    pub code: String,
    /// When they came in, in words.
    pub checked_in: Option<String>,
    /// In the order of the heads; empty where not answered.
    pub answers: Vec<String>,
}

/// The answer to a code: two words, then who, then what the helper may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Let them in; attendance, honor and badge are written.
    Valid {
        display_name: String,
        honor: i64,
        /// The badge earned just now, in the helper's language.
        badge: Option<String>,
        /// How many are in now.
        checked_in: i64,
        /// Answers to the event's questions: label and answer.
        notes: Vec<(String, String)>,
    },
    /// They are in already, since then (in the event's zone).
    AlreadyIn { display_name: String, since: String },
    /// A seat at another event.
    WrongEvent { title: String, when: String },
    /// The seat was given up, or the event cancelled.
    Cancelled { display_name: String },
    /// Still in line: no seat. At place 0 nobody has decided yet whether they get one.
    Waiting { display_name: String, place: i64 },
    /// Let them in: their shift is soon, or has begun.
    OnShift {
        display_name: String,
        role: String,
        /// "09:30 to 12:30".
        time: String,
        /// How many are in now.
        checked_in: i64,
        /// Answers to what was asked of them: label and answer.
        notes: Vec<(String, String)>,
    },
    /// They go, and have worked their shift: its honor is written.
    OffShift { display_name: String, role: String, honor: i64 },
    /// Their shift is later, then.
    ShiftLater { display_name: String, role: String, starts: String },
    /// Their shift is credited already.
    ShiftDone { display_name: String, role: String },
    /// Their shift is over, and nobody scanned them in: the lead says whether they worked.
    ShiftOver { display_name: String, role: String },
    /// No code, but a name: whom it may mean, for the helper to choose.
    Named {
        people: Vec<Named>,
        /// How many more there are of this name.
        more: i64,
    },
    /// No ticket has this code, and nobody here goes by it.
    Unknown,
}

/// Somebody with a seat or a shift, found by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub display_name: String,
    /// The shift that they help in; empty for guests.
    pub shift: String,
    /// Lets them in.
    pub code: String,
    /// Since when they are in, in words.
    pub since: Option<String>,
}
