//! The form in which an event is planned.

use domain::{
    EventId, Failure, Instant, Locale, TemplateId,
    chapters::view::ChapterChip,
    events::{
        Kind, Phase,
        plan::{KEEP_DAYS, PlanForm},
        questions::{AskedOf, Question, QuestionForm, QuestionKind},
        view::PlanPage,
    },
    members::{Action, Actor, require},
    signups::{Admission, CREW_HOURS, CUTOFF_HOURS, HeadStart, OFFER_MINUTES},
};

use super::{
    art, asked, card,
    run::{self, Stored},
    templates,
};
use crate::{
    Site, chapters,
    db::{Reading, Result as DbResult},
    signups, zones,
};

/// What a new event starts with, until its organiser says otherwise.
const SEATS: &str = "40";
const HONOR: &str = "20";

/// What the form is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A new event.
    New,
    /// A new event that begins with a template.
    From(TemplateId),
    /// A change.
    Of(EventId),
}

/// The form, filled with what is stored; for a new event, with what its organiser's first chapter usually wants, or with its
/// template.
///
/// # Errors
/// [`Failure::Forbidden`] and [`Failure::NotFound`], as for any change of an event.
pub async fn plan_page(site: &Site, actor: &Actor, locale: Locale, opened: Opened) -> Result<PlanPage, Failure> {
    let mut conn = site.db.read().await?;
    let Opened::Of(id) = opened else {
        require(Some(actor), Action::PlanEvents)?;
        let chapters = chapters::run_by(&mut conn, actor).await?;
        let (form, roles) = match opened {
            Opened::From(template) => templates::form(&mut conn, actor, template).await?,
            _ => (blank(&chapters, locale), vec![]),
        };
        let form = in_words(locale, form);
        return Ok(PlanPage {
            id: None,
            phase: Phase::Draft,
            slug: String::new(),
            art: art::drawn(art::pick(Kind::Meetup, "", "")),
            chapters,
            zones: zones::offered(&form.zone),
            roles,
            form,
        });
    };
    require(Some(actor), Action::Organise)?;
    let stored = run::event(&mut conn, actor, id).await?;
    let mut chapters = chapters::run_by(&mut conn, actor).await?;
    if !chapters.iter().any(|c| c.slug == stored.chapter_slug) {
        chapters.extend(chapters::chip(&mut conn, &stored.chapter_slug).await?); // stays what it is
    }
    let card = card::by_id(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let roles = signups::shifts::role_names(&mut conn, id).await?;
    Ok(PlanPage {
        roles,
        id: Some(id),
        phase: card.phase(site.now())?,
        slug: stored.slug.clone(),
        art: card.art(),
        chapters,
        zones: zones::offered(&stored.zone),
        form: in_words(
            locale,
            PlanForm { capacity_shown: stored.capacity.to_string(), ..filled(&mut conn, id, &stored).await? },
        ),
    })
}

/// Answers that are stored as a word of ours, in the organiser's own: the form takes both.
fn in_words(locale: Locale, mut form: PlanForm) -> PlanForm {
    let is_ours =
        |q: &QuestionForm| [QuestionKind::YesNo, QuestionKind::Consent].map(QuestionKind::word).contains(&&*q.kind);
    let ours: Vec<bool> = form.questions.iter().map(is_ours).collect();
    for q in form.questions.iter_mut().filter(|_| locale == Locale::ZhCn) {
        let earlier = q.shown_if.parse::<usize>().ok().and_then(|n| ours.get(n.checked_sub(1)?));
        match (earlier, q.shown_answer.as_str()) {
            (Some(true), "yes") => q.shown_answer = "是".into(),
            (Some(true), "no") => q.shown_answer = "否".into(),
            _ => {}
        }
    }
    form
}

/// What a new event starts with.
fn blank(chapters: &[ChapterChip], locale: Locale) -> PlanForm {
    let first = chapters.first();
    // Those who give most come a day earlier, where sign-up opens at a set time.
    let head_start = HeadStart { regular: 0, crew: CREW_HOURS, core: CREW_HOURS };
    PlanForm {
        chapter: first.map(|c| c.slug.clone()).unwrap_or_default(),
        locale: locale.tag().into(),
        zone: first.map_or("UTC", |c| c.zone.as_str()).into(),
        capacity: SEATS.into(),
        offer_minutes: OFFER_MINUTES.to_string(),
        cutoff_hours: CUTOFF_HOURS.to_string(),
        admission: Admission { head_start, ..Admission::default() }.into(),
        honor: HONOR.into(),
        keep_days: KEEP_DAYS.to_string(),
        ..PlanForm::default()
    }
}

/// The form as it would send what is stored.
pub(super) async fn filled(conn: &mut impl Reading, id: EventId, stored: &Stored) -> DbResult<PlanForm> {
    let asked = asked::current(conn, id).await?;
    let questions = asked.iter().map(|q| question(q, &asked)).collect();
    let wall = |at: Option<i64>| at.map(|at| zones::wall(&stored.zone, Instant(at))).unwrap_or_default();
    let stored = stored.clone();
    Ok(PlanForm {
        opens: wall(stored.opens_at),
        closes: wall(stored.closes_at),
        chapter: stored.chapter_slug,
        kind: stored.kind,
        title: stored.title,
        summary: stored.summary,
        story: stored.story,
        locale: stored.locale,
        zone: stored.zone,
        starts: stored.starts_local,
        ends: stored.ends_local,
        attendance: stored.attendance,
        venue: stored.venue,
        address: stored.address,
        join_url: stored.join_url.unwrap_or_default(),
        capacity: stored.capacity.to_string(),
        capacity_shown: String::new(), // for whoever shows it
        template: String::new(),
        offer_minutes: (stored.offer_s / 60).to_string(),
        cutoff_hours: ((stored.starts_at - stored.cutoff_at) / 3_600_000).to_string(),
        admission: signups::admission(conn, id).await?.into(),
        honor: stored.honor.to_string(),
        keep_days: stored.keep_days.to_string(),
        questions,
    })
}

/// A question as its form sends it.
fn question(asked: &Question, all: &[Question]) -> QuestionForm {
    let on = |is: bool| if is { "on".to_owned() } else { String::new() };
    let condition = asked.shown_if.as_ref();
    let number =
        condition.and_then(|c| all.iter().position(|q| q.id == c.question)).map(|index| (index + 1).to_string());
    QuestionForm {
        id: asked.id.to_string(),
        label: asked.label.clone(),
        kind: asked.kind.word().into(),
        required: on(asked.required),
        choices: asked.choices.join("\n"),
        note: asked.note.clone(),
        for_door: on(asked.for_door),
        shown_answer: condition.filter(|_| number.is_some()).map(|c| c.answer.clone()).unwrap_or_default(),
        shown_if: number.unwrap_or_default(),
        asked_of: match asked.asked_of {
            AskedOf::Guests => String::new(),
            other => other.word(),
        },
    }
}
