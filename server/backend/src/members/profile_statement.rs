//! One's own statement of honor: narrowed down, page by page, and whole as a file.

use domain::honor::{Cause, view::LedgerLine};
use domain::members::Actor;
use domain::members::view::{MyHonorPage, StatementAsk};
use domain::{Failure, Locale};
use serde_json::json;

use crate::db::{Reading, Result as DbResult};
use crate::honor::{Narrowed, seasons, tiers};
use crate::{Site, honor, sql};

/// Lines on a page, and in a file.
const LINES: i64 = 20;
const WHOLE: i64 = 100_000;

/// What an address asks, checked. What is no cause, season or number of ours narrows nothing down.
async fn checked(conn: &mut impl Reading, ask: &StatementAsk) -> DbResult<Narrowed> {
    let season = match ask.season.parse() {
        Ok(id) => seasons::period(conn, id).await?,
        Err(_) => None,
    };
    let before = ask.before.parse().ok().filter(|before: &i64| *before > 0);
    Ok(Narrowed {
        cause: Cause::from_word(&ask.cause),
        span: season.unwrap_or((i64::MIN, i64::MAX)),
        before: before.unwrap_or(i64::MAX),
    })
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
    let to = checked(&mut conn, &ask).await?;
    let mut ledger = honor::narrowed(&mut conn, (locale, actor.member), &to, LINES + 1).await?;
    let has_more = i64::try_from(ledger.len()).unwrap_or_default() > LINES;
    ledger.truncate(usize::try_from(LINES).unwrap_or_default());
    let before = ledger.last().map(|line| line.seq).filter(|_| has_more);
    let seasons = seasons::names(&mut conn, site.now()).await?;
    let ask = StatementAsk { before: String::new(), ..ask };
    Ok(MyHonorPage { handle, name, standing, until, in_grace, ask, seasons, ledger, before })
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
    let to = checked(&mut conn, &ask).await?;
    let lines = honor::narrowed(&mut conn, (locale, actor.member), &to, WHOLE).await?;
    drop(conn);
    match form {
        Form::Csv => Ok(csv(lines, locale, words)),
        Form::Json => {
            let lines: Vec<_> = lines
                .into_iter()
                .map(|line| {
                    json!({
                        "number": line.seq,
                        "at": line.at_iso,
                        "cause": line.cause.word(),
                        "event": line.event.map(|(slug, title)| json!({ "url": site.url(&format!("/e/{slug}")), "title": title })),
                        "reason": line.reason,
                        "by": line.by,
                        "recorded": line.points,
                        "points": line.counted,
                        "total": line.total,
                    })
                })
                .collect();
            Ok(format!("{:#}\n", json!({ "site": site.settings.name, "lines": lines })))
        }
    }
}

fn csv(lines: Vec<LedgerLine>, locale: Locale, words: &StatementWords) -> String {
    use domain::events::people::cell;
    // The mark tells spreadsheets that it is UTF-8. A vector takes everything that is written.
    let mut sheet =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    _ = sheet.write_record(words.heads);
    for line in lines {
        let (points, total) = (line.counted.to_string(), line.total.to_string());
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
    String::from_utf8_lossy(&bytes).into_owned()
}
