//! Tiers: who stands where, by open rules, and what each of them may do.

mod regular;
pub mod view;

pub use regular::{Attendance, Regular, RegularRule};

use serde::{Deserialize, Serialize};

/// The layers of the community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tier {
    /// Everybody with an account.
    #[default]
    Fan,
    /// Who comes again and again: by an open rule, see [`RegularRule`].
    Regular,
    /// Who holds one of a limited number of seats, for a term.
    HonorCrew,
    /// Who was appointed.
    Core,
}

impl Tier {
    /// All of them, from the first.
    pub const ALL: [Self; 4] = [Self::Fan, Self::Regular, Self::HonorCrew, Self::Core];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fan => "fan",
            Self::Regular => "regular",
            Self::HonorCrew => "honor_crew",
            Self::Core => "core",
        }
    }

    /// The tier of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| *tier > self)
    }

    /// May somebody of this tier do that? The one place that says so; the page on tiers shows the same table.
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::TakePart | Right::Boards => true,
            Right::ComeFirst => matches!(self, Self::Regular | Self::HonorCrew | Self::Core),
            // Who is of the crew has a seat, and who is of the core needs none.
            Right::AskForSeat => matches!(self, Self::Regular),
            Right::StandByName => matches!(self, Self::HonorCrew | Self::Core),
        }
    }
}

/// Something that a tier may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Come to events, earn honor and badges.
    TakePart,
    /// Stand on the leaderboards, if they like.
    Boards,
    /// Sign up before the others, and for events that are for higher tiers, where an event says so.
    ComeFirst,
    /// Ask for a seat in the honor crew.
    AskForSeat,
    /// Be named on the page on tiers, if they like.
    StandByName,
}

impl Right {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::TakePart, Self::Boards, Self::ComeFirst, Self::AskForSeat, Self::StandByName];
}

/// What is known of a member's standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Appointed, and not dismissed.
    pub core: bool,
    /// Holds a seat in the honor crew whose term runs.
    pub crew: bool,
    /// Where the rule for Regulars puts them.
    pub regular: Regular,
}

impl Known {
    /// The highest that they hold.
    pub const fn tier(self) -> Tier {
        match self {
            Self { core: true, .. } => Tier::Core,
            Self { crew: true, .. } => Tier::HonorCrew,
            Self { regular: Regular::Held { .. } | Regular::Grace { .. }, .. } => Tier::Regular,
            Self { .. } => Tier::Fan,
        }
    }
}

/// The seats of the honor crew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrewSeats {
    /// How many there are.
    pub seats: i64,
    /// How many are taken.
    pub taken: i64,
    /// How long a term is.
    pub months: i64,
}

impl CrewSeats {
    /// How many are free.
    pub const fn free(self) -> i64 {
        if self.seats > self.taken { self.seats - self.taken } else { 0 }
    }
}

/// Where an application for a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApplicationState {
    /// Nobody has decided yet.
    Open,
    /// They got a seat.
    Accepted,
    /// Not this time.
    Declined,
    /// They took it back.
    Withdrawn,
}

impl ApplicationState {
    const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Declined, Self::Withdrawn];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    #[test]
    fn words_lead_back() {
        assert!(Tier::ALL.iter().all(|tier| Tier::from_word(tier.word()) == Some(*tier)));
        assert!(ApplicationState::ALL.iter().all(|state| ApplicationState::from_word(state.word()) == Some(*state)));
        assert_eq!((Tier::Fan.next(), Tier::Core.next()), (Some(Tier::Regular), None));
    }

    #[test]
    fn the_highest_counts() {
        let until = Instant(5);
        let known = |core, crew, regular| Known { core, crew, regular }.tier();
        assert_eq!(known(false, false, Regular::Not), Tier::Fan);
        assert_eq!(known(false, false, Regular::Lapsed), Tier::Fan);
        assert_eq!(known(false, false, Regular::Held { until }), Tier::Regular);
        assert_eq!(known(false, false, Regular::Grace { until }), Tier::Regular, "nobody falls at once");
        assert_eq!(known(false, true, Regular::Not), Tier::HonorCrew);
        assert_eq!(known(true, true, Regular::Held { until }), Tier::Core);
    }

    #[test]
    fn who_may_do_what() {
        for (right, tiers) in [
            (Right::TakePart, "frhc"),
            (Right::Boards, "frhc"),
            (Right::ComeFirst, "-rhc"),
            (Right::AskForSeat, "-r--"),
            (Right::StandByName, "--hc"),
        ] {
            let may: Vec<bool> = Tier::ALL.iter().map(|tier| tier.may(right)).collect();
            assert_eq!(may, tiers.chars().map(|c| c != '-').collect::<Vec<_>>(), "{right:?}");
        }
    }

    #[test]
    fn free_seats_are_never_below_none() {
        assert_eq!(CrewSeats { seats: 3, taken: 1, months: 12 }.free(), 2);
        assert_eq!(CrewSeats { seats: 3, taken: 4, months: 12 }.free(), 0);
    }
}
