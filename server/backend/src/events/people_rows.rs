//! Those who signed up for an event, guests and helpers, as they are stored.

use std::collections::HashMap;

use domain::{
    EventId, Failure, Instant, Locale, RoleId, ShiftId, SignUpId,
    door::TicketCode,
    events::{people::MOST, questions::Who, view::PersonRow},
    signups::SignUpState,
};
use uuid::Uuid;

use super::{book::Book, card};
use crate::{
    db::{Reading, Result as DbResult},
    sql, when,
};

#[derive(sqlx::FromRow)]
pub(super) struct SignUpRow {
    pub(super) id: Uuid,
    state: String,
    code: String,
    waiting_place: Option<i64>,
    offered_until: Option<i64>,
    created_at: i64,
    checked_in_at: Option<i64>,
    display_name: String,
    handle: String,
    pub(super) email: String,
    heads: i64,
    /// Which shift it is for; none for a seat of the event itself.
    pub(super) shift_id: Option<Uuid>,
    role_id: Option<Uuid>,
}

impl SignUpRow {
    /// A guest, with who comes along and what they answered.
    pub(super) fn person(
        self,
        guest_names: Vec<String>,
        (locale, zone): (Locale, &str),
        book: &Book,
    ) -> Result<PersonRow, Failure> {
        let row = self.row((locale, zone))?;
        let answers = book.cells((row.id.0, row.state, Who::Guest), (locale, zone));
        Ok(PersonRow { guest_names, answers, ..row })
    }

    /// A helper, with the shift in words and what they answered.
    pub(super) fn helper(
        self,
        shifts: &HashMap<ShiftId, String>,
        (locale, zone): (Locale, &str),
        book: &Book,
    ) -> Result<PersonRow, Failure> {
        let shift = self.shift_id.map(|id| shifts.get(&ShiftId(id)).cloned().unwrap_or_default());
        let who = self.who();
        let row = self.row((locale, zone))?;
        let answers = book.cells((row.id.0, row.state, who), (locale, zone));
        Ok(PersonRow { shift, answers, ..row })
    }

    /// What is asked of them is asked of such.
    pub(super) fn who(&self) -> Who {
        self.role_id.map_or(Who::Guest, |role| Who::Helper(RoleId(role)))
    }

    fn row(self, (locale, zone): (Locale, &str)) -> Result<PersonRow, Failure> {
        let state = SignUpState::from_word(&self.state).ok_or_else(|| card::unknown("state", &self.state))?;
        let code = TicketCode::parse(&self.code).filter(|_| state == SignUpState::Confirmed);
        Ok(PersonRow {
            id: SignUpId(self.id),
            display_name: self.display_name,
            handle: self.handle,
            state,
            waiting_place: self.waiting_place,
            offered_until: self.offered_until.map(|at| when::until(locale, zone, Instant(at))),
            signed_up: when::stamp(locale, zone, Instant(self.created_at)),
            checked_in: self.checked_in_at.map(|at| when::time(zone, Instant(at))),
            code: code.map(|code| code.shown()).unwrap_or_default(),
            answers: vec![],
            guests: self.heads - 1,
            guest_names: vec![],
            shift: None,
        })
    }
}

/// A [`SignUpRow`] from [`tables!`].
macro_rules! columns {
    () => {
        "s.id, s.state, s.code, s.created_at, s.offered_until, i.at AS checked_in_at, m.display_name, m.handle, m.email, s.heads, \
         p.shift_id, h.role_id"
    };
}

/// A whole [`SignUpRow`], where all of a line are read: its rank in it is counted as they come.
macro_rules! ranked {
    () => {
        concat!(
            columns!(),
            ", CASE WHEN s.state = 'waiting' THEN row_number() OVER (PARTITION BY s.places_id, s.state ORDER BY s.turn) END AS waiting_place"
        )
    };
}

/// The tables of [`columns!`].
macro_rules! tables {
    () => {
        "signup s JOIN member m ON m.id = s.member_id JOIN places p ON p.id = s.places_id LEFT JOIN check_in i ON i.signup_id = s.id \
         LEFT JOIN shift h ON h.id = p.shift_id"
    };
}

/// Those of an event's guests: with a seat first, then the line in its order, then those who left.
pub(super) async fn sign_ups(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<SignUpRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            ranked!(),
            " FROM ",
            tables!(),
            " WHERE p.event_id = $1
             ORDER BY CASE s.state WHEN 'confirmed' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 WHEN 'pending' THEN 3 ELSE 4 END,
                 s.turn
             LIMIT $2"
        )),
        (event.0, MOST as i64),
    )
    .await
}

/// One of an event, of a guest or of a helper.
pub(super) async fn sign_up(conn: &mut impl Reading, event: EventId, signup: SignUpId) -> DbResult<Option<SignUpRow>> {
    conn.optional(
        sql!(concat!(
            "SELECT ",
            columns!(),
            ", CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w WHERE w.places_id = s.places_id
                     AND w.state = 'waiting' AND w.turn <= s.turn) END AS waiting_place
             FROM ",
            tables!(),
            " WHERE s.event_id = $1 AND s.id = $2"
        )),
        (event.0, signup.0),
    )
    .await
}

/// Those of an event's helpers: with a place first, by the time of their shifts.
pub(super) async fn helpers(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<SignUpRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            ranked!(),
            " FROM ",
            tables!(),
            " WHERE h.event_id = $1
             ORDER BY CASE s.state WHEN 'confirmed' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END,
                 h.starts_at, h.id, s.turn
             LIMIT $2"
        )),
        (event.0, MOST as i64),
    )
    .await
}
