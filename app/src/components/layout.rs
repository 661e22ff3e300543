//! The frame around every page: the header with language and account, the notice of what was done, the footer.

use super::{Flash, Icon, Tone};
use crate::{
    browser,
    form::{FormEcho, PlainForm, fn_path},
    look::ChooseLook,
    messages::{common, notices, profile},
    notice::Notice,
    page::{here, query},
    visit::{locale, use_visit, with_next},
};
use domain::{Locale, Theme};
use leptos::{html::Details, prelude::*};
use leptos_router::hooks::{use_location, use_query_map};

/// Header, page, footer. The door has the whole screen to itself.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    browser::follow_redirects();
    let l = locale();
    let path = use_location().pathname;
    let framed = Memo::new(move |_| !path.read().starts_with("/door/"));
    view! {
        <a class="skip vh" href="#main" rel="external">{common::skip_to_content(l)}</a>
        <Show when=move || framed.get()><Mast/></Show>
        <main id="main" tabindex="-1">
            <DoneFlash/>
            {children()}
        </main>
        <Show when=move || framed.get()><Colophon/></Show>
        <browser::Arrivals/>
    }
}

/// Says at the top of the page what was just done.
#[component]
fn DoneFlash() -> impl IntoView {
    let l = locale();
    let query = use_query_map();
    // The address of a refused form may still tell of the one before it.
    let said =
        move || (!FormEcho::is_answer()).then(|| query.read().get_str("done").and_then(Notice::from_code)).flatten();
    let notice = Memo::new(move |_| said());
    // Said once: an address that is copied or loaded again does not claim it.
    Effect::new(move |_| {
        if notice.get().is_some() {
            browser::replace_address(&Notice::off(&browser::address()));
        }
    });
    // The answer to a refused form stands in the history as a page that was opened: going back to it sends nothing once more.
    Effect::new(|_| {
        if FormEcho::is_answer() {
            browser::replace_address(&browser::address());
        }
    });
    view! {
        <div role="status">
            {move || notice.get().map(|notice| view! { <div class="wrap notice"><Flash tone=Tone::Ok>{notice.text(l)}</Flash></div> })}
        </div>
    }
}

/// A place of the main navigation.
struct Place {
    href: String,
    label: String,
}

/// The places of the site that this visitor has.
fn places(l: Locale) -> Vec<Place> {
    let visit = use_visit();
    let mut all = vec![
        Place { href: "/".into(), label: common::whats_on(l).into() },
        Place { href: "/badges".into(), label: common::badges(l).into() },
        Place { href: "/leaderboard".into(), label: common::leaderboard(l).into() },
    ];
    if let Some(viewer) = &visit.viewer {
        all.push(Place { href: "/my/tickets".into(), label: common::my_tickets(l).into() });
        let inbox = if viewer.unread > 0 { notices::inbox_unread(l, viewer.unread) } else { notices::inbox(l).into() };
        all.push(Place { href: "/my/inbox".into(), label: inbox });
        if viewer.can_organise {
            all.push(Place { href: "/organise".into(), label: common::organise(l).into() });
        }
        if viewer.keeps_doors {
            all.push(Place { href: "/door".into(), label: common::door(l).into() });
        }
    }
    all
}

