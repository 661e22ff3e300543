//! One-time codes sent by mail: six digits, ten minutes, five tries.

use domain::{FieldCode, Instant, MemberId};
use sha2::{Digest, Sha256};

use crate::{
    Site,
    db::{Result, Tx},
    sql,
};

/// How long a code can be used, in seconds.
pub(crate) const VALID_S: i64 = 600;
/// How often it can be tried.
const TRIES: i64 = 5;
/// No new code sooner than that, in seconds: a new one brings new tries, and every one is a letter in somebody's box.
const PAUSE_S: i64 = 60;

/// What a code is for; one of another purpose does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    ConfirmEmail,
    ResetPassword,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// What became of the wish for a code.
#[derive(Debug)]
pub(super) enum Issued {
    /// A new one: to be sent. The one before it is void.
    Code(String),
    /// The last one is too young.
    NotYet {
        /// Seconds until there can be another.
        retry_after_s: u32,
    },
}

/// Makes a code and notes its hash.
pub(super) async fn issue(tx: &mut Tx, site: &Site, member: MemberId, purpose: Purpose) -> Result<Issued> {
    let now = site.now();
    let code = format!("{:06}", site.random.below(1_000_000));
    let noted = tx
        .execute(
            sql!(
                "INSERT INTO one_time_code (member_id, purpose, code_hash, tries, created_at, expires_at) VALUES ($1, $2, $3, 0, $4, $5)
                 ON CONFLICT (member_id, purpose) DO UPDATE
                     SET code_hash = excluded.code_hash, tries = 0, created_at = excluded.created_at, expires_at = excluded.expires_at
                     WHERE one_time_code.created_at <= $6"
            ),
            (
                member.0,
                purpose.word(),
                hash(member, purpose, &code).to_vec(),
                now.0,
                now.plus_seconds(VALID_S).0,
                now.plus_seconds(-PAUSE_S).0,
            ),
        )
        .await?;
    if noted == 1 {
        return Ok(Issued::Code(code));
    }
    let (made,): (i64,) = tx
        .one(
            sql!("SELECT created_at FROM one_time_code WHERE member_id = $1 AND purpose = $2"),
            (member.0, purpose.word()),
        )
        .await?;
    let wait = now.seconds_until(Instant(made).plus_seconds(PAUSE_S)).max(1);
    Ok(Issued::NotYet { retry_after_s: u32::try_from(wait).unwrap_or(1) })
}

/// Uses up a code. A wrong one costs a try: commit in either case.
pub(super) async fn redeem(
    tx: &mut Tx,
    site: &Site,
    member: MemberId,
    purpose: Purpose,
    typed: &str,
) -> Result<Result<(), FieldCode>> {
    let Some(typed) = digits(typed) else { return Ok(Err(FieldCode::WrongCode)) };
    // Counted before it is compared, in one statement: tries sent at once are counted one by one.
    let stored: Option<(Vec<u8>,)> = tx
        .optional(
            sql!(
                "UPDATE one_time_code SET tries = tries + 1 WHERE member_id = $1 AND purpose = $2 AND tries < $3 AND expires_at > $4
                 RETURNING code_hash"
            ),
            (member.0, purpose.word(), TRIES, site.now().0),
        )
        .await?;
    let Some((stored,)) = stored else { return Ok(Err(FieldCode::CodeSpent)) };
    if !same(&stored, &hash(member, purpose, &typed)) {
        return Ok(Err(FieldCode::WrongCode));
    }
    tx.execute(sql!("DELETE FROM one_time_code WHERE member_id = $1 AND purpose = $2"), (member.0, purpose.word()))
        .await?;
    Ok(Ok(()))
}

/// The digits of what was typed: with spaces or hyphens in between, and in the full width of Chinese keyboards.
fn digits(typed: &str) -> Option<String> {
    let mut code = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')) {
        code.push(match c {
            '0'..='9' => c,
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10)?,
            _ => return None,
        });
    }
    (code.len() == 6).then_some(code)
}

fn hash(member: MemberId, purpose: Purpose, code: &str) -> [u8; 32] {
    let text = format!("popcorn code 1\n{}\n{}\n{code}\n", member, purpose.word());
    Sha256::digest(text.as_bytes()).into()
}

/// Compares all bytes whatever they are: the time it takes tells nothing.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && std::hint::black_box(a.iter().zip(b).fold(0, |different, (x, y)| different | (x ^ y))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["012345", " 012 345 ", "012-345", "０１２３４５"] {
            assert_eq!(digits(typed).as_deref(), Some("012345"), "{typed}");
        }
        for wrong in ["", "12345", "1234567", "12345a", "一二三四五六"] {
            assert_eq!(digits(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_fits_one_member_and_one_purpose() {
        let [a, b] = [1, 2].map(|n| MemberId(Uuid::from_u128(n)));
        let code = hash(a, Purpose::ConfirmEmail, "012345");
        assert!(same(&code, &hash(a, Purpose::ConfirmEmail, "012345")));
        assert!(!same(&code, &hash(b, Purpose::ConfirmEmail, "012345")));
        assert!(!same(&code, &hash(a, Purpose::ResetPassword, "012345")));
        assert!(!same(&code, &code[..31]));
    }
}
