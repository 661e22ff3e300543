//! Of whom a question is asked: of guests, of those who take a shift, of those in one role, or of everybody.

use super::Question;
use crate::RoleId;
use serde::{Deserialize, Serialize};

/// Of whom a question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskedOf {
    /// Those who sign up for a seat.
    #[default]
    Guests,
    /// Those who take a shift, whatever they do in it.
    Helpers,
    /// Those who take a shift of this role.
    Role(RoleId),
    /// Guests and helpers.
    Everybody,
}

/// Somebody who signs up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// For a seat.
    Guest,
    /// For a shift of this role.
    Helper(RoleId),
}

impl AskedOf {
    /// The word in forms: a role is its id.
    pub fn word(self) -> String {
        match self {
            Self::Role(id) => id.to_string(),
            other => other.kind().into(),
        }
    }

    /// What a form sends; guests where it says nothing.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim() {
            "" => Some(Self::default()),
            word => Self::stored(word, None).or_else(|| word.parse().ok().map(Self::Role)),
        }
    }

    /// The word in the database, beside the id of the role.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Guests => "guests",
            Self::Helpers | Self::Role(_) => "helpers",
            Self::Everybody => "everybody",
        }
    }

    /// The role, where it is asked of one.
    pub const fn role(self) -> Option<RoleId> {
        match self {
            Self::Role(id) => Some(id),
            _ => None,
        }
    }

    /// What the database holds.
    pub fn stored(kind: &str, role: Option<RoleId>) -> Option<Self> {
        match (kind, role) {
            ("guests", None) => Some(Self::Guests),
            ("helpers", None) => Some(Self::Helpers),
            ("helpers", Some(role)) => Some(Self::Role(role)),
            ("everybody", None) => Some(Self::Everybody),
            _ => None,
        }
    }

    /// Is it asked of them?
    pub fn asks(self, who: Who) -> bool {
        match (self, who) {
            (Self::Everybody, _) | (Self::Guests, Who::Guest) | (Self::Helpers, Who::Helper(_)) => true,
            (Self::Role(role), Who::Helper(theirs)) => role == theirs,
            _ => false,
        }
    }

    /// Is everybody asked of whom `other` asks?
    pub fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Everybody, _) => true,
            (Self::Helpers, Self::Role(_)) => true,
            (one, other) => one == other,
        }
    }
}

/// Those of these questions that are asked of them.
pub fn asked_of(questions: Vec<Question>, who: Who) -> Vec<Question> {
    questions.into_iter().filter(|q| q.asked_of.asks(who)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn role(n: u128) -> RoleId {
        RoleId(Uuid::from_u128(n))
    }

    fn any() -> impl Strategy<Value = AskedOf> {
        prop_oneof![
            Just(AskedOf::Guests),
            Just(AskedOf::Helpers),
            Just(AskedOf::Everybody),
            (0u128..3).prop_map(|n| AskedOf::Role(role(n)))
        ]
    }

    #[test]
    fn who_is_asked_what() {
        let (guest, tea, door) = (Who::Guest, Who::Helper(role(1)), Who::Helper(role(2)));
        let asks = |of: AskedOf| [guest, tea, door].map(|who| of.asks(who));
        assert_eq!(asks(AskedOf::Guests), [true, false, false]);
        assert_eq!(asks(AskedOf::Helpers), [false, true, true]);
        assert_eq!(asks(AskedOf::Role(role(1))), [false, true, false]);
        assert_eq!(asks(AskedOf::Everybody), [true; 3]);
        assert_eq!(AskedOf::from_word(" "), Some(AskedOf::Guests), "as it was before anybody could say");
        assert_eq!(AskedOf::from_word("cats"), None);
        assert_eq!(AskedOf::stored("guests", Some(role(1))), None);
    }

    proptest! {
        /// What is written reads back, in forms and in the database; and what covers another asks all whom that asks.
        #[test]
        fn words_mean_one_thing(one in any(), other in any(), n in 0u128..3) {
            prop_assert_eq!(AskedOf::from_word(&one.word()), Some(one));
            prop_assert_eq!(AskedOf::stored(one.kind(), one.role()), Some(one));
            for who in [Who::Guest, Who::Helper(role(n))] {
                prop_assert!(!one.covers(other) || !other.asks(who) || one.asks(who));
            }
            prop_assert!(one.covers(one));
        }
    }
}
