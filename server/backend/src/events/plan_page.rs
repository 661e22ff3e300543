//! The form in which an event is planned.

use domain::{
    EventId, Failure, Instant, Locale,
    events::{
        Phase,
        plan::PlanForm,
        questions::{Question, QuestionForm},
        view::PlanPage,
    },
    members::{Action, Actor, require},
    signups::{CUTOFF_HOURS, OFFER_MINUTES},
};

use super::{art, asked, card, run};
use crate::{Site, chapters, zones};

/// What a new event starts with, until its organiser says otherwise.
const SEATS: &str = "40";
const HONOR: &str = "20";

/// The form, filled with what is stored; for a new event, with what its organiser's first chapter usually wants.
///
/// # Errors
/// [`Failure::Forbidden`] and [`Failure::NotFound`], as for any change of an event.
pub async fn plan_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    event: Option<EventId>,
) -> Result<PlanPage, Failure> {
    require(Some(actor), Action::Organise)?;
    let mut conn = site.db.read().await?;
    let chapters = chapters::run_by(&mut conn, actor).await?;
    let Some(id) = event else {
        let zone = chapters.first().map_or("UTC", |c| c.zone.as_str());
        let form = PlanForm {
            chapter: chapters.first().map(|c| c.slug.clone()).unwrap_or_default(),
            locale: locale.tag().into(),
            zone: zone.into(),
            capacity: SEATS.into(),
            offer_minutes: OFFER_MINUTES.to_string(),
            cutoff_hours: CUTOFF_HOURS.to_string(),
            honor: HONOR.into(),
            ..PlanForm::default()
        };
        let zones = zones::offered(zone);
        return Ok(PlanPage {
            id: None,
            phase: Phase::Draft,
            slug: String::new(),
            form,
            art: art::drawn(art::pick("")),
            chapters,
            zones,
        });
    };
    let stored = run::event(&mut conn, actor, id).await?;
    let questions = asked::current(&mut conn, id).await?.into_iter().map(filled).collect();
    let card = card::by_id(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let wall = |at: Option<i64>| at.map(|at| zones::wall(&stored.zone, Instant(at))).unwrap_or_default();
    Ok(PlanPage {
        id: Some(id),
        phase: card.phase(site.now())?,
        slug: stored.slug.clone(),
        art: card.art(),
        chapters,
        zones: zones::offered(&stored.zone),
        form: PlanForm {
            opens: wall(stored.opens_at),
            closes: wall(stored.closes_at),
            chapter: stored.chapter_slug,
            title: stored.title,
            summary: stored.summary,
            story: stored.story,
            locale: stored.locale,
            zone: stored.zone,
            starts: stored.starts_local,
            ends: stored.ends_local,
            venue: stored.venue,
            address: stored.address,
            capacity: stored.capacity.to_string(),
            offer_minutes: (stored.offer_s / 60).to_string(),
            cutoff_hours: ((stored.starts_at - stored.cutoff_at) / 3_600_000).to_string(),
            honor: stored.honor.to_string(),
            questions,
        },
    })
}

/// A question as its form sends it.
fn filled(question: Question) -> QuestionForm {
    QuestionForm {
        id: question.id.to_string(),
        label: question.label,
        kind: question.kind.word().into(),
        required: if question.required { "on".into() } else { String::new() },
        choices: question.choices.join("\n"),
    }
}
