//! Times in the honor crew and the core: renewed, ended with thanks, given back, and ended by time.

use domain::honor::tiers::Tier;
use domain::members::{Action, Actor, require};
use domain::{Failure, FieldCode, Instant, MemberId, Refusal, TermId, form};
use serde_json::json;
use uuid::Uuid;

use super::{House, apply::words};
use crate::db::{Reading, Result as DbResult, Tx};
use crate::events::by_handle;
use crate::notices::{self, Letter, StandingNews};
use crate::operations::audit;
use crate::{Site, sql, zones};

/// The longest thanks, in characters.
const THANKS: usize = 500;

#[derive(sqlx::FromRow)]
struct Running {
    member_id: Uuid,
    tier: String,
    ends_at: Option<i64>,
    renewals: i64,
}

/// The term, if it runs and the actor may decide about it.
async fn running(tx: &mut Tx, actor: &Actor, id: TermId) -> Result<Running, Failure> {
    let found: Option<Running> = tx
        .optional(
            sql!("SELECT member_id, tier, ends_at, renewals FROM tier_term WHERE id = $1 AND ended_at IS NULL"),
            (id.0,),
        )
        .await?;
    let found = found.ok_or(Failure::NotFound)?;
    if Tier::from_word(&found.tier) == Some(Tier::Core) {
        require(Some(actor), Action::SetStanding)?;
    }
    if found.member_id == actor.member.0 {
        return Err(Failure::Refused(Refusal::NotAboutOneself));
    }
    Ok(found)
}

/// Lets a term in the honor crew go on for one more, once for each form: `seen` says how often it was renewed when the form was made.
///
/// # Errors
/// [`Failure::Forbidden`]; [`Failure::NotFound`], also for a term that is over; [`Refusal::NotAboutOneself`], also for who proposed
/// them.
pub async fn renew(site: &Site, actor: &Actor, id: TermId, seen: i64) -> Result<(), Failure> {
    require(Some(actor), Action::FillCrew)?;
    let mut tx = site.db.write().await?;
    let house = House::hold(&mut tx).await?;
    settle(&mut tx, site).await?;
    let term = running(&mut tx, actor, id).await?;
    let ends = term.ends_at.map(Instant).ok_or(Failure::NotFound)?;
    if proposer(&mut tx, term.member_id).await? == Some(actor.member.0) {
        return Err(Failure::Refused(Refusal::NotAboutOneself));
    }
    if term.renewals > seen {
        return Ok(tx.commit().await?); // sent twice, or by two: it goes on for one term, not for two
    }
    // The end is the first moment that is not in it: the same day, so many months on.
    let next = zones::months_later(&house.zone, Instant(ends.0 - 1), house.crew.months);
    tx.execute(sql!("UPDATE tier_term SET ends_at = $2, renewals = renewals + 1 WHERE id = $1"), (id.0, next.0))
        .await?;
    let detail = json!({ "member": term.member_id });
    audit::write(&mut tx, site, Some(actor.member), "term_renewed", ("term", id.0), detail).await?;
    let news = StandingNews::Renewed { term: id };
    notices::send(&mut tx, site, MemberId(term.member_id), Letter::Standing { news }).await?;
    Ok(tx.commit().await?)
}

/// Who proposed a member for the seat that they have, or had last; none where they asked themselves.
pub(super) async fn proposer(conn: &mut impl Reading, member: Uuid) -> DbResult<Option<Uuid>> {
    let last: Option<(Option<Uuid>,)> = conn
        .optional(
            sql!(
                "SELECT proposed_by_id FROM crew_application WHERE member_id = $1 AND state = 'accepted'
                 ORDER BY decided_at DESC, id DESC LIMIT 1"
            ),
            (member,),
        )
        .await?;
    Ok(last.and_then(|(by,)| by))
}

/// Ends a term, with thanks.
///
/// # Errors
/// [`Failure::Forbidden`], for the core save to who runs the site; [`Failure::NotFound`], also for a term that is over; the field
/// `thanks`; [`Refusal::NotAboutOneself`].
pub async fn end(site: &Site, actor: &Actor, id: TermId, thanks: &str) -> Result<(), Failure> {
    require(Some(actor), Action::FillCrew)?;
    let thanks = form::line(thanks, THANKS).map_err(|code| Failure::field("thanks", code))?;
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    settle(&mut tx, site).await?;
    let term = running(&mut tx, actor, id).await?;
    over(&mut tx, site, (id, &term), (actor, Some(thanks))).await?;
    let news = StandingNews::Ended { term: id };
    notices::send(&mut tx, site, MemberId(term.member_id), Letter::Standing { news }).await?;
    Ok(tx.commit().await?)
}

