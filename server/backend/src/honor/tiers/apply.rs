//! Asking for a seat in the honor crew.

use domain::honor::tiers::{Right, Tier};
use domain::members::Actor;
use domain::{ApplicationId, Failure, FieldCode, Refusal, form};
use serde_json::json;

use crate::honor;
use crate::operations::audit;
use crate::{Site, sql};

/// The longest text, in characters.
pub(super) const WORDS: usize = 1000;

/// What was written of somebody: something, and not too long.
pub(super) fn words(typed: &str) -> Result<String, Failure> {
    match form::text(typed, WORDS) {
        Ok(text) if text.is_empty() => Err(Failure::field("words", FieldCode::Required)),
        Ok(text) => Ok(text),
        Err(code) => Err(Failure::field("words", code)),
    }
}

/// Asks for a seat in one's own words. The organisers decide.
///
/// # Errors
/// The field `words`; [`Refusal::NotYetRegular`], [`Refusal::InCrewAlready`]; [`Refusal::AskedAlready`] while one waits.
pub async fn ask_for_seat(site: &Site, actor: &Actor, typed: &str) -> Result<ApplicationId, Failure> {
    let words = words(typed)?;
    let mut tx = site.db.write().await?;
    let tier = honor::tier(&mut tx, site.now(), actor.member).await?;
    if !tier.may(Right::AskForSeat) {
        let refusal = if tier == Tier::Fan { Refusal::NotYetRegular } else { Refusal::InCrewAlready };
        return Err(Failure::Refused(refusal));
    }
    let id = ApplicationId(site.new_id());
    let added = tx
        .execute(
            sql!(
                "INSERT INTO crew_application (id, member_id, words, state, made_at) VALUES ($1, $2, $3, 'open', $4)
                 ON CONFLICT DO NOTHING"
            ),
            (id.0, actor.member.0, words, site.now().0),
        )
        .await?;
    if added == 0 {
        return Err(Failure::Refused(Refusal::AskedAlready));
    }
    audit::write(&mut tx, site, Some(actor.member), "crew_asked", ("application", id.0), json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes back what one asked for, or says no to a proposal.
///
/// # Errors
/// [`Failure::NotFound`] for what is not one's own; [`Refusal::DecidedAlready`].
pub async fn take_back(site: &Site, actor: &Actor, id: ApplicationId) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let changed = tx
        .execute(
            sql!(
                "UPDATE crew_application SET state = 'withdrawn', decided_at = $3
                 WHERE id = $1 AND member_id = $2 AND state = 'open'"
            ),
            (id.0, actor.member.0, site.now().0),
        )
        .await?;
    if changed == 0 {
        let known: Option<(i64,)> = tx
            .optional(
                sql!("SELECT made_at FROM crew_application WHERE id = $1 AND member_id = $2"),
                (id.0, actor.member.0),
            )
            .await?;
        return Err(known.map_or(Failure::NotFound, |_| Failure::Refused(Refusal::DecidedAlready)));
    }
    audit::write(&mut tx, site, Some(actor.member), "crew_taken_back", ("application", id.0), json!({})).await?;
    Ok(tx.commit().await?)
}
