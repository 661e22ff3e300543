//! Seats for a whole sheet of people: looked at row by row first, then all of it or nothing.

use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::import::{Columns, ImportPage, Known, MAX_BYTES, MAX_ROWS, Row, Sheet, SheetRow, Verdict, judge};
use domain::{EventId, Failure, FieldCode, ImportId, Instant, Locale, MemberId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::by_hand::{Given, give, hold};
use super::{reads, shifts, transition};
use crate::Site;
use crate::db::{Reading, Result as DbResult};
use crate::events::card;
use crate::operations::audit;
use crate::sql;

/// Keeps a sheet (CSV with heads) for a day, to be looked at.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the event; the field `sheet`: [`FieldCode::Required`], [`FieldCode::NoPersonColumn`],
/// [`FieldCode::NoRows`], [`FieldCode::TooLarge`], [`FieldCode::TooLong`], [`FieldCode::Malformed`].
pub async fn keep_sheet(site: &Site, actor: &Actor, event: EventId, sheet: &str) -> Result<ImportId, Failure> {
    reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    let sheet = sheet.trim_start_matches('\u{feff}').replace('\0', "").replace("\r\n", "\n").replace('\r', "\n");
    let count = rows(&sheet, "").map_err(|code| Failure::field("sheet", code))?.len();
    let id = ImportId(site.new_id());
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!("INSERT INTO people_import (id, event_id, by_id, sheet, made_at) VALUES ($1, $2, $3, $4, $5)"),
        (id.0, event.0, actor.member.0, sheet, site.now().0),
    )
    .await?;
    // Who looks addresses up this way leaves a trace.
    let detail = json!({ "import": id, "rows": count });
    audit::write(&mut tx, site, Some(actor.member), "sheet_kept", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Line, and what stands there.
type Lines = Vec<(i64, Row)>;

/// Reads a sheet. Empty lines are passed over.
fn rows(sheet: &str, otherwise: &str) -> Result<Lines, FieldCode> {
    if sheet.trim().is_empty() {
        return Err(FieldCode::Required);
    }
    if sheet.len() > MAX_BYTES {
        return Err(FieldCode::TooLong { max: MAX_BYTES as u32 });
    }
    // What a spreadsheet writes depends on where it stands.
    let heads = sheet.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| heads.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.filter(|d| heads.as_bytes().contains(d)).unwrap_or(b','))
        .flexible(true)
        .from_reader(sheet.as_bytes());
    let columns = Columns::find(reader.headers().map_err(|_| FieldCode::Malformed)?.iter())?;
    let mut rows = vec![];
    for record in reader.records() {
        let record = record.map_err(|_| FieldCode::Malformed)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, |at| line_of(sheet, at));
        rows.push((line, columns.read(|at| record.get(at), otherwise)));
    }
    match rows.len() {
        0 => Err(FieldCode::NoRows),
        1..=MAX_ROWS => Ok(rows),
        _ => Err(FieldCode::TooLarge { max: MAX_ROWS as i64 }),
    }
}

/// The line on which a record begins. The reader counts from before the empty lines above it.
fn line_of(sheet: &str, at: &csv::Position) -> i64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|byte| sheet.as_bytes().get(byte..)).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    i64::try_from(at.line()).unwrap_or_default() + empty as i64
}

/// What would come of a sheet as things are now; without one, the page on which one is handed in.
///
/// # Errors
/// [`Failure::Forbidden`] and [`Failure::NotFound`], also for a sheet that was carried out or is too old.
pub async fn import_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (event, import): (EventId, Option<ImportId>),
) -> Result<ImportPage, Failure> {
    let mut conn = site.db.read().await?;
    reads::places_run_by(&mut conn, actor, event).await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let sheet = match import {
        Some(id) => {
            let judged = Judged::of(&mut conn, (event, id), locale).await?.ok_or(Failure::NotFound)?;
            Some(judged.shown(id))
        }
        None => None,
    };
    Ok(ImportPage { card: card.card(site.now(), locale)?, sheet })
}

/// A sheet with what is known of everybody in it.
struct Judged {
    lines: Vec<i64>,
    rows: Vec<(Row, Option<Known>)>,
    verdicts: Vec<Verdict>,
}

