//! Moments, and the words for them.

use serde::{Deserialize, Serialize};

/// A moment: Unix time in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// This moment and `seconds` more.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// Whole seconds from this moment until `later`; negative when `later` is past.
    pub const fn seconds_until(self, later: Self) -> i64 {
        (later.0 - self.0) / 1000
    }
}

/// A span of time in words, in the reader's language and the event's own zone. Filled by the server, which has the zones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// "Saturday 20 March 2027", "2027年3月20日 星期六".
    pub date: String,
    /// "Sat 20 March", "3月20日 周六".
    pub short: String,
    /// The day of the month alone: "20".
    pub day: String,
    /// What stands under the big day: "March, Sat", "3月 周六".
    pub month: String,
    /// The same, short enough for a list: "Mar, Sat", "3月 周六".
    pub month_short: String,
    /// The year: "2027".
    pub year: String,
    /// "14:00".
    pub time: String,
    /// "14:00 to 17:30"; only the start where there is no end.
    pub range: String,
    /// "China Standard Time (UTC+8)", "北京时间（UTC+8）".
    pub zone: String,
    /// The start for machines: local time with offset, as `<time datetime>` and JSON-LD want it.
    pub iso: String,
    /// The end for machines; equal to `iso` where there is no end.
    pub iso_end: String,
}
