//! No more announcements by mail: by one click, signed in or not (RFC 8058).
//!
//! The address in the letter carries who it is for and a signature; it can do nothing but this, so it needs no end.

use domain::{Failure, MemberId, notices::view::UnsubscribePage};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::choices::{self, Choice};
use crate::{Site, site::Keys, sql};

/// 128 bits of the signature.
const BYTES: usize = 16;

/// The token of a member: their id and its signature, in hexadecimal digits.
pub(super) fn token(keys: &Keys, member: MemberId) -> String {
    let tag = mac(keys, member).finalize().into_bytes();
    member.0.simple().to_string() + &domain::hex(&tag[..BYTES])
}

/// Whose token this is. Takes the same time for every wrong one.
fn owner(keys: &Keys, token: &str) -> Option<MemberId> {
    if token.len() != 64 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let (id, tag) = token.split_at(32);
    let member = MemberId(Uuid::try_parse(id).ok()?);
    let tag: Vec<u8> = (0..BYTES).filter_map(|at| u8::from_str_radix(tag.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    mac(keys, member).verify_truncated_left(&tag).is_ok().then_some(member)
}

fn mac(keys: &Keys, member: MemberId) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(&keys.mail).expect("HMAC takes keys of any length");
    mac.chain_update(format!("popcorn unsubscribe 1\nannouncements\n{member}"))
}

/// `/unsubscribe/{token}`.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none.
pub async fn unsubscribe_page(site: &Site, token: &str) -> Result<UnsubscribePage, Failure> {
    let member = owner(&site.keys, token).ok_or(Failure::NotFound)?;
    let mut conn = site.db.read().await?;
    let found: Option<(String,)> = conn.optional(sql!("SELECT email FROM member WHERE id = $1"), (member.0,)).await?;
    let (email,) = found.ok_or(Failure::NotFound)?;
    let choice = choices::of(&mut conn, site, member).await?;
    Ok(UnsubscribePage { email: hint(&email), is_off: !choice.announcements })
}

/// Ends announcements by mail. Twice is once; everything else a member gets still comes.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none.
pub async fn unsubscribe(site: &Site, token: &str) -> Result<(), Failure> {
    let member = owner(&site.keys, token).ok_or(Failure::NotFound)?;
    let mut tx = site.db.write().await?;
    let known: Option<(Uuid,)> = tx.optional(sql!("SELECT id FROM member WHERE id = $1"), (member.0,)).await?;
    known.ok_or(Failure::NotFound)?;
    let choice = choices::of(&mut tx, site, member).await?;
    choices::keep(&mut tx, site, member, Choice { announcements: false, ..choice }).await?;
    Ok(tx.commit().await?)
}

/// Enough of an address to know one's own: "z…@example.org".
fn hint(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    format!("{}…@{host}", name.chars().take(1).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_members_and_no_other() {
        let keys = Keys { tickets: [7; 32], mail: [9; 32] };
        let member = MemberId(Uuid::from_u128(7));
        let good = token(&keys, member);
        assert_eq!(owner(&keys, &good), Some(member));
        let other = token(&keys, MemberId(Uuid::from_u128(8)));
        let forged = format!("{}{}", &other[..32], &good[32..]);
        for bad in ["", "x", &good[..62], &forged, &good.replace('0', "é"), &format!("{good}00")] {
            assert_eq!(owner(&keys, bad), None, "{bad}");
        }
        assert_eq!(owner(&Keys { mail: [1; 32], ..keys }, &good), None);
        assert_eq!(hint("zhu@example.org"), "z…@example.org");
    }
}
