//! Where a member stands.

use domain::{MemberId, honor::view::Standing};

use crate::db::{Reading, Result};
use crate::sql;

/// The member's lifetime honor and tier.
///
/// # Errors
/// When the database fails.
pub async fn standing(conn: &mut impl Reading, member: MemberId) -> Result<Standing> {
    let total: Option<(i64,)> =
        conn.optional(sql!("SELECT total FROM honor_account WHERE member_id = $1"), (member.0,)).await?;
    Ok(Standing::from(total.map_or(0, |(total,)| total)))
}
