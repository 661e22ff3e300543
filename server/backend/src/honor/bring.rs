//! Who brought somebody along: said by them, once, before their first event; honored when they have come.

use domain::honor::{Trigger, Worth};
use domain::members::Actor;
use domain::{EventId, Failure, MemberId, Refusal};
use uuid::Uuid;

use super::earn::{Earning, earn};
use super::thanks::by_handle;
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::sql;

/// Says who brought the member along.
///
/// # Errors
/// The field `handle` where nobody goes by it; [`Refusal::OwnHonor`]; [`Refusal::AlreadySaid`] when it was said before, or the
/// member has been at an event; [`Refusal::NotBeenThere`] when the other one has not been at any: so two cannot have brought each
/// other.
pub async fn brought_by(site: &Site, actor: &Actor, handle: &str) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let by = by_handle(&mut tx, handle).await?.map_err(|code| Failure::field("handle", code))?;
    if by == actor.member {
        return Err(Failure::Refused(Refusal::OwnHonor));
    }
    // Held, so that nobody is checked in at the same time.
    super::hold(&mut tx, actor.member).await?;
    if came(&mut tx, actor.member).await? {
        return Err(Failure::Refused(Refusal::AlreadySaid));
    }
    if !came(&mut tx, by).await? {
        return Err(Failure::Refused(Refusal::NotBeenThere));
    }
    let said = tx
        .execute(
            sql!(
                "INSERT INTO honor_bringer (member_id, by_id, said_at) VALUES ($1, $2, $3) ON CONFLICT (member_id) DO NOTHING"
            ),
            (actor.member.0, by.0, site.now().0),
        )
        .await?;
    if said == 0 {
        return Err(Failure::Refused(Refusal::AlreadySaid));
    }
    Ok(tx.commit().await?)
}

/// Were they at an event?
pub(super) async fn came(conn: &mut impl Reading, member: MemberId) -> Result<bool> {
    let once: Option<(Uuid,)> =
        conn.optional(sql!("SELECT member_id FROM check_in WHERE member_id = $1 LIMIT 1"), (member.0,)).await?;
    Ok(once.is_some())
}

/// Who said that they were brought along by whom; none where nothing was said.
pub(super) async fn said(conn: &mut impl Reading, member: MemberId) -> Result<Option<MemberId>> {
    let by: Option<(Uuid,)> =
        conn.optional(sql!("SELECT by_id FROM honor_bringer WHERE member_id = $1"), (member.0,)).await?;
    Ok(by.map(|(by,)| MemberId(by)))
}

/// Somebody was checked in: honors who brought them along, once.
///
/// The bringer's account is held after the member's own. They came before the member did, and their bringer before them: nobody
/// ever waits in a circle.
///
/// # Errors
/// When the database fails.
pub async fn honor_bringer(tx: &mut Tx, site: &Site, member: MemberId, event: EventId) -> Result<()> {
    let Some(by) = said(tx, member).await? else { return Ok(()) };
    let earning = Earning {
        member: by,
        trigger: Trigger::Brought,
        worth: Worth::ByRule,
        event: Some(event),
        by: None,
        reason: None,
        key: format!("brought:{member}"),
    };
    earn(tx, site, earning).await.map(drop)
}
