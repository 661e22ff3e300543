//! Those who hold nothing yet: they await the organisers' word, or the lot.

use domain::MemberId;
use domain::signups::{SignUpState, queue::Step};

use super::Places;
use super::rows::{Cause, Move, SignUp, go, move_back};
use super::steps::{Newcomer, Placed, outcome};
use crate::Site;
use crate::db::{Result, Tx};
use crate::notices::Letter;

/// The organisers said yes: a seat, or the end of the line, as for somebody who signs up in this moment.
pub(in crate::signups) async fn approve(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    (who, by): (&SignUp, MemberId),
) -> Result<SignUpState> {
    places.note_of(Step::Approved, who.number);
    let state = places.let_in(tx, site, who, (Cause::Approved, Some(by))).await?;
    places.finish(tx, site).await?;
    Ok(state)
}

impl Places {
    /// Writes somebody new down who gets a seat or a place in line only later, and gives them the next number.
    pub(in crate::signups) fn ask(&mut self, site: &Site, new: &Newcomer<'_>) -> Placed {
        let state = SignUpState::Pending;
        let step = if self.draws_at.is_some() { Step::Entered } else { Step::Asked };
        let id = self.enter(site, (state, Cause::SignedUp, new.member), new);
        self.note(step, (Some(self.tail), new.group()));
        self.tell(new.member, Letter::Pending { signup: id });
        Placed { id, state, seats: self.seats, has_served: false }
    }

    /// Somebody who was pending gets the seats they need, or the end of the line.
    pub(super) async fn let_in(
        &mut self,
        tx: &mut Tx,
        site: &Site,
        who: &SignUp,
        (cause, by): (Cause, Option<MemberId>),
    ) -> Result<SignUpState> {
        let (seats, placement) = self.seats.sign_up(who.heads);
        let (state, step, letter) = outcome(placement);
        self.seats = seats;
        move_back(tx, self, who.id).await?;
        go(tx, site, self, who.id, Move::new(state, cause, by)).await?;
        self.note(step, (Some(who.number), who.group()));
        self.tell(who.member, letter(who.id));
        Ok(state)
    }
}
