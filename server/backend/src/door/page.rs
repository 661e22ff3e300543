//! The door's page: what is checked in where, and how many are in.

use domain::door::view::DoorPage;
use domain::members::access::Actor;
use domain::{EventId, Failure, Locale};

use super::check_in::{checked_in, keeps};
use super::doors::is_today;
use crate::events::card::{self, CardRow};
use crate::{Site, sql};

/// The page for those who keep the door of this event.
///
/// # Errors
/// [`Failure::NotFound`] for no such event, [`Failure::Forbidden`] for who does not keep its door.
pub async fn page(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<DoorPage, Failure> {
    let mut conn = site.db.read().await?;
    let row: Option<CardRow> = conn
        .optional(sql!(concat!("SELECT ", card::columns!(), " FROM ", card::tables!(), " WHERE e.id = $1")), (event.0,))
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    keeps(actor, event, row.chapter(), &row.state)?;
    let checked_in = checked_in(&mut conn, event).await?;
    let card = row.card(site.now(), locale)?;
    let other_day = (!is_today(&row, site.now())).then(|| card.when.date.clone());
    Ok(DoorPage { id: event, card, checked_in, other_day, verdict: None })
}
