//! For tests, here and on the floors above: time and chance set by hand, and a fresh database on either engine.
//!
//! ```text
//! #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
//! async fn a_place_is_sold_once() {
//!     each_engine(async |db| { … }).await;
//! }
//! ```

mod databases;
mod world;
mod world_events;
mod world_shifts;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::Instant;

use crate::clock::Clock;
use crate::random::Random;

pub use databases::{TestDb, each_engine, engines};
pub use world::{TestSite, each_site};
pub use world_events::StoredSignUp;

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Set to `now`.
    pub const fn new(now: Instant) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Sets it to `now`, forward or back.
    pub fn set(&self, now: Instant) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves it forward.
    ///
    /// # Panics
    /// When the span is longer than an [`Instant`] can say.
    pub fn advance(&self, span: std::time::Duration) {
        let millis = i64::try_from(span.as_millis()).expect("a span a test can mean");
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

/// Spring of 2027, when most of the examples happen: 2027-03-20 06:00 UTC.
impl Default for ManualClock {
    fn default() -> Self {
        Self::new(Instant(1_805_522_400_000))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// Random numbers that are the same in each run with the same seed. Not secret in the least. (SplitMix64.)
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

impl SeededRandom {
    /// The sequence that belongs to `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Default for SeededRandom {
    fn default() -> Self {
        Self::new(7)
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_le_bytes()[..part.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_by_hand_only() {
        let clock = ManualClock::new(Instant(5));
        assert_eq!(clock.now(), Instant(5));
        clock.advance(std::time::Duration::from_secs(2));
        assert_eq!(clock.now(), Instant(2005));
        clock.set(Instant(1));
        assert_eq!(clock.now(), Instant(1));
    }

    #[test]
    fn a_seed_repeats_itself() {
        let (a, b, c) = (SeededRandom::new(1), SeededRandom::new(1), SeededRandom::new(2));
        let [a, b, c]: [&dyn Random; 3] = [&a, &b, &c];
        let first: [u8; 20] = a.bytes();
        assert_eq!(first, b.bytes());
        assert_ne!(first, c.bytes());
        assert_ne!(first, a.bytes());
    }
}
