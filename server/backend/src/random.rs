//! Chance, handed in: only here is the system asked.

use domain::{Instant, hex};
use uuid::Uuid;

/// A source of random bytes fit for secrets. Tests use one that repeats itself.
pub trait Random: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness there are no secrets: better no answer than a guessable one.
        getrandom::fill(bytes).expect("the operating system has random numbers");
    }
}

/// Letters and digits that are not mistaken for one another when read aloud or from paper (Crockford's Base32, lower case).
/// Thirty-two of them: five bits each, and no bias.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What use cases ask for, made from any source.
impl dyn Random + '_ {
    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new id (UUIDv7): rises with the time, so that rows made together lie together.
    pub fn id(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.0).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A secret for an address or a cookie: 256 bits of chance as 64 hexadecimal digits.
    pub fn token(&self) -> String {
        hex(&self.bytes::<32>())
    }

    /// A code of so many letters for people to read and type, five bits of chance a letter. Lower case; accept both.
    pub fn code(&self, letters: usize) -> String {
        let mut bytes = vec![0; letters];
        self.fill(&mut bytes);
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
    }

    /// A number from 0 up to, not including, `limit`; each equally likely. 0 for a limit of 0.
    pub fn below(&self, limit: u64) -> u64 {
        if limit == 0 {
            return 0;
        }
        // What does not fill the last round would favour small numbers: drawn again.
        let fair = u64::MAX - u64::MAX % limit;
        loop {
            let drawn = u64::from_le_bytes(self.bytes());
            if drawn < fair {
                return drawn % limit;
            }
        }
    }

    /// Puts the items in random order, each order equally likely.
    pub fn shuffle<T>(&self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let chosen = usize::try_from(self.below(last as u64 + 1)).expect("below a length");
            items.swap(last, chosen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_with_time_and_differ_within_a_moment() {
        let random: &dyn Random = &SystemRandom;
        let (a, b, c) = (random.id(Instant(1000)), random.id(Instant(1000)), random.id(Instant(1001)));
        assert_ne!(a, b);
        assert!(a < c && b < c);
        assert_eq!(a.get_version_num(), 7);
    }

    #[test]
    fn codes_are_plain_and_every_item_survives_a_shuffle() {
        let random: &dyn Random = &SystemRandom;
        let code = random.code(40);
        assert!(code.len() == 40 && code.bytes().all(|b| LETTERS.contains(&b)));
        let mut items: Vec<u32> = (0..50).collect();
        random.shuffle(&mut items);
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
        assert!((0..1000).all(|_| random.below(3) < 3));
    }
}
