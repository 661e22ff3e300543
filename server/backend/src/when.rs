//! Dates and times in words, in the reader's language and the event's own zone.
//!
//! Pages get text, never a moment to format: the browser has neither the zones nor the words.

mod zone_names;

use domain::{Instant, Locale, When, signups::NO_END};
use jiff::civil::{Date, DateTime, Weekday};

use crate::zones;

pub use zone_names::zone_name;

/// A span of time; only its start where there is no end.
pub fn when(locale: Locale, zone: &str, starts: Instant, ends: Option<Instant>) -> When {
    let start = zones::local(zone, starts);
    let end = ends.filter(|e| *e > starts).map(|e| zones::local(zone, e));
    let day = start.date();
    // Until early the next morning is still the same night, to those who go there.
    let last =
        end.map(|e| if e.date() == next_day(day) && e.hour() < 6 { day } else { e.date() }).filter(|last| *last != day);
    When {
        date: last.map_or_else(|| full_date(locale, day), |last| full_span(locale, day, last)),
        short: last.map_or_else(|| short_day(locale, day), |last| short_span(locale, day, last)),
        day: day.day().to_string(),
        month: match locale {
            Locale::En => format!("{}, {}", month(day), weekday_short(locale, day)),
            Locale::ZhCn => format!("{}月 {}", day.month(), weekday_short(locale, day)),
        },
        month_short: match locale {
            Locale::En => format!("{}, {}", month(day).chars().take(3).collect::<String>(), weekday_short(locale, day)),
            Locale::ZhCn => format!("{}月 {}", day.month(), weekday_short(locale, day)),
        },
        year: day.year().to_string(),
        time: clock(start),
        range: match (end, last) {
            (None, _) => clock(start),
            (Some(end), None) => time_span(locale, clock(start), clock(end)),
            (Some(end), Some(last)) => {
                let at = |day, t| match locale {
                    Locale::En => format!("{} {}", day_of_span(locale, start.date(), last, day), clock(t)),
                    Locale::ZhCn => format!("{}{}", day_of_span(locale, start.date(), last, day), clock(t)),
                };
                time_span(locale, at(start.date(), start), at(end.date(), end))
            }
        },
        zone: zone_name(locale, zone, starts),
        iso: iso(zone, starts),
        iso_end: iso(zone, ends.unwrap_or(starts)),
    }
}

/// "6 December 2026", "2026年12月6日".
pub fn date(locale: Locale, zone: &str, at: Instant) -> String {
    let day = zones::local(zone, at).date();
    match locale {
        Locale::En => format!("{} {} {}", day.day(), month(day), day.year()),
        Locale::ZhCn => chinese_date(day),
    }
}

/// "14 Mar 2027", "2027年3月14日".
pub fn short_date(locale: Locale, zone: &str, at: Instant) -> String {
    let day = zones::local(zone, at).date();
    match locale {
        Locale::En => format!("{} {} {}", day.day(), month_short(day), day.year()),
        Locale::ZhCn => chinese_date(day),
    }
}

/// "March 2026", "2026年3月".
pub fn month_year(locale: Locale, zone: &str, at: Instant) -> String {
    let day = zones::local(zone, at).date();
    match locale {
        Locale::En => format!("{} {}", month(day), day.year()),
        Locale::ZhCn => format!("{}年{}月", day.year(), day.month()),
    }
}

/// "Dec 2026", "2026年12月".
pub fn short_month_year(locale: Locale, zone: &str, at: Instant) -> String {
    let day = zones::local(zone, at).date();
    match locale {
        Locale::En => format!("{} {}", month_short(day), day.year()),
        Locale::ZhCn => month_year(locale, zone, at),
    }
}

/// "14:06".
pub fn time(zone: &str, at: Instant) -> String {
    clock(zones::local(zone, at))
}

/// Do two moments fall on one day, where the clocks of this zone hang?
pub fn is_same_day(zone: &str, a: Instant, b: Instant) -> bool {
    zones::local(zone, a).date() == zones::local(zone, b).date()
}

/// A moment that was, told `now`: its time alone where that was today, else with its day.
pub fn since(locale: Locale, zone: &str, at: Instant, now: Instant) -> String {
    if is_same_day(zone, at, now) { time(zone, at) } else { moment(locale, zone, at) }
}

/// A moment that is soon: "Thursday 18 March, 20:00", "3月18日 星期四 20:00".
pub fn moment(locale: Locale, zone: &str, at: Instant) -> String {
    let local = zones::local(zone, at);
    let day = local.date();
    match locale {
        Locale::En => format!("{} {} {}, {}", weekday(locale, day), day.day(), month(day), clock(local)),
        Locale::ZhCn => format!("{}月{}日 {} {}", day.month(), day.day(), weekday(locale, day), clock(local)),
    }
}

/// A moment that may be long ago: "18 Mar 2027, 20:00", "2027年3月18日 20:00".
pub fn stamp(locale: Locale, zone: &str, at: Instant) -> String {
    let sep = match locale {
        Locale::En => ",",
        Locale::ZhCn => "",
    };
    format!("{}{sep} {}", short_date(locale, zone, at), time(zone, at))
}

