//! What members and organisers do: each step once, under the lock, settled before and finished after.

use std::collections::BTreeSet;

use domain::signups::{Placement, Seats, SignUpState, queue::Step};
use domain::{MemberId, QuestionId, SignUpId};
use uuid::Uuid;

use super::Places;
use super::rows::{Cause, Move, SignUp, explain, go};
use crate::Site;
use crate::db::{Result, Tx};
use crate::notices::Letter;
use crate::signups::Listing;
use crate::sql;

/// Somebody new.
pub(in crate::signups) struct Newcomer<'a> {
    pub(in crate::signups) member: MemberId,
    pub(in crate::signups) listing: Listing,
    pub(in crate::signups) request_key: &'a str,
    pub(in crate::signups) answers: &'a [(QuestionId, String)],
    /// Who comes along.
    pub(in crate::signups) guests: &'a [String],
}

impl Newcomer<'_> {
    /// How many seats they need.
    pub(super) fn heads(&self) -> i64 {
        self.guests.len() as i64 + 1
    }

    /// What the public log says of a group; nothing of somebody alone.
    pub(super) fn group(&self) -> Option<i64> {
        (!self.guests.is_empty()).then(|| self.heads())
    }
}

/// What somebody new got.
pub(in crate::signups) struct Placed {
    pub(in crate::signups) id: SignUpId,
    pub(in crate::signups) state: SignUpState,
    /// The counters when it was their turn.
    pub(in crate::signups) seats: Seats,
    /// Somebody in line was served in the same step: perhaps they themselves, behind a group that is too large for the event.
    pub(in crate::signups) has_served: bool,
}

/// What comes of a placement: the state, what the log says, and what the letter.
pub(super) fn outcome(placement: Placement) -> (SignUpState, Step, fn(SignUpId) -> Letter) {
    match placement {
        Placement::Seat => (SignUpState::Confirmed, Step::Seat, |signup| Letter::SeatSaved { signup }),
        Placement::Line => (SignUpState::Waiting, Step::Line, |signup| Letter::InLine { signup }),
    }
}

/// Gives somebody new a seat or the end of the line, and the next number.
pub(in crate::signups) async fn place(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    new: &Newcomer<'_>,
) -> Result<Placed> {
    let placed = places.place(tx, site, new).await?;
    places.finish(tx, site).await?;
    Ok(placed)
}

impl Places {
    /// The same, where more is going to happen under this lock: [`Places::finish`] writes it.
    pub(in crate::signups) async fn place(&mut self, tx: &mut Tx, site: &Site, new: &Newcomer<'_>) -> Result<Placed> {
        let (seats, placement) = self.seats.sign_up(new.heads());
        let (state, step, letter) = outcome(placement);
        self.seats = seats;
        let id = self.enter(site, (state, Cause::SignedUp, new.member), new);
        self.note(step, (Some(self.tail), new.group()));
        self.tell(new.member, letter(id));
        self.serve(tx, site).await?;
        Ok(Placed { id, state, seats, has_served: self.seats.waiting < seats.waiting })
    }

    /// Somebody new, with the next number, and the first line of their history.
    pub(super) fn enter(
        &mut self,
        site: &Site,
        (state, cause, by): (SignUpState, Cause, MemberId),
        new: &Newcomer<'_>,
    ) -> SignUpId {
        self.tail += 1;
        let id = self.add(site, state, new);
        self.remember(site, id, &Move::new(state, cause, Some(by)));
        id
    }
}

/// Somebody who leaves.
pub(in crate::signups) struct Leaving {
    /// Who, read after the lock was taken.
    pub(in crate::signups) who: SignUp,
    pub(in crate::signups) into: SignUpState,
    pub(in crate::signups) cause: Cause,
    pub(in crate::signups) by: MemberId,
    /// The organiser's words, where one took them off.
    pub(in crate::signups) reason: Option<String>,
}

