//! The one place where the states of sign-ups and the counters of places change.
//!
//! Whoever changes something first takes the places' row ([`lock`]): from then until the commit nobody else changes a
//! sign-up of this event, so what is read in later statements stays true. Each function takes the locked [`Places`] by value
//! and writes counters, sign-ups, their history and the letters, so that none can be forgotten.
//!
//! What is read under the lock may be somebody else's work that shares the commit and is not on the disk yet: commit before
//! telling anybody of it.

use domain::signups::{Freed, Placement, Seats, SignUpState};
use domain::{EventId, MemberId, PlacesId, QuestionId, SignUpId, door::TicketCode};
use uuid::Uuid;

use super::Listing;
use crate::Site;
use crate::db::{Result, Tx};
use crate::notices::{self, Letter};
use crate::sql;

/// How often another ticket code is drawn when the one drawn is taken: at 40 bits of chance, once is rare already.
const DRAWS: usize = 8;

/// Why a sign-up changed, as its history says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The member signed up.
    SignedUp,
    /// The member gave it up.
    GaveUp,
    /// Somebody left, and the first in line got the seat.
    MovedUp,
    /// The organiser made room.
    MorePlaces,
    /// An organiser took it off.
    Removed,
    /// The event will not happen.
    EventCancelled,
}

impl Cause {
    /// The word in the database.
    const fn word(self) -> &'static str {
        match self {
            Self::SignedUp => "signed_up",
            Self::GaveUp => "gave_up",
            Self::MovedUp => "moved_up",
            Self::MorePlaces => "more_places",
            Self::Removed => "removed",
            Self::EventCancelled => "event_cancelled",
        }
    }
}

/// The places of an event, locked until the transaction ends.
#[derive(Debug)]
pub(crate) struct Places {
    id: PlacesId,
    event: EventId,
    /// The counters, as they are now.
    pub(crate) seats: Seats,
    /// The number of the newest sign-up: where it stands in line.
    tail: i64,
}

#[derive(sqlx::FromRow)]
struct PlacesRow {
    event_id: Uuid,
    capacity: i64,
    taken: i64,
    waiting: i64,
    tail: i64,
}

impl PlacesRow {
    fn locked(self, id: PlacesId) -> Places {
        let seats = Seats { capacity: self.capacity, taken: self.taken, waiting: self.waiting };
        Places { id, event: EventId(self.event_id), seats, tail: self.tail }
    }
}

/// Takes the row. None where there are no such places.
pub(crate) async fn lock(tx: &mut Tx, id: PlacesId) -> Result<Option<Places>> {
    let row: Option<PlacesRow> = tx
        .optional(
            sql!("UPDATE places SET tail = tail WHERE id = $1 RETURNING event_id, capacity, taken, waiting, tail"),
            (id.0,),
        )
        .await?;
    Ok(row.map(|row| row.locked(id)))
}

/// Somebody new.
pub(super) struct Newcomer<'a> {
    pub(super) member: MemberId,
    pub(super) listing: Listing,
    pub(super) request_key: &'a str,
    pub(super) answers: &'a [(QuestionId, String)],
}

/// What somebody new got.
pub(super) struct Placed {
    pub(super) id: SignUpId,
    pub(super) state: SignUpState,
    /// The counters after it.
    pub(super) seats: Seats,
}

/// Gives somebody new a seat or the end of the line, and the next number.
pub(super) async fn place(tx: &mut Tx, site: &Site, mut places: Places, new: Newcomer<'_>) -> Result<Placed> {
    let (seats, placement) = places.seats.sign_up();
    let (state, letter): (_, fn(SignUpId) -> Letter) = match placement {
        Placement::Seat => (SignUpState::Confirmed, |signup| Letter::SeatSaved { signup }),
        Placement::Line => (SignUpState::Waiting, |signup| Letter::InLine { signup }),
    };
    places.tail += 1;
    write(tx, &places, seats).await?;
    let id = SignUpId(site.new_id());
    insert(tx, site, &places, Row { id, state, new: &new }).await?;
    for (question, answer) in new.answers {
        tx.execute(
            // A question that the organiser has just taken back is answered by nobody.
            sql!(
                "INSERT INTO signup_answer (signup_id, question_id, answer)
                  SELECT $1, id, $3 FROM event_question WHERE id = $2"
            ),
            (id.0, question.0, answer.as_str()),
        )
        .await?;
    }
    remember(tx, site, Change { signup: id, state, cause: Cause::SignedUp, by: Some(new.member) }).await?;
    notices::send(tx, site, new.member, letter(id)).await?;
    Ok(Placed { id, state, seats })
}

/// Somebody who leaves.
pub(super) struct Leaving {
    pub(super) signup: SignUpId,
    /// Where they stood, read after the lock was taken.
    pub(super) from: SignUpState,
    pub(super) into: SignUpState,
    pub(super) cause: Cause,
    pub(super) by: MemberId,
}

/// Takes somebody off. A seat that they had goes to the first in line in the same step.
pub(super) async fn leave(tx: &mut Tx, site: &Site, places: Places, leaving: Leaving) -> Result<()> {
    let (seats, freed) = places.seats.leave(leaving.from);
    write(tx, &places, seats).await?;
    let Leaving { signup, into: state, cause, by, .. } = leaving;
    let (member,): (Uuid,) = tx
        .one(
            sql!("UPDATE signup SET state = $2, changed_at = $3 WHERE id = $1 RETURNING member_id"),
            (signup.0, state.word(), site.now().0),
        )
        .await?;
    remember(tx, site, Change { signup, state, cause, by: Some(by) }).await?;
    let letter = match (cause, leaving.from) {
        (Cause::Removed, _) => Some(Letter::Removed { signup }),
        (_, SignUpState::Confirmed) => Some(Letter::SeatGivenUp { signup }),
        _ => None, // who leaves the line knows it
    };
    if let Some(letter) = letter {
        notices::send(tx, site, MemberId(member), letter).await?;
    }
    match freed {
        Freed::SeatForNext => serve(tx, site, places.id, Serving { most: 1, cause: Cause::MovedUp, by: None }).await,
        Freed::Nothing => Ok(()),
    }
}

