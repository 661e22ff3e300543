//! Those who signed up for an event, for its organisers: the list, and the same as a sheet.

use std::collections::HashMap;

use domain::{
    EventId, Failure, Instant, Locale, SignUpId,
    door::TicketCode,
    events::{
        people::{MOST, PAGE, PeoplePage, SeatsBook, Show, alike, cell, cut_at, finds},
        questions::Question,
        view::PersonRow,
    },
    members::Actor,
    signups::{Seats, SignUpState},
};
use serde_json::json;
use uuid::Uuid;

use super::{book::Book, card, run};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    operations::audit,
    signups, sql, when,
};

/// So many groups of those who may be one person are shown.
const GROUPS: usize = 20;

/// What an address asks of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleAsk<'a> {
    /// See [`Show::word`].
    pub show: &'a str,
    /// Words to look for.
    pub typed: &'a str,
    /// From 1.
    pub page: &'a str,
}

impl PeopleAsk<'_> {
    fn takes(&self, person: &PersonRow) -> bool {
        Show::from_word(self.show).takes(person) && finds(self.typed, person)
    }
}

#[derive(sqlx::FromRow)]
struct SignUpRow {
    id: Uuid,
    state: String,
    code: String,
    waiting_place: Option<i64>,
    offered_until: Option<i64>,
    created_at: i64,
    checked_in_at: Option<i64>,
    display_name: String,
    handle: String,
    email: String,
    heads: i64,
}

/// Everybody who ever signed up as a guest: those with a seat first, then the line in its order, then those who left.
pub(super) struct People {
    pub(super) people: Vec<PersonRow>,
    pub(super) questions: Vec<Question>,
    /// Of those whose sign-up counts.
    emails: HashMap<Uuid, String>,
}

impl People {
    pub(super) async fn of(
        conn: &mut impl Reading,
        event: EventId,
        (locale, zone): (Locale, &str),
    ) -> Result<Self, Failure> {
        let book = Book::of(conn, event).await?;
        let rows = sign_ups(conn, event).await?;
        let mut guests = signups::guests_at(conn, event).await?;
        let emails = rows.iter().map(|row| (row.id, row.email.clone())).collect();
        let rows = rows.into_iter().map(|row| (guests.remove(&row.id).unwrap_or_default(), row));
        let people =
            rows.map(|(guests, row)| person((row, guests), (locale, zone), &book)).collect::<Result<_, Failure>>()?;
        Ok(Self { people, questions: book.questions, emails })
    }

    /// One of them, with nobody else read.
    pub(super) async fn one(
        conn: &mut impl Reading,
        (event, signup): (EventId, SignUpId),
        (locale, zone): (Locale, &str),
    ) -> Result<Option<(PersonRow, Vec<Question>)>, Failure> {
        let Some(row) = sign_up(conn, event, signup).await? else { return Ok(None) };
        let book = Book::of_one(conn, event, signup).await?;
        let guests = signups::guests_of(conn, signup).await?;
        Ok(Some((person((row, guests), (locale, zone), &book)?, book.questions)))
    }

    /// Those who may be signed up twice, with their names.
    fn alike(&self) -> Vec<Vec<(SignUpId, String)>> {
        let counts = self.people.iter().filter(|p| p.state.is_live());
        let known = counts.map(|p| {
            let email = self.emails.get(&p.id.0).cloned().unwrap_or_default();
            (p.id, p.display_name.clone(), email)
        });
        let name = |id: SignUpId| {
            let found = self.people.iter().find(|p| p.id == id);
            (id, found.map(|p| format!("{} (@{})", p.display_name, p.handle)).unwrap_or_default())
        };
        let groups = alike(&known.collect::<Vec<_>>());
        groups.into_iter().take(GROUPS).map(|group| group.into_iter().map(name).collect()).collect()
    }
}

