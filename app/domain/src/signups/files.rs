//! Files that fans hand in: what they are by their first bytes, whatever their names say.

use crate::events::questions::FILE_NAME;

/// The kinds of file that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Png,
    Jpeg,
    WebP,
    Pdf,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::WebP, Self::Pdf];

    /// What a file with these bytes is; none for everything that is not taken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if begins(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// How it is served.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Pdf => "pdf",
        }
    }

    /// The name under which it is kept: without folders and signs that mean something elsewhere, and with the ending of what it is.
    pub fn name(self, given: &str) -> String {
        let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let meaning = |c: char| matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?' | '.' | '\u{200e}' | '\u{200f}');
        let hidden = |c: char| ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
        let plain: String = stem
            .chars()
            .map(|c| if c.is_control() || c.is_whitespace() || meaning(c) || hidden(c) { ' ' } else { c })
            .collect();
        let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let stem: String = words.chars().take(FILE_NAME - 5).collect();
        let stem = stem.trim();
        format!("{}.{}", if stem.is_empty() { "file" } else { stem }, self.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n...."), Some(FileKind::Png));
        assert_eq!(FileKind::of(b"\xff\xd8\xff\xe0"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Some(FileKind::WebP));
        assert_eq!(FileKind::of(b"%PDF-1.7"), Some(FileKind::Pdf));
        for other in
            [&b""[..], b"MZ\x90", b"<html>", b"PK\x03\x04", b" %PDF-1.7", b"GIF89a", b"RIFF", b"<svg xmlns=''>"]
        {
            assert_eq!(FileKind::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(FileKind::Pdf.name("..\\..\\C:\\evil.html"), "evil.pdf");
        assert_eq!(FileKind::Png.name("../../etc/passwd"), "passwd.png");
        assert_eq!(FileKind::Jpeg.name("签名 表.JPEG"), "签名 表.jpg");
        assert_eq!(FileKind::Pdf.name("\u{202e}fdp.exe\r\nX: y"), "fdp.pdf");
        assert_eq!(FileKind::Pdf.name(""), "file.pdf");
    }

    proptest! {
        #[test]
        fn names_are_safe_in_headers_and_on_disks(given in "\\PC{0,200}|[\\x00-\\x7f]{0,40}") {
            for kind in FileKind::ALL {
                let name = kind.name(&given);
                prop_assert!(name.chars().count() <= FILE_NAME && !name.starts_with('.'));
                let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | '"' | ':');
                prop_assert!(!name.contains(is_bad));
                prop_assert_eq!(kind.name(&name), name.clone());
            }
        }
    }
}
