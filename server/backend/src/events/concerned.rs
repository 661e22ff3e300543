//! Everyone concerned by what happens to an event: those with a seat or a shift, and those in line.

use domain::{EventId, MemberId};
use uuid::Uuid;

use crate::{
    Site,
    db::{Result, Tx},
    notices::{self, Letter},
    sql,
};

/// A letter to each of them, one a member, in the transaction that gives the reason for it.
pub(super) async fn tell(tx: &mut Tx, site: &Site, event: EventId, letter: &Letter) -> Result<()> {
    let concerned: Vec<(Uuid,)> = tx
        .all(
            sql!(
                "SELECT member_id FROM signup WHERE event_id = $1 AND state IN ('pending', 'confirmed', 'waiting', 'offered')
                 GROUP BY member_id ORDER BY min(created_at), member_id"
            ),
            (event.0,),
        )
        .await?;
    let letters: Vec<_> = concerned.into_iter().map(|(member,)| (MemberId(member), letter.clone())).collect();
    notices::send_all(tx, site, &letters).await
}