#[component]
fn PlaceLink(place: Place) -> impl IntoView {
    let path = use_location().pathname;
    let href = place.href.clone();
    let current = move || {
        let path = path.read();
        let here = if href == "/" {
            *path == "/"
        } else {
            path.strip_prefix(href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        here.then_some("page")
    };
    view! { <a href=place.href aria-current=current>{place.label}</a> }
}

#[component]
fn Mast() -> impl IntoView {
    let l = locale();
    let visit = use_visit();
    let account = match &visit.viewer {
        Some(viewer) => {
            // A face on phones, where a name has no room.
            let face =
                viewer.picture.clone().map(|src| view! { <img class="face" src=src alt="" width="96" height="96"/> });
            view! { <a class="me" href="/my/settings">{face}<span>{viewer.display_name.clone()}</span></a> }.into_any()
        }
        None => view! { <SignInLink/> }.into_any(),
    };
    let more = visit.viewer.as_ref().map(|viewer| {
        vec![
            Place { href: format!("/u/{}", viewer.handle), label: common::me(l).into() },
            Place { href: "/my/honor".into(), label: profile::my_honor(l).into() },
            Place { href: "/my/settings".into(), label: common::settings(l).into() },
        ]
    });
    let menu = NodeRef::<Details>::new();
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    });
    view! {
        <header class="mast">
            <div class="wrap">
                <a class="brand" href="/">
                    <svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><path d=MARK></path></svg>
                    {visit.site_name.clone()}
                </a>
                <nav aria-label=common::main_navigation(l)>{places(l).into_iter().map(|place| view! { <PlaceLink place/> }).collect_view()}</nav>
                <LanguageSwitch name="mast"/>
                {account}
                <details class="menu" node_ref=menu>
                    <summary aria-label=common::menu(l)><Icon name="menu"/></summary>
                    <ul>
                        {places(l).into_iter().chain(more.into_iter().flatten()).map(|place| view! { <li><PlaceLink place/></li> }).collect_view()}
                    </ul>
                </details>
            </div>
        </header>
    }
}

/// A piece of popcorn.
const MARK: &str = "M14 5A5.9 5.9 0 0 1 22.6 11.2A5.9 5.9 0 0 1 19.3 21.3A5.9 5.9 0 0 1 8.7 21.3A5.9 5.9 0 0 1 5.4 11.2A5.9 5.9 0 0 1 14 5Z";

/// Leads to sign-in and back to where the visitor is.
#[component]
fn SignInLink() -> impl IntoView {
    let (path, here, next) = (use_location().pathname, here(), query("next"));
    let href = move || match (path.read().as_str(), Notice::off(&here())) {
        // Who is on the way in already keeps where they are going.
        ("/sign-in" | "/join", _) => with_next("/sign-in", &next()),
        (_, here) if here == "/" => "/sign-in".into(),
        (_, here) => with_next("/sign-in", &here),
    };
    view! { <a href=href>{common::sign_in(locale())}</a> }
}

/// The way to the other language, in its own words.
#[component]
fn LanguageSwitch(name: &'static str) -> impl IntoView {
    let here = locale();
    let others = Locale::ALL.into_iter().filter(|l| *l != here);
    others
        .map(|other| {
            view! {
                <PlainForm to={fn_path::<ChooseLook>()} name=name class="bare">
                    <BackHere/>
                    <button class="bare" name="locale" value=other.tag() lang=other.tag()>{other.name()}</button>
                </PlainForm>
            }
        })
        .collect_view()
}

/// The page to come back to.
#[component]
fn BackHere() -> impl IntoView {
    view! { <input type="hidden" name="next" value=here()/> }
}

/// Device, light, dark.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let (l, now) = (locale(), use_visit().theme);
    let choices = [
        (Theme::Device, common::look_device(l)),
        (Theme::Light, common::look_light(l)),
        (Theme::Dark, common::look_dark(l)),
    ];
    view! {
        <PlainForm to={fn_path::<ChooseLook>()} name="theme" class="row">
            <BackHere/>
            <span id="look">{common::look(l)}</span>
            {choices
                .into_iter()
                .map(|(theme, label)| {
                    view! {
                        <button class="bare" name="theme" value=theme.word().unwrap_or("device") aria-pressed=(theme == now).to_string() aria-describedby="look">
                            {label}
                        </button>
                    }
                })
                .collect_view()}
        </PlainForm>
    }
}

/// Where the source code is to be had, as the package says.
const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

#[component]
fn Colophon() -> impl IntoView {
    let l = locale();
    let visit = use_visit();
    let about =
        if visit.site_about.is_empty() { common::run_by(l, &visit.site_name) } else { visit.site_about.clone() };
    view! {
        <footer class="colophon">
            <div class="wrap">
                <p class="narrow">{about}{common::gap(l)}{common::honor_is_thanks(l)}</p>
                <div class="row">
                    <a href="/privacy">{common::privacy(l)}</a>
                    {(!SOURCE.is_empty()).then(|| view! { <a href=SOURCE rel="external">{common::source_code(l)}</a> })}
                    <LanguageSwitch name="foot"/>
                    <ThemeSwitch/>
                </div>
            </div>
        </footer>
    }
}
