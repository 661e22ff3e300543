//! What is known of a member's standing at a moment.

use domain::honor::tiers::{Known, Regular};
use domain::{Instant, MemberId};

use super::House;
use crate::db::{Reading, Result};
use crate::sql;

/// A member's standing, with what their own page tells of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::honor) struct Seen {
    pub(in crate::honor) known: Known,
    /// When the term of their seat ends.
    pub(in crate::honor) crew_until: Option<Instant>,
    /// They asked for a seat or were proposed, and wait for the answer.
    pub(in crate::honor) has_asked: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    regular_until: Option<i64>,
    kept_until: Option<i64>,
    crew_until: Option<i64>,
    core: bool,
    has_asked: bool,
}

impl Seen {
    /// As it is at this moment: also between the end of a term and the hour when somebody looks after it.
    pub(in crate::honor) async fn read(
        conn: &mut impl Reading,
        (house, now): (&House, Instant),
        member: MemberId,
    ) -> Result<Self> {
        let row: Row = conn
            .one(
                sql!(
                    "SELECT s.regular_until, s.kept_until,
                         (SELECT max(t.ends_at) FROM tier_term t WHERE t.member_id = $1 AND t.tier = 'honor_crew'
                             AND t.ended_at IS NULL AND t.ends_at > $2) AS crew_until,
                         EXISTS (SELECT t.id FROM tier_term t WHERE t.member_id = $1 AND t.tier = 'core' AND t.ended_at IS NULL) AS core,
                         EXISTS (SELECT a.id FROM crew_application a WHERE a.member_id = $1 AND a.state = 'open') AS has_asked
                      FROM standing_house h LEFT JOIN member_standing s ON s.member_id = $1 WHERE h.id = 1"
                ),
                (member.0, now.0),
            )
            .await?;
        let regular = regular(house, now, (row.regular_until, row.kept_until));
        let known = Known { core: row.core, crew: row.crew_until.is_some(), regular };
        Ok(Self { known, crew_until: row.crew_until.map(Instant), has_asked: row.has_asked })
    }
}

/// Where the rule puts somebody who met it until then, or for whom it is kept until then.
pub(super) fn regular(house: &House, now: Instant, (met, kept): (Option<i64>, Option<i64>)) -> Regular {
    house.rule.standing(met.max(kept).map(Instant), now)
}
