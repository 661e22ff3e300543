//! Shifts in the eyes of somebody: what is in their way, and what each would earn them.

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::shifts::{
    Span,
    credit::{self, Turn, Work},
    presence::Outcome,
    view::MyShift,
};
use domain::{EventId, Instant, Locale, MemberId, SignUpId};
use uuid::Uuid;

use super::clock;
use super::overlap::{self, Held};
use super::rows::ShiftRow;
use crate::db::{Reading, Result};
use crate::signups::reads;
use crate::sql;

/// Around a shift, in seconds: whatever is on the same day on any wall lies in it.
const DAY_S: i64 = 86_400;

/// The points of an hour's work by the rule of the house.
pub(in crate::signups) async fn an_hour(conn: &mut impl Reading) -> Result<i64> {
    let rule: Option<(Option<i64>,)> =
        conn.optional(sql!("SELECT points FROM honor_rule WHERE name = 'worked' AND active"), ()).await?;
    Ok(rule.and_then(|(points,)| points).unwrap_or_default())
}

/// What a shift earns that is the first or a further one of its day.
pub(super) fn honor(shift: &ShiftRow, turn: Turn, an_hour: i64) -> i64 {
    work(shift, turn).honor(an_hour)
}

/// The same before the points.
pub(super) fn work(shift: &ShiftRow, turn: Turn) -> Work {
    Work::new(shift.span(), &clock::nights(&shift.zone, shift.span()), turn)
}

/// What a shift earns, or would earn, this member.
pub(in crate::signups) async fn honor_of(
    conn: &mut impl Reading,
    member: MemberId,
    shift: &ShiftRow,
    an_hour: i64,
) -> Result<i64> {
    let viewer = Viewer::of(conn, Some(member), std::slice::from_ref(shift)).await?;
    Ok(honor(shift, viewer.turn(shift, &[]), an_hour))
}

/// What somebody has around some shifts.
pub(super) struct Viewer(Vec<Held>);

impl Viewer {
    /// Nobody has nothing.
    pub(super) async fn of(conn: &mut impl Reading, member: Option<MemberId>, shifts: &[ShiftRow]) -> Result<Self> {
        let (first, last) = (shifts.iter().map(|s| s.span().starts).min(), shifts.iter().map(|s| s.span().ends).max());
        let (Some(member), Some(first), Some(last)) = (member, first, last) else { return Ok(Self(vec![])) };
        let around = Span { starts: first.plus_seconds(-DAY_S), ends: last.plus_seconds(DAY_S) };
        Ok(Self(overlap::held(conn, member, around).await?))
    }

    /// What they have at the time of a shift, but for what they would give back, or have it already.
    pub(super) fn collision(&self, shift: &ShiftRow, but: &[SignUpId]) -> Option<&Held> {
        let wanted = shift.claim();
        self.0.iter().find(|held| !but.contains(&held.signup()) && wanted.collides(held.claim()))
    }

    /// Which of the shifts that they came to on its day it was.
    pub(super) fn worked_turn(&self, shift: &ShiftRow, but: &[SignUpId]) -> Turn {
        let others = self.0.iter().filter(|held| held.is_worked_on(shift.day()) && !but.contains(&held.signup()));
        credit::turn(shift.span().starts, others.map(|held| held.claim().span.starts))
    }

    /// Which of their shifts on its day it is, or would be.
    pub(super) fn turn(&self, shift: &ShiftRow, but: &[SignUpId]) -> Turn {
        let others = self.0.iter().filter(|held| held.is_shift_of(shift.day()) && !but.contains(&held.signup()));
        credit::turn(shift.span().starts, others.map(|held| held.claim().span.starts))
    }
}

/// A sign-up of the reader for a shift, as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct MineRow {
    id: Uuid,
    pub(super) shift_id: Uuid,
    state: String,
    waiting_place: Option<i64>,
    came_at: Option<i64>,
    outcome: Option<String>,
    honor: Option<i64>,
}

/// What somebody has in the shifts of an event, or waits for.
pub(super) async fn mine(conn: &mut impl Reading, viewer: Option<&Actor>, event: EventId) -> Result<Vec<MineRow>> {
    let Some(viewer) = viewer else { return Ok(vec![]) };
    conn.all(
        sql!(
            "SELECT s.id, p.shift_id, s.state, c.at AS came_at, w.outcome, w.honor,
                     CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup q
                         WHERE q.places_id = s.places_id AND q.state = 'waiting' AND q.turn <= s.turn)
                     END AS waiting_place
              FROM signup s JOIN places p ON p.id = s.places_id JOIN shift h ON h.id = p.shift_id
                  LEFT JOIN check_in c ON c.signup_id = s.id LEFT JOIN shift_work w ON w.signup_id = s.id
              WHERE s.event_id = $1 AND s.member_id = $2 AND s.state IN ('pending', 'confirmed', 'waiting', 'offered')
              ORDER BY h.starts_at, s.id LIMIT 200"
        ),
        (event.0, viewer.member.0),
    )
    .await
}

impl MineRow {
    pub(super) fn signup(&self) -> SignUpId {
        SignUpId(self.id)
    }

    /// As a page shows it; `earns` where it is not settled.
    pub(super) fn view(&self, shift: &ShiftRow, (locale, now): (Locale, Instant), earns: i64) -> Result<MyShift> {
        let state = reads::state(&self.state)?;
        let outcome = self.outcome.as_deref().and_then(Outcome::from_word);
        Ok(MyShift {
            signup: self.signup(),
            shift: shift.id(),
            role: shift.role.clone(),
            when: shift.when(locale),
            state,
            waiting_place: self.waiting_place,
            can_leave: state == SignUpState::Confirmed && self.came_at.is_none() && now < shift.span().starts,
            honor: if outcome.is_some() { self.honor.unwrap_or_default() } else { earns },
            outcome,
        })
    }
}
