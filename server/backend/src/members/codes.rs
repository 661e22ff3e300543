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
/// So many codes a day, whoever asks from however many places: fifty guesses among a million.
const A_DAY: i64 = 10;
/// Seconds of a day.
const DAY_S: i64 = 86_400;

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
    /// The last one is too young, or there were enough for a day.
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
                "INSERT INTO one_time_code (member_id, purpose, code_hash, tries, created_at, expires_at, since, issued)
                 VALUES ($1, $2, $3, 0, $4, $5, $4, 1)
                 ON CONFLICT (member_id, purpose) DO UPDATE
                     SET code_hash = excluded.code_hash, tries = 0, created_at = excluded.created_at, expires_at = excluded.expires_at,
                         since = CASE WHEN one_time_code.since <= $7 THEN excluded.since ELSE one_time_code.since END,
                         issued = CASE WHEN one_time_code.since <= $7 THEN 1 ELSE one_time_code.issued + 1 END
                     WHERE one_time_code.created_at <= $6 AND (one_time_code.issued < $8 OR one_time_code.since <= $7)"
            ),
            (
                member.0,
                purpose.word(),
                hash(member, purpose, &code).to_vec(),
                now.0,
                now.plus_seconds(VALID_S).0,
                now.plus_seconds(-PAUSE_S).0,
                now.plus_seconds(-DAY_S).0,
                A_DAY,
            ),
        )
        .await?;
    if noted == 1 {
        return Ok(Issued::Code(code));
    }
    let (made, since, issued): (i64, i64, i64) = tx
        .one(
            sql!("SELECT created_at, since, issued FROM one_time_code WHERE member_id = $1 AND purpose = $2"),
            (member.0, purpose.word()),
        )
        .await?;
    let (pause, day) = (Instant(made).plus_seconds(PAUSE_S), Instant(since).plus_seconds(DAY_S));
    let wait = now.seconds_until(if issued < A_DAY { pause } else { pause.max(day) }).max(1);
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

/// Could this be a code at all?
pub(super) fn is_code(typed: &str) -> bool {
    digits(typed).is_some()
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
