//! What the house chooses for a new member until they choose themselves: a handle and a face.

use domain::{MemberId, members::Handle};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The handle of names that hold too few letters for one.
const NAMELESS: &str = "fan";
/// How many letters of a name go into its handle, so that digits fit behind them.
const LETTERS: usize = 20;
/// How many faces there are.
const FACES: u8 = 6;

/// The letters a-z of a name, small; "fan" where they do not make a handle.
pub(crate) fn handle_base(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).take(LETTERS).collect();
    Handle::parse(&letters).map_or_else(|_| NAMELESS.into(), |handle| handle.as_str().into())
}

/// The handle to try the `attempt`th time, counted from 0: the name alone, then with more and more digits behind it.
pub(crate) fn handle_for(name: &str, attempt: u32, random: &dyn Random) -> String {
    let base = handle_base(name);
    let digits = match attempt {
        0 if base != NAMELESS => return base,
        0..=2 => 4,
        _ => 8,
    };
    let number = random.below(10_u64.pow(digits));
    format!("{base}{number:0width$}", width = digits as usize)
}

/// The address of a drawn face, always the same for a member.
pub(crate) fn face(member: MemberId) -> String {
    let hash = Sha256::digest(member.0.as_bytes());
    format!("/art/face-{}.svg", hash[0] % FACES + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;
    use uuid::Uuid;

    #[test]
    fn a_name_becomes_a_handle() {
        for (name, base) in [
            ("Zhu Yuting", "zhuyuting"),
            ("Zoë", "fan"),
            ("温书燕", "fan"),
            ("Ada 2", "ada"),
            ("Admin", "fan"),
            ("Wolfeschlegelsteinhausenbergerdorff", "wolfeschlegelsteinha"),
        ] {
            assert_eq!(handle_base(name), base, "{name}");
        }
    }

    #[test]
    fn every_attempt_is_a_handle() {
        for name in ["Zhu Yuting", "温书燕", "Wolfeschlegelsteinhausenbergerdorff"] {
            for attempt in 0..9 {
                let handle = handle_for(name, attempt, &SystemRandom);
                assert!(Handle::parse(&handle).is_ok_and(|parsed| parsed.as_str() == handle), "{handle}");
            }
        }
        assert_eq!(handle_for("Zhu Yuting", 0, &SystemRandom), "zhuyuting");
        assert_eq!(handle_for("温书燕", 0, &SystemRandom).len(), 7);
    }

    #[test]
    fn a_face_stays() {
        let member = MemberId(Uuid::from_u128(5));
        assert_eq!(face(member), face(member));
        let faces: std::collections::BTreeSet<_> = (0..200).map(|n| face(MemberId(Uuid::from_u128(n)))).collect();
        assert_eq!(faces.len(), usize::from(FACES));
    }
}
