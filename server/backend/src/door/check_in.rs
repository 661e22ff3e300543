//! Let somebody in: once.

use std::num::NonZeroI64;

use domain::badges::{BadgeRule, Occasion};
use domain::door::{Scanned, TicketCode, view::Verdict};
use domain::events::{Kind, State, questions::QuestionKind};
use domain::honor::Cause;
use domain::members::access::{Action, Actor};
use domain::signups::SignUpState;
use domain::{ChapterId, EventId, Failure, Instant, Locale, MemberId, PlacesId, SignUpId};
use serde_json::json;
use uuid::Uuid;

use super::ticket;
use crate::badges::{self, NewGrant};
use crate::db::{Reading, Result, Tx};
use crate::events::asked;
use crate::honor::{self, Entry};
use crate::operations::audit;
use crate::signups::transition;
use crate::{Site, sql, when};

/// Checks the code that a helper typed or scanned, and lets its holder in if it is good: attendance, honor, badge and the
/// audit line are written together, once, however often and from however many phones it is scanned.
///
/// # Errors
/// [`Failure::NotFound`] for no such event, [`Failure::Forbidden`] for who does not keep its door. A bad code is no error: it is
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
    let code = match Scanned::parse(typed) {
        Scanned::Typed(code) => code,
        Scanned::Signed { code, signature } if ticket::verify(&site.keys, event, &code, &signature) => code,
        Scanned::Signed { code, signature } => return elsewhere(site, &mut conn, locale, (&code, &signature)).await,
        Scanned::Unreadable => return Ok(Verdict::Unknown),
    };
    let Some(holder) = Holder::of(&mut conn, event, &code).await? else { return Ok(Verdict::Unknown) };
    drop(conn);

    // Not a shared commit: the honor account is a second row that is held, and two lanes could wait for each other.
    let mut tx = site.db.write().await?;
    let verdict = enter(&mut tx, site, actor, locale, &door, holder).await?;
    tx.commit().await?; // also where nothing was written: what a verdict rests on may share this commit
    Ok(verdict)
}

