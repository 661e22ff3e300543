//! What every public page says of itself to those who share it.

use crate::visit::use_visit;
use domain::showcase::ShareCard;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

/// What programs can follow of the page that is asked for: links in the head, written by the server alone.
#[cfg(feature = "ssr")]
pub fn alternates() -> impl IntoView {
    let path = use_context::<http::request::Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let one = |ending: &str, kind: &'static str| {
        view! { <link rel="alternate" type=kind href=format!("{path}{ending}")/> }
    };
    const CALENDAR: &str = "text/calendar";
    match path.trim_matches('/').split_once('/') {
        None if path == "/" => view! { <link rel="alternate" type=CALENDAR href="/events.ics"/> }.into_any(),
        Some(("e", slug)) if !slug.contains('/') => {
            (one(".ics", CALENDAR), one(".json", "application/json")).into_any()
        }
        Some(("c", slug)) if !slug.contains('/') => {
            (one(".ics", CALENDAR), one(".rss", "application/rss+xml")).into_any()
        }
        _ => ().into_any(),
    }
}

/// Title, description, canonical address, OpenGraph, Twitter card and JSON-LD of a page.
#[component]
pub fn Head(
    /// What the server says of the page.
    card: ShareCard,
) -> impl IntoView {
    let site = use_visit().site_name.clone();
    let robots = card.noindex.then(|| view! { <Meta name="robots" content="noindex"/> });
    let data = (!card.json_ld.is_empty())
        .then(|| view! { <script type="application/ld+json" inner_html=card.json_ld></script> });
    view! {
        <Title text=card.title.clone()/>
        <Meta name="description" content=card.description.clone()/>
        {robots}
        <Link rel="canonical" href=card.url.clone()/>
        <Meta property="og:title" content=card.title/>
        <Meta property="og:description" content=card.description/>
        <Meta property="og:url" content=card.url/>
        <Meta property="og:type" content=card.kind/>
        <Meta property="og:site_name" content=site/>
        <Meta property="og:locale" content=card.locale.og()/>
        <Meta property="og:image" content=card.image/>
        <Meta property="og:image:type" content="image/jpeg"/>
        <Meta property="og:image:width" content="1200"/>
        <Meta property="og:image:height" content="630"/>
        <Meta property="og:image:alt" content=card.image_alt/>
        <Meta name="twitter:card" content="summary_large_image"/>
        {data}
    }
}
