//! Whoever hosted an event to which people came is honored when it is over.

use domain::honor::{Trigger, Worth};
use domain::{EventId, MemberId};
use uuid::Uuid;

use super::earn::{Earning, earn};
use crate::Site;
use crate::db::Result;
use crate::sql;

/// How far back it looks, in seconds: a site that was off for a while misses nobody, and nothing old is honored anew.
const BACK_S: i64 = 14 * 86_400;
/// Guests besides the host who make it an event.
pub(super) const GUESTS: i64 = 3;
/// As many in one go; the rest have their turn an hour later.
const PAGE: i64 = 200;

/// Honors the hosts of what is over, each event once. Any number of nodes may do it at any time.
///
/// # Errors
/// When the database fails.
pub async fn honor_hosts(site: &Site) -> Result<()> {
    let now = site.now();
    let over: Vec<(Uuid, Uuid)> = (site.db.read().await?)
        .all(
            sql!(
                "SELECT e.id, e.host_id FROM event e
                 WHERE e.state = 'published' AND e.postponed_at IS NULL AND e.ends_at <= $1 AND e.ends_at > $2
                     AND (SELECT count(DISTINCT c.member_id) FROM check_in c WHERE c.event_id = e.id AND c.member_id <> e.host_id) >= $3
                     AND NOT EXISTS (SELECT 1 FROM honor_entry h
                         WHERE h.member_id = e.host_id AND h.event_id = e.id AND h.cause = 'organised')
                 ORDER BY e.ends_at LIMIT $4"
            ),
            (now.0, now.plus_seconds(-BACK_S).0, GUESTS, PAGE),
        )
        .await?;
    for (event, host) in over {
        let (event, member) = (EventId(event), MemberId(host));
        let mut tx = site.db.write().await?;
        let earning = Earning {
            member,
            trigger: Trigger::Organised,
            worth: Worth::ByRule,
            event: Some(event),
            by: None,
            reason: None,
            key: format!("organised:{event}"),
        };
        earn(&mut tx, site, earning).await?;
        tx.commit().await?;
    }
    Ok(())
}
