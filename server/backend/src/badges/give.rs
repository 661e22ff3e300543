//! Giving a badge: the one way in, for doors, rules and hands alike.

use domain::badges::Occasion;
use domain::{BatchId, EventId, GrantId, Locale, MemberId};
use serde_json::json;
use uuid::Uuid;

use super::texts::in_locale;
use super::{credential, history};
use crate::db::{Result, Tx};
use crate::notices::{self, Letter};
use crate::operations::audit;
use crate::{Site, sql};

/// A badge for a member.
#[derive(Clone, Debug)]
pub struct NewGrant<'a> {
    /// The badge's slug.
    pub badge: &'a str,
    /// Who gets it.
    pub member: MemberId,
    /// What makes it one of a kind.
    pub occasion: Occasion,
    /// Where it was earned.
    pub event: Option<EventId>,
    /// Who gives it; none for a rule of the house.
    pub by: Option<MemberId>,
    /// What for, in words.
    pub reason: Option<String>,
    /// A word to the holder.
    pub note: Option<String>,
    /// The batch it is part of, which tells of it and is logged as a whole.
    pub batch: Option<BatchId>,
}

/// What came of giving a badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// It was given just now.
    Now(Granted),
    /// They hold it for this occasion already.
    Held,
    /// All numbers of the limited edition are given.
    SoldOut,
    /// It is not given any more, or there is no such badge.
    Gone,
}

/// A badge that was given just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Its address is `/g/{id}`.
    pub id: GrantId,
    name_en: String,
    name_zh: String,
}

impl Granted {
    /// The badge's name.
    pub fn name(self, locale: Locale) -> String {
        in_locale(locale, self.name_en, self.name_zh)
    }
}

#[derive(sqlx::FromRow)]
struct BadgeNow {
    id: Uuid,
    version: i64,
    edition: Option<i64>,
    retired_at: Option<i64>,
    name_en: String,
    name_zh: String,
}

/// Gives a badge in its newest version, which is frozen with that; numbers it, where the edition is limited; writes down what its
/// credential says, history, log and a letter to its holder.
///
/// # Errors
/// When the database fails.
pub async fn grant_in(tx: &mut Tx, site: &Site, new: NewGrant<'_>) -> Result<Given> {
    let badge: Option<BadgeNow> = tx
        .optional(
            sql!(
                "SELECT b.id, b.version, b.edition, b.retired_at, v.name_en, v.name_zh
                 FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version WHERE b.slug = $1"
            ),
            (new.badge,),
        )
        .await?;
    let Some(badge) = badge.filter(|badge| badge.retired_at.is_none()) else { return Ok(Given::Gone) };
    let number = match badge.edition {
        Some(_) => number(tx, badge.id).await?,
        None => None,
    };
    if badge.edition.is_some() && number.is_none() {
        return Ok(if holds(tx, badge.id, &new).await? { Given::Held } else { Given::SoldOut });
    }
    // Before the grant: whoever edits this version meanwhile waits, and makes the next one.
    tx.execute(
        sql!("UPDATE badge_version SET frozen_at = $3 WHERE badge_id = $1 AND number = $2 AND frozen_at IS NULL"),
        (badge.id, badge.version, site.now().0),
    )
    .await?;
    let id = GrantId(site.new_id());
    if !insert(tx, site, (id, &badge, number), &new).await? {
        if number.is_some() {
            tx.execute(sql!("UPDATE badge SET numbered = numbered - 1 WHERE id = $1"), (badge.id,)).await?;
        }
        return Ok(Given::Held);
    }
    credential::freeze_in(tx, site, id).await?;
    history::write(tx, site, id, ("granted", new.by, None)).await?;
    if new.batch.is_none() {
        let detail = json!({ "badge": new.badge, "member": new.member, "event": new.event });
        audit::write(tx, site, new.by, "badge_granted", ("grant", id.0), detail).await?;
        notices::send(tx, site, new.member, Letter::BadgeGranted { grant: id }).await?;
    }
    Ok(Given::Now(Granted { id, name_en: badge.name_en, name_zh: badge.name_zh }))
}

/// Takes a number of a limited edition; none when all are given. The badge's row is held from now on.
async fn number(tx: &mut Tx, badge: Uuid) -> Result<Option<i64>> {
    let counted: Option<(i64,)> = tx
        .optional(
            sql!("UPDATE badge SET numbered = numbered + 1 WHERE id = $1 AND numbered < edition RETURNING numbered"),
            (badge,),
        )
        .await?;
    let Some((counted,)) = counted else { return Ok(None) };
    let (taken,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM badge_grant WHERE badge_id = $1 AND number = $2"), (badge, counted)).await?;
    if taken == 0 {
        return Ok(Some(counted));
    }
    // A batch was undone: the lowest of the numbers that it let go.
    let (free,): (i64,) = tx
        .one(
            sql!(
                "SELECT CAST(min(n.number) + 1 AS BIGINT) FROM (
                     SELECT CAST(0 AS BIGINT) AS number
                     UNION ALL SELECT number FROM badge_grant WHERE badge_id = $1 AND number IS NOT NULL
                 ) n WHERE NOT EXISTS (SELECT 1 FROM badge_grant g WHERE g.badge_id = $1 AND g.number = n.number + 1)"
            ),
            (badge,),
        )
        .await?;
    Ok(Some(free))
}

async fn holds(tx: &mut Tx, badge: Uuid, new: &NewGrant<'_>) -> Result<bool> {
    let (held,): (i64,) = tx
        .one(
            sql!("SELECT count(*) FROM badge_grant WHERE badge_id = $1 AND member_id = $2 AND occasion = $3"),
            (badge, new.member.0, new.occasion.word()),
        )
        .await?;
    Ok(held > 0)
}

/// Was there none for this member and occasion?
async fn insert(
    tx: &mut Tx,
    site: &Site,
    (id, badge, number): (GrantId, &BadgeNow, Option<i64>),
    new: &NewGrant<'_>,
) -> Result<bool> {
    let added = tx
        .execute(
            sql!(
                "INSERT INTO badge_grant (id, badge_id, version, member_id, occasion, number, event_id, by_id, batch_id, reason,
                     note, granted_at, choice)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')
                 ON CONFLICT (badge_id, member_id, occasion) DO NOTHING"
            ),
            (
                id.0,
                badge.id,
                badge.version,
                new.member.0,
                new.occasion.word(),
                number,
                new.event.map(|event| event.0),
                new.by.map(|by| by.0),
                new.batch.map(|batch| batch.0),
                new.reason.as_deref(),
                new.note.as_deref(),
                site.now().0,
            ),
        )
        .await?;
    Ok(added > 0)
}
