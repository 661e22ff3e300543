//! `/g/{id}`: a member's badge, with how it was earned.

use super::{SignedFiles, verify::VerifyBox};
use crate::{
    components::{Flash, Icon, Moment, Name, Timeline, Tone},
    error::AppError,
    messages::badges,
    page::{load, param},
    showcase::Head,
    visit::locale,
};
use domain::badges::{Choice, Life, view::GrantPage};
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
    let number = page.number.map(|n| view! { <p class="tag">{badges::one_of(l, n.number, n.of)}</p> });
    // What was taken back is not passed on.
    let poster = (page.is_public && page.life == Life::Valid).then(|| {
        view! { <a class="btn main" href=page.share.image.clone() download="" rel="external"><Icon name="down"/>{badges::save_picture(l)}</a> }
    });
    let files = page.signed.clone().map(|signed| view! { <SignedFiles id=page.id signed/> });
    let mine = page.is_mine.then(|| view! { <a class="btn" href="/my/badges">{badges::mine_link(l)}</a> });
    let manage = page.may_manage.then(|| {
        view! { <a class="btn" href=format!("/organise/badges/grants/{}", page.id)>{badges::manage_link(l)}</a> }
    });
    let holders = badges::holders(l, page.holders);
    let holders = if page.has_badge_page {
        view! { <a href=format!("/badges/{}", page.badge.slug)>{holders}</a> }.into_any()
    } else {
        holders.into_any()
    };
    view! {
        <Head card=page.share.clone()/>
        <section data-tone="butter" aria-labelledby="b">
            <div class="wrap two top">
                <img src=page.badge.art.clone() width="440" height="440" alt=""/>
                <div class="flow">
                    {banner(&page)}
                    <h1 id="b" class="huge">{page.badge.name.clone()}</h1>
                    {number}
                    <p class="lede">{badges::awarded_to(l)}" "<Name person=page.person.clone()/></p>
                    <p>{page.badge.story.clone()}</p>
                    <p class="row">{poster}{mine}{manage}</p>
                </div>
            </div>
        </section>
        <div class="wrap band two">
            <section class="flow" aria-labelledby="how">
                <h2 id="how">{badges::how_it_was_earned(l)}</h2>
                <p>{page.reason.clone().unwrap_or_else(|| page.badge.criteria.clone())}</p>
                {earned}
                {note}
                <p class="soft">{holders}</p>
            </section>
            <VerifyBox page>{files}</VerifyBox>
        </div>
    }
}

/// Who does not see it, or that it is no more.
fn banner(page: &GrantPage) -> Option<impl IntoView + use<>> {
    let l = locale();
    let text = match (page.life, page.choice) {
        (Life::Undone, _) => badges::undone_banner(l),
        (_, Choice::Hidden) if page.is_mine => badges::hidden_banner(l),
        (_, Choice::Declined) if page.is_mine => badges::declined_banner(l),
        (Life::Revoked, _) => badges::revoked(l),
        (Life::Valid, _) if !page.is_public && page.is_mine => badges::private_banner(l),
        (Life::Valid, _) if !page.is_public => badges::private_banner_others(l),
        (Life::Valid, _) => return None,
    };
    Some(view! { <Flash tone=Tone::Warn>{text}</Flash> })
}