/// What never changes of an event, as far as its door goes.
struct Door {
    event: EventId,
    chapter: ChapterId,
    places: PlacesId,
    zone: String,
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
struct Holder {
    signup: SignUpId,
    member: MemberId,
    display_name: String,
}

impl Holder {
    async fn of(conn: &mut impl Reading, event: EventId, code: &TicketCode) -> Result<Option<Self>> {
        let row: Option<(Uuid, Uuid, String)> = conn
            .optional(
                sql!(
                    "SELECT s.id, s.member_id, m.display_name FROM signup s JOIN member m ON m.id = s.member_id
                      WHERE s.event_id = $1 AND s.code = $2"
                ),
                (event.0, code.as_str()),
            )
            .await?;
        Ok(row.map(|(id, member, display_name)| Self { signup: SignUpId(id), member: MemberId(member), display_name }))
    }
}

/// Where event and sign-up stand; true while the places' row is locked.
#[derive(sqlx::FromRow)]
struct Now {
    signup_state: String,
    /// What is postponed does not take place: at its door it is as good as cancelled.
    event_state: String,
    kind: String,
    /// What attending earns, by the rule of the house.
    points: i64,
    in_since: Option<i64>,
    waiting_place: i64,
}

impl Now {
    async fn read(tx: &mut Tx, signup: SignUpId) -> Result<Self> {
        tx.one(
            sql!(
                "SELECT s.state AS signup_state, e.kind,
                         CASE WHEN e.postponed_at IS NULL THEN e.state ELSE 'cancelled' END AS event_state, c.at AS in_since,
                         CASE WHEN r.name IS NULL THEN 0 ELSE coalesce(r.points, e.honor) END AS points,
                         (SELECT count(*) FROM signup w WHERE w.places_id = s.places_id AND w.state = 'waiting'
                             AND w.position <= s.position) AS waiting_place
                  FROM signup s JOIN event e ON e.id = s.event_id
                      LEFT JOIN check_in c ON c.event_id = s.event_id AND c.member_id = s.member_id
                      LEFT JOIN honor_rule r ON r.name = 'attended' AND r.active
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
    let Holder { signup, member, display_name } = holder;
    if let Some(since) = now.in_since {
        return Ok(Verdict::AlreadyIn { display_name, since: when::time(&door.zone, Instant(since)) });
    }
    if now.event_state == State::Cancelled.word() {
        return Ok(Verdict::Cancelled { display_name });
    }
    match SignUpState::from_word(&now.signup_state) {
        Some(SignUpState::Confirmed) => {}
        Some(state) if state.is_live() => return Ok(Verdict::Waiting { display_name, place: now.waiting_place }),
        _ => return Ok(Verdict::Cancelled { display_name }),
    }
    tx.execute(
        sql!("INSERT INTO check_in (signup_id, event_id, member_id, by_id, at) VALUES ($1, $2, $3, $4, $5)"),
        (signup.0, door.event.0, member.0, actor.member.0, site.now().0),
    )
    .await?;
    let honor = thank(tx, site, member, door.event, now.points).await?;
    honor::tiers::attended(tx, site, member).await?;
    let badge = match Kind::from_word(&now.kind) {
        Some(Kind::Meetup) => badge(tx, site, locale, member, door.event).await?,
        _ => None,
    };
    let detail = json!({ "event": door.event, "member": member, "honor": honor });
    audit::write(tx, site, Some(actor.member), "checked_in", ("signup", signup.0), detail).await?;
    Ok(Verdict::Valid {
        display_name,
        honor,
        badge,
        checked_in: checked_in(tx, door.event).await?,
        notes: notes(tx, locale, signup).await?,
    })
}

/// Adds the honor for attending and gives how much that is. Holds the member's account in any case, so that two doors do not
/// count their meetups at the same time.
async fn thank(tx: &mut Tx, site: &Site, member: MemberId, event: EventId, points: i64) -> Result<i64> {
    let Some(points) = NonZeroI64::new(points) else {
        honor::hold(tx, member).await?;
        return Ok(0);
    };
    let entry = Entry {
        member,
        points,
        cause: Cause::Attended,
        event: Some(event),
        by: None,
        corrects: None,
        reason: None,
        key: format!("attended:{event}:{member}"),
    };
    Ok(honor::add(tx, site, entry).await?.map_or(0, |_| points.get()))
}

/// The badge that this meetup earns them, if it is their first or tenth.
async fn badge(tx: &mut Tx, site: &Site, locale: Locale, member: MemberId, event: EventId) -> Result<Option<String>> {
    let (meetups,): (i64,) = tx
        .one(
            sql!(
                "SELECT count(*) FROM check_in c JOIN event e ON e.id = c.event_id
                  WHERE c.member_id = $1 AND e.kind = 'meetup'"
            ),
            (member.0,),
        )
        .await?;
    let Some(rule) = BadgeRule::at_meetup(meetups) else { return Ok(None) };
    let grant = NewGrant {
        badge: rule.word(),
        member,
        occasion: Occasion::Once,
        event: Some(event),
        by: None,
        reason: None,
        note: None,
    };
    Ok(badges::grant_in(tx, site, grant).await?.map(|granted| granted.name(locale)))
}

/// How many are in.
pub(super) async fn checked_in(conn: &mut impl Reading, event: EventId) -> Result<i64> {
    let (count,): (i64,) = conn.one(sql!("SELECT count(*) FROM check_in WHERE event_id = $1"), (event.0,)).await?;
    Ok(count)
}

/// What they answered that is for the door; the rest is for those alone who run the event.
async fn notes(conn: &mut impl Reading, locale: Locale, signup: SignUpId) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT q.label, q.kind, a.answer FROM signup_answer a JOIN event_question q ON q.id = a.question_id
                  WHERE a.signup_id = $1 AND q.for_door ORDER BY q.position LIMIT 100"
            ),
            (signup.0,),
        )
        .await?;
    let note = |(label, kind, answer): (_, String, String)| match QuestionKind::from_word(&kind) {
        Some(kind) => (label, asked::said(locale, kind, &answer)),
        None => (label, answer),
    };
    Ok(rows.into_iter().map(note).collect())
}

#[derive(sqlx::FromRow)]
struct OtherEvent {
    id: Uuid,
    title: String,
    zone: String,
    starts_at: i64,
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
