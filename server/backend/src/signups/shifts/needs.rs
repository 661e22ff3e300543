//! What a role asks, and what is known of a member.

use domain::signups::shifts::{Confirmed, Known, Needs};
use domain::{Failure, RoleId};
use domain::{Instant, MemberId};

use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::{honor, members, sql};

/// What is known of a member, as far as a role asks.
pub(super) async fn known(conn: &mut impl Reading, now: Instant, (member, role): (MemberId, RoleId)) -> Result<Known> {
    let row: Option<(Option<i64>, Option<i64>)> = conn
        .optional(
            sql!(
                "SELECT m.adult_confirmed_at, b.version FROM member m
                     LEFT JOIN briefing_reading b ON b.member_id = m.id AND b.role_id = $2
                 WHERE m.id = $1"
            ),
            (member.0, role.0),
        )
        .await?;
    let (adult, read) = row.unwrap_or_default();
    Ok(Known { tier: honor::tier(conn, now, member).await?, is_adult: adult.is_some(), read })
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
    let now = site.now();
    needs.met(known(tx, now, (member, role)).await?, said)?;
    if needs.adults_only && said.adult {
        members::confirm_adult(tx, site, member).await?;
    }
    if let (Some(version), true) = (needs.briefing, said.briefing) {
        tx.execute(
            sql!(
                "INSERT INTO briefing_reading (role_id, member_id, version, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (role_id, member_id) DO UPDATE SET version = excluded.version, at = excluded.at"
            ),
            (role.0, member.0, version, now.0),
        )
        .await?;
    }
    Ok(())
}
