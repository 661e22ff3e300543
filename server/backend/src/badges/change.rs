//! What becomes of a grant: its holder takes, hides or declines it; an organiser takes it back or restores it, with a public reason.

use domain::badges::{Choice, Deed, Holding, Life};
use domain::form;
use domain::members::access::{Action, Actor, require};
use domain::{ChapterId, Failure, FieldCode, GrantId, MemberId};
use serde_json::json;
use uuid::Uuid;

use super::credential::{self, Standing};
use super::grant::LONGEST_REASON;
use super::history;
use crate::db::{Result as DbResult, Tx};
use crate::notices::{self, Letter};
use crate::operations::audit;
use crate::{Site, sql};

#[derive(sqlx::FromRow)]
struct Held {
    member_id: Uuid,
    by_id: Option<Uuid>,
    chapter_id: Option<Uuid>,
    choice: String,
    revoked_at: Option<i64>,
    undone_at: Option<i64>,
}

/// Where a stored grant stands.
pub(super) fn holding(choice: &str, revoked_at: Option<i64>, undone_at: Option<i64>) -> Holding {
    let life = match (undone_at, revoked_at) {
        (Some(_), _) => Life::Undone,
        (None, Some(_)) => Life::Revoked,
        (None, None) => Life::Valid,
    };
    // What is not known is shown to nobody.
    Holding { choice: Choice::from_word(choice).unwrap_or(Choice::Hidden), life }
}

impl Held {
    /// The grant, whose row is held until the transaction ends.
    async fn of(tx: &mut Tx, grant: GrantId) -> DbResult<Option<Self>> {
        tx.optional(
            sql!(
                "UPDATE badge_grant SET choice = choice WHERE id = $1
                 RETURNING member_id, by_id, choice, revoked_at, undone_at,
                     (SELECT e.chapter_id FROM event e WHERE e.id = badge_grant.event_id) AS chapter_id"
            ),
            (grant.0,),
        )
        .await
    }

    fn holding(&self) -> Holding {
        holding(&self.choice, self.revoked_at, self.undone_at)
    }
}

/// The holder's word: "accepted", "hidden" or "declined". Said twice it is said once.
///
/// # Errors
/// [`Failure::NotFound`] for what is not theirs; the field `what`; [`domain::Refusal::GrantUndone`].
pub async fn choose(site: &Site, actor: &Actor, grant: GrantId, what: &str) -> Result<(), Failure> {
    let deed = Deed::of_holder(what).ok_or_else(|| Failure::field("what", FieldCode::UnknownChoice))?;
    let mut tx = site.db.write().await?;
    let held = Held::of(&mut tx, grant).await?.filter(|held| held.member_id == actor.member.0);
    let held = held.ok_or(Failure::NotFound)?;
    let after = held.holding().after(deed).map_err(Failure::Refused)?;
    if after != held.holding() {
        let choice = after.choice.word();
        tx.execute(sql!("UPDATE badge_grant SET choice = $2 WHERE id = $1"), (grant.0, choice)).await?;
        history::write(&mut tx, site, grant, (deed.word(), Some(actor.member), None)).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes a badge back, for a reason that everybody reads.
///
/// # Errors
/// [`Failure::Forbidden`] for who neither gave it nor runs the chapter where it was earned; the field `reason`;
/// [`domain::Refusal::AlreadyRevoked`].
pub async fn revoke(site: &Site, actor: &Actor, grant: GrantId, reason: &str) -> Result<(), Failure> {
    put_right(site, actor, (grant, Deed::Revoke), reason).await
}

/// Gives a badge back that was taken back.
///
/// # Errors
/// As [`revoke`]; [`domain::Refusal::NotRevoked`].
pub async fn restore(site: &Site, actor: &Actor, grant: GrantId, reason: &str) -> Result<(), Failure> {
    put_right(site, actor, (grant, Deed::Restore), reason).await
}

async fn put_right(site: &Site, actor: &Actor, (grant, deed): (GrantId, Deed), reason: &str) -> Result<(), Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut tx = site.db.write().await?;
    let held = Held::of(&mut tx, grant).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::ManageGrant(held.by_id.map(MemberId), held.chapter_id.map(ChapterId)))?;
    let reason = form::line(reason, LONGEST_REASON).map_err(|code| Failure::field("reason", code))?;
    let after = held.holding().after(deed).map_err(Failure::Refused)?;
    let revoked = (after.life == Life::Revoked).then_some(reason.as_str());
    tx.execute(
        sql!("UPDATE badge_grant SET revoked_at = $2, revoke_reason = $3 WHERE id = $1"),
        (grant.0, revoked.map(|_| site.now().0), revoked),
    )
    .await?;
    history::write(&mut tx, site, grant, (deed.word(), Some(actor.member), Some(&reason))).await?;
    let (standing, action, letter) = match revoked {
        Some(_) => (Standing::Revoked, "badge_revoked", Letter::BadgeRevoked { grant }),
        None => (Standing::Good, "badge_restored", Letter::BadgeRestored { grant }),
    };
    credential::mark_in(&mut tx, site, grant, standing).await?;
    let detail = json!({ "member": held.member_id });
    audit::write(&mut tx, site, Some(actor.member), action, ("grant", grant.0), detail).await?;
    notices::send(&mut tx, site, MemberId(held.member_id), letter).await?;
    Ok(tx.commit().await?)
}
