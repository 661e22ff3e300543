//! Something was done that earns honor: the one way in for everything that does.

use std::num::NonZeroI64;

use domain::honor::{Trigger, Worth};
use domain::{EventId, MemberId};

use super::add::{Earned, Entry, enter, hold};
use super::rules;
use crate::Site;
use crate::db::{Result, Tx};

/// Something that was done, and that somebody else saw.
#[derive(Clone, Debug)]
pub struct Earning {
    /// By whom.
    pub member: MemberId,
    /// What.
    pub trigger: Trigger,
    /// What it is worth, as far as the rule leaves that open.
    pub worth: Worth,
    /// Where.
    pub event: Option<EventId>,
    /// Who thanks them; none for a rule of the house.
    pub by: Option<MemberId>,
    /// What for, in words.
    pub reason: Option<String>,
    /// Names the occasion: it is honored once, however often it is told.
    pub key: String,
}

/// Adds what it earns under the rule as it holds now. None where the rule gives nothing, or the occasion was honored before. The
/// member's account is held either way.
///
/// # Errors
/// When the database fails.
pub async fn earn(tx: &mut Tx, site: &Site, earning: Earning) -> Result<Option<Earned>> {
    let Earning { member, trigger, worth, event, by, reason, key } = earning;
    hold(tx, member).await?;
    let (_, terms) = rules::current(tx, trigger).await?;
    let Some(points) = NonZeroI64::new(terms.worth(worth)) else { return Ok(None) };
    let entry = Entry { member, points, cause: trigger.cause(), event, by, corrects: None, reason, key };
    enter(tx, site, entry).await
}
