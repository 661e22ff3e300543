//! When there is something to do: the shifts of a role, by the organisers of its event.

use domain::form::Errors;
use domain::members::access::{Actor, EventRole};
use domain::signups::Terms;
use domain::signups::shifts::{
    Span,
    plan::{ShiftForm, Slots, SlotsForm},
};
use domain::{EventId, Failure, FieldCode, Instant, MemberId, PlacesId, Refusal, RoleId, ShiftId};
use serde_json::json;
use uuid::Uuid;

use super::roles::{event_of, locked};
use super::rows::{self, ShiftRow};
use crate::Site;
use crate::db::{Result as DbResult, Tx};
use crate::operations::audit;
use crate::signups::transition::{self, Of};
use crate::sql;
use crate::zones::{self, TzDb};

/// What an event says of its shifts, under the lock of its places.
#[derive(sqlx::FromRow)]
struct Day {
    zone: String,
    starts_at: i64,
    ends_at: i64,
    offer_s: i64,
    cutoff_at: i64,
}

impl Day {
    async fn of(tx: &mut Tx, event: EventId) -> DbResult<Self> {
        tx.one(
            sql!(
                "SELECT e.zone, e.starts_at, e.ends_at, p.offer_s, p.cutoff_at FROM event e JOIN places p ON p.event_id = e.id
                 WHERE e.id = $1"
            ),
            (event.0,),
        )
        .await
    }

    fn span(&self) -> Span {
        Span { starts: Instant(self.starts_at), ends: Instant(self.ends_at) }
    }

    /// As far before the shift's start as the event's cut-off is before the event's.
    fn terms(&self, starts: Instant) -> Terms {
        Terms { offer_s: self.offer_s, cutoff: Instant(self.cutoff_at) }.moved(Instant(self.starts_at), starts)
    }
}

/// Who leads, by their handle: one of those with a part in the event that lets them lead.
async fn lead(tx: &mut Tx, event: EventId, handle: &str) -> Result<Option<MemberId>, Failure> {
    if handle.trim().is_empty() {
        return Ok(None);
    }
    let found: Option<(Uuid,)> = tx
        .optional(
            sql!(
                "SELECT m.id FROM event_staff t JOIN member m ON m.id = t.member_id
                 WHERE t.event_id = $1 AND m.handle = $2 AND t.role IN ($3, $4)"
            ),
            (event.0, handle.trim(), EventRole::ShiftLead.word(), EventRole::CoOrganiser.word()),
        )
        .await?;
    let (id,) = found.ok_or(Failure::field("lead", FieldCode::UnknownChoice))?;
    Ok(Some(MemberId(id)))
}

/// All that is wrong with a form and its lead, told at once.
fn both<A, B>(form: Result<A, Failure>, lead: Result<B, Failure>) -> Result<(A, B), Failure> {
    let mut errors = Errors::default();
    let mut noted = |failure: Failure| match failure {
        Failure::Invalid(all) => {
            all.into_iter().for_each(|wrong| errors.add(&wrong.field, wrong.code));
            None
        }
        other => Some(other),
    };
    let (form, lead) = match (form, lead) {
        (Ok(form), Ok(lead)) => return Ok((form, lead)),
        (form, lead) => (form.map(drop), lead.map(drop)),
    };
    match [form, lead].into_iter().filter_map(Result::err).find_map(&mut noted) {
        Some(other) => Err(other),
        None => errors.finish(None),
    }
}

