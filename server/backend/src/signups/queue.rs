//! The line of an event, or of one of its shifts, as everybody may see it: the log, and what it means for somebody who waits.

use domain::events::State;
use domain::members::access::{Action, Actor};
use domain::signups::queue::{Entry, FORMAT, Published, PublishedEntry, Step};
use domain::signups::view::{MySignUp, QueueLine, QueuePage};
use domain::signups::{Seats, Turn, lottery, queue};
use domain::{EventId, Failure, Instant, Locale, MemberId, PlacesId, ShiftId};
use uuid::Uuid;

use super::{reads, shifts, transition, way};
use crate::db::{DbError, Reading, Result};
use crate::events::card::{self, CardRow};
use crate::{Site, sql, when};

/// How many entries the page shows; the file has all of them.
const SHOWN: i64 = 100;

/// A published log, with what names its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// All entries.
    pub published: Published,
    /// The hash of the last entry: another log has another one.
    pub head: String,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    seq: i64,
    step: String,
    signup_number: Option<i64>,
    value: Option<i64>,
    hash: Vec<u8>,
    at: i64,
}

impl EntryRow {
    fn entry(self) -> Result<PublishedEntry> {
        let decode = |what: &str| DbError::from(sqlx::Error::Decode(what.into()));
        let step = Step::from_word(&self.step).ok_or_else(|| decode("no such step"))?;
        let hash: [u8; 32] = self.hash.try_into().map_err(|_| decode("a hash has 32 bytes"))?;
        let entry = Entry { seq: self.seq, step, number: self.signup_number, value: self.value, at: Instant(self.at) };
        Ok(PublishedEntry { entry, hash: domain::hex(&hash) })
    }
}

/// The whole log of a public event, for whoever wants to replay it.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft: nobody has signed up for it.
pub async fn queue_log(site: &Site, slug: &str) -> Result<Log, Failure> {
    log_of(site, slug, None).await
}

/// The same of a shift of that event.
///
/// # Errors
/// As [`queue_log`]; [`Failure::NotFound`] for no such shift there.
pub async fn shift_log(site: &Site, slug: &str, shift: ShiftId) -> Result<Log, Failure> {
    log_of(site, slug, Some(shift)).await
}

/// What names the version of the log of an event, or of one of its shifts: the hash of its last entry. Cheap to ask for, however
/// long the log is.
///
/// # Errors
/// As [`queue_log`] and [`shift_log`].
pub async fn log_head(site: &Site, slug: &str, shift: Option<ShiftId>) -> Result<String, Failure> {
    let found = log_row(&mut site.db.read().await?, slug, shift).await?;
    found.head()
}

/// Whose log it is, and its last hash.
#[derive(sqlx::FromRow)]
struct LogRow {
    event_id: Uuid,
    places_id: Uuid,
    log_head: Vec<u8>,
}

impl LogRow {
    fn head(&self) -> Result<String, Failure> {
        let broken = |_| DbError::from(sqlx::Error::Decode("a hash has 32 bytes".into()));
        let hash: [u8; 32] = self.log_head.as_slice().try_into().map_err(broken)?;
        Ok(domain::hex(&hash))
    }
}

async fn log_row(conn: &mut impl Reading, slug: &str, shift: Option<ShiftId>) -> Result<LogRow, Failure> {
    let found: Option<LogRow> = conn
        .optional(
            sql!(
                "SELECT e.id AS event_id, p.id AS places_id, p.log_head FROM event e
                     LEFT JOIN shift h ON h.event_id = e.id AND h.id = $2
                     JOIN places p ON (p.event_id = e.id AND $2 IS NULL) OR p.shift_id = h.id
                 WHERE e.slug = $1 AND e.state <> 'draft'"
            ),
            (slug, shift.map(|shift| shift.0)),
        )
        .await?;
    found.ok_or(Failure::NotFound)
}

