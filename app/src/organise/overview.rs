//! `/organise`: everything the reader's chapters run.

use crate::{
    components::{Btn, Empty, Gig},
    error::AppError,
    messages::{events, notices, organise},
    page::load,
    visit::locale,
};
use domain::events::view::OrganisePage;
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's events, newest first.
#[server(endpoint = "events/organise")]
pub async fn load_organise() -> Result<OrganisePage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::events::organise(&site(), &actor()?, locale()).await?)
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
        view! { <Btn href="/organise/chapters">{organise::chapters(l)}</Btn><Btn href="/organise/mail">{notices::mail(l)}</Btn> }
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
    let none = page
        .events
        .is_empty()
        .then(|| view! { <Empty title=organise::no_events(l) text=organise::no_events_text(l)/> });
    let rows = page
        .events
        .into_iter()
        .map(|row| {
            let card = row.card;
            let more =
                organise::row(l, events::phase(l, card.phase), card.seats.taken, card.seats.capacity, row.checked_in);
            view! { <li class="gig"><Gig card more level=2 href=format!("/organise/events/{}", row.id)/></li> }
        })
        .collect_view();
    view! {
        <Title text=organise::organise(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{organise::organise(l)}</h1>
                <p class="lede">{organise::organise_lede(l)}</p>
                <p class="row">
                    <Btn href="/organise/events/new" class="btn main">{organise::new_event(l)}</Btn>
                    <Btn href="/organise/badges">{organise::grant_badge(l)}</Btn>
                    {chapters}
                </p>
            </header>
            {none}
            <ol>{rows}</ol>
        </div>
    }
    .into_any()
}
