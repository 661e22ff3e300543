//! What pages show of shifts.

use super::{
    Lack,
    credit::Turn,
    plan::RoleForm,
    presence::{Outcome, Word},
};
use crate::{
    EventId, RoleId, ShiftId, SignUpId, When,
    events::{questions::Question, view::EventCard},
    honor::Tier,
    members::view::Person,
    signups::{SignUpState, view::SeatsView},
};
use serde::{Deserialize, Serialize};

/// All shifts of an event in one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftsChip {
    /// Places that nobody has yet, in shifts that are to come.
    pub left: i64,
    pub taken: i64,
    pub capacity: i64,
}

/// `/e/{slug}/shifts`: what there is to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftsPage {
    pub card: EventCard,
    pub all: ShiftsChip,
    pub roles: Vec<RoleView>,
    /// The reader's own, the soonest first.
    pub mine: Vec<MyShift>,
    /// What the reader wants to give back for another.
    pub swap: Option<MyShift>,
    /// Shifts can be taken now.
    pub is_open: bool,
    /// The points of an hour.
    pub an_hour: i64,
}

/// A role and its shifts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    pub id: RoleId,
    pub name: String,
    pub story: String,
    /// From this tier on, where it is not for everybody.
    pub tier: Option<Tier>,
    pub adults_only: bool,
    pub has_briefing: bool,
    pub shifts: Vec<ShiftCell>,
}

/// A shift to be picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCell {
    pub id: ShiftId,
    /// "09:30 to 12:30".
    pub time: String,
    /// "Sat 20 March"; only where the shifts lie on several days.
    pub day: String,
    pub left: i64,
    pub waiting: i64,
    pub can: CanTake,
    /// What it earns this reader.
    pub honor: i64,
}

/// Whether the reader can take a shift, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CanTake {
    /// Yes, or join its line where it is full.
    Yes,
    /// They have it.
    Mine,
    /// They have something else at that time: this.
    Collides(String),
    /// It is for others: from this tier on.
    Tier(Tier),
    /// Too late, or too early.
    Closed,
}

/// A shift that the reader has, or waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyShift {
    pub signup: SignUpId,
    pub shift: ShiftId,
    pub role: String,
    pub when: When,
    pub state: SignUpState,
    /// 1 for the first in line; only while waiting.
    pub waiting_place: Option<i64>,
    /// It can still be given back or swapped.
    pub can_leave: bool,
    pub outcome: Option<Outcome>,
    /// What it earns, or has earned.
    pub honor: i64,
}

/// `/e/{slug}/shifts/{shift}`: one shift, before it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftPage {
    pub id: ShiftId,
    pub card: EventCard,
    pub role: String,
    pub story: String,
    pub when: When,
    pub seats: SeatsView,
    /// Paragraphs of what has to be read.
    pub briefing: Vec<String>,
    /// What the reader still lacks; for visitors everything the role asks.
    pub lacks: Vec<Lack>,
    pub can: CanTake,
    pub honor: i64,
    /// Which of the reader's shifts on that day it would be.
    pub turn: Turn,
    /// Some of it is night.
    pub is_night: bool,
    /// What the reader gives back for it.
    pub swap: Option<MyShift>,
    /// What is asked of those who take it.
    pub questions: Vec<Question>,
    /// Until when answers are kept, in words.
    pub until: String,
}

/// A shift on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketShift {
    pub id: ShiftId,
    pub role_id: RoleId,
    pub role: String,
    /// It can still be given back or swapped.
    pub can_leave: bool,
    pub outcome: Option<Outcome>,
    /// What it earns, or has earned.
    pub honor: i64,
}

/// `/organise/events/{id}/shifts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftDesk {
    pub id: EventId,
    pub card: EventCard,
    pub roles: Vec<DeskRole>,
    /// Those who can lead a shift.
    pub leads: Vec<Person>,
    /// What the form for more shifts is filled with: from and until, on the wall.
    pub wall: (String, String),
    pub all: ShiftsChip,
    pub an_hour: i64,
}

/// A role on its organiser's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRole {
    pub id: RoleId,
    pub form: RoleForm,
    pub shifts: Vec<DeskShift>,
}

/// A shift on its organiser's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskShift {
    pub id: ShiftId,
    pub when: When,
    /// Start and end on the wall, as forms hold them.
    pub wall: (String, String),
    pub seats: SeatsView,
    pub lead: Option<Person>,
    pub honor: i64,
    /// Nobody is in: it can be moved and removed.
    pub is_empty: bool,
    /// Those with a place, then those in line.
    pub people: Vec<DeskPerson>,
}

/// Somebody in a shift, or in line for it, on its organiser's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPerson {
    pub signup: SignUpId,
    pub display_name: String,
    pub state: SignUpState,
}

/// `/door/{event}/shifts`: the lead's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadPage {
    pub id: EventId,
    pub card: EventCard,
    /// The soonest first; those that are over last.
    pub shifts: Vec<LeadShift>,
    /// The reader runs the event and sees all of them.
    pub sees_all: bool,
}

/// A shift in the lead's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadShift {
    pub id: ShiftId,
    pub role: String,
    pub when: When,
    pub stands: Stands,
    pub seats: SeatsView,
    /// Who leads it.
    pub lead: Option<String>,
    pub people: Vec<LeadPerson>,
}

impl LeadShift {
    /// Of how many nobody has said what became of them, though it is over.
    pub fn unsettled(&self) -> i64 {
        let is_open = |person: &&LeadPerson| self.stands == Stands::Over && person.outcome.is_none();
        self.people.iter().filter(is_open).count() as i64
    }
}

/// Where a shift stands by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    ToCome,
    Running,
    Over,
}

/// Somebody in the lead's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadPerson {
    pub signup: SignUpId,
    pub display_name: String,
    /// When they came, in the event's zone.
    pub came: Option<String>,
    pub outcome: Option<Outcome>,
    /// What it has earned them.
    pub honor: i64,
    /// What the lead can say of them now.
    pub words: Vec<Word>,
    /// Question and answer, as far as the reader may see them.
    pub answers: Vec<(String, String)>,
}
