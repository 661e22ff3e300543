//! Every point, explained.

use domain::honor::Cause;
use domain::honor::caps::{Limit, State};
use domain::honor::view::{LedgerLine, ObjectionStanding};
use domain::{Instant, Locale, MemberId};

use super::add::odd;
use crate::db::{Reading, Result};
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
    seq: i64,
    cause: String,
    points: i64,
    counted: i64,
    met: Option<String>,
    state: String,
    reason: Option<String>,
    at: i64,
    slug: Option<String>,
    title: Option<String>,
    zone: String,
    by_name: Option<String>,
    objections: i64,
    open_objections: i64,
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
    let lines = lines(conn, locale, member, (last - LINES, last)).await?;
    Ok(Statement { lines, older_page: (last > LINES).then_some(page.saturating_add(1)) })
}

/// What a statement is narrowed down to.
pub(crate) struct Narrowed {
    /// Only for this.
    pub(crate) cause: Option<Cause>,
    /// Only from one moment up to, not including, another.
    pub(crate) span: (i64, i64),
    /// Only before this number.
    pub(crate) before: i64,
}

#[derive(sqlx::FromRow)]
struct NarrowedRow {
    #[sqlx(flatten)]
    line: LineRow,
    total: i64,
}

/// The newest lines of what a statement is narrowed down to; their totals are those of the whole.
pub(crate) async fn narrowed(
    conn: &mut impl Reading,
    (locale, member): (Locale, MemberId),
    to: &Narrowed,
    most: i64,
) -> Result<Vec<LedgerLine>> {
    let rows: Vec<NarrowedRow> = conn
        .all(
            sql!(
                "SELECT h.seq, h.cause, h.points, c.points AS counted, c.met, c.state, h.reason, h.at, e.slug, e.title, c.total,
                     coalesce(e.zone, m.zone) AS zone, b.display_name AS by_name,
                     (SELECT count(*) FROM honor_objection o WHERE o.entry_id = h.id) AS objections,
                     (SELECT count(*) FROM honor_objection o WHERE o.entry_id = h.id AND o.outcome IS NULL) AS open_objections
                 FROM honor_entry h JOIN (SELECT p.entry_id, p.points, p.met, p.state,
                         CAST(sum(p.points) OVER (ORDER BY p.seq) AS BIGINT) AS total
                     FROM honor_counted p WHERE p.member_id = $1) c ON c.entry_id = h.id JOIN member m ON m.id = h.member_id
                     LEFT JOIN event e ON e.id = h.event_id LEFT JOIN member b ON b.id = h.by_id AND b.published_at IS NOT NULL
                 WHERE h.member_id = $1 AND h.seq < $2 AND ($3 = '' OR h.cause = $3) AND h.at >= $4 AND h.at < $5
                 ORDER BY h.seq DESC LIMIT $6"
            ),
            (member.0, to.before, to.cause.map_or("", Cause::word), to.span.0, to.span.1, most),
        )
        .await?;
    rows.into_iter().map(|row| row.line.view(locale, row.total)).collect()
}

/// The lines after one number up to another, the newest first.
pub(super) async fn lines(
    conn: &mut impl Reading,
    locale: Locale,
    member: MemberId,
    (after, last): (i64, i64),
) -> Result<Vec<LedgerLine>> {
    let rows: Vec<LineRow> = conn
        .all(
            sql!(
                "SELECT h.seq, h.cause, h.points, c.points AS counted, c.met, c.state, h.reason, h.at, e.slug, e.title,
                     coalesce(e.zone, m.zone) AS zone, b.display_name AS by_name,
                     (SELECT count(*) FROM honor_objection o WHERE o.entry_id = h.id) AS objections,
                     (SELECT count(*) FROM honor_objection o WHERE o.entry_id = h.id AND o.outcome IS NULL) AS open_objections
                 FROM honor_entry h JOIN honor_counted c ON c.entry_id = h.id JOIN member m ON m.id = h.member_id
                     LEFT JOIN event e ON e.id = h.event_id LEFT JOIN member b ON b.id = h.by_id AND b.published_at IS NOT NULL
                 WHERE h.member_id = $1 AND h.seq <= $2 AND h.seq > $3 ORDER BY h.seq DESC LIMIT $4"
            ),
            (member.0, last, after, LINES),
        )
        .await?;
    let (mut total,): (i64,) = conn
        .one(
            sql!(
                "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM honor_counted WHERE member_id = $1 AND seq <= $2"
            ),
            (member.0, last),
        )
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let line = row.view(locale, total)?;
        total -= line.counted;
        lines.push(line);
    }
    Ok(lines)
}

impl LineRow {
    fn view(self, locale: Locale, total: i64) -> Result<LedgerLine> {
        Ok(LedgerLine {
            seq: self.seq,
            cause: Cause::from_word(&self.cause).ok_or_else(|| odd("no such cause"))?,
            event: self.slug.zip(self.title),
            reason: self.reason,
            by: self.by_name,
            at: when::short_date(locale, &self.zone, Instant(self.at)),
            at_iso: when::iso(&self.zone, Instant(self.at)),
            points: self.points,
            counted: self.counted,
            limit: self.met.as_deref().and_then(Limit::from_word),
            state: State::from_word(&self.state).ok_or_else(|| odd("no such state"))?,
            total,
            objection: match (self.objections, self.open_objections) {
                (0, _) => None,
                (_, 0) => Some(ObjectionStanding::Answered),
                _ => Some(ObjectionStanding::Open),
            },
        })
    }
}
