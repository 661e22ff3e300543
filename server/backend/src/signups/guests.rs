//! Whom people bring along.

use std::collections::HashMap;

use domain::{EventId, MemberId, SignUpId};
use uuid::Uuid;

use crate::db::{Reading, Result};
use crate::sql;

/// How many are read at most.
const MOST: i64 = 200_000;

/// Names by sign-up, in the order in which they were given.
pub(crate) type Guests = HashMap<Uuid, Vec<String>>;

/// Whom somebody brings along.
pub(crate) async fn guests_of(conn: &mut impl Reading, signup: SignUpId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        conn.all(sql!("SELECT name FROM signup_guest WHERE signup_id = $1 ORDER BY position"), (signup.0,)).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Everybody who was or is to be brought along to an event.
pub(crate) async fn guests_at(conn: &mut impl Reading, event: EventId) -> Result<Guests> {
    let rows = conn
        .all(
            sql!(
                "SELECT g.signup_id, g.name FROM signup_guest g JOIN signup s ON s.id = g.signup_id
                 WHERE s.event_id = $1 ORDER BY g.signup_id, g.position LIMIT $2"
            ),
            (event.0, MOST),
        )
        .await?;
    Ok(by_sign_up(rows))
}

/// Whom a member brings along, wherever they go.
pub(super) async fn guests_by(conn: &mut impl Reading, member: MemberId) -> Result<Guests> {
    let rows = conn
        .all(
            sql!(
                "SELECT g.signup_id, g.name FROM signup_guest g JOIN signup s ON s.id = g.signup_id
                 WHERE s.member_id = $1 ORDER BY g.signup_id, g.position LIMIT 2000"
            ),
            (member.0,),
        )
        .await?;
    Ok(by_sign_up(rows))
}

fn by_sign_up(rows: Vec<(Uuid, String)>) -> Guests {
    let mut guests = Guests::new();
    for (signup, name) in rows {
        guests.entry(signup).or_default().push(name);
    }
    guests
}
