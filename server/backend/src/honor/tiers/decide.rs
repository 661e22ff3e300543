//! Who gets a seat in the honor crew: decided by an organiser, with a reason that the applicant reads.

use domain::honor::tiers::ApplicationState;
use domain::members::{Action, Actor, require};
use domain::{ApplicationId, Failure, MemberId, Refusal, TermId, form};
use serde_json::json;
use uuid::Uuid;

use super::{House, terms};
use crate::db::Tx;
use crate::notices::{self, Letter, StandingNews};
use crate::operations::audit;
use crate::{Site, sql, zones};

/// The longest reason, in characters.
const REASON: usize = 500;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They get a seat, if one is free.
    Accept,
    /// Not this time.
    Decline,
}

impl Decision {
    /// The decision of a form's word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "accept" => Some(Self::Accept),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }

    const fn state(self) -> ApplicationState {
        match self {
            Self::Accept => ApplicationState::Accepted,
            Self::Decline => ApplicationState::Declined,
        }
    }
}

/// Decides about an application. A seat is taken in the row that counts them, whose CHECK refuses one too many.
///
/// # Errors
/// [`Failure::Forbidden`], [`Failure::NotFound`]; the field `reason`; [`Refusal::NotAboutOneself`], also for whoever proposed
/// them; [`Refusal::DecidedAlready`], [`Refusal::NoSeatFree`], [`Refusal::InCrewAlready`].
pub async fn decide(
    site: &Site,
    actor: &Actor,
    id: ApplicationId,
    (decision, reason): (Decision, &str),
) -> Result<(), Failure> {
    require(Some(actor), Action::FillCrew)?;
    let reason = form::line(reason, REASON).map_err(|code| Failure::field("reason", code))?;
    let mut tx = site.db.write().await?;
    let house = House::hold(&mut tx).await?;
    terms::settle(&mut tx, site).await?;
    let found: Option<(Uuid, Option<Uuid>)> =
        tx.optional(sql!("SELECT member_id, proposed_by_id FROM crew_application WHERE id = $1"), (id.0,)).await?;
    let (member, proposed_by) = found.ok_or(Failure::NotFound)?;
    if member == actor.member.0 || proposed_by == Some(actor.member.0) {
        return Err(Failure::Refused(Refusal::NotAboutOneself));
    }
    let decided = tx
        .execute(
            sql!(
                "UPDATE crew_application SET state = $2, reason = $3, decided_by_id = $4, decided_at = $5
                 WHERE id = $1 AND state = 'open'"
            ),
            (id.0, decision.state().word(), reason.as_str(), actor.member.0, site.now().0),
        )
        .await?;
    if decided == 0 {
        return Err(Failure::Refused(Refusal::DecidedAlready));
    }
    if decision == Decision::Accept {
        take_seat(&mut tx, site, (&house, actor), (MemberId(member), &reason)).await?;
    }
    let action = if decision == Decision::Accept { "crew_accepted" } else { "crew_declined" };
    audit::write(&mut tx, site, Some(actor.member), action, ("application", id.0), json!({ "member": member })).await?;
    let news = StandingNews::Decided { application: id };
    notices::send(&mut tx, site, MemberId(member), Letter::Standing { news }).await?;
    Ok(tx.commit().await?)
}

/// A seat and a term, from now on.
async fn take_seat(
    tx: &mut Tx,
    site: &Site,
    (house, actor): (&House, &Actor),
    (member, words): (MemberId, &str),
) -> Result<(), Failure> {
    let taken = tx
        .execute(
            sql!("UPDATE standing_house SET crew_taken = crew_taken + 1 WHERE id = 1 AND crew_taken < crew_seats"),
            (),
        )
        .await?;
    if taken == 0 {
        return Err(Failure::Refused(Refusal::NoSeatFree));
    }
    let now = site.now();
    let ends = zones::months_later(&house.zone, now, house.crew.months);
    let added = tx
        .execute(
            sql!(
                "INSERT INTO tier_term (id, member_id, tier, starts_at, ends_at, renewals, by_id, words)
                 VALUES ($1, $2, 'honor_crew', $3, $4, 0, $5, $6) ON CONFLICT DO NOTHING"
            ),
            (TermId(site.new_id()).0, member.0, now.0, ends.0, actor.member.0, words),
        )
        .await?;
    if added == 0 { Err(Failure::Refused(Refusal::InCrewAlready)) } else { Ok(()) }
}
