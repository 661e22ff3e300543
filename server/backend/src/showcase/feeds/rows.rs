//! Events as feeds read them.

use domain::{
    EventId, Instant, ShiftId, SignUpId,
    events::{Attendance, State},
};
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
         e.postponed_at, e.postpone_reason, e.attendance, e.version, e.changed_at"
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
    pub(super) postponed_at: Option<i64>,
    pub(super) postpone_reason: Option<String>,
    pub(super) attendance: String,
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
            // The old day is no more than a guess; a new one brings the same entry with a higher SEQUENCE.
            State::Published if self.postponed_at.is_some() => Status::Tentative,
            State::Published | State::Draft => Status::Confirmed,
        })
    }

    /// Its address.
    pub(super) fn url(&self, site: &Site) -> String {
        site.url(&format!("/e/{}", self.slug))
    }

    /// Is there a place to go to?
    pub(super) fn has_place(&self) -> bool {
        Attendance::from_word(&self.attendance).unwrap_or_default().has_place()
    }

    /// Why it is not as it was planned.
    pub(super) fn reason(&self) -> &str {
        self.cancel_reason.as_deref().or(self.postpone_reason.as_deref()).unwrap_or_default()
    }

    /// Where it is: venue, address, city, each once; nowhere where all come by a link.
    fn place(&self) -> String {
        if !self.has_place() {
            return String::new();
        }
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
        Ok(Entry {
            uid: format!("{}@{}", EventId(self.id), host(&site.settings.base_url)),
            sequence: self.version,
            stamp: self.changed(),
            changed: self.changed(),
            starts: Instant(self.starts_at),
            ends: Instant(self.ends_at),
            title: self.title.clone(),
            words: vec![self.reason().to_owned(), self.summary.clone(), url.clone()],
            place: self.place(),
            url,
            status,
            people: None,
        })
    }
}

/// The shift that a sign-up is for, for a calendar.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ShiftPart {
    shift_id: Option<Uuid>,
    role: Option<String>,
    shift_starts_at: Option<i64>,
    shift_ends_at: Option<i64>,
}

impl ShiftPart {
    /// The entry of a shift: one of its own beside the event's, at its own time. As the event's where there is no shift.
    pub(crate) fn on(&self, site: &Site, entry: Entry) -> Entry {
        match (self.shift_id, &self.role, self.shift_starts_at, self.shift_ends_at) {
            (Some(id), Some(role), Some(starts), Some(ends)) => Entry {
                uid: format!("{}@{}", ShiftId(id), host(&site.settings.base_url)),
                title: format!("{}: {role}", entry.title),
                starts: Instant(starts),
                ends: Instant(ends),
                ..entry
            },
            _ => entry,
        }
    }
}

/// The entry of what a sign-up is for.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_signup(conn: &mut impl Reading, site: &Site, signup: SignUpId) -> Result<Option<Entry>> {
    let row: Option<SignUpRow> = conn
        .optional(
            sql!(concat!(
                "SELECT ",
                columns!(),
                ", h.id AS shift_id, r.name AS role, h.starts_at AS shift_starts_at, h.ends_at AS shift_ends_at
                  FROM event e JOIN chapter c ON c.id = e.chapter_id JOIN signup s ON s.event_id = e.id
                      JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
                      LEFT JOIN shift_role r ON r.id = h.role_id
                  WHERE s.id = $1"
            )),
            (signup.0,),
        )
        .await?;
    row.map(|row| Ok(row.part.on(site, row.event.entry(site)?))).transpose()
}

#[derive(sqlx::FromRow)]
struct SignUpRow {
    #[sqlx(flatten)]
    event: FeedRow,
    #[sqlx(flatten)]
    part: ShiftPart,
}