impl Judged {
    async fn of(
        conn: &mut impl Reading,
        (event, import): (EventId, ImportId),
        locale: Locale,
    ) -> Result<Option<Self>, Failure> {
        let found: Option<(String,)> = conn
            .optional(sql!("SELECT sheet FROM people_import WHERE id = $1 AND event_id = $2"), (import.0, event.0))
            .await?;
        let Some((sheet,)) = found else { return Ok(None) };
        let read = rows(&sheet, no_reason(locale)).map_err(|code| Failure::field("sheet", code))?;
        let (mut lines, mut rows) = (vec![], vec![]);
        for (line, row) in read {
            let known = known(conn, event, &row.person).await?;
            lines.push(line);
            rows.push((row, known));
        }
        let (draws,): (Option<i64>,) =
            conn.one(sql!("SELECT draws_at FROM places WHERE event_id = $1"), (event.0,)).await?;
        let verdicts = judge(&rows, draws.map(Instant));
        Ok(Some(Self { lines, rows, verdicts }))
    }

    fn count(&self, is: impl Fn(&Verdict) -> bool) -> i64 {
        self.verdicts.iter().filter(|verdict| is(verdict)).count() as i64
    }

    fn wrong(&self) -> i64 {
        self.count(|verdict| matches!(verdict, Verdict::Wrong(_)))
    }

    fn shown(self, id: ImportId) -> Sheet {
        let (seats, wrong) = (self.count(|verdict| *verdict == Verdict::Seat), self.wrong());
        let rows = self.lines.into_iter().zip(self.rows).zip(self.verdicts);
        let rows = rows.map(|((line, (row, known)), verdict)| SheetRow {
            line,
            name: known.filter(|known| may_name(&row, known)).map(|known| known.display_name).unwrap_or_default(),
            person: row.person,
            reason: row.reason.unwrap_or_default(),
            verdict,
        });
        Sheet { id, rows: rows.collect(), seats, wrong }
    }
}

/// A handle is public, and so is its owner's name. Whose mail address it is, only those are told whose guests they are.
fn may_name(row: &Row, known: &Known) -> bool {
    known.state.is_some() || !row.person.contains('@')
}

/// Who goes by this handle or address, and where they stand at this event.
async fn known(conn: &mut impl Reading, event: EventId, person: &str) -> DbResult<Option<Known>> {
    if person.is_empty() {
        return Ok(None);
    }
    let row: Option<(Uuid, String, Option<String>, bool)> = conn
        .optional(
            sql!(concat!(
                "SELECT m.id, m.display_name, s.state, ",
                shifts::has_then!(),
                " FROM member m JOIN event e ON e.id = $2 LEFT JOIN signup s ON s.member_id = m.id
                     AND s.places_id = (SELECT p.id FROM places p WHERE p.event_id = $2)
                     AND s.state IN ('pending', 'confirmed', 'waiting', 'offered')
                 WHERE m.handle = $1 OR m.email = $1 LIMIT 1"
            )),
            (person, event.0),
        )
        .await?;
    Ok(row.map(|(id, display_name, state, has_shift_then)| Known {
        member: MemberId(id),
        display_name,
        state: state.as_deref().and_then(SignUpState::from_word),
        has_shift_then,
    }))
}

/// Stands in the history of those for whom the sheet gives no reason.
const fn no_reason(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "From a list",
        Locale::ZhCn => "批量导入",
    }
}

/// Carries a sheet out: everybody in it gets a seat by hand, together or nobody. It is judged anew as things are now. Gives how many
/// seats that were.
///
/// # Errors
/// [`Refusal::SheetIsWrong`] while a row is; else as [`super::place_by_hand`]. Nothing has changed then.
pub async fn carry_out_sheet(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (event, import): (EventId, ImportId),
) -> Result<usize, Failure> {
    let places = reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    // Beside shifts members are held too: no shared commit.
    let mut tx = site.db.write().await?;
    let mut locked = transition::lock(&mut tx, site, places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut locked).await?;
    locked.finish(&mut tx, site).await?;
    let judged = Judged::of(&mut tx, (event, import), locale).await?.ok_or(Failure::NotFound)?;
    if judged.wrong() > 0 {
        return Err(Failure::Refused(Refusal::SheetIsWrong));
    }
    hold(&mut tx, event, judged.rows.iter().filter_map(|(_, known)| Some(known.as_ref()?.member)).collect()).await?;
    let mut done = 0;
    for ((row, known), verdict) in judged.rows.iter().zip(&judged.verdicts) {
        if let (Verdict::Seat, Some(known), Ok(reason)) = (verdict, known, &row.reason) {
            give(&mut tx, site, actor, &Given { event, places, member: known.member, reason }).await?;
            done += 1;
        }
    }
    tx.execute(sql!("DELETE FROM people_import WHERE id = $1"), (import.0,)).await?;
    let detail = json!({ "rows": judged.rows.len(), "seats": done });
    audit::write(&mut tx, site, Some(actor.member), "people_imported", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(done)
}
