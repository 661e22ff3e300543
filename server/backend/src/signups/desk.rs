//! What organisers see of who gets a place: requests, invitations, who invited whom.

use std::collections::HashMap;

use domain::members::access::Actor;
use domain::signups::desk::{CodeRow, InvitedRow, PlacesDesk, RequestRow};
use domain::signups::invitation;
use domain::{EventId, Failure, Instant, InvitationCodeId, Locale, SignUpId};
use uuid::Uuid;

use super::{admission, codes, guests_of, reads, way};
use crate::db::{Reading, Result};
use crate::events::{
    asked::{self, Audience},
    card,
};
use crate::honor::tiers::{self, TierRow};
use crate::{Site, sql, when};

/// How many requests a page shows, and how many codes and guests: the newest.
const REQUESTS: i64 = 50;
const CODES: i64 = 200;
const INVITED: i64 = 500;

/// The page.
///
/// # Errors
/// [`Failure::Forbidden`], and [`Failure::NotFound`] for somebody else's draft.
pub async fn places_desk(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<PlacesDesk, Failure> {
    let mut conn = site.db.read().await?;
    reads::places_run_by(&mut conn, actor, event).await?;
    let row = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let admission = admission(&mut conn, event).await?;
    let (draws, seed, waiting): (Option<i64>, Option<Vec<u8>>, i64) = conn
        .one(
            sql!(
                "SELECT p.draws_at, a.seed,
                     (SELECT count(*) FROM signup s WHERE s.places_id = p.id AND s.state = 'pending')
                 FROM places p LEFT JOIN admission a ON a.event_id = p.event_id WHERE p.event_id = $1"
            ),
            (event.0,),
        )
        .await?;
    Ok(PlacesDesk {
        id: event,
        kind: row.kind()?,
        phase: row.phase(site.now())?,
        seats: row.seats().into(),
        mode: admission.mode,
        draws: draws.map(|at| when::moment(locale, &row.zone, Instant(at))),
        seal: seed.map(|seed| way::seal(&seed)),
        invited_only: admission.invited_only,
        friends: admission.friends,
        requests: requests(&mut conn, (locale, site.now()), (event, &row.zone)).await?,
        waiting,
        codes: of_event(&mut conn, site, (event, locale)).await?,
        invited: invited(&mut conn, locale, (event, &row.zone)).await?,
        slug: row.slug,
        title: row.title,
        lang: row.locale,
    })
}

#[derive(sqlx::FromRow)]
struct PendingRow {
    id: Uuid,
    display_name: String,
    handle: String,
    #[sqlx(flatten)]
    tier: TierRow,
    came: i64,
    created_at: i64,
    invited_by: Option<String>,
}

async fn requests(
    conn: &mut impl Reading,
    (locale, now): (Locale, Instant),
    (event, zone): (EventId, &str),
) -> Result<Vec<RequestRow>> {
    let rows: Vec<PendingRow> = conn
        .all(
            sql!(concat!(
                "SELECT s.id, m.display_name, m.handle, s.created_at, b.display_name AS invited_by, ",
                tiers::columns!("s.member_id"),
                ", (SELECT count(DISTINCT i.event_id) FROM check_in i WHERE i.member_id = s.member_id) AS came
                 FROM signup s JOIN member m ON m.id = s.member_id
                     LEFT JOIN invitation_use u ON u.signup_id = s.id LEFT JOIN invitation_code c ON c.id = u.code_id
                     LEFT JOIN member b ON b.id = c.by_id
                 WHERE s.event_id = $1 AND s.state = 'pending' ORDER BY s.position LIMIT $2"
            )),
            (event.0, REQUESTS),
        )
        .await?;
    let mut requests = Vec::with_capacity(rows.len());
    for row in rows {
        requests.push(RequestRow {
            guests: guests_of(conn, SignUpId(row.id)).await?,
            answers: asked::answers_of(conn, locale, SignUpId(row.id), Audience::Organisers).await?,
            signup: SignUpId(row.id),
            display_name: row.display_name,
            handle: row.handle,
            tier: row.tier.tier(now),
            came: row.came,
            asked: when::stamp(locale, zone, Instant(row.created_at)),
            invited_by: row.invited_by,
        });
    }
    Ok(requests)
}

#[derive(sqlx::FromRow)]
struct StoredCode {
    id: Uuid,
    code: String,
    signup_id: Option<Uuid>,
    note: String,
    most: i64,
    used: i64,
    expires_at: Option<i64>,
    ended_at: Option<i64>,
    by_name: String,
    giver: Option<String>,
    slug: String,
    zone: String,
}

impl StoredCode {
    fn row(self, site: &Site, locale: Locale) -> CodeRow {
        let is_late = self.expires_at.is_some_and(|at| at <= site.now().0);
        CodeRow {
            id: InvitationCodeId(self.id),
            url: site.url(&format!("/e/{}?code={}", self.slug, invitation::shown(&self.code))),
            code: invitation::shown(&self.code),
            note: self.note,
            by: self.by_name,
            most: self.most,
            used: self.used,
            until: self.expires_at.map(|at| when::moment(locale, &self.zone, Instant(at))),
            is_over: is_late || self.ended_at.is_some() || self.used >= self.most || codes::gone(self.giver.as_deref()),
        }
    }
}

async fn of_event(conn: &mut impl Reading, site: &Site, (event, locale): (EventId, Locale)) -> Result<Vec<CodeRow>> {
    let rows: Vec<StoredCode> = conn
        .all(
            sql!(
                "SELECT c.id, c.code, c.signup_id, c.note, c.most, c.used, c.expires_at, c.ended_at, m.display_name AS by_name,
                     g.state AS giver, e.slug, e.zone
                 FROM invitation_code c JOIN member m ON m.id = c.by_id JOIN event e ON e.id = c.event_id
                     LEFT JOIN signup g ON g.id = c.signup_id
                 WHERE c.event_id = $1 ORDER BY c.made_at DESC, c.id DESC LIMIT $2"
            ),
            (event.0, CODES),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.row(site, locale)).collect())
}

