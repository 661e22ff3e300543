//! A badge's words, in the reader's language.

use domain::Locale;
use domain::badges::view::{BadgeView, Edition, Numbered};

/// A version of a badge as it is stored: with its words in both languages.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct BadgeRow {
    pub(super) slug: String,
    pub(super) art: String,
    pub(super) name_en: String,
    pub(super) name_zh: String,
    pub(super) story_en: String,
    pub(super) story_zh: String,
    pub(super) criteria_en: String,
    pub(super) criteria_zh: String,
}

impl BadgeRow {
    pub(super) fn view(self, locale: Locale) -> BadgeView {
        let pick = |en, zh| in_locale(locale, en, zh);
        BadgeView {
            slug: self.slug,
            name: pick(self.name_en, self.name_zh),
            story: pick(self.story_en, self.story_zh),
            criteria: pick(self.criteria_en, self.criteria_zh),
            art: self.art,
        }
    }
}

/// The one of two texts that the reader reads.
pub(super) fn in_locale(locale: Locale, en: String, zh: String) -> String {
    match locale {
        Locale::En => en,
        Locale::ZhCn => zh,
    }
}

/// How much of a limited edition is given; none where there can be any number.
pub(super) fn edition(of: Option<i64>, given: i64) -> Option<Edition> {
    of.map(|of| Edition { given, of })
}

/// "7 of 100".
pub(super) fn numbered(number: Option<i64>, of: Option<i64>) -> Option<Numbered> {
    number.zip(of).map(|(number, of)| Numbered { number, of })
}
