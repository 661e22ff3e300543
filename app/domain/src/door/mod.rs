//! Tickets and the door.

pub mod view;

/// The letters of ticket codes: Crockford's base 32, which leaves out what is mistaken for something else.
pub const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A ticket's short code: 8 letters, shown as `4F7K-2Q9M`, unique within an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TicketCode(String);

/// What was read at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Typed: the short code alone. Good enough for a person in front of the helper; guesses are limited by rate.
    Typed(TicketCode),
    /// The QR code: with its signature, still to be checked.
    Signed { code: TicketCode, signature: String },
    /// Neither.
    Unreadable,
}

impl TicketCode {
    /// From 8 random bytes (their low five bits count).
    pub fn from_random(bytes: [u8; 8]) -> Self {
        Self(bytes.iter().map(|b| char::from(LETTERS[usize::from(b & 31)])).collect())
    }

    /// As typed by a person: small letters, spaces, hyphens, and O, I, L for 0, 1, 1 are taken.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = String::new();
        for c in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '.')) {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            if !c.is_ascii() || !LETTERS.contains(&(c as u8)) {
                return None;
            }
            code.push(c);
        }
        (code.len() == 8).then_some(Self(code))
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is shown: `4F7K-2Q9M`.
    pub fn shown(&self) -> String {
        format!("{}-{}", &self.0[..4], &self.0[4..])
    }

    /// What the QR code holds: capital letters and digits only, which keeps it small (QR alphanumeric mode).
    pub fn signed(&self, signature: &str) -> String {
        format!("PC:{}:{signature}", self.0)
    }
}

impl Scanned {
    /// Reads what a helper typed or a camera saw.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("PC:").or_else(|| text.strip_prefix("pc:"))
            && let Some((code, signature)) = rest.split_once(':')
            && let Some(code) = TicketCode::parse(code)
        {
            return Self::Signed { code, signature: signature.to_ascii_uppercase() };
        }
        TicketCode::parse(text).map_or(Self::Unreadable, Self::Typed)
    }
}

/// May somebody of this name be meant by what was typed? Each word of it stands somewhere in the name, in small letters or
/// capitals. Nobody is meant by nothing.
pub fn sounds_like(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
    let mut words = typed.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| name.contains(word))
}

/// Bytes in [`LETTERS`], five bits a letter; the rest of the last letter is zero.
pub fn base32(bytes: &[u8]) -> String {
    let (mut out, mut buffer, mut bits) = (String::new(), 0u32, 0);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[(buffer >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        out.push(char::from(LETTERS[(buffer << (5 - bits)) as usize & 31]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["4F7K-2Q9M", "4f7k2q9m", " 4F7K 2Q9M ", "4f7k–2q9m"] {
            assert_eq!(TicketCode::parse(typed).map(|c| c.shown()), Some("4F7K-2Q9M".into()), "{typed}");
        }
        assert_eq!(TicketCode::parse("OIL0-0000"), TicketCode::parse("0110-0000"));
        for bad in ["", "4F7K-2Q9", "4F7K-2Q9MM", "4F7K-2Q9U", "灯火电台灯火电台"] {
            assert_eq!(TicketCode::parse(bad), None, "{bad}");
        }
        assert_eq!(Scanned::parse("https://elsewhere.example/x"), Scanned::Unreadable);
    }

    #[test]
    fn a_name_is_found_by_its_parts() {
        for typed in ["Wen Shuyan", "shuyan wen", " wen ", "SHU"] {
            assert!(sounds_like("Wen Shuyan", typed), "{typed}");
        }
        assert!(sounds_like("文书砚", "书砚") && sounds_like("Élodie", "éLO"));
        for typed in ["", " ", "Wen Li", "wenshuyan"] {
            assert!(!sounds_like("Wen Shuyan", typed), "{typed}");
        }
    }

    #[test]
    fn base32_is_crockfords() {
        assert_eq!(base32(&[0xff, 0, 0xff]), "ZW0FY");
        assert_eq!(base32(&[]), "");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(bytes: [u8; 8], signature in "[0-9A-HJKMNP-TV-Z]{16}") {
            let code = TicketCode::from_random(bytes);
            prop_assert_eq!(TicketCode::parse(&code.shown()), Some(code.clone()));
            prop_assert_eq!(Scanned::parse(&code.signed(&signature)), Scanned::Signed { code, signature });
        }

        #[test]
        fn nothing_typed_makes_it_panic(s in "\\PC{0,60}") {
            _ = Scanned::parse(&s);
            _ = sounds_like(&s, &s);
        }
    }
}
