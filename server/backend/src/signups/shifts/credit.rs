//! A shift was worked: its honor, once.

use domain::honor::{Trigger, Worth};
use domain::signups::shifts::presence::{Outcome, Said};
use domain::{Failure, MemberId, Refusal, SignUpId};
use serde_json::json;

use super::rows::ShiftRow;
use super::viewer::{self, Viewer};
use crate::Site;
use crate::badges;
use crate::db::Tx;
use crate::honor::{self, Earning};
use crate::operations::audit;
use crate::sql;

/// Somebody whose shift is settled, while its places' row is locked.
pub(crate) struct Settling<'a> {
    pub(crate) shift: &'a ShiftRow,
    pub(crate) signup: SignUpId,
    pub(crate) member: MemberId,
    /// Who was at the door, or leads.
    pub(crate) by: MemberId,
    pub(crate) said: Said,
}

/// Notes that a shift was worked, and adds what it earns, badges too; gives how much honor that is. Once, whoever says so and however often.
///
/// # Errors
/// [`Refusal::ShiftSettled`] when it is credited already.
pub(crate) async fn worked(tx: &mut Tx, site: &Site, settling: Settling<'_>) -> Result<i64, Failure> {
    let Settling { shift, signup, member, by, said } = settling;
    honor::hold(tx, member).await?; // two shifts of one day are not settled at the same time
    let an_hour = viewer::an_hour(tx).await?;
    let has = Viewer::of(tx, Some(member), std::slice::from_ref(shift)).await?;
    let points = viewer::honor(shift, has.worked_turn(shift, &[signup]), an_hour);
    if note(tx, site, (signup, by), (Outcome::Worked, said, points)).await? == 0 {
        return Err(Failure::Refused(Refusal::ShiftSettled));
    }
    let earning = Earning {
        member,
        trigger: Trigger::Worked,
        // The hours are weighed here, by what the rule gives for one.
        worth: Worth::Said(points),
        event: Some(shift.event()),
        by: None,
        reason: Some(shift.in_short()),
        key: format!("worked:{signup}"),
    };
    honor::earn(tx, site, earning).await?;
    honor::honor_bringer(tx, site, member, shift.event()).await?;
    badges::give_by_rule(tx, site, member, shift.event()).await?;
    let detail = json!({ "event": shift.event(), "shift": shift.id(), "member": member, "honor": points });
    audit::write(tx, site, Some(by), "shift_worked", ("signup", signup.0), detail).await?;
    Ok(points)
}

/// Writes what became of it; what is credited stays. Gives whether anything was written.
pub(super) async fn note(
    tx: &mut Tx,
    site: &Site,
    (signup, by): (SignUpId, MemberId),
    (outcome, said, points): (Outcome, Said, i64),
) -> Result<u64, Failure> {
    let written = tx
        .execute(
            sql!(
                "INSERT INTO shift_work (signup_id, outcome, said, honor, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (signup_id) DO UPDATE SET outcome = excluded.outcome, said = excluded.said, honor = excluded.honor,
                     by_id = excluded.by_id, at = excluded.at WHERE shift_work.outcome <> 'worked'"
            ),
            (signup.0, outcome.word(), said.word(), points, by.0, site.now().0),
        )
        .await?;
    Ok(written)
}
