//! `/organise`: everything the reader's chapters run.

use crate::{
    components::{Btn, Chips, Empty, Gig, Pick},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::{badges, events, leaderboard, ledger, lifecycle, notices, organise, tiers},
    page::load,
    visit::locale,
};
use domain::{
    chapters::view::ChapterChip,
    events::{
        Phase,
        desk::{SeriesChip, TemplateChip},
        view::{OrganisePage, OrganiseRow},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's events, newest first.
#[server(endpoint = "events/organise")]
pub async fn load_organise() -> Result<OrganisePage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::events::organise(&site(), &actor()?, locale()).await?)
}

/// Throws a template away.
#[server(endpoint = "events/delete_template")]
pub async fn delete_template(template: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let template = template.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::delete_template(&site(), &actor()?, template).await?;
    go_to("/organise", Notice::Deleted);
    Ok(())
}

/// The page.
#[component]
pub fn Overview() -> impl IntoView {
    load(|| (), |()| load_organise(), show)
}

fn show(page: OrganisePage) -> impl IntoView {
    let l = locale();
    let admin = crate::visit::viewer().is_some_and(|v| v.is_admin);
    let chapters = admin.then(|| {
        view! { <Btn href="/organise/chapters">{organise::chapters(l)}</Btn><Btn href="/organise/mail">{notices::mail(l)}</Btn><Btn href="/organise/seasons">{leaderboard::seasons(l)}</Btn> }
    });
    if page.chapters.is_empty() && page.events.is_empty() {
        let found =
            admin.then(|| view! { <Btn href="/organise/chapters" class="btn main">{organise::new_chapter(l)}</Btn> });
        return view! {
            <Title text=organise::organise(l)/>
            <div class="wrap stack top">
                <h1 class="huge">{organise::organise(l)}</h1>
                <Empty title=organise::chapters(l) text=organise::first_chapter(l)>{found}</Empty>
            </div>
        }
        .into_any();
    }
    // Who helps at events only plans none, and grants no badges.
    let plans = (!page.chapters.is_empty()).then(|| {
        view! {
            <Btn href="/organise/events/new" class="btn main">{organise::new_event(l)}</Btn>
            <Btn href="/organise/badges">{badges::all_badges(l)}</Btn>
            <Btn href="/organise/honor">{ledger::desk_title(l)}</Btn>
            <Btn href="/organise/tiers">{tiers::desk(l)}</Btn>
        }
    });
    let none = page
        .events
        .is_empty()
        .then(|| view! { <Empty title=organise::no_events(l) text=organise::no_events_text(l)/> });
    let (past, ahead): (Vec<_>, Vec<_>) = page
        .events
        .into_iter()
        .partition(|row| matches!(row.card.phase, Phase::Ended | Phase::Recap | Phase::Cancelled));
    let past = (!past.is_empty()).then(|| {
        view! {
            <details class="qa" open=ahead.is_empty()>
                <summary>{organise::past_events(l, past.len())}</summary>
                {rows(past)}
            </details>
        }
    });
    view! {
        <Title text=organise::organise(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{organise::organise(l)}</h1>
                <p class="lede">{organise::organise_lede(l)}</p>
                <p class="row">
                    {plans}
                    {chapters}
                </p>
            </header>
            {rows_of(page.chapters, page.series, page.templates)}
            {none}
            {(!ahead.is_empty()).then(|| rows(ahead))}
            {past}
        </div>
    }
    .into_any()
}

/// A list of events, each the way to its console.
fn rows(events: Vec<OrganiseRow>) -> impl IntoView {
    let l = locale();
    let row = |row: OrganiseRow| {
        let card = row.card;
        let more =
            organise::row(l, events::phase(l, card.phase), card.seats.taken, card.seats.capacity, row.checked_in);
        view! { <li class="gig"><Gig card more level=2 href=format!("/organise/events/{}", row.id)/></li> }
    };
    view! { <ol>{events.into_iter().map(row).collect_view()}</ol> }
}

/// What events are planned with: chapters, series and templates, each where there is one.
fn rows_of(chapters: Vec<ChapterChip>, series: Vec<SeriesChip>, templates: Vec<TemplateChip>) -> impl IntoView {
    let l = locale();
    let picks = |all: Vec<Pick>, label: &'static str| {
        (!all.is_empty()).then(|| view! { <div><p class="soft">{label}</p><Chips label picks=all/></div> })
    };
    let chapters = chapters.into_iter().map(|c| Pick::new(format!("/organise/chapters/{}", c.slug), c.name)).collect();
    let series = series.into_iter().map(|s| Pick::new(format!("/organise/series/{}", s.id), s.name)).collect();
    let delete = ServerAction::<DeleteTemplate>::new();
    let row = move |t: TemplateChip| {
        let (begin, delete_it) = (lifecycle::began_with(l, &t.name), lifecycle::template_delete(l, &t.name));
        view! {
            <li class="row">
                <Btn href=format!("/organise/events/new?template={}", t.id) class="btn small">{begin}</Btn>
                <PostForm action=delete name=t.id.to_string()>
                    <Hidden name="template" value=t.id.to_string()/>
                    <Submit label=delete_it class="btn plain small"/>
                </PostForm>
            </li>
        }
    };
    let templates = (!templates.is_empty()).then(|| {
        view! { <section class="flow" aria-labelledby="templates"><h2 id="templates">{lifecycle::templates(l)}</h2><ul class="flow">{templates.into_iter().map(row).collect_view()}</ul></section> }
    });
    view! {
        {picks(chapters, organise::chapter_organisers(l))}
        {picks(series, lifecycle::series(l))}
        {templates}
    }
}
