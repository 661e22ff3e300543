//! Organisers decide on several who asked for a place: on all of them, or on none.

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::{EventId, Failure, FieldCode, SignUpId, form};

use super::bulk::{BulkAsk, picked};
use super::by_hand::MAX_REASON;
use super::reads::{self, Whose};
use super::requests::{no, open_for, yes};
use super::transition::{self, SignUp};
use crate::Site;

/// What is said to those who were picked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    /// And why.
    No(String),
}

/// Says yes to several who asked, or no, with one reason that each is told. Who asked first is let in first. Who was decided on
/// meanwhile, or took it back, is passed over; for all others it happens together or not at all. Gives to how many it did.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the event; the fields `what`, `picked` and `reason`; [`Failure::NotFound`] where one
/// of them asked elsewhere; the refusals of [`super::approve`], after which nothing has changed.
pub async fn decide_in_bulk(site: &Site, actor: &Actor, event: EventId, ask: BulkAsk<'_>) -> Result<usize, Failure> {
    let places = reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    let (answer, picked) = parse(&ask)?;
    let mut tx = site.db.write().await?; // nobody else's commit waits for so many
    let locked = open_for(&mut tx, site, (event, places)).await?;
    locked.finish(&mut tx, site).await?;
    let mut all: Vec<(SignUp, Whose)> = vec![];
    for signup in picked {
        let whose = reads::whose(&mut tx, signup).await?.filter(|whose| whose.places == places);
        let who = transition::stored(&mut tx, signup).await?;
        all.push((who.ok_or(Failure::NotFound)?, whose.ok_or(Failure::NotFound)?));
    }
    all.retain(|(who, _)| who.state == SignUpState::Pending);
    all.sort_by_key(|(who, _)| who.number);
    let done = all.len();
    for (who, whose) in all {
        let locked = open_for(&mut tx, site, (event, places)).await?;
        match &answer {
            Answer::Yes => drop(yes(&mut tx, site, (actor, &whose), (locked, &who)).await?),
            Answer::No(reason) => no(&mut tx, site, (actor, &whose), (locked, who, reason.clone())).await?,
        }
    }
    tx.commit().await?;
    Ok(done)
}

fn parse(ask: &BulkAsk<'_>) -> Result<(Answer, Vec<SignUpId>), Failure> {
    let mut errors = form::Errors::default();
    let answer = match ask.what {
        "yes" => Some(Answer::Yes),
        "no" => errors.take("reason", form::line(ask.reason, MAX_REASON)).map(Answer::No),
        _ => errors.take("what", Err(FieldCode::UnknownChoice)),
    };
    let picked = errors.take("picked", picked(ask.picked));
    errors.finish(answer.zip(picked))
}
