//! No more announcements by mail: by one click, signed in or not (RFC 8058).
//!
//! The address in the letter carries who it is for and a signature; it can do nothing but this, so it needs no end.

use domain::{Failure, MemberId, notices::view::UnsubscribePage};
use uuid::Uuid;

use super::choices::{self, Choice};
use crate::{Site, signed, site::Keys, sql};

const PURPOSE: &str = "popcorn unsubscribe 1\nannouncements";

/// The token of a member.
pub(super) fn token(keys: &Keys, member: MemberId) -> String {
    signed::token(keys, PURPOSE, member.0)
}

fn owner(keys: &Keys, token: &str) -> Option<MemberId> {
    signed::id(keys, PURPOSE, token).map(MemberId)
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
    fn an_address_is_known_to_its_owner_only() {
        assert_eq!(hint("zhu@example.org"), "z…@example.org");
    }
}
