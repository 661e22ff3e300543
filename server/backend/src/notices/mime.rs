//! From words to a mail: plain text, and the same as simple HTML.

use std::{
    fmt::Write,
    time::{Duration, UNIX_EPOCH},
};

use domain::{Instant, JobId};
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::{
    contents::Reader,
    invite::Invite,
    texts::{Part, Text},
};
use crate::operations::jobs::Trouble;

/// A letter, ready to be put into an envelope.
pub(super) struct Mail<'a> {
    /// Names the mail, also when it is sent a second time.
    pub(super) id: JobId,
    pub(super) made_at: Instant,
    pub(super) reader: &'a Reader,
    pub(super) text: &'a Text,
    /// What it does to the reader's calendar.
    pub(super) invite: Option<Invite>,
    /// Where the reader ends mail of this kind by one click.
    pub(super) unsubscribe: Option<String>,
}

impl Mail<'_> {
    /// The whole mail, from `sender`; `host` stands in its id.
    pub(super) fn message(&self, sender: Mailbox, host: &str) -> Result<Message, Trouble> {
        let address: Address = self
            .reader
            .email
            .parse()
            .map_err(|_| Trouble::never("the member's address is none that mail can be sent to"))?;
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.made_at.0).unwrap_or_default());
        let quoted = |text: String| {
            Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable)
                .map_err(|_| Trouble::never("the text cannot be put into a mail"))
        };
        let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(quoted(plain(self.text))?);
        let html = SinglePart::builder()
            .header(ContentType::TEXT_HTML)
            .body(quoted(html(self.text, self.reader.locale.tag()))?);
        // Named after the job, so that the same letter is the same file.
        let boundary = format!("part-{}", self.id.0.simple());
        let mut parts = MultiPart::alternative().boundary(boundary).singlepart(plain).singlepart(html);
        if let Some(invite) = &self.invite {
            parts = parts.singlepart(calendar(invite, invite.text(&sender, self.reader, self.made_at))?);
        }
        let mut mail = Message::builder()
            .from(sender)
            .to(Mailbox::new(Some(one_line(&self.reader.name)).filter(|name| !name.is_empty()), address))
            .subject(one_line(&self.text.subject))
            .date(date)
            .message_id(Some(format!("<{}@{host}>", self.id)))
            // No out-of-office answers to these.
            .raw_header(header("Auto-Submitted", "auto-generated".into()));
        if let Some(url) = &self.unsubscribe {
            // One click, answered without a page (RFC 8058).
            mail = mail
                .raw_header(header("List-Unsubscribe", format!("<{url}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        mail.multipart(parts).map_err(|error| Trouble::never(format!("the letter cannot be put into a mail: {error}")))
    }
}

/// A header of ours, in plain ASCII.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// The part that mail programs offer to put into the calendar. In Base64, so that its line ends stay what they are.
fn calendar(invite: &Invite, text: String) -> Result<SinglePart, Trouble> {
    let kind = format!("text/calendar; charset=utf-8; method={}", invite.method());
    let kind = ContentType::parse(&kind).map_err(|_| Trouble::never("the calendar part has no type"))?;
    let body = Body::new_with_encoding(text, ContentTransferEncoding::Base64)
        .map_err(|_| Trouble::never("the calendar part cannot be put into a mail"))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// Without control characters: a header is one line, and the mail library panics at names that are not.
pub(super) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// As plain text.
pub(super) fn plain(text: &Text) -> String {
    let mut out = String::new();
    for part in &text.parts {
        match part {
            Part::Line(line) => out.push_str(line),
            Part::Code(code) => _ = write!(out, "    {code}"),
            Part::Facts(facts) => {
                let lines: Vec<_> = facts.iter().map(|(label, value)| format!("{label}: {value}")).collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Link(label, url) => _ = write!(out, "{label}:\n{url}"),
        }
        out.push_str("\n\n");
    }
    _ = writeln!(out, "-- \n{}", text.foot);
    out
}

/// As HTML that any mail program shows: no pictures, nothing loaded from anywhere.
fn html(text: &Text, lang: &str) -> String {
    const BODY: &str = "margin:0 auto;padding:24px;max-width:560px;font:17px/1.5 system-ui,sans-serif;color:#241c24;background:#fffdf8";
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body style=\"{BODY}\">\n",
        escaped(&text.subject)
    );
    for part in &text.parts {
        match part {
            Part::Line(line) => _ = writeln!(out, "<p>{}</p>", escaped(line).replace('\n', "<br>\n")),
            Part::Code(code) => {
                _ = writeln!(out, "<p style=\"font:700 32px/1.2 ui-monospace,monospace\">{}</p>", escaped(code))
            }
            Part::Facts(facts) => {
                out.push_str("<p>\n");
                for (label, value) in facts {
                    _ = writeln!(out, "{}: <b>{}</b><br>", escaped(label), escaped(value));
                }
                out.push_str("</p>\n");
            }
            Part::Link(label, url) => _ = writeln!(out, "<p><a href=\"{}\">{}</a></p>", escaped(url), escaped(label)),
        }
    }
    _ = write!(
        out,
        "<p style=\"margin-top:32px;font-size:15px;color:#6b5f6b\">{}</p>\n</body>\n</html>\n",
        escaped(&text.foot)
    );
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::contents::Asked;
    use domain::{Locale, MemberId};
    use uuid::Uuid;

    fn text(line: &str) -> Text {
        Text {
            subject: "灯火 <b>".into(),
            parts: vec![
                Part::Line(line.into()),
                Part::Code("012345".into()),
                Part::Link("Here", "https://popcorn.example/e/a\"b".into()),
            ],
            foot: "Lamplight Radio".into(),
        }
    }

    #[test]
    fn no_name_becomes_markup() {
        let html = html(&text("<script>alert(1)</script>"), "en");
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;") && html.contains("a&quot;b"));
        assert!(plain(&text("<3")).starts_with("<3\n\n    012345\n\nHere:\nhttps://"));
    }

    #[test]
    fn the_same_letter_is_the_same_mail_and_no_name_adds_a_header() {
        let reader = Reader {
            member: MemberId(Uuid::nil()),
            email: "fan@example.org".into(),
            name: "Zhu\r\nBcc: all@example.org".into(),
            locale: Locale::En,
            zone: "UTC".into(),
            shows_badges: false,
            asked: Asked::Now,
        };
        let text = text("Hello.");
        let mail = Mail {
            id: JobId(Uuid::from_u128(9)),
            made_at: Instant(1_805_522_400_000),
            reader: &reader,
            text: &text,
            invite: None,
            unsubscribe: Some("https://popcorn.example/unsubscribe/1".into()),
        };
        let make = || {
            mail.message("Lamplight <no-reply@popcorn.example>".parse().expect("an address"), "popcorn.example")
                .expect("a mail")
                .formatted()
        };
        let first = String::from_utf8(make()).expect("mail is ASCII");
        assert_eq!(first.as_bytes(), make());
        assert!(first.is_ascii());
        assert!(!first.lines().any(|line| line.starts_with("Bcc:")), "{first}");
        assert!(first.contains("Message-ID: <00000000-0000-0000-0000-000000000009@popcorn.example>"), "{first}");
        assert!(first.contains("    012345"), "{first}");
        assert!(first.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{first}");
    }
}
