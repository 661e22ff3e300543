//! Time zones: from a wall's clock to a moment and back. The zone data are built in, so that every node knows the same.

use domain::{FieldCode, Instant, events::plan::Zones};
use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

/// The zones offered in forms, those most used first; any IANA name is taken.
pub const COMMON: [&str; 96] = [
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Macau",
    "Asia/Singapore",
    "Asia/Kuala_Lumpur",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Vienna",
    "Europe/Zurich",
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Budapest",
    "Europe/Belgrade",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Bucharest",
    "Europe/Sofia",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Europe/Moscow",
    "America/New_York",
    "America/Toronto",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Panama",
    "America/Bogota",
    "America/Lima",
    "America/Caracas",
    "America/La_Paz",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Accra",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Baghdad",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Baku",
    "Asia/Tbilisi",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Colombo",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Urumqi",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Manila",
    "Asia/Ulaanbaatar",
    "Asia/Vladivostok",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Fiji",
    "UTC",
];

/// The zones that come with the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct TzDb;

impl Zones for TzDb {
    /// A time that the clocks skip is refused; of two with the same name the first is taken.
    fn moment(&self, local: &str, zone: &str) -> Result<Instant, FieldCode> {
        let zone = known(zone).ok_or(FieldCode::UnknownZone)?;
        let ambiguous = zone.to_ambiguous_timestamp(wall_time(local).ok_or(FieldCode::NotATime)?);
        if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
            return Err(FieldCode::NoSuchTime);
        }
        ambiguous.earlier().map(|at| Instant(at.as_millisecond())).map_err(|_| FieldCode::NotATime)
    }

    fn knows(&self, zone: &str) -> bool {
        known(zone).is_some()
    }
}

/// What a `datetime-local` field holds for this moment in this zone: `2027-03-20T14:00`.
pub fn wall(zone: &str, at: Instant) -> String {
    let local = local(zone, at);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", local.year(), local.month(), local.day(), local.hour(), local.minute())
}

/// The zones for a form's list: the common ones, and the one it is set to where that is another.
pub fn offered(chosen: &str) -> Vec<String> {
    let another = (known(chosen).is_some() && !COMMON.contains(&chosen)).then_some(chosen);
    another.into_iter().chain(COMMON).map(Into::into).collect()
}

/// The zone of this name, spelled as IANA spells it.
pub(crate) fn known(zone: &str) -> Option<TimeZone> {
    TimeZone::get(zone).ok().filter(|found| !found.is_unknown() && found.iana_name() == Some(zone))
}

/// The zone of a name that was checked when it was stored. UTC for one that is no longer known: a page with a time in UTC, which
/// it names, is better than no page.
pub(crate) fn stored(zone: &str) -> TimeZone {
    known(zone).unwrap_or(TimeZone::UTC)
}

/// The moment for jiff. What lies outside the years it knows (-9999 to 9999) becomes the nearest of them.
pub(crate) fn timestamp(at: Instant) -> Timestamp {
    let edge = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.0).unwrap_or(edge)
}

/// What the clocks in this zone show.
pub(crate) fn local(zone: &str, at: Instant) -> DateTime {
    stored(zone).to_datetime(timestamp(at))
}

/// The first moment of a day in this zone; where the clocks skip midnight, the one after.
pub(crate) fn begins(zone: &str, day: Date) -> Instant {
    let first = day.to_zoned(stored(zone)).or_else(|_| day.to_zoned(TimeZone::UTC));
    Instant(first.map_or(0, |at| at.timestamp().as_millisecond()))
}

/// The first moment after a day in this zone.
pub(crate) fn ends(zone: &str, day: Date) -> Instant {
    begins(zone, day.saturating_add(Span::new().days(1)))
}

/// The day of a `date` field: `YYYY-MM-DD`, in years that have a calendar here.
pub(crate) fn day(text: &str) -> Option<Date> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(n, b)| if matches!(n, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    if !is_shaped {
        return None;
    }
    text.parse::<Date>().ok().filter(|day| (1970..=9998).contains(&day.year()))
}

/// The end of the same day so many months later; of a month that has no such day, of its last.
pub(crate) fn months_later(zone: &str, at: Instant, months: i64) -> Instant {
    ends(zone, local(zone, at).date().saturating_add(Span::new().months(months.clamp(0, 1200))))
}

