//! An organiser proposes somebody for a seat in the honor crew; another one decides.

use domain::honor::tiers::Tier;
use domain::members::{Action, Actor, require};
use domain::{ApplicationId, Failure, Refusal};
use serde_json::json;

use super::apply::words;
use crate::events::by_handle;
use crate::honor;
use crate::notices::{self, Letter, StandingNews};
use crate::operations::audit;
use crate::{Site, sql};

/// Proposes a member, who is told and may say no.
///
/// # Errors
/// [`Failure::Forbidden`]; the fields `handle` and `words`; [`Refusal::NotAboutOneself`], [`Refusal::InCrewAlready`],
/// [`Refusal::AskedAlready`].
pub async fn propose(site: &Site, actor: &Actor, (handle, typed): (&str, &str)) -> Result<ApplicationId, Failure> {
    require(Some(actor), Action::FillCrew)?;
    let words = words(typed)?;
    let mut tx = site.db.write().await?;
    let member = by_handle(&mut tx, handle).await?;
    if member == actor.member {
        return Err(Failure::Refused(Refusal::NotAboutOneself));
    }
    if honor::tier(&mut tx, site.now(), member).await? >= Tier::HonorCrew {
        return Err(Failure::Refused(Refusal::InCrewAlready));
    }
    let id = ApplicationId(site.new_id());
    let added = tx
        .execute(
            sql!(
                "INSERT INTO crew_application (id, member_id, proposed_by_id, words, state, made_at)
                 VALUES ($1, $2, $3, $4, 'open', $5) ON CONFLICT DO NOTHING"
            ),
            (id.0, member.0, actor.member.0, words, site.now().0),
        )
        .await?;
    if added == 0 {
        return Err(Failure::Refused(Refusal::AskedAlready));
    }
    let detail = json!({ "member": member });
    audit::write(&mut tx, site, Some(actor.member), "crew_proposed", ("application", id.0), detail).await?;
    let news = StandingNews::Proposed { application: id };
    notices::send(&mut tx, site, member, Letter::Standing { news }).await?;
    tx.commit().await?;
    Ok(id)
}
