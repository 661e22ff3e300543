//! What is known of a member's standing at a moment.

use domain::honor::tiers::{Known, Regular, Tier};
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

/// The columns of a [`TierRow`], for a member that the statement calls so: where many stand is read by one statement.
macro_rules! columns {
    ($member:literal) => {
        concat!(
            "(SELECT z.regular_until FROM member_standing z WHERE z.member_id = ",
            $member,
            ") AS regular_until, (SELECT z.kept_until FROM member_standing z WHERE z.member_id = ",
            $member,
            ") AS kept_until, (SELECT z.grace_days FROM standing_house z WHERE z.id = 1) AS grace_days,
             (SELECT max(z.ends_at) FROM tier_term z WHERE z.member_id = ",
            $member,
            " AND z.tier = 'honor_crew' AND z.ended_at IS NULL) AS crew_until,
             EXISTS (SELECT 1 FROM tier_term z WHERE z.member_id = ",
            $member,
            " AND z.tier = 'core' AND z.ended_at IS NULL) AS is_core"
        )
    };
}
pub(crate) use columns;

/// Part of a larger row by `#[sqlx(flatten)]`.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct TierRow {
    regular_until: Option<i64>,
    kept_until: Option<i64>,
    grace_days: i64,
    crew_until: Option<i64>,
    is_core: bool,
}

impl TierRow {
    /// The tier at this moment.
    pub(crate) fn tier(&self, now: Instant) -> Tier {
        let met = self.regular_until.max(self.kept_until).map(Instant);
        let regular = Regular::of(met, self.grace_days, now);
        Known { core: self.is_core, crew: self.crew_until.is_some_and(|until| now.0 < until), regular }.tier()
    }
}
