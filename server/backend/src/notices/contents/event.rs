//! The event that a letter is about.

use domain::{
    EventId, Instant, Locale, When,
    events::{Attendance, State},
};

use crate::{
    Site,
    db::{Reading, Result},
    sql, when,
};

/// An event in a letter.
pub(in crate::notices) struct Event {
    pub(in crate::notices) title: String,
    pub(in crate::notices) when: When,
    /// Its date no longer holds, and there is no new one.
    pub(in crate::notices) is_postponed: bool,
    pub(in crate::notices) venue: String,
    pub(in crate::notices) address: String,
    pub(in crate::notices) url: String,
}

/// An event as it is stored.
#[derive(sqlx::FromRow)]
pub(in crate::notices) struct EventRow {
    pub(in crate::notices) slug: String,
    pub(in crate::notices) state: String,
    pub(in crate::notices) title: String,
    pub(in crate::notices) zone: String,
    pub(in crate::notices) starts_at: i64,
    pub(in crate::notices) ends_at: i64,
    pub(in crate::notices) venue: String,
    pub(in crate::notices) address: String,
    pub(in crate::notices) attendance: String,
    pub(in crate::notices) cancel_reason: Option<String>,
    pub(in crate::notices) postponed_at: Option<i64>,
    pub(in crate::notices) postpone_reason: Option<String>,
}

pub(in crate::notices) async fn event_row(conn: &mut impl Reading, event: EventId) -> Result<Option<EventRow>> {
    conn.optional(
        sql!(
            "SELECT slug, state, title, zone, starts_at, ends_at, venue, address, attendance, cancel_reason,
                     postponed_at, postpone_reason FROM event WHERE id = $1"
        ),
        (event.0,),
    )
    .await
}

impl EventRow {
    /// Public, on a day that is known.
    pub(in crate::notices) fn has_date(&self) -> bool {
        self.state == State::Published.word() && self.postponed_at.is_none()
    }

    pub(in crate::notices) fn into_event(self, site: &Site, locale: Locale) -> Event {
        Event {
            is_postponed: self.postponed_at.is_some(),
            when: when::when(locale, &self.zone, Instant(self.starts_at), Some(Instant(self.ends_at))),
            url: site.url(&format!("/e/{}", self.slug)),
            title: self.title,
            venue: match Attendance::from_word(&self.attendance) {
                Some(Attendance::Online) => when::online(locale).into(),
                _ => self.venue,
            },
            address: self.address,
        }
    }
}
