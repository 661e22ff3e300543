//! A clock that is set by hand and chance that repeats itself.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use domain::Instant;

use crate::{clock::Clock, random::Random};

/// Shows the moment it was set to, a millisecond later each time: things that follow one another stay in order.
pub(super) struct FixedClock(AtomicI64);

impl FixedClock {
    pub(super) fn new(at: Instant) -> Self {
        Self(AtomicI64::new(at.0))
    }

    pub(super) fn set(&self, at: Instant) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): good enough to look lively, useless for secrets.
pub(super) struct FixedRandom(Mutex<u64>);

impl FixedRandom {
    pub(super) fn new() -> Self {
        Self(Mutex::new(0x706f_7063_6f72_6e21))
    }
}

impl Random for FixedRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().expect("nobody panics while holding it");
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}
