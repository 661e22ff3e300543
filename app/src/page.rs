//! How a page gets its view: one server function, one resource, one view struct. And the pages that stand in when it does not.

use crate::{
    browser::Refresh,
    components::{Btn, Skeleton},
    error::AppError,
    messages::{common, forms},
    visit::{locale, use_visit, with_next},
};
use domain::Failure;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    hooks::{use_location, use_params_map},
    location::Location,
};
use loaded::{Coming, InPage, Key, Loaded, resource};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, sync::Arc};

mod loaded;

/// A part of the path: `param("slug")` on `/e/:slug`. A signal's value, followed where it is read.
pub fn param(name: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// A value of the query: `query("page")`; empty where it is missing.
pub fn query(name: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let query = leptos_router::hooks::use_query_map();
    move || query.read().get(name).unwrap_or_default()
}

/// A value of the query as it was when the page opened; for what a form takes along.
pub fn query_once(name: &str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}

/// The address of this page on the site, with its query. A signal's value, followed where it is read.
pub fn here() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let Location { pathname, search, .. } = use_location();
    move || match search.read() {
        search if search.is_empty() => pathname.get(),
        search => format!("{}?{}", pathname.read(), *search),
    }
}

/// Loads a page's view struct and shows it; shows the fitting page for a failure, with its status.
///
/// The data is read again when `key` changes and after a form of this page was carried out.
pub fn load<K, T, Fut, V>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> Fut + Send + Sync + 'static,
    show: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    let fetch = move |key: Key| -> Coming {
        let coming = key.get().map(&fetch);
        Box::pin(async move {
            match coming {
                Some(coming) => Loaded::new(coming.await),
                None => Loaded::new::<T>(Err(AppError::unreachable())),
            }
        })
    };
    let show = move |loaded: Loaded| loaded.take().map(|view| show(view).into_any());
    waiting(resource(Box::new(move || (Key::new(key()), Refresh::track())), Box::new(fetch)), Arc::new(show))
}

/// Shows a view struct, or says why there is none.
type Show = Arc<dyn Fn(Loaded) -> Result<AnyView, AppError> + Send + Sync>;

fn waiting(data: Resource<Loaded, InPage>, show: Show) -> AnyView {
    view! {
        <Transition fallback=Skeleton>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match show(data.await) {
                        Ok(view) => view,
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// The page for a failure: sign-in offered, not found, forbidden, or an apology with the request's id.
#[component]
pub fn Failed(
    /// Why the page cannot be shown.
    error: AppError,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server_context::set_status(error.status());
    let l = locale();
    match error.0 {
        Failure::NotFound | Failure::Invalid(_) => view! { <NotFound/> }.into_any(),
        Failure::SignInNeeded => view! { <SignInFirst/> }.into_any(),
        Failure::Forbidden => {
            view! { <StandIn title=common::forbidden_title(l) text=common::forbidden_text(l)><Btn href="/" class="btn main">{common::see_whats_on(l)}</Btn></StandIn> }.into_any()
        }
        Failure::Refused(refusal) => {
            view! { <StandIn title=common::not_now_title(l) text=forms::refusal_text(l, refusal)><Btn href="/" class="btn main">{common::see_whats_on(l)}</Btn></StandIn> }.into_any()
        }
        Failure::TooMany { retry_after_s } => {
            view! { <StandIn title=common::busy_title(l) text=forms::too_many(l, retry_after_s)><Again/></StandIn> }.into_any()
        }
        Failure::Full { retry_after_s } => {
            crate::browser::reload_in(retry_after_s);
            view! { <StandIn title=common::full_title(l) text=common::full_text(l)><Again/></StandIn> }.into_any()
        }
        Failure::Internal { request_id } if request_id.is_empty() => {
            view! { <StandIn title=common::unreachable_title(l) text=common::unreachable_text(l)><Again/></StandIn> }.into_any()
        }
        Failure::Internal { request_id } => view! {
            <StandIn title=common::broken_title(l) text=common::broken_text(l)>
                <Again/>
                <p>{common::broken_id(l)}" "<span class="code">{request_id}</span></p>
            </StandIn>
        }
        .into_any(),
    }
}

/// Nothing is at this address (404).
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server_context::set_status(http::StatusCode::NOT_FOUND);
    let l = locale();
    let mine = use_visit().viewer.is_some();
    view! {
        <Title text=common::not_found_title(l)/>
        <div class="wrap two top">
            <div class="art"><img src="/art/spill.svg" alt="" width="800" height="520"/></div>
            <div class="flow">
                <h1 class="huge">{common::not_found_title(l)}</h1>
                <p class="lede">{common::not_found_text(l)}</p>
                <p class="row">
                    <Btn href="/" class="btn main">{common::see_whats_on(l)}</Btn>
                    {mine.then(|| view! { <Btn href="/my/tickets">{common::my_tickets(l)}</Btn> })}
                </p>
            </div>
        </div>
    }
}

/// Only for members: leads to sign-in and back (401).
#[component]
pub fn SignInFirst() -> impl IntoView {
    let l = locale();
    let here = here();
    view! {
        <Title text=common::sign_in_needed_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{common::sign_in_needed_title(l)}</h1>
                <p class="lede">{common::sign_in_needed_text(l)}</p>
                <p><a class="btn main wide" href=move || with_next("/sign-in", &here())>{common::sign_in(l)}</a></p>
                <p><a class="btn wide" href=move || with_next("/join", &here())>{common::sign_up(l)}</a></p>
            </div>
        </div>
    }
}

/// A page that says why there is nothing else to see.
#[component]
fn StandIn(title: &'static str, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <div class="wrap narrow top flow">
            <h1 class="huge">{title}</h1>
            <p class="lede">{text}</p>
            <div class="flow">{children()}</div>
        </div>
    }
}

/// Loads the page again.
#[component]
fn Again() -> impl IntoView {
    view! { <p><a class="btn main" href="" rel="external">{common::try_again(locale())}</a></p> }
}
