//! Shifts as they are stored.

use std::collections::HashMap;

use domain::events::{Phase, Schedule, State};
use domain::honor::Tier;
use domain::signups::shifts::{
    Claim, Needs, Part, Span,
    presence::{Outcome, Presence},
    view::ShiftsChip,
};
use domain::signups::{Seats, SignUpState};
use domain::{ChapterId, EventId, Instant, Locale, MemberId, PlacesId, RoleId, ShiftId, SignUpId};
use uuid::Uuid;

use crate::db::{DbError, Reading, Result};
use crate::signups::{reads, transition::turn};
use crate::{sql, when};

/// The columns of a [`ShiftRow`], from [`tables!`].
macro_rules! columns {
    () => {
        "h.id, h.event_id, h.role_id, p.id AS places_id, e.chapter_id, e.state, e.zone, e.opens_at, e.closes_at, e.postponed_at, \
         h.starts_local, h.ends_local, h.starts_at, h.ends_at, h.lead_id, r.name AS role, r.story, r.min_tier, r.adults_only, \
         r.briefing, r.briefing_version, p.capacity, p.taken, p.offered, p.waiting, p.first_come"
    };
}

/// The tables of [`columns!`]: `h` the shift, `r` its role, `p` its places, `e` its event.
macro_rules! tables {
    () => {
        "shift h JOIN shift_role r ON r.id = h.role_id JOIN places p ON p.shift_id = h.id JOIN event e ON e.id = h.event_id"
    };
}

/// A shift with its role, its places, and what its event says of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ShiftRow {
    pub(super) id: Uuid,
    event_id: Uuid,
    pub(super) role_id: Uuid,
    places_id: Uuid,
    chapter_id: Uuid,
    pub(super) state: String,
    pub(crate) zone: String,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    postponed_at: Option<i64>,
    pub(super) starts_local: String,
    pub(super) ends_local: String,
    starts_at: i64,
    ends_at: i64,
    pub(super) lead_id: Option<Uuid>,
    pub(crate) role: String,
    pub(super) story: String,
    min_tier: String,
    adults_only: bool,
    pub(super) briefing: String,
    briefing_version: i64,
    capacity: i64,
    taken: i64,
    offered: i64,
    waiting: i64,
    first_come: bool,
}

impl ShiftRow {
    pub(in crate::signups) fn id(&self) -> ShiftId {
        ShiftId(self.id)
    }

    pub(crate) fn event(&self) -> EventId {
        EventId(self.event_id)
    }

    pub(super) fn chapter(&self) -> ChapterId {
        ChapterId(self.chapter_id)
    }

    pub(in crate::signups) fn role_id(&self) -> RoleId {
        RoleId(self.role_id)
    }

    pub(crate) fn places(&self) -> PlacesId {
        PlacesId(self.places_id)
    }

    pub(super) fn lead(&self) -> Option<MemberId> {
        self.lead_id.map(MemberId)
    }

    pub(crate) fn span(&self) -> Span {
        Span { starts: Instant(self.starts_at), ends: Instant(self.ends_at) }
    }

    pub(super) fn claim(&self) -> Claim {
        Claim { event: self.event(), part: Part::Shift, span: self.span() }
    }

    pub(super) fn seats(&self) -> Seats {
        Seats {
            capacity: self.capacity,
            taken: self.taken,
            offered: self.offered,
            waiting: self.waiting,
            turn: turn(self.first_come),
        }
    }

    /// The day on the wall when it starts: `2027-05-09`.
    pub(super) fn day(&self) -> &str {
        self.starts_local.get(..10).unwrap_or_default()
    }

    /// "09:30 to 12:30".
    pub(crate) fn time(&self, locale: Locale) -> String {
        self.when(locale).range
    }

    pub(in crate::signups) fn when(&self, locale: Locale) -> domain::When {
        when::when(locale, &self.zone, Instant(self.starts_at), Some(Instant(self.ends_at)))
    }

    /// "Studio guide, 09:30 to 12:30".
    pub(in crate::signups) fn in_words(&self, locale: Locale) -> String {
        let (role, time) = (&self.role, self.time(locale));
        match locale {
            Locale::En => format!("{role}, {time}"),
            Locale::ZhCn => format!("{role}，{time}"),
        }
    }

    /// "Studio guide, Sat 3 April, 09:30 to 12:30".
    fn in_words_dated(&self, locale: Locale) -> String {
        let (role, when) = (&self.role, self.when(locale));
        match locale {
            Locale::En => format!("{role}, {}, {}", when.short, when.range),
            Locale::ZhCn => format!("{role}，{} {}", when.short, when.range),
        }
    }

    /// "Studio guide, 09:30–12:30": in the ledger, for readers of any language.
    pub(super) fn in_short(&self) -> String {
        let at = |at| when::time(&self.zone, Instant(at));
        format!("{}, {}–{}", self.role, at(self.starts_at), at(self.ends_at))
    }

    pub(super) fn state(&self) -> Result<State> {
        State::from_word(&self.state).ok_or_else(|| unknown("event's state"))
    }

    /// Where taking it stands: as for its event, but until it starts itself.
    pub(super) fn phase(&self, now: Instant, seats: Seats) -> Result<Phase> {
        let schedule = Schedule {
            starts: Instant(self.starts_at),
            ends: Instant(self.ends_at),
            opens: self.opens_at.map(Instant),
            closes: self.closes_at.map(Instant),
            postponed: self.postponed_at.map(Instant),
            recapped: None, // taking it does not ask for more than that it is over
        };
        Ok(Phase::at(now, self.state()?, schedule, seats))
    }

