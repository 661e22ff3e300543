//! The languages and looks a person can choose.

use serde::{Deserialize, Serialize};

/// A language of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Locale {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The BCP 47 tag, as it stands in `<html lang>` and in the database.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// OpenGraph's `og:locale`.
    pub const fn og(self) -> &'static str {
        match self {
            Self::En => "en_GB",
            Self::ZhCn => "zh_CN",
        }
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "中文",
        }
    }

    /// The locale of a stored or sent tag: any Chinese is `ZhCn`, any English `En`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhCn),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` header (RFC 9110, 12.5.4); `En` where nothing fits.
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(u32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut part = part.split(';').map(str::trim);
                let locale = Self::from_tag(part.next()?)?;
                let quality = part.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
                (quality > 0.0).then_some(((quality * 1000.0) as u32, locale))
            })
            .collect();
        wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
        wanted.first().map_or(Self::En, |(_, locale)| *locale)
    }
}

/// Light or dark, as the phone says or as the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Theme {
    /// What the device is set to.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The word in the cookie and in `<html data-theme>`; none for the device's own.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Device => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme of a cookie's word.
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Device,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_takes_the_best_we_have() {
        for (header, want) in [
            ("", Locale::En),
            ("fr-FR, de;q=0.9", Locale::En),
            ("zh-TW,zh;q=0.9,en;q=0.8", Locale::ZhCn),
            ("en;q=0.2, zh-Hans;q=0.9", Locale::ZhCn),
            ("zh;q=0, en;q=0.1", Locale::En),
            ("zh;q=x", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), want, "{header}");
        }
    }
}
