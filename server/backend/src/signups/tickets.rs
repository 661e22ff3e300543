//! My tickets.

use domain::door::TicketCode;
use domain::events::questions;
use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::view::{MySignUp, TicketView, TicketsPage};
use domain::{EventId, Failure, Instant, Locale, SignUpId};
use uuid::Uuid;

use super::guests::guests_by;
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
    #[sqlx(flatten)]
    card: CardRow,
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
    let mut guests = guests_by(&mut conn, actor.member).await?;
    let mut codes = desk::codes_of(&mut conn, site, (actor, locale)).await?;
    let mut views = |rows: Vec<TicketRow>| {
        let view = |row: TicketRow| -> Result<TicketView> {
            let id = row.id;
            let ticket = row.view(site, locale)?;
            Ok(TicketView {
                guests: guests.remove(&id).unwrap_or_default(),
                invitation: codes.remove(&id).filter(|_| ticket.friends > 0),
                ..ticket
            })
        };
        rows.into_iter().map(view).collect::<Result<Vec<_>>>()
    };
    let (mut coming, past) = (views(coming)?, views(past)?);
    ask(&mut conn, actor, &mut coming).await?;
    Ok(TicketsPage { display_name, email, coming, past })
}

/// Says on the tickets to come whether their events ask something, and what is still missing.
async fn ask(conn: &mut impl Reading, actor: &Actor, coming: &mut [TicketView]) -> Result<()> {
    let asked = asked::of_member(conn, actor.member).await?;
    if asked.is_empty() {
        return Ok(());
    }
    let given = answer_rows::of_member(conn, actor.member).await?;
    for ticket in coming.iter_mut().filter(|ticket| ticket.mine.state.is_live()) {
        let Some(questions) = asked.get(&ticket.event.0) else { continue };
        let given = given.get(&ticket.mine.id.0).map(Vec::as_slice).unwrap_or_default();
        ticket.asks = true;
        ticket.missing = questions::missing(questions, given).into_iter().map(|q| q.label.clone()).collect();
    }
    Ok(())
}

async fn coming(conn: &mut impl Reading, site: &Site, actor: &Actor) -> Result<Vec<TicketRow>> {
    conn.all(
        sql!(concat!(
            "SELECT s.id, s.state AS signup_state, s.code, s.listed, ci.at AS in_since, s.offered_until,
                    p.first_come AND p.taken + s.heads <= p.capacity AS free_for_all, p.draws_at, coalesce(a.friends, 0) AS friends,
                    CASE WHEN s.state = 'waiting' THEN (SELECT count(*) FROM signup w
                        WHERE w.places_id = s.places_id AND w.state = 'waiting' AND w.turn <= s.turn)
                    END AS waiting_place, e.join_url, ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            " JOIN signup s ON s.event_id = e.id LEFT JOIN check_in ci ON ci.signup_id = s.id
              LEFT JOIN admission a ON a.event_id = e.id
              WHERE s.member_id = $1 AND (e.ends_at > $2 OR e.postponed_at IS NOT NULL)
                  AND (s.state IN ('pending', 'confirmed', 'waiting', 'offered')
                      OR EXISTS (SELECT x.id FROM signup_change x WHERE x.signup_id = s.id AND x.cause = 'event_cancelled'))
              ORDER BY e.starts_at, s.id LIMIT 200"
        )),
        (actor.member.0, site.now().0),
    )
    .await
}

async fn past(conn: &mut impl Reading, site: &Site, actor: &Actor) -> Result<Vec<TicketRow>> {
    conn.all(
        sql!(concat!(
            "SELECT s.id, s.state AS signup_state, s.code, s.listed, ci.at AS in_since, CAST(NULL AS BIGINT) AS waiting_place,
                    s.offered_until, FALSE AS free_for_all, p.draws_at, CAST(0 AS BIGINT) AS friends, e.join_url, ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            " JOIN signup s ON s.event_id = e.id LEFT JOIN check_in ci ON ci.signup_id = s.id
              WHERE s.member_id = $1 AND e.ends_at <= $2 AND e.postponed_at IS NULL AND s.state = 'confirmed'
              ORDER BY e.starts_at DESC, s.id DESC LIMIT $3"
        )),
        (actor.member.0, site.now().0, PAST),
    )
    .await
}

impl TicketRow {
    fn view(self, site: &Site, locale: Locale) -> Result<TicketView> {
        let state = reads::state(&self.signup_state)?;
        // The table's own codes parse.
        let code = TicketCode::parse(&self.code).filter(|_| state == SignUpState::Confirmed);
        let is_to_come = !self.card.schedule().is_over(site.now());
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
            asks: false,
            missing: vec![],
            event: self.card.event(),
            card: self.card.card(site.now(), locale)?,
        })
    }
}
