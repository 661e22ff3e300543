//! An event as lists show it. Every list of events, also those of tickets and doors, reads these columns and makes its cards here.

use domain::{
    ChapterId, EventId, Instant, Locale,
    events::{Attendance, Kind, Phase, Schedule, State, view::EventCard},
    showcase::Art,
    signups::Seats,
};
use uuid::Uuid;

use crate::{
    db::{DbError, Reading, Result},
    signups::transition::turn,
    sql, when,
};

/// How many people came to the event `e`: who helps in two shifts is one, and guests came with the code of whoever brought them.
macro_rules! came {
    () => {
        "(SELECT count(DISTINCT i.member_id) + coalesce(CAST(sum(g.heads - 1) AS BIGINT), 0) \
          FROM check_in i JOIN signup g ON g.id = i.signup_id WHERE i.event_id = e.id)"
    };
}
pub(crate) use came;

/// The columns of a [`CardRow`], from [`tables!`]: `sql!(concat!("SELECT ", card::columns!(), " FROM ", card::tables!(), " WHERE …"))`.
macro_rules! columns {
    () => {
        concat!(
            "e.id AS card_id, e.chapter_id AS card_chapter_id, e.slug AS card_slug, e.kind AS card_kind, e.state AS card_state, \
             e.title AS card_title, e.summary AS card_summary, e.locale AS card_locale, e.cover_id AS card_cover_id, \
             cover.width AS card_cover_width, cover.height AS card_cover_height, e.art AS card_art, e.zone AS card_zone, \
             e.starts_at AS card_starts_at, e.ends_at AS card_ends_at, e.opens_at AS card_opens_at, e.closes_at AS card_closes_at, \
             e.postponed_at AS card_postponed_at, e.recapped_at AS card_recapped_at, e.attendance AS card_attendance, \
             e.venue AS card_venue, e.honor AS card_honor, e.version AS card_version, p.capacity AS card_capacity, \
             p.taken AS card_taken, p.waiting AS card_waiting, p.offered AS card_offered, p.first_come AS card_first_come, \
             c.city AS card_city, ",
            $crate::events::card::came!(),
            " AS card_came"
        )
    };
}
pub(crate) use columns;

/// The tables of [`columns!`]: `e` the event, `p` its places, `c` its chapter, `cover` its picture. Each event once.
macro_rules! tables {
    () => {
        "event e JOIN places p ON p.event_id = e.id JOIN chapter c ON c.id = e.chapter_id LEFT JOIN picture cover ON cover.id = e.cover_id"
    };
}
pub(crate) use tables;

/// What a card is made of. Part of a larger row by `#[sqlx(flatten)]`: its columns have a prefix of their own.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct CardRow {
    #[sqlx(rename = "card_id")]
    pub(crate) id: Uuid,
    #[sqlx(rename = "card_chapter_id")]
    pub(crate) chapter_id: Uuid,
    #[sqlx(rename = "card_slug")]
    pub(crate) slug: String,
    #[sqlx(rename = "card_kind")]
    pub(crate) kind: String,
    #[sqlx(rename = "card_state")]
    pub(crate) state: String,
    #[sqlx(rename = "card_title")]
    pub(crate) title: String,
    #[sqlx(rename = "card_summary")]
    pub(crate) summary: String,
    #[sqlx(rename = "card_locale")]
    pub(crate) locale: String,
    #[sqlx(rename = "card_cover_id")]
    pub(crate) cover_id: Option<Uuid>,
    #[sqlx(rename = "card_cover_width")]
    pub(crate) cover_width: Option<i64>,
    #[sqlx(rename = "card_cover_height")]
    pub(crate) cover_height: Option<i64>,
    #[sqlx(rename = "card_art")]
    pub(crate) art: String,
    #[sqlx(rename = "card_zone")]
    pub(crate) zone: String,
    #[sqlx(rename = "card_starts_at")]
    pub(crate) starts_at: i64,
    #[sqlx(rename = "card_ends_at")]
    pub(crate) ends_at: i64,
    #[sqlx(rename = "card_opens_at")]
    pub(crate) opens_at: Option<i64>,
    #[sqlx(rename = "card_closes_at")]
    pub(crate) closes_at: Option<i64>,
    #[sqlx(rename = "card_postponed_at")]
    pub(crate) postponed_at: Option<i64>,
    #[sqlx(rename = "card_recapped_at")]
    pub(crate) recapped_at: Option<i64>,
    #[sqlx(rename = "card_attendance")]
    pub(crate) attendance: String,
    #[sqlx(rename = "card_venue")]
    pub(crate) venue: String,
    #[sqlx(rename = "card_honor")]
    pub(crate) honor: i64,
    #[sqlx(rename = "card_version")]
    pub(crate) version: i64,
    #[sqlx(rename = "card_capacity")]
    pub(crate) capacity: i64,
    #[sqlx(rename = "card_taken")]
    pub(crate) taken: i64,
    #[sqlx(rename = "card_waiting")]
    pub(crate) waiting: i64,
    #[sqlx(rename = "card_offered")]
    pub(crate) offered: i64,
    #[sqlx(rename = "card_first_come")]
    pub(crate) first_come: bool,
    #[sqlx(rename = "card_city")]
    pub(crate) city: String,
    #[sqlx(rename = "card_came")]
    pub(crate) came: i64,
}

