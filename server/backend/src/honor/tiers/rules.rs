//! The rules of tiers, changed by those who run the site.

use domain::honor::tiers::RegularRule;
use domain::members::{Action, Actor, require};
use domain::{Failure, FieldCode, form};
use serde_json::json;
use uuid::Uuid;

use super::{House, count, terms};
use crate::operations::audit;
use crate::{Site, sql};

/// The most seats there can be.
const SEATS: i64 = 10_000;

/// Changes who is a Regular. Whoever is one keeps it for the days of grace at least, told as anybody whose time ends.
///
/// # Errors
/// [`Failure::Forbidden`]; the fields of [`RegularRule::parse`].
pub async fn save_rule(site: &Site, actor: &Actor, [events, months, grace]: [&str; 3]) -> Result<(), Failure> {
    require(Some(actor), Action::SetStanding)?;
    let rule = RegularRule::parse(events, months, grace)?;
    let mut tx = site.db.write().await?;
    let before = House::hold(&mut tx).await?;
    if before.rule == rule {
        return Ok(tx.commit().await?);
    }
    let now = site.now();
    tx.execute(
        sql!("UPDATE member_standing SET kept_until = $1 WHERE regular_until > $2 OR kept_until > $2"),
        // Fewer days of grace hold for who lapses later: those of now keep the days that they were told.
        (
            now.plus_seconds((before.rule.grace_days - rule.grace_days).max(0) * 86_400).0,
            now.plus_seconds(-before.rule.grace_days * 86_400).0,
        ),
    )
    .await?;
    tx.execute(
        sql!("UPDATE standing_house SET regular_events = $1, regular_months = $2, grace_days = $3 WHERE id = 1"),
        (rule.events, rule.months, rule.grace_days),
    )
    .await?;
    let house = House::read(&mut tx).await?;
    count::regulars(&mut tx, &house).await?;
    let detail = json!({ "before": before.rule, "after": rule });
    audit::write(&mut tx, site, Some(actor.member), "tier_rule_changed", ("house", Uuid::nil()), detail).await?;
    Ok(tx.commit().await?)
}

/// Changes how many seats the honor crew has, and how long terms are that begin or are renewed from now on.
///
/// # Errors
/// [`Failure::Forbidden`]; the fields `seats`, with [`FieldCode::SeatsTaken`] where more are taken, and `months`.
pub async fn save_crew(site: &Site, actor: &Actor, (seats, months): (&str, &str)) -> Result<(), Failure> {
    require(Some(actor), Action::SetStanding)?;
    let mut e = form::Errors::default();
    let seats = e.take("seats", form::number(seats, 0, SEATS));
    let months = e.take("months", form::number(months, 1, 60));
    let (seats, months) = e.finish(seats.zip(months))?;
    let mut tx = site.db.write().await?;
    let before = House::hold(&mut tx).await?;
    terms::settle(&mut tx, site).await?;
    let changed = tx
        .execute(
            sql!("UPDATE standing_house SET crew_seats = $1, crew_months = $2 WHERE id = 1 AND crew_taken <= $1"),
            (seats, months),
        )
        .await?;
    if changed == 0 {
        let taken = House::read(&mut tx).await?.crew.taken;
        return Err(Failure::field("seats", FieldCode::SeatsTaken { taken }));
    }
    let detail = json!({ "before": before.crew, "seats": seats, "months": months });
    audit::write(&mut tx, site, Some(actor.member), "crew_seats_changed", ("house", Uuid::nil()), detail).await?;
    Ok(tx.commit().await?)
}
