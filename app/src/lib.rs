//! What people see in Popcorn: pages, components, server functions, messages.
//!
//! An area (`events`, `members`, …) holds its pages, one file each, with their server functions. A page is one server
//! function, one resource and one view struct: [`page::load`]. Forms post to their own page: [`form`].

#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod assets;
pub mod badges;
pub mod browser;
pub mod components;
#[cfg(debug_assertions)]
pub mod design;
/// The page of components is for developers: in a release there is nothing at its address, and nothing of it to download.
#[cfg(not(debug_assertions))]
pub mod design {
    pub use crate::page::NotFound as DesignPage;
}
pub mod door;
pub mod error;
pub mod events;
pub mod form;
pub mod honor;
pub mod later;
pub mod look;
pub mod members;
pub mod messages;
pub mod notice;
pub mod notices;
pub mod organise;
pub mod page;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server_context;
pub mod showcase;
pub mod signups;
pub mod visit;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

/// The whole document, on the server.
#[cfg(feature = "ssr")]
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    use leptos_meta::MetaTags;
    let visit = visit::from_request();
    view! {
        <!DOCTYPE html>
        <html lang=visit.locale.tag() data-theme=visit.theme.word()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fdf9f4"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#180e14"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <assets::Bundle/>
                {visit.brand_sheet.clone().map(|href| view! { <link rel="stylesheet" href=href/> })}
                {showcase::alternates()}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Everything inside `<body>`: rendered by the server, taken over by the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    visit::provide();
    form::FormEcho::provide();
    browser::Refresh::provide();
    browser::claim_redirects();
    let site = visit::use_visit().site_name.clone();
    let formatter = move |title: String| if title.is_empty() { site.clone() } else { format!("{title} | {site}") };
    view! {
        <Title formatter/>
        <Router>
            <components::Layout>
                <routes::Pages/>
            </components::Layout>
        </Router>
    }
}
