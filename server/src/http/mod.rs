//! From a request to the page, the server function or the file it asks for.
//!
//! A request goes through these rooms in this order: [`trace`] (its id, log line, panics, time limit), the bundled files,
//! [`headers`] (the content security policy and its nonce), [`client`] (whose address), [`csrf`], [`visit`] (who it is),
//! [`forms`] (a form that posts to its own page; [`limits`] stand here), and then the routes of [`router`].

mod calendar;
mod client;
mod csrf;
mod forms;
mod headers;
mod limits;
pub mod metrics;
mod og;
mod operations;
mod pictures;
mod queue;
mod router;
mod settings;
mod trace;
mod upload;
mod visit;

use std::sync::Arc;

use backend::site::Site;

pub use router::{PLAIN_ROUTES, page_paths, router};
pub use settings::HttpSettings;

/// What every room shares.
#[derive(Clone)]
struct House {
    site: Site,
    settings: Arc<HttpSettings>,
    limits: Arc<limits::Limits>,
    metrics: metrics::Metrics,
}
