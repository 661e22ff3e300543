//! `/organise/events/{id}/shifts`: roles and shifts from their organisers' side.

use std::collections::HashMap;

use domain::events::Kind;
use domain::honor::Tier;
use domain::members::{
    access::{Actor, EventRole},
    view::Person,
};
use domain::signups::shifts::{
    credit::Turn,
    plan::RoleForm,
    view::{DeskRole, DeskShift, ShiftDesk},
};
use domain::{EventId, Failure, Locale, RoleId};
use uuid::Uuid;

use super::{rows, viewer};
use crate::db::{Reading, Result as DbResult};
use crate::events::card;
use crate::signups::reads;
use crate::{Site, sql, zones};

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: Uuid,
    name: String,
    story: String,
    min_tier: String,
    adults_only: bool,
    briefing: String,
}

impl RoleRow {
    fn form(self) -> RoleForm {
        RoleForm {
            name: self.name,
            story: self.story,
            tier: if self.min_tier == Tier::Fan.word() { String::new() } else { self.min_tier },
            adults_only: if self.adults_only { "true".into() } else { String::new() },
            briefing: self.briefing,
        }
    }
}

/// Roles and shifts as forms.
///
/// # Errors
/// As for any page of an event's organisers; [`Failure::NotFound`] where it is no open day.
pub async fn desk(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<ShiftDesk, Failure> {
    let mut conn = site.db.read().await?;
    reads::places_run_by(&mut conn, actor, event).await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    if Kind::from_word(&card.kind) != Some(Kind::OpenDay) {
        return Err(Failure::NotFound);
    }
    let an_hour = viewer::an_hour(&mut conn).await?;
    let leads = leads(&mut conn, event).await?;
    let shifts = rows::of_event(&mut conn, event).await?;
    let all = rows::sum(&shifts, site.now());
    let mut of_role: HashMap<RoleId, Vec<DeskShift>> = HashMap::new();
    for shift in shifts {
        let seats = shift.seats();
        of_role.entry(shift.role_id()).or_default().push(DeskShift {
            id: shift.id(),
            when: shift.when(locale),
            seats: seats.into(),
            lead: leads.iter().find(|(id, _)| Some(*id) == shift.lead_id).map(|(_, person)| person.clone()),
            honor: viewer::honor(&shift, Turn::First, an_hour),
            is_empty: seats.taken == 0 && seats.waiting == 0,
            wall: (shift.starts_local, shift.ends_local),
        });
    }
    let roles = roles(&mut conn, event).await?.into_iter().map(|row| {
        let id = RoleId(row.id);
        DeskRole { id, shifts: of_role.remove(&id).unwrap_or_default(), form: row.form() }
    });
    Ok(ShiftDesk {
        id: event,
        roles: roles.collect(),
        leads: leads.into_iter().map(|(_, person)| person).collect(),
        wall: (zones::wall(&card.zone, card.schedule().starts), zones::wall(&card.zone, card.schedule().ends)),
        card: card.card(site.now(), locale)?,
        all,
        an_hour,
    })
}

async fn roles(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<RoleRow>> {
    conn.all(
        sql!(
            "SELECT id, name, story, min_tier, adults_only, briefing FROM shift_role
             WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id LIMIT 100"
        ),
        (event.0,),
    )
    .await
}

/// Those with a part in the event that lets them lead a shift.
async fn leads(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<(Uuid, Person)>> {
    let rows: Vec<(Uuid, String, String, String, Option<i64>)> = conn
        .all(
            sql!(
                "SELECT m.id, m.handle, m.display_name, m.face, m.published_at FROM event_staff t JOIN member m ON m.id = t.member_id
                 WHERE t.event_id = $1 AND t.role IN ($2, $3) ORDER BY m.display_name, m.id LIMIT 500"
            ),
            (event.0, EventRole::ShiftLead.word(), EventRole::CoOrganiser.word()),
        )
        .await?;
    let lead = |(id, handle, display_name, face, published): (_, _, _, _, Option<i64>)| {
        (id, Person { handle, display_name, face, has_page: published.is_some() })
    };
    Ok(rows.into_iter().map(lead).collect())
}
