//! What a badge is: as it is typed, and as it is meant.

use super::{BadgeRule, Scope};
use crate::{
    Failure, FieldCode,
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};

/// The most numbers of a limited edition.
pub const MOST_NUMBERS: i64 = 10_000;
/// The longest name, in characters: it stands on a share image.
const LONGEST_NAME: usize = 40;
/// The longest story.
const LONGEST_STORY: usize = 600;
/// The longest sentence on how to earn it.
const LONGEST_CRITERIA: usize = 160;
/// The longest address and family.
const LONGEST_SLUG: usize = 40;
/// The most tiers of a family.
const MOST_STEPS: i64 = 20;
/// Parts of the organisers' own addresses.
const RESERVED: [&str; 5] = ["new", "grant", "grants", "batches", "art"];

/// A badge as an organiser types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BadgeForm {
    /// The end of its address; only read when it is made.
    pub slug: String,
    pub name_en: String,
    pub name_zh: String,
    pub story_en: String,
    pub story_zh: String,
    pub criteria_en: String,
    pub criteria_zh: String,
    /// See [`Scope::word`].
    pub scope: String,
    /// See [`BadgeRule::WORDS`]; empty for one that is given by hand.
    pub rule: String,
    /// The rule's number, where it has one.
    pub count: String,
    /// How many there will ever be; empty for any number.
    pub edition: String,
    /// The same word for all tiers of one family; may be empty.
    pub family: String,
    /// Which tier of the family it is, from 1.
    pub step: String,
    /// Is it a secret until it is earned?
    pub secret: bool,
}

/// A badge's words, English and Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub name: [String; 2],
    pub story: [String; 2],
    pub criteria: [String; 2],
}

/// How a badge is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub scope: Scope,
    pub rule: Option<BadgeRule>,
    pub edition: Option<i64>,
    pub is_secret: bool,
    /// Its family, and which tier of it.
    pub family: Option<(String, i64)>,
}

/// A badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub slug: String,
    pub words: Words,
    pub terms: Terms,
}

/// What can no longer be changed of a badge, for somebody holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// How often it can be held.
    pub scope: Scope,
    /// Its edition; none where there can be any number, and where there always will be.
    pub edition: Option<i64>,
    /// So many numbers are given.
    pub numbered: i64,
}

impl BadgeForm {
    /// The badge that is meant. `fixed` is what holders rely on, once there are some.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with the fields of the form.
    pub fn parse(&self, fixed: Option<Fixed>) -> Result<Definition, Failure> {
        let mut errors = Errors::default();
        let slug = errors.take("slug", slug(&self.slug));
        let name = pair(&mut errors, "name", (&self.name_en, &self.name_zh), LONGEST_NAME);
        let story = pair(&mut errors, "story", (&self.story_en, &self.story_zh), LONGEST_STORY);
        let criteria = pair(&mut errors, "criteria", (&self.criteria_en, &self.criteria_zh), LONGEST_CRITERIA);
        let terms = self.terms(&mut errors, fixed);
        let parsed = slug.zip(name).zip(story).zip(criteria).zip(terms);
        let ((((slug, name), story), criteria), terms) = errors.finish(parsed)?;
        Ok(Definition { slug, words: Words { name, story, criteria }, terms })
    }

    fn terms(&self, errors: &mut Errors, fixed: Option<Fixed>) -> Option<Terms> {
        let scope = Scope::from_word(&self.scope).ok_or(FieldCode::UnknownChoice);
        let scope = errors.take(
            "scope",
            scope.and_then(|scope| match fixed {
                Some(fixed) if fixed.scope != scope => Err(FieldCode::FixedOnceGranted),
                _ => Ok(scope),
            }),
        );
        let rule = self.rule(errors);
        let edition = errors.take("edition", edition(&self.edition, fixed));
        let family = self.family(errors);
        if let (Some(scope), Some(Some(rule))) = (scope, rule)
            && !rule.fits(scope)
        {
            errors.add("scope", FieldCode::NotWithThisRule);
        }
        let (((scope, rule), edition), family) = scope.zip(rule).zip(edition).zip(family)?;
        Some(Terms { scope, rule, edition, is_secret: self.secret, family })
    }

