//! When the night of a member ends, by the clocks of their zone.

use domain::{
    Instant,
    notices::quiet::{Ends, Quiet},
};

use crate::zones;

/// The end of the quiet hours, where it is quiet in this zone now.
pub(super) fn morning(zone: &str, quiet: Quiet, now: Instant) -> Option<Instant> {
    let local = zones::local(zone, now);
    let minute = u32::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
    let day = match quiet.at(minute)? {
        Ends::Today => local.date(),
        Ends::Tomorrow => local.date().tomorrow().ok()?,
    };
    let (hour, minute) = (i8::try_from(quiet.until() / 60).ok()?, i8::try_from(quiet.until() % 60).ok()?);
    // A time that the clocks skip is taken an hour later, of one that comes twice the first.
    let end = zones::stored(zone).to_ambiguous_timestamp(day.at(hour, minute, 0, 0)).compatible().ok()?;
    Some(Instant(end.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Instant {
        Instant(text.parse::<jiff::Timestamp>().expect("a test's timestamp").as_millisecond())
    }

    #[test]
    fn the_night_ends_by_the_readers_clocks() {
        for (zone, now, ends) in [
            ("Asia/Shanghai", "2027-03-20T15:00:00Z", Some("2027-03-21T00:00:00Z")),
            ("Asia/Shanghai", "2027-03-20T06:00:00Z", None),
            ("Europe/London", "2027-03-20T06:00:00Z", Some("2027-03-20T08:00:00Z")),
            // The night in which the clocks go forward is an hour shorter, the one in which they go back an hour longer.
            ("Europe/London", "2027-03-27T22:30:00Z", Some("2027-03-28T07:00:00Z")),
            ("Europe/London", "2027-10-30T21:30:00Z", Some("2027-10-31T08:00:00Z")),
        ] {
            assert_eq!(morning(zone, Quiet::default(), utc(now)), ends.map(utc), "{zone} {now}");
        }
        // Until half past one, which does not exist that night in London: the clocks show 02:30 when it would be.
        let short = Quiet::parse("22:00-01:30").expect("a span");
        let ends = Some(utc("2027-03-28T01:30:00Z"));
        assert_eq!(morning("Europe/London", short, utc("2027-03-28T00:10:00Z")), ends);
    }
}
