//! A new event, as a draft.

use domain::{
    ChapterId, EventId, Failure, MemberId,
    events::plan::{Plan, PlanForm},
    members::{Action, Actor, require},
};
use serde_json::json;

use super::{art, asked, run, slugs};
use crate::{
    Site,
    db::{Result as DbResult, Tx},
    markdown,
    operations::audit,
    signups, sql,
};

/// Plans an event: only those who may run it see it until it is published. Its host is whoever planned it.
///
/// # Errors
/// [`Failure::Forbidden`] for those who do not organise its chapter; the fields of [`PlanForm`], and `chapter`.
pub async fn create(site: &Site, actor: &Actor, form: PlanForm) -> Result<EventId, Failure> {
    require(Some(actor), Action::Organise)?;
    let (plan, chapter) = run::plan(&mut site.db.read().await?, actor, &form, site.now()).await?;
    let story_html = markdown::render(&plan.story);
    let id = EventId(site.new_id());
    let mut tx = site.db.write().await?;
    insert(&mut tx, site, New { id, host: actor.member, chapter, plan: &plan, story_html: &story_html }).await?;
    let slug = slugs::claim(&mut tx, site, &plan.title, id).await?;
    tx.execute(sql!("UPDATE event SET slug = $2, art = $3 WHERE id = $1"), (id.0, slug.as_str(), art::pick(&slug)))
        .await?;
    signups::lay_out(&mut tx, site, id, (plan.capacity, plan.terms)).await?;
    asked::replace(&mut tx, site, id, &plan.questions).await?;
    audit::write(
        &mut tx,
        site,
        Some(actor.member),
        "event_created",
        ("event", id.0),
        json!({ "slug": slug, "chapter": chapter }),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// A row to be.
struct New<'a> {
    id: EventId,
    host: MemberId,
    chapter: ChapterId,
    plan: &'a Plan,
    story_html: &'a str,
}

/// The event itself. Until it claims an address, its id stands in for one.
async fn insert(tx: &mut Tx, site: &Site, new: New<'_>) -> DbResult<()> {
    let New { id, host, chapter, plan, story_html } = new;
    tx.execute(
        sql!(
            "INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                 starts_local, ends_local, starts_at, ends_at, opens_at, closes_at, venue, address, honor, version, created_at, changed_at)
             VALUES ($1, $2, $3, $4, 'meetup', 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21)"
        ),
        (
            id.0,
            id.to_string(),
            chapter.0,
            host.0,
            plan.title.as_str(),
            plan.summary.as_str(),
            plan.story.as_str(),
            story_html,
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
        ),
    )
    .await?;
    Ok(())
}
