//! How long an offer stands, and when the line ends.

use crate::Instant;

/// For how many minutes an offer stands where the organiser says nothing: a day, so that everyone has slept on it and seen a mail.
pub const OFFER_MINUTES: i64 = 24 * 60;
/// How many hours before the start seats stop being offered where the organiser says nothing.
pub const CUTOFF_HOURS: i64 = 6;
/// The least time to answer in, while the cut-off is not nearer than that.
const LEAST_S: i64 = 15 * 60;
/// In place of an offer's end while the event has no date: it stands until there is one. (The last second of the year 9999.)
pub const NO_END: Instant = Instant(253_402_300_799_000);

/// What an event's organisers have decided about its waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// For how long an offer stands, in seconds, while there is time.
    pub offer_s: i64,
    /// From this moment on free seats go to whoever comes first.
    pub cutoff: Instant,
}

impl Terms {
    /// The terms of something that starts then, where these are of what starts at `from`: the cut-off stays as far before the start.
    pub const fn moved(self, from: Instant, to: Instant) -> Self {
        Self { cutoff: Instant(self.cutoff.0 + to.0 - from.0), ..self }
    }

    /// Until when an offer stands that is made at `now`: the length that was set, but at most half of the time that is left until
    /// the cut-off, so that the next in line has a chance too; a quarter of an hour is not cut short by that. Never past the cut-off.
    pub fn offer_until(self, now: Instant) -> Instant {
        let half = now.seconds_until(self.cutoff) / 2;
        let span = self.offer_s.min(half.max(LEAST_S));
        now.plus_seconds(span).min(self.cutoff)
    }

    /// Until when an offer stands that was made while the event had no date, once it has one at `now`: as a new one, and however
    /// near the new cut-off is, there is a quarter of an hour to answer in.
    pub fn offer_again_until(self, now: Instant) -> Instant {
        self.offer_until(now).max(now.plus_seconds(LEAST_S))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_offer_gets_shorter_as_the_day_comes_near() {
        let hours = |h: i64| Instant(h * 3_600_000);
        let terms = Terms { offer_s: 24 * 3600, cutoff: hours(100) };
        for (now, until) in [(0, 24), (51, 75), (60, 80), (90, 95), (98, 99)] {
            assert_eq!(terms.offer_until(hours(now)), hours(until), "at hour {now}");
        }
        let minutes = |m: i64| Instant(m * 60_000);
        let terms = Terms { offer_s: 24 * 3600, cutoff: minutes(100) };
        assert_eq!(terms.offer_until(minutes(80)), minutes(95), "a quarter of an hour");
        assert_eq!(terms.offer_until(minutes(90)), minutes(100), "what is left");
        assert_eq!(Terms { offer_s: 60, ..terms }.offer_until(minutes(80)), minutes(81), "as short as it was set");
    }

    #[test]
    fn the_cut_off_moves_with_the_start() {
        let terms = Terms { offer_s: 60, cutoff: Instant(400) };
        assert_eq!(terms.moved(Instant(1000), Instant(3000)), Terms { cutoff: Instant(2400), ..terms });
        assert_eq!(terms.moved(Instant(1000), Instant(500)).cutoff, Instant(-100));
    }

    #[test]
    fn a_new_date_gives_time_to_answer() {
        let minutes = |m: i64| Instant(m * 60_000);
        let terms = Terms { offer_s: 3600, cutoff: minutes(1000) };
        assert_eq!(terms.offer_again_until(minutes(100)), minutes(160));
        assert_eq!(terms.offer_again_until(minutes(990)), minutes(1005), "though the cut-off is nearer");
        assert_eq!(terms.offer_again_until(minutes(2000)), minutes(2015), "though the cut-off has passed");
    }

    proptest! {
        #[test]
        fn no_offer_outlives_the_cut_off(offer_s in 60i64..700_000, cutoff in 1i64..9_000_000_000, now in 0i64..9_000_000_000) {
            prop_assume!(now < cutoff);
            let terms = Terms { offer_s, cutoff: Instant(cutoff) };
            let until = terms.offer_until(Instant(now));
            prop_assert!(Instant(now) < until && until <= terms.cutoff);
            prop_assert!(until.0 - now <= offer_s * 1000);
        }
    }
}