/// For machines: local time with its offset, `2027-03-20T14:00:00+08:00`.
pub fn iso(zone: &str, at: Instant) -> String {
    let at = zones::timestamp(at);
    let zone = zones::stored(zone);
    let (local, offset) = (zone.to_datetime(at), zone.to_offset(at).seconds());
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
    let (d, h, m, s) = (local.date(), local.hour(), local.minute(), local.second());
    format!("{d}T{h:02}:{m:02}:{s:02}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// For headers of HTTP: "Sat, 20 Mar 2027 06:00:00 GMT".
pub fn http(at: Instant) -> String {
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&zones::timestamp(at)).unwrap_or_default()
}

/// Until when an offer stands, in words that follow "until": while the event has no date, until it has one.
pub fn until(locale: Locale, zone: &str, at: Instant) -> String {
    match (at == NO_END, locale) {
        (false, _) => moment(locale, zone, at),
        (true, Locale::En) => "there is a new date".into(),
        (true, Locale::ZhCn) => "新时间确定".into(),
    }
}

/// In place of a venue.
pub const fn online(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Online",
        Locale::ZhCn => "线上",
    }
}

/// How long something took, by its largest unit: "3 days", "5 hours", "12 minutes".
pub fn span(locale: Locale, seconds: i64) -> String {
    let minutes = (seconds / 60).max(1);
    let (n, one, many, zh) = match minutes {
        ..120 => (minutes, "minute", "minutes", "分钟"),
        120..2880 => (minutes / 60, "hour", "hours", "小时"),
        _ => (minutes / 1440, "day", "days", "天"),
    };
    match locale {
        Locale::En => format!("{n} {}", if n == 1 { one } else { many }),
        Locale::ZhCn => format!("{n} {zh}"),
    }
}

/// A day alone: "Saturday 20 March 2027", "2027年3月20日 星期六".
pub fn day(locale: Locale, (year, month, day): (i64, i64, i64)) -> String {
    let part = |n: i64| i8::try_from(n).unwrap_or(1);
    let year = i16::try_from(year).unwrap_or(1970);
    Date::new(year, part(month), part(day)).map(|day| full_date(locale, day)).unwrap_or_default()
}

/// "Saturday", "星期六"; `n` counts from Monday, 0.
pub(crate) fn weekday_name(locale: Locale, n: i64) -> &'static str {
    // 5 January 1970 was a Monday.
    let monday = Date::constant(1970, 1, 5);
    let days = i8::try_from(n.rem_euclid(7)).unwrap_or_default();
    weekday(locale, Date::new(1970, 1, monday.day() + days).unwrap_or(monday))
}

fn clock(local: DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn time_span(locale: Locale, from: String, to: String) -> String {
    match locale {
        Locale::En => format!("{from} to {to}"),
        Locale::ZhCn => format!("{from}–{to}"),
    }
}

/// "Saturday 20 March 2027", "2027年3月20日 星期六".
fn full_date(locale: Locale, day: Date) -> String {
    match locale {
        Locale::En => format!("{} {} {} {}", weekday(locale, day), day.day(), month(day), day.year()),
        Locale::ZhCn => format!("{} {}", chinese_date(day), weekday(locale, day)),
    }
}

/// "Saturday 20 to Sunday 21 March 2027": what both ends share is said once.
fn full_span(locale: Locale, from: Date, to: Date) -> String {
    match locale {
        Locale::En => {
            let mut first = format!("{} {}", weekday(locale, from), from.day());
            if from.month() != to.month() || from.year() != to.year() {
                first = format!("{first} {}", month(from));
            }
            if from.year() != to.year() {
                first = format!("{first} {}", from.year());
            }
            format!("{first} to {}", full_date(locale, to))
        }
        Locale::ZhCn => {
            let last =
                if from.year() == to.year() { format!("{}月{}日", to.month(), to.day()) } else { chinese_date(to) };
            format!("{} 至 {last} {}", full_date(locale, from), weekday(locale, to))
        }
    }
}

/// "Sat 20 March", "3月20日 周六".
fn short_day(locale: Locale, day: Date) -> String {
    match locale {
        Locale::En => format!("{} {} {}", weekday_short(locale, day), day.day(), month(day)),
        Locale::ZhCn => format!("{}月{}日 {}", day.month(), day.day(), weekday_short(locale, day)),
    }
}

/// "Sat 20 to Sun 21 March".
fn short_span(locale: Locale, from: Date, to: Date) -> String {
    match locale {
        Locale::En if from.month() == to.month() && from.year() == to.year() => {
            format!("{} {} to {}", weekday_short(locale, from), from.day(), short_day(locale, to))
        }
        Locale::En => format!("{} to {}", short_day(locale, from), short_day(locale, to)),
        Locale::ZhCn => format!("{} 至 {}", short_day(locale, from), short_day(locale, to)),
    }
}

/// A day within a span: its weekday while that is the only one, else its date.
fn day_of_span(locale: Locale, from: Date, to: Date, day: Date) -> String {
    let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
    match locale {
        _ if days < 7 => weekday_short(locale, day).into(),
        Locale::En => format!("{} {}", day.day(), month_short(day)),
        Locale::ZhCn => format!("{}月{}日 ", day.month(), day.day()),
    }
}

fn chinese_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

/// The first three letters.
fn month_short(day: Date) -> &'static str {
    &month(day)[..3]
}

fn weekday(locale: Locale, day: Date) -> &'static str {
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const ZH: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    let n = usize::from(day.weekday().since(Weekday::Monday).unsigned_abs());
    match locale {
        Locale::En => EN[n],
        Locale::ZhCn => ZH[n],
    }
}

fn weekday_short(locale: Locale, day: Date) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    match locale {
        Locale::En => &weekday(locale, day)[..3],
        Locale::ZhCn => ZH[usize::from(day.weekday().since(Weekday::Monday).unsigned_abs())],
    }
}

#[cfg(test)]
mod tests;
