//! `/my/page`: which parts of one's page everybody sees, and in which order the badges hang; `/my/page/preview`: how that looks.

use super::{profile::body, settings::VisibilityForm};
use crate::{
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit, Tick},
    messages::{common, members, profile},
    page::load,
    visit::locale,
};
use domain::{
    badges::view::Medal,
    members::{
        parts::Part,
        view::{PageDesk, ProfilePage},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "members/page_desk")]
pub async fn load_page_desk() -> Result<PageDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::members::page_desk(&site(), &actor()?, locale()).await?)
}

/// Keeps what everybody shall see.
#[server(endpoint = "members/save_parts")]
pub async fn save_parts(
    #[server(default)] ring: bool,
    #[server(default)] badges: bool,
    #[server(default)] statement: bool,
    #[server(default)] timeline: bool,
    #[server(default)] events: bool,
    #[server(default)] boards: bool,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::members::parts::Parts;
    let parts = Parts { ring, badges, statement, timeline, events, boards };
    backend::members::save_parts(&site(), &actor()?, parts).await?;
    go_to("/my/page", Notice::Saved);
    Ok(())
}

/// Hangs a badge further up or down: "up" or "down".
#[server(endpoint = "members/move_badge")]
pub async fn move_badge(grant: String, #[server(default)] way: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::members::parts::Way;
    let actor = actor()?;
    let grant = grant.parse().map_err(|_| AppError::NOT_FOUND)?;
    let way = Way::from_word(&way).ok_or_else(AppError::malformed)?;
    backend::members::move_badge(&site(), &actor, grant, way).await?;
    go_to("/my/page#wall", Notice::Saved);
    Ok(())
}

/// The reader's own page as a stranger sees it.
#[server(endpoint = "members/preview")]
pub async fn load_preview() -> Result<ProfilePage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::members::preview(&site(), &actor()?, locale()).await?)
}

/// `/my/page`.
#[component]
pub fn PageDeskPage() -> impl IntoView {
    load(|| (), |()| load_page_desk(), show)
}

fn show(desk: PageDesk) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<SaveParts>::new();
    let parts = desk.parts;
    // Fields are made inside their form.
    let tick = move |part: Part| {
        // As it was chosen, also where it needs another part to count.
        let (hint, checked) = match part {
            Part::Statement => (profile::p_statement_hint(l), parts.statement),
            Part::Boards => (profile::p_boards_hint(l), parts.boards),
            part => ("", parts.has(part)),
        };
        view! { <Tick name=part.word() label=profile::part(l, part) hint checked/> }
    };
    let wall = if desk.wall.is_empty() {
        view! { <p class="soft">{profile::no_badges(l)}</p> }.into_any()
    } else {
        let last = desk.wall.len() - 1;
        let places = desk.wall.into_iter().enumerate().map(|(n, medal)| place(medal, (n > 0, n < last))).collect_view();
        view! { <ol class="flow">{places}</ol> }.into_any()
    };
    view! {
        <Title text=profile::desk(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{profile::desk(l)}</h1>
                <p class="lede">{profile::desk_lede(l)}</p>
            </header>
            <section class="flow" aria-labelledby="page">
                <h2 id="page">{members::your_page(l)}</h2>
                <VisibilityForm is_public=desk.is_public/>
                <p class="row">
                    <Btn href="/my/page/preview" class="btn small">{profile::preview(l)}</Btn>
                    <Btn href=format!("/u/{}", desk.handle) class="btn small">{members::see_page(l)}</Btn>
                </p>
            </section>
            <section class="flow" aria-labelledby="parts">
                <h2 id="parts">{profile::parts(l)}</h2>
                <PostForm action>
                    {Part::ALL.into_iter().map(tick).collect_view()}
                    <Submit label=common::save(l) class="btn main wide"/>
                </PostForm>
            </section>
            <section class="flow" aria-labelledby="wall">
                <h2 id="wall">{profile::wall(l)}</h2>
                <p class="soft">{profile::wall_text(l)}</p>
                {wall}
            </section>
        </div>
    }
}

/// One badge with its two buttons; at the ends of the wall there is one.
fn place(medal: Medal, (up, down): (bool, bool)) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<MoveBadge>::new();
    let id = medal.grant.map(|grant| grant.to_string()).unwrap_or_default();
    let arrow = |way: &'static str, label: String, sign: &'static str| {
        view! { <button class="btn small" name="way" value=way aria-label=label>{sign}</button> }
    };
    let up = up.then(|| arrow("up", profile::up(l, &medal.name), "↑"));
    let down = down.then(|| arrow("down", profile::down(l, &medal.name), "↓"));
    view! {
        <li>
            <PostForm action name=id.clone() class="row hung">
                <Hidden name="grant" value=id/>
                <img class="face" src=medal.art alt="" width="48" height="48" loading="lazy"/>
                <b>{medal.name}</b>
                {up}
                {down}
            </PostForm>
        </li>
    }
}

/// `/my/page/preview`.
#[component]
pub fn Preview() -> impl IntoView {
    load(
        || (),
        |()| load_preview(),
        |page| {
            let l = locale();
            view! {
                <Title text=profile::preview(l)/>
                <div class="wrap slim flow top">
                    <Flash tone=Tone::Plain>{profile::preview_banner(l)}</Flash>
                    <p><Btn href="/my/page" class="btn small">{profile::back_to_desk(l)}</Btn></p>
                </div>
                {body(page)}
            }
        },
    )
}
