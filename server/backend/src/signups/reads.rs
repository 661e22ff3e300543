//! What others ask about sign-ups.

use domain::events::questions::{AskedOf, Question, QuestionKind, ShownIf};
use domain::events::{Phase, Schedule, State};
use domain::members::access::{Action, Actor};
use domain::members::view::Person;
use domain::signups::shifts::{Claim, Part, Span};
use domain::signups::{Seats, SignUpState, view::MySignUp};
use domain::{ChapterId, EventId, Failure, Instant, Locale, MemberId, PlacesId, QuestionId, Refusal, SignUpId};
use uuid::Uuid;

use super::shifts;
use crate::db::{DbError, Reading, Result};
use crate::{sql, when};

/// How many faces stand under "Who is coming".
const FACES: i64 = 8;

/// Who is coming: those with a seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coming {
    /// Those who chose to be listed, the earliest first; at most a handful.
    pub listed: Vec<Person>,
    /// How many chose to be listed in all.
    pub listed_count: i64,
    /// How many are coming without being listed.
    pub quiet_count: i64,
}

/// Who is coming to an event.
///
/// # Errors
/// When the database fails.
pub async fn coming(conn: &mut impl Reading, event: EventId) -> Result<Coming> {
    let (listed_count, all): (i64, i64) = conn
        .one(
            sql!(
                "SELECT coalesce(CAST(sum(CASE WHEN listed THEN 1 ELSE 0 END) AS BIGINT), 0), coalesce(CAST(sum(heads) AS BIGINT), 0)
                  FROM signup WHERE places_id = (SELECT id FROM places WHERE event_id = $1) AND state = 'confirmed'"
            ),
            (event.0,),
        )
        .await?;
    if listed_count == 0 {
        return Ok(Coming { quiet_count: all, ..Coming::default() });
    }
    let rows: Vec<(String, String, String, Option<i64>)> = conn
        .all(
            sql!("SELECT m.handle, m.display_name, m.face, m.published_at FROM signup s JOIN member m ON m.id = s.member_id
                  WHERE s.places_id = (SELECT id FROM places WHERE event_id = $1) AND s.state = 'confirmed' AND s.listed ORDER BY s.turn LIMIT $2"),
            (event.0, FACES),
        )
        .await?;
    let person = |(handle, display_name, face, published): (String, String, String, Option<i64>)| Person {
        // They agreed to be named, not to be found.
        handle: if published.is_some() { handle } else { String::new() },
        display_name,
        face,
        has_page: published.is_some(),
    };
    let listed = rows.into_iter().map(person).collect();
    Ok(Coming { listed, listed_count, quiet_count: all - listed_count })
}

#[derive(sqlx::FromRow)]
struct MineRow {
    id: Uuid,
    state: String,
    listed: bool,
    checked_in_at: Option<i64>,
    zone: String,
    offered_until: Option<i64>,
    free_for_all: bool,
    waiting_place: Option<i64>,
    draws_at: Option<i64>,
}

impl MineRow {
    /// Without a language it says no moment in words.
    fn view(self, locale: Option<Locale>) -> Result<MySignUp> {
        let state = state(&self.state)?;
        let until = locale.zip(self.offered_until);
        let draws = locale.zip(self.draws_at.filter(|_| state == SignUpState::Pending));
        Ok(MySignUp {
            id: SignUpId(self.id),
            state,
            waiting_place: self.waiting_place,
            offered_until: until.map(|(locale, at)| when::until(locale, &self.zone, Instant(at))),
            can_take: state == SignUpState::Waiting && self.free_for_all,
            listed: self.listed,
            checked_in: self.checked_in_at.map(|at| when::time(&self.zone, Instant(at))),
            draws: draws.map(|(locale, at)| when::moment(locale, &self.zone, Instant(at))),
        })
    }
}

/// The member's own seat at the event that counts, if there is one; their shifts are not meant.
///
/// # Errors
/// When the database fails.
pub async fn mine(
    conn: &mut impl Reading,
    locale: Locale,
    event: EventId,
    member: MemberId,
) -> Result<Option<MySignUp>> {
    mine_in(conn, locale, event.0, member).await
}

/// The same in an event or in a shift, by its id.
pub(super) async fn mine_in(
    conn: &mut impl Reading,
    locale: Locale,
    whose: Uuid,
    member: MemberId,
) -> Result<Option<MySignUp>> {
    let row: Option<MineRow> = conn
        .optional(
            sql!(
                "SELECT s.id, s.state, s.listed, c.at AS checked_in_at, e.zone, s.offered_until,
                         p.first_come AND p.taken + s.heads <= p.capacity AS free_for_all, p.draws_at,
                         CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w
                             WHERE w.places_id = s.places_id AND w.state = 'waiting' AND w.turn <= s.turn)
                         END AS waiting_place
                  FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                      LEFT JOIN check_in c ON c.signup_id = s.id
                  WHERE (p.event_id = $1 OR p.shift_id = $1) AND s.member_id = $2
                      AND s.state IN ('pending', 'confirmed', 'waiting', 'offered')"
            ),
            (whose, member.0),
        )
        .await?;
    row.map(|row| row.view(Some(locale))).transpose()
}

