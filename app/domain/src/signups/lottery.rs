//! The lottery: sealed before it opens, drawn when sign-up has closed, and drawn again by anybody who wants to check it.
//!
//! When the event is published 32 random bytes are chosen, the *seed*. Its SHA-256, the *seal*, is public from then on, and the
//! first entry of the event's log names it: nobody can choose another seed later. The seed alone would not do, for whoever knows
//! it could sign a friend up at the right moment; so the draw also depends on everything that was entered: on the hash of the
//! log's last entry before it.
//!
//! Each entry's *lot* is SHA-256 over the lines `popcorn lottery 1`, seed, hash of the log's last entry before `drawn` (both in
//! small hexadecimal digits), number of the sign-up, each ended by a line feed. The lowest lot is first. In that order everybody
//! gets a seat while there is one, and the end of the line from then on. Seed and log are published when it is drawn.

use crate::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// 32 random bytes.
pub type Seed = [u8; 32];

/// What is public of a seed before the draw.
pub fn seal(seed: &Seed) -> [u8; 32] {
    Sha256::digest(seed).into()
}

/// The first 48 bits of a seal as a number: what the log says of it.
pub fn mark(seal: &[u8; 32]) -> i64 {
    seal[..6].iter().fold(0, |number, byte| number << 8 | i64::from(*byte))
}

/// The lot of a sign-up.
pub fn lot(seed: &Seed, head: &[u8; 32], number: i64) -> [u8; 32] {
    let text = format!("popcorn lottery 1\n{}\n{}\n{number}\n", hex(seed), hex(head));
    Sha256::digest(text).into()
}

/// The numbers in the order in which they are drawn.
pub fn order(seed: &Seed, head: &[u8; 32], numbers: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut lots: Vec<([u8; 32], i64)> = numbers.into_iter().map(|number| (lot(seed, head, number), number)).collect();
    lots.sort_unstable();
    lots.into_iter().map(|(_, number)| number).collect()
}

/// A lottery as it is published with the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// SHA-256 of the seed, in small hexadecimal digits.
    pub seal: String,
    /// The seed, in small hexadecimal digits; once it is drawn.
    pub seed: Option<String>,
    /// How to draw it again.
    pub format: String,
}

/// What [`Published::format`] says.
pub const FORMAT: &str = "seal = SHA-256(the 32 bytes of seed); entry \"lottery\" has the first 48 bits of the seal as its value; \
     lot = SHA-256(the lines \"popcorn lottery 1\", seed, hash of the entry before \"drawn\", number, each ended by a line feed); \
     drawn are the numbers that \"entered\" and neither \"left\" nor were \"removed\" or \"placed\", the lowest lot first";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Computed by a script of five lines in another language.
    #[test]
    fn others_draw_the_same() {
        let (seed, head) = ([7; 32], [1; 32]);
        assert_eq!(hex(&seal(&seed)), SEAL);
        assert_eq!(hex(&lot(&seed, &head, 3)), LOT);
        assert_eq!(mark(&seal(&seed)), i64::from_str_radix(&SEAL[..12], 16).expect("a number"));
        assert_eq!(order(&seed, &head, [1, 2, 3, 4, 5]), ORDER);
    }

    const SEAL: &str = "4bb06f8e4e3a7715d201d573d0aa423762e55dabd61a2c02278fa56cc6d294e0";
    const LOT: &str = "379d5811e6889882247bcf1af8be8c61a7a13ef46ad8dab0e9e66c179270395d";
    const ORDER: [i64; 5] = [2, 3, 5, 1, 4];

    proptest! {
        /// Everybody is drawn once, and the order in which they entered does not count.
        #[test]
        fn a_draw_loses_nobody(seed: [u8; 32], head: [u8; 32], mut numbers in prop::collection::hash_set(1i64..5000, 0..40)) {
            let numbers: Vec<i64> = numbers.drain().collect();
            let drawn = order(&seed, &head, numbers.iter().copied());
            prop_assert_eq!(&drawn, &order(&seed, &head, numbers.iter().rev().copied()));
            let (mut drawn, mut numbers) = (drawn, numbers);
            drawn.sort_unstable();
            numbers.sort_unstable();
            prop_assert_eq!(drawn, numbers);
        }
    }

    /// No place in the row of entries is better than another: over many seeds each number is first about equally often.
    #[test]
    fn no_number_is_luckier() {
        let mut first = [0; 5];
        for n in 0..2000u16 {
            let mut seed = [0; 32];
            seed[..2].copy_from_slice(&n.to_be_bytes());
            first[order(&seed, &[9; 32], 0..5)[0] as usize] += 1;
        }
        assert!(first.iter().all(|wins| (320..480).contains(wins)), "{first:?}");
    }
}
