//! The outermost room: gives each request an id, a time limit and a line in the log, and catches what breaks.
//!
//! The log names the route (`/u/{handle}`), not the address: who looks at whom is nobody's business.

use std::{panic::AssertUnwindSafe, time::Duration};

use app::messages::common;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::Response,
};
use domain::Locale;
use futures::FutureExt;
use tracing::{Instrument, field::Empty};

use super::{
    House,
    plain::{PlainPage, failed_call},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest a request may take; what is still running then is dropped.
const PATIENCE: Duration = Duration::from_secs(30);

/// The route that answered, told to the log outside: it never names who or what was asked for.
#[derive(Clone)]
pub(super) enum Route {
    /// By the inner router.
    Matched(MatchedPath),
    /// By a layer before it.
    Known(&'static str),
}

impl Route {
    fn as_str(&self) -> &str {
        match self {
            Self::Matched(path) => path.as_str(),
            Self::Known(path) => path,
        }
    }
}

/// Middleware of the inner router: leaves the route's name on the answer.
pub(super) async fn name_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route::Matched(route));
    }
    response
}

/// Middleware: everything around a request.
pub(super) async fn follow(State(house): State<House>, request: Request, next: Next) -> Response {
    let id = house.site.new_id().to_string();
    let method = request.method().clone();
    let locale = super::visit::wished_locale(request.headers());
    let span = tracing::info_span!("request", id, method = %method, route = Empty, status = Empty);
    let clock = Stopwatch::start();
    let is_call = request.uri().path().starts_with("/api/");
    let work = backend::request::scope(id.clone(), contained(id.clone(), locale, request, next));
    // On a task of its own, so that it is brought to its end even when whoever asked has gone: Leptos 0.9.0-rc1 makes another
    // page of the same thread panic when one is dropped in the middle (server/tests/promises/crowd.rs).
    let work = tokio::spawn(work.instrument(span.clone())).await;
    let mut response = work.unwrap_or_else(|_| apology(StatusCode::INTERNAL_SERVER_ERROR, &id, locale, is_call));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    span.in_scope(|| report(&span, &method, &response, clock.elapsed()));
    response
}

/// Runs the request; a panic becomes an apology that carries the id, and so does a wait without end.
async fn contained(id: String, locale: Locale, request: Request, next: Next) -> Response {
    let is_call = request.uri().path().starts_with("/api/");
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            // The hook of the panic itself has written where and why, inside this request's span.
            metrics::counter!("popcorn_panics_total").increment(1);
            tracing::error!("panicked");
            apology(StatusCode::INTERNAL_SERVER_ERROR, &id, locale, is_call)
        }
        Err(_) => {
            tracing::error!("took too long");
            apology(StatusCode::SERVICE_UNAVAILABLE, &id, locale, is_call)
        }
    }
}

fn report(span: &tracing::Span, method: &Method, response: &Response, took: Duration) {
    let route = response.extensions().get::<Route>().map_or("-", Route::as_str);
    let status = response.status().as_u16();
    span.record("route", route).record("status", status);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match status {
        500.. => tracing::warn!(ms, "answered"),
        _ if matches!(route, "/healthz" | "/readyz" | "/metrics") => tracing::debug!(ms, "answered"),
        _ => tracing::info!(ms, "answered"),
    }
    metrics::counter!(
        "popcorn_http_requests_total",
        "route" => route.to_owned(), "method" => known(method), "status" => status.to_string()
    )
    .increment(1);
    metrics::histogram!("popcorn_http_request_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
}

/// A label for the method: whatever strangers invent is one.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Says that it is our fault, with the id to quote.
fn apology(status: StatusCode, id: &str, locale: Locale, is_call: bool) -> Response {
    if is_call {
        return failed_call(status, domain::Failure::Internal { request_id: id.into() });
    }
    let more = format!("<p>{} <span class=code>{id}</span></p>", common::broken_id(locale));
    let (title, text) = (common::broken_title(locale), common::broken_text(locale));
    PlainPage { locale, title, text, more, again_s: None }.with_status(status)
}

/// Measures how long something took; durations are the edge's own, the site's clock may stand still.
struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the edge measures durations")]
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        http::header,
        middleware::from_fn_with_state,
        routing::get,
    };
    use backend::{db::Engine, testing::TestSite};
    use tower::ServiceExt;

    use super::*;
    use crate::http::HttpSettings;

    #[expect(clippy::panic, reason = "it is what the test is about")]
    async fn broken() -> &'static str {
        panic!("the password is hunter2")
    }

    async fn ask(path: &str, language: &str) -> (StatusCode, String, String) {
        let world = TestSite::fresh(Engine::Sqlite).await;
        let house = House::new(world.site.clone(), HttpSettings::default());
        let router = Router::new().route("/page", get(broken)).route("/api/function", get(broken));
        let router = router.layer(from_fn_with_state(house, follow));
        let request = Request::builder()
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, language)
            .body(Body::empty())
            .expect("a request");
        let response = router.oneshot(request).await.expect("an answer");
        let id = response.headers().get(REQUEST_ID).expect("an id").to_str().expect("text").to_owned();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, id, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_breaks_becomes_an_apology_with_the_requests_id() {
        let (status, id, page) = ask("/page", "zh-CN").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains(&id) && page.contains("是我们这边出了问题") && page.contains("lang=zh-CN"), "{page}");
        assert!(!page.contains("hunter2"));
        let (status, id, answer) = ask("/api/function", "en").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer, format!("{{\"Internal\":{{\"request_id\":\"{id}\"}}}}"));
    }
}
