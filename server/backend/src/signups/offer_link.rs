//! `/offer/{token}`: the answer to an offer straight from its letter, without signing in. The address can do nothing but this.

use domain::members::access::{Actor, Rank};
use domain::signups::view::OfferPage;
use domain::{Failure, Instant, Locale, SignUpId};
use uuid::Uuid;

use super::{accept, decline, reads};
use crate::{Site, signed, sql, when};

const PURPOSE: &str = "popcorn offer 1";

/// The address for the letter to whom a seat is offered.
pub fn offer_url(site: &Site, signup: SignUpId) -> String {
    site.url(&format!("/offer/{}", signed::token(&site.keys, PURPOSE, signup.0)))
}

/// What they do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The seat is theirs.
    Take,
    /// It goes on to the next.
    LetGo,
}

#[derive(sqlx::FromRow)]
struct Row {
    title: String,
    zone: String,
    starts_at: i64,
    state: String,
    offered_until: Option<i64>,
}

/// What is offered, and until when.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none.
pub async fn offer_page(site: &Site, locale: Locale, token: &str) -> Result<OfferPage, Failure> {
    let signup = owner(site, token)?;
    let row: Option<Row> = site
        .db
        .read()
        .await?
        .optional(
            sql!(
                "SELECT e.title, e.zone, coalesce(h.starts_at, e.starts_at) AS starts_at, s.state, s.offered_until
                 FROM signup s JOIN event e ON e.id = s.event_id JOIN places p ON p.id = s.places_id
                     LEFT JOIN shift h ON h.id = p.shift_id WHERE s.id = $1"
            ),
            (signup,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let until = row.offered_until.map(Instant).filter(|until| site.now() < *until);
    Ok(OfferPage {
        state: reads::state(&row.state)?,
        starts: when::moment(locale, &row.zone, Instant(row.starts_at)),
        until: until.map(|until| when::until(locale, &row.zone, until)),
        title: row.title,
    })
}

/// Does it.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none; else as [`accept`] and [`decline`].
pub async fn answer_offer(site: &Site, token: &str, answer: Answer) -> Result<(), Failure> {
    let signup = SignUpId(owner(site, token)?);
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    // The letter's reader, with no roles: it is about their own seat.
    let reader = Actor { member: whose.member, rank: Rank::Member, organises: vec![], staffs: vec![] };
    match answer {
        Answer::Take => accept(site, &reader, signup).await,
        Answer::LetGo => decline(site, &reader, signup).await,
    }
}

fn owner(site: &Site, token: &str) -> Result<Uuid, Failure> {
    signed::id(&site.keys, PURPOSE, token).ok_or(Failure::NotFound)
}
