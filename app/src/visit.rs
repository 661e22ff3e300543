//! What every page knows about its visitor: put together once per request by the server, read by both sides.

use domain::{Locale, MemberId, Theme};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One page load. It never changes while the page lives: signing in or out and a new language are full page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The language of every word on the page.
    pub locale: Locale,
    /// Light or dark.
    pub theme: Theme,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The site's name, as the operator set it.
    pub site_name: String,
    /// One sentence on who runs the site and what for; empty where the operator wrote none.
    pub site_about: String,
    /// Scheme and host without a slash at the end: "https://popcorn.example".
    pub base_url: String,
    /// The address of a style sheet with the operator's own colours, if there is one.
    pub brand_sheet: Option<String>,
    /// Fresh for each page load of somebody signed in, so that a form sent twice is carried out once.
    pub request_key: String,
    /// Shows what only developers want to see, like `/design`.
    pub development: bool,
}

/// The member who is looking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Their id.
    pub member_id: MemberId,
    /// Their name in addresses: `/u/{handle}`.
    pub handle: String,
    /// Their name as they want to be called.
    pub display_name: String,
    /// The address of their picture, if they have one.
    pub picture: Option<String>,
    /// Whether their mail address is confirmed.
    pub email_confirmed: bool,
    /// Whether they organise at least one chapter or event.
    pub can_organise: bool,
    /// Whether they keep the door of at least one event.
    pub keeps_doors: bool,
    /// Whether they run the site.
    pub is_admin: bool,
    /// Letters in their inbox that they had not read when the page was loaded.
    pub unread: i64,
}

/// Server: what the middleware put into the request. Sensible defaults where it did not run.
#[cfg(feature = "ssr")]
pub fn from_request() -> Visit {
    use_context::<http::request::Parts>().and_then(|parts| parts.extensions.get::<Visit>().cloned()).unwrap_or_default()
}

/// Browser: never asked while hydrating, for `SharedValue` reads what the server wrote.
#[cfg(not(feature = "ssr"))]
pub fn from_request() -> Visit {
    Visit::default()
}

/// Makes the visit readable for every component. First thing in `App`.
pub fn provide() {
    provide_context(Arc::new(SharedValue::new(from_request).into_inner()));
}

/// The visit of this page, or of this server function's request.
pub fn use_visit() -> Arc<Visit> {
    use_context::<Arc<Visit>>().unwrap_or_else(|| Arc::new(from_request()))
}

/// The language to speak.
pub fn locale() -> Locale {
    use_visit().locale
}

/// Who is signed in.
pub fn viewer() -> Option<Viewer> {
    use_visit().viewer.clone()
}

/// A local address to go on to, or `/`: whatever could lead off the site is dropped.
pub fn local_path(next: &str) -> &str {
    let bytes = next.as_bytes();
    let local = bytes.first() == Some(&b'/') && !matches!(bytes.get(1), Some(b'/' | b'\\'));
    if local && bytes.iter().all(|b| (0x21..0x7f).contains(b) && *b != b'\\') { next } else { "/" }
}

/// The address of a page that goes on to `next` afterwards. Only what would end or split the value is written otherwise, and `%`,
/// for an address holds it already where it has Chinese in it.
pub fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.into();
    }
    let next = next.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace('#', "%23");
    format!("{path}?next={next}")
}

#[cfg(test)]
mod tests {
    use super::{local_path, with_next};

    #[test]
    fn an_address_comes_back_as_it_was() {
        assert_eq!(with_next("/sign-in", ""), "/sign-in");
        assert_eq!(
            with_next("/sign-in", "/e/%E8%8C%B6?a=1&b=c+d#join"),
            "/sign-in?next=/e/%25E8%258C%25B6?a=1%26b=c%2Bd%23join"
        );
    }

    #[test]
    fn only_local_paths_are_followed() {
        for ok in ["/", "/e/tapes?x=1#join", "/u/%E4%B8%AD"] {
            assert_eq!(local_path(ok), ok);
        }
        for bad in [
            "",
            "e/tapes",
            "//evil.example",
            "/\\evil.example",
            "/a\\b",
            "https://evil.example",
            "/a\r\nSet-Cookie:x",
            "/a b",
            "/中",
        ] {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
    }
}
