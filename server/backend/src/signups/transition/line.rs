//! What the clock and free seats do to the line, without anybody asking.

use domain::signups::{NO_END, SignUpState, Terms, Turn, queue::Step};
use domain::{Instant, MemberId, SignUpId};
use uuid::Uuid;

use super::rows::{Cause, Move, SignUp, first_in_line, go, offered, run_out};
use super::{Places, broken};
use crate::Site;
use crate::db::{Result, Tx};
use crate::notices::{self, Letter};
use crate::sql;

/// Does what is due: ends offers whose time is up, passes the cut-off, draws the lottery, offers free seats to the line. Before every step, and by
/// a job at the time of each offer and of the cut-off; doing it again does nothing. What it did is kept by
/// [`Places::finish`]: commit only after that.
pub(in crate::signups) async fn settle(tx: &mut Tx, site: &Site, places: &mut Places) -> Result<()> {
    places.carry_over(tx).await?;
    places.turn_by_the_clock();
    places.end_offers(tx, site).await?;
    places.draw_lottery(tx, site).await?;
    places.serve(tx, site).await
}

impl Places {
    /// From the cut-off on seats go to whoever comes first; an event that is put off has a new one, and none without a date.
    pub(super) fn turn_by_the_clock(&mut self) {
        let turn = if !self.on_hold && self.now >= self.terms.cutoff { Turn::FirstCome } else { Turn::InLine };
        if turn == self.seats.turn {
            return;
        }
        self.seats.turn = turn;
        let step = if turn == Turn::FirstCome { Step::FirstCome } else { Step::InTurn };
        self.note(step, (None, None));
    }

    async fn end_offers(&mut self, tx: &mut Tx, site: &Site) -> Result<()> {
        if self.seats.offered == 0 {
            return Ok(());
        }
        for late in run_out(tx, self).await? {
            self.seats = self.seats.leave(late.state, late.heads);
            go(tx, site, self, late.id, Move::new(SignUpState::Expired, Cause::Expired, None)).await?;
            self.note_of(Step::Expired, late.number);
            self.tell(late.member, Letter::OfferExpired { signup: late.id });
        }
        Ok(())
    }

    /// n free seats make n offers, to the first in line in their order; a group is offered all that it needs, or waits.
    pub(super) async fn serve(&mut self, tx: &mut Tx, site: &Site) -> Result<()> {
        let most = if self.seats.turn == Turn::InLine { self.seats.free().min(self.seats.waiting) } else { 0 };
        if most == 0 {
            return Ok(());
        }
        self.write(tx, site).await?; // whoever has just joined the line is in it
        let first = first_in_line(tx, self, most).await?;
        self.must_count(tx, (first.len(), most)).await?;
        let owed = self.seats.owed(first.iter().map(|next| next.heads));
        if owed.is_empty() {
            return Ok(());
        }
        self.line_changed = true;
        let until = if self.on_hold { NO_END } else { self.terms.offer_until(self.now) };
        for next in owed.into_iter().map(|place| &first[place]) {
            self.seats = self.seats.offer(next.heads);
            let to = Move { until: Some(until), ..Move::new(SignUpState::Offered, Cause::Offered, None) };
            go(tx, site, self, next.id, to).await?;
            self.note(Step::Offered, (Some(next.number), Some(until.0)));
            self.tell(next.member, Letter::Offer { signup: next.id });
        }
        if self.on_hold { Ok(()) } else { self.look_again(tx, site, until).await }
    }

    /// The counter must not say that more wait than there are: rather no change than one that hides it.
    async fn must_count(&self, tx: &mut Tx, (found, most): (usize, i64)) -> Result<()> {
        if i64::try_from(found) == Ok(most) {
            return Ok(());
        }
        let (all,): (i64,) = tx
            .one(sql!("SELECT count(*) FROM signup WHERE places_id = $1 AND state = 'waiting'"), (self.id.0,))
            .await?;
        if all < self.seats.waiting { Err(broken("the line is shorter than its counter")) } else { Ok(()) }
    }

