//! `/g/{id}`: a member's badge, with how it was earned.

use super::SignedFiles;
use crate::{
    components::{Flash, Icon, Moment, Name, Timeline, Tone},
    error::AppError,
    messages::badges,
    page::{load, param},
    showcase::Head,
    visit::locale,
};
use domain::badges::view::GrantPage;
use leptos::prelude::*;

/// What a grant's page shows.
#[server(endpoint = "badges/grant_page")]
pub async fn load_grant(id: String) -> Result<GrantPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::badges::grant_page(&site(), maybe_actor().as_ref(), locale(), id).await?)
}

/// The page.
#[component]
pub fn Grant() -> impl IntoView {
    load(param("id"), load_grant, show)
}

fn show(page: GrantPage) -> impl IntoView {
    let l = locale();
    let slug = page.badge.slug.clone();
    let private = (!page.is_public).then(|| view! { <Flash tone=Tone::Warn>{badges::private_banner(l)}</Flash> });
    let earned = page.evidence.clone().map(|e| {
        let when = e.checked_in.clone().unwrap_or_else(|| e.date.clone());
        view! {
            <p><a href=format!("/e/{}", e.slug)>{badges::story_of(l, &e.title, &e.date)}</a></p>
            <Timeline moments=vec![Moment { time: when, text: badges::checked_in_at(l, &e.venue) }]/>
        }
    });
    let note = page.note.clone().map(|note| {
        let who = page.by.clone().unwrap_or_default();
        view! { <blockquote class="flow"><p>{note}</p><p class="small soft">{badges::note_from(l, &who)}</p></blockquote> }
    });
    let reason = page.reason.clone();
    let by = page.by.clone().unwrap_or_else(|| badges::by_the_house(l).into());
    let poster = page.is_public.then(|| {
        view! { <p class="row"><a class="btn main" href=page.share.image.clone() download="" rel="external"><Icon name="down"/>{badges::save_picture(l)}</a></p> }
    });
    let files = page.signed.clone().map(|signed| view! { <SignedFiles id=page.id signed/> });
    view! {
        <Head card=page.share.clone()/>
        <section data-tone="butter" aria-labelledby="b">
            <div class="wrap two top">
                <img src=page.badge.art width="440" height="440" alt=""/>
                <div class="flow">
                    {private}
                    <h1 id="b" class="huge">{page.badge.name}</h1>
                    <p class="lede">{badges::awarded_to(l)}" "<Name person=page.person/></p>
                    <p>{page.badge.story}</p>
                    {poster}
                </div>
            </div>
        </section>
        <div class="wrap band two">
            <section class="flow" aria-labelledby="how">
                <h2 id="how">{badges::how_it_was_earned(l)}</h2>
                <p>{reason.unwrap_or(page.badge.criteria)}</p>
                {earned}
                {note}
                <p class="soft"><a href=format!("/badges/{slug}")>{badges::holders(l, page.holders)}</a></p>
            </section>
            <section class="card flow" aria-labelledby="v">
                <h2 id="v">{badges::the_record(l)}</h2>
                <dl class="pairs">
                    <dt>{badges::awarded_by(l)}</dt>
                    <dd>{by}</dd>
                    <dt>{badges::awarded_on(l)}</dt>
                    <dd><time datetime=page.granted_iso>{page.granted}</time></dd>
                    <dt>{badges::number(l)}</dt>
                    <dd class="code">{page.id.to_string()}</dd>
                </dl>
                {files}
            </section>
        </div>
    }
}
