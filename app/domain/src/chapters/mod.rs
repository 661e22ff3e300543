//! Local clubs.

pub mod view;

use crate::{
    Failure, FieldCode, Locale,
    events::plan::{self, Zones},
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};

/// What somebody typed who founds a chapter; every field as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChapterForm {
    pub name: String,
    pub city: String,
    /// The last part of its address; made from the city where it is empty.
    pub slug: String,
    /// IANA name.
    pub zone: String,
    /// BCP 47 tag of the language it speaks.
    pub locale: String,
    pub story: String,
}

/// A chapter as its founder wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChapter {
    pub name: String,
    pub city: String,
    pub slug: String,
    pub zone: String,
    pub locale: Locale,
    pub story: String,
}

impl ChapterForm {
    /// Reads the whole form; all errors are told at once.
    pub fn parse(&self, zones: &dyn Zones) -> Result<NewChapter, Failure> {
        let mut e = Errors::default();
        let name = e.take("name", form::line(&self.name, 60));
        let city = e.take("city", form::line(&self.city, 60));
        let typed = if self.slug.trim().is_empty() { &self.city } else { &self.slug };
        let slug = plan::slug(typed);
        // Without a city the slug's error would be its second complaint about the same gap.
        if slug.is_empty() && city.is_some() {
            e.add("slug", FieldCode::Required);
        }
        let zone =
            e.take("zone", if zones.knows(&self.zone) { Ok(self.zone.clone()) } else { Err(FieldCode::UnknownZone) });
        let locale = e.take("locale", Locale::from_tag(&self.locale).ok_or(FieldCode::UnknownChoice));
        let story = e.take("story", form::text(&self.story, 2000));
        let chapter =
            (|| Some(NewChapter { name: name?, city: city?, slug, zone: zone?, locale: locale?, story: story? }))();
        e.finish(chapter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    struct OneZone;
    impl Zones for OneZone {
        fn moment(&self, _: &str, _: &str) -> Result<Instant, FieldCode> {
            Err(FieldCode::NotATime)
        }
        fn knows(&self, zone: &str) -> bool {
            zone == "Asia/Shanghai"
        }
    }

    #[test]
    fn a_chapter_is_found_under_its_city() {
        let form = ChapterForm {
            name: "Chengdu Lamplighters".into(),
            city: "Chengdu".into(),
            zone: "Asia/Shanghai".into(),
            locale: "zh".into(),
            ..ChapterForm::default()
        };
        let chapter = form.parse(&OneZone).expect("good");
        assert_eq!((chapter.slug.as_str(), chapter.locale), ("chengdu", Locale::ZhCn));
        let wrong =
            ChapterForm { city: "?".into(), zone: "Mars/Base".into(), ..form }.parse(&OneZone).expect_err("two errors");
        assert_eq!(
            (wrong.of_field("slug"), wrong.of_field("zone")),
            (Some(FieldCode::Required), Some(FieldCode::UnknownZone))
        );
    }
}
