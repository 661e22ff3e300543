//! `/organise/events/new` and `/organise/events/{id}/edit`: the form of an event.

use super::{
    places::places_fields,
    questions::{asked_of, question},
    tabs::{Part, tabs},
};
use crate::{
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Shown, Submit, TextArea},
    messages::{common, lifecycle, organise},
    page::{load, param, query},
    visit::locale,
};
use domain::{
    Locale,
    events::{
        Attendance, Kind as EventKind, Phase,
        plan::PlanForm,
        questions::{AskedOf, MAX_QUESTIONS, QuestionForm, Who},
        view::PlanPage,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Empty questions offered under those that are there; whoever needs more saves and comes back.
const SPARE_QUESTIONS: usize = 3;

/// What the form is filled with; for a new event where `id` is empty, with a template where one is named.
#[server(endpoint = "events/plan_page")]
pub async fn load_plan(
    #[server(default)] id: String,
    #[server(default)] template: String,
) -> Result<PlanPage, AppError> {
    use crate::server_context::{actor, locale, site};
    use backend::events::Opened;
    let opened = match (id.as_str(), template.as_str()) {
        ("", "") => Opened::New,
        ("", template) => Opened::From(template.parse().map_err(|_| AppError::NOT_FOUND)?),
        (id, _) => Opened::Of(id.parse().map_err(|_| AppError::NOT_FOUND)?),
    };
    Ok(backend::events::plan_page(&site(), &actor()?, locale(), opened).await?)
}

/// Makes a draft.
#[server(endpoint = "events/create")]
pub async fn create_event(plan: PlanForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let id = backend::events::create(&site(), &actor()?, plan).await.map_err(|f| under(f, "plan"))?;
    go_to(&format!("/organise/events/{id}"), Notice::DraftSaved);
    Ok(())
}

/// Changes an event.
#[server(endpoint = "events/edit")]
pub async fn edit_event(id: String, plan: PlanForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::edit(&site(), &actor()?, event, plan).await.map_err(|f| under(f, "plan"))?;
    go_to(&format!("/organise/events/{id}"), Notice::Saved);
    Ok(())
}

/// `/organise/events/new`.
#[component]
pub fn NewEvent() -> impl IntoView {
    load(query("template"), |template| load_plan(String::new(), template), show)
}

/// `/organise/events/{id}/edit`.
#[component]
pub fn EditEvent() -> impl IntoView {
    load(param("id"), |id| load_plan(id, String::new()), show)
}

fn show(page: PlanPage) -> impl IntoView {
    let l = locale();
    let title = if page.id.is_some() { organise::plan_edit(l) } else { organise::plan_new(l) };
    let kind = EventKind::from_word(&page.form.kind).unwrap_or(EventKind::Meetup);
    let tabs = page.id.map(|id| tabs(id, (kind, page.phase), Part::Edit));
    let form = match page.id {
        Some(id) => {
            let action = ServerAction::<EditEvent>::new();
            let label = if page.phase == Phase::Draft { organise::save_draft(l) } else { organise::save_changes(l) };
            view! { <PostForm action><Hidden name="id" value=id.to_string()/><Fields page/><Submit label class="btn main wide"/></PostForm> }.into_any()
        }
        None => {
            let action = ServerAction::<CreateEvent>::new();
            view! { <PostForm action><Fields page/><Submit label=organise::save_draft(l) class="btn main wide"/></PostForm> }.into_any()
        }
    };
    view! {
        <Title text=title/>
        <div class="wrap slim stack top"><header class="flow"><h1 class="huge">{title}</h1>{tabs}</header>{form}</div>
    }
}

#[component]
fn Fields(page: PlanPage) -> impl IntoView {
    let l = locale();
    let f = page.form;
    let chapters = page.chapters.into_iter().map(|c| Choice::new(c.slug, c.name)).collect();
    let zones = page.zones.into_iter().map(|z| Choice::new(z.clone(), z.replace('_', " "))).collect();
    let locales = Locale::ALL.into_iter().map(|l| Choice::new(l.tag(), l.name())).collect();
    let kinds =
        [EventKind::Meetup, EventKind::OpenDay].map(|k| Choice::new(k.word(), lifecycle::kind_word(l, k))).into();
    let kind = if f.kind.is_empty() { EventKind::Meetup.word().to_owned() } else { f.kind };
    // Who asks helpers sees of whom a question is asked, also where it was made a meetup just now.
    let asks_helpers = |q: &QuestionForm| AskedOf::from_word(&q.asked_of).is_some_and(|of| !of.asks(Who::Guest));
    let is_open_day = kind == EventKind::OpenDay.word() || f.questions.iter().any(asks_helpers);
    // Once it is public it stays what it is.
    let kind = if page.phase == Phase::Draft {
        view! { <Select name="plan[kind]" label=lifecycle::kind(l) choices=kinds value=kind/> }.into_any()
    } else {
        view! { <Hidden name="plan[kind]" value=kind/> }.into_any()
    };
    let ways = Attendance::ALL.map(|a| Choice::new(a.word(), lifecycle::attendance(l, a))).into();
    let way = if f.attendance.is_empty() { Attendance::InPerson.word().to_owned() } else { f.attendance };
    let asked = f.questions.len();
    let slots = (asked + SPARE_QUESTIONS).min(MAX_QUESTIONS).max(asked);
    let mut questions = f.questions.into_iter();
    let brings = (page.id.is_none() && !page.roles.is_empty()).then(|| {
        let names = page.roles.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
        view! { <p class="soft">{lifecycle::template_brings(l, &names.join(common::list_comma(l)))}</p> }
    });
    let of = if is_open_day { asked_of(page.roles) } else { vec![] };
    let questions = (0..slots).map(|i| question(i, questions.next().unwrap_or_default(), &of)).collect_view();
    view! {
        <Shown name="plan[template]" value=f.template/>
        {brings}
        <Select name="plan[chapter]" label=organise::chapter(l) choices=chapters value=f.chapter/>
        {kind}
        <Field name="plan[title]" label=organise::title(l) value=f.title max=80u32/>
        <TextArea name="plan[summary]" label=organise::summary(l) hint=organise::summary_hint(l) value=f.summary rows=2 max=200u32/>
        <TextArea name="plan[story]" label=organise::story(l) hint=organise::story_hint(l) value=f.story rows=8 max=20_000u32 optional=true/>
        <Select name="plan[locale]" label=organise::written_in(l) choices=locales value=f.locale/>
        <h2>{organise::where_and_when(l)}</h2>
        <Select name="plan[attendance]" label=lifecycle::where_(l) choices=ways value=way/>
        <Field name="plan[venue]" label=organise::venue(l) hint=lifecycle::place_hint(l) value=f.venue max=120u32/>
        <Field name="plan[address]" label=organise::address(l) value=f.address max=200u32/>
        <Field name="plan[join_url]" label=lifecycle::join_url(l) hint=lifecycle::join_url_hint(l) kind=Kind::Url value=f.join_url max=500u32 optional=true/>
        <Select name="plan[zone]" label=organise::zone(l) choices=zones value=f.zone/>
        <Field name="plan[starts]" label=organise::starts(l) hint=organise::local_hint(l) kind=Kind::DateTime value=f.starts/>
        <Field name="plan[ends]" label=organise::ends(l) kind=Kind::DateTime value=f.ends/>
        <h2>{organise::seats_and_sign_up(l)}</h2>
        <Field name="plan[capacity]" label=organise::capacity(l) kind=Kind::Number value=f.capacity max=6u32/>
        <Shown name="plan[capacity_shown]" value=f.capacity_shown/>
        <Field name="plan[honor]" label=organise::honor(l) hint=organise::honor_hint(l) kind=Kind::Number value=f.honor max=3u32/>
        <Field name="plan[opens]" label=organise::opens(l) hint=organise::opens_hint(l) kind=Kind::DateTime value=f.opens optional=true/>
        <Field name="plan[closes]" label=organise::closes(l) hint=organise::closes_hint(l) kind=Kind::DateTime value=f.closes optional=true/>
        <Field name="plan[offer_minutes]" label=organise::offer_minutes(l) hint=organise::offer_minutes_hint(l) kind=Kind::Number value=f.offer_minutes optional=true max=5u32/>
        <Field name="plan[cutoff_hours]" label=organise::cutoff_hours(l) hint=organise::cutoff_hours_hint(l) kind=Kind::Number value=f.cutoff_hours optional=true max=3u32/>
        {places_fields(f.admission)}
        <h2>{organise::questions(l)}</h2>
        <p class="soft">{organise::questions_hint(l)}</p>
        {questions}
        <Field name="plan[keep_days]" label=organise::keep_days(l) hint=organise::keep_days_hint(l) kind=Kind::Number value=f.keep_days optional=true max=3u32/>
    }
}
