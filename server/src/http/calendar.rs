//! `/e/{slug}.ics`: an event for a calendar.
//!
//! A layer, for the router cannot tell the ending from the slug of a page.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::events;

use super::House;

/// Calendars that follow it ask again; what they get then is short.
const FRESH: &str = "public, max-age=300";

/// Answers for calendar files; hands everything else on.
pub(super) async fn serve(State(house): State<House>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    match slug(request.uri().path()).filter(|_| is_reading) {
        Some(slug) => answer(&house, &slug, request.headers()).await,
        None => next.run(request).await,
    }
}

async fn answer(house: &House, slug: &str, headers: &HeaderMap) -> Response {
    let file = match events::ics(&house.site, slug).await {
        Ok(file) => file,
        Err(failure) => return app::error::AppError(failure).status().into_response(),
    };
    let tag = format!("\"{}-{}\"", file.version, file.changed.0);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, FRESH.to_owned()),
        (header::ETAG, tag),
    ];
    if known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, file.text).into_response() }
}

/// The slug of `/e/{slug}.ics`, as it is stored: addresses may be Chinese.
fn slug(path: &str) -> Option<String> {
    let encoded =
        path.strip_prefix("/e/")?.strip_suffix(".ics").filter(|slug| !slug.is_empty() && !slug.contains('/'))?;
    let query = format!("s={}", encoded.replace('+', "%2B"));
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, slug)| slug.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_read_as_they_are_stored() {
        assert_eq!(slug("/e/tea-house-tapes.ics").as_deref(), Some("tea-house-tapes"));
        assert_eq!(slug("/e/%E8%8C%B6%E9%A6%86.ics").as_deref(), Some("茶馆"));
        assert_eq!(slug("/e/a+b.ics").as_deref(), Some("a+b"));
        for other in ["/e/tea-house-tapes", "/e/.ics", "/e/a/b.ics", "/c/leeds.ics"] {
            assert_eq!(slug(other), None, "{other}");
        }
    }
}
