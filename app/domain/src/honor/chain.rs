//! The chain of a member's entries: each holds the hash of the one before, so no line can be changed or left out unseen.

use super::Cause;
use crate::{EventId, HonorEntryId, Instant, MemberId};
use sha2::{Digest, Sha256};

/// What is hashed of an entry. Free text is left out: it can be erased on request without breaking the chain.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub id: HonorEntryId,
    pub member: MemberId,
    /// 1 for a member's first entry.
    pub seq: i64,
    pub points: i64,
    pub cause: Cause,
    pub event: Option<EventId>,
    pub by: Option<MemberId>,
    /// The entry that this one corrects.
    pub corrects: Option<HonorEntryId>,
    pub at: Instant,
}

/// SHA-256 over the hash before it (32 zero bytes for the first) and the fields, each on a line of its own, `-` where there is none.
pub fn hash(before: &[u8; 32], link: &Link) -> [u8; 32] {
    let or_dash = |id: Option<String>| id.unwrap_or_else(|| "-".into());
    let text = format!(
        "popcorn honor 1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
        link.id,
        link.member,
        link.seq,
        link.points,
        link.cause.word(),
        or_dash(link.event.map(|e| e.to_string())),
        or_dash(link.by.map(|m| m.to_string())),
        or_dash(link.corrects.map(|e| e.to_string())),
        link.at.0
    );
    Sha256::new().chain_update(before).chain_update(text).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn any_change_shows() {
        let link = Link {
            id: HonorEntryId(Uuid::from_u128(1)),
            member: MemberId(Uuid::from_u128(2)),
            seq: 1,
            points: 20,
            cause: Cause::Attended,
            event: Some(EventId(Uuid::from_u128(3))),
            by: None,
            corrects: None,
            at: Instant(4),
        };
        let first = hash(&[0; 32], &link);
        assert_eq!(first, hash(&[0; 32], &link));
        for other in [
            Link { points: 21, ..link },
            Link { seq: 2, ..link },
            Link { event: None, ..link },
            Link { at: Instant(5), ..link },
            Link { cause: Cause::Thanked, ..link },
            Link { by: Some(MemberId(Uuid::from_u128(9))), ..link },
        ] {
            assert_ne!(hash(&[0; 32], &other), first, "{other:?}");
        }
        assert_ne!(hash(&[1; 32], &link), first);
    }
}
