//! An event like another has the same roles and shifts, on its own day. Who leads them is asked anew.

use domain::signups::Terms;
use domain::{EventId, Instant, RoleId, ShiftId};
use uuid::Uuid;

use super::{clock, rows};
use crate::Site;
use crate::db::{Result, Tx};
use crate::signups::transition::{self, Of};
use crate::{sql, zones};

/// An event as its shifts see it: its start on the wall and as a moment, its zone.
#[derive(sqlx::FromRow)]
struct Day {
    starts_local: String,
    starts_at: i64,
    zone: String,
}

impl Day {
    async fn of(tx: &mut Tx, event: EventId) -> Result<Self> {
        tx.one(sql!("SELECT starts_local, starts_at, zone FROM event WHERE id = $1"), (event.0,)).await
    }
}

/// Roles and shifts of one event for another, in the transaction that makes it, and once its questions are there: those of a role are
/// asked of the same role. `terms` are those of its line.
pub(crate) async fn copy(tx: &mut Tx, site: &Site, (from, to): (EventId, EventId), terms: Terms) -> Result<()> {
    let (then, now) = (Day::of(tx, from).await?, Day::of(tx, to).await?);
    let shifts = rows::of_event(tx, from).await?;
    let roles: Vec<(Uuid,)> = tx
        .all(
            sql!(
                "SELECT id FROM shift_role WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id LIMIT 100"
            ),
            (from.0,),
        )
        .await?;
    for (role,) in roles {
        let new = RoleId(site.new_id());
        tx.execute(
            sql!(
                "INSERT INTO shift_role (id, event_id, position, name, story, min_tier, adults_only, briefing, briefing_version)
                 SELECT $2, $3, position, name, story, min_tier, adults_only, briefing, 1 FROM shift_role WHERE id = $1"
            ),
            (role, new.0, to.0),
        )
        .await?;
        tx.execute(
            sql!("UPDATE event_question SET role_id = $2 WHERE event_id = $3 AND role_id = $1"),
            (role, new.0, to.0),
        )
        .await?;
        for shift in shifts.iter().filter(|shift| shift.role_id == role) {
            let local = clock::moved(&shift.starts_local, (&then.starts_local, &now.starts_local));
            let starts = local.as_deref().and_then(|local| clock::moment(&now.zone, local));
            let (Some(local), Some(starts)) = (local, starts) else { continue }; // stored times parse
            let ends = Instant(starts.0 + (shift.span().ends.0 - shift.span().starts.0));
            let id = ShiftId(site.new_id());
            tx.execute(
                sql!(
                    "INSERT INTO shift (id, event_id, role_id, starts_local, ends_local, starts_at, ends_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)"
                ),
                (id.0, to.0, new.0, local, zones::wall(&now.zone, ends), starts.0, ends.0),
            )
            .await?;
            let terms = terms.moved(Instant(now.starts_at), starts);
            transition::lay_out(tx, site, Of::Shift(id), (shift.seats().capacity, terms)).await?;
        }
    }
    Ok(())
}
