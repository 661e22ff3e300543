//! Seasons: made and changed by those who run the site. What counts in them is worked out anew after each change.

use domain::honor::seasons::{Season, SeasonDesk, SeasonForm, SeasonLine};
use domain::members::{Action, Actor, require};
use domain::{Failure, FieldCode, Instant, Locale, SeasonId};
use serde_json::json;
use uuid::Uuid;

use super::leaderboard::{self, Period};
use super::periods;
use super::tiers::{House, count_regulars};
use crate::db::{Reading, Result as DbResult, Tx};
use crate::operations::audit;
use crate::{Site, sql, when, zones};

/// A season as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) name: String,
    first_day: String,
    last_day: String,
    starts_at: i64,
    ends_at: i64,
}

impl Stored {
    /// "1 Mar 2027 to 31 May 2027", by the house's clocks.
    pub(super) fn span(&self, locale: Locale, zone: &str) -> String {
        let day = |at| when::short_date(locale, zone, Instant(at));
        let (first, last) = (day(self.starts_at), day(self.ends_at - 1));
        match locale {
            Locale::En => format!("{first} to {last}"),
            Locale::ZhCn => format!("{first}至{last}"),
        }
    }
}

/// The season that runs at this moment.
pub(super) async fn at(conn: &mut impl Reading, now: Instant) -> DbResult<Option<Stored>> {
    conn.optional(
        sql!(
            "SELECT id, name, first_day, last_day, starts_at, ends_at FROM season
             WHERE starts_at <= $1 AND ends_at > $1 ORDER BY starts_at LIMIT 1"
        ),
        (now.0,),
    )
    .await
}

/// The season of this id.
pub(super) async fn by_id(conn: &mut impl Reading, id: Uuid) -> DbResult<Option<Stored>> {
    conn.optional(sql!("SELECT id, name, first_day, last_day, starts_at, ends_at FROM season WHERE id = $1"), (id,))
        .await
}