/// The counters after a change of capacity, with the seats that it opens given to the line in its order.
pub(super) async fn widen(
    tx: &mut Tx,
    site: &Site,
    places: Places,
    (seats, served): (Seats, i64),
    by: MemberId,
) -> Result<()> {
    write(tx, &places, seats).await?;
    if served == 0 {
        return Ok(());
    }
    serve(tx, site, places.id, Serving { most: served, cause: Cause::MorePlaces, by: Some(by) }).await
}

/// Ends every live sign-up, for the event will not happen; each of them gets a letter.
pub(super) async fn close(tx: &mut Tx, site: &Site, places: Places, by: MemberId) -> Result<()> {
    write(tx, &places, Seats { taken: 0, waiting: 0, ..places.seats }).await?;
    let state = SignUpState::Cancelled;
    let ended: Vec<(Uuid, Uuid)> = tx
        .all(
            sql!(
                "UPDATE signup SET state = $2, changed_at = $3
                  WHERE places_id = $1 AND state IN ('pending', 'confirmed', 'waiting', 'offered')
                  RETURNING id, member_id"
            ),
            (places.id.0, state.word(), site.now().0),
        )
        .await?;
    for (id, member) in ended {
        let cause = Cause::EventCancelled;
        remember(tx, site, Change { signup: SignUpId(id), state, cause, by: Some(by) }).await?;
        notices::send(tx, site, MemberId(member), Letter::EventCancelled { event: places.event }).await?;
    }
    Ok(())
}

/// Seats for those in line.
struct Serving {
    /// So many of them wait: [`Seats`] has counted.
    most: i64,
    cause: Cause,
    by: Option<MemberId>,
}

/// Gives seats to the first in line; the counters were written before.
async fn serve(tx: &mut Tx, site: &Site, places: PlacesId, serving: Serving) -> Result<()> {
    let state = SignUpState::Confirmed;
    let mut served: Vec<(i64, Uuid, Uuid)> = tx
        .all(
            sql!(
                "UPDATE signup SET state = $3, changed_at = $4
                  WHERE id IN (
                      SELECT id FROM signup WHERE places_id = $1 AND state = 'waiting' ORDER BY position LIMIT $2)
                  RETURNING position, id, member_id"
            ),
            (places.0, serving.most, state.word(), site.now().0),
        )
        .await?;
    if i64::try_from(served.len()) != Ok(serving.most) {
        // The counter says more wait than there are. Rather no change than one that hides it.
        return Err(broken("the line is shorter than its counter"));
    }
    served.sort_unstable(); // RETURNING promises no order; letters go out in the line's
    for (_, id, member) in served {
        let signup = SignUpId(id);
        remember(tx, site, Change { signup, state, cause: serving.cause, by: serving.by }).await?;
        notices::send(tx, site, MemberId(member), Letter::MovedUp { signup }).await?;
    }
    Ok(())
}

/// The counters. The table's CHECKs refuse what must never be.
async fn write(tx: &mut Tx, places: &Places, seats: Seats) -> Result<()> {
    tx.execute(
        sql!("UPDATE places SET capacity = $2, taken = $3, waiting = $4, tail = $5 WHERE id = $1"),
        (places.id.0, seats.capacity, seats.taken, seats.waiting, places.tail),
    )
    .await
    .map(drop)
}

struct Row<'a> {
    id: SignUpId,
    state: SignUpState,
    new: &'a Newcomer<'a>,
}

/// The sign-up itself, with a ticket code that nobody else has at this event.
async fn insert(tx: &mut Tx, site: &Site, places: &Places, Row { id, state, new }: Row<'_>) -> Result<()> {
    let now = site.now().0;
    for _ in 0..DRAWS {
        let code = TicketCode::from_random(site.random.bytes());
        let added = tx
            .execute(
                sql!(
                    "INSERT INTO signup (id, places_id, event_id, member_id, state, position, code, listed,
                                          request_key, created_at, changed_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
                      ON CONFLICT (event_id, code) DO NOTHING"
                ),
                (
                    id.0,
                    places.id.0,
                    places.event.0,
                    new.member.0,
                    state.word(),
                    places.tail,
                    code.as_str(),
                    new.listing == Listing::Listed,
                    new.request_key,
                    now,
                ),
            )
            .await?;
        if added == 1 {
            return Ok(());
        }
    }
    Err(broken("chance gives the same ticket codes again and again"))
}

struct Change {
    signup: SignUpId,
    state: SignUpState,
    cause: Cause,
    by: Option<MemberId>,
}

/// A line in the sign-up's history.
async fn remember(tx: &mut Tx, site: &Site, change: Change) -> Result<()> {
    tx.execute(
        sql!("INSERT INTO signup_change (id, signup_id, state, cause, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)"),
        (
            site.new_id(),
            change.signup.0,
            change.state.word(),
            change.cause.word(),
            change.by.map(|by| by.0),
            site.now().0,
        ),
    )
    .await
    .map(drop)
}

/// Something that must not be; the transaction is given up.
fn broken(what: &str) -> crate::db::DbError {
    sqlx::Error::Protocol(what.into()).into()
}
