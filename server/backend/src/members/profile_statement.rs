//! One's own statement of honor: narrowed down, page by page, and whole as a file.

use domain::honor::{Cause, view::LedgerLine};
use domain::members::Actor;
use domain::members::view::{MyHonorPage, StatementAsk};
use domain::{Failure, Instant, Locale, MemberId};
use serde_json::json;

use crate::db::{DbError, Reading, Result as DbResult};
use crate::honor::{seasons, tiers};
use crate::{Site, honor, sql, when};

/// Lines on a page, and in a file.
const LINES: i64 = 20;
const WHOLE: i64 = 100_000;

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
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

/// What an address asks, checked. What is no cause, season or number of ours narrows nothing down.
struct Narrowed {
    cause: Option<Cause>,
    span: (i64, i64),
    before: i64,
}

impl Narrowed {
    async fn of(conn: &mut impl Reading, ask: &StatementAsk) -> DbResult<Self> {
        let season = match ask.season.parse() {
            Ok(id) => seasons::period(conn, id).await?,
            Err(_) => None,
        };
        let before = ask.before.parse().ok().filter(|before: &i64| *before > 0);
        Ok(Self {
            cause: Cause::from_word(&ask.cause),
            span: season.unwrap_or((i64::MIN, i64::MAX)),
            before: before.unwrap_or(i64::MAX),
        })
    }
}

/// `/my/honor`: where one stands, and every point.
///
/// # Errors
/// When the database fails.
pub async fn my_honor(site: &Site, actor: &Actor, locale: Locale, ask: StatementAsk) -> Result<MyHonorPage, Failure> {
    let mut conn = site.db.read().await?;
    let (handle, name): (String, String) =
        conn.one(sql!("SELECT handle, display_name FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let standing = honor::standing(&mut conn, site.now(), actor.member).await?;
    let (until, in_grace) = tiers::until(&mut conn, site.now(), locale, actor.member).await?;
    let narrowed = Narrowed::of(&mut conn, &ask).await?;
    let mut rows = lines(&mut conn, actor.member, &narrowed, LINES + 1).await?;
    let has_more = i64::try_from(rows.len()).unwrap_or_default() > LINES;
    rows.truncate(usize::try_from(LINES).unwrap_or_default());
    let before = rows.last().map(|row| row.seq).filter(|_| has_more);
    let ledger = rows.into_iter().map(|row| row.view(locale)).collect::<DbResult<_>>()?;
    let seasons = seasons::names(&mut conn).await?;
    let ask = StatementAsk { before: String::new(), ..ask };
    Ok(MyHonorPage { handle, name, standing, until, in_grace, ask, seasons, ledger, before })
}

async fn lines(conn: &mut impl Reading, member: MemberId, narrowed: &Narrowed, most: i64) -> DbResult<Vec<Row>> {
    conn.all(
        sql!(
            "SELECT h.seq, h.cause, h.points, h.total, h.reason, h.at, e.slug, e.title, coalesce(e.zone, m.zone) AS zone,
                 b.display_name AS by_name
             FROM honor_entry h JOIN member m ON m.id = h.member_id LEFT JOIN event e ON e.id = h.event_id
                 LEFT JOIN member b ON b.id = h.by_id AND b.published_at IS NOT NULL
             WHERE h.member_id = $1 AND h.seq < $2 AND ($3 = '' OR h.cause = $3) AND h.at >= $4 AND h.at < $5
             ORDER BY h.seq DESC LIMIT $6"
        ),
        (
            member.0,
            narrowed.before,
            narrowed.cause.map_or("", Cause::word),
            narrowed.span.0,
            narrowed.span.1,
            most,
        ),
    )
    .await
}

impl Row {
    fn view(self, locale: Locale) -> DbResult<LedgerLine> {
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

/// In which form a statement is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a spreadsheet. What would be taken for a formula there is not.
    Csv,
    /// For programs.
    Json,
}

/// The words of a sheet: its heads, and a cause.
#[derive(Clone, Copy)]
pub struct StatementWords {
    pub heads: [&'static str; 7],
    pub cause: fn(Locale, Cause) -> &'static str,
}

/// The whole statement as the page narrows it down, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn statement_file(
    site: &Site,
    (actor, locale): (&Actor, Locale),
    (ask, form): (StatementAsk, Form),
    words: &StatementWords,
) -> Result<String, Failure> {
    let mut conn = site.db.read().await?;
    let narrowed = Narrowed::of(&mut conn, &ask).await?;
    let rows = lines(&mut conn, actor.member, &narrowed, WHOLE).await?;
    drop(conn);
    match form {
        Form::Csv => csv(rows, locale, words),
        Form::Json => {
            let lines: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    json!({
                        "number": row.seq,
                        "at": when::iso(&row.zone, Instant(row.at)),
                        "cause": row.cause,
                        "event": row.slug.zip(row.title).map(|(slug, title)| json!({ "url": site.url(&format!("/e/{slug}")), "title": title })),
                        "reason": row.reason,
                        "by": row.by_name,
                        "points": row.points,
                        "total": row.total,
                    })
                })
                .collect();
            Ok(format!("{:#}\n", json!({ "site": site.settings.name, "lines": lines })))
        }
    }
}

fn csv(rows: Vec<Row>, locale: Locale, words: &StatementWords) -> Result<String, Failure> {
    use domain::events::people::cell;
    // The mark tells spreadsheets that it is UTF-8. A vector takes everything that is written.
    let mut sheet =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    _ = sheet.write_record(words.heads);
    for row in rows {
        let (points, total) = (row.points.to_string(), row.total.to_string());
        let line = row.view(locale)?;
        let texts = [
            line.at_iso,
            (words.cause)(locale, line.cause).to_owned(),
            line.event.map(|(_, title)| title).unwrap_or_default(),
            line.reason.unwrap_or_default(),
            line.by.unwrap_or_default(),
        ];
        // Points below zero are numbers, not formulas.
        _ = sheet.write_record(texts.iter().map(|text| cell(text)).chain([points, total]));
    }
    let bytes = sheet.into_inner().unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