fn person(
    (row, guest_names): (SignUpRow, Vec<String>),
    (locale, zone): (Locale, &str),
    book: &Book,
) -> Result<PersonRow, Failure> {
    let state = SignUpState::from_word(&row.state).ok_or_else(|| card::unknown("state", &row.state))?;
    let code = TicketCode::parse(&row.code).filter(|_| state == SignUpState::Confirmed);
    Ok(PersonRow {
        id: SignUpId(row.id),
        display_name: row.display_name,
        handle: row.handle,
        state,
        waiting_place: row.waiting_place,
        offered_until: row.offered_until.map(|at| when::until(locale, zone, Instant(at))),
        signed_up: when::stamp(locale, zone, Instant(row.created_at)),
        checked_in: row.checked_in_at.map(|at| when::time(zone, Instant(at))),
        code: code.map(|code| code.shown()).unwrap_or_default(),
        answers: book.cells((row.id, state), (locale, zone)),
        guests: row.heads - 1,
        guest_names,
    })
}

/// A [`SignUpRow`] for each sign-up of a guest, from [`tables!`].
macro_rules! columns {
    () => {
        "s.id, s.state, s.code, s.created_at, s.offered_until, i.at AS checked_in_at, m.display_name, m.handle, m.email, s.heads"
    };
}

/// The tables of [`columns!`].
macro_rules! tables {
    () => {
        "signup s JOIN member m ON m.id = s.member_id JOIN places p ON p.id = s.places_id LEFT JOIN check_in i ON i.signup_id = s.id"
    };
}

async fn sign_ups(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<SignUpRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            columns!(),
            ", CASE WHEN s.state = 'waiting' THEN row_number() OVER (PARTITION BY s.places_id, s.state ORDER BY s.turn) END
                     AS waiting_place
             FROM ",
            tables!(),
            " WHERE p.event_id = $1
             ORDER BY CASE s.state WHEN 'confirmed' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 WHEN 'pending' THEN 3 ELSE 4 END,
                 s.turn
             LIMIT $2"
        )),
        (event.0, MOST as i64),
    )
    .await
}

async fn sign_up(conn: &mut impl Reading, event: EventId, signup: SignUpId) -> DbResult<Option<SignUpRow>> {
    conn.optional(
        sql!(concat!(
            "SELECT ",
            columns!(),
            ", CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w WHERE w.places_id = s.places_id
                     AND w.state = 'waiting' AND w.turn <= s.turn) END AS waiting_place
             FROM ",
            tables!(),
            " WHERE p.event_id = $1 AND s.id = $2"
        )),
        (event.0, signup.0),
    )
    .await
}

/// The list, searched and narrowed down as asked, a page of it.
///
/// # Errors
/// [`Failure::Forbidden`], and [`Failure::NotFound`] for somebody else's draft.
pub async fn people_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    event: EventId,
    ask: PeopleAsk<'_>,
) -> Result<PeoplePage, Failure> {
    let mut conn = site.db.read().await?;
    run::event(&mut conn, actor, event).await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let all = People::of(&mut conn, event, (locale, &card.zone)).await?;
    let seats = seats(&mut conn, event, card.seats()).await?;
    drop(conn);
    let cut_at = cut_at(all.people.len());
    let counts = Show::ALL.map(|show| (show, all.people.iter().filter(|p| show.takes(p)).count() as i64)).into();
    let alike = all.alike();
    let found: Vec<PersonRow> = all.people.into_iter().filter(|p| ask.takes(p)).collect();
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = ask.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    Ok(PeoplePage {
        id: event,
        card: card.card(site.now(), locale)?,
        show: Show::from_word(ask.show),
        typed: ask.typed.trim().chars().take(100).collect(),
        counts,
        questions: all.questions,
        found: found.len() as i64,
        people: found.into_iter().skip((page - 1) * PAGE).take(PAGE).collect(),
        page: page as i64,
        pages: pages as i64,
        cut_at,
        alike,
        seats,
    })
}

async fn seats(conn: &mut impl Reading, event: EventId, seats: Seats) -> DbResult<SeatsBook> {
    let (by_hand, came): (i64, i64) = conn
        .one(
            sql!(
                "SELECT (SELECT coalesce(CAST(sum(s.heads) AS BIGINT), 0) FROM signup s
                         WHERE s.places_id = p.id AND s.state = 'confirmed'
                         AND EXISTS (SELECT 1 FROM signup_change x WHERE x.signup_id = s.id AND x.cause = 'placed')),
                     (SELECT coalesce(CAST(sum(s.heads) AS BIGINT), 0) FROM check_in i JOIN signup s ON s.id = i.signup_id
                         WHERE i.places_id = p.id)
                 FROM places p WHERE p.event_id = $1"
            ),
            (event.0,),
        )
        .await?;
    Ok(SeatsBook {
        capacity: seats.capacity,
        taken: seats.taken,
        by_hand,
        held: seats.offered,
        free: seats.left(),
        waiting: seats.waiting,
        came,
    })
}

