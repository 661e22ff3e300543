//! Let somebody in: once.

use domain::door::{Scanned, TicketCode, view::Verdict};
use domain::events::State;
use domain::honor::{Trigger, Worth};
use domain::members::access::{Action, Actor};
use domain::signups::SignUpState;
use domain::{ChapterId, EventId, Failure, FieldCode, Instant, Locale, MemberId, PlacesId, ShiftId, SignUpId};
use serde_json::json;
use uuid::Uuid;

use super::named::named;
use super::shift::{self, Ticket};
use super::ticket;
use crate::badges;
use crate::db::{Reading, Result, Tx};
use crate::events::{
    asked::{self, Audience},
    card,
};
use crate::honor::{self, Earning};
use crate::operations::audit;
use crate::signups::{self, transition};
use crate::{Site, sql, when};

/// Checks the code that a helper typed or scanned, and lets its holder in if it is good: attendance, honor, badge and the
/// audit line are written together, once, however often and from however many phones it is scanned. What is no code may be a
/// name: then the answer is whom it may mean.
///
/// # Errors
/// [`Failure::NotFound`] for no such event, [`Failure::Forbidden`] for who does not keep its door; the field `code`, where nothing was typed. A bad code is no error: it is
/// a [`Verdict`].
pub async fn check_in(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    event: EventId,
    typed: &str,
) -> Result<Verdict, Failure> {
    let mut conn = site.db.read().await?;
    let door = Door::of(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    door.kept_by(actor)?;
    if typed.trim().is_empty() {
        return Err(Failure::field("code", FieldCode::Required));
    }
    let code = match Scanned::parse(typed) {
        Scanned::Typed(code) => code,
        Scanned::Signed { code, signature } if ticket::verify(&site.keys, event, &code, &signature) => code,
        Scanned::Signed { code, signature } => return elsewhere(site, &mut conn, locale, (&code, &signature)).await,
        Scanned::Unreadable => return Ok(named(&mut conn, site, locale, &door, typed).await?),
    };
    let Some(mut holder) = Holder::of(&mut conn, event, &code).await? else {
        // Eight letters may be a name, too; or the code of another door that this helper keeps.
        return Ok(match named(&mut conn, site, locale, &door, typed).await? {
            Verdict::Unknown => next_door(&mut conn, site, actor, locale, &code).await?,
            found => found,
        });
    };
    drop(conn);

    // Not a shared commit: the honor account is a second row that is held, and two lanes could wait for each other.
    let mut tx = site.db.write().await?;
    let verdict = match holder.shift.take() {
        Some(shift) => shift::scan(&mut tx, site, actor, locale, Ticket { shift, holder }).await?,
        None => enter(&mut tx, site, actor, locale, &door, holder).await?,
    };
    tx.commit().await?; // also where nothing was written: what a verdict rests on may share this commit
    Ok(verdict)
}

/// What never changes of an event, as far as its door goes.
pub(super) struct Door {
    pub(super) event: EventId,
    chapter: ChapterId,
    places: PlacesId,
    pub(super) zone: String,
    /// As it was when it was read; only whether it is a draft counts.
    state: String,
}

impl Door {
    async fn of(conn: &mut impl Reading, event: EventId) -> Result<Option<Self>> {
        let row: Option<(Uuid, Uuid, String, String)> = conn
            .optional(
                sql!(
                    "SELECT e.chapter_id, p.id, e.zone, e.state FROM event e JOIN places p ON p.event_id = e.id
                      WHERE e.id = $1"
                ),
                (event.0,),
            )
            .await?;
        Ok(row.map(|(chapter, places, zone, state)| Self {
            event,
            chapter: ChapterId(chapter),
            places: PlacesId(places),
            zone,
            state,
        }))
    }

    fn kept_by(&self, actor: &Actor) -> Result<(), Failure> {
        keeps(actor, self.event, self.chapter, &self.state)
    }
}

/// Does this actor keep the event's door? To those who do not, a draft is not there.
pub(super) fn keeps(actor: &Actor, event: EventId, chapter: ChapterId, state: &str) -> Result<(), Failure> {
    match actor.may(Action::KeepDoor(event, chapter)) {
        true => Ok(()),
        false if state == State::Draft.word() => Err(Failure::NotFound),
        false => Err(Failure::Forbidden),
    }
}

/// Whose ticket it is.
pub(super) struct Holder {
    pub(super) signup: SignUpId,
    pub(super) member: MemberId,
    pub(super) display_name: String,
    /// The shift that it is for; none for the event itself.
    shift: Option<ShiftId>,
}

impl Holder {
    async fn of(conn: &mut impl Reading, event: EventId, code: &TicketCode) -> Result<Option<Self>> {
        let row: Option<(Uuid, Uuid, String, Option<Uuid>)> = conn
            .optional(
                sql!(
                    "SELECT s.id, s.member_id, m.display_name, p.shift_id FROM signup s JOIN member m ON m.id = s.member_id
                         JOIN places p ON p.id = s.places_id
                     WHERE s.event_id = $1 AND s.code = $2"
                ),
                (event.0, code.as_str()),
            )
            .await?;
        Ok(row.map(|(id, member, display_name, shift)| Self {
            signup: SignUpId(id),
            member: MemberId(member),
            display_name,
            shift: shift.map(ShiftId),
        }))
    }
}

/// Where event and sign-up stand; true while the places' row is locked.
#[derive(sqlx::FromRow)]
struct Now {
    signup_state: String,
    /// What is postponed does not take place: at its door it is as good as cancelled.
    event_state: String,
    /// What the event says that attending earns.
    points: i64,
    in_since: Option<i64>,
    waiting_place: i64,
}

impl Now {
    async fn read(tx: &mut Tx, signup: SignUpId) -> Result<Self> {
        tx.one(
            sql!(
                "SELECT s.state AS signup_state,
                         CASE WHEN e.postponed_at IS NULL THEN e.state ELSE 'cancelled' END AS event_state, c.at AS in_since,
                         e.honor AS points,
                         (SELECT count(*) FROM signup w WHERE w.places_id = s.places_id AND w.state = 'waiting'
                             AND w.turn <= s.turn) AS waiting_place
                  FROM signup s JOIN event e ON e.id = s.event_id
                      LEFT JOIN check_in c ON c.places_id = s.places_id AND c.member_id = s.member_id
                  WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await
    }
}

/// The verdict, and everything that follows from a good one.
async fn enter(
    tx: &mut Tx,
    site: &Site,
    actor: &Actor,
    locale: Locale,
    door: &Door,
    holder: Holder,
) -> Result<Verdict, Failure> {
    transition::lock(tx, site, door.places).await?.ok_or(Failure::NotFound)?;
    let now = Now::read(tx, holder.signup).await?;
    let Holder { signup, member, display_name, .. } = holder;
    if let Some(since) = now.in_since {
        return Ok(Verdict::AlreadyIn {
            display_name,
            since: when::since(locale, &door.zone, Instant(since), site.now()),
        });
    }
    if now.event_state == State::Cancelled.word() {
        return Ok(Verdict::Cancelled { display_name });
    }
    match SignUpState::from_word(&now.signup_state) {
        Some(SignUpState::Confirmed) => {}
        Some(SignUpState::Pending) => return Ok(Verdict::Waiting { display_name, place: 0 }),
        Some(state) if state.is_live() => return Ok(Verdict::Waiting { display_name, place: now.waiting_place }),
        _ => return Ok(Verdict::Cancelled { display_name }),
    }
    came(tx, site, (signup, actor.member), site.now()).await?;
    let own = actor.member == member;
    let honor = match own {
        true => unthanked(tx, member).await?,
        false => thank(tx, site, (member, actor.member), door.event, now.points).await?,
    };
    let badge = badges(tx, site, locale, (member, door.event)).await?;
    let detail = json!({ "event": door.event, "member": member, "honor": honor });
    audit::write(tx, site, Some(actor.member), "checked_in", ("signup", signup.0), detail).await?;
    Ok(Verdict::Valid {
        display_name,
        honor,
        badge,
        checked_in: checked_in(tx, door.event).await?,
        notes: own.then(|| own_ticket(locale)).into_iter().chain(notes(tx, locale, signup).await?).collect(),
    })
}

/// Nobody earns honor on their own word: who lets themselves in was there, and that is all. Their account is held as by [`thank`].
async fn unthanked(tx: &mut Tx, member: MemberId) -> Result<i64> {
    honor::hold(tx, member).await?;
    Ok(0)
}

/// Says so.
fn own_ticket(locale: Locale) -> (String, String) {
    let (label, text) = match locale {
        Locale::En => ("Honor", "None for one’s own ticket. Somebody else’s scan gives it."),
        Locale::ZhCn => ("荣誉", "给自己签到不计荣誉，请由其他人扫码。"),
    };
    (label.into(), text.into())
}

/// Adds the honor for attending and gives how much of it counts; honors who brought them along, too. Holds the member's account
/// in any case, so that two doors do not count their meetups at the same time.
async fn thank(
    tx: &mut Tx,
    site: &Site,
    (member, scanned_by): (MemberId, MemberId),
    event: EventId,
    points: i64,
) -> Result<i64> {
    let earning = Earning {
        member,
        trigger: Trigger::Attended,
        worth: Worth::OfEvent(points),
        event: Some(event),
        by: None,
        reason: None,
        key: format!("attended:{event}:{member}"),
    };
    let earned = honor::earn(tx, site, earning).await?;
    honor::honor_bringer(tx, site, (member, scanned_by), event).await?;
    Ok(earned.map_or(0, |earned| earned.counted))
}

/// The badges that they earn by coming, by their names.
async fn badges(
    tx: &mut Tx,
    site: &Site,
    locale: Locale,
    (member, event): (MemberId, EventId),
) -> Result<Option<String>> {
    let names = badges::give_by_rule(tx, site, member, event).await?.into_iter().map(|granted| granted.name(locale));
    let comma = match locale {
        Locale::En => ", ",
        Locale::ZhCn => "、",
    };
    Ok(Some(names.collect::<Vec<_>>().join(comma)).filter(|names| !names.is_empty()))
}

/// The attendance itself, since then, and what it does to their standing; the table refuses a second one. Their account is held from
/// here on, so that two doors see each other's.
///
/// # Errors
/// When the database fails.
pub(crate) async fn came(tx: &mut Tx, site: &Site, (signup, by): (SignUpId, MemberId), at: Instant) -> Result<()> {
    let (member,): (Uuid,) = tx
        .one(
            sql!(
                "INSERT INTO check_in (signup_id, event_id, places_id, member_id, by_id, at)
             SELECT s.id, s.event_id, s.places_id, s.member_id, $2, $3 FROM signup s WHERE s.id = $1
             RETURNING member_id"
            ),
            (signup.0, by.0, at.0),
        )
        .await?;
    honor::hold(tx, MemberId(member)).await?;
    honor::tiers::attended(tx, site, MemberId(member)).await
}

/// How many people are in: who helps in two shifts is one, and guests count whom somebody brought along.
pub(super) async fn checked_in(conn: &mut impl Reading, event: EventId) -> Result<i64> {
    let (count,): (i64,) =
        conn.one(sql!(concat!("SELECT ", card::came!(), " FROM event e WHERE e.id = $1")), (event.0,)).await?;
    Ok(count)
}

/// Who comes along, and what they answered that is for the door; the rest is for those alone who run the event.
async fn notes(conn: &mut impl Reading, locale: Locale, signup: SignUpId) -> Result<Vec<(String, String)>> {
    let guests = signups::guests_of(conn, signup).await?;
    let mut notes = asked::answers_of(conn, locale, signup, Audience::Door).await?;
    if !guests.is_empty() {
        let (label, comma) = match locale {
            Locale::En => ("Also with this code", ", "),
            Locale::ZhCn => ("同一个码的同行者", "、"),
        };
        notes.insert(0, (label.into(), guests.join(comma)));
    }
    Ok(notes)
}

#[derive(sqlx::FromRow)]
struct OtherEvent {
    id: Uuid,
    title: String,
    zone: String,
    starts_at: i64,
}

/// So far away may an event be whose ticket somebody shows by mistake, in seconds.
const NEAR_S: i64 = 60 * 86_400;

/// A typed code that is not of this event: of which, if it is of one near in time whose door this helper keeps as well. Of others a
/// guess tells nothing.
async fn next_door(
    conn: &mut impl Reading,
    site: &Site,
    actor: &Actor,
    locale: Locale,
    code: &TicketCode,
) -> Result<Verdict> {
    type Row = (Uuid, Uuid, String, String, String, i64);
    let others: Vec<Row> = conn
        .all(
            sql!(
                "SELECT e.id, e.chapter_id, e.state, e.title, e.zone, e.starts_at FROM event e
                 WHERE e.ends_at > $2 AND e.starts_at < $3
                     AND EXISTS (SELECT 1 FROM signup s WHERE s.event_id = e.id AND s.code = $1)
                 ORDER BY e.starts_at, e.id LIMIT 100"
            ),
            (code.as_str(), site.now().plus_seconds(-NEAR_S).0, site.now().plus_seconds(NEAR_S).0),
        )
        .await?;
    let kept = |(id, chapter, state, ..): &Row| keeps(actor, EventId(*id), ChapterId(*chapter), state).is_ok();
    Ok(others.into_iter().find(kept).map_or(Verdict::Unknown, |(.., title, zone, starts)| Verdict::WrongEvent {
        when: when::when(locale, &zone, Instant(starts), None).date,
        title,
    }))
}

/// A signed code that is not of this event: of which, if its signature is ours.
async fn elsewhere(
    site: &Site,
    conn: &mut impl Reading,
    locale: Locale,
    (code, signature): (&TicketCode, &str),
) -> Result<Verdict, Failure> {
    // Codes are unique within an event only; a handful may share one.
    let others: Vec<OtherEvent> = conn
        .all(
            sql!(
                "SELECT e.id, e.title, e.zone, e.starts_at FROM event e JOIN signup s ON s.event_id = e.id
                  WHERE s.code = $1 LIMIT 100"
            ),
            (code.as_str(),),
        )
        .await?;
    let fits = |other: &OtherEvent| ticket::verify(&site.keys, EventId(other.id), code, signature);
    Ok(others.into_iter().find(fits).map_or(Verdict::Unknown, |other| Verdict::WrongEvent {
        when: when::when(locale, &other.zone, Instant(other.starts_at), None).date,
        title: other.title,
    }))
}
