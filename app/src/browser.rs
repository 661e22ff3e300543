//! The few things done to the page by hand, in the browser. On the server they compile and are never called.

use leptos::{prelude::*, server_fn::redirect, wasm_bindgen::JsCast, web_sys};
use leptos_router::{hooks::use_location, hooks::use_navigate};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

/// Takes the address of a redirect.
type Follow = Rc<dyn Fn(&str)>;

thread_local! {
    /// Whether the page on screen is the one the server rendered, and nothing was done on it since.
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
    /// How redirects are followed, once the router is there.
    static FOLLOW: RefCell<Option<Follow>> = const { RefCell::new(None) };
}

/// Pages read this number with their data: when it grows they read it anew.
#[derive(Clone, Copy, Debug)]
pub struct Refresh(RwSignal<u32>);

impl Refresh {
    /// Makes the number readable for every page. In `App`.
    pub fn provide() {
        provide_context(Self(RwSignal::new(0)));
    }

    /// Reads and follows the number.
    pub fn track() -> u32 {
        use_context::<Self>().map_or(0, |refresh| refresh.0.get())
    }

    /// Has the page read its data anew.
    pub fn bump(self) {
        _ = self.0.try_update(|n| *n += 1);
    }
}

/// Has the page read its data anew every twenty seconds while somebody looks at it; on the server nothing happens.
pub fn keep_fresh() {
    let refresh = use_context::<Refresh>();
    Effect::new(move |_| {
        let look = move || {
            if let (Some(refresh), false) = (refresh, document().hidden()) {
                FIRST_PAGE.set(false);
                refresh.bump();
            }
        };
        if let Ok(handle) = set_interval(look, Duration::from_secs(20)) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Is the page on screen the one the server rendered, with nothing done on it since?
pub fn is_first_page() -> bool {
    FIRST_PAGE.get()
}

/// A key for a request that is made in the browser. It tells apart, it does not protect.
pub fn random_key() -> String {
    #[cfg(feature = "hydrate")]
    return std::iter::repeat_with(|| format!("{:08x}", (js_sys::Math::random() * f64::from(u32::MAX)) as u32))
        .take(4)
        .collect();
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// Does the browser believe that it has a network?
pub fn is_online() -> bool {
    #[cfg(feature = "hydrate")]
    return window().navigator().on_line();
    #[cfg(not(feature = "hydrate"))]
    true
}

/// Moves the focus to an element, whatever it is.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        if element.tab_index() < 0 && !element.has_attribute("tabindex") {
            _ = element.set_attribute("tabindex", "-1");
        }
        _ = element.focus();
    }
}

/// Loads the page again after so many seconds, unless the reader has gone on to another one.
pub fn reload_in(seconds: u32) {
    Effect::new(move |_| {
        let page = address();
        let again = move || {
            if address() == page {
                _ = window().location().reload();
            }
        };
        _ = set_timeout(again, Duration::from_secs(seconds.into()));
    });
}

/// Path, query and fragment of the page, as the browser shows them.
pub fn address() -> String {
    let at = window().location();
    [at.pathname(), at.search(), at.hash()].map(Result::unwrap_or_default).concat()
}

/// Shows another address for the same page.
pub fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(address));
    }
}

/// Claims the redirects of server functions. Before the router, which would take them itself and not read a page anew that
/// stays the same; the first to ask has them.
pub fn claim_redirects() {
    _ = redirect::set_redirect_hook(|to: &str| {
        let follow = FOLLOW.with_borrow(Option::clone);
        if let Some(follow) = follow {
            follow(to);
        }
    });
}

/// Follows the redirects of server functions: to another page through the router, on the same page by reading it anew.
/// Inside the router.
pub fn follow_redirects() {
    let (owner, refresh, here) = (Owner::current(), use_context::<Refresh>(), use_location().pathname);
    let follow = move |to: &str| {
        let (to, same) = (to.to_owned(), to.split(['?', '#']).next() == Some(here.get_untracked().as_str()));
        let owner = owner.clone();
        FIRST_PAGE.set(false);
        // After the action has told its answer.
        _ = request_animation_frame(move || {
            if let Some(owner) = owner {
                owner.with(|| use_navigate()(&to, Default::default()));
            }
            if let (true, Some(refresh)) = (same, refresh) {
                refresh.bump();
            }
        });
    };
    FOLLOW.set(Some(Rc::new(follow)));
}

/// After each change of page in the browser: the heading gets the focus and the title is read out. Inside the router.
#[component]
pub fn Arrivals() -> impl IntoView {
    let path = use_location().pathname;
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            FIRST_PAGE.set(false);
            let old = heading().and_then(|h| h.text_content()).unwrap_or_default();
            arrive(old, path.clone(), said, 0);
        }
        path
    });
    view! { <p class="vh" aria-live="polite">{said}</p> }
}

fn heading() -> Option<web_sys::Element> {
    document().query_selector("main h1").ok().flatten()
}

/// Waits until the new page's heading stands there: its data may still be on the way.
fn arrive(old: String, path: String, said: RwSignal<String>, tries: u32) {
    _ = set_timeout(
        move || {
            let now_at = window().location().pathname().unwrap_or_default();
            match heading() {
                _ if tries > 100 || (tries > 0 && now_at != path && tries > 40) => {}
                Some(h) if now_at == path && (h.text_content().unwrap_or_default() != old || tries > 20) => {
                    if window().location().hash().unwrap_or_default().is_empty() {
                        focus(&h);
                    }
                    _ = said.try_set(document().title());
                }
                _ => arrive(old, path, said, tries + 1),
            }
        },
        Duration::from_millis(50),
    );
}
