//! What tests about letters ask again and again.

use backend::testing::TestSite;
use domain::{EventId, Instant, Locale, members::Actor};

pub fn utc(text: &str) -> Instant {
    use domain::events::plan::Zones;
    backend::zones::TzDb.moment(text, "UTC").expect("a test's time")
}

pub async fn house(world: &TestSite, capacity: i64) -> (Actor, Vec<Actor>, EventId) {
    let chengdu = world.chapter("Chengdu").await;
    let host = world.organiser("Qiao Bo", chengdu).await;
    let event = world.event(chengdu, &host, capacity).await;
    (host, world.fans(3).await, event)
}

/// The subjects of all mails so far, oldest first, with whom they went to.
pub fn subjects(world: &TestSite) -> Vec<(String, String)> {
    let head = |letter: &str, name: &str| {
        let line = letter.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        line.trim().to_owned()
    };
    world.letters().iter().map(|letter| (head(letter, "To: "), head(letter, "Subject: "))).collect()
}

/// The subject of the letter to somebody whom an organiser took off.
pub const REMOVED: &str = "You are no longer signed up";

pub fn count(world: &TestSite, words: &str) -> usize {
    subjects(world).iter().filter(|(_, subject)| subject.contains(words)).count()
}

/// The calendar part of a mail, decoded.
pub fn calendar(letter: &str) -> Option<String> {
    let (_, part) = letter.split_once("Content-Type: text/calendar")?;
    let (head, body) = part.split_once("\r\n\r\n")?;
    assert!(head.contains("base64") && head.contains("charset=utf-8"), "{head}");
    let body: String = body.split("\r\n--").next()?.split_whitespace().collect();
    String::from_utf8(unbase64(&body)).ok()
}

fn unbase64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut have) = (vec![], 0_u32, 0);
    for letter in text.bytes().filter(|b| *b != b'=') {
        bits = bits << 6 | LETTERS.iter().position(|l| *l == letter).expect("base64") as u32;
        have += 6;
        if have >= 8 {
            have -= 8;
            out.push((bits >> have & 0xff) as u8);
        }
    }
    out
}

pub async fn speaks_chinese(world: &TestSite, fan: &Actor) {
    world.speaks(fan, Locale::ZhCn).await;
}
