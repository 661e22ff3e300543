//! Which badges hang on a wall: of a family the highest that is held, and the next.

use std::collections::BTreeMap;

use super::view::Medal;

/// A badge that may hang there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub medal: Medal,
    /// Its family, and which tier of it.
    pub family: Option<(String, i64)>,
}

/// The wall, in the order of the pieces. Of a family it shows the highest tier that is held, and of those to be earned the lowest
/// above it.
pub fn arrange(pieces: Vec<Piece>) -> Vec<Medal> {
    let mut highest: BTreeMap<String, i64> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.medal.grant.is_some()) {
        if let Some((family, step)) = &piece.family {
            let best = highest.entry(family.clone()).or_insert(*step);
            *best = (*best).max(*step);
        }
    }
    let mut next: BTreeMap<String, i64> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.medal.grant.is_none()) {
        if let Some((family, step)) = &piece.family
            && highest.get(family).is_none_or(|best| step > best)
        {
            let nearest = next.entry(family.clone()).or_insert(*step);
            *nearest = (*nearest).min(*step);
        }
    }
    let hangs = |piece: &Piece| match &piece.family {
        None => true,
        Some((family, step)) => {
            let of = if piece.medal.grant.is_some() { &highest } else { &next };
            of.get(family) == Some(step)
        }
    };
    pieces.into_iter().filter(hangs).map(|piece| piece.medal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GrantId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn piece(name: &str, held: bool, family: Option<(&str, i64)>) -> Piece {
        let grant = held.then(|| GrantId(Uuid::nil()));
        Piece {
            medal: Medal { name: name.into(), art: String::new(), grant, line: String::new() },
            family: family.map(|(family, step)| (family.into(), step)),
        }
    }

    #[test]
    fn of_a_family_hang_the_highest_and_the_next() {
        let of = |held: [bool; 3]| {
            let pieces = vec![
                piece("ten", held[2], Some(("meetups", 3))),
                piece("first", held[0], Some(("meetups", 1))),
                piece("five", held[1], Some(("meetups", 2))),
                piece("night", true, None),
                piece("cover", false, None),
            ];
            arrange(pieces).into_iter().map(|medal| medal.name).collect::<Vec<_>>()
        };
        assert_eq!(of([false, false, false]), ["first", "night", "cover"]);
        assert_eq!(of([true, false, false]), ["first", "five", "night", "cover"]);
        assert_eq!(of([true, true, true]), ["ten", "night", "cover"]);
        assert_eq!(of([false, true, false]), ["ten", "five", "night", "cover"], "nobody goes back for the first");
    }

    proptest! {
        #[test]
        fn nothing_without_a_family_is_lost(rows in prop::collection::vec((any::<bool>(), prop::option::of((0_i64..2, 1_i64..5))), 0..16)) {
            let names = ["a", "b"];
            let pieces: Vec<Piece> = rows
                .iter()
                .map(|(held, family)| piece("x", *held, family.map(|(n, step)| (names[n as usize], step))))
                .collect();
            let alone = pieces.iter().filter(|piece| piece.family.is_none()).count();
            let wall = arrange(pieces.clone());
            prop_assert!(wall.len() >= alone && wall.len() <= pieces.len());
            let any_held = pieces.iter().any(|piece| piece.medal.grant.is_some());
            prop_assert_eq!(any_held, wall.iter().any(|medal| medal.grant.is_some()), "who has some shows some");
        }
    }
}
