//! `/`: what is on.

use crate::{
    components::{Btn, Chips, Empty, Follow, Gig, Gigs, MedalItem, Pick, Pop},
    error::AppError,
    messages::{common, events},
    page::{load, query},
    showcase::Head,
    visit::locale,
};
use domain::{
    badges::view::Medal,
    events::view::{EventCard, HomePage, LatestHonor},
};
use leptos::prelude::*;

/// What the front page shows, narrowed to a chapter where one is named.
#[server(endpoint = "events/home")]
pub async fn load_home(#[server(default)] chapter: String) -> Result<HomePage, AppError> {
    use crate::server_context::{locale, site};
    let chapter = (!chapter.is_empty()).then_some(chapter);
    Ok(backend::events::home(&site(), locale(), chapter.as_deref()).await?)
}

/// The front page.
#[component]
pub fn Home() -> impl IntoView {
    load(query("chapter"), load_home, show)
}

fn show(page: HomePage) -> impl IntoView {
    let l = locale();
    let words = view! {
        <div class="flow">
            <h1 class="huge">{events::home_title(l)}</h1>
            <p class="lede">{events::home_lede(l)}</p>
        </div>
    };
    let lead = match page.feature {
        Some(card) => view! { <div class="wrap two top">{words}{feature(card)}</div> }.into_any(),
        None => view! { <div class="wrap narrow top">{words}</div> }.into_any(),
    };
    let here = page.chapter.clone();
    let picks = std::iter::once(Pick::new("/", events::everywhere(l)).current(here.is_none()))
        .chain(page.chapters.into_iter().map(|c| {
            let current = here.as_deref() == Some(c.slug.as_str());
            Pick::new(format!("/?chapter={}", c.slug), c.city).current(current)
        }))
        .collect();
    let next = if page.next.is_empty() {
        view! { <Empty title=events::nothing_next(l) text=events::nothing_next_text(l)/> }.into_any()
    } else {
        view! { <Gigs cards=page.next/> }.into_any()
    };
    let past = (!page.past.is_empty()).then(|| {
        view! { <section class="wrap band" aria-labelledby="been"><div class="head"><h2 id="been">{events::been(l)}</h2></div><Gigs cards=page.past/></section> }
    });
    view! {
        <Head card=page.share/>
        {lead}
        <section class="wrap band" aria-labelledby="next">
            <div class="head"><h2 id="next">{events::next_up(l)}</h2><Chips label=events::city(l) picks/></div>
            {next}
            <Follow calendar="/events.ics"/>
        </section>
        {(!page.honors.is_empty()).then(|| honors(page.honors))}
        {past}
    }
}

/// The event of the day: its picture, then when and where.
fn feature(card: EventCard) -> impl IntoView {
    let (art, honor) = (card.art.clone(), card.honor);
    let card = EventCard { art: Default::default(), ..card };
    view! {
        <div class="feature">
            <div class="poster out">
                <div class="art"><img src=art.src alt=art.alt width="800" height="600" fetchpriority="high"/></div>
                {(honor > 0).then(|| view! { <Pop points=honor/> })}
            </div>
            <div class="gig"><Gig card level=2/></div>
        </div>
    }
}

fn honors(honors: Vec<LatestHonor>) -> impl IntoView {
    let l = locale();
    let medals = honors
        .into_iter()
        .map(|h| {
            let line = if h.city.is_empty() {
                h.person.display_name
            } else {
                common::place(l, &h.person.display_name, &h.city)
            };
            view! { <li><MedalItem medal=Medal { line, ..h.medal }/></li> }
        })
        .collect_view();
    view! {
        <section class="band" data-tone="butter" aria-labelledby="honors">
            <div class="wrap">
                <div class="head"><h2 id="honors">{events::latest_honors(l)}</h2><p><Btn href="/badges" class="btn plain small">{events::all_badges(l)}</Btn></p></div>
                <ul class="wall roomy">{medals}</ul>
            </div>
        </section>
    }
}
