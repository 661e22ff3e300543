//! Every word of the interface, in both languages side by side.
//!
//! One function per message: `messages::common::sign_in(locale)`. A test reads all of them: nothing is missing in a
//! language, both name the same values, and the voice is kept (design: short words, no exclamation marks).

pub mod badges;
pub mod badges_desk;
pub mod common;
pub mod credentials;
pub mod door;
pub mod events;
pub mod forms;
pub mod honor;
pub mod leaderboard;
pub mod ledger;
pub mod lifecycle;
pub mod members;
pub mod notices;
pub mod organise;
pub mod people;
pub mod places;
pub mod privacy;
pub mod profile;
pub mod queue;
pub mod shifts;
pub mod signups;
pub mod tiers;

/// One entry of the catalogue, for the test that reads all of it.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// The function's name.
    pub key: &'static str,
    /// English; two texts where one and many differ.
    pub en: &'static [&'static str],
    /// Simplified Chinese.
    pub zh: &'static str,
}

/// Writes the functions of a message module and its list `ALL`.
///
/// ```text
/// messages! {
///     sign_in => "Sign in", "登录";
///     welcome(name: &str) => "Hi {name}", "{name}，你好";
///     seats_left(n: i64) => one "{n} seat left", other "{n} seats left", "还剩 {n} 个名额";
/// }
/// ```
/// A plural is decided by its first value. Without values a message is `&'static str`, with values a `String`.
#[macro_export]
macro_rules! messages {
    ($($(#[$meta:meta])* $key:ident $(($($arg:ident : $ty:ty),+ $(,)?))? => $(one $one:literal, other)? $en:literal, $zh:literal;)*) => {
        $($crate::message_fn! { $(#[$meta])* $key [$($($arg: $ty),+)?] [$($one)?] $en $zh })*

        /// Every message of this module.
        pub const ALL: &[$crate::messages::Message] = &[
            $($crate::messages::Message { key: stringify!($key), en: &[$($one,)? $en], zh: $zh }),*
        ];
    };
}

/// One function of [`messages!`].
#[doc(hidden)]
#[macro_export]
macro_rules! message_fn {
    ($(#[$meta:meta])* $key:ident [] [] $en:literal $zh:literal) => {
        #[doc = $en]
        $(#[$meta])*
        pub const fn $key(locale: ::domain::Locale) -> &'static str {
            match locale {
                ::domain::Locale::En => $en,
                ::domain::Locale::ZhCn => $zh,
            }
        }
    };
    ($(#[$meta:meta])* $key:ident [$($arg:ident : $ty:ty),+] [] $en:literal $zh:literal) => {
        #[doc = $en]
        $(#[$meta])*
        pub fn $key(locale: ::domain::Locale, $($arg: $ty),+) -> String {
            match locale {
                ::domain::Locale::En => format!($en),
                ::domain::Locale::ZhCn => format!($zh),
            }
        }
    };
    ($(#[$meta:meta])* $key:ident [$n:ident : $nty:ty $(, $arg:ident : $ty:ty)*] [$one:literal] $en:literal $zh:literal) => {
        #[doc = $en]
        $(#[$meta])*
        pub fn $key(locale: ::domain::Locale, $n: $nty $(, $arg: $ty)*) -> String {
            match locale {
                ::domain::Locale::En if $n == 1 => format!($one),
                ::domain::Locale::En => format!($en),
                ::domain::Locale::ZhCn => format!($zh),
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Message;
    use std::collections::BTreeSet;

    /// Every module of messages: a new one goes here too.
    const MODULES: &[(&str, &[Message])] = &[
        ("common", super::common::ALL),
        ("badges", super::badges::ALL),
        ("badges_desk", super::badges_desk::ALL),
        ("credentials", super::credentials::ALL),
        ("door", super::door::ALL),
        ("events", super::events::ALL),
        ("members", super::members::ALL),
        ("notices", super::notices::ALL),
        ("organise", super::organise::ALL),
        ("people", super::people::ALL),
        ("places", super::places::ALL),
        ("privacy", super::privacy::ALL),
        ("queue", super::queue::ALL),
        ("shifts", super::shifts::ALL),
        ("signups", super::signups::ALL),
        ("forms", super::forms::ALL),
        ("honor", super::honor::ALL),
        ("leaderboard", super::leaderboard::ALL),
        ("ledger", super::ledger::ALL),
        ("lifecycle", super::lifecycle::ALL),
        ("profile", super::profile::ALL),
        ("tiers", super::tiers::ALL),
    ];

    /// Chinese texts that rightly hold no Chinese: names, formats.
    const NO_CHINESE: &[&str] = &[
        "English",
        "{name}",
        "{label}",
        "CSV",
        "{name}：{event}",
        "{what}：{about}",
        "{note}（{seen}）",
        "Cookie",
        "+{n}",
        "−{n}",
        "{n}%",
        "Popcorn",
        "，{who}",
        "{time}，{city}，{venue}",
        "，",
        "{role}，{time}",
        "{places}，{lead}",
        "{label}：{answer}",
        "{a}，{b}",
        "、",
        "。",
        "{event}，{date}",
        "{date} {time}",
        "{what}，{who}",
        "{city}，{venue}",
        "{event}，{cause}",
        "{cause}：{reason}",
        "{what}：{reason}",
        "{have} / {of}",
        "{name}，{role}",
        "{who}，{when}",
        "{note}，{who}，{when}",
    ];

    /// Words the voice keeps away from, and the sentences that may use them.
    const BANNED: &[&str] =
        &[" oops", " redeem", " cash", " coins", " spend ", " reward value", " streak", " buy ", " purchase"];
    const MAY_NAME_CASH: &[&str] = &["honor_is_thanks", "earn_not_cash"];
    const BANNED_ZH: &[&str] = &["积分兑换", "奖金", "扣分"];

    fn values(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .map(|value| value.split(':').next().unwrap_or(value))
            .collect()
    }

    #[test]
    fn the_catalogue_is_whole_and_keeps_the_voice() {
        let mut wrong = vec![];
        for (module, messages) in MODULES {
            let mut keys = BTreeSet::new();
            for m in *messages {
                let mut say = |what: &str| wrong.push(format!("{module}::{}: {what}", m.key));
                if !keys.insert(m.key) {
                    say("twice");
                }
                if m.zh.trim().is_empty() || m.en.iter().any(|t| t.trim().is_empty()) {
                    say("empty in a language");
                }
                let (en, zh) = (values(m.en[m.en.len() - 1]), values(m.zh));
                if en != zh {
                    say(&format!("the languages name different values: {en:?}, {zh:?}"));
                }
                if !m.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && !NO_CHINESE.contains(&m.zh) {
                    say("no Chinese in the Chinese text");
                }
                for text in m.en.iter().chain([&m.zh]) {
                    if text.contains(['!', '！']) {
                        say("exclamation mark");
                    }
                    if text.contains('\'') || text.contains("...") {
                        say("typewriter apostrophe or dots");
                    }
                    let padded = format!(" {} ", text.to_lowercase().replace([',', '.', ':', '?'], " "));
                    if BANNED.iter().any(|w| padded.contains(w)) && !MAY_NAME_CASH.contains(&m.key) {
                        say("a word the voice avoids");
                    }
                    if BANNED_ZH.iter().any(|w| text.contains(w)) {
                        say("a Chinese word the voice avoids");
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
