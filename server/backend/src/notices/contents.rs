//! What a letter tells, read from the database when it is sent. None where it is no longer true.

use domain::{
    AnnouncementId, EventId, Locale, MemberId, SignUpId, door::TicketCode, members::EventRole, members::parts,
    signups::SignUpState,
};
use uuid::Uuid;

mod event;

use event::EventRow;
pub(super) use event::{Event, event_of_signup, event_row};

use super::{
    Letter,
    badges::{self, Badge},
    honor::{self, Turned},
    life,
    line::{self, News},
    requests,
    standing::{self, Told},
    unsubscribe,
};
use crate::{
    Site,
    db::{Reading, Result},
    members, sql,
};

/// Who gets the letter.
pub(super) struct Reader {
    pub(super) member: MemberId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) locale: Locale,
    /// The zone their clocks show.
    pub(super) zone: String,
    /// Is their page public?
    pub(super) shows_badges: bool,
    pub(super) asked: Asked,
}

/// For what a letter's content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// To be sent: what is no longer true is not told.
    Now,
    /// To be looked up: it was true when it was written.
    Ever,
}

impl Reader {
    /// Somebody of whom only an address is known. No row is theirs, so nothing about a member can be told to them.
    pub(super) fn unknown(email: String, locale: Locale) -> Self {
        Self {
            member: MemberId(Uuid::nil()),
            email,
            name: String::new(),
            locale,
            zone: "UTC".into(),
            shows_badges: false,
            asked: Asked::Now,
        }
    }
}

/// What a letter tells. `tickets_url` is the way to their ticket, where its reader has signed up.
pub(super) enum Content {
    ConfirmEmail { code: String },
    ResetPassword { code: String },
    SeatSaved { event: Event, ticket: Ticket },
    InLine { event: Event, place: i64, tickets_url: String },
    Line { event: Event, news: News, url: String },
    EventCancelled { event: Event, reason: Option<String> },
    EventChanged { event: Event, tickets_url: Option<String> },
    EventPostponed { event: Event, reason: Option<String>, tickets_url: Option<String> },
    Invited { event: Event, role: EventRole, from: String, url: String },
    BadgeGranted { badge: Badge },
    BadgesGranted { badges: Vec<Badge> },
    BadgeRevoked { badge: Badge, reason: String },
    BadgeRestored { badge: Badge },
    HonorCorrected { turned: Turned },
    Reminder { event: Event, ticket: Ticket },
    SeatGivenUp { event: Event },
    Removed { event: Event },
    Recap { event: Event, url: String, unsubscribe_url: String },
    Announcement { event: Event, subject: String, body: String, unsubscribe_url: String },
    Standing { told: Told, url: String },
}

/// What somebody shows at the door.
pub(super) struct Ticket {
    /// "4F7K-2Q9M".
    pub(super) code: String,
    pub(super) url: String,
}

/// The member who gets the letter.
pub(super) async fn reader(conn: &mut impl Reading, member: MemberId) -> Result<Reader> {
    let (email, name, locale, zone, published): (String, String, String, String, Option<i64>) = conn
        .one(sql!("SELECT email, display_name, locale, zone, published_at FROM member WHERE id = $1"), (member.0,))
        .await?;
    let locale = Locale::from_tag(&locale).unwrap_or_default();
    let shows_badges = published.is_some() && members::parts(conn, member).await?.has(parts::Part::Badges);
    Ok(Reader { member, email, name, locale, zone, shows_badges, asked: Asked::Now })
}

/// What there is to tell.
pub(super) async fn load(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    letter: &Letter,
) -> Result<Option<Content>> {
    Ok(match letter {
        Letter::ConfirmEmail { code } => Some(Content::ConfirmEmail { code: code.clone() }),
        Letter::ResetPassword { code } => Some(Content::ResetPassword { code: code.clone() }),
        Letter::SeatSaved { signup } => {
            let seat = seat(conn, site, reader, *signup).await?;
            seat.map(|(row, ticket)| Content::SeatSaved { event: row.into_event(site, reader.locale), ticket })
        }
        Letter::Pending { signup } => requests::pending(conn, site, reader, *signup).await?,
        Letter::NotApproved { signup } => requests::not_approved(conn, site, reader, *signup).await?,
        Letter::Offer { signup } => line::offer(conn, site, reader, *signup).await?,
        Letter::OfferExpired { signup } => {
            line::news(conn, site, reader, (*signup, SignUpState::Expired, News::OfferExpired)).await?
        }
        Letter::FirstCome { signup } => {
            line::news(conn, site, reader, (*signup, SignUpState::Waiting, News::FirstCome)).await?
        }
        Letter::SeatFree { signup } => {
            line::news(conn, site, reader, (*signup, SignUpState::Waiting, News::SeatFree)).await?
        }
        Letter::InLine { signup } => in_line(conn, site, reader, *signup).await?,
        Letter::EventCancelled { event } => {
            let found =
                event_row(conn, *event).await?.filter(|row| reader.asked == Asked::Ever || row.state == "cancelled");
            found.map(|row| Content::EventCancelled {
                reason: row.cancel_reason.clone(),
                event: row.into_event(site, reader.locale),
            })
        }
        Letter::EventChanged { event } => {
            let found = event_row(conn, *event).await?;
            let found = found.filter(|row| reader.asked == Asked::Ever || row.has_date());
            let tickets_url = tickets_url(conn, site, reader, *event).await?;
            found.map(|row| Content::EventChanged { event: row.into_event(site, reader.locale), tickets_url })
        }
        Letter::EventPostponed { event } => {
            let found = event_row(conn, *event).await?;
            let found = found.filter(|row| reader.asked == Asked::Ever || row.postponed_at.is_some());
            let tickets_url = tickets_url(conn, site, reader, *event).await?;
            found.map(|row| Content::EventPostponed {
                reason: row.postpone_reason.clone(),
                event: row.into_event(site, reader.locale),
                tickets_url,
            })
        }
        Letter::Invited { invitation, token } => life::invited(conn, site, reader, (*invitation, token)).await?,
        Letter::BadgeGranted { grant } => badges::granted(conn, site, reader, *grant).await?,
        Letter::BadgesGranted { batch } => badges::of_batch(conn, site, reader, *batch).await?,
        Letter::BadgeRevoked { grant } => badges::revoked(conn, site, reader, *grant).await?,
        Letter::BadgeRestored { grant } => badges::restored(conn, site, reader, *grant).await?,
        Letter::HonorCorrected { entry } => honor::corrected(conn, site, reader, *entry).await?,
        Letter::Reminder { signup } => {
            let seat = seat(conn, site, reader, *signup).await?;
            let seat = seat.filter(|(row, _)| reader.asked == Asked::Ever || row.has_date());
            seat.map(|(row, ticket)| Content::Reminder { event: row.into_event(site, reader.locale), ticket })
        }
        Letter::SeatGivenUp { signup } => left(conn, site, reader, (*signup, SignUpState::Cancelled))
            .await?
            .map(|event| Content::SeatGivenUp { event }),
        Letter::Removed { signup } => {
            left(conn, site, reader, (*signup, SignUpState::Removed)).await?.map(|event| Content::Removed { event })
        }
        Letter::Recap { event } => life::recap(conn, site, reader, *event).await?,
        Letter::Announcement { announcement } => written(conn, site, reader, *announcement).await?,
        Letter::Standing { news } => standing::load(conn, site, reader, news).await?,
    })
}

