//! Those who signed up for an event, for its organisers: the list, and the same as a sheet.

use std::collections::HashMap;

use domain::{
    EventId, Failure, Locale, SignUpId,
    events::{
        Kind,
        people::{PAGE, PeoplePage, SeatsBook, Show, alike, cell, cut_at, finds},
        questions::{Question, Who},
        view::PersonRow,
    },
    members::Actor,
    signups::Seats,
};
use serde_json::json;
use uuid::Uuid;

use super::{book::Book, card, people_rows as rows, run};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    operations::audit,
    signups, sql,
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

/// Everybody who ever signed up as a guest: those with a seat first, then the line in its order, then those who left.
pub(super) struct People {
    pub(super) people: Vec<PersonRow>,
    pub(super) questions: Vec<Question>,
    book: Book,
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
        let rows = rows::sign_ups(conn, event).await?;
        let mut guests = signups::guests_at(conn, event).await?;
        let emails = rows.iter().map(|row| (row.id, row.email.clone())).collect();
        let rows = rows.into_iter().map(|row| (guests.remove(&row.id).unwrap_or_default(), row));
        let people =
            rows.map(|(guests, row)| row.person(guests, (locale, zone), &book)).collect::<Result<_, Failure>>()?;
        Ok(Self { people, questions: book.questions.clone(), book, emails })
    }

    /// And everybody who ever took a shift: those with a place first.
    async fn with_helpers(
        mut self,
        conn: &mut impl Reading,
        event: EventId,
        (locale, zone): (Locale, &str),
    ) -> Result<Self, Failure> {
        let shifts = signups::shifts::dated(conn, event, locale).await?;
        for row in rows::helpers(conn, event).await? {
            self.people.push(row.helper(&shifts, (locale, zone), &self.book)?);
        }
        Ok(self)
    }

    /// A guest or a helper, with nobody else read.
    pub(super) async fn one(
        conn: &mut impl Reading,
        (event, signup): (EventId, SignUpId),
        (locale, zone): (Locale, &str),
    ) -> Result<Option<(PersonRow, Vec<Question>)>, Failure> {
        let Some(row) = rows::sign_up(conn, event, signup).await? else { return Ok(None) };
        let book = Book::of_one(conn, event, signup).await?;
        if row.shift_id.is_some() {
            let (shifts, who) = (signups::shifts::dated(conn, event, locale).await?, row.who());
            let person = row.helper(&shifts, (locale, zone), &book)?;
            return Ok(Some(theirs((person, book.questions), who)));
        }
        let guests = signups::guests_of(conn, signup).await?;
        let person = row.person(guests, (locale, zone), &book)?;
        Ok(Some(theirs((person, book.questions), Who::Guest)))
    }

    /// Those who may be signed up twice, with their names.
    fn alike(&self) -> Vec<Vec<(SignUpId, String)>> {
        let counts = self.people.iter().filter(|p| p.state.is_live() && p.shift.is_none());
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

/// Somebody with the questions that are asked of such, and those they answered.
fn theirs((mut person, questions): (PersonRow, Vec<Question>), who: Who) -> (PersonRow, Vec<Question>) {
    let cells = std::mem::take(&mut person.answers);
    let both = questions.into_iter().zip(cells);
    let (questions, answers) = both.filter(|(q, cell)| q.asked_of.asks(who) || !cell.text.is_empty()).unzip();
    person.answers = answers;
    (person, questions)
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
    let all = all.with_helpers(&mut conn, event, (locale, &card.zone)).await?;
    let seats = seats(&mut conn, event, card.seats()).await?;
    drop(conn);
    let cut_at = cut_at(all.people.len());
    let is_open_day = card.kind()? == Kind::OpenDay;
    let shows = Show::ALL.into_iter().filter(|show| is_open_day || *show != Show::Helpers);
    let counts = shows.map(|show| (show, all.people.iter().filter(|p| show.takes(p)).count() as i64)).collect();
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
    /// Head of the column for role and time, which is there where somebody in the sheet helps.
    pub shift: &'a str,
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
    let all = all.with_helpers(&mut conn, event, (locale, &stored.zone)).await?;
    drop(conn);
    let shown: Vec<&PersonRow> = all.people.iter().filter(|p| ask.takes(p)).collect();
    let has_helpers = shown.iter().any(|p| p.shift.is_some());
    let mut rows: Vec<Vec<String>> = vec![];
    let heads = words.heads.iter().map(|head| (*head).to_owned()).chain(has_helpers.then(|| words.shift.to_owned()));
    rows.push(heads.chain(all.questions.iter().map(|q| q.label.clone())).collect());
    for person in shown {
        let fixed = [
            person.display_name.clone(),
            person.handle.clone(),
            (words.state)(locale, person),
            person.signed_up.clone(),
            person.checked_in.clone().unwrap_or_default(),
            person.code.clone(),
            guests_cell(person),
        ];
        let shift = has_helpers.then(|| person.shift.clone().unwrap_or_default());
        rows.push(fixed.into_iter().chain(shift).chain(person.answers.iter().map(|a| a.text.clone())).collect());
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