    fn rule(&self, errors: &mut Errors) -> Option<Option<BadgeRule>> {
        match self.rule.as_str() {
            "" => Some(None),
            word if BadgeRule::takes_number(word) => {
                let n = errors.take("count", form::number(&self.count, 1, BadgeRule::MOST))?;
                Some(BadgeRule::from_text(&format!("{word}:{n}")))
            }
            word => {
                let rule = BadgeRule::from_text(word).ok_or(FieldCode::UnknownChoice);
                errors.take("rule", rule).map(Some)
            }
        }
    }

    fn family(&self, errors: &mut Errors) -> Option<Option<(String, i64)>> {
        match (self.family.trim(), self.step.trim()) {
            ("", "") => Some(None),
            ("", _) => {
                errors.add("family", FieldCode::Required);
                None
            }
            (family, step) => {
                let family = errors.take("family", slug(family));
                let step = errors.take("step", form::number(step, 1, MOST_STEPS));
                family.zip(step).map(Some)
            }
        }
    }
}

/// Small letters, digits and dashes, beginning with a letter.
fn slug(text: &str) -> Result<String, FieldCode> {
    let text = form::line(&text.to_ascii_lowercase(), LONGEST_SLUG)?;
    let is_plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with('-');
    if !is_plain || !begins {
        return Err(FieldCode::HandleShape);
    }
    if RESERVED.contains(&text.as_str()) { Err(FieldCode::HandleTaken) } else { Ok(text) }
}

/// A text in both languages; each has an error of its own.
fn pair(errors: &mut Errors, field: &str, (en, zh): (&str, &str), longest: usize) -> Option<[String; 2]> {
    let en = errors.take(&format!("{field}_en"), form::line(en, longest));
    let zh = errors.take(&format!("{field}_zh"), form::line(zh, longest));
    en.zip(zh).map(|(en, zh)| [en, zh])
}

