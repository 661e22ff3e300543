//! An event like another has the same roles and shifts, on its own day. Who leads them is asked anew.

use domain::signups::Terms;
use domain::{EventId, Instant, RoleId, ShiftId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{clock, rows};
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::signups::transition::{self, Of};
use crate::{sql, zones};

/// What there is to do at an open day, apart from its date and its people: what a copy begins with, and what a template holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The wall time from which the shifts are counted: the start of the day they were planned for.
    starts_local: String,
    roles: Vec<KeptRole>,
}

/// A role with its shifts, in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptRole {
    /// The role that it was: questions name it.
    id: Uuid,
    name: String,
    story: String,
    min_tier: String,
    adults_only: bool,
    briefing: String,
    shifts: Vec<KeptShift>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptShift {
    starts_local: String,
    length_ms: i64,
    places: i64,
}

impl Kept {
    /// The names of its roles.
    pub(crate) fn role_names(&self) -> Vec<(RoleId, String)> {
        self.roles.iter().map(|role| (RoleId(role.id), role.name.clone())).collect()
    }
}

/// The roles and shifts of an event as they are now.
pub(crate) async fn keep(conn: &mut impl Reading, event: EventId) -> Result<Kept> {
    let (starts_local,): (String,) = conn.one(sql!("SELECT starts_local FROM event WHERE id = $1"), (event.0,)).await?;
    let shifts = rows::of_event(conn, event).await?;
    let roles: Vec<(Uuid, String, String, String, bool, String)> = conn
        .all(
            sql!(
                "SELECT id, name, story, min_tier, adults_only, briefing FROM shift_role
                 WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id LIMIT 100"
            ),
            (event.0,),
        )
        .await?;
    let kept = |shift: &rows::ShiftRow| KeptShift {
        starts_local: shift.starts_local.clone(),
        length_ms: shift.span().ends.0 - shift.span().starts.0,
        places: shift.seats().capacity,
    };
    let roles = roles.into_iter().map(|(id, name, story, min_tier, adults_only, briefing)| KeptRole {
        shifts: shifts.iter().filter(|shift| shift.role_id == id).map(kept).collect(),
        id,
        name,
        story,
        min_tier,
        adults_only,
        briefing,
    });
    Ok(Kept { starts_local, roles: roles.collect() })
}

/// Gives a new event the roles and shifts that were kept, in the transaction that makes it, each as far from its start as it was.
/// `terms` are those of its line. Tells which role became which.
pub(crate) async fn lay(
    tx: &mut Tx,
    site: &Site,
    kept: &Kept,
    (to, terms): (EventId, Terms),
) -> Result<Vec<(RoleId, RoleId)>> {
    let day: (String, i64, String) =
        tx.one(sql!("SELECT starts_local, starts_at, zone FROM event WHERE id = $1"), (to.0,)).await?;
    let mut became = vec![];
    for (position, role) in (0_i64..).zip(&kept.roles) {
        let new = RoleId(site.new_id());
        tx.execute(
            sql!(
                "INSERT INTO shift_role (id, event_id, position, name, story, min_tier, adults_only, briefing, briefing_version)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
            ),
            (
                new.0,
                to.0,
                position,
                role.name.as_str(),
                role.story.as_str(),
                role.min_tier.as_str(),
                role.adults_only,
                role.briefing.as_str(),
            ),
        )
        .await?;
        became.push((RoleId(role.id), new));
        for shift in &role.shifts {
            lay_shift(tx, site, (to, new), Moved { shift, from: &kept.starts_local, day: &day, terms }).await?;
        }
    }
    Ok(became)
}

/// A shift on its way to another day: that day's start on the wall and as a moment, and its zone.
struct Moved<'a> {
    shift: &'a KeptShift,
    from: &'a str,
    day: &'a (String, i64, String),
    terms: Terms,
}

async fn lay_shift(tx: &mut Tx, site: &Site, (to, role): (EventId, RoleId), moved: Moved<'_>) -> Result<()> {
    let Moved { shift, from, day: (day, day_starts, zone), terms } = moved;
    let local = clock::moved(&shift.starts_local, (from, day));
    let starts = local.as_deref().and_then(|local| clock::moment(zone, local));
    let (Some(local), Some(starts)) = (local, starts) else { return Ok(()) }; // stored times parse
    let ends = Instant(starts.0 + shift.length_ms);
    let id = ShiftId(site.new_id());
    tx.execute(
        sql!(
            "INSERT INTO shift (id, event_id, role_id, starts_local, ends_local, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        (id.0, to.0, role.0, local, zones::wall(zone, ends), starts.0, ends.0),
    )
    .await?;
    let terms = terms.moved(Instant(*day_starts), starts);
    transition::lay_out(tx, site, Of::Shift(id), (shift.places, terms)).await?;
    Ok(())
}
