//! Everyone concerned by what happens to an event: those with a seat or a shift, those in line, and those with a part in it.

use std::collections::BTreeSet;

use domain::{EventId, MemberId};
use uuid::Uuid;

use crate::{
    Site,
    db::{Result, Tx},
    notices::{self, Letter},
    sql,
};

/// A letter to each of them, one a member, in the transaction that gives the reason for it; whoever did it knows it.
pub(super) async fn tell(tx: &mut Tx, site: &Site, (event, by): (EventId, MemberId), letter: &Letter) -> Result<()> {
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
    notices::send_all(tx, site, &letters).await?;
    let mut told: BTreeSet<MemberId> = letters.into_iter().map(|(member, _)| member).collect();
    told.insert(by);
    tell_helpers(tx, site, (event, letter), &told).await
}

/// The same to those with a part in an event who were not `told` yet: its doors open, or do not, with them.
pub(super) async fn tell_helpers(
    tx: &mut Tx,
    site: &Site,
    (event, letter): (EventId, &Letter),
    told: &BTreeSet<MemberId>,
) -> Result<()> {
    let helpers: Vec<(Uuid,)> =
        tx.all(sql!("SELECT member_id FROM event_staff WHERE event_id = $1 ORDER BY member_id"), (event.0,)).await?;
    let helpers = helpers.into_iter().map(|(member,)| MemberId(member)).filter(|member| !told.contains(member));
    let letters: Vec<_> = helpers.map(|member| (member, letter.clone())).collect();
    notices::send_all(tx, site, &letters).await
}