    /// How many seats the first in line needs, for the table's CHECK: nobody waits while there are that many.
    pub(super) async fn measure_line(&mut self, tx: &mut Tx) -> Result<()> {
        if self.seats.waiting == 0 {
            self.needed = 0;
        } else if self.line_changed || self.found.waiting == 0 {
            let first = first_in_line(tx, self, 1).await?;
            self.needed = first.first().map_or(self.seats.capacity + 1, |first| first.heads);
        }
        Ok(())
    }

    /// The event has lost its date: what was offered stands until there is a new one, and the line goes in turn again.
    pub(in crate::signups) async fn hold(&mut self, tx: &mut Tx) -> Result<()> {
        self.on_hold = true;
        for offer in offered(tx, self).await? {
            self.set_end(tx, (&offer, NO_END)).await?;
        }
        self.turn_by_the_clock();
        Ok(())
    }

    /// It has a date again: each live offer gets its time anew, and its owner hears until when.
    pub(in crate::signups) async fn release(&mut self, tx: &mut Tx, site: &Site, terms: Terms) -> Result<()> {
        self.on_hold = false;
        self.terms = terms;
        self.known_cutoff = NO_END; // nobody was going to look
        let until = terms.offer_again_until(self.now);
        let offered = offered(tx, self).await?;
        for offer in &offered {
            self.set_end(tx, (offer, until)).await?;
            self.tell(offer.member, Letter::Offer { signup: offer.id });
        }
        if !offered.is_empty() {
            self.look_again(tx, site, until).await?;
        }
        self.turn_by_the_clock();
        Ok(())
    }

    async fn set_end(&mut self, tx: &mut Tx, (offer, until): (&SignUp, Instant)) -> Result<()> {
        tx.execute(sql!("UPDATE signup SET offered_until = $2 WHERE id = $1"), (offer.id.0, until.0)).await?;
        self.note(Step::Offered, (Some(offer.number), Some(until.0)));
        Ok(())
    }

    /// Tells those in line when the cut-off has passed, and each time when a seat comes free after it.
    pub(super) async fn tell_first_come(&self, tx: &mut Tx, site: &Site) -> Result<()> {
        if self.seats.turn == Turn::InLine || self.seats.waiting == 0 {
            return Ok(());
        }
        let letter: fn(SignUpId) -> Letter = match (self.found.turn, self.found.free(), self.seats.free()) {
            (_, 0, 1..) | (Turn::InLine, 1.., 1..) => |signup| Letter::SeatFree { signup },
            (Turn::InLine, _, 0) => |signup| Letter::FirstCome { signup },
            _ => return Ok(()),
        };
        // Whoever needs more seats than are free cannot take them.
        let room = if self.seats.free() > 0 { self.seats.free() } else { i64::MAX };
        let waiting: Vec<(Uuid, Uuid)> = tx
            .all(
                sql!(
                    "SELECT id, member_id FROM signup WHERE places_id = $1 AND state = 'waiting' AND heads <= $2
                     ORDER BY turn"
                ),
                (self.id.0, room),
            )
            .await?;
        let letters: Vec<_> =
            waiting.into_iter().map(|(signup, member)| (MemberId(member), letter(SignUpId(signup)))).collect();
        notices::send_all(tx, site, &letters).await
    }

    /// Whoever waits is told of the cut-off when it comes, though nobody does anything then.
    pub(super) async fn look_again_at_cutoff(&self, tx: &mut Tx, site: &Site) -> Result<()> {
        let is_ahead = !self.on_hold && self.seats.turn == Turn::InLine && self.seats.waiting > 0;
        let is_known = self.found.waiting > 0 && self.known_cutoff == self.terms.cutoff;
        if is_ahead && !is_known { self.look_again(tx, site, self.terms.cutoff).await } else { Ok(()) }
    }
}
