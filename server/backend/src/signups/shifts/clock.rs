//! The clocks of the place: when it is night there, and where a moved day takes its shifts.

use domain::Instant;
use domain::signups::shifts::{
    Span,
    credit::{NIGHT_FROM, NIGHT_UNTIL},
};
use jiff::civil::DateTime;

use crate::zones;

/// The moment of a stored wall time; an hour that the clocks skip is the next one, of two with the same name it is the first.
pub(super) fn moment(zone: &str, local: &str) -> Option<Instant> {
    of(zone, local.parse().ok()?)
}

fn of(zone: &str, local: DateTime) -> Option<Instant> {
    let at = zones::stored(zone).to_ambiguous_timestamp(local).compatible().ok()?;
    Some(Instant(at.as_millisecond()))
}

/// A wall time, as far from `to` as it was from `from`: two in the afternoon stays two in the afternoon when the day is moved.
pub(super) fn moved(local: &str, (from, to): (&str, &str)) -> Option<String> {
    let wall = |text: &str| text.parse::<DateTime>().ok();
    let at = wall(local)?.checked_add(wall(from)?.until(wall(to)?).ok()?).ok()?;
    Some(format!("{:04}-{:02}-{:02}T{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute()))
}

/// The nights that a span may touch.
pub(super) fn nights(zone: &str, span: Span) -> Vec<Span> {
    let (first, last) = (zones::local(zone, span.starts).date(), zones::local(zone, span.ends).date());
    let mut nights = vec![];
    let mut evening = first.yesterday().unwrap_or(first);
    while evening <= last {
        let Ok(morning) = evening.tomorrow() else { break };
        let ends = of(zone, morning.at(NIGHT_UNTIL, 0, 0, 0));
        nights.extend(of(zone, evening.at(NIGHT_FROM, 0, 0, 0)).zip(ends).map(|(starts, ends)| Span { starts, ends }));
        evening = morning;
    }
    nights
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::signups::shifts::credit::{Turn, Work};

    fn span(zone: &str, starts: &str, ends: &str) -> Span {
        let at = |local| moment(zone, local).expect("a test's time");
        Span { starts: at(starts), ends: at(ends) }
    }

    #[test]
    fn night_is_by_the_clocks_of_the_place() {
        for (zone, starts, ends, minutes, night) in [
            ("Asia/Shanghai", "2027-05-09T09:00", "2027-05-09T12:00", 180, 0),
            ("Asia/Shanghai", "2027-05-09T21:00", "2027-05-10T00:00", 180, 120),
            ("Asia/Shanghai", "2027-05-09T05:00", "2027-05-09T08:00", 180, 60),
            // Lisbon's clocks go from 01:00 to 02:00: a night an hour shorter is an hour less of work.
            ("Europe/Lisbon", "2027-03-27T23:00", "2027-03-28T05:00", 300, 300),
            // And back from 02:00 to 01:00.
            ("Europe/Lisbon", "2027-10-30T23:00", "2027-10-31T07:00", 540, 480),
        ] {
            let span = span(zone, starts, ends);
            let work = Work::new(span, &nights(zone, span), Turn::First);
            assert_eq!((work.minutes, work.night), (minutes, night), "{zone} {starts}");
        }
    }

    #[test]
    fn shifts_move_with_their_day() {
        let days = ("2027-05-09T09:00", "2027-05-16T10:30");
        assert_eq!(moved("2027-05-09T12:00", days).as_deref(), Some("2027-05-16T13:30"));
        assert_eq!(moved("2027-05-08T23:00", days).as_deref(), Some("2027-05-16T00:30"));
        assert_eq!(moved("noon", days), None);
    }
}
