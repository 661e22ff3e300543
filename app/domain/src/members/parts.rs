//! The parts of a member's page. Each is for everybody or for its owner alone, once the page itself is for everybody.

use serde::{Deserialize, Serialize};

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Honor and tier.
    Ring,
    /// Badges, trophies and covers.
    Badges,
    /// Every point of honor, explained: they add up to what the ring shows.
    Statement,
    /// What happened when.
    Timeline,
    /// Events they were at.
    Events,
    /// A place on the leaderboards, which shows what the ring does.
    Boards,
}

impl Part {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Ring, Self::Badges, Self::Timeline, Self::Events, Self::Statement, Self::Boards];

    /// Its name in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Badges => "badges",
            Self::Statement => "statement",
            Self::Timeline => "timeline",
            Self::Events => "events",
            Self::Boards => "boards",
        }
    }
}

/// Which parts everybody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    pub ring: bool,
    pub badges: bool,
    pub statement: bool,
    pub timeline: bool,
    pub events: bool,
    pub boards: bool,
}

/// What a published page shows of whom nothing else is known: what it showed before there was a choice, and with the ring the
/// place on the leaderboards. Where somebody was is told by the pages of their badges alone.
impl Default for Parts {
    fn default() -> Self {
        Self { ring: true, badges: true, statement: true, timeline: false, events: false, boards: true }
    }
}

impl Parts {
    /// Nothing is held back: what the owner sees.
    pub const ALL: Self =
        Self { ring: true, badges: true, statement: true, timeline: true, events: true, boards: true };

    /// Is this part among them?
    pub const fn has(self, part: Part) -> bool {
        match part {
            Part::Ring => self.ring,
            Part::Badges => self.badges,
            Part::Statement => self.statement && self.ring,
            Part::Timeline => self.timeline,
            Part::Events => self.events,
            Part::Boards => self.boards && self.ring,
        }
    }
}

/// Which way a badge moves on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Before the one that hangs before it.
    Up,
    /// Behind the one that hangs behind it.
    Down,
}

impl Way {
    /// The way of a form's word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The wall in its owner's order: `order` are those they placed, the first first; what is not among them is newer and hangs before
/// them, as it came.
pub fn hung<T, K: PartialEq>(all: Vec<T>, key: impl Fn(&T) -> Option<K>, order: &[K]) -> Vec<T> {
    let place = |item: &T| key(item).and_then(|own| order.iter().position(|placed| *placed == own));
    let (mut placed, unplaced): (Vec<T>, Vec<T>) = all.into_iter().partition(|item| place(item).is_some());
    placed.sort_by_key(|item| place(item));
    // What is still to be earned has no key, and hangs at the end.
    let (new, missing): (Vec<T>, Vec<T>) = unplaced.into_iter().partition(|item| key(item).is_some());
    new.into_iter().chain(placed).chain(missing).collect()
}

/// The order after one was moved; none where it is not there, or at the end already.
pub fn moved<K: PartialEq + Clone>(order: &[K], one: &K, way: Way) -> Option<Vec<K>> {
    let at = order.iter().position(|key| key == one)?;
    let to = match way {
        Way::Up => at.checked_sub(1)?,
        Way::Down => (at + 1 < order.len()).then_some(at + 1)?,
    };
    let mut order = order.to_vec();
    order.swap(at, to);
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_tells_how_much_honor_there_is_needs_the_ring() {
        let quiet = Parts { ring: false, ..Parts::default() };
        for part in [Part::Boards, Part::Statement] {
            assert!(!quiet.has(part) && Parts::default().has(part), "{part:?}");
        }
        assert!(Part::ALL.iter().all(|part| Parts::ALL.has(*part)));
        assert!(!Parts::default().has(Part::Events) && !Parts::default().has(Part::Timeline));
    }

    #[test]
    fn new_badges_hang_first_and_what_is_missing_last() {
        let wall = vec![Some(5), Some(4), Some(1), Some(2), None];
        assert_eq!(hung(wall, |own| *own, &[2, 1]), [Some(5), Some(4), Some(2), Some(1), None]);
    }

    #[test]
    fn one_step_at_a_time() {
        assert_eq!(moved(&[1, 2, 3], &2, Way::Up), Some(vec![2, 1, 3]));
        assert_eq!(moved(&[1, 2, 3], &2, Way::Down), Some(vec![1, 3, 2]));
        assert_eq!(moved(&[1, 2, 3], &1, Way::Up), None);
        assert_eq!(moved(&[1, 2, 3], &3, Way::Down), None);
        assert_eq!(moved(&[1, 2, 3], &9, Way::Down), None);
        assert_eq!((Way::from_word("up"), Way::from_word("over")), (Some(Way::Up), None));
    }

    proptest! {
        /// Nothing is lost by hanging, and back is where it was.
        #[test]
        fn every_badge_keeps_hanging(wall in prop::collection::hash_set(0u8..40, 0..20), order in prop::collection::vec(0u8..40, 0..20), one in 0u8..40) {
            let wall: Vec<u8> = wall.into_iter().collect();
            let mut hangs = hung(wall.clone(), |own| Some(*own), &order);
            if let Some(there) = moved(&hangs, &one, Way::Up) {
                prop_assert_eq!(moved(&there, &one, Way::Down), Some(hangs.clone()));
            }
            let mut wall = wall;
            wall.sort_unstable();
            hangs.sort_unstable();
            prop_assert_eq!(hangs, wall);
        }
    }
}
