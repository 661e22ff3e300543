//! What becomes of a grant: its holder's word, and the house's.

use crate::Refusal;
use serde::{Deserialize, Serialize};

/// The holder's word on a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// None yet: it hangs on their wall, as their page says.
    Open,
    /// Taken with pleasure.
    Accepted,
    /// Kept, and shown to nobody.
    Hidden,
    /// Not wanted: they do not count as a holder.
    Declined,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Hidden, Self::Declined];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Hidden => "hidden",
            Self::Declined => "declined",
        }
    }

    /// The choice of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }
}

/// The house's word on a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Life {
    /// It stands.
    Valid,
    /// Taken back, with a public reason.
    Revoked,
    /// Given by mistake, with others: as if it had never been.
    Undone,
}

/// Where a grant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// By its holder.
    pub choice: Choice,
    /// By the house.
    pub life: Life,
}

/// Something that is done with a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// By its holder: show it.
    Accept,
    /// By its holder: keep it from others.
    Hide,
    /// By its holder: do not want it.
    Decline,
    /// By an organiser, for a reason that everybody reads.
    Revoke,
    /// By an organiser: it was right after all.
    Restore,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Accept, Self::Hide, Self::Decline, Self::Revoke, Self::Restore];

    /// The word in the history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Hide => "hidden",
            Self::Decline => "declined",
            Self::Revoke => "revoked",
            Self::Restore => "restored",
        }
    }

    /// What a holder can do, by the word of its form.
    pub fn of_holder(word: &str) -> Option<Self> {
        [Self::Accept, Self::Hide, Self::Decline].into_iter().find(|deed| deed.word() == word)
    }
}

impl Holding {
    /// Where it stands after the deed.
    ///
    /// # Errors
    /// [`Refusal::GrantUndone`] for what never was; [`Refusal::AlreadyRevoked`], [`Refusal::NotRevoked`].
    pub const fn after(self, deed: Deed) -> Result<Self, Refusal> {
        match (self.life, deed) {
            (Life::Undone, _) => Err(Refusal::GrantUndone),
            (_, Deed::Accept) => Ok(Self { choice: Choice::Accepted, ..self }),
            (_, Deed::Hide) => Ok(Self { choice: Choice::Hidden, ..self }),
            (_, Deed::Decline) => Ok(Self { choice: Choice::Declined, ..self }),
            (Life::Valid, Deed::Revoke) => Ok(Self { life: Life::Revoked, ..self }),
            (Life::Revoked, Deed::Revoke) => Err(Refusal::AlreadyRevoked),
            (Life::Revoked, Deed::Restore) => Ok(Self { life: Life::Valid, ..self }),
            (Life::Valid, Deed::Restore) => Err(Refusal::NotRevoked),
        }
    }

    /// May strangers see it, once its holder's page is public? A revoked one too: it says so.
    pub const fn is_shown(self) -> bool {
        matches!(self.choice, Choice::Open | Choice::Accepted) && !matches!(self.life, Life::Undone)
    }

    /// Is its holder one of those who hold the badge?
    pub const fn counts(self) -> bool {
        matches!(self.life, Life::Valid) && !matches!(self.choice, Choice::Declined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEW: Holding = Holding { choice: Choice::Open, life: Life::Valid };

    proptest! {
        /// Whatever is done in whatever order: the last word of each side holds, and neither speaks for the other.
        #[test]
        fn each_side_has_the_last_word_on_its_own(deeds in prop::collection::vec(0_usize..5, 0..20)) {
            let mut holding = NEW;
            let (mut choice, mut life) = (Choice::Open, Life::Valid);
            for deed in deeds.into_iter().map(|n| Deed::ALL[n]) {
                let after = holding.after(deed);
                match deed {
                    Deed::Accept => choice = Choice::Accepted,
                    Deed::Hide => choice = Choice::Hidden,
                    Deed::Decline => choice = Choice::Declined,
                    Deed::Revoke => {
                        prop_assert_eq!(after.is_err(), life == Life::Revoked);
                        life = Life::Revoked;
                    }
                    Deed::Restore => {
                        prop_assert_eq!(after.is_err(), life == Life::Valid);
                        life = Life::Valid;
                    }
                }
                holding = after.unwrap_or(holding);
                prop_assert_eq!(holding, Holding { choice, life });
                prop_assert_eq!(holding.is_shown(), !matches!(choice, Choice::Hidden | Choice::Declined));
                prop_assert!(!holding.counts() || life == Life::Valid);
            }
        }
    }

    #[test]
    fn what_is_undone_stays_so_and_is_nowhere() {
        for choice in Choice::ALL {
            let undone = Holding { choice, life: Life::Undone };
            assert!(!undone.is_shown() && !undone.counts());
            for deed in Deed::ALL {
                assert_eq!(undone.after(deed), Err(Refusal::GrantUndone));
            }
            assert_eq!(Choice::from_word(choice.word()), Some(choice));
        }
        assert_eq!(Deed::of_holder("revoked"), None);
        assert_eq!(Deed::of_holder("hidden"), Some(Deed::Hide));
    }
}
