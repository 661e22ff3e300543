//! The same for many at once: all of it, or nothing.

use std::cmp::Reverse;

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::{EventId, Failure, FieldCode, FieldError, SignUpId, form};

use super::by_hand::{Given, MAX_REASON, give, hold};
use super::reads::{self, Stand};
use super::remove::take_off;
use super::transition;
use crate::Site;

/// How many at once: no transaction holds up an event for long.
const MOST: usize = 200;

/// What is done with those who were picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    GiveSeat,
    TakeOff,
}

/// What an organiser does with several people, as the form sends it.
#[derive(Clone, Debug)]
pub struct BulkAsk<'a> {
    /// `seat` or `off`.
    pub what: &'a str,
    /// Their sign-ups.
    pub picked: &'a [String],
    /// Why; everybody's history keeps it.
    pub reason: &'a str,
}

/// Gives seats to several people, or takes them off. Who has what they would be given, or left already, is passed over; for all
/// others it happens together or not at all. Gives to how many it did.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the event; the fields `what`, `picked` and `reason`;
/// the refusals of [`super::place_by_hand`] and [`super::remove`], after which
/// nothing has changed.
pub async fn in_bulk(site: &Site, actor: &Actor, event: EventId, ask: BulkAsk<'_>) -> Result<usize, Failure> {
    let places = reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    let (deed, picked, reason) = parse(&ask)?;
    let mut tx = site.db.write().await?; // beside shifts members are held too: no shared commit
    let mut locked = transition::lock(&mut tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut locked).await?;
    locked.finish(&mut tx, site).await?;
    let mut all = vec![];
    for signup in picked {
        let whose = reads::whose(&mut tx, signup).await?.filter(|whose| whose.places == places);
        let stand = reads::stand(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
        all.push((signup, whose.ok_or(Failure::NotFound)?, stand));
    }
    all.retain(|(.., stand)| applies(deed, stand.state));
    all.sort_by_key(|(.., stand)| place(stand));
    let done = all.len();
    hold(&mut tx, event, all.iter().map(|(_, whose, _)| whose.member).collect()).await?;
    for (signup, whose, _) in all {
        match deed {
            Deed::GiveSeat => {
                let given = Given { event, places, member: whose.member, reason: &reason };
                give(&mut tx, site, actor, &given).await.map_err(at_the_list)?;
            }
            Deed::TakeOff => take_off(&mut tx, site, actor, (signup, &whose, reason.clone())).await?,
        }
    }
    tx.commit().await?;
    Ok(done)
}

/// The list has no field for a name: what is wrong with one of those ticked stands at the list.
fn at_the_list(failure: Failure) -> Failure {
    match failure {
        Failure::Invalid(wrong) => {
            Failure::Invalid(wrong.into_iter().map(|one| FieldError { field: "picked".into(), ..one }).collect())
        }
        other => other,
    }
}

/// The line before the seats, and its end before its beginning: nobody who is taken off is offered the seats of somebody else who
/// is, or those for which a group before them has waited.
fn place(stand: &Stand) -> (u8, Reverse<i64>) {
    let part = match stand.state {
        SignUpState::Confirmed => 2,
        SignUpState::Offered => 1,
        _ => 0,
    };
    (part, Reverse(stand.turn))
}

fn applies(deed: Deed, state: SignUpState) -> bool {
    match deed {
        Deed::GiveSeat => state.is_live() && state != SignUpState::Confirmed,
        Deed::TakeOff => state.is_live(),
    }
}

fn parse(ask: &BulkAsk<'_>) -> Result<(Deed, Vec<SignUpId>, String), Failure> {
    let mut errors = form::Errors::default();
    let deed = match ask.what {
        "seat" => Ok(Deed::GiveSeat),
        "off" => Ok(Deed::TakeOff),
        _ => Err(FieldCode::UnknownChoice),
    };
    let deed = errors.take("what", deed);
    let reason = errors.take("reason", form::line(ask.reason, MAX_REASON));
    let mut picked: Vec<SignUpId> = ask.picked.iter().filter_map(|id| id.parse().ok()).collect();
    picked.sort_unstable();
    picked.dedup(); // twice is once
    if picked.is_empty() {
        errors.add("picked", FieldCode::NobodyPicked);
    } else if picked.len() > MOST {
        errors.add("picked", FieldCode::TooLarge { max: MOST as i64 });
    }
    errors.finish((|| Some((deed?, picked, reason?)))())
}
