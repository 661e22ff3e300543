//! Tokens in addresses of mails: an id and its signature. Each can do one thing, whoever holds it, signed in or not.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::site::Keys;

/// 128 bits of the signature.
const BYTES: usize = 16;

/// The token of an id for this purpose: both in hexadecimal digits.
pub(crate) fn token(keys: &Keys, purpose: &str, id: Uuid) -> String {
    let tag = mac(keys, purpose, id).finalize().into_bytes();
    id.simple().to_string() + &domain::hex(&tag[..BYTES])
}

/// Whose token this is. Takes the same time for every wrong one.
pub(crate) fn id(keys: &Keys, purpose: &str, token: &str) -> Option<Uuid> {
    if token.len() != 64 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let (id, tag) = token.split_at(32);
    let id = Uuid::try_parse(id).ok()?;
    let tag: Vec<u8> = (0..BYTES).filter_map(|at| u8::from_str_radix(tag.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    mac(keys, purpose, id).verify_truncated_left(&tag).is_ok().then_some(id)
}

fn mac(keys: &Keys, purpose: &str, id: Uuid) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(&keys.mail).expect("HMAC takes keys of any length");
    mac.chain_update(format!("{purpose}\n{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_owners_for_its_purpose_and_nothing_else() {
        let keys = Keys { tickets: [7; 32], mail: [9; 32] };
        let mine = Uuid::from_u128(7);
        let good = token(&keys, "offer", mine);
        assert_eq!(id(&keys, "offer", &good), Some(mine));
        assert_eq!(id(&keys, "unsubscribe", &good), None);
        let other = token(&keys, "offer", Uuid::from_u128(8));
        let forged = format!("{}{}", &other[..32], &good[32..]);
        for bad in ["", "x", &good[..62], &forged, &good.replace('0', "é"), &format!("{good}00")] {
            assert_eq!(id(&keys, "offer", bad), None, "{bad}");
        }
        assert_eq!(id(&Keys { mail: [1; 32], ..keys }, "offer", &good), None);
    }
}
