//! `/e/{slug}/recap`: how it was.

use crate::{
    components::{Btn, Fact, Facts},
    error::AppError,
    messages::{common, events, lifecycle},
    page::{load, param},
    showcase::Head,
    visit::locale,
};
use domain::events::desk::{RecapPage, RecapPicture};
use leptos::prelude::*;

/// What the page shows.
#[server(endpoint = "events/recap")]
pub async fn load_recap(slug: String) -> Result<RecapPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    Ok(backend::events::recap(&site(), maybe_actor().as_ref(), locale(), &slug).await?)
}

/// How an event was.
#[component]
pub fn Recap() -> impl IntoView {
    load(param("slug"), load_recap, show)
}

fn show(page: RecapPage) -> impl IntoView {
    let l = locale();
    let card = page.card;
    let mut facts = vec![
        Fact::new("cal", card.when.date.clone(), common::pair(l, &card.when.range, &card.when.zone)).at(card.when.iso),
        Fact::new("pin", card.venue, card.city),
    ];
    if page.came > 0 {
        let first = if page.first_timers > 0 { lifecycle::first_timers(l, page.first_timers) } else { String::new() };
        facts.push(Fact::new("people", lifecycle::came(l, page.came), first));
    }
    let edit = page.can_edit.then(|| {
        view! { <Btn href=format!("/organise/events/{}/recap", page.id) class="btn small">{lifecycle::edit_recap(l)}</Btn> }
    });
    view! {
        <Head card=page.share/>
        <article class="wrap stack narrow top">
            <header class="flow">
                <p class="soft">{lifecycle::recap(l)}</p>
                <h1 class="huge" lang=card.lang.clone()>{card.title}</h1>
                <Facts facts/>
            </header>
            <div class="flow" lang=card.lang inner_html=page.story_html></div>
            {photos(page.pictures)}
            <p class="row">
                <Btn href=format!("/e/{}", card.slug) class="btn">{lifecycle::to_event(l)}</Btn>
                <Btn href=format!("/c/{}", page.chapter.slug) class="btn">{page.chapter.name}</Btn>
                {edit}
            </p>
            <div class="field"><label for="page-link">{events::link_to_page(l)}</label><input id="page-link" readonly value=format!("{}/e/{}/recap", crate::visit::use_visit().base_url, card.slug)/></div>
        </article>
    }
}

fn photos(pictures: Vec<RecapPicture>) -> impl IntoView {
    let photo = |p: RecapPicture| {
        view! { <figure><img src=p.art.src alt=p.art.alt.clone() width=p.art.width.to_string() height=p.art.height.to_string() loading="lazy"/><figcaption class="small soft">{p.art.alt}</figcaption></figure> }
    };
    pictures.into_iter().map(photo).collect_view()
}
