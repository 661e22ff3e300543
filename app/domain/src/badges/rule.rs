//! What gives a badge by itself.

use super::Scope;

/// A rule that gives a badge by itself, when somebody is let in at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeRule {
    /// For so many meetups.
    Meetups(u32),
    /// For an event of each chapter.
    EveryChapter,
    /// For helping or being there through a night.
    NightShift,
    /// For coming, as one of so many who joined first.
    Founders(u32),
}

impl BadgeRule {
    /// The words of all of them, in the order in which they are offered.
    pub const WORDS: [&'static str; 4] = ["meetups", "every_chapter", "night_shift", "founders"];
    /// The most meetups or founders that a rule can ask for.
    pub const MOST: i64 = 10_000;

    /// The rule without its number.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meetups(_) => "meetups",
            Self::EveryChapter => "every_chapter",
            Self::NightShift => "night_shift",
            Self::Founders(_) => "founders",
        }
    }

    /// Its number, where it has one.
    pub const fn number(self) -> Option<u32> {
        match self {
            Self::Meetups(n) | Self::Founders(n) => Some(n),
            Self::EveryChapter | Self::NightShift => None,
        }
    }

    /// Does the rule of this word have a number?
    pub fn takes_number(word: &str) -> bool {
        matches!(word, "meetups" | "founders")
    }

    /// The text in the database: "meetups:5".
    pub fn text(self) -> String {
        match self.number() {
            Some(n) => format!("{}:{n}", self.word()),
            None => self.word().into(),
        }
    }

    /// The rule of a stored text.
    pub fn from_text(text: &str) -> Option<Self> {
        let (word, number) = text.split_once(':').map_or((text, None), |(word, number)| (word, Some(number)));
        let number = match number {
            Some(number) => Some(number.parse().ok().filter(|n| (1..=Self::MOST).contains(&i64::from(*n)))?),
            None => None,
        };
        match (word, number) {
            ("meetups", Some(n)) => Some(Self::Meetups(n)),
            ("founders", Some(n)) => Some(Self::Founders(n)),
            ("every_chapter", None) => Some(Self::EveryChapter),
            ("night_shift", None) => Some(Self::NightShift),
            _ => None,
        }
    }

    /// Can somebody earn by this rule as often as the scope says? One is a founder once, and no single event is five meetups.
    pub const fn fits(self, scope: Scope) -> bool {
        match scope {
            Scope::Once => true,
            Scope::Season => !matches!(self, Self::Founders(_)),
            Scope::Event => matches!(self, Self::NightShift | Self::Meetups(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        for rule in [
            BadgeRule::Meetups(1),
            BadgeRule::Meetups(10),
            BadgeRule::EveryChapter,
            BadgeRule::NightShift,
            BadgeRule::Founders(100),
        ] {
            assert_eq!(BadgeRule::from_text(&rule.text()), Some(rule));
            assert!(BadgeRule::WORDS.contains(&rule.word()));
            assert_eq!(BadgeRule::takes_number(rule.word()), rule.number().is_some());
        }
        for nonsense in
            ["", "meetups", "meetups:0", "meetups:-1", "meetups:10001", "every_chapter:2", "founders:", "x:1"]
        {
            assert_eq!(BadgeRule::from_text(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_two_rules(text in "[a-z_]{0,14}(:[0-9a-z-]{0,6})?") {
            if let Some(rule) = BadgeRule::from_text(&text) {
                // Leading zeros are the only other way to write one.
                prop_assert_eq!(BadgeRule::from_text(&rule.text()), Some(rule));
            }
        }
    }
}