/// Gives one's own seat in the honor crew back.
///
/// # Errors
/// [`Failure::NotFound`] for who has none.
pub async fn give_back(site: &Site, actor: &Actor) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    settle(&mut tx, site).await?;
    let found: Option<(Uuid,)> = tx
        .optional(
            sql!("SELECT id FROM tier_term WHERE member_id = $1 AND tier = 'honor_crew' AND ended_at IS NULL"),
            (actor.member.0,),
        )
        .await?;
    let id = found.map(|(id,)| TermId(id)).ok_or(Failure::NotFound)?;
    let term = Running { member_id: actor.member.0, tier: Tier::HonorCrew.word().into(), ends_at: None, renewals: 0 };
    over(&mut tx, site, (id, &term), (actor, None)).await?;
    Ok(tx.commit().await?)
}

/// Appoints somebody to the core. Whoever has a seat in the honor crew leaves it to others.
///
/// # Errors
/// [`Failure::Forbidden`] for all but those who run the site; the fields `handle`, with [`FieldCode::SameAsBefore`] for who is of
/// the core, and `words`; [`Refusal::NotAboutOneself`].
pub async fn appoint(site: &Site, actor: &Actor, (handle, typed): (&str, &str)) -> Result<TermId, Failure> {
    require(Some(actor), Action::SetStanding)?;
    let words = words(typed)?;
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    settle(&mut tx, site).await?;
    let member = by_handle(&mut tx, handle).await?;
    if member == actor.member {
        return Err(Failure::Refused(Refusal::NotAboutOneself));
    }
    let id = TermId(site.new_id());
    let added = tx
        .execute(
            sql!(
                "INSERT INTO tier_term (id, member_id, tier, starts_at, renewals, by_id, words)
                 VALUES ($1, $2, 'core', $3, 0, $4, $5) ON CONFLICT DO NOTHING"
            ),
            (id.0, member.0, site.now().0, actor.member.0, words),
        )
        .await?;
    if added == 0 {
        return Err(Failure::field("handle", FieldCode::SameAsBefore));
    }
    let seat: Option<(Uuid,)> = tx
        .optional(
            sql!("SELECT id FROM tier_term WHERE member_id = $1 AND tier = 'honor_crew' AND ended_at IS NULL"),
            (member.0,),
        )
        .await?;
    if let Some((seat,)) = seat {
        let term = Running { member_id: member.0, tier: Tier::HonorCrew.word().into(), ends_at: None, renewals: 0 };
        over(&mut tx, site, (TermId(seat), &term), (actor, None)).await?;
    }
    // A seat is nothing to decide about any more.
    tx.execute(
        sql!(
            "UPDATE crew_application SET state = 'withdrawn', decided_at = $2 WHERE member_id = $1 AND state = 'open'"
        ),
        (member.0, site.now().0),
    )
    .await?;
    let detail = json!({ "member": member });
    audit::write(&mut tx, site, Some(actor.member), "core_appointed", ("term", id.0), detail).await?;
    let news = StandingNews::Core { term: id };
    notices::send(&mut tx, site, member, Letter::Standing { news }).await?;
    tx.commit().await?;
    Ok(id)
}

/// It is over, by somebody's word.
async fn over(
    tx: &mut Tx,
    site: &Site,
    (id, term): (TermId, &Running),
    (by, thanks): (&Actor, Option<String>),
) -> DbResult<()> {
    tx.execute(
        sql!("UPDATE tier_term SET ended_at = $2, ended_by_id = $3, thanks = $4 WHERE id = $1"),
        (id.0, site.now().0, by.member.0, thanks),
    )
    .await?;
    if Tier::from_word(&term.tier) == Some(Tier::HonorCrew) {
        free(tx, 1).await?;
    }
    let detail = json!({ "member": term.member_id, "tier": term.tier });
    audit::write(tx, site, Some(by.member), "term_ended", ("term", id.0), detail).await
}

/// So many seats are free again.
async fn free(tx: &mut Tx, seats: i64) -> DbResult<()> {
    tx.execute(sql!("UPDATE standing_house SET crew_taken = crew_taken - $1 WHERE id = 1"), (seats,)).await.map(drop)
}

/// Does what the clock has made due: terms whose time is over end, with thanks, and their seats are free. The row of the house
/// is held. Gives how many ended.
pub(super) async fn settle(tx: &mut Tx, site: &Site) -> DbResult<usize> {
    let ended: Vec<(Uuid, Uuid)> = tx
        .all(
            sql!(
                "UPDATE tier_term SET ended_at = ends_at WHERE ended_at IS NULL AND ends_at <= $1
                 RETURNING id, member_id"
            ),
            (site.now().0,),
        )
        .await?;
    if !ended.is_empty() {
        free(tx, i64::try_from(ended.len()).unwrap_or(i64::MAX)).await?;
    }
    for (id, member) in &ended {
        let detail = json!({ "member": member, "tier": Tier::HonorCrew.word() });
        audit::write(tx, site, None, "term_ended", ("term", *id), detail).await?;
        let news = StandingNews::Ended { term: TermId(*id) };
        notices::send(tx, site, MemberId(*member), Letter::Standing { news }).await?;
    }
    Ok(ended.len())
}