async fn log_of(site: &Site, slug: &str, shift: Option<ShiftId>) -> Result<Log, Failure> {
    let mut conn = site.db.read().await?;
    let LogRow { event_id: event, places_id: places, .. } = log_row(&mut conn, slug, shift).await?;
    let rows: Vec<EntryRow> = conn
        .all(
            sql!("SELECT seq, step, signup_number, value, hash, at FROM queue_entry WHERE places_id = $1 ORDER BY seq"),
            (places,),
        )
        .await?;
    let entries = rows.into_iter().map(EntryRow::entry).collect::<Result<Vec<_>>>()?;
    let head = entries.last().map_or_else(|| domain::hex(&queue::ROOT), |last| last.hash.clone());
    // Shifts are taken, not drawn.
    let lottery = if shift.is_none() { lottery(&mut conn, EventId(event)).await? } else { None };
    Ok(Log { published: Published { format: FORMAT.into(), event: EventId(event), entries, lottery }, head })
}

/// What may be known of the event's lottery: its seal, and once it is drawn its seed. Nothing where no lot decides, though a seed
/// may be kept: the organisers may still choose a lottery, or did before.
async fn lottery(conn: &mut impl Reading, event: EventId) -> Result<Option<lottery::Published>> {
    let row: Option<(Option<Vec<u8>>, Option<i64>)> = conn
        .optional(sql!("SELECT seed, drawn_at FROM admission WHERE event_id = $1 AND mode = 'lottery'"), (event.0,))
        .await?;
    let (seed, drawn) = row.unwrap_or_default();
    Ok(seed.map(|seed| lottery::Published {
        seal: way::seal(&seed),
        seed: drawn.map(|_| domain::hex(&seed)),
        format: lottery::FORMAT.into(),
    }))
}

/// Places, as far as their line goes.
#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    capacity: i64,
    taken: i64,
    offered: i64,
    waiting: i64,
    first_come: bool,
    cutoff_at: i64,
    on_hold: bool,
    log_entries: i64,
}

/// The line of an event. Whose number is whose, only those themselves are told.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft of somebody else.
pub async fn queue_page(site: &Site, viewer: Option<&Actor>, locale: Locale, slug: &str) -> Result<QueuePage, Failure> {
    line_of(site, viewer, locale, (slug, None)).await
}

/// The same of a shift of that event.
///
/// # Errors
/// As [`queue_page`]; [`Failure::NotFound`] for no such shift there.
pub async fn shift_line(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    (slug, shift): (&str, ShiftId),
) -> Result<QueuePage, Failure> {
    line_of(site, viewer, locale, (slug, Some(shift))).await
}

async fn line_of(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    (slug, shift): (&str, Option<ShiftId>),
) -> Result<QueuePage, Failure> {
    let mut conn = site.db.read().await?;
    let card = card_of(&mut conn, slug).await?.ok_or(Failure::NotFound)?;
    let is_secret = card.state()? == State::Draft;
    if is_secret && !viewer.is_some_and(|v| v.may(Action::RunEvent(card.event(), card.chapter()))) {
        return Err(Failure::NotFound);
    }
    let shift = match shift {
        Some(id) => {
            let found = shifts::any_shift(&mut conn, id).await?.filter(|shift| shift.event() == card.event());
            Some((id, found.ok_or(Failure::NotFound)?))
        }
        None => None,
    };
    let whose = shift.as_ref().map_or(card.id, |(id, _)| id.0);
    let row = line_row(&mut conn, whose).await?.ok_or(Failure::NotFound)?;
    let (places, zone) = (PlacesId(row.id), card.zone.clone());
    let mine = match viewer {
        Some(viewer) => mine(&mut conn, locale, whose, viewer.member).await?,
        None => None,
    };
    let moment = |at: i64| when::until(locale, &zone, Instant(at));
    let turn = transition::turn(row.first_come);
    let seats = Seats { capacity: row.capacity, taken: row.taken, offered: row.offered, waiting: row.waiting, turn };
    let entries = newest(&mut conn, places).await?;
    let lottery = if shift.is_none() { lottery(&mut conn, card.event()).await? } else { None };
    Ok(QueuePage {
        lottery,
        offers: offers(&mut conn, places).await?.into_iter().map(moment).collect(),
        gone: gone(&mut conn, places).await?,
        shift: shift.map(|(id, shift)| (id, shift.in_words(locale))),
        slug: card.slug,
        title: card.title,
        lang: card.locale,
        seats: seats.into(),
        first_come: seats.turn == Turn::FirstCome,
        cutoff: if row.on_hold { String::new() } else { moment(row.cutoff_at) },
        mine,
        why: vec![],
        entries: entries.into_iter().map(|entry| line(locale, &zone, entry)).collect(),
        total: row.log_entries,
    })
}