/// Makes shifts one after the other, each with its places; one that is there at that time already is left as it is. Gives how many
/// were made.
///
/// # Errors
/// The fields of [`SlotsForm`]; as for any change of an event.
pub async fn add_slots(
    site: &Site,
    actor: &Actor,
    role: RoleId,
    form: &SlotsForm,
) -> Result<(EventId, usize), Failure> {
    let event = event_of(&mut site.db.read().await?, role).await?;
    let mut tx = locked(site, actor, event).await?;
    let day = Day::of(&mut tx, event).await?;
    let lead = lead(&mut tx, event, &form.lead).await;
    let (Slots { spans, places }, lead) = both(form.parse(&TzDb, (&day.zone, day.span())), lead)?;
    let there: Vec<(i64,)> = tx
        .all(sql!("SELECT starts_at FROM shift WHERE role_id = $1 AND removed_at IS NULL LIMIT 2000"), (role.0,))
        .await?;
    let mut made = 0;
    for span in spans.into_iter().filter(|span| !there.contains(&(span.starts.0,))) {
        let id = ShiftId(site.new_id());
        let wall = |at| zones::wall(&day.zone, at);
        tx.execute(
            sql!(
                "INSERT INTO shift (id, event_id, role_id, starts_local, ends_local, starts_at, ends_at, lead_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            (
                id.0,
                event.0,
                role.0,
                wall(span.starts),
                wall(span.ends),
                span.starts.0,
                span.ends.0,
                lead.map(|id| id.0),
            ),
        )
        .await?;
        transition::lay_out(&mut tx, site, Of::Shift(id), (places, day.terms(span.starts))).await?;
        made += 1;
    }
    let detail = json!({ "role": role, "shifts": made, "places": places });
    audit::write(&mut tx, site, Some(actor.member), "shifts_added", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok((event, made))
}

/// A shift for a change, with its event locked before it.
async fn shift(site: &Site, actor: &Actor, shift: ShiftId) -> Result<(Tx, ShiftRow), Failure> {
    let found = rows::by_id(&mut site.db.read().await?, shift).await?.ok_or(Failure::NotFound)?;
    let mut tx = locked(site, actor, found.event()).await?;
    let found = rows::by_id(&mut tx, shift).await?.ok_or(Failure::NotFound)?;
    Ok((tx, found))
}

/// Changes a shift: its places and its lead at any time, its own time only while nobody is in it. More places are offered to its
/// line at once, fewer put nobody out.
///
/// # Errors
/// The fields of [`ShiftForm`]; [`Refusal::ShiftTaken`]; as for any change of an event.
pub async fn edit_shift(site: &Site, actor: &Actor, id: ShiftId, form: &ShiftForm) -> Result<EventId, Failure> {
    let (mut tx, found) = shift(site, actor, id).await?;
    let event = found.event();
    let day = Day::of(&mut tx, event).await?;
    let lead = lead(&mut tx, event, &form.lead).await;
    let ((span, capacity), lead) = both(form.parse(&TzDb, (&day.zone, day.span())), lead)?;
    let mut places = transition::lock(&mut tx, site, found.places()).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    let is_moved = span != found.span();
    if is_moved && (places.seats.taken > 0 || places.seats.waiting > 0) {
        return Err(Failure::Refused(Refusal::ShiftTaken));
    }
    let wall = |at| zones::wall(&day.zone, at);
    tx.execute(
        sql!(
            "UPDATE shift SET starts_local = $2, ends_local = $3, starts_at = $4, ends_at = $5, lead_id = $6 WHERE id = $1"
        ),
        (id.0, wall(span.starts), wall(span.ends), span.starts.0, span.ends.0, lead.map(|id| id.0)),
    )
    .await?;
    places.rearrange((capacity, day.terms(span.starts)));
    places.finish(&mut tx, site).await?;
    let detail = json!({ "shift": id, "moved": is_moved, "places": capacity });
    audit::write(&mut tx, site, Some(actor.member), "shift_edited", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(event)
}

/// Takes a shift away, as long as nobody is in it or waits for it.
///
/// # Errors
/// [`Refusal::ShiftTaken`]; as for any change of an event.
pub async fn remove_shift(site: &Site, actor: &Actor, id: ShiftId) -> Result<EventId, Failure> {
    let (mut tx, found) = shift(site, actor, id).await?;
    let event = found.event();
    remove(&mut tx, site, (id, found.places())).await?;
    audit::write(&mut tx, site, Some(actor.member), "shift_removed", ("event", event.0), json!({ "shift": id }))
        .await?;
    tx.commit().await?;
    Ok(event)
}

/// Takes all shifts of a role away, or none.
pub(super) async fn remove_all_of(tx: &mut Tx, site: &Site, (event, role): (EventId, RoleId)) -> Result<(), Failure> {
    let mut shifts = rows::of_event(tx, event).await?;
    shifts.retain(|shift| shift.role_id() == role);
    shifts.sort_by_key(ShiftRow::places);
    for shift in shifts {
        remove(tx, site, (shift.id(), shift.places())).await?;
    }
    Ok(())
}

async fn remove(tx: &mut Tx, site: &Site, (shift, places): (ShiftId, PlacesId)) -> Result<(), Failure> {
    let mut places = transition::lock(tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(tx, site, &mut places).await?;
    if places.seats.taken > 0 || places.seats.waiting > 0 {
        return Err(Failure::Refused(Refusal::ShiftTaken));
    }
    places.finish(tx, site).await?;
    tx.execute(sql!("UPDATE shift SET removed_at = $2 WHERE id = $1"), (shift.0, site.now().0)).await?;
    Ok(())
}
