//! Calendar files (RFC 5545) and calendar parts of mails (RFC 5546): written here, line by line, for feeds and for letters.
//!
//! The UID of an event stays for ever and its SEQUENCE rises with each change that matters, so that a calendar that has it
//! already puts its entry right; what is cancelled stays and says so. Times are UTC: every program knows that hour.

use domain::Instant;
use jiff::tz::TimeZone;

use crate::zones;

/// The most octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// How often a calendar that follows a feed should ask again.
const REFRESH: &str = "PT1H";

/// What the reader's program is to do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Show it: a feed, or a file to be opened.
    Publish,
    /// Put it into the calendar, or put the entry right.
    Request,
    /// Take it out.
    Cancel,
}

/// Does it happen, as far as this reader goes?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Yes.
    Confirmed,
    /// Perhaps: they wait for a seat.
    Tentative,
    /// No.
    Cancelled,
}

/// A whole file.
pub(crate) struct Calendar<'a> {
    /// What a program calls it.
    pub(crate) name: &'a str,
    pub(crate) method: Method,
    pub(crate) entries: &'a [Entry],
}

/// An event in it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) uid: String,
    pub(crate) sequence: i64,
    /// Of a published file: when the entry was last changed, so that the same file is the same whenever it is fetched. Of a
    /// letter: when it was written.
    pub(crate) stamp: Instant,
    pub(crate) changed: Instant,
    pub(crate) starts: Instant,
    pub(crate) ends: Instant,
    pub(crate) title: String,
    /// Paragraphs; those that are empty are left out.
    pub(crate) words: Vec<String>,
    pub(crate) place: String,
    pub(crate) url: String,
    pub(crate) status: Status,
    /// Who asks whom; in letters only.
    pub(crate) people: Option<People>,
}

/// Who asks whom: each a name and a mail address.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) organiser: (String, String),
    pub(crate) attendee: (String, String),
}

/// The file.
pub(crate) fn written(calendar: &Calendar<'_>) -> String {
    let mut file = File(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Popcorn//Popcorn//EN");
    file.line("CALSCALE", "GREGORIAN");
    match calendar.method {
        Method::Publish => {
            file.line("METHOD", "PUBLISH");
            file.line("X-WR-CALNAME", &text(calendar.name));
            file.line("NAME", &text(calendar.name));
            file.line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
            file.line("X-PUBLISHED-TTL", REFRESH);
        }
        Method::Request => file.line("METHOD", "REQUEST"),
        Method::Cancel => file.line("METHOD", "CANCEL"),
    }
    for entry in calendar.entries {
        write(&mut file, entry);
    }
    file.line("END", "VCALENDAR");
    file.0
}

fn write(file: &mut File, entry: &Entry) {
    file.line("BEGIN", "VEVENT");
    file.line("UID", &entry.uid);
    file.line("SEQUENCE", &entry.sequence.to_string());
    file.line("DTSTAMP", &utc(entry.stamp));
    file.line("LAST-MODIFIED", &utc(entry.changed));
    file.line("DTSTART", &utc(entry.starts));
    file.line("DTEND", &utc(entry.ends));
    file.line("SUMMARY", &text(&entry.title));
    let words: Vec<&str> = entry.words.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    file.line("DESCRIPTION", &text(&words.join("\n\n")));
    if !entry.place.is_empty() {
        file.line("LOCATION", &text(&entry.place));
    }
    file.line("URL", &entry.url);
    file.line(
        "STATUS",
        match entry.status {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        },
    );
    file.line("TRANSP", if entry.status == Status::Confirmed { "OPAQUE" } else { "TRANSPARENT" });
    if let Some(People { organiser, attendee }) = &entry.people {
        file.line(&format!("ORGANIZER;CN={}", parameter(&organiser.0)), &format!("mailto:{}", organiser.1));
        let part = if entry.status == Status::Cancelled { "DECLINED" } else { "ACCEPTED" };
        let name = format!("ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT={part};RSVP=FALSE", parameter(&attendee.0));
        file.line(&name, &format!("mailto:{}", attendee.1));
    }
    file.line("END", "VEVENT");
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

/// The value of a parameter, in quotation marks: it can hold none itself (RFC 5545, 3.2).
fn parameter(value: &str) -> String {
    let clean: String = value.chars().map(|c| if c.is_control() || c == '"' { ' ' } else { c }).collect();
    format!("\"{}\"", clean.trim())
}

/// `20270320T060000Z`.
fn utc(at: Instant) -> String {
    let at = TimeZone::UTC.to_datetime(zones::timestamp(at));
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// The host of the site's address, which makes ids unique in the world; its port and path do not count.
pub(crate) fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or(rest);
    // An IPv6 address has colons of its own.
    match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => rest,
    }
}

#[cfg(test)]
mod tests;
