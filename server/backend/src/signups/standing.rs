//! The event as it is under the lock, and what those who stand before the door have there already.

use std::collections::HashMap;

use domain::events::{Schedule, State};
use domain::honor::Tier;
use domain::signups::shifts::{Claim, Part, Span};
use domain::signups::{Gate, Past};
use domain::{EventId, Failure, Instant, MemberId, PlacesId, Refusal, SignUpId};
use serde::Serialize;
use uuid::Uuid;

use super::admission::{self, AdmissionRow};
use super::past::{self, PastRow};
use super::shifts;
use super::sign_up::Request;
use super::transition::Places;
use crate::db::many::many;
use crate::db::{Result, Tx};
use crate::honor::tiers::{self, TierRow};
use crate::sql;

/// What was found under the lock. Read by statements of their own, after it: on PostgreSQL others would not see what was
/// committed while they waited for it.
pub(super) struct Found {
    event: EventRow,
    standings: HashMap<MemberId, Standing>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    state: String,
    starts_at: i64,
    ends_at: i64,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    postponed_at: Option<i64>,
    is_beside_shifts: bool,
    #[sqlx(flatten)]
    admission: AdmissionRow,
}

/// What one member has there.
#[derive(Default)]
pub(super) struct Standing {
    /// The sign-up that the request has made before, and the one that still counts: at most two.
    rows: Vec<SignUpRow>,
    tier: Tier,
    past: PastRow,
}

struct SignUpRow {
    id: SignUpId,
    places: PlacesId,
    request_key: String,
}

/// For whom is asked.
#[derive(Serialize)]
struct Asked<'a> {
    member_id: MemberId,
    request_key: &'a str,
    places_id: PlacesId,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    member_id: Uuid,
    signup_id: Option<Uuid>,
    places_id: Option<Uuid>,
    request_key: Option<String>,
    #[sqlx(flatten)]
    tier: TierRow,
    #[sqlx(flatten)]
    past: PastRow,
}

impl Found {
    /// Reads it for all of them at once.
    pub(super) async fn read(
        tx: &mut Tx,
        (event, places, now): (EventId, PlacesId, Instant),
        requests: &[Request],
    ) -> Result<Option<Self>> {
        let event = tx
            .optional(
                sql!(concat!(
                    "SELECT e.state, e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.postponed_at, ",
                    shifts::is_beside!(),
                    " AS is_beside_shifts, ",
                    admission::columns!(),
                    " FROM event e LEFT JOIN admission a ON a.event_id = e.id WHERE e.id = $1"
                )),
                (event.0,),
            )
            .await?;
        let Some(event) = event else { return Ok(None) };
        let asked: Vec<Asked> = requests
            .iter()
            .map(|request| Asked { member_id: request.member, request_key: &request.request_key, places_id: places })
            .collect();
        let rows: Vec<StandingRow> = many!(
            ["SELECT r.member_id, s.id AS signup_id, s.places_id, s.request_key, ", tiers::columns!("r.member_id"), ", ",
             past::columns!("r.places_id", "r.member_id"), " FROM "]
            { member_id: uuid, request_key: text, places_id: uuid }
            "LEFT JOIN signup s ON s.member_id = r.member_id AND (s.request_key = r.request_key
                 OR (s.places_id = r.places_id AND s.state IN ('pending', 'confirmed', 'waiting', 'offered')))"
        )
        .all(tx, &asked)
        .await?;
        let mut standings = HashMap::<MemberId, Standing>::with_capacity(requests.len());
        for row in rows {
            let standing = standings.entry(MemberId(row.member_id)).or_default();
            (standing.tier, standing.past) = (row.tier.tier(now), row.past);
            if let (Some(id), Some(places), Some(request_key)) = (row.signup_id, row.places_id, row.request_key) {
                standing.rows.push(SignUpRow { id: SignUpId(id), places: PlacesId(places), request_key });
            }
        }
        Ok(Some(Self { event, standings }))
    }

    /// What this member has.
    pub(super) fn standing(&self, member: MemberId) -> &Standing {
        self.standings.get(&member).expect("each request has a row, if an empty one")
    }

    /// The way in as it is now.
    pub(super) fn gate(&self, places: &Places) -> Result<Gate, Failure> {
        let state = State::from_word(&self.event.state).ok_or(Failure::NotFound)?;
        let admission = self.event.admission.admission()?;
        Ok(Gate { state, schedule: self.schedule(), seats: places.seats, admission, draws: places.draws() })
    }

    /// Are there shifts elsewhere at its time?
    pub(super) const fn is_beside_shifts(&self) -> bool {
        self.event.is_beside_shifts
    }

    /// A seat in it.
    pub(super) fn claim(&self, event: EventId) -> Claim {
        let Schedule { starts, ends, .. } = self.schedule();
        Claim { event, part: Part::Guest, span: Span { starts, ends } }
    }

    fn schedule(&self) -> Schedule {
        Schedule {
            starts: Instant(self.event.starts_at),
            ends: Instant(self.event.ends_at),
            opens: self.event.opens_at.map(Instant),
            closes: self.event.closes_at.map(Instant),
            postponed: self.event.postponed_at.map(Instant),
            recapped: None, // sign-up does not ask for more than that it is over
        }
    }
}

impl Standing {
    /// The sign-up that this request has made before, in whatever state it is now; else the one that still counts.
    ///
    /// # Errors
    /// [`Refusal::RequestKeyReused`] where the key made another one.
    pub(super) fn earlier(&self, places: PlacesId, key: &str) -> Result<Option<SignUpId>, Failure> {
        let with_key = self.rows.iter().find(|row| row.request_key == key);
        if with_key.is_some_and(|row| row.places != places) {
            return Err(Failure::Refused(Refusal::RequestKeyReused));
        }
        Ok(with_key.or(self.rows.first()).map(|row| row.id))
    }

    /// What their earlier sign-ups here say.
    pub(super) const fn past(&self) -> Past {
        self.past.past()
    }

    /// Where they stand.
    pub(super) const fn tier(&self) -> Tier {
        self.tier
    }
}
