//! From a request to the page, the server function or the file it asks for.
//!
//! A request goes through these rooms in this order: [`trace`] (its id, log line, panics, time limit), [`headers`] (the fixed words of
//! every answer), the bundled [`files`](crate::files), [`client`] (whose address), [`crowd`] (is there room), [`feeds`] (what other
//! programs follow), compression, [`headers`] again (the content security policy and its nonce), [`csrf`], [`visit`] (who it is),
//! [`credentials`] (badges as documents, by what is asked for), [`page_cache`] (pages just rendered for somebody else), [`forms`] (a
//! form that posts to its own page; [`limits`] stand here), and then the routes of [`router`].

mod accept;
mod answer_files;
mod badge_art;
mod client;
mod credentials;
mod crowd;
mod csrf;
mod feeds;
mod forms;
mod headers;
mod honor;
mod ledger;
mod limits;
pub mod metrics;
mod og;
mod operations;
mod page_cache;
mod patience;
mod pictures;
mod plain;
mod queue;
mod router;
mod settings;
mod sheets;
mod trace;
mod unsubscribe;
mod upload;
mod visit;

use std::sync::Arc;

use backend::site::Site;

pub use router::{PLAIN_ROUTES, page_paths, router};
pub use settings::{HttpSettings, PagesKept};

/// What every room shares.
#[derive(Clone)]
struct House {
    site: Site,
    settings: Arc<HttpSettings>,
    limits: Arc<limits::Limits>,
    metrics: metrics::Metrics,
    crowd: Arc<crowd::Crowd>,
    pages: Arc<page_cache::PageCache>,
}

impl House {
    fn new(site: Site, settings: HttpSettings) -> Self {
        Self {
            limits: Arc::new(limits::Limits::new(&site, settings.rate_limits)),
            crowd: Arc::new(crowd::Crowd::new(settings.at_once)),
            pages: Arc::new(page_cache::PageCache::new(settings.page_cache)),
            settings: Arc::new(settings),
            metrics: metrics::Metrics::of_process(),
            site,
        }
    }
}
