//! Events as feeds read them.

use domain::{EventId, Instant, events::State};
use uuid::Uuid;

use crate::{
    Site,
    db::{Reading, Result},
    events::card::stored_state,
    showcase::calendar::{Entry, Status, host},
    sql,
};

/// The columns of a [`FeedRow`], from `event e JOIN chapter c ON c.id = e.chapter_id`.
macro_rules! columns {
    () => {
        "e.id, e.slug, e.state, e.title, e.summary, e.starts_at, e.ends_at, e.venue, e.address, c.city, e.cancel_reason, \
         e.version, e.changed_at"
    };
}
pub(super) use columns;

/// An event for a calendar.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct FeedRow {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) state: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) starts_at: i64,
    pub(super) ends_at: i64,
    pub(super) venue: String,
    pub(super) address: String,
    pub(super) city: String,
    pub(super) cancel_reason: Option<String>,
    pub(super) version: i64,
    pub(super) changed_at: i64,
}

impl FeedRow {
    /// When it was last changed.
    pub(crate) fn changed(&self) -> Instant {
        Instant(self.changed_at)
    }

    /// Will it happen?
    pub(super) fn status(&self) -> Result<Status> {
        Ok(match stored_state(&self.state)? {
            State::Cancelled => Status::Cancelled,
            State::Published | State::Draft => Status::Confirmed,
        })
    }

    /// Its address.
    pub(super) fn url(&self, site: &Site) -> String {
        site.url(&format!("/e/{}", self.slug))
    }

    /// Where it is: venue, address, city, each once.
    fn place(&self) -> String {
        let mut place: Vec<&str> = vec![];
        for part in [&self.venue, &self.address, &self.city] {
            if !part.is_empty() && !place.iter().any(|earlier| earlier.contains(part.as_str())) {
                place.push(part);
            }
        }
        place.join(", ")
    }

    /// Its entry in a calendar.
    ///
    /// # Errors
    /// When the stored state is no word of ours.
    pub(crate) fn entry(&self, site: &Site) -> Result<Entry> {
        let (status, url) = (self.status()?, self.url(site));
        let reason = self.cancel_reason.clone().filter(|_| status == Status::Cancelled).unwrap_or_default();
        Ok(Entry {
            uid: format!("{}@{}", EventId(self.id), host(&site.settings.base_url)),
            sequence: self.version,
            stamp: self.changed(),
            changed: self.changed(),
            starts: Instant(self.starts_at),
            ends: Instant(self.ends_at),
            title: self.title.clone(),
            words: vec![reason, self.summary.clone(), url.clone()],
            place: self.place(),
            url,
            status,
            people: None,
        })
    }
}

/// One event, whatever its state.
///
/// # Errors
/// When the database fails.
pub(crate) async fn by_id(conn: &mut impl Reading, event: EventId) -> Result<Option<FeedRow>> {
    conn.optional(
        sql!(concat!("SELECT ", columns!(), " FROM event e JOIN chapter c ON c.id = e.chapter_id WHERE e.id = $1")),
        (event.0,),
    )
    .await
}