async fn card_of(conn: &mut impl Reading, slug: &str) -> Result<Option<CardRow>> {
    conn.optional(sql!(concat!("SELECT ", card::columns!(), " FROM ", card::tables!(), " WHERE e.slug = $1")), (slug,))
        .await
}

/// The places of an event, or of a shift.
async fn line_row(conn: &mut impl Reading, whose: Uuid) -> Result<Option<LineRow>> {
    conn.optional(
        sql!(
            "SELECT id, capacity, taken, offered, waiting, first_come, cutoff_at, on_hold, log_entries FROM places
             WHERE event_id = $1 OR shift_id = $1"
        ),
        (whose,),
    )
    .await
}

/// The reader's own sign-up and its number.
async fn mine(
    conn: &mut impl Reading,
    locale: Locale,
    whose: Uuid,
    member: MemberId,
) -> Result<Option<(MySignUp, i64)>> {
    let Some(mine) = reads::mine_in(conn, locale, whose, member).await? else { return Ok(None) };
    let (number,): (i64,) = conn.one(sql!("SELECT position FROM signup WHERE id = $1"), (mine.id.0,)).await?;
    Ok(Some((mine, number)))
}

/// Until when each live offer stands.
async fn offers(conn: &mut impl Reading, places: PlacesId) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = conn
        .all(
            sql!("SELECT offered_until FROM signup WHERE places_id = $1 AND state = 'offered' ORDER BY offered_until LIMIT 50"),
            (places.0,),
        )
        .await?;
    Ok(rows.into_iter().map(|(until,)| until).collect())
}

/// How many of those who stood in line have left without a seat.
async fn gone(conn: &mut impl Reading, places: PlacesId) -> Result<i64> {
    let (count,): (i64,) = conn
        .one(
            sql!(
                "SELECT count(*) FROM queue_entry l WHERE l.places_id = $1 AND l.step = 'line'
                     AND EXISTS (SELECT 1 FROM queue_entry g WHERE g.places_id = l.places_id
                         AND g.signup_number = l.signup_number AND g.step IN ('left', 'removed', 'declined', 'expired'))
                     AND NOT EXISTS (SELECT 1 FROM queue_entry s WHERE s.places_id = l.places_id
                         AND s.signup_number = l.signup_number AND s.step IN ('accepted', 'took', 'placed'))"
            ),
            (places.0,),
        )
        .await?;
    Ok(count)
}

async fn newest(conn: &mut impl Reading, places: PlacesId) -> Result<Vec<PublishedEntry>> {
    let rows: Vec<EntryRow> = conn
        .all(
            sql!(
                "SELECT seq, step, signup_number, value, hash, at FROM queue_entry WHERE places_id = $1
                 ORDER BY seq DESC LIMIT $2"
            ),
            (places.0, SHOWN),
        )
        .await?;
    rows.into_iter().map(EntryRow::entry).collect()
}

fn line(locale: Locale, zone: &str, PublishedEntry { entry, hash }: PublishedEntry) -> QueueLine {
    let value = match (entry.step, entry.value) {
        (_, None) => String::new(),
        (Step::Offered, Some(until)) => when::until(locale, zone, Instant(until)),
        // As the page of the event shows it: the first digits of the seal.
        (Step::Lottery, Some(mark)) => format!("{mark:012x}"),
        (_, Some(seats)) => seats.to_string(),
    };
    QueueLine {
        seq: entry.seq,
        at: when::stamp(locale, zone, entry.at),
        step: entry.step,
        number: entry.number,
        value,
        text: String::new(),
        hash: hash.chars().take(12).collect(),
    }
}
