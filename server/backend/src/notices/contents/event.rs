//! The event that a letter is about.

use domain::{
    EventId, Instant, Locale, SignUpId, When,
    events::{Attendance, State},
};
use uuid::Uuid;

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

/// The event of a sign-up; where that is for a shift: its role and its times; and the language of whoever signed up.
#[derive(sqlx::FromRow)]
struct SignUpRow {
    event_id: Uuid,
    role: Option<String>,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    locale: String,
}

/// The event of a sign-up; where that is for a shift, with the role in its title and at the shift's time.
pub(in crate::notices) async fn event_of_signup(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<EventRow>> {
    let found: Option<SignUpRow> = conn
        .optional(
            sql!(
                "SELECT s.event_id, r.name AS role, h.starts_at, h.ends_at, m.locale FROM signup s JOIN member m ON m.id = s.member_id
                     JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
                     LEFT JOIN shift_role r ON r.id = h.role_id
                 WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let row = event_row(conn, EventId(found.event_id)).await?;
    Ok(row.map(|row| match (found.role, found.starts_at, found.ends_at) {
        (Some(role), Some(starts_at), Some(ends_at)) => EventRow {
            title: with_role(Locale::from_tag(&found.locale).unwrap_or_default(), &row.title, &role),
            starts_at,
            ends_at,
            ..row
        },
        _ => row,
    }))
}

/// "Studio open day (Studio guide)".
fn with_role(locale: Locale, title: &str, role: &str) -> String {
    match locale {
        Locale::En => format!("{title} ({role})"),
        Locale::ZhCn => format!("{title}（{role}）"),
    }
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
