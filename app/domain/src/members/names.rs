//! Mail address, handle, display name, password: parsed once, trusted afterwards.

use crate::{FieldCode, form};
use std::fmt;

/// A mail address, in lower case. Checked for its shape only: the code we send proves the rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The longest address a mail server must take (RFC 5321, 4.5.3.1.3, without the brackets).
    pub const MAX: usize = 254;

    /// One `@`, something before it, a domain with a dot behind it, no white space.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = form::line(text, Self::MAX)?.to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(FieldCode::NotAnEmail)?;
        let labels_fit = domain.split('.').all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-'));
        let good = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && labels_fit
            && !text.contains(|c: char| {
                c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\')
            })
            && !domain.contains('@');
        if good { Ok(Self(text)) } else { Err(FieldCode::NotAnEmail) }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name in a member's address `/u/{handle}`: 3 to 30 of a-z, 0-9, `-`, `_`, starting with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle(String);

impl Handle {
    /// Names that would pass for the house itself.
    const RESERVED: [&str; 12] = [
        "admin",
        "administrator",
        "popcorn",
        "root",
        "support",
        "moderator",
        "system",
        "staff",
        "official",
        "null",
        "undefined",
        "me",
    ];

    /// Capital letters become small ones.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = form::line(text, 30)?.to_ascii_lowercase();
        if text.chars().count() < 3 {
            return Err(FieldCode::TooShort { min: 3 });
        }
        let shape = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if !shape {
            Err(FieldCode::HandleShape)
        } else if Self::RESERVED.contains(&text.as_str()) {
            Err(FieldCode::HandleTaken)
        } else {
            Ok(Self(text))
        }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a member is called on pages and at the door: one line of 1 to 60 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// The most characters.
    pub const MAX: usize = 60;

    /// Any script; directional and other invisible control characters are refused, they make names lie.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let name = form::line(text, Self::MAX)?;
        let hidden = |c: char| {
            matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                | '\u{e0000}'..='\u{e007f}')
        };
        if name.contains(hidden) { Err(FieldCode::Malformed) } else { Ok(Self(name)) }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A new password: 10 to 200 characters, not one of those tried first. Never printed.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// The fewest characters (NIST SP 800-63B asks for 8, and no rules about their kinds).
    pub const MIN: u32 = 10;

    /// The most common passwords of ten characters or more.
    const COMMON: [&str; 14] = [
        "1234567890",
        "qwertyuiop",
        "password123",
        "password1234",
        "1q2w3e4r5t",
        "0123456789",
        "9876543210",
        "iloveyou123",
        "1111111111",
        "0000000000",
        "aaaaaaaaaa",
        "abcdefghij",
        "qwerty12345",
        "popcornpopcorn",
    ];

    /// Checks length and the list of common ones.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let n = text.chars().count();
        if n == 0 {
            Err(FieldCode::Required)
        } else if n < Self::MIN as usize {
            Err(FieldCode::TooShort { min: Self::MIN })
        } else if n > 200 {
            Err(FieldCode::TooLong { max: 200 })
        } else if Self::COMMON.contains(&text.to_lowercase().as_str()) {
            Err(FieldCode::PasswordTooCommon)
        } else {
            Ok(Self(text.into()))
        }
    }

    /// The secret itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses() {
        for good in ["yuting@example.org", " Fan.One+tag@Mail.Example.COM ", "灯@例子.中国"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "yuting.example.org",
            "@example.org",
            "a@b",
            "a@b..org",
            "a b@example.org",
            "a@b@example.org",
            "a@-b.org",
            ".a@b.org",
            "a<b@c.org",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Email::parse("A@B.org").map(|e| e.as_str().to_owned()), Ok("a@b.org".into()));
    }

    #[test]
    fn handles() {
        assert_eq!(Handle::parse("Wen_Shuyan-2").map(|h| h.0), Ok("wen_shuyan-2".into()));
        assert_eq!(Handle::parse("me"), Err(FieldCode::TooShort { min: 3 }));
        assert_eq!(Handle::parse("admin"), Err(FieldCode::HandleTaken));
        for bad in ["1abc", "a b c", "温书燕燕", "a/../b", "-abc"] {
            assert_eq!(Handle::parse(bad), Err(FieldCode::HandleShape), "{bad}");
        }
    }

    #[test]
    fn names_do_not_lie() {
        assert!(DisplayName::parse("Zoë \u{202e}nimda").is_err());
        assert_eq!(DisplayName::parse("  Zhu   Yuting ").map(|n| n.0), Ok("Zhu Yuting".into()));
    }

    #[test]
    fn a_password_is_not_printed() {
        let secret = Password::parse("correct horse battery").expect("long enough");
        assert!(!format!("{secret:?}").contains("horse"));
        assert_eq!(Password::parse("Password123").map(drop), Err(FieldCode::PasswordTooCommon));
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(s in "\\PC{0,80}") {
            if let Ok(e) = Email::parse(&s) { prop_assert_eq!(Email::parse(e.as_str()), Ok(e)); }
            if let Ok(h) = Handle::parse(&s) { prop_assert_eq!(Handle::parse(h.as_str()), Ok(h)); }
            if let Ok(n) = DisplayName::parse(&s) { prop_assert_eq!(DisplayName::parse(n.as_str()), Ok(n)); }
        }
    }
}
