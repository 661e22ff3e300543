//! What there is to do at an open day, by its organisers.

use domain::events::{Kind, Phase};
use domain::members::access::Actor;
use domain::signups::shifts::plan::{MAX_ROLES, Role, RoleForm};
use domain::{EventId, Failure, FieldCode, Refusal, RoleId};
use serde_json::json;
use uuid::Uuid;

use super::slots;
use crate::Site;
use crate::db::{DbError, Reading, Tx};
use crate::operations::audit;
use crate::signups::{reads, transition};
use crate::sql;

/// An event for a change of its roles and shifts: its places' row is taken, so that two organisers do not do it at once.
///
/// # Errors
/// As for any change of an event; [`Failure::NotFound`] where it is no open day, [`Refusal::EventCancelled`],
/// [`Refusal::EventOver`].
pub(super) async fn locked(site: &Site, actor: &Actor, event: EventId) -> Result<Tx, Failure> {
    let places = reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    let mut tx = site.db.write().await?;
    let places = transition::lock(&mut tx, site, places).await?.ok_or(Failure::NotFound)?;
    let (kind,): (String,) = tx.one(sql!("SELECT kind FROM event WHERE id = $1"), (event.0,)).await?;
    if Kind::from_word(&kind) != Some(Kind::OpenDay) {
        return Err(Failure::NotFound);
    }
    match reads::phase(&mut tx, site.now(), event, places.seats).await? {
        Phase::Cancelled => Err(Failure::Refused(Refusal::EventCancelled)),
        Phase::Ended | Phase::Recap => Err(Failure::Refused(Refusal::EventOver)),
        _ => Ok(tx),
    }
}

/// Whose role it is.
pub(super) async fn event_of(conn: &mut impl Reading, role: RoleId) -> Result<EventId, Failure> {
    let found: Option<(Uuid,)> =
        conn.optional(sql!("SELECT event_id FROM shift_role WHERE id = $1 AND removed_at IS NULL"), (role.0,)).await?;
    found.map(|(event,)| EventId(event)).ok_or(Failure::NotFound)
}

/// Is there anything to do at an event? Under the lock of its places, which whoever adds something takes.
///
/// # Errors
/// When the database fails.
pub(crate) async fn has_roles(conn: &mut impl Reading, event: EventId) -> Result<bool, DbError> {
    let (count,): (i64,) = conn
        .one(sql!("SELECT count(*) FROM shift_role WHERE event_id = $1 AND removed_at IS NULL"), (event.0,))
        .await?;
    Ok(count > 0)
}

/// What there is to do at an event, by its names.
///
/// # Errors
/// When the database fails.
pub(crate) async fn role_names(conn: &mut impl Reading, event: EventId) -> Result<Vec<(RoleId, String)>, DbError> {
    let rows: Vec<(Uuid, String)> = conn
        .all(
            sql!("SELECT id, name FROM shift_role WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id LIMIT 100"),
            (event.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (RoleId(id), name)).collect())
}

/// One more thing to do.
///
/// # Errors
/// The fields of [`RoleForm`]; as for any change of an event; [`Failure::NotFound`] where it is no open day.
pub async fn add_role(site: &Site, actor: &Actor, event: EventId, form: &RoleForm) -> Result<RoleId, Failure> {
    let mut tx = locked(site, actor, event).await?;
    let role = form.parse()?;
    let (count,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM shift_role WHERE event_id = $1 AND removed_at IS NULL"), (event.0,)).await?;
    if count >= MAX_ROLES {
        return Err(Failure::field("name", FieldCode::TooLarge { max: MAX_ROLES }));
    }
    let id = RoleId(site.new_id());
    let Role { name, story, tier, adults_only, briefing } = role;
    tx.execute(
        sql!(
            "INSERT INTO shift_role (id, event_id, position, name, story, min_tier, adults_only, briefing, briefing_version)
             VALUES ($1, $2, (SELECT count(*) FROM shift_role WHERE event_id = $2), $3, $4, $5, $6, $7, 1)"
        ),
        (id.0, event.0, name.as_str(), story, tier.word(), adults_only, briefing),
    )
    .await?;
    audit::write(&mut tx, site, Some(actor.member), "role_added", ("event", event.0), json!({ "role": name })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a role. Those who have a shift in it keep it; a briefing that is another has to be read anew by those who come.
///
/// # Errors
/// As [`add_role`].
pub async fn edit_role(site: &Site, actor: &Actor, role: RoleId, form: &RoleForm) -> Result<EventId, Failure> {
    let event = event_of(&mut site.db.read().await?, role).await?;
    let mut tx = locked(site, actor, event).await?;
    let Role { name, story, tier, adults_only, briefing } = form.parse()?;
    let changed = tx
        .execute(
            sql!(
                "UPDATE shift_role SET name = $2, story = $3, min_tier = $4, adults_only = $5, briefing = $6,
                     briefing_version = CASE WHEN briefing = $6 THEN briefing_version ELSE briefing_version + 1 END
                 WHERE id = $1 AND removed_at IS NULL"
            ),
            (role.0, name.as_str(), story, tier.word(), adults_only, briefing),
        )
        .await?;
    if changed == 0 {
        return Err(Failure::NotFound);
    }
    audit::write(&mut tx, site, Some(actor.member), "role_edited", ("event", event.0), json!({ "role": name })).await?;
    tx.commit().await?;
    Ok(event)
}

/// Takes a role away with all its shifts, as long as nobody is in one of them or waits for one.
///
/// # Errors
/// [`Refusal::ShiftTaken`]; as for any change of an event.
pub async fn remove_role(site: &Site, actor: &Actor, role: RoleId) -> Result<EventId, Failure> {
    let event = event_of(&mut site.db.read().await?, role).await?;
    let mut tx = locked(site, actor, event).await?;
    slots::remove_all_of(&mut tx, site, (event, role)).await?;
    let removed = tx
        .execute(
            sql!("UPDATE shift_role SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL"),
            (role.0, site.now().0),
        )
        .await?;
    if removed == 0 {
        return Err(Failure::NotFound);
    }
    // Nobody takes it any more: what was asked of those who did is asked of nobody.
    tx.execute(
        sql!("UPDATE event_question SET retired_at = $2 WHERE role_id = $1 AND retired_at IS NULL"),
        (role.0, site.now().0),
    )
    .await?;
    audit::write(&mut tx, site, Some(actor.member), "role_removed", ("event", event.0), json!({ "role": role }))
        .await?;
    tx.commit().await?;
    Ok(event)
}
