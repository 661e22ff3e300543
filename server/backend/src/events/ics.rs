//! An event as a calendar file (RFC 5545), for `/e/{slug}.ics`.
//!
//! Its UID stays for ever and its SEQUENCE rises with each change that matters, so that a calendar that has it already puts its
//! entry right; a cancelled event stays in the file and says so. Times are UTC: every program knows that hour. There is nothing
//! in it that is not on the public page.

use domain::{EventId, Failure, Instant, events::State};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::card::stored_state;
use crate::{Site, sql, zones};

/// The most octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar file, ready to be served as `text/calendar; charset=utf-8`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// The file.
    pub text: String,
    /// What its `ETag` is made of: rises with each change.
    pub version: i64,
    /// When the event was last changed.
    pub changed: Instant,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    state: String,
    title: String,
    summary: String,
    starts_at: i64,
    ends_at: i64,
    venue: String,
    address: String,
    city: String,
    cancel_reason: Option<String>,
    version: i64,
    changed_at: i64,
}

/// The calendar file of the public event at this address, or at one it had before.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft.
pub async fn ics(site: &Site, slug: &str) -> Result<CalendarFile, Failure> {
    let row: Option<Row> = site
        .db
        .read()
        .await?
        .optional(
            sql!("SELECT e.id, e.slug, e.state, e.title, e.summary, e.starts_at, e.ends_at, e.venue, e.address, c.city,
                         e.cancel_reason, e.version, e.changed_at
                  FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE (e.slug = $1 OR e.id = (SELECT o.event_id FROM event_old_slug o WHERE o.slug = $1)) AND e.state <> 'draft'
                  LIMIT 1"),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let is_cancelled = stored_state(&row.state)? == State::Cancelled;
    Ok(CalendarFile {
        version: row.version,
        changed: Instant(row.changed_at),
        text: written(&Entry {
            uid: format!("{}@{}", EventId(row.id), host(&site.settings.base_url)),
            url: site.url(&format!("/e/{}", row.slug)),
            calendar: &site.settings.name,
            is_cancelled,
            row: &row,
        }),
    })
}

struct Entry<'a> {
    uid: String,
    url: String,
    calendar: &'a str,
    is_cancelled: bool,
    row: &'a Row,
}

/// The file, line by line.
fn written(entry: &Entry<'_>) -> String {
    let Row { title, summary, venue, address, city, version, .. } = entry.row;
    let mut file = File(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Popcorn//Popcorn//EN");
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", "PUBLISH");
    file.line("X-WR-CALNAME", &text(entry.calendar));
    file.line("BEGIN", "VEVENT");
    file.line("UID", &entry.uid);
    file.line("SEQUENCE", &version.to_string());
    // In a published file both say when the entry was last changed: the same file is the same, whenever it is fetched.
    file.line("DTSTAMP", &utc(entry.row.changed_at));
    file.line("LAST-MODIFIED", &utc(entry.row.changed_at));
    file.line("DTSTART", &utc(entry.row.starts_at));
    file.line("DTEND", &utc(entry.row.ends_at));
    file.line("SUMMARY", &text(title));
    let reason = entry.row.cancel_reason.as_deref().filter(|_| entry.is_cancelled).unwrap_or_default();
    let words = [reason, summary.as_str(), entry.url.as_str()].into_iter().filter(|part| !part.is_empty());
    file.line("DESCRIPTION", &text(&words.collect::<Vec<_>>().join("\n\n")));
    let mut place: Vec<&str> = vec![];
    for part in [venue, address, city] {
        if !part.is_empty() && !place.iter().any(|earlier| earlier.contains(part.as_str())) {
            place.push(part);
        }
    }
    file.line("LOCATION", &text(&place.join(", ")));
    file.line("URL", &entry.url);
    file.line("STATUS", if entry.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    file.line("TRANSP", if entry.is_cancelled { "TRANSPARENT" } else { "OPAQUE" });
    file.line("END", "VEVENT");
    file.line("END", "VCALENDAR");
    file.0
}

struct File(String);

impl File {
    /// A content line, folded where it is too long; never inside of a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1; // the space counts
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A value of the type TEXT (RFC 5545, 3.3.11). Control characters may not stand in it.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// `20270320T060000Z`.
fn utc(millis: i64) -> String {
    let at: Timestamp = zones::timestamp(Instant(millis));
    let at = TimeZone::UTC.to_datetime(at);
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// The host of the site's address, which makes ids unique in the world; its port and path do not count.
fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or(rest);
    // An IPv6 address has colons of its own.
    match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            id: Uuid::from_u128(7),
            slug: "茶馆录音带".into(),
            state: "published".into(),
            title: "Tea-House Tapes; one, two \\ three".into(),
            summary:
                "灯火电台的听众带着旧磁带来茶馆，一起听那些没有播出的夜晚。带上你的录音，也带上一位朋友；茶由我们来泡。"
                    .into(),
            starts_at: 1_806_732_000_000,
            ends_at: 1_806_744_600_000,
            venue: "Old Tram Depot, Chengdu".into(),
            address: "88 Peony Lane".into(),
            city: "Chengdu".into(),
            cancel_reason: None,
            version: 3,
            changed_at: 1_805_522_400_123,
        }
    }

    fn file(row: &Row, is_cancelled: bool) -> String {
        let uid = format!("{}@{}", EventId(row.id), host("https://popcorn.example:8443/fans"));
        written(&Entry {
            uid,
            url: "https://popcorn.example/e/茶馆录音带".into(),
            calendar: "Lamplight Radio",
            is_cancelled,
            row,
        })
    }

    /// As a calendar reads it: folds undone, name and value of each line.
    fn read(file: &str) -> Vec<(String, String)> {
        let unfolded = file.replace("\r\n ", "");
        unfolded
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    fn value(file: &str, name: &str) -> String {
        let mut found = read(file).into_iter().filter(|(n, _)| n == name).map(|(_, value)| value);
        let value = found.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(name == "BEGIN" || name == "END" || found.next().is_none(), "{name} twice");
        value
    }

    #[test]
    fn every_line_is_short_and_ends_as_it_must() {
        let file = file(&row(), false);
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        for line in file.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        assert!(file.contains("\r\n "), "long ones are folded");
    }

    #[test]
    fn it_says_what_the_page_says() {
        let row = row();
        let file = file(&row, false);
        assert_eq!(value(&file, "UID"), "00000000-0000-0000-0000-000000000007@popcorn.example");
        assert_eq!(value(&file, "SEQUENCE"), "3");
        assert_eq!(value(&file, "DTSTART"), "20270403T060000Z");
        assert_eq!(value(&file, "DTEND"), "20270403T093000Z");
        assert_eq!(value(&file, "DTSTAMP"), "20270320T060000Z");
        assert_eq!(value(&file, "STATUS"), "CONFIRMED");
        assert_eq!(value(&file, "SUMMARY"), "Tea-House Tapes\\; one\\, two \\\\ three");
        assert_eq!(value(&file, "LOCATION"), "Old Tram Depot\\, Chengdu\\, 88 Peony Lane");
        assert_eq!(value(&file, "DESCRIPTION"), format!("{}\\n\\nhttps://popcorn.example/e/茶馆录音带", row.summary));
    }

    #[test]
    fn a_cancelled_event_stays_and_says_so() {
        let row = Row { cancel_reason: Some("The depot is flooded.".into()), version: 4, ..row() };
        let file = file(&row, true);
        assert_eq!((value(&file, "STATUS"), value(&file, "SEQUENCE")), ("CANCELLED".into(), "4".into()));
        assert!(value(&file, "DESCRIPTION").starts_with("The depot is flooded.\\n\\n"));
    }

    #[test]
    fn no_text_begins_a_line_of_its_own() {
        let row = Row { title: "x\r\nATTENDEE:mailto:a@b.example\u{7}".into(), ..row() };
        let file = file(&row, false);
        assert!(!read(&file).iter().any(|(name, _)| name == "ATTENDEE"));
        assert_eq!(value(&file, "SUMMARY"), "x\\nATTENDEE:mailto:a@b.example");
    }

    #[test]
    fn hosts() {
        for (url, want) in [
            ("http://127.0.0.1:3000", "127.0.0.1"),
            ("https://fans.example.org/club", "fans.example.org"),
            ("http://[::1]:80", "[::1]"),
        ] {
            assert_eq!(host(url), want);
        }
    }
}
