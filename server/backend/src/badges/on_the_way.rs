//! How far a member is on the way to badges that rules give.

use std::collections::BTreeSet;

use domain::MemberId;
use domain::badges::{BadgeRule, Progress, Scope, progress};

use super::{rules, season, visits};
use crate::db::{Reading, Result};
use crate::{Site, sql};

/// A badge that is not earned yet, and can be counted towards.
pub(super) struct Way {
    pub(super) slug: String,
    pub(super) progress: Progress,
}

/// All ways of a member, the nearest first. Secret badges are on none.
pub(super) async fn of(conn: &mut impl Reading, site: &Site, member: MemberId) -> Result<Vec<Way>> {
    let season = season::began(conn, site).await?;
    let hidden: Vec<(String,)> = conn
        .all(
            sql!(
                "SELECT b.slug FROM badge b WHERE b.rule IS NOT NULL AND (b.is_secret OR EXISTS (
                     SELECT 1 FROM badge_grant g WHERE g.badge_id = b.id AND g.member_id = $1 AND g.undone_at IS NULL
                         AND (b.scope = 'once' OR g.occasion = $2)))
                 ORDER BY b.slug LIMIT 500"
            ),
            (member.0, Scope::Season.occasion(None, season).word()),
        )
        .await?;
    let hidden: BTreeSet<String> = hidden.into_iter().map(|(slug,)| slug).collect();
    let rules = rules::all(conn).await?;
    let been = visits::of_member(conn, member).await?;
    let mut ways = vec![];
    for ruled in rules {
        // One of a family is not left out for a higher one that is held: the wall and the page see to that.
        if hidden.contains(&ruled.slug) || matches!(ruled.rule, BadgeRule::NightShift | BadgeRule::Founders(_)) {
            continue;
        }
        let circle = visits::circle(conn, site, ruled.rule, member).await?;
        if let Some(progress) = progress(ruled.rule, ruled.scope, &been, &circle, season)
            && progress.have < progress.of
        {
            ways.push(Way { slug: ruled.slug, progress });
        }
    }
    ways.sort_by_key(|way| (way.progress.of - way.progress.have, way.progress.of));
    Ok(ways)
}
