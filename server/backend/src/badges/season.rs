//! Seasons, as far as badges need them: those of the house.

use domain::Instant;
use domain::honor::days::Seasons;
use jiff::{Timestamp, tz::TimeZone};

use crate::db::{Reading, Result};
use crate::{Site, honor, sql};

/// When the season began in which now is.
pub(super) async fn began(conn: &mut impl Reading, site: &Site) -> Result<Instant> {
    Ok(all(conn).await?.of(site.now()))
}

/// All that were named.
pub(super) async fn all(conn: &mut impl Reading) -> Result<Seasons> {
    honor::all_seasons(conn).await
}

/// The name of the one that began then; for what lies between them the year: "2027".
pub(super) async fn name(conn: &mut impl Reading, began: Instant) -> Result<String> {
    let named: Option<(String,)> =
        conn.optional(sql!("SELECT name FROM season WHERE starts_at = $1 LIMIT 1"), (began.0,)).await?;
    let year = Timestamp::from_millisecond(began.0).map(|at| at.to_zoned(TimeZone::UTC).year());
    Ok(named.map_or_else(|| year.map(|year| year.to_string()).unwrap_or_default(), |(name,)| name))
}