    /// Does it take place, as far as is known?
    pub(crate) fn takes_place(&self) -> bool {
        self.state == State::Published.word() && self.postponed_at.is_none()
    }

    pub(super) fn needs(&self) -> Result<Needs> {
        Ok(Needs {
            tier: Tier::from_word(&self.min_tier).ok_or_else(|| unknown("tier"))?,
            adults_only: self.adults_only,
            briefing: (!self.briefing.is_empty()).then_some(self.briefing_version),
        })
    }
}

pub(super) fn unknown(what: &str) -> DbError {
    sqlx::Error::Decode(format!("no such {what}").into()).into()
}

/// A shift that was not removed.
pub(crate) async fn by_id(conn: &mut impl Reading, shift: ShiftId) -> Result<Option<ShiftRow>> {
    conn.optional(
        sql!(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE h.id = $1 AND h.removed_at IS NULL")),
        (shift.0,),
    )
    .await
}

/// A shift, removed or not: a ticket for it stays what it was.
pub(in crate::signups) async fn any(conn: &mut impl Reading, shift: ShiftId) -> Result<Option<ShiftRow>> {
    conn.optional(sql!(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE h.id = $1")), (shift.0,)).await
}

/// The shift that a sign-up is for, removed or not. None where it is for the event itself.
pub(super) async fn of_signup(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<ShiftRow>> {
    conn.optional(
        sql!(concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            tables!(),
            " WHERE p.id = (SELECT s.places_id FROM signup s WHERE s.id = $1)"
        )),
        (signup.0,),
    )
    .await
}

/// The shifts of an event, role by role in their order.
pub(super) async fn of_event(conn: &mut impl Reading, event: EventId) -> Result<Vec<ShiftRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            tables!(),
            " WHERE h.event_id = $1 AND h.removed_at IS NULL ORDER BY r.position, r.id, h.starts_at, h.id LIMIT 2000"
        )),
        (event.0,),
    )
    .await
}

/// The shifts of an event in words, by their places.
///
/// # Errors
/// When the database fails.
pub(crate) async fn words(conn: &mut impl Reading, event: EventId, locale: Locale) -> Result<HashMap<Uuid, String>> {
    let shifts = of_event(conn, event).await?;
    Ok(shifts.into_iter().map(|shift| (shift.places_id, shift.in_words(locale))).collect())
}

/// Every shift that an event ever had, in words with their day.
///
/// # Errors
/// When the database fails.
pub(crate) async fn dated(conn: &mut impl Reading, event: EventId, locale: Locale) -> Result<HashMap<ShiftId, String>> {
    let all: Vec<ShiftRow> = conn
        .all(sql!(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE h.event_id = $1 LIMIT 5000")), (event.0,))
        .await?;
    Ok(all.into_iter().map(|shift| (shift.id(), shift.in_words_dated(locale))).collect())
}

/// The shifts of an event, the soonest first, with how many people each has: "Studio guide, Sat 3 April, 09:30 to 12:30".
///
/// # Errors
/// When the database fails.
pub(crate) async fn named(
    conn: &mut impl Reading,
    event: EventId,
    locale: Locale,
) -> Result<Vec<(ShiftId, String, i64)>> {
    let mut shifts = of_event(conn, event).await?;
    shifts.sort_by_key(|shift| shift.starts_at);
    // Offers hold places too; they are nobody's yet.
    let named = |shift: ShiftRow| (shift.id(), shift.in_words_dated(locale), shift.taken - shift.offered);
    Ok(shifts.into_iter().map(named).collect())
}

/// How many places there are in the shifts of an event, and in those to come. None where it has no shifts.
///
/// # Errors
/// When the database fails.
pub(crate) async fn chip(conn: &mut impl Reading, event: EventId, now: Instant) -> Result<Option<ShiftsChip>> {
    let shifts = of_event(conn, event).await?;
    Ok((!shifts.is_empty()).then(|| sum(&shifts, now)))
}

/// The same of shifts that were read.
pub(super) fn sum(shifts: &[ShiftRow], now: Instant) -> ShiftsChip {
    let mut all = ShiftsChip::default();
    for shift in shifts {
        all.capacity += shift.capacity;
        all.taken += shift.taken;
        if now.0 < shift.starts_at {
            all.left += shift.seats().left();
        }
    }
    all
}

/// Whose sign-up for a shift it is, and where it stands; true while the places' row is locked.
pub(crate) struct Here {
    pub(crate) member: MemberId,
    pub(crate) state: SignUpState,
    pub(crate) presence: Presence,
}

#[derive(sqlx::FromRow)]
struct HereRow {
    member_id: Uuid,
    state: String,
    came_at: Option<i64>,
    outcome: Option<String>,
}

/// Where somebody's shift stands.
///
/// # Errors
/// When the database fails.
pub(crate) async fn presence(conn: &mut impl Reading, shift: &ShiftRow, signup: SignUpId) -> Result<Option<Here>> {
    let row: Option<HereRow> = conn
        .optional(
            sql!(
                "SELECT s.member_id, s.state, c.at AS came_at, w.outcome FROM signup s
                     LEFT JOIN check_in c ON c.signup_id = s.id LEFT JOIN shift_work w ON w.signup_id = s.id
                 WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    row.map(|row| {
        Ok(Here {
            member: MemberId(row.member_id),
            state: reads::state(&row.state)?,
            presence: Presence {
                span: shift.span(),
                came: row.came_at.map(Instant),
                outcome: row.outcome.as_deref().and_then(Outcome::from_word),
            },
        })
    })
    .transpose()
}
