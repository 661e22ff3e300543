//! Plans to start from. A template holds an event's form as it was, without its dates and its link, and what there is to do at it.

use domain::{
    ChapterId, EventId, Failure, FieldCode, RoleId, TemplateId,
    events::{desk::TemplateChip, plan::PlanForm},
    form,
    members::{Action, Actor, access::Rank, require},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{plan_page, run};
use crate::{
    Site,
    db::{DbError, Reading, Result as DbResult},
    operations::audit,
    signups::shifts::{self, Kept},
    sql,
};

/// A template as it is stored.
#[derive(Serialize, Deserialize)]
struct Whole {
    #[serde(flatten)]
    form: PlanForm,
    /// None in what was kept before templates took shifts along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shifts: Option<Kept>,
}

/// Keeps an event's plan under a name. Under a name that is there already, it takes its place.
///
/// # Errors
/// The field `name`; [`Failure::Forbidden`] for those who do not organise the chapter.
pub async fn save_template(site: &Site, actor: &Actor, event: EventId, name: &str) -> Result<TemplateId, Failure> {
    let name = form::line(name, 80).map_err(|code| Failure::field("name", code))?;
    let mut tx = site.db.write().await?;
    let stored = run::event(&mut tx, actor, event).await?;
    run::plans_in(actor, stored.chapter())?;
    let mut form = plan_page::filled(&mut tx, event, &stored).await?;
    for field in [&mut form.starts, &mut form.ends, &mut form.opens, &mut form.closes, &mut form.join_url] {
        field.clear();
    }
    for question in &mut form.questions {
        question.id.clear();
    }
    let whole = Whole { form, shifts: Some(shifts::keep(&mut tx, event).await?) };
    let plan = serde_json::to_string(&whole).map_err(|error| DbError::Engine(sqlx::Error::Encode(error.into())))?;
    let (id,): (Uuid,) = tx
        .one(
            sql!(
                "INSERT INTO event_template (id, chapter_id, name, plan, created_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (chapter_id, name) DO UPDATE SET plan = excluded.plan RETURNING id"
            ),
            (site.new_id(), stored.chapter_id, name, plan, site.now().0),
        )
        .await?;
    let detail = json!({ "template": id });
    audit::write(&mut tx, site, Some(actor.member), "template_saved", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(TemplateId(id))
}

/// Throws a template away; events that began with it stay.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Forbidden`] for those who do not organise its chapter.
pub async fn delete_template(site: &Site, actor: &Actor, template: TemplateId) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let (chapter, _) = stored(&mut tx, template).await?;
    require(Some(actor), Action::RunChapter(chapter))?;
    tx.execute(sql!("DELETE FROM event_template WHERE id = $1"), (template.0,)).await?;
    let detail = json!({ "template": template });
    audit::write(&mut tx, site, Some(actor.member), "template_deleted", ("chapter", chapter.0), detail).await?;
    Ok(tx.commit().await?)
}

/// What a new event begins with, and the roles that come along.
pub(super) async fn form(
    conn: &mut impl Reading,
    actor: &Actor,
    id: TemplateId,
) -> Result<(PlanForm, Vec<(RoleId, String)>), Failure> {
    let Whole { form, shifts } = whole(conn, actor, id).await?;
    let roles = shifts.map(|kept| kept.role_names()).unwrap_or_default();
    Ok((PlanForm { template: id.to_string(), ..form }, roles))
}

/// What there is to do at an event that begins with a template; nothing where the form names none.
pub(super) async fn shifts_of(conn: &mut impl Reading, actor: &Actor, template: &str) -> Result<Option<Kept>, Failure> {
    if template.is_empty() {
        return Ok(None);
    }
    let id = template.parse().map_err(|_| Failure::NotFound)?;
    Ok(whole(conn, actor, id).await?.shifts)
}

async fn whole(conn: &mut impl Reading, actor: &Actor, id: TemplateId) -> Result<Whole, Failure> {
    let (chapter, plan) = stored(conn, id).await?;
    require(Some(actor), Action::RunChapter(chapter))?;
    serde_json::from_str(&plan).map_err(|_| Failure::field("", FieldCode::Malformed))
}

async fn stored(conn: &mut impl Reading, id: TemplateId) -> Result<(ChapterId, String), Failure> {
    let row: Option<(Uuid, String)> =
        conn.optional(sql!("SELECT chapter_id, plan FROM event_template WHERE id = $1"), (id.0,)).await?;
    row.map(|(chapter, plan)| (ChapterId(chapter), plan)).ok_or(Failure::NotFound)
}

/// Those of the chapters that the actor organises, by name.
pub(super) async fn chips(conn: &mut impl Reading, actor: &Actor) -> DbResult<Vec<TemplateChip>> {
    let rows: Vec<(Uuid, String)> = conn
        .all(
            sql!(
                "SELECT t.id, t.name FROM event_template t
                 WHERE $2 OR t.chapter_id IN (SELECT o.chapter_id FROM chapter_organiser o WHERE o.member_id = $1)
                 ORDER BY t.name, t.id LIMIT 100"
            ),
            (actor.member.0, actor.rank == Rank::Admin),
        )
        .await?;
    Ok(rows.into_iter().map(|(id, name)| TemplateChip { id: TemplateId(id), name }).collect())
}