impl CardRow {
    /// Which event.
    pub(crate) fn event(&self) -> EventId {
        EventId(self.id)
    }

    /// Whose event.
    pub(crate) fn chapter(&self) -> ChapterId {
        ChapterId(self.chapter_id)
    }

    /// What its organisers have decided.
    pub(crate) fn state(&self) -> Result<State> {
        stored_state(&self.state)
    }

    /// The moments that decide what can be done with it.
    pub(crate) fn schedule(&self) -> Schedule {
        Schedule {
            starts: Instant(self.starts_at),
            ends: Instant(self.ends_at),
            opens: self.opens_at.map(Instant),
            closes: self.closes_at.map(Instant),
            postponed: self.postponed_at.map(Instant),
            recapped: self.recapped_at.map(Instant),
        }
    }

    /// Its counters.
    pub(crate) fn seats(&self) -> Seats {
        Seats {
            capacity: self.capacity,
            taken: self.taken,
            offered: self.offered,
            waiting: self.waiting,
            turn: turn(self.first_come),
        }
    }

    /// Where it stands now.
    pub(crate) fn kind(&self) -> Result<Kind> {
        Kind::from_word(&self.kind).ok_or_else(|| unknown("kind", &self.kind))
    }

    /// Where it stands now.
    pub(crate) fn phase(&self, now: Instant) -> Result<Phase> {
        Ok(Phase::at(now, self.state()?, self.schedule(), self.seats()))
    }

    /// Where people take part.
    pub(crate) fn attendance(&self) -> Attendance {
        Attendance::from_word(&self.attendance).unwrap_or_default()
    }

    /// The venue, or the word for having none.
    fn place(&self, locale: Locale) -> String {
        if self.attendance().has_place() { self.venue.clone() } else { when::online(locale).into() }
    }

    /// Its cover, or the house's own art.
    pub(crate) fn art(&self) -> Art {
        match (self.cover_id, self.cover_width, self.cover_height) {
            (Some(id), Some(width), Some(height)) => Art {
                src: format!("/media/{id}.jpg"),
                alt: String::new(),
                width: width.try_into().unwrap_or_default(),
                height: height.try_into().unwrap_or_default(),
            },
            _ => super::art::drawn(&self.art),
        }
    }

    /// The card, for somebody who reads `locale`.
    ///
    /// # Errors
    /// When a stored word is none that the tables' CHECKs let in.
    pub(crate) fn card(&self, now: Instant, locale: Locale) -> Result<EventCard> {
        Ok(EventCard {
            slug: self.slug.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            lang: self.locale.clone(),
            kind: self.kind()?,
            phase: self.phase(now)?,
            when: when::when(locale, &self.zone, Instant(self.starts_at), Some(Instant(self.ends_at))),
            venue: self.place(locale),
            city: self.city.clone(),
            art: self.art(),
            seats: self.seats().into(),
            honor: self.honor,
            came: self.came,
        })
    }
}

/// One event, whatever its state: ask who may see it.
pub(crate) async fn by_id(conn: &mut impl Reading, event: EventId) -> Result<Option<CardRow>> {
    conn.optional(sql!(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE e.id = $1")), (event.0,)).await
}

/// The cards of many rows, in their order.
pub(crate) fn cards<'a>(
    rows: impl IntoIterator<Item = &'a CardRow>,
    now: Instant,
    locale: Locale,
) -> Result<Vec<EventCard>> {
    rows.into_iter().map(|row| row.card(now, locale)).collect()
}

/// The state of a stored word; the table's CHECK lets no other in.
pub(crate) fn stored_state(word: &str) -> Result<State> {
    State::from_word(word).ok_or_else(|| unknown("state", word))
}

/// A stored word that should not be there.
pub(super) fn unknown(what: &str, word: &str) -> DbError {
    sqlx::Error::Decode(format!("no such {what}: {word}").into()).into()
}
