//! Letters: which may wait until morning, what may be written to whom, what becomes of them.

pub mod announce;
pub mod quiet;
pub mod reminder;
pub mod view;

use crate::Instant;
pub use reminder::ReminderRule;
use serde::{Deserialize, Serialize};

/// What became of a letter on its way by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// Not tried yet, or held back until morning.
    Waiting,
    /// The mail server took it.
    Sent,
    /// Not mailed: it was no longer true, or its reader wants no such mail.
    Skipped,
    /// It did not go well; it is tried again.
    Retrying,
    /// The mail server says that there is no such box.
    Bounced,
    /// Tried again and again, without luck.
    GivenUp,
}

impl Delivery {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Sent, Self::Skipped, Self::Retrying, Self::Bounced, Self::GivenUp];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Skipped => "skipped",
            Self::Retrying => "retrying",
            Self::Bounced => "bounced",
            Self::GivenUp => "given_up",
        }
    }

    /// The delivery of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.word() == word)
    }
}

/// Seconds of a day.
const DAY_S: i64 = 86_400;
/// A reminder that waits for the morning must still come so many seconds before the start.
const REMINDER_AHEAD_S: i64 = 3600;

/// How long a letter can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody waits for it, or has to answer: codes, tickets just asked for, offers.
    AtOnce,
    /// News of an event that starts then: within its last day it does not wait.
    News(Instant),
    /// A reminder of an event that starts then: worth something only before.
    Reminder(Instant),
    /// It is as good tomorrow.
    AnyDay,
}

impl Urgency {
    /// Until when a letter is held back that is due `now`. `morning`: the end of its reader's quiet hours, where it is quiet now.
    pub fn held_until(self, now: Instant, morning: Option<Instant>) -> Option<Instant> {
        let morning = morning.filter(|morning| *morning > now)?;
        let waits = match self {
            Self::AtOnce => false,
            Self::News(starts) => now.seconds_until(starts) > DAY_S || starts <= now,
            Self::Reminder(starts) => morning.seconds_until(starts) >= REMINDER_AHEAD_S,
            Self::AnyDay => true,
        };
        waits.then_some(morning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn words_round_trip() {
        for delivery in Delivery::ALL {
            assert_eq!(Delivery::from_word(delivery.word()), Some(delivery));
        }
    }

    #[test]
    fn at_night_only_what_is_urgent_goes_out() {
        let (now, morning) = (Instant(0), Some(Instant(9 * HOUR)));
        for (urgency, held) in [
            (Urgency::AtOnce, false),
            (Urgency::AnyDay, true),
            (Urgency::News(Instant(24 * HOUR)), false),
            (Urgency::News(Instant(25 * HOUR)), true),
            (Urgency::News(Instant(-HOUR)), true),
            (Urgency::Reminder(Instant(10 * HOUR)), true),
            (Urgency::Reminder(Instant(9 * HOUR + HOUR / 2)), false),
        ] {
            assert_eq!(urgency.held_until(now, morning), morning.filter(|_| held), "{urgency:?}");
            assert_eq!(urgency.held_until(now, None), None, "by day nothing waits");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_held_into_the_past_nor_a_reminder_past_the_start(now in 0i64..99, morning in 0i64..99, starts in 0i64..99) {
            let (now, morning, starts) = (Instant(now * HOUR), Instant(morning * HOUR), Instant(starts * HOUR));
            for urgency in [Urgency::AtOnce, Urgency::AnyDay, Urgency::News(starts), Urgency::Reminder(starts)] {
                if let Some(until) = urgency.held_until(now, Some(morning)) {
                    prop_assert!(until > now);
                    prop_assert!(!matches!(urgency, Urgency::Reminder(_)) || until < starts);
                }
            }
        }
    }
}