/// The codes that a member passes on, by the sign-up that gives them the right to.
pub(super) async fn codes_of(
    conn: &mut impl Reading,
    site: &Site,
    (actor, locale): (&Actor, Locale),
) -> Result<HashMap<Uuid, CodeRow>> {
    let rows: Vec<StoredCode> = conn
        .all(
            sql!(
                "SELECT c.id, c.code, c.signup_id, c.note, c.most, c.used, c.expires_at, c.ended_at, m.display_name AS by_name,
                     g.state AS giver, e.slug, e.zone
                 FROM invitation_code c JOIN member m ON m.id = c.by_id JOIN event e ON e.id = c.event_id
                     JOIN signup g ON g.id = c.signup_id
                 WHERE c.by_id = $1 ORDER BY c.made_at DESC LIMIT $2"
            ),
            (actor.member.0, CODES),
        )
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.signup_id?, row.row(site, locale)))).collect())
}

async fn invited(conn: &mut impl Reading, locale: Locale, (event, zone): (EventId, &str)) -> Result<Vec<InvitedRow>> {
    let rows: Vec<(String, String, String, String, i64)> = conn
        .all(
            sql!(
                "SELECT m.display_name, b.display_name, c.code, s.state, u.at
                 FROM invitation_use u JOIN invitation_code c ON c.id = u.code_id JOIN signup s ON s.id = u.signup_id
                     JOIN member m ON m.id = s.member_id JOIN member b ON b.id = c.by_id
                 WHERE c.event_id = $1 ORDER BY u.at DESC, s.position DESC LIMIT $2"
            ),
            (event.0, INVITED),
        )
        .await?;
    let row = |(who, by, code, state, at): (String, String, String, String, i64)| -> Result<InvitedRow> {
        Ok(InvitedRow {
            who,
            by,
            code: invitation::shown(&code),
            state: reads::state(&state)?,
            at: when::stamp(locale, zone, Instant(at)),
        })
    };
    rows.into_iter().map(row).collect()
}
