//! What pages show of honor.

use super::{Cause, Tier};
use serde::{Deserialize, Serialize};

/// Where a member stands: the ring and the tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub honor: i64,
    pub tier: Tier,
    pub next: Option<Tier>,
    /// Honor that is missing to the next tier; 0 at the last.
    pub missing: i64,
    /// Progress inside the tier, 0 to 100.
    pub percent: i64,
}

impl From<i64> for Standing {
    /// The standing of somebody with this much lifetime honor.
    fn from(honor: i64) -> Self {
        let tier = Tier::of(honor);
        let next = tier.next();
        let (missing, percent) = next.map_or((0, 100), |n| {
            let (from, to) = (tier.from_honor(), n.from_honor());
            (to - honor, ((honor - from).max(0) * 100) / (to - from))
        });
        Self { honor, tier, next, missing, percent }
    }
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    pub cause: Cause,
    /// The event it came from: slug and title.
    pub event: Option<(String, String)>,
    /// An organiser's reason, where one was given.
    pub reason: Option<String>,
    /// Who added it; none for a rule of the house.
    pub by: Option<String>,
    /// "14 Mar 2027", in the reader's words.
    pub at: String,
    pub at_iso: String,
    pub points: i64,
    /// The balance after it.
    pub total: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_fills_inside_the_tier() {
        let s = Standing::from(640);
        assert_eq!((s.tier, s.next, s.missing, s.percent), (Tier::HonorCrew, Some(Tier::Core), 360, 40));
        let s = Standing::from(5000);
        assert_eq!((s.next, s.missing, s.percent), (None, 0, 100));
        assert_eq!(Standing::from(-20).percent, 0);
    }
}