#[derive(sqlx::FromRow)]
pub(super) struct SignUpRow {
    places_id: Uuid,
    state: String,
    turn: i64,
    code: String,
}

pub(super) async fn signup_row(
    conn: &mut impl Reading,
    reader: &Reader,
    signup: SignUpId,
    state: SignUpState,
) -> Result<Option<SignUpRow>> {
    let row: Option<SignUpRow> = conn
        .optional(
            sql!("SELECT places_id, state, turn, code FROM signup WHERE id = $1 AND member_id = $2"),
            (signup.0, reader.member.0),
        )
        .await?;
    Ok(row.filter(|row| reader.asked == Asked::Ever || row.state == state.word()))
}

async fn seat(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    signup: SignUpId,
) -> Result<Option<(EventRow, Ticket)>> {
    let Some(row) = signup_row(conn, reader, signup, SignUpState::Confirmed).await? else { return Ok(None) };
    let Some(event) = event_of_signup(conn, signup).await? else { return Ok(None) };
    let code = TicketCode::parse(&row.code).map_or(row.code, |code| code.shown());
    Ok(Some((event, Ticket { code, url: site.url("/my/tickets") })))
}

/// The way to their ticket, for a reader who signed up; who has a part in the event has none.
async fn tickets_url(conn: &mut impl Reading, site: &Site, reader: &Reader, event: EventId) -> Result<Option<String>> {
    let (signups,): (i64,) = conn
        .one(sql!("SELECT count(*) FROM signup WHERE event_id = $1 AND member_id = $2"), (event.0, reader.member.0))
        .await?;
    Ok((signups > 0).then(|| site.url("/my/tickets")))
}

/// The event that the reader has left, or was taken off.
async fn left(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    (signup, state): (SignUpId, SignUpState),
) -> Result<Option<Event>> {
    if signup_row(conn, reader, signup, state).await?.is_none() {
        return Ok(None);
    }
    Ok(event_of_signup(conn, signup).await?.map(|row| row.into_event(site, reader.locale)))
}

/// What an organiser wrote.
async fn written(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    announcement: AnnouncementId,
) -> Result<Option<Content>> {
    let found: Option<(Uuid, String, String)> = conn
        .optional(sql!("SELECT event_id, subject, body FROM announcement WHERE id = $1"), (announcement.0,))
        .await?;
    let Some((event, subject, body)) = found else { return Ok(None) };
    let Some(row) = event_row(conn, EventId(event)).await? else { return Ok(None) };
    let unsubscribe_url = unsubscribe_url(site, reader.member);
    Ok(Some(Content::Announcement { event: row.into_event(site, reader.locale), subject, body, unsubscribe_url }))
}

/// Where this member ends announcements by one click.
pub(super) fn unsubscribe_url(site: &Site, member: MemberId) -> String {
    site.url(&format!("/unsubscribe/{}", unsubscribe::token(&site.keys, member)))
}

async fn in_line(conn: &mut impl Reading, site: &Site, reader: &Reader, signup: SignUpId) -> Result<Option<Content>> {
    let Some(row) = signup_row(conn, reader, signup, SignUpState::Waiting).await? else { return Ok(None) };
    let Some(event) = event_of_signup(conn, signup).await? else { return Ok(None) };
    let (place,): (i64,) = conn
        .one(
            sql!("SELECT count(*) FROM signup WHERE places_id = $1 AND state = 'waiting' AND turn <= $2"),
            (row.places_id, row.turn),
        )
        .await?;
    Ok(Some(Content::InLine {
        event: event.into_event(site, reader.locale),
        // The place is told while they wait; later nobody knows which it was.
        place: if row.state == SignUpState::Waiting.word() { place } else { 0 },
        tickets_url: site.url("/my/tickets"),
    }))
}
