//! `/c/{slug}`: a local club.

use crate::{
    components::{Empty, Faces, Follow, Gigs},
    error::AppError,
    messages::events,
    page::{load, param},
    showcase::Head,
    visit::locale,
};
use domain::chapters::view::ChapterPage;
use leptos::prelude::*;

/// What a chapter's page shows.
#[server(endpoint = "chapters/page")]
pub async fn load_chapter(slug: String) -> Result<ChapterPage, AppError> {
    use crate::server_context::{locale, site};
    Ok(backend::chapters::page(&site(), locale(), &slug).await?)
}

/// A chapter's page.
#[component]
pub fn Chapter() -> impl IntoView {
    load(param("slug"), load_chapter, show)
}

fn show(page: ChapterPage) -> impl IntoView {
    let l = locale();
    let slug = page.chip.slug.clone();
    let next = if page.next.is_empty() {
        view! { <Empty title=events::nothing_next(l) text=events::nothing_next_text(l)/> }.into_any()
    } else {
        view! { <Gigs cards=page.next/> }.into_any()
    };
    let past = (!page.past.is_empty()).then(|| {
        view! { <section aria-labelledby="been"><div class="head"><h2 id="been">{events::been(l)}</h2></div><Gigs cards=page.past/></section> }
    });
    let organisers = (!page.organisers.is_empty()).then(|| {
        let names = page.organisers.iter().map(|p| p.display_name.clone()).collect::<Vec<_>>().join(", ");
        let faces = page.organisers;
        view! { <section class="flow" aria-labelledby="org"><h2 id="org">{events::organisers(l)}</h2><div class="row"><Faces people=faces/></div><p>{names}</p></section> }
    });
    view! {
        <Head card=page.share/>
        <section data-tone="butter">
            <header class="wrap flow top">
                <h1 class="huge">{page.chip.name}</h1>
                <p class="lede asis">{page.story}</p>
                <Follow calendar=format!("/c/{slug}.ics") news=format!("/c/{slug}.rss")/>
            </header>
        </section>
        <div class="wrap band flow airy">
            <section aria-labelledby="next"><div class="head"><h2 id="next">{events::chapter_events(l)}</h2></div>{next}</section>
            {organisers}
            {past}
        </div>
    }
}
