//! What has happened under the lock and is not written yet: however many steps there were, each table gets its rows at once.

use domain::signups::queue::Entry;
use domain::signups::{SignUpState, queue::Step};
use domain::{EventId, Instant, MemberId, PlacesId, QuestionId, SignUpId, door::TicketCode};
use serde::Serialize;
use uuid::Uuid;

use super::rows::Move;
use super::{Newcomer, Places, broken};
use crate::Site;
use crate::db::many::{self, insert_many};
use crate::db::{Result, Tx};
use crate::notices::{self, Letter};
use crate::signups::Listing;

/// How often other ticket codes are drawn for those whose code is taken: at 40 bits of chance, once is rare already.
const DRAWS: usize = 8;

/// Rows and letters, in the order in which they came about.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    signups: Vec<SignUpRow>,
    answers: Vec<AnswerRow>,
    guests: Vec<GuestRow>,
    changes: Vec<ChangeRow>,
    entries: Vec<EntryRow>,
    letters: Vec<(MemberId, Letter)>,
}

#[derive(Debug, Serialize)]
struct SignUpRow {
    id: SignUpId,
    places_id: PlacesId,
    event_id: EventId,
    member_id: MemberId,
    state: &'static str,
    position: i64,
    code: String,
    listed: bool,
    request_key: String,
    created_at: i64,
    changed_at: i64,
    turn: i64,
    heads: i64,
}

#[derive(Debug, Serialize)]
struct AnswerRow {
    signup_id: SignUpId,
    question_id: QuestionId,
    answer: String,
}

#[derive(Debug, Serialize)]
struct GuestRow {
    signup_id: SignUpId,
    position: i64,
    name: String,
}

#[derive(Debug, Serialize)]
struct ChangeRow {
    id: Uuid,
    signup_id: SignUpId,
    state: &'static str,
    cause: &'static str,
    by_id: Option<MemberId>,
    at: i64,
}

#[derive(Debug, Serialize)]
struct EntryRow {
    places_id: PlacesId,
    seq: i64,
    step: &'static str,
    signup_number: Option<i64>,
    value: Option<i64>,
    #[serde(serialize_with = "hash")]
    hash: [u8; 32],
    at: i64,
}

fn hash<S: serde::Serializer>(hash: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
    many::bytes(hash, to)
}

impl Places {
    /// A new sign-up at the tail, with what they answered and whom they bring along.
    pub(super) fn add(&mut self, site: &Site, state: SignUpState, new: &Newcomer<'_>) -> SignUpId {
        let id = SignUpId(site.new_id());
        self.unwritten.signups.push(SignUpRow {
            id,
            places_id: self.id,
            event_id: self.event,
            member_id: new.member,
            state: state.word(),
            position: self.tail,
            code: draw(site),
            listed: new.listing == Listing::Listed,
            request_key: new.request_key.to_owned(),
            created_at: self.now.0,
            changed_at: self.now.0,
            turn: self.turn(),
            heads: new.heads(),
        });
        self.unwritten.answers.extend(new.answers.iter().map(|(question_id, answer)| AnswerRow {
            signup_id: id,
            question_id: *question_id,
            answer: answer.clone(),
        }));
        self.unwritten.guests.extend((1_i64..).zip(new.guests).map(|(position, name)| GuestRow {
            signup_id: id,
            position,
            name: name.clone(),
        }));
        id
    }

    /// A line in a sign-up's history.
    pub(super) fn remember(&mut self, site: &Site, signup: SignUpId, to: &Move) {
        self.unwritten.changes.push(ChangeRow {
            id: site.new_id(),
            signup_id: signup,
            state: to.into.word(),
            cause: to.cause.word(),
            by_id: to.by,
            at: self.now.0,
        });
    }

    /// An entry of the public log.
    pub(super) fn log_entry(&mut self, entry: &Entry, hash: [u8; 32]) {
        let &Entry { seq, step, number, value, at: Instant(at) } = entry;
        let (places_id, step, signup_number) = (self.id, Step::word(step), number);
        self.unwritten.entries.push(EntryRow { places_id, seq, step, signup_number, value, hash, at });
    }

    /// A letter, sent after the commit.
    pub(super) fn tell(&mut self, to: MemberId, letter: Letter) {
        self.unwritten.letters.push((to, letter));
    }

    /// Writes what is not written yet. Before statements that look at what came about under this lock, and at the end.
    pub(in crate::signups) async fn write(&mut self, tx: &mut Tx, site: &Site) -> Result<()> {
        let Unwritten { signups, answers, guests, changes, entries, letters } = std::mem::take(&mut self.unwritten);
        if !signups.is_empty() {
            write_sign_ups(tx, site, signups).await?;
        }
        if !answers.is_empty() {
            // A question that the organiser has just taken back is answered by nobody.
            insert_many!(
                "signup_answer" { signup_id: uuid, question_id: uuid, answer: text }
                "WHERE EXISTS (SELECT 1 FROM event_question q WHERE q.id = r.question_id)"
            )
            .execute(tx, &answers)
            .await?;
        }
        if !guests.is_empty() {
            insert_many!("signup_guest" { signup_id: uuid, position: int, name: text } "").execute(tx, &guests).await?;
        }
        if !changes.is_empty() {
            insert_many!(
                "signup_change" { id: uuid, signup_id: uuid, state: text, cause: text, by_id: uuid, at: int } ""
            )
            .execute(tx, &changes)
            .await?;
        }
        if !entries.is_empty() {
            insert_many!(
                "queue_entry" {
                    places_id: uuid, seq: int, step: text, signup_number: int, value: int, hash: bytes, at: int
                } ""
            )
            .execute(tx, &entries)
            .await?;
        }
        if letters.is_empty() { Ok(()) } else { notices::send_all(tx, site, &letters).await }
    }
}

/// Each with a ticket code that nobody else has at this event.
async fn write_sign_ups(tx: &mut Tx, site: &Site, mut rows: Vec<SignUpRow>) -> Result<()> {
    for _ in 0..DRAWS {
        let written: Vec<(Uuid,)> = insert_many!(
            "signup" {
                id: uuid, places_id: uuid, event_id: uuid, member_id: uuid, state: text, position: int, code: text,
                listed: bool, request_key: text, created_at: int, changed_at: int, turn: int, heads: int
            } "WHERE true ON CONFLICT (event_id, code) DO NOTHING RETURNING id"
        )
        .all(tx, &rows)
        .await?;
        if written.len() == rows.len() {
            return Ok(());
        }
        rows.retain(|row| !written.contains(&(row.id.0,)));
        rows.iter_mut().for_each(|row| row.code = draw(site));
    }
    Err(broken("chance gives the same ticket codes again and again"))
}

fn draw(site: &Site) -> String {
    TicketCode::from_random(site.random.bytes()).as_str().to_owned()
}
