//! Pages for visitors who are not signed in are rendered once and served again for a moment: a crowd at one event costs one
//! rendering, not one each.
//!
//! What decides the page decides where it is kept: address, language, look. Nothing personal is in it, for somebody signed in
//! is never served from here, and neither is an address with a query. The nonce of the content security policy stands in the
//! kept page as a placeholder and is filled in anew for each answer.
//!
//! A kept page is never older than [`PagesKept::longest`]. Whatever writes on this node throws all of them away, except that
//! sign-ups, which come in crowds, let them be [`PagesKept::crowd`] old: numbers of free places lag by that much. Another node's
//! changes show after [`PagesKept::longest`].

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use app::visit::Visit;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use domain::{Locale, Theme};
use leptos::nonce::Nonce;
use quick_cache::sync::Cache;
use tokio::{sync::Mutex, time::Instant};

use super::{House, PagesKept, headers::is_html, trace::Route};

/// So many pages are kept; the least used go first.
const PAGES: usize = 1000;
/// A page that is longer is not kept, in bytes.
const LARGEST: usize = 1 << 20;

/// The kept pages of this process.
pub(super) struct PageCache {
    /// How old they may be; none: none is kept.
    kept: Option<PagesKept>,
    /// Random, so that no page can contain it by itself.
    placeholder: Nonce,
    pages: Cache<Key, Arc<Slot>>,
    changes: Changes,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    locale: Locale,
    theme: Theme,
}

/// Locked while its page is rendered: whoever wants the same page waits for it instead of rendering it too.
type Slot = Mutex<Option<Kept>>;

#[derive(Clone)]
struct Kept {
    page: Arc<Page>,
    since: Instant,
    seen: Seen,
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    route: Option<Route>,
    /// The body, split where the placeholder stood.
    parts: Vec<Bytes>,
}

/// How often something changed on this node.
#[derive(Default)]
struct Changes {
    sign_ups: AtomicU64,
    others: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    sign_ups: u64,
    others: u64,
}

impl Changes {
    fn seen(&self) -> Seen {
        Seen { sign_ups: self.sign_ups.load(Ordering::Acquire), others: self.others.load(Ordering::Acquire) }
    }

    /// Takes note of a request that has written something, by its path.
    fn note(&self, path: &str) {
        let is_sign_up = path == "/api/signups/sign_up" || path.starts_with("/e/");
        let count = if is_sign_up { &self.sign_ups } else { &self.others };
        count.fetch_add(1, Ordering::AcqRel);
    }
}

impl PageCache {
    pub(super) fn new(kept: Option<PagesKept>) -> Self {
        Self { kept, placeholder: Nonce::new(), pages: Cache::new(PAGES), changes: Changes::default() }
    }

    fn is_fresh(&self, kept: &Kept) -> bool {
        let (age, now) = (kept.since.elapsed(), self.changes.seen());
        self.kept.is_some_and(|PagesKept { longest, crowd }| {
            age < longest && kept.seen.others == now.others && (kept.seen.sign_ups == now.sign_ups || age < crowd)
        })
    }

    /// Where the page for this request is kept; none for what is not kept.
    fn key(&self, request: &Request) -> Option<Key> {
        let visit = request.extensions().get::<Visit>()?;
        let uri = request.uri();
        let accepts_html = request.headers().get(header::ACCEPT).is_none_or(|accepts| {
            let accepts = accepts.to_str().unwrap_or_default();
            accepts.contains("text/html") || accepts.contains("*/*")
        });
        let keeps = self.kept.is_some()
            && request.method() == Method::GET
            && uri.query().is_none()
            && visit.viewer.is_none()
            && is_showcase(uri.path())
            && accepts_html;
        keeps.then(|| Key { path: uri.path().to_owned(), locale: visit.locale, theme: visit.theme })
    }

