use super::*;
use domain::events::plan::Zones;
use proptest::prelude::*;

const SHANGHAI: &str = "Asia/Shanghai";

fn at(zone: &str, local: &str) -> Instant {
    zones::TzDb.moment(local, zone).expect("a time of the zone")
}

fn span(locale: Locale, zone: &str, from: &str, to: &str) -> When {
    when(locale, zone, at(zone, from), Some(at(zone, to)))
}

#[test]
fn what_was_today_needs_no_day() {
    let told = |locale, local| since(locale, SHANGHAI, at(SHANGHAI, local), at(SHANGHAI, "2027-03-20T09:00"));
    assert_eq!(told(Locale::En, "2027-03-20T00:24"), "00:24");
    assert_eq!(told(Locale::En, "2027-03-19T23:59"), "Friday 19 March, 23:59");
    assert_eq!(told(Locale::ZhCn, "2027-03-19T23:59"), "3月19日 星期五 23:59");
}

#[test]
fn an_afternoon_reads_as_the_house_writes_it() {
    assert_eq!(
        span(Locale::En, SHANGHAI, "2027-03-20T14:00", "2027-03-20T17:30"),
        When {
            date: "Saturday 20 March 2027".into(),
            short: "Sat 20 March".into(),
            day: "20".into(),
            month: "March, Sat".into(),
            month_short: "Mar, Sat".into(),
            year: "2027".into(),
            time: "14:00".into(),
            range: "14:00 to 17:30".into(),
            zone: "China Standard Time (UTC+8)".into(),
            iso: "2027-03-20T14:00:00+08:00".into(),
            iso_end: "2027-03-20T17:30:00+08:00".into(),
        }
    );
    assert_eq!(
        span(Locale::ZhCn, SHANGHAI, "2027-03-20T14:00", "2027-03-20T17:30"),
        When {
            date: "2027年3月20日 星期六".into(),
            short: "3月20日 周六".into(),
            day: "20".into(),
            month: "3月 周六".into(),
            month_short: "3月 周六".into(),
            year: "2027".into(),
            time: "14:00".into(),
            range: "14:00–17:30".into(),
            zone: "北京时间（UTC+8）".into(),
            iso: "2027-03-20T14:00:00+08:00".into(),
            iso_end: "2027-03-20T17:30:00+08:00".into(),
        }
    );
}

#[test]
fn a_night_is_one_day_and_a_weekend_is_two() {
    let night = span(Locale::En, SHANGHAI, "2026-12-05T22:00", "2026-12-06T04:00");
    assert_eq!((night.date.as_str(), night.range.as_str()), ("Saturday 5 December 2026", "22:00 to 04:00"));
    let weekend = span(Locale::En, SHANGHAI, "2027-03-20T14:00", "2027-03-21T17:30");
    assert_eq!(weekend.date, "Saturday 20 to Sunday 21 March 2027");
    assert_eq!(weekend.short, "Sat 20 to Sun 21 March");
    assert_eq!(weekend.range, "Sat 14:00 to Sun 17:30");
    let weekend = span(Locale::ZhCn, SHANGHAI, "2027-03-20T14:00", "2027-03-21T17:30");
    assert_eq!(weekend.date, "2027年3月20日 星期六 至 3月21日 星期日");
    assert_eq!(weekend.short, "3月20日 周六 至 3月21日 周日");
    assert_eq!(weekend.range, "周六14:00–周日17:30");
}

#[test]
fn longer_spans_say_what_differs() {
    let months = span(Locale::En, "UTC", "2027-03-31T10:00", "2027-04-01T18:00");
    assert_eq!(
        (months.date.as_str(), months.short.as_str()),
        ("Wednesday 31 March to Thursday 1 April 2027", "Wed 31 March to Thu 1 April")
    );
    let years = span(Locale::En, "UTC", "2027-12-31T10:00", "2028-01-09T18:00");
    assert_eq!(years.date, "Friday 31 December 2027 to Sunday 9 January 2028");
    assert_eq!(years.range, "31 Dec 10:00 to 9 Jan 18:00");
    let years = span(Locale::ZhCn, "UTC", "2027-12-31T10:00", "2028-01-09T18:00");
    assert_eq!(years.date, "2027年12月31日 星期五 至 2028年1月9日 星期日");
    assert_eq!(years.range, "12月31日 10:00–1月9日 18:00");
}

#[test]
fn summer_time_has_its_own_name_and_offset() {
    let winter = span(Locale::En, "Europe/Lisbon", "2027-03-27T22:00", "2027-03-28T03:00");
    assert_eq!(winter.zone, "Western European Time (UTC+0)");
    assert_eq!(
        (winter.iso.as_str(), winter.iso_end.as_str()),
        ("2027-03-27T22:00:00+00:00", "2027-03-28T03:00:00+01:00")
    );
    let summer = span(Locale::ZhCn, "Europe/Lisbon", "2027-07-03T22:00", "2027-07-03T23:00");
    assert_eq!(summer.zone, "西欧夏令时间（UTC+1）");
    let york = span(Locale::En, "America/New_York", "2027-03-14T01:00", "2027-03-14T04:00");
    assert_eq!((york.iso.as_str(), york.iso_end.as_str()), ("2027-03-14T01:00:00-05:00", "2027-03-14T04:00:00-04:00"));
}

#[test]
fn other_words() {
    let then = at(SHANGHAI, "2027-03-18T20:05");
    assert_eq!(date(Locale::En, SHANGHAI, then), "18 March 2027");
    assert_eq!(short_date(Locale::En, SHANGHAI, then), "18 Mar 2027");
    assert_eq!(month_year(Locale::En, SHANGHAI, then), "March 2027");
    assert_eq!(short_month_year(Locale::En, SHANGHAI, then), "Mar 2027");
    assert_eq!(time(SHANGHAI, then), "20:05");
    assert_eq!(moment(Locale::En, SHANGHAI, then), "Thursday 18 March, 20:05");
    assert_eq!(stamp(Locale::En, SHANGHAI, then), "18 Mar 2027, 20:05");
    assert_eq!(date(Locale::ZhCn, SHANGHAI, then), "2027年3月18日");
    assert_eq!(month_year(Locale::ZhCn, SHANGHAI, then), "2027年3月");
    assert_eq!(moment(Locale::ZhCn, SHANGHAI, then), "3月18日 星期四 20:05");
    assert_eq!(stamp(Locale::ZhCn, SHANGHAI, then), "2027年3月18日 20:05");
}

#[test]
fn a_start_alone_has_no_range() {
    let w = when(Locale::En, SHANGHAI, at(SHANGHAI, "2027-03-20T14:00"), None);
    assert_eq!((w.range.as_str(), &w.iso), ("14:00", &w.iso_end));
}

proptest! {
    /// The text for machines is read back as the same second, in any zone.
    #[test]
    fn iso_tells_the_moment(second in 946_684_800i64..4_000_000_000, zone in prop::sample::select(zones::COMMON.to_vec())) {
        let read: jiff::Timestamp = iso(zone, Instant(second * 1000)).parse().expect("RFC 3339");
        prop_assert_eq!(read.as_second(), second);
    }

    #[test]
    fn any_span_has_words(from: i64, to: i64, zone in "\\PC{0,9}") {
        for locale in Locale::ALL {
            prop_assert!(!when(locale, &zone, Instant(from), Some(Instant(to))).date.is_empty());
        }
    }
}
