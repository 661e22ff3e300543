//! The calendar part of a letter: what the reader's calendar is to do (RFC 5546).

use domain::{EventId, Instant, SignUpId, signups::SignUpState};
use lettre::message::Mailbox;
use uuid::Uuid;

use super::{Letter, contents::Reader};
use crate::{
    Site,
    db::{Reading, Result},
    showcase::{
        calendar::{Calendar, Entry, Method, People, Status, written},
        feeds,
    },
    sql,
};

/// An entry that comes, changes or goes.
pub(super) struct Invite {
    pub(super) method: Method,
    entry: Entry,
}

/// What a letter brings along: a seat brings or changes the entry, the loss of one takes it away.
pub(super) async fn of(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    letter: &Letter,
) -> Result<Option<Invite>> {
    let (method, signup) = match letter {
        Letter::SeatSaved { signup } => (Method::Request, Some(*signup)),
        Letter::EventChanged { event } => (Method::Request, seated(conn, reader, *event).await?),
        // Not CANCEL: that ends an entry, and programs differ in whether a later REQUEST brings it back. The same entry, as
        // TENTATIVE and with a higher SEQUENCE, stays beside its reason and blocks no time; a new date puts it right.
        Letter::EventPostponed { event } => (Method::Request, seated(conn, reader, *event).await?),
        Letter::EventCancelled { event } => (Method::Cancel, once_seated(conn, reader, *event).await?),
        Letter::Removed { signup } | Letter::SeatGivenUp { signup } => (Method::Cancel, Some(*signup)),
        _ => return Ok(None),
    };
    let Some(signup) = signup else { return Ok(None) };
    let Some(entry) = feeds::of_signup(conn, site, signup).await? else { return Ok(None) };
    let status = if method == Method::Cancel { Status::Cancelled } else { entry.status };
    Ok(Some(Invite { method, entry: Entry { status, ..entry } }))
}

/// The reader's seat at the event; else the first of their shifts: a letter carries one entry.
async fn seated(conn: &mut impl Reading, reader: &Reader, event: EventId) -> Result<Option<SignUpId>> {
    let found: Option<(Uuid,)> = conn
        .optional(
            sql!(
                "SELECT s.id FROM signup s JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
                 WHERE s.event_id = $1 AND s.member_id = $2 AND s.state = $3
                 ORDER BY CASE WHEN h.id IS NULL THEN 0 ELSE 1 END, h.starts_at LIMIT 1"
            ),
            (event.0, reader.member.0, SignUpState::Confirmed.word()),
        )
        .await?;
    Ok(found.map(|(id,)| SignUpId(id)))
}

/// The same, where they had one until it was cancelled: who only waited has no entry to take out.
async fn once_seated(conn: &mut impl Reading, reader: &Reader, event: EventId) -> Result<Option<SignUpId>> {
    let found: Option<(Uuid,)> = conn
        .optional(
            sql!(
                "SELECT s.id FROM signup s JOIN signup_change x ON x.signup_id = s.id JOIN places p ON p.id = s.places_id
                     LEFT JOIN shift h ON h.id = p.shift_id
                 WHERE s.event_id = $1 AND s.member_id = $2 AND x.state = $3
                 ORDER BY CASE WHEN h.id IS NULL THEN 0 ELSE 1 END, h.starts_at LIMIT 1"
            ),
            (event.0, reader.member.0, SignUpState::Confirmed.word()),
        )
        .await?;
    Ok(found.map(|(id,)| SignUpId(id)))
}

impl Invite {
    /// The word in the part's type.
    pub(super) const fn method(&self) -> &'static str {
        match self.method {
            Method::Cancel => "CANCEL",
            Method::Request | Method::Publish => "REQUEST",
        }
    }

    /// The file: asked by the sender, of the reader, at the time the letter was written.
    pub(super) fn text(&self, sender: &Mailbox, reader: &Reader, made_at: Instant) -> String {
        let people = People {
            organiser: (sender.name.clone().unwrap_or_default(), sender.email.to_string()),
            attendee: (reader.name.clone(), reader.email.clone()),
        };
        let entry = Entry { stamp: made_at, people: Some(people), ..self.entry.clone() };
        written(&Calendar { name: "", method: self.method, entries: &[entry] })
    }
}
