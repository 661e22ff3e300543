//! An address that nobody has confirmed is perhaps somebody else's: they get a few letters, not as many as a stranger likes to cause.

use domain::{JobId, MemberId};

use super::Letter;
use crate::db::{Reading, Result};
use crate::sql;

/// How many letters such an address gets within a day, beside codes, which have a pace of their own.
const A_DAY: i64 = 10;

const DAY_MS: i64 = 86_400_000;

/// Is this letter one too many for the member's address? What was asked for counts, sent or not: so all workers count alike.
pub(super) async fn had_enough(conn: &mut impl Reading, job: JobId, to: MemberId, letter: &Letter) -> Result<bool> {
    if letter.has_code() {
        return Ok(false);
    }
    let before: Option<(i64,)> = conn
        .optional(
            sql!(
                "SELECT (SELECT count(*) FROM notice n WHERE n.member_id = m.id AND n.made_at > o.made_at - $3
                     AND (n.made_at < o.made_at OR n.made_at = o.made_at AND n.id < o.id)
                     AND n.kind NOT IN ('confirm_email', 'reset_password'))
                 FROM member m JOIN notice o ON o.id = $2 WHERE m.id = $1 AND m.email_confirmed_at IS NULL"
            ),
            (to.0, job.0, DAY_MS),
        )
        .await?;
    Ok(before.is_some_and(|(before,)| before >= A_DAY))
}
