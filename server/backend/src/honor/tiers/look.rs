//! Looks after what time does to standing: terms that are over end, and who is about to be a Regular no more is told.

use domain::honor::tiers::Tier;
use domain::{Instant, MemberId};
use uuid::Uuid;

use super::{House, terms};
use crate::db::Result;
use crate::honor;
use crate::notices::{self, Letter, StandingNews};
use crate::{Site, sql};

/// So many are looked after at a time.
const AT_ONCE: i64 = 200;

/// Does what is due. Any number of nodes may do it at any time; each letter goes out once.
///
/// # Errors
/// When the database fails.
pub async fn look(site: &Site) -> Result<()> {
    end_terms(site).await?;
    while tell(site).await? {}
    Ok(())
}

async fn end_terms(site: &Site) -> Result<()> {
    let due: Option<(Uuid,)> = (site.db.read().await?)
        .optional(sql!("SELECT id FROM tier_term WHERE ended_at IS NULL AND ends_at <= $1 LIMIT 1"), (site.now().0,))
        .await?;
    if due.is_none() {
        return Ok(());
    }
    let mut tx = site.db.write().await?;
    House::hold(&mut tx).await?;
    terms::settle(&mut tx, site).await?;
    tx.commit().await
}

/// Tells some whose days of grace have begun; says whether there may be more.
async fn tell(site: &Site) -> Result<bool> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let grace = House::read(&mut conn).await?.rule.grace_days;
    let due: Vec<(Uuid, i64)> = conn
        .all(
            // Of those whose grace is over as well, nobody is told late: it may be years ago.
            sql!(
                "SELECT member_id, met FROM (
                     SELECT member_id, told_until, CASE WHEN regular_until IS NULL OR kept_until > regular_until
                         THEN kept_until ELSE regular_until END AS met
                     FROM member_standing WHERE regular_until <= $1 OR kept_until <= $1) ended
                 WHERE met <= $1 AND met > $2 AND (told_until IS NULL OR told_until < met) ORDER BY met LIMIT $3"
            ),
            (now.0, now.plus_seconds(-grace * 86_400).0, AT_ONCE),
        )
        .await?;
    drop(conn);
    for (member, met) in &due {
        one(site, MemberId(*member), Instant(*met)).await?;
    }
    Ok(i64::try_from(due.len()).unwrap_or_default() == AT_ONCE)
}

/// Tells one member, unless another node did, or they stand higher by now.
async fn one(site: &Site, member: MemberId, met: Instant) -> Result<()> {
    let mut tx = site.db.write().await?;
    let noted = tx
        .execute(
            sql!(
                "UPDATE member_standing SET told_until = $2
                 WHERE member_id = $1 AND (told_until IS NULL OR told_until < $2)"
            ),
            (member.0, met.0),
        )
        .await?;
    if noted == 1 && honor::tier(&mut tx, site.now(), member).await? == Tier::Regular {
        let news = StandingNews::RegularEnds { met };
        notices::send(&mut tx, site, member, Letter::Standing { news }).await?;
    }
    tx.commit().await
}