/// "7 of 100" is a promise to all who have a number: an edition may become smaller, never larger.
fn edition(text: &str, fixed: Option<Fixed>) -> Result<Option<i64>, FieldCode> {
    let least = fixed.map_or(1, |fixed| fixed.numbered.max(1));
    let typed = match text.trim() {
        "" => None,
        text => Some(form::number(text, least, MOST_NUMBERS)?),
    };
    match (fixed.map(|fixed| fixed.edition), typed) {
        (Some(Some(was)), Some(now)) if now > was => Err(FieldCode::TooLarge { max: was }),
        (Some(Some(_)), None) | (Some(None), Some(_)) => Err(FieldCode::FixedOnceGranted),
        _ => Ok(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form() -> BadgeForm {
        BadgeForm {
            slug: "Lamp-Keeper".into(),
            name_en: "Lamp keeper".into(),
            name_zh: "守灯人".into(),
            story_en: "For keeping it lit.".into(),
            story_zh: "灯一直亮着。".into(),
            criteria_en: "Stay a night".into(),
            criteria_zh: "守一整夜".into(),
            scope: "once".into(),
            ..BadgeForm::default()
        }
    }

    #[test]
    fn a_whole_form_is_a_badge() {
        let badge = form().parse(None).expect("all there");
        assert_eq!((badge.slug.as_str(), badge.terms.scope, badge.terms.rule), ("lamp-keeper", Scope::Once, None));
        let full = BadgeForm {
            rule: "meetups".into(),
            count: " 5 ".into(),
            edition: "100".into(),
            family: "meetups".into(),
            step: "2".into(),
            ..form()
        };
        let terms = full.parse(None).expect("all there").terms;
        assert_eq!((terms.rule, terms.edition), (Some(BadgeRule::Meetups(5)), Some(100)));
        assert_eq!(terms.family, Some(("meetups".into(), 2)));
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        let empty = BadgeForm::default().parse(None).expect_err("nothing");
        for field in ["slug", "name_en", "name_zh", "story_en", "story_zh", "criteria_en", "criteria_zh"] {
            assert_eq!(empty.of_field(field), Some(FieldCode::Required), "{field}");
        }
        type Change = fn(&mut BadgeForm);
        let cases: [(&str, FieldCode, Change); 11] = [
            ("slug", FieldCode::HandleShape, |f| f.slug = "灯".into()),
            ("slug", FieldCode::HandleShape, |f| f.slug = "../x".into()),
            ("slug", FieldCode::HandleTaken, |f| f.slug = "new".into()),
            ("name_zh", FieldCode::TooLong { max: 40 }, |f| f.name_zh = "灯".repeat(41)),
            ("scope", FieldCode::UnknownChoice, |f| f.scope = "twice".into()),
            ("rule", FieldCode::UnknownChoice, |f| f.rule = "birthday".into()),
            ("count", FieldCode::Required, |f| f.rule = "meetups".into()),
            ("edition", FieldCode::TooSmall { min: 1 }, |f| f.edition = "0".into()),
            ("family", FieldCode::Required, |f| f.step = "1".into()),
            ("step", FieldCode::Required, |f| f.family = "meetups".into()),
            ("scope", FieldCode::NotWithThisRule, |f| {
                (f.rule, f.count, f.scope) = ("founders".into(), "9".into(), "season".into());
            }),
        ];
        for (field, code, change) in cases {
            let mut form = form();
            change(&mut form);
            assert_eq!(form.parse(None).expect_err(field).of_field(field), Some(code), "{field}");
        }
    }

    #[test]
    fn what_holders_rely_on_stays() {
        let fixed = Fixed { scope: Scope::Once, edition: Some(100), numbered: 7 };
        let with = |edition: &str| BadgeForm { edition: edition.into(), ..form() }.parse(Some(fixed));
        assert_eq!(with("7").expect("no number is lost").terms.edition, Some(7));
        for (edition, code) in [
            ("6", FieldCode::TooSmall { min: 7 }),
            ("101", FieldCode::TooLarge { max: 100 }),
            ("", FieldCode::FixedOnceGranted),
        ] {
            assert_eq!(with(edition).expect_err(edition).of_field("edition"), Some(code));
        }
        let unlimited = Fixed { edition: None, numbered: 0, ..fixed };
        let limit = BadgeForm { edition: "5".into(), ..form() }.parse(Some(unlimited));
        assert_eq!(limit.expect_err("some have no number").of_field("edition"), Some(FieldCode::FixedOnceGranted));
        let other = BadgeForm { scope: "event".into(), edition: "100".into(), ..form() }.parse(Some(fixed));
        assert_eq!(other.expect_err("another scope").of_field("scope"), Some(FieldCode::FixedOnceGranted));
    }

    proptest! {
        #[test]
        fn an_address_is_plain(text in "\\PC{0,12}|[a-zA-Z0-9-]{0,44}") {
            if let Ok(slug) = slug(&text) {
                prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
                prop_assert!(!slug.is_empty() && slug.len() <= 40 && !RESERVED.contains(&slug.as_str()));
            }
        }

        #[test]
        fn an_edition_never_grows_and_never_loses_a_number(
            was in 1_i64..200, given in 0_i64..200, typed in "-?[0-9]{0,5}|[a-z]",
        ) {
            let fixed = Fixed { scope: Scope::Once, edition: Some(was), numbered: given.min(was) };
            if let Ok(now) = edition(&typed, Some(fixed)) {
                let now = now.expect("a limit stays one");
                prop_assert!(now <= was && now >= given.min(was));
            }
        }
    }
}
