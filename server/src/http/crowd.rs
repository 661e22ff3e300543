//! The door of the house: so many requests are worked on at once, and who comes on top of that is told so at once.
//!
//! A server that takes on more than it can do answers nobody in time. Here whoever got in is served, and the others get an honest
//! 503 with the seconds after which to come again, before anything of theirs was read: nothing is half-written.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use app::messages::{common, forms};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use domain::{Failure, Locale};
use tokio::sync::Semaphore;

use super::{
    House,
    plain::{PlainPage, failed_call},
};

/// How many requests are inside, and the most there may be.
pub(super) struct Crowd {
    inside: Arc<Semaphore>,
    turned_away: AtomicU32,
}

impl Crowd {
    pub(super) fn new(most: u32) -> Self {
        Self { inside: Arc::new(Semaphore::new(most as usize)), turned_away: AtomicU32::new(0) }
    }

    /// Seconds: 2 to 6, one after the other, so that those who were turned away together do not come back together.
    fn come_again_in(&self) -> u32 {
        2 + self.turned_away.fetch_add(1, Ordering::Relaxed) % 5
    }
}

/// Middleware: lets the request in or says that the house is full. The operator's own questions always get in.
pub(super) async fn admit(State(house): State<House>, request: Request, next: Next) -> Response {
    if matches!(request.uri().path(), "/healthz" | "/readyz" | "/metrics") {
        return next.run(request).await;
    }
    let Ok(_place) = house.crowd.inside.clone().try_acquire_owned() else {
        metrics::counter!("popcorn_turned_away_total").increment(1);
        let locale = super::visit::wished_locale(request.headers());
        return full(&request, locale, house.crowd.come_again_in());
    };
    next.run(request).await
}

/// The house is full. A page asks for itself again; a form that was sent says that it was not carried out.
fn full(request: &Request, locale: Locale, retry_after_s: u32) -> Response {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = if request.uri().path().starts_with("/api/") {
        failed_call(status, Failure::Full { retry_after_s })
    } else {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        let text = if is_read { common::full_text(locale).to_owned() } else { forms::full(locale, retry_after_s) };
        let again_s = is_read.then_some(retry_after_s);
        PlainPage { locale, title: common::full_title(locale), text: &text, more: String::new(), again_s }
            .with_status(status)
    };
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, retry_after_s.into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