    /// Renders the page and keeps it if it may be kept.
    async fn render(&self, mut request: Request, next: Next, slot: &mut Option<Kept>, nonce: &Nonce) -> Response {
        *slot = None;
        // Before the page reads anything: what changes while it does makes it stale.
        let (since, seen) = (Instant::now(), self.changes.seen());
        request.extensions_mut().insert(self.placeholder.clone());
        let (head, body) = next.run(request).await.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let page = Arc::new(Page {
            status: head.status,
            route: head.extensions.get::<Route>().cloned(),
            parts: split(&body, self.placeholder.as_bytes()),
            headers: head.headers,
        });
        let is_whole = matches!(head.status, StatusCode::OK | StatusCode::NOT_FOUND) && is_html(&page.headers);
        if is_whole && body.len() <= LARGEST && !page.headers.contains_key(header::SET_COOKIE) {
            *slot = Some(Kept { page: page.clone(), since, seen });
        }
        page.answer(nonce)
    }
}

/// Public pages, which are shared and then opened by many at once. What is under their addresses for other programs is no page: one
/// of them would wait for the other, and nothing be kept.
fn is_showcase(path: &str) -> bool {
    let is_page = [".json", ".ics", ".csv", ".rss", ".png"].iter().all(|end| !path.ends_with(end));
    is_page && (path == "/" || ["/e/", "/c/", "/u/", "/g/", "/badges"].iter().any(|start| path.starts_with(start)))
}

/// Middleware behind [`headers::policy`](super::headers::policy) and [`visit::greet`](super::visit::greet), which say the nonce
/// and who asks.
pub(super) async fn keep(State(house): State<House>, request: Request, next: Next) -> Response {
    let cache = &house.pages;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path().to_owned();
        let response = next.run(request).await;
        // Not for what was refused or only read, or anybody could have all pages rendered anew all the time.
        if backend::request::has_written() {
            cache.changes.note(&path);
        }
        return response;
    }
    let nonce = request.extensions().get::<Nonce>().cloned();
    let (Some(key), Some(nonce)) = (cache.key(&request), nonce) else { return next.run(request).await };
    let Ok(slot) = cache.pages.get_or_insert_with(&key, || Ok::<_, ()>(Arc::default())) else {
        return next.run(request).await;
    };
    let came = Instant::now();
    let mut slot = slot.lock().await;
    // Whoever waited takes what was begun after they came: it shows all that had happened by then, and a queue at a page that
    // changes all the time is served by one rendering, not by one each.
    if let Some(kept) = slot.clone().filter(|kept| kept.since >= came || cache.is_fresh(kept)) {
        drop(slot);
        return kept.page.answer(&nonce);
    }
    cache.render(request, next, &mut slot, &nonce).await
}

impl Page {
    fn answer(&self, nonce: &Nonce) -> Response {
        let mut body = Vec::with_capacity(self.parts.iter().map(|part| part.len() + nonce.len()).sum());
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                body.extend_from_slice(nonce.as_bytes());
            }
            body.extend_from_slice(part);
        }
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        if let Some(route) = &self.route {
            response.extensions_mut().insert(route.clone());
        }
        response
    }
}

fn split(body: &Bytes, at: &[u8]) -> Vec<Bytes> {
    let mut parts = vec![];
    let mut from = 0;
    for found in memchr::memmem::find_iter(body, at) {
        parts.push(body.slice(from..found));
        from = found + at.len();
    }
    parts.push(body.slice(from..));
    parts
}

#[cfg(test)]
mod tests {
    use super::is_showcase;

    #[test]
    fn pages_alone_are_kept() {
        for page in ["/", "/e/tea-house-tapes", "/e/tea-house-tapes/queue", "/c/chengdu", "/badges"] {
            assert!(is_showcase(page), "{page}");
        }
        for other in
            ["/e/tea-house-tapes/queue.json", "/e/tea-house-tapes.ics", "/c/chengdu.rss", "/g/1.png", "/my/tickets"]
        {
            assert!(!is_showcase(other), "{other}");
        }
    }
}