/// The words of a sheet, in the reader's language: made by the floor that has them.
pub struct SheetWords<'a> {
    /// Heads of the columns that are always there: name, handle, state, signed up, came in, code, guests.
    pub heads: [&'a str; 7],
    /// A state, in words.
    pub state: fn(Locale, &PersonRow) -> String,
    /// The last line where there are more people than the sheet holds.
    pub cut: fn(Locale, i64) -> String,
}

/// The same people as a sheet (CSV, RFC 4180, with a mark that tells spreadsheets it is UTF-8), and a name for the file. Nothing in
/// it is taken for a formula.
///
/// # Errors
/// As [`people_page`].
pub async fn people_sheet(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (event, ask): (EventId, PeopleAsk<'_>),
    words: &SheetWords<'_>,
) -> Result<(String, Vec<u8>), Failure> {
    let mut conn = site.db.read().await?;
    let stored = run::event(&mut conn, actor, event).await?;
    let all = People::of(&mut conn, event, (locale, &stored.zone)).await?;
    drop(conn);
    let mut rows: Vec<Vec<String>> = vec![];
    let heads = words.heads.iter().map(|head| (*head).to_owned());
    rows.push(heads.chain(all.questions.iter().map(|q| q.label.clone())).collect());
    for person in all.people.iter().filter(|p| ask.takes(p)) {
        let fixed = [
            person.display_name.clone(),
            person.handle.clone(),
            (words.state)(locale, person),
            person.signed_up.clone(),
            person.checked_in.clone().unwrap_or_default(),
            person.code.clone(),
            guests_cell(person),
        ];
        rows.push(fixed.into_iter().chain(person.answers.iter().map(|a| a.text.clone())).collect());
    }
    let people = rows.len() - 1;
    rows.extend(cut_at(all.people.len()).map(|most| vec![(words.cut)(locale, most)]));
    // A copy leaves the house: who took it, and of how many people, is kept.
    let mut tx = site.db.write().await?;
    let detail = json!({ "people": people });
    audit::write(&mut tx, site, Some(actor.member), "people_exported", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok((format!("{}.csv", stored.slug), sheet(&rows)))
}

/// Who comes along. Their names are deleted before the sign-up is: then how many they were.
fn guests_cell(person: &PersonRow) -> String {
    match person.guests {
        guests @ 1.. if person.guest_names.is_empty() => guests.to_string(),
        _ => person.guest_names.join(", "),
    }
}

fn sheet(rows: &[Vec<String>]) -> Vec<u8> {
    // All in quotes: a program that splits at another sign than a comma finds no end of a cell in the midst of one.
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        // A vector takes everything.
        _ = out.write_record(row.iter().map(|text| cell(text)));
    }
    out.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_reads_back_as_it_was_written() {
        let rows = vec![
            vec!["Name".to_owned(), "Says".into()],
            vec!["朱, \"雨\"".into(), "two\nlines".into()],
            vec!["=1+1".into(), "-".into()],
            vec!["Lin;=1+1".into(), "a\n＝b\t@c".into()],
            vec!["The first two.".into()],
        ];
        let bytes = sheet(&rows);
        assert!(bytes.starts_with("\u{feff}\"Name\",\"Says\"\r\n".as_bytes()));
        let mut read = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let back: Vec<Vec<String>> =
            read.records().map(|r| r.expect("a row").iter().map(Into::into).collect()).collect();
        assert_eq!(back[0], ["Name", "Says"], "the mark is no part of the first head");
        assert_eq!(back[1], rows[1]);
        assert_eq!(back[2], ["'=1+1", "'-"]);
        assert_eq!(back[3], ["Lin;'=1+1", "a\n'＝b\t'@c"]);
    }
}
