//! Seasons, as far as badges need them.

use domain::Instant;
use jiff::{Timestamp, civil::date, tz::TimeZone};

/// When the season began in which this moment is. A season is a year.
pub(super) fn began(at: Instant) -> Instant {
    let year = |at: Instant| {
        let year = Timestamp::from_millisecond(at.0).ok()?.to_zoned(TimeZone::UTC).year();
        let first = date(year, 1, 1).to_zoned(TimeZone::UTC).ok()?;
        Some(Instant(first.timestamp().as_millisecond()))
    };
    year(at).unwrap_or_default()
}

/// Its name: "2027".
pub(super) fn name(began: Instant) -> String {
    let year = Timestamp::from_millisecond(began.0).map(|at| at.to_zoned(TimeZone::UTC).year());
    year.map(|year| year.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_a_year() {
        let spring = Instant(1_805_522_400_000);
        assert_eq!((began(spring), name(began(spring))), (Instant(1_798_761_600_000), "2027".into()));
        assert_eq!(began(began(spring)), began(spring));
        assert_eq!(name(began(Instant(began(spring).0 - 1))), "2026");
        assert_eq!(began(Instant(i64::MAX)), Instant(0));
    }
}
