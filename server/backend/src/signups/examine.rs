//! Are the seats counted right? The part of `popcorn doctor` that knows sign-ups.

use domain::PlacesId;
use uuid::Uuid;

use crate::db::{Reading, Result};
use crate::operations::doctor::{Fault, Findings};
use crate::sql;

/// So many are named; more tell nothing new.
const NAMED: i64 = 100;

/// Compares the counters with what they count, each in one statement: nobody's sign-up comes between.
///
/// # Errors
/// When the database fails.
pub async fn examine(conn: &mut impl Reading, found: &mut Findings) -> Result<()> {
    let rows: Vec<(Uuid, i64, i64, i64, i64, i64, i64)> = conn
        .all(
            sql!(
                "SELECT p.id, p.taken, p.offered, p.waiting, coalesce(s.taken, 0) AS now_taken, coalesce(s.offered, 0) AS now_offered,
                     coalesce(s.waiting, 0) AS now_waiting
                 FROM places p LEFT JOIN (
                     SELECT places_id, CAST(sum(CASE WHEN state IN ('confirmed', 'offered') THEN heads ELSE 0 END) AS BIGINT) AS taken,
                         CAST(sum(CASE WHEN state = 'offered' THEN heads ELSE 0 END) AS BIGINT) AS offered,
                         count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting
                     FROM signup GROUP BY places_id) s ON s.places_id = p.id
                 WHERE p.taken <> coalesce(s.taken, 0) OR p.offered <> coalesce(s.offered, 0) OR p.waiting <> coalesce(s.waiting, 0)
                 LIMIT $1"
            ),
            (NAMED,),
        )
        .await?;
    for (places, taken, offered, waiting, now_taken, now_offered, now_waiting) in rows {
        let said = format!("{taken} taken, {offered} offered, {waiting} waiting");
        let real = format!("{now_taken}, {now_offered}, {now_waiting}");
        found.add(Fault::Seats, format!("places {}", PlacesId(places)), format!("say {said}; there are {real}"));
    }
    Ok(())
}
