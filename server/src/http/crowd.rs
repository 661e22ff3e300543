//! The door of the house: so many requests are worked on at once, and who comes on top of that is told so at once.
//!
//! A server that takes on more than it can do answers nobody in time. Here whoever got in is served, and the others get an honest
//! 503 with the seconds after which to come again, before anything of theirs was read: nothing is half-written.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use app::messages::{common, forms};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Failure, Locale};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    House,
    client::Client,
    limits::neighbourhood,
    plain::{PlainPage, failed_call},
};

/// How many requests are inside, and the most there may be.
pub(super) struct Crowd {
    inside: Arc<Semaphore>,
    /// How many of them come from each neighbourhood.
    neighbours: Arc<Mutex<HashMap<IpAddr, u32>>>,
    most_of_one: u32,
    turned_away: AtomicU32,
}

/// A place in the house, given back when it is dropped.
struct Place {
    _inside: OwnedSemaphorePermit,
    neighbours: Arc<Mutex<HashMap<IpAddr, u32>>>,
    neighbourhood: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.neighbours.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.neighbourhood) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.neighbourhood);
            }
        }
    }
}

impl Crowd {
    pub(super) fn new(most: u32) -> Self {
        Self {
            inside: Arc::new(Semaphore::new(most as usize)),
            neighbours: Arc::default(),
            most_of_one: most.div_ceil(4) * 3,
            turned_away: AtomicU32::new(0),
        }
    }

    /// A place, if there is one. One neighbourhood gets three quarters of them: a single machine that sends slowly what it has to
    /// say does not close the house to everybody else.
    fn enter(&self, from: IpAddr) -> Option<Place> {
        let inside = self.inside.clone().try_acquire_owned().ok()?;
        let neighbourhood = neighbourhood(from);
        let mut all = self.neighbours.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(neighbourhood).or_default();
        if *count >= self.most_of_one {
            return None;
        }
        *count += 1;
        Some(Place { _inside: inside, neighbours: self.neighbours.clone(), neighbourhood })
    }

    /// Seconds: 2 to 6, one after the other, so that those who were turned away together do not come back together.
    fn come_again_in(&self) -> u32 {
        2 + self.turned_away.fetch_add(1, Ordering::Relaxed) % 5
    }
}

/// Middleware: a zero is in no text of ours; PostgreSQL would refuse it in the middle of something.
pub(super) async fn refuse_zero(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|all| all.as_str().contains("%00")) {
        return (StatusCode::BAD_REQUEST, "There is a zero in this address.\n").into_response();
    }
    next.run(request).await
}

/// Middleware: lets the request in or says that the house is full. The operator's own questions always get in.
pub(super) async fn admit(State(house): State<House>, request: Request, next: Next) -> Response {
    if matches!(request.uri().path(), "/healthz" | "/readyz" | "/metrics") {
        return next.run(request).await;
    }
    let from = request.extensions().get::<Client>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Client(from)| *from);
    let Some(_place) = house.crowd.enter(from) else {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_machine_does_not_take_every_place() {
        let crowd = Crowd::new(20);
        let [slow, other] = ["2001:db8::1", "192.0.2.7"].map(|ip| ip.parse::<IpAddr>().expect("an address"));
        let held: Vec<_> = std::iter::from_fn(|| crowd.enter(slow)).collect();
        assert_eq!(held.len(), 15);
        let neighbour = "2001:db8::2".parse().expect("an address");
        assert!(crowd.enter(neighbour).is_none(), "the same customer");
        let rest: Vec<_> = std::iter::from_fn(|| crowd.enter(other)).collect();
        assert_eq!(rest.len(), 5);
        drop(held);
        assert!(crowd.enter(slow).is_some());
        drop(rest);
        assert_eq!(crowd.neighbours.lock().expect("nobody panicked").len(), 0);
    }
}
