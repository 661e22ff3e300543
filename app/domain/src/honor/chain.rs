//! The chain of a member's entries: each holds the hash of the one before, so no line can be changed or left out unseen.

use super::{Cause, days::Day};
use crate::{EventId, HonorEntryId, Instant, MemberId, hex::hex};
use sha2::{Digest, Sha256};

/// What is hashed of an entry.
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
    /// What entries say since rules have versions; none for those before.
    pub terms: Option<Terms>,
}

/// Under which rule an entry stands, and what its words were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The day it counts for, where it was earned.
    pub day: Day,
    /// The version of the rule of its cause; none for a correction, which follows from what it corrects.
    pub version: Option<i64>,
    /// [`reason_hash`] of its reason. The words themselves can be erased on request without breaking the chain.
    pub reason: Option<[u8; 32]>,
}

/// SHA-256 over the hash before it (32 zero bytes for the first) and the fields, each on a line of its own, `-` where there is none.
pub fn hash(before: &[u8; 32], link: &Link) -> [u8; 32] {
    Sha256::new().chain_update(before).chain_update(text(link)).finalize().into()
}

fn text(link: &Link) -> String {
    let or_dash = |id: Option<String>| id.unwrap_or_else(|| "-".into());
    let format = if link.terms.is_some() { 2 } else { 1 };
    let mut text = format!(
        "popcorn honor {format}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
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
    if let Some(terms) = link.terms {
        let version = or_dash(terms.version.map(|n| n.to_string()));
        let reason = or_dash(terms.reason.map(|hash| hex(&hash)));
        text += &format!("{}\n{version}\n{reason}\n", terms.day.0);
    }
    text
}

/// The hash of an entry's reason. The entry's id makes equal words differ, so that nobody reads them off the hash.
pub fn reason_hash(entry: HonorEntryId, reason: &str) -> [u8; 32] {
    Sha256::new().chain_update(entry.to_string()).chain_update("\n").chain_update(reason).finalize().into()
}

/// What stands in a leaf of the checkpoint's tree: how far a member's chain goes. Its head cannot be guessed, so the leaf's hash
/// tells nobody whose it is.
pub fn head_text(member: MemberId, entries: i64, head: &[u8; 32]) -> String {
    format!("popcorn head 1\n{member}\n{entries}\n{}\n", hex(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn any_change_shows() {
        let terms = Terms { day: Day(3), version: Some(1), reason: None };
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
            terms: Some(terms),
        };
        let first = hash(&[0; 32], &link);
        assert_eq!(first, hash(&[0; 32], &link));
        let said = reason_hash(link.id, "Carried the chairs");
        for other in [
            Link { points: 21, ..link },
            Link { seq: 2, ..link },
            Link { event: None, ..link },
            Link { at: Instant(5), ..link },
            Link { cause: Cause::Thanked, ..link },
            Link { by: Some(MemberId(Uuid::from_u128(9))), ..link },
            Link { terms: None, ..link },
            Link { terms: Some(Terms { day: Day(4), ..terms }), ..link },
            Link { terms: Some(Terms { version: Some(2), ..terms }), ..link },
            Link { terms: Some(Terms { reason: Some(said), ..terms }), ..link },
        ] {
            assert_ne!(hash(&[0; 32], &other), first, "{other:?}");
        }
        assert_ne!(hash(&[1; 32], &link), first);
        assert_ne!(reason_hash(HonorEntryId(Uuid::from_u128(7)), "Carried the chairs"), said);
    }

    /// Chains that were begun before rules had versions go on: their first links hash as they always did.
    #[test]
    fn the_first_format_stays() {
        let link = Link {
            id: HonorEntryId(Uuid::from_u128(1)),
            member: MemberId(Uuid::from_u128(2)),
            seq: 1,
            points: 20,
            cause: Cause::Thanked,
            event: None,
            by: None,
            corrects: None,
            at: Instant(4),
            terms: None,
        };
        assert_eq!(
            text(&link),
            "popcorn honor 1\n00000000-0000-0000-0000-000000000001\n00000000-0000-0000-0000-000000000002\n1\n20\nthanked\n-\n-\n-\n4\n"
        );
    }
}