/// Id and name of each season that has begun, the newest first.
pub(crate) async fn names(conn: &mut impl Reading, now: Instant) -> DbResult<Vec<(String, String)>> {
    let rows: Vec<(Uuid, String)> = conn
        .all(sql!("SELECT id, name FROM season WHERE starts_at <= $1 ORDER BY starts_at DESC LIMIT 60"), (now.0,))
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// From when to when a season goes; none for no such season.
pub(crate) async fn period(conn: &mut impl Reading, id: Uuid) -> DbResult<Option<(i64, i64)>> {
    Ok(by_id(conn, id).await?.map(|season| (season.starts_at, season.ends_at)))
}

/// `/organise/seasons`.
///
/// # Errors
/// [`Failure::Forbidden`] for all but those who run the site.
pub async fn desk(site: &Site, actor: &Actor, locale: Locale) -> Result<SeasonDesk, Failure> {
    require(Some(actor), Action::SetStanding)?;
    let mut conn = site.db.read().await?;
    let zone = House::read(&mut conn).await?.zone;
    let rows: Vec<Stored> = conn
        .all(
            sql!(
                "SELECT id, name, first_day, last_day, starts_at, ends_at FROM season ORDER BY starts_at DESC LIMIT 200"
            ),
            (),
        )
        .await?;
    let now = site.now().0;
    let line = |row: Stored| SeasonLine {
        id: SeasonId(row.id),
        span: row.span(locale, &zone),
        runs: row.starts_at <= now && now < row.ends_at,
        form: SeasonForm { name: row.name, first_day: row.first_day, last_day: row.last_day },
    };
    let seasons = rows.into_iter().map(line).collect();
    Ok(SeasonDesk { seasons, zones: zones::offered(&zone), zone })
}

/// Makes a season, or changes one. Its board follows after the commit.
///
/// # Errors
/// [`Failure::Forbidden`]; the fields of [`SeasonForm`], with [`FieldCode::SeasonsOverlap`] where another has some of the days;
/// [`Failure::NotFound`].
pub async fn save(site: &Site, actor: &Actor, id: Option<SeasonId>, form: &SeasonForm) -> Result<SeasonId, Failure> {
    require(Some(actor), Action::SetStanding)?;
    let season = form.parse(|day| zones::day(day).is_some())?;
    let mut tx = site.db.write().await?;
    let house = House::hold(&mut tx).await?;
    let is_new = id.is_none();
    let id = id.unwrap_or_else(|| SeasonId(site.new_id()));
    let period = period_of(id, &season.first_day, &season.last_day, &house.zone).ok_or(Failure::NotFound)?;
    if overlaps(&mut tx, period).await? {
        return Err(Failure::field("first_day", FieldCode::SeasonsOverlap));
    }
    let before = by_id(&mut tx, id.0).await?.map_or(period.starts_at, |before| before.starts_at);
    write(&mut tx, (&season, period), is_new).await?;
    periods::changed(&mut tx, site, Instant(before.min(period.starts_at))).await?;
    let detail = json!({ "first_day": season.first_day, "last_day": season.last_day });
    let action = if is_new { "season_made" } else { "season_changed" };
    audit::write(&mut tx, site, Some(actor.member), action, ("season", id.0), detail).await?;
    tx.commit().await?;
    Ok(id)
}

async fn write(tx: &mut Tx, (season, period): (&Season, Period), is_new: bool) -> Result<(), Failure> {
    let values = (
        period.id,
        season.name.as_str(),
        season.first_day.as_str(),
        season.last_day.as_str(),
        period.starts_at,
        period.ends_at,
    );
    let written = match is_new {
        true => {
            tx.execute(
                sql!(
                    "INSERT INTO season (id, name, first_day, last_day, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)"
                ),
                values,
            )
            .await?
        }
        false => {
            tx.execute(
                sql!(
                    "UPDATE season SET name = $2, first_day = $3, last_day = $4, starts_at = $5, ends_at = $6 WHERE id = $1"
                ),
                values,
            )
            .await?
        }
    };
    if written == 1 { Ok(()) } else { Err(Failure::NotFound) }
}

/// Deletes a season; the ledger is as it was.
///
/// # Errors
/// [`Failure::Forbidden`], [`Failure::NotFound`].
pub async fn delete(site: &Site, actor: &Actor, id: SeasonId) -> Result<(), Failure> {
    require(Some(actor), Action::SetStanding)?;
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    let season = by_id(&mut tx, id.0).await?.ok_or(Failure::NotFound)?;
    tx.execute(sql!("DELETE FROM season WHERE id = $1"), (id.0,)).await?;
    leaderboard::take_down(&mut tx, id.0).await?;
    periods::changed(&mut tx, site, Instant(season.starts_at)).await?;
    audit::write(&mut tx, site, Some(actor.member), "season_deleted", ("season", id.0), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Moves the house's clocks to another zone: the edges of all seasons and of the window for Regulars move along.
///
/// # Errors
/// [`Failure::Forbidden`]; the field `zone`.
pub async fn save_zone(site: &Site, actor: &Actor, zone: &str) -> Result<(), Failure> {
    require(Some(actor), Action::SetStanding)?;
    if zones::known(zone).is_none() {
        return Err(Failure::field("zone", FieldCode::UnknownZone));
    }
    let mut tx = site.db.write().await?;
    let before = House::hold(&mut tx).await?;
    if before.zone == zone {
        return Ok(tx.commit().await?);
    }
    tx.execute(sql!("UPDATE standing_house SET zone = $1 WHERE id = 1"), (zone,)).await?;
    let rows: Vec<Stored> =
        tx.all(sql!("SELECT id, name, first_day, last_day, starts_at, ends_at FROM season LIMIT 10000"), ()).await?;
    for row in rows {
        let period = period_of(SeasonId(row.id), &row.first_day, &row.last_day, zone).ok_or(Failure::NotFound)?;
        tx.execute(
            sql!("UPDATE season SET starts_at = $2, ends_at = $3 WHERE id = $1"),
            (row.id, period.starts_at, period.ends_at),
        )
        .await?;
    }
    periods::changed(&mut tx, site, Instant(i64::MIN)).await?;
    let house = House::read(&mut tx).await?;
    count_regulars(&mut tx, &house).await?;
    let detail = json!({ "before": before.zone, "after": zone });
    audit::write(&mut tx, site, Some(actor.member), "house_zone_changed", ("house", Uuid::nil()), detail).await?;
    Ok(tx.commit().await?)
}

/// From the first moment of its first day to the last of its last.
fn period_of(id: SeasonId, first_day: &str, last_day: &str, zone: &str) -> Option<Period> {
    let (first, last) = (zones::day(first_day)?, zones::day(last_day)?);
    Some(Period { id: id.0, starts_at: zones::begins(zone, first).0, ends_at: zones::ends(zone, last).0 })
}

/// Has another season some of these days? Nobody makes one meanwhile: the row of the house is held.
async fn overlaps(conn: &mut impl Reading, period: Period) -> DbResult<bool> {
    let other: Option<(Uuid,)> = conn
        .optional(
            sql!("SELECT id FROM season WHERE id <> $1 AND starts_at < $3 AND ends_at > $2 LIMIT 1"),
            (period.id, period.starts_at, period.ends_at),
        )
        .await?;
    Ok(other.is_some())
}
