//! What time it is, handed in: only here is the system asked.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::Instant;

/// A source of the current time. Tests set it by hand.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the machine's clock is past 1970");
        Instant(i64::try_from(since.as_millis()).expect("the machine's clock is before the year 292 million"))
    }
}
