//! What other programs follow: calendars of an event, of a chapter, of everything, of one's own; news as RSS; an event as JSON.
//!
//! There is nothing in them that is not on the public page, but in one's own: the sign-ups, under a secret address.

mod event;
mod json;
mod many;
mod personal;
mod rows;
mod rss;

pub use event::event;
pub use json::event_json;
pub use many::{all, chapter};
pub use personal::personal;
pub(crate) use rows::{FeedRow, of_signup};
pub use rss::chapter_rss;

use domain::Instant;
use sha2::{Digest, Sha256};

/// A file to be served. The same as long as nothing in it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The file.
    pub text: String,
    /// What its `ETag` is made of.
    pub tag: String,
    /// When anything in it was last changed; none for an empty one.
    pub changed: Option<Instant>,
}

impl Feed {
    fn new(text: String, changed: Option<Instant>) -> Self {
        let hash = Sha256::digest(text.as_bytes());
        let tag = domain::hex(&hash[..16]);
        Self { text, tag, changed }
    }
}
