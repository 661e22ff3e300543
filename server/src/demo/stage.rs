//! The past, played through the front door: a site whose clock is set to a moment and whose chance is the same each time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use backend::{Site, clock::Clock, random::Random, site::Parts};
use domain::Instant;

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;
/// Milliseconds of an hour.
pub(super) const HOUR: i64 = 3_600_000;
/// Milliseconds of a minute.
pub(super) const MINUTE: i64 = 60_000;

/// A clock that goes where it is put.
#[derive(Debug)]
pub(super) struct StepClock(AtomicI64);

impl StepClock {
    /// Puts it to a moment.
    pub(super) fn set(&self, now: Instant) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for StepClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// Chance that is the same in each run. (SplitMix64: good enough to look lively, no good for secrets.)
#[derive(Debug)]
pub(super) struct Dice(AtomicU64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(super) fn roll(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `limit`.
    pub(super) fn below(&self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    /// From `from` up to and including `to`.
    pub(super) fn between(&self, from: i64, to: i64) -> i64 {
        from + (self.roll() % (to - from + 1).max(1) as u64) as i64
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(super) fn shuffle<T>(&self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

impl Random for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.roll().to_le_bytes()[..part.len()]);
        }
    }
}

/// The real site at any moment.
pub(super) struct Stage {
    site: Site,
    /// The day it is loaded, at midnight UTC: the past lies before it, what is to come after it.
    pub(super) today: Instant,
    /// For what the demo itself chooses.
    pub(super) dice: Dice,
    /// For ids and ticket codes: a seed for each act.
    seeds: Dice,
}

impl Stage {
    pub(super) fn new(site: Site) -> Self {
        let today = Instant(site.now().0.div_euclid(DAY) * DAY);
        Self { site, today, dice: Dice::new(312), seeds: Dice::new(2027) }
    }

    /// The site itself, with its own clock and chance.
    pub(super) const fn real(&self) -> &Site {
        &self.site
    }

    /// The site as it was at a moment.
    pub(super) fn at(&self, moment: Instant) -> Site {
        self.act(moment).0
    }

    /// The site as it was from a moment on, with the clock to go on with.
    pub(super) fn act(&self, moment: Instant) -> (Site, Arc<StepClock>) {
        let clock = Arc::new(StepClock(AtomicI64::new(moment.0)));
        let site = Site::new(Parts {
            db: self.site.db.clone(),
            clock: clock.clone(),
            random: Arc::new(Dice::new(self.seeds.roll())),
            settings: self.site.settings.clone(),
            keys: self.site.keys.clone(),
        });
        (site, clock)
    }

    /// The moment so many days after today's midnight (before it, where negative).
    pub(super) fn day(&self, days: i64) -> Instant {
        Instant(self.today.0 + days * DAY)
    }

    /// Wall time so many days from today, as a form sends it: `2027-03-20T14:00`.
    pub(super) fn local(&self, days: i64, time: &str) -> String {
        let date = backend::when::iso("UTC", self.day(days));
        format!("{}T{time}", &date[..10])
    }

    /// The first day from `days` on that is this day of the week; 0 is Sunday.
    pub(super) fn weekday(&self, days: i64, wanted: i64) -> i64 {
        // 1 January 1970 was a Thursday.
        let is = (self.day(days).0.div_euclid(DAY) + 4).rem_euclid(7);
        days + (wanted - is).rem_euclid(7)
    }
}
