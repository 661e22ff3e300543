//! Every point, explained.

use domain::honor::{Cause, view::LedgerLine};
use domain::{Instant, Locale, MemberId};

use crate::db::{DbError, Reading, Result};
use crate::{sql, when};

/// Lines on a page.
const LINES: i64 = 20;

/// A page of a member's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The newest first.
    pub lines: Vec<LedgerLine>,
    /// The page with the lines before these, if there are any.
    pub older_page: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    cause: String,
    points: i64,
    total: i64,
    reason: Option<String>,
    at: i64,
    slug: Option<String>,
    title: Option<String>,
    zone: String,
    by_name: Option<String>,
}

/// A page of the ledger, the newest lines on page 1. Whoever added a line is named only if their own page is public.
///
/// # Errors
/// When the database fails.
pub async fn statement(conn: &mut impl Reading, locale: Locale, member: MemberId, page: u32) -> Result<Statement> {
    let page = page.max(1);
    let newest: Option<(i64,)> =
        conn.optional(sql!("SELECT entries FROM honor_account WHERE member_id = $1"), (member.0,)).await?;
    // Counted down from the newest by number: a page far back costs no more than the first.
    let last = newest.map_or(0, |(entries,)| entries) - (i64::from(page) - 1) * LINES;
    let rows: Vec<LineRow> = conn
        .all(
            sql!(
                "SELECT h.cause, h.points, h.total, h.reason, h.at, e.slug, e.title, coalesce(e.zone, m.zone) AS zone,
                         b.display_name AS by_name
                  FROM honor_entry h JOIN member m ON m.id = h.member_id LEFT JOIN event e ON e.id = h.event_id
                      LEFT JOIN member b ON b.id = h.by_id AND b.published_at IS NOT NULL
                  WHERE h.member_id = $1 AND h.seq <= $2 AND h.seq > $3 ORDER BY h.seq DESC LIMIT $4"
            ),
            (member.0, last, last - LINES, LINES),
        )
        .await?;
    let lines = rows.into_iter().map(|row| row.view(locale)).collect::<Result<_>>()?;
    Ok(Statement { lines, older_page: (last > LINES).then_some(page.saturating_add(1)) })
}

impl LineRow {
    fn view(self, locale: Locale) -> Result<LedgerLine> {
        let unknown = || DbError::from(sqlx::Error::Decode("no such cause".into()));
        Ok(LedgerLine {
            cause: Cause::from_word(&self.cause).ok_or_else(unknown)?,
            event: self.slug.zip(self.title),
            reason: self.reason,
            by: self.by_name,
            at: when::short_date(locale, &self.zone, Instant(self.at)),
            at_iso: when::iso(&self.zone, Instant(self.at)),
            points: self.points,
            total: self.total,
        })
    }
}
