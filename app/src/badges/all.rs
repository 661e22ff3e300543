//! `/badges`: what can be earned.

use crate::{error::AppError, messages::badges, page::load, visit::locale};
use domain::badges::view::BadgeCard;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// All badges of the house.
#[server(endpoint = "badges/all")]
pub async fn load_badges() -> Result<Vec<BadgeCard>, AppError> {
    use crate::server_context::{locale, site};
    Ok(backend::badges::all(&site(), locale()).await?)
}

/// The page.
#[component]
pub fn Badges() -> impl IntoView {
    load(|| (), |()| load_badges(), show)
}

fn show(all: Vec<BadgeCard>) -> impl IntoView {
    let l = locale();
    let items = all
        .into_iter()
        .map(|card| {
            let b = card.badge;
            let limited = card.edition.map(|e| view! { <span>{badges::edition_short(l, e.given, e.of)}</span> });
            let retired = card.is_retired.then(|| view! { <span>{badges::retired(l)}</span> });
            view! {
                <li>
                    <a class="medal" href=format!("/badges/{}", b.slug)>
                        <img src=b.art width="160" height="160" alt="" loading="lazy"/>
                        <b>{b.name}</b>
                        <span>{b.criteria}</span>
                        {limited}
                        {retired}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Title text=badges::all_badges(l)/>
        <Meta name="description" content=badges::all_lede(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{badges::all_badges(l)}</h1>
                <p class="lede narrow">{badges::all_lede(l)}</p>
            </header>
            <ul class="wall roomy">{items}</ul>
        </div>
    }
}
