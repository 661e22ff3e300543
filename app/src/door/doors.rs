//! `/door`: the doors that the reader keeps, those of today first.

use crate::{
    components::{Empty, Gig},
    error::AppError,
    messages::door,
    page::load,
    visit::locale,
};
use domain::door::view::{DoorRow, DoorsPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "door/doors")]
pub async fn load_doors() -> Result<DoorsPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::door::doors(&site(), &actor()?, locale()).await?)
}

/// The page.
#[component]
pub fn Doors() -> impl IntoView {
    load(|| (), |()| load_doors(), show)
}

fn show(page: DoorsPage) -> impl IntoView {
    let l = locale();
    let none = (page.today.is_empty() && page.next.is_empty())
        .then(|| view! { <Empty title=door::no_doors(l) text=door::no_doors_text(l)/> });
    view! {
        <Title text=door::doors(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{door::doors(l)}</h1>
                <p class="lede">{door::doors_lede(l)}</p>
            </header>
            {none}
            {part("today", door::today(l), page.today)}
            {part("next", door::next_doors(l), page.next)}
        </div>
    }
}

/// Some of the doors, under what they have in common.
fn part(id: &'static str, title: &'static str, doors: Vec<DoorRow>) -> impl IntoView {
    let l = locale();
    let row = move |DoorRow { id, card }: DoorRow| {
        let more = door::came_of(l, card.came, card.seats.taken);
        view! { <li class="gig"><Gig card more href=format!("/door/{id}")/></li> }
    };
    (!doors.is_empty()).then(|| {
        view! { <section class="flow" aria-labelledby=id><h2 id=id>{title}</h2><ol>{doors.into_iter().map(row).collect_view()}</ol></section> }
    })
}
