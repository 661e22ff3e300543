//! The lottery: sealed when the event is published, drawn when sign-up has closed. See [`domain::signups::lottery`].

use std::collections::HashMap;

use domain::Instant;
use domain::signups::{lottery, queue::Step};

use super::rows::{Cause, pending};
use super::{Places, broken};
use crate::Site;
use crate::db::{Result, Tx};
use crate::sql;

/// The lottery of an event is drawn at this moment, or there is none; it is sealed if it was not yet. Once it was drawn nothing
/// changes any more.
pub(in crate::signups) async fn arrange(
    tx: &mut Tx,
    site: &Site,
    mut places: Places,
    draws: Option<Instant>,
) -> Result<()> {
    let found: Option<(Option<Vec<u8>>, Option<i64>)> =
        tx.optional(sql!("SELECT seed, drawn_at FROM admission WHERE event_id = $1"), (places.event.0,)).await?;
    let (seed, drawn) = found.unwrap_or_default();
    places.draws_at = draws.filter(|_| drawn.is_none());
    if let Some(at) = places.draws_at {
        if seed.is_none() {
            places.seal(tx, site).await?;
        }
        places.look_again(tx, site, at.max(places.now)).await?;
    }
    places.finish(tx, site).await.map(drop)
}

impl Places {
    /// Chooses the seed. From now on it cannot be another one: the log says so.
    async fn seal(&mut self, tx: &mut Tx, site: &Site) -> Result<()> {
        let seed: lottery::Seed = site.random.bytes();
        tx.execute(sql!("UPDATE admission SET seed = $2 WHERE event_id = $1"), (self.event.0, &seed[..])).await?;
        self.note(Step::Lottery, (None, Some(lottery::mark(&lottery::seal(&seed)))));
        Ok(())
    }

    /// When its time has come: in the order of their lots all who entered get their seats while there are any, and the end of the
    /// line from then on. A group whose seats are not all there anymore stands in line too.
    pub(super) async fn draw_lottery(&mut self, tx: &mut Tx, site: &Site) -> Result<()> {
        if self.on_hold || self.draws_at.is_none_or(|at| self.now < at) {
            return Ok(());
        }
        let (seed,): (Option<Vec<u8>>,) =
            tx.one(sql!("SELECT seed FROM admission WHERE event_id = $1"), (self.event.0,)).await?;
        let seed: lottery::Seed =
            seed.and_then(|seed| seed.try_into().ok()).ok_or_else(|| broken("a lottery that was never sealed"))?;
        let entered = pending(tx, self).await?;
        let order = lottery::order(&seed, &self.log.1, entered.iter().map(|who| who.number));
        self.note(Step::Drawn, (None, i64::try_from(entered.len()).ok()));
        let entered: HashMap<i64, _> = entered.into_iter().map(|who| (who.number, who)).collect();
        for who in order.iter().filter_map(|number| entered.get(number)) {
            self.let_in(tx, site, who, (Cause::Drawn, None)).await?;
        }
        tx.execute(sql!("UPDATE admission SET drawn_at = $2 WHERE event_id = $1"), (self.event.0, self.now.0)).await?;
        self.draws_at = None;
        Ok(())
    }
}
