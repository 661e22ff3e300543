//! A change of an event.

use domain::{
    ChapterId, EventId, Failure, FieldCode, Instant, MemberId, Refusal,
    events::{
        Kind, State,
        plan::{Plan, PlanForm},
    },
    members::Actor,
};
use serde_json::json;

use super::{
    ask, concerned,
    run::{self, Stored},
    slugs,
};
use crate::{
    Site,
    db::{Result as DbResult, Tx},
    markdown,
    notices::Letter,
    operations::audit,
    signups::{self, shifts::Moved},
    sql,
};

/// Changes an event, whatever its state but cancelled. A draft's address follows its title; a public one keeps it. When time or
/// place of a public event change, everyone with a seat or in line gets a letter. More seats are offered to the line at once.
///
/// # Errors
/// The fields of [`PlanForm`] (once it is public `keep_days` only falls, and with roles it stays an open day), `chapter`, [`Refusal::EventCancelled`];
/// [`Refusal::EventOver`] when the time of an event is to change that has been.
pub async fn edit(site: &Site, actor: &Actor, event: EventId, form: PlanForm) -> Result<(), Failure> {
    let (mut plan, chapter) = {
        let mut conn = site.db.read().await?;
        let stored = run::event(&mut conn, actor, event).await?;
        refuse_cancelled(&stored)?;
        let earliest = earliest(&stored, &form, site.now());
        run::plan(&mut conn, actor, &form, earliest, Some(stored.chapter())).await?
    };
    let story_html = markdown::render(&plan.story);
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    if !form.changes_capacity() {
        plan.capacity = stored.capacity; // a seat by hand since the form was opened is not taken back with it
    }
    let changes = Changes::between(&stored, &plan, chapter);
    refuse_cancelled(&stored)?; // as it is now, under the lock
    let is_public = stored.state()? == State::Published;
    if is_public && stored.is_over(site.now()) && changes.time {
        return Err(Failure::Refused(Refusal::EventOver));
    }
    if is_public && plan.keep_days > stored.keep_days {
        // Fans were told until when their answers are kept: from then on the time gets shorter, not longer.
        return Err(Failure::field("keep_days", FieldCode::TooLarge { max: stored.keep_days }));
    }
    let slug = if is_public || !changes.title {
        stored.slug.clone()
    } else {
        slugs::keep(&mut tx, &stored.slug, event).await?; // redirects from now on
        slugs::claim(&mut tx, site, &plan.title, event).await?
    };
    signups::resize(&mut tx, site, stored.places(), (plan.capacity, plan.terms)).await?;
    let kind = if is_public { stored.kind()? } else { plan.kind };
    if kind != stored.kind()? && signups::shifts::has_roles(&mut tx, event).await? {
        return Err(Failure::field("kind", FieldCode::HasShifts));
    }
    let written =
        Written { event, chapter, slug: &slug, story_html: &story_html, kind, is_material: changes.any_material() };
    write(&mut tx, site, &plan, written).await?;
    if is_public && changes.start {
        note_move(&mut tx, event, stored.starts_at).await?;
        if stored.postponed_at.is_some() {
            signups::release(&mut tx, site, stored.places(), plan.terms).await?;
        }
    }
    if signups::decide(&mut tx, site, event, plan.admission).await? {
        audit::write(&mut tx, site, Some(actor.member), "admission_changed", ("event", event.0), json!({})).await?;
    }
    let (from, to) = (stored.starts_local.as_str(), plan.starts_local.as_str());
    let (zone_before, zone) = (stored.zone.as_str(), plan.zone.as_str());
    let moved = Moved { event, from, to, zone_before, zone, starts: plan.starts, terms: plan.terms };
    signups::shifts::follow(&mut tx, site, moved).await?;
    ask::must_have_roles(&mut tx, event, &plan.questions).await?;
    ask::replace(&mut tx, site, event, &plan.questions).await?;
    ask::keep_for(&mut tx, event, plan.keep_days).await?;
    if is_public && (changes.time || changes.place) && !stored.is_over(site.now()) {
        concerned::tell(&mut tx, site, (event, actor.member), &Letter::EventChanged { event }).await?;
    }
    note(&mut tx, site, actor.member, event, &changes).await?;
    Ok(tx.commit().await?)
}

