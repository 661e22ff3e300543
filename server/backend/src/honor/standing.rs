//! Where a member stands.

use domain::honor::Tier;
use domain::honor::tiers::Regular;
use domain::honor::view::{Missing, Standing};
use domain::{Instant, MemberId};

use super::project;
use super::tiers::{House, Seen, TierRow, columns};
use crate::db::{Reading, Result};
use crate::sql;

/// The member's lifetime honor, their tier now, and what is missing for the next.
///
/// # Errors
/// When the database fails.
pub async fn standing(conn: &mut impl Reading, now: Instant, member: MemberId) -> Result<Standing> {
    let honor = project::lifetime(conn, member).await?;
    let house = House::read(conn).await?;
    let seen = Seen::read(conn, (&house, now), member).await?;
    let tier = seen.known.tier();
    let (missing, percent) = match (tier, seen.known.regular) {
        (Tier::Fan, _) | (Tier::Regular, Regular::Grace { .. }) => {
            let counting = house.counting(conn, now, member).await?;
            let (needed, months) = (house.rule.events, house.rule.months);
            let more = (needed - counting).max(1);
            let missing =
                if tier == Tier::Fan { Missing::Events { more, months } } else { Missing::ToStay { more, months } };
            (missing, (counting * 100 / needed).clamp(0, 100))
        }
        (Tier::Regular, _) if seen.has_asked => (Missing::Answer, 100),
        (Tier::Regular, _) => (Missing::Seat { free: house.crew.free() }, 100),
        (Tier::HonorCrew, _) => (Missing::Appointment, 100),
        (Tier::Core, _) => (Missing::Nothing, 100),
    };
    Ok(Standing { honor, tier, missing, percent })
}

/// The member's tier at this moment: what a right is asked of.
///
/// # Errors
/// When the database fails.
pub async fn tier(conn: &mut impl Reading, now: Instant, member: MemberId) -> Result<Tier> {
    let row: TierRow = conn.one(sql!(concat!("SELECT ", columns!("$1"))), (member.0,)).await?;
    Ok(row.tier(now))
}
