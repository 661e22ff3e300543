//! `/u/{handle}` and `/my/honor`: ring, tier, badges, and every point explained.

use super::settings::VisibilityForm;
use crate::{
    components::{Btn, Empty, Face, Flash, Ledger, Ring, Tiers, Tone, Wall},
    error::AppError,
    messages::{badges, common, honor, members},
    page::{load, param, query},
    showcase::Head,
    visit::locale,
};
use domain::members::view::ProfilePage;
use leptos::prelude::*;
use leptos_meta::Title;

/// A member's page; `line_page` turns the pages of the statement, from 1.
#[server(endpoint = "members/profile")]
pub async fn load_profile(handle: String, #[server(default)] line_page: String) -> Result<ProfilePage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let line_page = line_page.parse().unwrap_or(1);
    Ok(backend::members::profile(&site(), maybe_actor().as_ref(), locale(), &handle, line_page).await?)
}

/// The reader's own page.
#[server(endpoint = "members/my_honor")]
pub async fn load_my_honor(#[server(default)] line_page: String) -> Result<ProfilePage, AppError> {
    use crate::server_context::viewer;
    let viewer = viewer().ok_or(AppError::SIGN_IN_NEEDED)?;
    load_profile(viewer.handle, line_page).await
}

/// Opens or closes the reader's own page: "public" or "private".
#[server(endpoint = "members/set_visibility")]
pub async fn set_visibility(visibility: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::members::Visibility;
    let visibility = match visibility.as_str() {
        "public" => Visibility::Public,
        "private" => Visibility::Private,
        _ => return Err(AppError::malformed()),
    };
    backend::members::set_public(&site(), &actor()?, visibility).await?;
    go_to("/my/settings", Notice::Saved);
    Ok(())
}

/// `/u/{handle}`.
#[component]
pub fn Profile() -> impl IntoView {
    let (handle, page) = (param("handle"), query("page"));
    load(move || (handle(), page()), |(handle, page)| load_profile(handle, page), show)
}

/// `/my/honor`.
#[component]
pub fn MyHonor() -> impl IntoView {
    load(query("page"), load_my_honor, show)
}

fn show(page: ProfilePage) -> impl IntoView {
    let l = locale();
    let name = page.person.display_name.clone();
    let since = members::with_us_since(l, &page.since);
    let about = [page.city, since, page.bio]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(common::full_stop(l));
    let is_secret = page.is_mine && !page.is_public;
    // What is shared says nothing of a private page; its owner's window may.
    let title = is_secret.then(|| view! { <Title text=members::your_honor(l)/> });
    let private = is_secret.then(|| {
        view! { <div class="wrap slim flow top"><Flash tone=Tone::Warn>{members::private_banner(l)}</Flash><VisibilityForm is_public=false/></div> }
    });
    let earned = page.medals.iter().filter(|m| m.grant.is_some()).count() as i64;
    let lines = if page.ledger.is_empty() {
        view! { <Empty title=members::no_lines(l) text=members::no_lines_text(l)/> }.into_any()
    } else {
        view! { <Ledger caption=members::ledger_of(l, &name) lines=page.ledger explained=page.is_mine/> }.into_any()
    };
    let older = page
        .older_page
        .map(|n| view! { <Btn href=format!("?page={n}#st") class="btn small">{members::older_lines(l)}</Btn> });
    let copy = page
        .is_mine
        .then(|| view! { <Btn href="/my/honor/ledger.json" class="btn small" icon="down" external=true>{honor::my_copy(l)}</Btn> });
    let mine =
        page.is_mine.then(|| view! { <p><Btn href="/my/badges" class="btn small">{badges::mine_title(l)}</Btn></p> });
    let poster = page.is_public.then(|| {
        view! { <a class="btn small" href=page.share.image.clone() download="" rel="external"><crate::components::Icon name="down"/>{badges::save_picture(l)}</a> }
    });
    view! {
        <Head card=page.share.clone()/>
        {title}
        {private}
        <section class="prize" data-tone="night" aria-label=members::honor_of(l)>
            <div class="wrap stack top">
                <div class="two">
                    <header class="flow">
                        <Face src=page.person.face big=true/>
                        <h1 class="huge">{name}</h1>
                        <p class="lede">{about}</p>
                    </header>
                    <Ring standing=page.standing/>
                </div>
                <Tiers standing=page.standing/>
            </div>
        </section>
        <div class="wrap band flow airy">
            <section aria-labelledby="bw">
                <div class="head"><h2 id="bw">{members::badges(l)}</h2><p class="soft">{members::badges_earned(l, earned)}</p></div>
                <Wall medals=page.medals/>
                {mine}
            </section>
            <section aria-labelledby="st">
                <div class="head"><h2 id="st">{honor::statement(l)}</h2></div>
                <p class="narrow soft">{honor::statement_text(l)}{common::gap(l)}{common::honor_is_thanks(l)}</p>
                {lines}
                <p class="row acts">{older}{copy}{poster}</p>
            </section>
        </div>
    }
}