/// `YYYY-MM-DDTHH:MM`, with or without seconds, as browsers send it, and nothing else.
fn wall_time(text: &str) -> Option<DateTime> {
    let shape = |pattern: &str| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(t, p)| if p == b'0' { t.is_ascii_digit() } else { t == p })
    };
    if !shape("0000-00-00T00:00") && !shape("0000-00-00T00:00:00") {
        return None;
    }
    text.parse::<DateTime>().ok().filter(|local| (1970..=9998).contains(&local.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utc(text: &str) -> Instant {
        Instant(text.parse::<Timestamp>().expect("a test's timestamp").as_millisecond())
    }

    #[test]
    fn wall_time_becomes_a_moment() {
        for (local, zone, want) in [
            ("2027-03-20T14:00", "Asia/Shanghai", "2027-03-20T06:00:00Z"),
            ("2027-01-15T14:00", "Europe/Lisbon", "2027-01-15T14:00:00Z"),
            ("2027-07-15T14:00", "Europe/Lisbon", "2027-07-15T13:00:00Z"),
            ("2027-07-15T14:00", "America/New_York", "2027-07-15T18:00:00Z"),
            ("2027-07-15T14:00:30", "UTC", "2027-07-15T14:00:30Z"),
        ] {
            assert_eq!(TzDb.moment(local, zone), Ok(utc(want)), "{local} {zone}");
        }
    }

    #[test]
    fn a_skipped_hour_is_told() {
        // On 28 March 2027 Lisbon's clocks go from 01:00 to 02:00, on 14 March New York's from 02:00 to 03:00.
        for (local, zone) in [("2027-03-28T01:30", "Europe/Lisbon"), ("2027-03-14T02:30", "America/New_York")] {
            assert_eq!(TzDb.moment(local, zone), Err(FieldCode::NoSuchTime), "{local} {zone}");
        }
        assert_eq!(TzDb.moment("2027-03-28T00:59", "Europe/Lisbon"), Ok(utc("2027-03-28T00:59:00Z")));
        assert_eq!(TzDb.moment("2027-03-28T02:00", "Europe/Lisbon"), Ok(utc("2027-03-28T01:00:00Z")));
    }

    #[test]
    fn of_a_repeated_hour_the_first_is_taken() {
        // On 31 October 2027 Lisbon's clocks go back from 02:00 to 01:00, on 7 November New York's.
        assert_eq!(TzDb.moment("2027-10-31T01:30", "Europe/Lisbon"), Ok(utc("2027-10-31T00:30:00Z")));
        assert_eq!(TzDb.moment("2027-11-07T01:30", "America/New_York"), Ok(utc("2027-11-07T05:30:00Z")));
    }

    #[test]
    fn what_is_no_time_or_no_zone_is_told() {
        for bad in [
            "",
            "2027-02-30T10:00",
            "2027-03-20",
            "2027-03-20 14:00",
            "2027-03-20T24:00",
            "2027-03-20T14:00Z",
            "0001-01-01T00:00",
            "today",
        ] {
            assert_eq!(TzDb.moment(bad, "UTC"), Err(FieldCode::NotATime), "{bad}");
        }
        for bad in ["", "Mars/Base", "asia/shanghai", "Etc/Unknown", "../etc/passwd"] {
            assert!(!TzDb.knows(bad), "{bad}");
            assert_eq!(TzDb.moment("2027-03-20T14:00", bad), Err(FieldCode::UnknownZone), "{bad}");
        }
    }

    #[test]
    fn every_zone_offered_is_known_and_offered_once() {
        for (i, zone) in COMMON.iter().enumerate() {
            assert!(TzDb.knows(zone), "{zone}");
            assert!(!COMMON[..i].contains(zone), "{zone} twice");
        }
        assert_eq!(offered("America/Nuuk").first().map(String::as_str), Some("America/Nuuk"));
        assert_eq!(offered("Mars/Base").len(), COMMON.len());
    }

    #[test]
    fn months_end_with_the_day_through_leap_years_and_summer_time() {
        for (from, zone, months, want) in [
            ("2027-03-20T06:00:00Z", "Asia/Shanghai", 6, "2027-09-20T16:00:00Z"),
            ("2027-08-31T12:00:00Z", "UTC", 6, "2028-03-01T00:00:00Z"),
            ("2027-01-31T23:30:00Z", "UTC", 1, "2027-03-01T00:00:00Z"),
            // Lisbon's day is an hour longer in summer than it was when they came.
            ("2027-02-27T12:00:00Z", "Europe/Lisbon", 2, "2027-04-27T23:00:00Z"),
            // Beirut's clocks skip the first hour of 28 March 2027.
            ("2027-02-27T12:00:00Z", "Asia/Beirut", 1, "2027-03-27T22:00:00Z"),
        ] {
            assert_eq!(months_later(zone, utc(from), months), utc(want), "{from} {zone}");
        }
        assert_eq!(day("2028-02-29").map(|day| begins("UTC", day)), Some(utc("2028-02-29T00:00:00Z")));
        for bad in ["2027-02-29", "", "2027-2-1", "2027-02-01T00:00", "0001-01-01", "９９９９-01"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }

    proptest! {
        /// Who comes later does not count less long.
        #[test]
        fn later_days_end_later(a in 0i64..60_000_000, b in 0i64..60_000_000, months in 1i64..37, zone in prop::sample::select(COMMON.to_vec())) {
            let (first, second) = (Instant(a.min(b) * 60_000), Instant(a.max(b) * 60_000));
            prop_assert!(months_later(zone, first, months) <= months_later(zone, second, months));
            prop_assert!(months_later(zone, first, months) > first);
        }

        /// A moment's wall time leads back to it, or, in the repeated hour, to the same wall time earlier.
        #[test]
        fn there_and_back(minute in 0i64..60_000_000, zone in prop::sample::select(COMMON.to_vec())) {
            let at = Instant(minute * 60_000);
            // In years past a few zones had offsets with seconds or skipped a day; wall time is by the minute.
            let text = wall(zone, at);
            let back = TzDb.moment(&text, zone);
            prop_assert!(back.is_ok(), "{} {}: {:?}", text, zone, back);
            let back = back.expect("just checked");
            prop_assert_eq!(wall(zone, back), text);
            prop_assert!(back <= at);
            if at.0 >= 1_000_000_000_000 {
                prop_assert!(at.0 - back.0 == 0 || (1..=7_200_000).contains(&(at.0 - back.0)), "{} {}", at.0, back.0);
            }
        }

        #[test]
        fn nothing_typed_makes_it_panic(local in "\\PC{0,24}", zone in "\\PC{0,24}") {
            _ = TzDb.moment(&local, &zone);
            _ = TzDb.moment(&local, "UTC");
        }

        #[test]
        fn no_moment_is_too_far(at: i64) {
            prop_assert!(!wall("Asia/Shanghai", Instant(at)).is_empty());
        }
    }
}
