//! Where a member stands.

use domain::{MemberId, honor::view::Standing};

use super::project;
use crate::db::{Reading, Result};

/// The member's lifetime honor and tier.
///
/// # Errors
/// When the database fails.
pub async fn standing(conn: &mut impl Reading, member: MemberId) -> Result<Standing> {
    Ok(Standing::from(project::lifetime(conn, member).await?))
}
