//! Who thanks whom back and forth: no proof of anything, but something for others to look at.

use crate::{Instant, MemberId};
use std::collections::BTreeMap;

/// Honor that one gave another by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thanks {
    pub from: MemberId,
    pub to: MemberId,
    pub points: i64,
    pub at: Instant,
}

/// Two who thank each other by turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The smaller id first.
    pub members: (MemberId, MemberId),
    /// How often it went the other way than the time before.
    pub turns: usize,
    /// How much went between them, both ways together.
    pub points: i64,
}

/// Thanking back once is kindness; from this many turns on it is shown.
pub const TURNS: usize = 2;

/// The pairs that alternate, the most turns first.
pub fn alternating(all: &[Thanks]) -> Vec<Pair> {
    let mut between: BTreeMap<(MemberId, MemberId), Vec<&Thanks>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.from != one.to) {
        between.entry((one.from.min(one.to), one.from.max(one.to))).or_default().push(one);
    }
    let pair = |(members, mut thanks): (_, Vec<&Thanks>)| {
        thanks.sort_by_key(|one| one.at);
        let turns = thanks.windows(2).filter(|two| two[0].from != two[1].from).count();
        Pair { members, turns, points: thanks.iter().map(|one| one.points).sum() }
    };
    let mut pairs: Vec<Pair> = between.into_iter().map(pair).filter(|pair| pair.turns >= TURNS).collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.turns), std::cmp::Reverse(pair.points), pair.members));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn thanks(from: u8, to: u8, at: i64) -> Thanks {
        let id = |n: u8| MemberId(Uuid::from_u128(n.into()));
        Thanks { from: id(from), to: id(to), points: 10, at: Instant(at) }
    }

    #[test]
    fn by_turns_is_shown_and_kindness_is_not() {
        assert_eq!(alternating(&[thanks(1, 2, 0), thanks(2, 1, 1)]), [], "thanked back once");
        assert_eq!(alternating(&[thanks(1, 2, 0), thanks(1, 2, 1), thanks(1, 2, 2)]), [], "one way only");
        let found = alternating(&[thanks(1, 2, 2), thanks(2, 1, 1), thanks(1, 2, 0), thanks(3, 1, 0)]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].turns, found[0].points), (2, 30));
    }

    proptest! {
        #[test]
        fn order_of_reading_does_not_matter(all in prop::collection::vec((0..4_u8, 0..4_u8), 0..20), by in 0..20_usize) {
            let all: Vec<Thanks> = all.into_iter().zip(0..).map(|((from, to), at)| thanks(from, to, at)).collect();
            let mut turned = all.clone();
            turned.rotate_left(if all.is_empty() { 0 } else { by % all.len() });
            prop_assert_eq!(alternating(&turned), alternating(&all));
        }
    }
}