/// What was done, for the audit log. Seats have a line of their own: that is what people ask about later.
async fn note(tx: &mut Tx, site: &Site, by: MemberId, event: EventId, changes: &Changes) -> DbResult<()> {
    let words = changes.words();
    if let Some((from, to)) = changes.seats {
        let detail = json!({ "from": from, "to": to });
        audit::write(tx, site, Some(by), "capacity_changed", ("event", event.0), detail).await?;
    }
    if changes.seats.is_none() || !words.is_empty() {
        audit::write(tx, site, Some(by), "event_edited", ("event", event.0), json!({ "changed": words })).await?;
    }
    Ok(())
}

fn refuse_cancelled(stored: &Stored) -> Result<(), Failure> {
    if stored.state()? == State::Cancelled { Err(Failure::Refused(Refusal::EventCancelled)) } else { Ok(()) }
}

/// From when on the start may be: now, but a start that stays what it was is never wrong.
fn earliest(stored: &Stored, form: &PlanForm, now: Instant) -> Instant {
    let stays = form.starts.trim() == stored.starts_local && form.zone == stored.zone;
    if stays { Instant(stored.starts_at.min(now.0) - 1) } else { now }
}

/// What differs from before.
struct Changes {
    title: bool,
    text: bool,
    start: bool,
    time: bool,
    place: bool,
    /// Before and after.
    seats: Option<(i64, i64)>,
    honor: bool,
    sign_up: bool,
    chapter: bool,
    story: bool,
}

impl Changes {
    fn between(was: &Stored, plan: &Plan, chapter: ChapterId) -> Self {
        Self {
            title: was.title != plan.title,
            text: was.summary != plan.summary || was.locale() != plan.locale,
            start: was.starts_at != plan.starts.0,
            time: was.starts_at != plan.starts.0 || was.ends_at != plan.ends.0 || was.zone != plan.zone,
            place: was.venue != plan.venue
                || was.address != plan.address
                || was.attendance() != plan.attendance
                || was.join_url != plan.join_url,
            seats: (was.capacity != plan.capacity).then_some((was.capacity, plan.capacity)),
            honor: was.honor != plan.honor,
            sign_up: was.opens_at != plan.opens.map(|at| at.0)
                || was.closes_at != plan.closes.map(|at| at.0)
                || was.offer_s != plan.terms.offer_s
                || was.cutoff_at - was.starts_at != plan.terms.cutoff.0 - plan.starts.0,
            chapter: was.chapter_id != chapter.0,
            story: was.story != plan.story,
        }
    }

    /// Would a calendar entry or a share picture be another?
    const fn any_material(&self) -> bool {
        self.title || self.text || self.time || self.place || self.honor || self.chapter
    }

    /// For the audit log; without the seats.
    fn words(&self) -> Vec<&'static str> {
        let all = [
            ("title", self.title),
            ("summary", self.text),
            ("time", self.time),
            ("place", self.place),
            ("honor", self.honor),
            ("sign_up", self.sign_up),
            ("chapter", self.chapter),
            ("story", self.story),
        ];
        all.into_iter().filter(|(_, changed)| *changed).map(|(word, _)| word).collect()
    }
}

/// What is stored beside the plan.
struct Written<'a> {
    event: EventId,
    chapter: ChapterId,
    slug: &'a str,
    story_html: &'a str,
    kind: Kind,
    is_material: bool,
}

async fn write(tx: &mut Tx, site: &Site, plan: &Plan, written: Written<'_>) -> DbResult<()> {
    tx.execute(
        sql!(
            "UPDATE event SET slug = $2, chapter_id = $3, title = $4, summary = $5, story = $6, story_html = $7, locale = $8, zone = $9,
                 starts_local = $10, ends_local = $11, starts_at = $12, ends_at = $13, opens_at = $14, closes_at = $15,
                 venue = $16, address = $17, honor = $18, version = version + $19, changed_at = $20, kind = $21,
                 attendance = $22, join_url = $23
             WHERE id = $1"
        ),
        (
            written.event.0,
            written.slug,
            written.chapter.0,
            plan.title.as_str(),
            plan.summary.as_str(),
            plan.story.as_str(),
            written.story_html,
            plan.locale.tag(),
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
            i64::from(written.is_material),
            site.now().0,
            written.kind.word(),
            plan.attendance.word(),
            plan.join_url.as_deref(),
        ),
    )
    .await?;
    Ok(())
}

/// A public event with another start was moved: it has a date again, and its page says which it had. Should its answers be gone
/// meanwhile, those that are given from now on go in their time.
async fn note_move(tx: &mut Tx, event: EventId, from: i64) -> DbResult<()> {
    tx.execute(
        sql!("UPDATE event SET moved_from = $2, postponed_at = NULL, postpone_reason = NULL, answers_gone_at = NULL WHERE id = $1"),
        (event.0, from),
    )
    .await
    .map(drop)
}