/// Takes somebody off. A seat that they had is offered to the first in line in the same step.
pub(in crate::signups) async fn leave(tx: &mut Tx, site: &Site, mut places: Places, leaving: Leaving) -> Result<()> {
    let Leaving { who, into, cause, by, reason } = leaving;
    places.seats = places.seats.leave(who.state, who.heads);
    places.line_changed |= who.state == SignUpState::Waiting;
    go(tx, site, &mut places, who.id, Move::new(into, cause, Some(by))).await?;
    let letter = match (cause, who.state) {
        (Cause::Removed, _) => Some(Letter::Removed { signup: who.id }),
        (Cause::Refused, _) => Some(Letter::NotApproved { signup: who.id }),
        (_, SignUpState::Confirmed) => Some(Letter::SeatGivenUp { signup: who.id }),
        _ => None, // who leaves the line or lets an offer go knows it
    };
    if let Some(letter) = letter {
        places.tell(who.member, letter);
    }
    if let Some(reason) = reason {
        explain(tx, who.id, &reason).await?;
    }
    places.note_of(cause.leaving(who.state), who.number);
    places.finish(tx, site).await.map(drop)
}

/// An offer becomes a seat.
pub(in crate::signups) async fn accept(tx: &mut Tx, site: &Site, mut places: Places, who: &SignUp) -> Result<()> {
    places.seats = places.seats.accept(who.heads);
    seat(tx, site, &mut places, (who, Step::Accepted, Cause::Accepted)).await?;
    places.finish(tx, site).await.map(drop)
}

/// Somebody in line takes a seat that is free for whoever comes first; the counters after it come from [`Seats::take`].
pub(in crate::signups) async fn take(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    (who, after): (&SignUp, Seats),
) -> Result<()> {
    places.seats = after;
    places.line_changed = true;
    seat(tx, site, &mut places, (who, Step::Took, Cause::Took)).await?;
    places.finish(tx, site).await.map(drop)
}

/// Somebody who had none has a seat, by their own doing.
async fn seat(tx: &mut Tx, site: &Site, places: &mut Places, (who, step, cause): (&SignUp, Step, Cause)) -> Result<()> {
    go(tx, site, places, who.id, Move::new(SignUpState::Confirmed, cause, Some(who.member))).await?;
    places.note_of(step, who.number);
    places.tell(who.member, Letter::SeatSaved { signup: who.id });
    Ok(())
}

/// A seat that an organiser gives.
pub(in crate::signups) struct ByHand<'a> {
    /// Their sign-up, if they have one that counts.
    pub(in crate::signups) who: Option<SignUp>,
    pub(in crate::signups) new: Newcomer<'a>,
    /// The counters after it, from [`Seats::place`].
    pub(in crate::signups) after: Seats,
    pub(in crate::signups) by: MemberId,
    pub(in crate::signups) reason: &'a str,
}

/// Gives somebody a seat out of turn, and writes so: where none was free it is a chair more, so nobody in line loses one.
pub(in crate::signups) async fn by_hand(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    given: ByHand<'_>,
) -> Result<SignUpId> {
    let ByHand { who, new, after, by, reason } = given;
    places.resize(after.capacity);
    places.seats = after;
    places.line_changed = true;
    let (state, cause) = (SignUpState::Confirmed, Cause::Placed);
    let (id, number) = match who {
        Some(who) => {
            go(tx, site, &mut places, who.id, Move::new(state, cause, Some(by))).await?;
            (who.id, who.number)
        }
        None => (places.enter(site, (state, cause, by), &new), places.tail),
    };
    places.note_of(Step::Placed, number);
    places.tell(new.member, Letter::SeatSaved { signup: id });
    places.finish(tx, site).await?;
    explain(tx, id, reason).await?;
    Ok(id)
}

/// Ends every live sign-up, for the event will not happen; each member who was not `told` yet gets a letter.
pub(in crate::signups) async fn close(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    by: MemberId,
    told: &mut BTreeSet<MemberId>,
) -> Result<()> {
    let state = SignUpState::Cancelled;
    let ended: Vec<(Uuid, Uuid)> = tx
        .all(
            sql!(
                "UPDATE signup SET state = $2, offered_until = NULL, changed_at = $3
                  WHERE places_id = $1 AND state IN ('pending', 'confirmed', 'waiting', 'offered')
                  RETURNING id, member_id"
            ),
            (places.id.0, state.word(), places.now.0),
        )
        .await?;
    for (id, member) in ended {
        places.remember(site, SignUpId(id), &Move::new(state, Cause::EventCancelled, Some(by)));
        if told.insert(MemberId(member)) {
            let event = places.event;
            places.tell(MemberId(member), Letter::EventCancelled { event });
        }
    }
    places.seats = Seats { taken: 0, offered: 0, waiting: 0, ..places.seats };
    places.on_hold = false;
    places.draws_at = None;
    places.note(Step::Closed, (None, None));
    places.finish(tx, site).await.map(drop)
}
