//! `/badges/{slug}`: a badge, how to earn it, who holds it.

use crate::{
    components::{Chips, Faces, Name, Pick},
    error::AppError,
    messages::badges,
    page::{load, param},
    showcase::Head,
    visit::locale,
};
use domain::badges::view::BadgePage;
use leptos::prelude::*;

/// What a badge's page shows.
#[server(endpoint = "badges/page")]
pub async fn load_badge(slug: String) -> Result<BadgePage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    Ok(backend::badges::badge_page(&site(), maybe_actor().as_ref(), locale(), &slug).await?)
}

/// The page.
#[component]
pub fn Badge() -> impl IntoView {
    load(param("slug"), load_badge, show)
}

fn show(page: BadgePage) -> impl IntoView {
    let l = locale();
    let people = if page.people.is_empty() {
        view! { <p class="soft">{badges::nobody_public(l)}</p> }.into_any()
    } else {
        let names = page.people.iter().cloned().map(|person| view! { <li><Name person/></li> }).collect_view();
        view! { <div class="row"><Faces people=page.people.into_iter().take(8).collect()/></div><ul class="flow">{names}</ul> }.into_any()
    };
    let edition = page.edition.map(|e| view! { <p>{badges::edition(l, e.given, e.of)}</p> });
    let retired = page.is_retired.then(|| view! { <p>{badges::retired_text(l)}</p> });
    let secret = page.is_secret.then(|| view! { <p>{badges::secret_text(l)}</p> });
    let slug = page.badge.slug.clone();
    let family = (page.family.len() > 1).then(|| {
        let picks = page.family.into_iter().map(|(step, name)| {
            let current = step == slug;
            Pick::new(format!("/badges/{step}"), name).current(current)
        });
        view! { <Chips label=badges::family(l) picks=picks.collect()/> }
    });
    view! {
        <Head card=page.share/>
        <section data-tone="butter" aria-labelledby="b">
            <div class="wrap two top">
                <img src=page.badge.art width="440" height="440" alt=""/>
                <div class="flow">
                    <h1 id="b" class="huge">{page.badge.name}</h1>
                    <p class="lede">{page.badge.story}</p>
                    {family}
                </div>
            </div>
        </section>
        <div class="wrap band two">
            <section class="flow" aria-labelledby="how">
                <h2 id="how">{badges::how_earned(l)}</h2>
                <p>{page.badge.criteria}</p>
                {edition}
                {retired}
                {secret}
                <p class="soft">{badges::holders(l, page.holders)}</p>
            </section>
            <section class="flow" aria-labelledby="who"><h2 id="who">{badges::who_holds(l)}</h2>{people}</section>
        </div>
    }
}
