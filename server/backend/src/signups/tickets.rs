//! My tickets.

use domain::door::TicketCode;
use domain::events::questions::{self, Who};
use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::shifts::{presence::Outcome, view::TicketShift};
use domain::signups::view::{MySignUp, TicketView, TicketsPage};
use domain::{EventId, Failure, Instant, Locale, ShiftId, SignUpId};
use uuid::Uuid;

use super::guests::guests_by;
use super::shifts::{self, ShiftRow};
use super::{answer_rows, desk, reads};
use crate::db::{Reading, Result};
use crate::door::ticket;
use crate::events::asked;
use crate::events::card::{self, CardRow};
use crate::{Site, sql, when};

/// How many events that are over are shown.
const PAST: i64 = 50;

#[derive(sqlx::FromRow)]
struct TicketRow {
    id: Uuid,
    signup_state: String,
    code: String,
    listed: bool,
    in_since: Option<i64>,
    waiting_place: Option<i64>,
    join_url: Option<String>,
    offered_until: Option<i64>,
    free_for_all: bool,
    draws_at: Option<i64>,
    friends: i64,
    shift_id: Option<Uuid>,
    outcome: Option<String>,
    worked_honor: Option<i64>,
    #[sqlx(flatten)]
    card: CardRow,
}

/// What a ticket is joined with, beside the event's card: its own places, and its shift where it is for one.
macro_rules! joined {
    () => {
        " JOIN signup s ON s.event_id = e.id JOIN places sp ON sp.id = s.places_id LEFT JOIN shift h ON h.id = sp.shift_id \
         LEFT JOIN check_in ci ON ci.signup_id = s.id LEFT JOIN shift_work w ON w.signup_id = s.id "
    };
}

