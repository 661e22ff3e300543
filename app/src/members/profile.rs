//! `/u/{handle}`: ring, tier, badges, what happened, and every point explained; each part for whom its owner chose.

use super::settings::VisibilityForm;
use crate::{
    components::{Btn, Empty, Face, Flash, Icon, Ledger, Moment, Ring, Tiers, Timeline, Tone, Wall},
    error::AppError,
    messages::{badges, common, honor, members, profile},
    page::{load, param, query},
    showcase::Head,
    visit::locale,
};
use domain::{
    badges::view::Medal,
    members::{
        parts::Part,
        view::{EventLine, Happened, ProfilePage},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A member's page; `line_page` turns the pages of the statement, from 1.
#[server(endpoint = "members/profile")]
pub async fn load_profile(handle: String, #[server(default)] line_page: String) -> Result<ProfilePage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let line_page = line_page.parse().unwrap_or(1);
    Ok(backend::members::profile(&site(), maybe_actor().as_ref(), locale(), &handle, line_page).await?)
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

fn show(page: ProfilePage) -> impl IntoView {
    let l = locale();
    let is_secret = page.is_mine && !page.is_public;
    // What is shared says nothing of a private page; its owner's window may.
    let title = is_secret.then(|| view! { <Title text=members::your_honor(l)/> });
    let private = is_secret.then(|| {
        view! { <div class="wrap slim flow top"><Flash tone=Tone::Warn>{members::private_banner(l)}</Flash><VisibilityForm is_public=false/></div> }
    });
    let card = page.share.clone();
    view! {
        <Head card/>
        {title}
        {private}
        {body(page)}
    }
}

/// The page itself, as its viewer sees it.
pub(super) fn body(page: ProfilePage) -> impl IntoView {
    let l = locale();
    let name = page.person.display_name.clone();
    let since = members::with_us_since(l, &page.since);
    let about = [page.city.clone(), since, page.bio.clone()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(common::full_stop(l));
    let mine = page.is_mine.then(|| {
        view! {
            <p class="row">
                <Btn href="/my/page" class="btn small">{profile::edit_page(l)}</Btn>
                <Btn href="/my/honor" class="btn small">{profile::all_points(l)}</Btn>
            </p>
        }
    });
    let (ring, tiers) = match page.standing {
        Some(standing) => {
            let private = quiet(&page, Part::Ring);
            (
                Some(view! { <div>{private}<Ring standing/></div> }),
                Some(view! { <Tiers standing/><p><Btn href="/tiers" class="btn small">{common::tiers(l)}</Btn></p> }),
            )
        }
        None => (None, None),
    };
    view! {
        <section class="prize" data-tone="night" aria-label=members::honor_of(l)>
            <div class="wrap stack top">
                <div class="two">
                    <header class="flow">
                        <Face src=page.person.face.clone() big=true/>
                        <h1 class="huge">{name}</h1>
                        <p class="lede">{about}</p>
                        {mine}
                    </header>
                    {ring}
                </div>
                {tiers}
            </div>
        </section>
        <div class="wrap band flow airy">
            {wall(&page)}
            {medals("tr", profile::trophies(l), page.trophies.clone())}
            {medals("co", profile::covers(l), page.covers.clone())}
            {timeline(&page, page.timeline.clone())}
            {events(&page, page.events.clone())}
            {statement(page)}
        </div>
    }
}

/// Says to the owner that a part is theirs alone.
fn quiet(page: &ProfilePage, part: Part) -> Option<impl IntoView + use<>> {
    let hidden = page.is_mine && !page.shows.has(part);
    hidden.then(|| view! { <p class="soft small">{profile::only_you(locale())}</p> })
}

fn wall(page: &ProfilePage) -> Option<impl IntoView + use<>> {
    let l = locale();
    if !page.sees.has(Part::Badges) {
        return None;
    }
    let earned = page.medals.iter().filter(|m| m.grant.is_some()).count() as i64;
    let private = quiet(page, Part::Badges);
    let mine =
        page.is_mine.then(|| view! { <p><Btn href="/my/badges" class="btn small">{badges::mine_title(l)}</Btn></p> });
    let medals = page.medals.clone();
    Some(view! {
        <section aria-labelledby="bw">
            <div class="head"><h2 id="bw">{members::badges(l)}</h2><p class="soft">{members::badges_earned(l, earned)}</p></div>
            {private}
            <Wall medals/>
            {mine}
        </section>
    })
}

/// Only where there is something to show.
fn medals(id: &'static str, title: &'static str, medals: Vec<Medal>) -> Option<impl IntoView> {
    (!medals.is_empty()).then(|| {
        view! { <section aria-labelledby=id><div class="head"><h2 id=id>{title}</h2></div><Wall medals/></section> }
    })
}

fn timeline(page: &ProfilePage, lines: Vec<Happened>) -> Option<impl IntoView + use<>> {
    let l = locale();
    let private = quiet(page, Part::Timeline);
    (!lines.is_empty()).then(|| {
        let moments =
            lines.into_iter().map(|line| Moment { time: line.at, text: profile::milestone(l, &line.what) }).collect();
        view! {
            <section aria-labelledby="ti">
                <div class="head"><h2 id="ti">{profile::timeline(l)}</h2></div>
                {private}
                <Timeline moments/>
            </section>
        }
    })
}

fn events(page: &ProfilePage, lines: Vec<EventLine>) -> Option<impl IntoView + use<>> {
    let l = locale();
    let private = quiet(page, Part::Events);
    (!lines.is_empty()).then(|| {
        let lines = lines
            .into_iter()
            .map(|e| view! { <li><a href=format!("/e/{}", e.slug)>{e.title}</a>{common::comma(l)}<span class="soft">{e.date}</span></li> })
            .collect_view();
        view! {
            <section aria-labelledby="ev">
                <div class="head"><h2 id="ev">{profile::events(l)}</h2></div>
                {private}
                <ul class="flow">{lines}</ul>
            </section>
        }
    })
}

fn statement(page: ProfilePage) -> Option<impl IntoView> {
    let l = locale();
    if !page.sees.has(Part::Statement) {
        return None;
    }
    let private = quiet(&page, Part::Statement);
    let lines = if page.ledger.is_empty() {
        view! { <Empty title=members::no_lines(l) text=members::no_lines_text(l)/> }.into_any()
    } else {
        view! { <Ledger caption=members::ledger_of(l, &page.person.display_name) lines=page.ledger explained=page.is_mine/> }.into_any()
    };
    let older = page
        .older_page
        .map(|n| view! { <Btn href=format!("?page={n}#st") class="btn small">{members::older_lines(l)}</Btn> });
    let copy = page
        .is_mine
        .then(|| view! { <Btn href="/my/honor/ledger.json" class="btn small" icon="down" external=true>{honor::my_copy(l)}</Btn> });
    let poster = page.is_public.then(|| {
        view! { <a class="btn small" href=page.share.image.clone() download="" rel="external"><Icon name="down"/>{badges::save_picture(l)}</a> }
    });
    Some(view! {
        <section aria-labelledby="st">
            <div class="head"><h2 id="st">{honor::statement(l)}</h2></div>
            {private}
            <p class="narrow soft">{honor::statement_text(l)}{common::gap(l)}{common::honor_is_thanks(l)}</p>
            {lines}
            <p class="row acts">{older}{copy}{poster}</p>
        </section>
    })
}
