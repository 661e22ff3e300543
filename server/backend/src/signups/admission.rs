//! What organisers decide about who gets a place, as it is stored.

use domain::events::State;
use domain::honor::Tier;
use domain::signups::{Admission, HeadStart, Mode};
use domain::{EventId, Failure, FieldCode, Instant, PlacesId};
use uuid::Uuid;

use super::transition;
use crate::Site;
use crate::db::{DbError, Reading, Result, Tx};
use crate::sql;

/// The columns of an [`AdmissionRow`], from `admission a`.
macro_rules! columns {
    () => {
        "a.mode AS admission_mode, a.tier AS admission_tier, a.invited_only AS admission_invited_only, \
         a.regular_hours AS admission_regular_hours, a.crew_hours AS admission_crew_hours, \
         a.core_hours AS admission_core_hours, a.friends AS admission_friends, a.guests AS admission_guests"
    };
}
pub(super) use columns;

/// A row of `admission a`; without one all of it is missing. Part of a larger row by `#[sqlx(flatten)]`.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub(super) struct AdmissionRow {
    #[sqlx(rename = "admission_mode")]
    mode: Option<String>,
    #[sqlx(rename = "admission_tier")]
    tier: Option<String>,
    #[sqlx(rename = "admission_invited_only")]
    invited_only: Option<bool>,
    #[sqlx(rename = "admission_regular_hours")]
    regular_hours: Option<i64>,
    #[sqlx(rename = "admission_crew_hours")]
    crew_hours: Option<i64>,
    #[sqlx(rename = "admission_core_hours")]
    core_hours: Option<i64>,
    #[sqlx(rename = "admission_friends")]
    friends: Option<i64>,
    #[sqlx(rename = "admission_guests")]
    guests: Option<i64>,
}

impl AdmissionRow {
    /// What is decided; the default where nothing is.
    pub(super) fn admission(&self) -> Result<Admission> {
        let default = Admission::default();
        let unknown = |word: &str| DbError::from(sqlx::Error::Decode(format!("no such word: {word}").into()));
        Ok(Admission {
            mode: self.mode.as_deref().map_or(Ok(default.mode), |w| Mode::from_word(w).ok_or_else(|| unknown(w)))?,
            tier: self.tier.as_deref().map_or(Ok(default.tier), |w| Tier::from_word(w).ok_or_else(|| unknown(w)))?,
            invited_only: self.invited_only.unwrap_or_default(),
            head_start: HeadStart {
                regular: self.regular_hours.unwrap_or_default(),
                crew: self.crew_hours.unwrap_or_default(),
                core: self.core_hours.unwrap_or_default(),
            },
            friends: self.friends.unwrap_or_default(),
            guests: self.guests.unwrap_or_default(),
        })
    }
}

/// What is decided about an event.
///
/// # Errors
/// When the database fails.
pub async fn admission(conn: &mut impl Reading, event: EventId) -> Result<Admission> {
    let row: Option<AdmissionRow> = conn
        .optional(sql!(concat!("SELECT ", columns!(), " FROM admission a WHERE a.event_id = $1")), (event.0,))
        .await?;
    row.unwrap_or_default().admission()
}

/// Decides about an event, inside the transaction that makes or changes it; says whether anything is another than before. How
/// places are given stays as it is once somebody has signed up by it.
///
/// # Errors
/// The field `admission[mode]`; [`Failure::NotFound`] for no such event.
pub async fn decide(tx: &mut Tx, site: &Site, event: EventId, wanted: Admission) -> Result<bool, Failure> {
    let before = admission(tx, event).await?;
    let (tail,): (i64,) =
        tx.optional(sql!("SELECT tail FROM places WHERE event_id = $1"), (event.0,)).await?.ok_or(Failure::NotFound)?;
    if before.mode != wanted.mode && tail > 0 {
        return Err(Failure::field("admission[mode]", FieldCode::SignedUpAlready));
    }
    tx.execute(
        sql!(
            "INSERT INTO admission (event_id, mode, tier, invited_only, regular_hours, crew_hours, core_hours, friends, guests)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (event_id) DO UPDATE SET mode = excluded.mode, tier = excluded.tier,
                 invited_only = excluded.invited_only, regular_hours = excluded.regular_hours,
                 crew_hours = excluded.crew_hours, core_hours = excluded.core_hours, friends = excluded.friends,
                 guests = excluded.guests"
        ),
        (
            event.0,
            wanted.mode.word(),
            wanted.tier.word(),
            wanted.invited_only,
            wanted.head_start.regular,
            wanted.head_start.crew,
            wanted.head_start.core,
            wanted.friends,
            wanted.guests,
        ),
    )
    .await?;
    arrange_lottery(tx, site, event).await?;
    Ok(before != wanted)
}

#[derive(sqlx::FromRow)]
struct LotteryRow {
    places_id: Uuid,
    state: String,
    closes_at: Option<i64>,
    starts_at: i64,
    mode: Option<String>,
}

/// Whenever an event is published, or its dates change: a lottery is sealed, and drawn when sign-up closes. Inside the
/// transaction that does it.
///
/// # Errors
/// [`Failure::NotFound`] for no such event.
pub async fn arrange_lottery(tx: &mut Tx, site: &Site, event: EventId) -> Result<(), Failure> {
    let row: Option<LotteryRow> = tx
        .optional(
            sql!(
                "SELECT p.id AS places_id, e.state, e.closes_at, e.starts_at, a.mode
                 FROM event e JOIN places p ON p.event_id = e.id LEFT JOIN admission a ON a.event_id = e.id WHERE e.id = $1"
            ),
            (event.0,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let is_lottery = row.mode.as_deref() == Some(Mode::Lottery.word()) && row.state == State::Published.word();
    let draws = is_lottery.then_some(Instant(row.closes_at.unwrap_or(row.starts_at)));
    let places = transition::lock(tx, site, PlacesId(row.places_id)).await?.ok_or(Failure::NotFound)?;
    if draws.is_none() && places.draws().is_none() {
        return Ok(());
    }
    Ok(transition::arrange(tx, site, places, draws).await?)
}