/// The member's tickets and places in lines: those to come, the soonest first; and those past, the newest first. An event
/// that was cancelled stays among those to come until its day is over, so that nobody stands before a closed door.
///
/// # Errors
/// When the database fails.
pub async fn tickets(site: &Site, actor: &Actor, locale: Locale) -> Result<TicketsPage, Failure> {
    let mut conn = site.db.read().await?;
    let member: Option<(String, String)> =
        conn.optional(sql!("SELECT display_name, email FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let (display_name, email) = member.ok_or(Failure::SignInNeeded)?;
    let (coming, past) = (coming(&mut conn, site, actor).await?, past(&mut conn, site, actor).await?);
    let mut coming = views(&mut conn, site, (actor, locale), coming).await?;
    let mut past = views(&mut conn, site, (actor, locale), past).await?;
    let mut guests = guests_by(&mut conn, actor.member).await?;
    let mut codes = desk::codes_of(&mut conn, site, (actor, locale)).await?;
    for ticket in coming.iter_mut().chain(&mut past) {
        let signup = ticket.mine.id.0;
        ticket.guests = guests.remove(&signup).unwrap_or_default();
        ticket.invitation = codes.remove(&signup).filter(|_| ticket.friends > 0);
    }
    ask(&mut conn, actor, &mut coming).await?;
    Ok(TicketsPage { display_name, email, coming, past })
}

/// Says on the tickets to come whether something is asked of whoever has them, and what is still missing.
async fn ask(conn: &mut impl Reading, actor: &Actor, coming: &mut [TicketView]) -> Result<()> {
    let asked = asked::of_member(conn, actor.member).await?;
    if asked.is_empty() {
        return Ok(());
    }
    let given = answer_rows::of_member(conn, actor.member).await?;
    for ticket in coming.iter_mut().filter(|ticket| ticket.mine.state.is_live()) {
        let who = ticket.shift.as_ref().map_or(Who::Guest, |shift| Who::Helper(shift.role_id));
        let questions = questions::asked_of(asked.get(&ticket.event.0).cloned().unwrap_or_default(), who);
        if questions.is_empty() {
            continue;
        }
        let given = given.get(&ticket.mine.id.0).map(Vec::as_slice).unwrap_or_default();
        ticket.asks = true;
        ticket.missing = questions::missing(&questions, given).into_iter().map(|q| q.label.clone()).collect();
    }
    Ok(())
}

async fn coming(conn: &mut impl Reading, site: &Site, actor: &Actor) -> Result<Vec<TicketRow>> {
    conn.all(
        sql!(concat!(
            "SELECT s.id, s.state AS signup_state, s.code, s.listed, ci.at AS in_since, s.offered_until,
                    sp.first_come AND sp.taken + s.heads <= sp.capacity AS free_for_all, sp.draws_at,
                    CASE WHEN h.id IS NULL THEN coalesce(a.friends, 0) ELSE 0 END AS friends, h.id AS shift_id, w.outcome,
                    w.honor AS worked_honor,
                    CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w
                        WHERE w.places_id = s.places_id AND w.state = 'waiting' AND w.turn <= s.turn)
                    END AS waiting_place, e.join_url, ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            joined!(),
            "LEFT JOIN admission a ON a.event_id = e.id
              WHERE s.member_id = $1 AND (coalesce(h.ends_at, e.ends_at) > $2 OR e.postponed_at IS NOT NULL)
                  AND (s.state IN ('pending', 'confirmed', 'waiting', 'offered')
                      OR EXISTS (SELECT x.id FROM signup_change x WHERE x.signup_id = s.id AND x.cause = 'event_cancelled'))
              ORDER BY coalesce(h.starts_at, e.starts_at), s.id LIMIT 200"
        )),
        (actor.member.0, site.now().0),
    )
    .await
}

async fn past(conn: &mut impl Reading, site: &Site, actor: &Actor) -> Result<Vec<TicketRow>> {
    conn.all(
        sql!(concat!(
            "SELECT s.id, s.state AS signup_state, s.code, s.listed, ci.at AS in_since, CAST(NULL AS BIGINT) AS waiting_place,
                    s.offered_until, FALSE AS free_for_all, sp.draws_at, CAST(0 AS BIGINT) AS friends, e.join_url, h.id AS shift_id,
                    w.outcome, w.honor AS worked_honor, ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            joined!(),
            "WHERE s.member_id = $1 AND coalesce(h.ends_at, e.ends_at) <= $2 AND e.postponed_at IS NULL AND s.state = 'confirmed'
              ORDER BY coalesce(h.starts_at, e.starts_at) DESC, s.id DESC LIMIT $3"
        )),
        (actor.member.0, site.now().0, PAST),
    )
    .await
}

async fn views(
    conn: &mut impl Reading,
    site: &Site,
    (actor, locale): (&Actor, Locale),
    rows: Vec<TicketRow>,
) -> Result<Vec<TicketView>> {
    let mut views = vec![];
    for row in rows {
        let shift = match row.shift_id {
            Some(id) => shifts::any_shift(conn, ShiftId(id)).await?,
            None => None,
        };
        let earns = match (&shift, row.worked_honor) {
            (_, Some(honor)) => honor,
            (Some(shift), None) => {
                let an_hour = shifts::an_hour(conn).await?;
                shifts::honor_of(conn, actor.member, shift, an_hour).await?
            }
            (None, None) => 0,
        };
        views.push(row.view(site, locale, shift.map(|shift| (shift, earns)))?);
    }
    Ok(views)
}

impl TicketRow {
    fn view(self, site: &Site, locale: Locale, shift: Option<(ShiftRow, i64)>) -> Result<TicketView> {
        let state = reads::state(&self.signup_state)?;
        // The table's own codes parse.
        let code = TicketCode::parse(&self.code).filter(|_| state == SignUpState::Confirmed);
        let schedule = self.card.schedule();
        let is_to_come = match &shift {
            Some((shift, _)) => schedule.postponed.is_some() || site.now() < shift.span().ends,
            None => !schedule.is_over(site.now()),
        };
        let mut card = self.card.card(site.now(), locale)?;
        let shift = shift.map(|(shift, honor)| {
            card.when = shift.when(locale);
            TicketShift {
                can_leave: state == SignUpState::Confirmed
                    && self.in_since.is_none()
                    && site.now() < shift.span().starts,
                outcome: self.outcome.as_deref().and_then(Outcome::from_word),
                id: shift.id(),
                role_id: shift.role_id(),
                role: shift.role,
                honor,
            }
        });
        let qr = |code: &TicketCode| ticket::qr_svg(&site.keys, EventId(self.card.id), code);
        Ok(TicketView {
            qr_svg: code.as_ref().filter(|_| is_to_come).map(qr),
            join_url: self.join_url.filter(|_| code.is_some() && is_to_come),
            friends: if code.is_some() && is_to_come { self.friends } else { 0 },
            guests: vec![],
            invitation: None,
            code: code.map(|code| code.shown()),
            mine: MySignUp {
                id: SignUpId(self.id),
                state,
                waiting_place: self.waiting_place,
                offered_until: self.offered_until.map(|at| when::until(locale, &self.card.zone, Instant(at))),
                can_take: state == SignUpState::Waiting && self.free_for_all,
                listed: self.listed,
                checked_in: self.in_since.map(|at| when::time(&self.card.zone, Instant(at))),
                draws: self
                    .draws_at
                    .filter(|_| state == SignUpState::Pending)
                    .map(|at| when::moment(locale, &self.card.zone, Instant(at))),
            },
            shift,
            asks: false,
            missing: vec![],
            event: self.card.event(),
            card,
        })
    }
}
