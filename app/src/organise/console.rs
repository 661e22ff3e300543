//! `/organise/events/{id}`: an event from its organiser's side.

use super::{
    again::{beside, once_more},
    by_hand::by_hand,
    funnel::funnel,
    helpers::helpers,
    life::{cancelled, change, postponed},
    people::{Rows, people},
    tabs::{Part, tabs},
    to_do::to_do,
};
use crate::{
    components::{Btn, Moment, Tag, Timeline, Tone},
    error::AppError,
    form::{FileField, PlainForm, Submit, WITH_FILES},
    messages::{common, events, organise, people as text},
    page::{load, param},
    visit::locale,
};
use domain::{
    events::{
        Phase,
        view::{ConsolePage, LogLine},
    },
    showcase::Art,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// So many people are shown here; all of them on a page of their own.
const FIRST: usize = 30;

/// What the page shows.
#[server(endpoint = "events/console")]
pub async fn load_console(id: String) -> Result<ConsolePage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::events::console(&site(), &actor()?, locale(), id).await?)
}

/// The page.
#[component]
pub fn Console() -> impl IntoView {
    load(param("id"), load_console, show)
}

fn show(page: ConsolePage) -> impl IntoView {
    let l = locale();
    let (cancelled, postponed, change, once_more) =
        (cancelled(&page), postponed(&page), change(&page), once_more(&page));
    let (funnel, to_do) = (funnel(&page), to_do(&page));
    let gone = page.answers_gone.as_deref().map(|day| view! { <p class="soft">{organise::answers_gone(l, day)}</p> });
    // Who helps at one event only grants no badges.
    let thank = (page.runs_chapter && page.checked_in > 0).then(|| {
        view! { <Btn href=format!("/organise/badges/grant?event={}", page.id) class="btn small">{organise::grant_badge(l)}</Btn> }
    });
    let (id, card, total) = (page.id, page.card, page.people.len());
    let first: Vec<_> = page.people.into_iter().take(FIRST).collect();
    let some = (total > 0).then(|| {
        let words = (total > FIRST).then(|| text::first_of(l, FIRST as i64, total as i64));
        view! { <p class="row">{words}" "<Btn href=format!("/organise/events/{id}/people") class="btn small">{text::all_people(l, total as i64)}</Btn></p> }
    });
    let art = card.art.clone();
    let state = events::phase(l, card.phase);
    let state = match card.phase {
        Phase::Open | Phase::Full | Phase::Running => view! { <Tag tone=Tone::Ok>{state}</Tag> },
        Phase::Ended | Phase::Recap => view! { <Tag icon="check">{state}</Tag> },
        Phase::Cancelled => view! { <Tag tone=Tone::Bad>{state}</Tag> },
        _ => view! { <Tag tone=Tone::Warn>{state}</Tag> },
    };
    let see = if card.phase == Phase::Draft { organise::preview(l) } else { organise::see_page(l) };
    let place = common::place(l, &card.venue, &card.city);
    let of = (card.kind, card.phase);
    view! {
        <Title text=card.title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <p>{state}</p>
                <h1 lang=card.lang>{card.title}</h1>
                <p class="soft"><time datetime=card.when.iso>{common::date_and_time(l, &card.when.date, &card.when.range)}</time>" "{card.when.zone}<br/>{place}</p>
                <p class="row"><Btn href=format!("/e/{}", card.slug) class="btn small">{see}</Btn>{thank}</p>
                {tabs(id, of, Part::Overview)}
                {cancelled}
                {postponed}
            </header>
            <div class="two">{funnel}{to_do}</div>
            <div class="flow"><h2 id="people">{organise::people(l)}</h2>{gone}{some}{people(id, first, page.questions, Rows::Plain)}</div>
            <div class="two">
                {by_hand(id)}
                {helpers(id, card.kind, page.staff, page.invited)}
                {once_more}
                {cover(art)}
                {beside(page.compared)}
                {log(page.log)}
            </div>
            {change}
        </div>
    }
}

/// What the form for the cover names: files do not go through server functions.
pub const COVER_FORM: &str = "events/cover";

/// The picture as it is, and the form for another one.
fn cover(art: Art) -> impl IntoView {
    let l = locale();
    view! {
        <section class="card flow" aria-labelledby="cover">
            <h2 id="cover">{organise::cover(l)}</h2>
            <div class="art"><img src=art.src alt=art.alt width="800" height="450" loading="lazy"/></div>
            <PlainForm to=COVER_FORM enctype=WITH_FILES>
                <FileField
                    name="cover"
                    label=organise::cover_file(l)
                    hint=organise::cover_hint(l)
                    accept="image/png,image/jpeg,image/webp"
                />
                <Submit label=organise::cover_send(l) class="btn small"/>
            </PlainForm>
        </section>
    }
}

fn log(log: Vec<LogLine>) -> impl IntoView {
    let l = locale();
    let moments = log
        .into_iter()
        .map(|line| {
            let who = if line.who.is_empty() { organise::the_house(l).to_owned() } else { line.who };
            Moment { time: line.at, text: organise::did(l, &who, organise::action(l, &line.action)) }
        })
        .collect();
    view! { <section class="flow full" aria-labelledby="log"><h2 id="log">{organise::log(l)}</h2><Timeline moments/></section> }
}
