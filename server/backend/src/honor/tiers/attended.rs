//! What an event more does to somebody's standing.

use domain::honor::tiers::Regular;
use domain::{Instant, MemberId};

use super::{House, seen::regular};
use crate::db::{Reading, Result, Tx, forks};
use crate::notices::{self, Letter, StandingNews};
use crate::{Site, sql};

/// Follows a check-in, in its transaction: whoever meets the rule with it is a Regular, and is told if they were none before.
pub(crate) async fn attended(tx: &mut Tx, site: &Site, member: MemberId) -> Result<()> {
    forks::share_house(tx).await?;
    let (house, now) = (House::read(tx).await?, site.now());
    let newest = house.newest(tx, member).await?;
    let Some(until) = house.rule.met_until(&newest).filter(|until| now < *until) else { return Ok(()) };
    let before = stored(tx, (&house, now), member).await?;
    meets(tx, member, until).await?;
    if matches!(before, Regular::Not | Regular::Lapsed) {
        let news = StandingNews::Regular;
        notices::send(tx, site, member, Letter::Standing { news }).await?;
    }
    Ok(())
}

/// Notes until when the rule is met; never earlier than was noted.
pub(super) async fn meets(tx: &mut Tx, member: MemberId, until: Instant) -> Result<()> {
    tx.execute(
        sql!(
            "INSERT INTO member_standing (member_id, regular_until) VALUES ($1, $2)
             ON CONFLICT (member_id) DO UPDATE SET regular_until = excluded.regular_until
             WHERE member_standing.regular_until IS NULL OR member_standing.regular_until < excluded.regular_until"
        ),
        (member.0, until.0),
    )
    .await
    .map(drop)
}

async fn stored(conn: &mut impl Reading, (house, now): (&House, Instant), member: MemberId) -> Result<Regular> {
    let row: Option<(Option<i64>, Option<i64>)> = conn
        .optional(sql!("SELECT regular_until, kept_until FROM member_standing WHERE member_id = $1"), (member.0,))
        .await?;
    Ok(regular(house, now, row.unwrap_or_default()))
}
