//! `/my/badges`: show, hide or decline each; and how far the next one is.

use crate::{
    components::{Empty, Tag, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::badges,
    page::load,
    visit::locale,
};
use domain::badges::{
    Choice,
    view::{MyBadge, MyBadgesPage, OnTheWay},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's own badges.
#[server(endpoint = "badges/mine")]
pub async fn load_my_badges() -> Result<MyBadgesPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::badges::my_badges(&site(), &actor()?, locale()).await?)
}

/// The reader's word on one of theirs: "accepted", "hidden" or "declined".
#[server(endpoint = "badges/choose")]
pub async fn choose_badge(grant: String, what: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let grant = grant.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::badges::choose(&site(), &actor()?, grant, &what).await?;
    go_to("/my/badges", Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn MyBadges() -> impl IntoView {
    load(|| (), |()| load_my_badges(), show)
}

fn show(page: MyBadgesPage) -> impl IntoView {
    let l = locale();
    let none = (page.new.is_empty() && page.held.is_empty())
        .then(|| view! { <Empty title=badges::mine_none(l) text=badges::mine_none_text(l)/> });
    let new = (!page.new.is_empty()).then(|| {
        let text = if page.is_public { badges::mine_new_public(l) } else { badges::mine_new_private(l) };
        view! {
            <section class="flow" aria-labelledby="new">
                <h2 id="new">{badges::mine_new(l)}</h2>
                <p class="soft">{text}</p>
                <ul class="stack">{page.new.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    });
    let held = (!page.held.is_empty()).then(|| {
        view! {
            <section class="flow" aria-labelledby="held">
                <h2 id="held">{badges::mine_held(l)}</h2>
                <ul class="stack">{page.held.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    });
    let ways = (!page.on_the_way.is_empty()).then(|| {
        view! {
            <section class="flow" aria-labelledby="way">
                <h2 id="way">{badges::mine_next(l)}</h2>
                <ul class="stack">{page.on_the_way.into_iter().map(way).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <Title text=badges::mine_title(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{badges::mine_title(l)}</h1>
                <p class="lede">{badges::mine_lede(l)}</p>
            </header>
            {none}
            {new}
            {held}
            {ways}
        </div>
    }
}

fn row(mine: MyBadge) -> impl IntoView {
    let l = locale();
    let tone = match mine.choice {
        Choice::Open => Tone::Warn,
        Choice::Accepted => Tone::Ok,
        Choice::Hidden | Choice::Declined => Tone::Plain,
    };
    let number = mine.number.map(|n| view! { <p class="small">{badges::one_of(l, n.number, n.of)}</p> });
    let note = mine.note.map(|note| {
        let who = mine.by.clone().unwrap_or_default();
        view! { <p>{note}<br/><span class="small soft">{badges::note_from(l, &who)}</span></p> }
    });
    let revoked = mine.revoked.map(|reason| view! { <p class="bad">{badges::taken_back(l, &reason)}</p> });
    let action = ServerAction::<ChooseBadge>::new();
    let (id, choice) = (mine.id.to_string(), mine.choice);
    let offered = [
        (Choice::Accepted, badges::accept(l)),
        (Choice::Hidden, badges::hide(l)),
        (Choice::Declined, badges::decline(l)),
    ];
    // Buttons find their form as context: they are made inside of it.
    let buttons = move || {
        let offered = offered.into_iter().filter(|(wanted, _)| *wanted != choice);
        offered
            .map(|(wanted, label)| view! { <Submit label class="btn small" name="what" value=wanted.word()/> })
            .collect_view()
    };
    let (anchor, name, grant) = (format!("b-{id}"), id.clone(), id.clone());
    view! {
        <li class="flow" id=anchor>
            <div class="beside">
                <img src=mine.art width="72" height="72" alt="" loading="lazy"/>
                <div>
                    <h3><a href=format!("/g/{id}")>{mine.name}</a></h3>
                    <p class="small soft">{mine.granted}</p>
                    {number}
                    <p><Tag tone>{badges::choice(l, choice)}</Tag></p>
                </div>
            </div>
            {revoked}
            {note}
            <PostForm action name>
                <Hidden name="grant" value=grant/>
                <p class="row">{buttons()}</p>
            </PostForm>
        </li>
    }
}

fn way(way: OnTheWay) -> impl IntoView {
    let l = locale();
    view! {
        <li class="flow">
            <div class="beside">
                <img src=way.art width="72" height="72" alt="" loading="lazy"/>
                <div>
                    <h3><a href=format!("/badges/{}", way.slug)>{way.name}</a></h3>
                    <p>{way.criteria}</p>
                    <p><b>{badges::so_far(l, way.have, way.of)}</b></p>
                </div>
            </div>
            <progress value=way.have.to_string() max=way.of.to_string() aria-hidden="true"></progress>
        </li>
    }
}
