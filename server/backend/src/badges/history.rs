//! All that ever happened to a grant. The database refuses to change a line of it.

use domain::badges::view::GrantStep;
use domain::{GrantId, Instant, Locale, MemberId};

use crate::db::{Reading, Result, Tx};
use crate::{Site, sql, when};

/// The most lines that are shown.
const LINES: i64 = 200;

/// Writes a line: what, by whom (none for a rule of the house), and why. The grant's row has to be held.
pub(super) async fn write(
    tx: &mut Tx,
    site: &Site,
    grant: GrantId,
    (what, by, reason): (&str, Option<MemberId>, Option<&str>),
) -> Result<()> {
    tx.execute(
        sql!(
            "INSERT INTO grant_change (grant_id, seq, what, by_id, reason, at)
             VALUES ($1, (SELECT count(*) + 1 FROM grant_change WHERE grant_id = $1), $2, $3, $4, $5)"
        ),
        (grant.0, what, by.map(|by| by.0), reason, site.now().0),
    )
    .await
    .map(drop)
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Its holder, and organisers: all of it.
    Concerned,
    /// Everybody: what the house did, not by whom; what its holder did is theirs.
    Stranger,
}

/// The history, oldest first.
pub(super) async fn read(
    conn: &mut impl Reading,
    grant: GrantId,
    (locale, zone): (Locale, &str),
    reader: Reader,
) -> Result<Vec<GrantStep>> {
    let rows: Vec<(String, Option<String>, i64, Option<String>)> = conn
        .all(
            sql!(
                "SELECT c.what, c.reason, c.at, m.display_name FROM grant_change c LEFT JOIN member m ON m.id = c.by_id
                 WHERE c.grant_id = $1 ORDER BY c.seq LIMIT $2"
            ),
            (grant.0, LINES),
        )
        .await?;
    let told = |what: &str| reader == Reader::Concerned || matches!(what, "granted" | "revoked" | "restored");
    let steps = rows.into_iter().filter(|(what, ..)| told(what)).map(|(what, reason, at, by)| GrantStep {
        what,
        at: when::date(locale, zone, Instant(at)),
        reason,
        by: by.filter(|_| reader == Reader::Concerned),
    });
    Ok(steps.collect())
}