/// A sign-up in whatever state it is; without moments in words, for whoever signs up goes to their tickets next.
pub(super) async fn by_id(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<MySignUp>> {
    let row: Option<MineRow> = conn
        .optional(
            sql!(
                "SELECT s.id, s.state, s.listed, c.at AS checked_in_at, e.zone, s.offered_until,
                         p.first_come AND p.taken + s.heads <= p.capacity AS free_for_all, p.draws_at,
                         CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w
                             WHERE w.places_id = s.places_id AND w.state = 'waiting' AND w.turn <= s.turn)
                         END AS waiting_place
                  FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                      LEFT JOIN check_in c ON c.signup_id = s.id
                  WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    row.map(|row| row.view(None)).transpose()
}

/// What has to be filled in to sign up.
pub(super) struct Form {
    pub(super) places: PlacesId,
    pub(super) questions: Vec<Question>,
    /// There are shifts elsewhere at its time.
    pub(super) is_beside_shifts: bool,
}

#[derive(sqlx::FromRow)]
struct FormRow {
    places_id: Uuid,
    is_beside_shifts: bool,
    question_id: Option<Uuid>,
    label: Option<String>,
    kind: Option<String>,
    required: Option<bool>,
    choices: Option<String>,
    note: Option<String>,
    version: Option<i64>,
    for_door: Option<bool>,
    shown_if_id: Option<Uuid>,
    shown_if_answer: Option<String>,
    asked_of: Option<String>,
}

/// The places of an event and the questions it asks its guests, in one statement: this is the way of every sign-up.
pub(super) async fn form(conn: &mut impl Reading, event: EventId) -> Result<Option<Form>> {
    let rows: Vec<FormRow> = conn
        .all(
            sql!(concat!(
                "SELECT p.id AS places_id, q.id AS question_id, q.label, q.kind, q.required, q.choices,
                         q.note, q.version, q.for_door, q.shown_if_id, q.shown_if_answer, q.asked_of, ",
                shifts::is_beside!(),
                " AS is_beside_shifts
                  FROM places p JOIN event e ON e.id = p.event_id
                      LEFT JOIN event_question q ON q.event_id = p.event_id AND q.retired_at IS NULL AND q.asked_of <> 'helpers'
                  WHERE p.event_id = $1 ORDER BY q.position, q.id LIMIT 100"
            )),
            (event.0,),
        )
        .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (places, is_beside_shifts) = (PlacesId(first.places_id), first.is_beside_shifts);
    let questions = rows.into_iter().filter_map(|row| {
        Some(Question {
            id: QuestionId(row.question_id?),
            label: row.label?,
            kind: QuestionKind::from_word(&row.kind?)?,
            required: row.required?,
            choices: row.choices?.lines().map(Into::into).collect(),
            note: row.note?,
            version: row.version?,
            for_door: row.for_door?,
            shown_if: row
                .shown_if_id
                .zip(row.shown_if_answer)
                .map(|(id, answer)| ShownIf { question: QuestionId(id), answer }),
            asked_of: AskedOf::stored(&row.asked_of?, None)?,
        })
    });
    Ok(Some(Form { places, questions: questions.collect(), is_beside_shifts }))
}

/// Enough of a sign-up to know who may touch it and which row to lock. When its shift is and what is beside it may change until
/// that row is held.
pub(super) struct Whose {
    pub(super) member: MemberId,
    pub(super) event: EventId,
    pub(super) chapter: ChapterId,
    pub(super) places: PlacesId,
    /// It is for a shift, or there are shifts elsewhere at its time.
    pub(super) is_near_shifts: bool,
    /// When its shift is over, where it is for one.
    pub(super) shift_ends: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct WhoseRow {
    member_id: Uuid,
    event_id: Uuid,
    chapter_id: Uuid,
    places_id: Uuid,
    shift_ends_at: Option<i64>,
    is_beside_shifts: bool,
}

pub(super) async fn whose(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<Whose>> {
    let row: Option<WhoseRow> = conn
        .optional(
            sql!(concat!(
                "SELECT s.member_id, s.event_id, e.chapter_id, s.places_id, h.ends_at AS shift_ends_at, ",
                shifts::is_beside!(),
                " AS is_beside_shifts
                  FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                      LEFT JOIN shift h ON h.id = p.shift_id WHERE s.id = $1"
            )),
            (signup.0,),
        )
        .await?;
    Ok(row.map(|row| Whose {
        member: MemberId(row.member_id),
        event: EventId(row.event_id),
        chapter: ChapterId(row.chapter_id),
        places: PlacesId(row.places_id),
        is_near_shifts: row.shift_ends_at.is_some() || row.is_beside_shifts,
        shift_ends: row.shift_ends_at.map(Instant),
    }))
}

/// What a sign-up is for, and when.
pub(super) async fn claim(conn: &mut impl Reading, signup: SignUpId) -> Result<Claim> {
    let (event, shift, starts, ends): (Uuid, Option<Uuid>, i64, i64) = conn
        .one(
            sql!(
                "SELECT s.event_id, p.shift_id, coalesce(h.starts_at, e.starts_at), coalesce(h.ends_at, e.ends_at)
                  FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                      LEFT JOIN shift h ON h.id = p.shift_id WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    let part = if shift.is_some() { Part::Shift } else { Part::Guest };
    Ok(Claim { event: EventId(event), part, span: Span { starts: Instant(starts), ends: Instant(ends) } })
}

/// What changes of a sign-up; true only while the places' row is locked.
pub(super) struct Stand {
    pub(super) state: SignUpState,
    /// Its place in the order in which people came to where they stand.
    pub(super) turn: i64,
    pub(super) is_checked_in: bool,
    /// Of a shift: its lead has said what became of them.
    pub(super) is_settled: bool,
    /// Until when it can be given up: the event's end, or the shift's start; for what is postponed there is time.
    pub(super) until: Instant,
    /// What is said after that.
    pub(super) too_late: Refusal,
}

#[derive(sqlx::FromRow)]
struct StandRow {
    state: String,
    turn: i64,
    is_checked_in: bool,
    is_settled: bool,
    until: i64,
    of_shift: bool,
}

pub(super) async fn stand(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<Stand>> {
    let row: Option<StandRow> = conn
        .optional(
            sql!(
                "SELECT s.state, s.turn, c.at IS NOT NULL AS is_checked_in, p.shift_id IS NOT NULL AS of_shift,
                         EXISTS (SELECT 1 FROM shift_work w WHERE w.signup_id = s.id) AS is_settled,
                         CASE WHEN e.postponed_at IS NULL THEN coalesce(h.starts_at, e.ends_at)
                         ELSE 9223372036854775807 END AS until
                  FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                      LEFT JOIN shift h ON h.id = p.shift_id LEFT JOIN check_in c ON c.signup_id = s.id WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    row.map(|row| {
        let too_late = if row.of_shift { Refusal::ShiftBegun } else { Refusal::EventOver };
        let (turn, until) = (row.turn, Instant(row.until));
        let (is_checked_in, is_settled) = (row.is_checked_in, row.is_settled);
        Ok(Stand { state: state(&row.state)?, turn, is_checked_in, is_settled, until, too_late })
    })
    .transpose()
}

/// The places of an event, for somebody who may run it. To all others a draft is not there.
pub(super) async fn places_run_by(
    conn: &mut impl Reading,
    actor: &Actor,
    event: EventId,
) -> std::result::Result<PlacesId, Failure> {
    let row: Option<(Uuid, Uuid, String)> = conn
        .optional(
            sql!("SELECT e.chapter_id, p.id, e.state FROM event e JOIN places p ON p.event_id = e.id WHERE e.id = $1"),
            (event.0,),
        )
        .await?;
    let (chapter, places, word) = row.ok_or(Failure::NotFound)?;
    if actor.may(Action::RunEvent(event, ChapterId(chapter))) {
        Ok(PlacesId(places))
    } else if word == State::Draft.word() {
        Err(Failure::NotFound)
    } else {
        Err(Failure::Forbidden)
    }
}

#[derive(sqlx::FromRow)]
struct LifeRow {
    state: String,
    starts_at: i64,
    ends_at: i64,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    postponed_at: Option<i64>,
    recapped_at: Option<i64>,
}

/// Where an event with these seats stands; true while its places' row is locked.
pub(super) async fn phase(conn: &mut impl Reading, now: Instant, event: EventId, seats: Seats) -> Result<Phase> {
    let row: LifeRow = conn
        .one(
            sql!(
                "SELECT state, starts_at, ends_at, opens_at, closes_at, postponed_at, recapped_at FROM event WHERE id = $1"
            ),
            (event.0,),
        )
        .await?;
    let moment = |at: Option<i64>| at.map(Instant);
    let schedule = Schedule {
        starts: Instant(row.starts_at),
        ends: Instant(row.ends_at),
        opens: moment(row.opens_at),
        closes: moment(row.closes_at),
        postponed: moment(row.postponed_at),
        recapped: moment(row.recapped_at),
    };
    let state = State::from_word(&row.state).ok_or_else(|| unknown(&row.state))?;
    Ok(Phase::at(now, state, schedule, seats))
}

fn unknown(word: &str) -> DbError {
    sqlx::Error::Decode(format!("no such state: {word}").into()).into()
}

/// A stored word; the CHECK lets no other in.
pub(crate) fn state(word: &str) -> Result<SignUpState> {
    SignUpState::from_word(word).ok_or_else(|| unknown(word))
}
