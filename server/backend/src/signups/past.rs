//! What somebody's earlier sign-ups for the same places say about another one.

use domain::signups::Past;
use domain::{Failure, MemberId, PlacesId};

use crate::db::{Reading, Result};
use crate::sql;

/// The columns of a [`PastRow`], for places and a member that the statement calls so. Only the newest sign-up can bar: who was
/// given a seat by hand after they had been taken off is welcome again.
macro_rules! columns {
    ($places:literal, $member:literal) => {
        concat!(
            "(SELECT count(*) FROM signup q WHERE q.places_id = ",
            $places,
            " AND q.member_id = ",
            $member,
            ") AS past_times,
             EXISTS (SELECT 1 FROM signup q JOIN signup_change c ON c.signup_id = q.id
                 WHERE q.places_id = ",
            $places,
            " AND q.member_id = ",
            $member,
            " AND c.cause IN ('removed', 'refused')
                     AND NOT EXISTS (SELECT 1 FROM signup n WHERE n.places_id = q.places_id
                         AND n.member_id = q.member_id AND n.position > q.position)) AS past_taken_off"
        )
    };
}
pub(super) use columns;

/// Part of a larger row by `#[sqlx(flatten)]`.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub(super) struct PastRow {
    past_times: i64,
    past_taken_off: bool,
}

impl PastRow {
    pub(super) const fn past(self) -> Past {
        Past::of(self.past_times, self.past_taken_off)
    }
}

/// Refuses whoever was taken off these places, or has come and gone too often.
pub(super) async fn must_be_welcome(
    conn: &mut impl Reading,
    (places, member): (PlacesId, MemberId),
) -> Result<(), Failure> {
    let row: PastRow = conn.one(sql!(concat!("SELECT ", columns!("$1", "$2"))), (places.0, member.0)).await?;
    row.past().refusal().map_or(Ok(()), |refusal| Err(Failure::Refused(refusal)))
}
