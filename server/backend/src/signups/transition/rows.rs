//! The rows of sign-ups and of their history.

use domain::signups::{SignUpState, queue::Step};
use domain::{Instant, MemberId, SignUpId};
use uuid::Uuid;

use super::Places;
use crate::Site;
use crate::db::{Result, Tx};
use crate::signups::reads;
use crate::sql;

/// Why a sign-up changed, as its history says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signups) enum Cause {
    /// The member signed up.
    SignedUp,
    /// The member gave it up.
    GaveUp,
    /// First in line when a seat came free.
    Offered,
    /// The member took the offer.
    Accepted,
    /// The member let the offer go.
    Declined,
    /// The offer's time was up.
    Expired,
    /// In line, the member took a seat that was free for whoever came first.
    Took,
    /// An organiser gave it by hand.
    Placed,
    /// An organiser took it off.
    Removed,
    /// The event will not happen.
    EventCancelled,
    /// An organiser said yes to a request.
    Approved,
    /// An organiser said no to it.
    Refused,
    /// The lottery was drawn.
    Drawn,
}

impl Cause {
    /// The word in the database.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::SignedUp => "signed_up",
            Self::GaveUp => "gave_up",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Took => "took",
            Self::Placed => "placed",
            Self::Removed => "removed",
            Self::EventCancelled => "event_cancelled",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Drawn => "drawn",
        }
    }

    /// What the public log says of somebody who leaves.
    pub(super) const fn leaving(self, from: SignUpState) -> Step {
        match (self, from) {
            (Self::Expired, _) => Step::Expired,
            (Self::Removed, _) => Step::Removed,
            (Self::Refused, _) => Step::Refused,
            (_, SignUpState::Offered) => Step::Declined,
            _ => Step::Left,
        }
    }
}

/// A sign-up as it is while the places' row is locked.
#[derive(Clone, Debug)]
pub(in crate::signups) struct SignUp {
    pub(in crate::signups) id: SignUpId,
    pub(in crate::signups) member: MemberId,
    /// Its number at this event.
    pub(in crate::signups) number: i64,
    pub(in crate::signups) state: SignUpState,
    /// How many seats it needs.
    pub(in crate::signups) heads: i64,
}

impl SignUp {
    /// What the public log says of a group; nothing of somebody alone.
    pub(super) fn group(&self) -> Option<i64> {
        (self.heads > 1).then_some(self.heads)
    }
}

#[derive(sqlx::FromRow)]
struct SignUpRow {
    id: Uuid,
    member_id: Uuid,
    position: i64,
    state: String,
    heads: i64,
}

impl SignUpRow {
    fn sign_up(self) -> Result<SignUp> {
        let state = reads::state(&self.state)?;
        Ok(SignUp {
            id: SignUpId(self.id),
            member: MemberId(self.member_id),
            number: self.position,
            state,
            heads: self.heads,
        })
    }
}

/// The sign-up with this id.
pub(in crate::signups) async fn stored(tx: &mut Tx, id: SignUpId) -> Result<Option<SignUp>> {
    let row: Option<SignUpRow> =
        tx.optional(sql!("SELECT id, member_id, position, state, heads FROM signup WHERE id = $1"), (id.0,)).await?;
    row.map(SignUpRow::sign_up).transpose()
}

/// The sign-up of a member that still counts.
pub(in crate::signups) async fn sign_up_of(tx: &mut Tx, places: &Places, member: MemberId) -> Result<Option<SignUp>> {
    let row: Option<SignUpRow> = tx
        .optional(
            sql!(
                "SELECT id, member_id, position, state, heads FROM signup WHERE places_id = $1 AND member_id = $2
                     AND state IN ('pending', 'confirmed', 'waiting', 'offered')"
            ),
            (places.id.0, member.0),
        )
        .await?;
    row.map(SignUpRow::sign_up).transpose()
}

/// So many of the first in line, in their order; without groups for which the whole event is too small.
pub(super) async fn first_in_line(tx: &mut Tx, places: &Places, most: i64) -> Result<Vec<SignUp>> {
    let rows: Vec<SignUpRow> = tx
        .all(
            sql!(
                "SELECT id, member_id, position, state, heads FROM signup WHERE places_id = $1 AND state = 'waiting'
                     AND heads <= $3 ORDER BY turn LIMIT $2"
            ),
            (places.id.0, most, places.seats.capacity),
        )
        .await?;
    rows.into_iter().map(SignUpRow::sign_up).collect()
}

/// Those who await something, the earliest first.
pub(super) async fn pending(tx: &mut Tx, places: &Places) -> Result<Vec<SignUp>> {
    let rows: Vec<SignUpRow> = tx
        .all(
            sql!(
                "SELECT id, member_id, position, state, heads FROM signup
                 WHERE places_id = $1 AND state = 'pending' ORDER BY position"
            ),
            (places.id.0,),
        )
        .await?;
    rows.into_iter().map(SignUpRow::sign_up).collect()
}

/// Those whose offers have run out, in their order.
pub(super) async fn run_out(tx: &mut Tx, places: &Places) -> Result<Vec<SignUp>> {
    let rows: Vec<SignUpRow> = tx
        .all(
            sql!(
                "SELECT id, member_id, position, state, heads FROM signup
                 WHERE places_id = $1 AND state = 'offered' AND offered_until <= $2 ORDER BY turn"
            ),
            (places.id.0, places.now.0),
        )
        .await?;
    rows.into_iter().map(SignUpRow::sign_up).collect()
}

/// Those with a live offer, in their order.
pub(super) async fn offered(tx: &mut Tx, places: &Places) -> Result<Vec<SignUp>> {
    let rows: Vec<SignUpRow> = tx
        .all(
            sql!(
                "SELECT id, member_id, position, state, heads FROM signup
                 WHERE places_id = $1 AND state = 'offered' ORDER BY turn"
            ),
            (places.id.0,),
        )
        .await?;
    rows.into_iter().map(SignUpRow::sign_up).collect()
}

/// Where a sign-up goes, why, and by whom; none where a rule of the house acted.
pub(super) struct Move {
    pub(super) into: SignUpState,
    pub(super) cause: Cause,
    pub(super) by: Option<MemberId>,
    /// Only for an offer: until when it stands.
    pub(super) until: Option<Instant>,
}

impl Move {
    pub(super) const fn new(into: SignUpState, cause: Cause, by: Option<MemberId>) -> Self {
        Self { into, cause, by, until: None }
    }
}

/// Puts a sign-up behind all others: it comes to where it stands only now.
pub(super) async fn move_back(tx: &mut Tx, places: &Places, signup: SignUpId) -> Result<()> {
    tx.execute(sql!("UPDATE signup SET turn = $2 WHERE id = $1"), (signup.0, places.turn())).await.map(drop)
}

/// Writes where a sign-up stands now, and the line in its history.
pub(super) async fn go(tx: &mut Tx, site: &Site, places: &mut Places, signup: SignUpId, to: Move) -> Result<()> {
    tx.execute(
        sql!("UPDATE signup SET state = $2, offered_until = $3, changed_at = $4 WHERE id = $1"),
        (signup.0, to.into.word(), to.until.map(|until| until.0), places.now.0),
    )
    .await?;
    places.remember(site, signup, &to);
    Ok(())
}

/// An organiser's words for what they did by hand.
pub(in crate::signups) async fn explain(tx: &mut Tx, signup: SignUpId, reason: &str) -> Result<()> {
    tx.execute(sql!("UPDATE signup SET reason = $2 WHERE id = $1"), (signup.0, reason)).await.map(drop)
}
