//! Grants as credentials that anybody can check (Open Badges 3.0): what may stand in them, and who they come from.

use serde::{Deserialize, Serialize};

/// How many bits a public list of revoked credentials has: so many that a place in it tells nothing.
pub const STATUS_BITS: i64 = 131_072;

/// So many places of a list are given away; then another list is begun. Half of them, so that a place drawn by lot is soon a
/// free one.
pub const STATUS_PLACES: i64 = STATUS_BITS / 2;

/// What a grant says for good: as it was when it was granted, whatever becomes of the badge, the event or the names later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The badge's slug: its address.
    pub slug: String,
    pub name: String,
    pub story: String,
    pub criteria: String,
    /// Address of the art on this site.
    pub art: String,
    /// The language of these words: the holder's, when they got it.
    pub lang: String,
    /// What for, where an organiser gave it.
    pub reason: Option<String>,
    /// Where it was earned.
    pub event: Option<FrozenEvent>,
}

/// The event of a [`Frozen`] grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenEvent {
    pub slug: String,
    pub title: String,
    /// "3 April 2027", in the event's own time.
    pub date: String,
    /// They were let in at its door.
    pub attended: bool,
}

impl Frozen {
    /// The same without the letters that verifiers of different families write differently, or not at all.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let event = self.event.map(|event| FrozenEvent {
            slug: clean(&event.slug),
            title: clean(&event.title),
            date: clean(&event.date),
            attended: event.attended,
        });
        let slug = clean(&self.slug);
        // Readers refuse a badge without these words.
        let words =
            |text: &str| Some(clean(text)).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| slug.clone());
        Self {
            name: words(&self.name),
            story: words(&self.story),
            criteria: words(&self.criteria),
            art: clean(&self.art),
            lang: clean(&self.lang),
            reason: self.reason.as_deref().map(clean).filter(|reason| !reason.trim().is_empty()),
            event,
            slug,
        }
    }
}

/// The text without C0 controls save tab, line feed and carriage return, without DEL, and without non-characters: implementations
/// of the canonical form differ in how they write these, so a signature over them would hold for some readers and not for others.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| is_kept(*c)).collect()
}

const fn is_kept(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{7f}' | '\u{fdd0}'..='\u{fdef}' => false,
        c => c as u32 & 0xfffe != 0xfffe,
    }
}

/// The issuer's name for machines: `did:web` of the address at which people reach the site, which has a host and no path.
#[must_use]
pub fn did_web(base_url: &str) -> String {
    let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest).trim_end_matches('/');
    format!("did:web:{}", authority.replace('[', "%5B").replace(']', "%5D").replace(':', "%3A"))
}

/// What LinkedIn's form for a certificate is filled in with.
#[derive(Clone, Copy, Debug)]
pub struct Certificate<'a> {
    /// The badge's name.
    pub name: &'a str,
    /// Who gave it: the site's name.
    pub organisation: &'a str,
    pub year: i16,
    /// From 1.
    pub month: i8,
    /// Where it can be seen.
    pub url: &'a str,
    /// Its number.
    pub id: &'a str,
}

/// The address of LinkedIn's form, filled in. A plain link: nothing is sent before somebody follows it.
#[must_use]
pub fn linked_in(certificate: &Certificate<'_>) -> String {
    let Certificate { name, organisation, year, month, url, id } = certificate;
    let (year, month) = (year.to_string(), month.to_string());
    let pairs = [
        ("name", *name),
        ("organizationName", *organisation),
        ("issueYear", year.as_str()),
        ("issueMonth", month.as_str()),
        ("certUrl", *url),
        ("certId", *id),
    ];
    let mut link = String::from("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME");
    for (key, value) in pairs {
        link.push('&');
        link.push_str(key);
        link.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                link.push(char::from(byte));
            } else {
                link.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_signed_alike_is_left_out() {
        assert_eq!(clean("a\0b\u{8}c\u{7f}d\u{fffe}e\u{ffff}f\u{fdd0}g\u{1fffe}h\u{10ffff}"), "abcdefgh");
        let kept = "守夜人 🏮\t\n\r\u{80}\u{9f}\u{200b}\u{202e}\u{fffd}\"\\";
        assert_eq!(clean(kept), kept);
    }

    #[test]
    fn a_badge_of_which_nothing_is_left_is_called_by_its_address() {
        let frozen = Frozen {
            slug: "night-shift".into(),
            name: "\u{1}\u{ffff} ".into(),
            story: "For the lamp\u{8}.".into(),
            criteria: String::new(),
            art: "/badges/night-shift.svg".into(),
            lang: "en".into(),
            reason: Some("\u{7f}".into()),
            event: None,
        };
        let Frozen { name, story, criteria, reason, .. } = frozen.cleaned();
        assert_eq!((name.as_str(), story.as_str(), criteria.as_str()), ("night-shift", "For the lamp.", "night-shift"));
        assert_eq!(reason, None);
    }

    #[test]
    fn the_issuer_is_the_address() {
        for (address, did) in [
            ("https://popcorn.example", "did:web:popcorn.example"),
            ("https://popcorn.example:8443/", "did:web:popcorn.example%3A8443"),
            ("http://127.0.0.1:3000", "did:web:127.0.0.1%3A3000"),
            ("http://[::1]:3000", "did:web:%5B%3A%3A1%5D%3A3000"),
        ] {
            assert_eq!(did_web(address), did);
        }
    }

    #[test]
    fn linked_in_is_told_what_the_badge_is() {
        let link = linked_in(&Certificate {
            name: "守夜人 & co",
            organisation: "Lamplight Radio",
            year: 2027,
            month: 3,
            url: "https://popcorn.example/g/1",
            id: "1",
        });
        assert_eq!(
            link,
            "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=%E5%AE%88%E5%A4%9C%E4%BA%BA%20%26%20co\
             &organizationName=Lamplight%20Radio&issueYear=2027&issueMonth=3&certUrl=https%3A%2F%2Fpopcorn.example%2Fg%2F1&certId=1"
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(once.chars().all(is_kept));
        }

        #[test]
        fn no_word_leaves_its_place_in_the_link(name in any::<String>(), organisation in any::<String>()) {
            let link = linked_in(&Certificate { name: &name, organisation: &organisation, year: 2027, month: 12, url: "u", id: "i" });
            prop_assert_eq!(link.matches('&').count(), 6);
            prop_assert!(link.is_ascii() && !link.contains([' ', '"', '<', '#']));
        }
    }
}
