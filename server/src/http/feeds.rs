//! What other programs follow: `/events.ics`, `/e/{slug}.ics` and `.json`, `/c/{slug}.ics` and `.rss`, `/my/{token}.ics`.
//!
//! A layer, for the router cannot tell the ending from the slug of a page.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::showcase::feeds::{self, Feed};
use domain::Failure;

use super::{House, trace::Route};

const CALENDAR: &str = "text/calendar; charset=utf-8";
/// What is for everybody is asked for again after five minutes; what it gets then is short.
const PUBLIC: &str = "public, max-age=300";
/// What is one member's own stays out of caches that others share.
const PRIVATE: &str = "private, no-cache";

/// A feed's address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    All,
    Event(String),
    EventJson(String),
    Chapter(String),
    ChapterNews(String),
    Personal(String),
}

/// Answers for feeds; hands everything else on.
pub(super) async fn serve(State(house): State<House>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    match Address::of(request.uri().path()).filter(|_| is_reading) {
        Some(address) => {
            let route = Route::Known(address.route());
            let mut response = answer(&house, address, request.headers()).await;
            response.extensions_mut().insert(route);
            response
        }
        None => next.run(request).await,
    }
}

async fn answer(house: &House, address: Address, headers: &HeaderMap) -> Response {
    let feed = match address.feed(house).await {
        Ok(feed) => feed,
        Err(failure) => return app::error::AppError(failure).status().into_response(),
    };
    let tag = format!("\"{}\"", feed.tag);
    let mut response = if knows(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, address.kind())], feed.text).into_response()
    };
    let mut put = |name, text: &str| {
        if let Ok(value) = text.parse() {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CACHE_CONTROL, if matches!(address, Address::Personal(_)) { PRIVATE } else { PUBLIC });
    put(header::ETAG, &tag);
    if let Some(changed) = feed.changed {
        put(header::LAST_MODIFIED, &backend::when::http(changed));
    }
    response
}

/// Does the asker have this one already? Tags are compared as the standard asks of GET: weakly, any of a list.
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|list| list.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

impl Address {
    /// The address of a path; slugs as they are stored, for they may be Chinese.
    fn of(path: &str) -> Option<Self> {
        if path == "/events.ics" {
            return Some(Self::All);
        }
        let (folder, file) = path.strip_prefix('/')?.split_once('/')?;
        let (name, ending) = file.rsplit_once('.')?;
        let name = decoded(name)?;
        match (folder, ending) {
            ("e", "ics") => Some(Self::Event(name)),
            ("e", "json") => Some(Self::EventJson(name)),
            ("c", "ics") => Some(Self::Chapter(name)),
            ("c", "rss") => Some(Self::ChapterNews(name)),
            ("my", "ics") => Some(Self::Personal(name)),
            _ => None,
        }
    }

    /// Its place among the [routes](super::PLAIN_ROUTES).
    const fn route(&self) -> &'static str {
        match self {
            Self::All => "/events.ics",
            Self::Event(_) => "/e/{slug}.ics",
            Self::EventJson(_) => "/e/{slug}.json",
            Self::Chapter(_) => "/c/{chapter}.ics",
            Self::ChapterNews(_) => "/c/{chapter}.rss",
            Self::Personal(_) => "/my/{token}.ics",
        }
    }

    async fn feed(&self, house: &House) -> Result<Feed, Failure> {
        match self {
            Self::All => feeds::all(&house.site).await,
            Self::Event(slug) => feeds::event(&house.site, slug).await,
            Self::EventJson(slug) => feeds::event_json(&house.site, slug).await,
            Self::Chapter(slug) => feeds::chapter(&house.site, slug).await,
            Self::ChapterNews(slug) => feeds::chapter_rss(&house.site, slug).await,
            Self::Personal(token) => feeds::personal(&house.site, token).await,
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::EventJson(_) => "application/json",
            Self::ChapterNews(_) => "application/rss+xml; charset=utf-8",
            _ => CALENDAR,
        }
    }
}

/// A part of a path as it is stored; none for one that is empty or several.
pub(super) fn decoded(name: &str) -> Option<String> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    let query = format!("s={}", name.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, name)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_read_as_they_are_stored() {
        for (path, address) in [
            ("/events.ics", Some(Address::All)),
            ("/e/tea-house-tapes.ics", Some(Address::Event("tea-house-tapes".into()))),
            ("/e/%E8%8C%B6%E9%A6%86.ics", Some(Address::Event("茶馆".into()))),
            ("/e/a+b.json", Some(Address::EventJson("a+b".into()))),
            ("/c/leeds.ics", Some(Address::Chapter("leeds".into()))),
            ("/c/leeds.rss", Some(Address::ChapterNews("leeds".into()))),
            ("/my/0123.ics", Some(Address::Personal("0123".into()))),
            ("/e/tea-house-tapes", None),
            ("/e/.ics", None),
            ("/e/a/b.ics", None),
            ("/c/leeds.json", None),
            ("/my/tickets", None),
        ] {
            let route = address.as_ref().map(Address::route);
            assert!(route.is_none_or(|route| super::super::PLAIN_ROUTES.contains(&("GET", route))), "{path}");
            assert_eq!(Address::of(path), address, "{path}");
        }
    }

    #[test]
    fn a_known_tag_is_recognised() {
        let headers = |value: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, value.parse().expect("a header"))]);
        for (value, known) in
            [("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false)]
        {
            assert_eq!(knows(&headers(value), "\"a\""), known, "{value}");
        }
        assert!(!knows(&HeaderMap::new(), "\"a\""));
    }
}
