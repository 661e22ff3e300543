//! Whether everybody may see a member's page. Private until its owner says otherwise; one click takes it back.

use domain::{Failure, members::Actor};
use serde_json::json;

use crate::{Site, honor, operations::audit, sql};

/// Who may see a member's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// The member.
    Private,
}

/// Opens or closes one's own page.
///
/// # Errors
/// When the database fails.
pub async fn set_public(site: &Site, actor: &Actor, visibility: Visibility) -> Result<(), Failure> {
    let (me, now) = (actor.member.0, site.now().0);
    let mut tx = site.db.write().await?;
    // Nobody adds to their honor meanwhile, who would not know yet whether they are on the boards.
    honor::hold(&mut tx, actor.member).await?;
    let (changed, action) = match visibility {
        Visibility::Public => (
            tx.execute(sql!("UPDATE member SET published_at = $1 WHERE id = $2 AND published_at IS NULL"), (now, me))
                .await?,
            "profile_published",
        ),
        Visibility::Private => (
            tx.execute(sql!("UPDATE member SET published_at = NULL WHERE id = $1 AND published_at IS NOT NULL"), (me,))
                .await?,
            "profile_hidden",
        ),
    };
    if changed == 1 {
        honor::leaderboard::refresh(&mut tx, site, actor.member).await?;
        audit::write(&mut tx, site, Some(actor.member), action, ("member", me), json!({})).await?;
    }
    Ok(tx.commit().await?)
}
