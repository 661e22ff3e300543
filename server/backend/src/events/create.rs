//! A new event, as a draft.

use domain::{
    ChapterId, EventId, Failure, MemberId, RoleId, SeriesId,
    events::{
        Kind,
        plan::{Plan, PlanForm},
        questions::{AskedOf, NewQuestion},
    },
    members::{Action, Actor, require},
};
use serde_json::json;
use uuid::Uuid;

use super::{art, ask, reminders, run, slugs, templates};
use crate::{
    Site,
    db::{Result as DbResult, Tx},
    markdown,
    operations::audit,
    signups::{self, shifts::Kept},
    sql,
};

/// Plans an event: only those who may run it see it until it is published. Its host is whoever planned it. Where it began with a
/// template and is an open day, it has the template's roles and shifts.
///
/// # Errors
/// [`Failure::Forbidden`] for those who do not organise its chapter, or that of its template; [`Failure::NotFound`] where the template
/// is gone; the fields of [`PlanForm`], and `chapter`.
pub async fn create(site: &Site, actor: &Actor, form: PlanForm) -> Result<EventId, Failure> {
    require(Some(actor), Action::PlanEvents)?;
    let (plan, chapter) = run::plan(&mut site.db.read().await?, actor, &form, site.now(), None).await?;
    let mut tx = site.db.write().await?;
    let kept = templates::shifts_of(&mut tx, actor, &form.template).await?;
    let shifts = kept.as_ref().filter(|_| plan.kind == Kind::OpenDay);
    let id = draft(&mut tx, site, New { host: actor.member, chapter, plan: &plan, like: None, shifts }).await?;
    tx.commit().await?;
    Ok(id)
}

/// A draft to be.
pub(super) struct New<'a> {
    pub(super) host: MemberId,
    pub(super) chapter: ChapterId,
    pub(super) plan: &'a Plan,
    /// What it takes over from another event.
    pub(super) like: Option<Like>,
    /// What there is to do at it from the beginning.
    pub(super) shifts: Option<&'a Kept>,
}

/// What a plan does not hold.
#[derive(Clone, Copy)]
pub(super) struct Like {
    pub(super) event: EventId,
    pub(super) cover: Option<Uuid>,
    pub(super) series: Option<SeriesId>,
}

/// Writes a draft, its address, places and questions, in the caller's transaction.
pub(super) async fn draft(tx: &mut Tx, site: &Site, new: New<'_>) -> Result<EventId, Failure> {
    let id = EventId(site.new_id());
    insert(tx, site, id, &new).await?;
    let slug = slugs::claim(tx, site, &new.plan.title, id).await?;
    tx.execute(
        sql!(
            "UPDATE event SET slug = $2, art = $3, attendance = $4, join_url = $5, cover_id = $6, series_id = $7 WHERE id = $1"
        ),
        (
            id.0,
            slug.as_str(),
            art::pick(new.plan.kind, &new.plan.title, &slug),
            new.plan.attendance.word(),
            new.plan.join_url.as_deref(),
            new.like.and_then(|like| like.cover),
            new.like.and_then(|like| like.series).map(|series| series.0),
        ),
    )
    .await?;
    signups::lay_out(tx, site, id, (new.plan.capacity, new.plan.terms)).await?;
    signups::decide(tx, site, id, new.plan.admission).await?;
    let became = match new.shifts {
        Some(kept) => signups::shifts::lay(tx, site, kept, (id, new.plan.terms)).await?,
        None => vec![],
    };
    let questions = of_its_roles(&new.plan.questions, &became);
    ask::must_have_roles(tx, id, &questions).await?;
    ask::replace(tx, site, id, &questions).await?;
    ask::keep_for(tx, id, new.plan.keep_days).await?;
    let like = new.like.map(|like| like.event);
    if let Some(other) = like {
        reminders::remind_like(tx, (id, other)).await?;
    }
    let detail = json!({ "slug": slug, "chapter": new.chapter, "like": like });
    audit::write(tx, site, Some(new.host), "event_created", ("event", id.0), detail).await?;
    Ok(id)
}

/// What was asked of a role is asked of the role that it became.
fn of_its_roles(questions: &[NewQuestion], became: &[(RoleId, RoleId)]) -> Vec<NewQuestion> {
    let mut questions = questions.to_vec();
    for question in &mut questions {
        let new = became.iter().find(|(old, _)| question.asked_of.role() == Some(*old));
        if let Some((_, new)) = new {
            question.asked_of = AskedOf::Role(*new);
        }
    }
    questions
}

/// The event itself. Until it claims an address, its id stands in for one.
async fn insert(tx: &mut Tx, site: &Site, id: EventId, new: &New<'_>) -> DbResult<()> {
    let New { host, chapter, plan, .. } = new;
    tx.execute(
        sql!(
            "INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                 starts_local, ends_local, starts_at, ends_at, opens_at, closes_at, venue, address, honor, version, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $22, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21)"
        ),
        (
            id.0,
            id.to_string(),
            chapter.0,
            host.0,
            plan.title.as_str(),
            plan.summary.as_str(),
            plan.story.as_str(),
            markdown::render(&plan.story),
            plan.locale.tag(),
            "",
            plan.zone.as_str(),
            plan.starts_local.as_str(),
            plan.ends_local.as_str(),
            plan.starts.0,
            plan.ends.0,
            plan.opens.map(|at| at.0),
            plan.closes.map(|at| at.0),
            plan.venue.as_str(),
            plan.address.as_str(),
            plan.honor,
            site.now().0,
            plan.kind.word(),
        ),
    )
    .await?;
    Ok(())
}
