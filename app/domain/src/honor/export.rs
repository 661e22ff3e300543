//! The ledger on paper: what a member takes home of their own, what the operator takes of all, and the checkpoint that both are
//! held against. `docs/verify_honor.py` reads it; nothing of ours is needed to do so.

use super::{Cause, caps::Limit};
use crate::{EventId, HonorEntryId, MemberId, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of the form below.
pub const FORMAT: &str = "popcorn honor export 1";

/// Some chains, and the newest checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// [`FORMAT`].
    pub format: String,
    pub made_at: i64,
    pub checkpoint: Option<Checkpoint>,
    pub chains: Vec<Chain>,
}

/// A member's chain, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub member: MemberId,
    pub entries: Vec<Line>,
    /// Where the checkpoint has it; none where it began after.
    pub leaf: Option<Leaf>,
}

/// A chain's place in the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// How many entries there were then.
    pub entries: i64,
    /// The leaf's hash.
    pub hash: String,
    pub index: usize,
    /// What leads from it to the root; none where all chains are here and the root can be made from them.
    pub path: Option<Vec<String>>,
}

/// An entry, with all that its hash is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: HonorEntryId,
    pub seq: i64,
    pub points: i64,
    /// All points up to here.
    pub total: i64,
    pub cause: String,
    pub event: Option<EventId>,
    pub by: Option<MemberId>,
    pub corrects: Option<HonorEntryId>,
    pub at: i64,
    /// None for entries before rules had versions.
    pub day: Option<i64>,
    pub version: Option<i64>,
    pub reason: Option<String>,
    pub reason_hash: Option<String>,
    pub hash: String,
    /// How much of it counts as things stand.
    pub counted: i64,
    /// The cap that leaves less than all of it: a [`Limit`]'s word.
    pub limit: Option<String>,
}

/// What a checkpoint says, and who says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    #[serde(flatten)]
    pub stated: Stated,
    /// The key's id, and the key itself: Ed25519, in hexadecimal digits.
    pub key: String,
    pub public: String,
    /// Over [`Stated::text`].
    pub signature: String,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The site's address.
    pub site: String,
    /// From 1.
    pub number: i64,
    /// How many chains there were.
    pub size: i64,
    /// The tree's root over them.
    pub root: String,
    /// The hash of the text of the checkpoint before; zeros for the first.
    pub before: String,
    pub taken_at: i64,
}

impl Stated {
    /// The words that are signed.
    pub fn text(&self) -> String {
        let Self { site, number, size, root, before, taken_at } = self;
        format!("popcorn checkpoint 1\n{site}\n{number}\n{size}\n{root}\n{before}\n{taken_at}\n")
    }

    /// What the next checkpoint calls this one.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text()).into()
    }

    /// [`Self::hash`] in digits.
    pub fn name(&self) -> String {
        hex(&self.hash())
    }
}

/// `/honor/checkpoint.json`: the newest checkpoint, and the leaves under its root in their order. They tell nothing of anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub checkpoint: Checkpoint,
    pub leaves: Vec<String>,
}

impl Line {
    /// Its cause; none where the word is none of ours.
    pub fn cause(&self) -> Option<Cause> {
        Cause::from_word(&self.cause)
    }

    /// The cap that it met.
    pub fn limit(&self) -> Option<Limit> {
        self.limit.as_deref().and_then(Limit::from_word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_named_by_all_it_says() {
        let first = Stated {
            site: "https://popcorn.example".into(),
            number: 1,
            size: 2,
            root: "aa".into(),
            before: "00".into(),
            taken_at: 5,
        };
        assert_eq!(first.text(), "popcorn checkpoint 1\nhttps://popcorn.example\n1\n2\naa\n00\n5\n");
        for other in [
            Stated { number: 2, ..first.clone() },
            Stated { size: 3, ..first.clone() },
            Stated { root: "ab".into(), ..first.clone() },
            Stated { before: "01".into(), ..first.clone() },
            Stated { taken_at: 6, ..first.clone() },
        ] {
            assert_ne!(other.name(), first.name());
        }
    }
}
