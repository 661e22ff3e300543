//! What a role asks, and what is known of a member.

use domain::MemberId;
use domain::signups::shifts::{Confirmed, Known, Needs};
use domain::{Failure, RoleId};

use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::{members, sql};

/// What is known of a member, as far as a role asks.
pub(super) async fn known(conn: &mut impl Reading, member: MemberId, role: RoleId) -> Result<Known> {
    let row: Option<(Option<i64>, Option<i64>, Option<i64>)> = conn
        .optional(
            sql!(
                "SELECT a.total, m.adult_confirmed_at, b.version FROM member m
                     LEFT JOIN honor_account a ON a.member_id = m.id
                     LEFT JOIN briefing_reading b ON b.member_id = m.id AND b.role_id = $2
                 WHERE m.id = $1"
            ),
            (member.0, role.0),
        )
        .await?;
    Ok(row.map_or_else(Known::default, |(total, adult, read)| Known {
        honor: total.unwrap_or_default(),
        is_adult: adult.is_some(),
        read,
    }))
}

/// Refuses who does not meet what the role asks, and remembers what they say of themselves: nobody is asked twice.
///
/// # Errors
/// As [`Needs::met`].
pub(super) async fn meet(
    tx: &mut Tx,
    site: &Site,
    (member, role): (MemberId, RoleId),
    (needs, said): (Needs, Confirmed),
) -> std::result::Result<(), Failure> {
    needs.met(known(tx, member, role).await?, said)?;
    let now = site.now().0;
    if needs.adults_only && said.adult {
        members::confirm_adult(tx, site, member).await?;
    }
    if let (Some(version), true) = (needs.briefing, said.briefing) {
        tx.execute(
            sql!(
                "INSERT INTO briefing_reading (role_id, member_id, version, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (role_id, member_id) DO UPDATE SET version = excluded.version, at = excluded.at"
            ),
            (role.0, member.0, version, now),
        )
        .await?;
    }
    Ok(())
}
