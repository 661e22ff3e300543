//! Which letters may wait until morning.

use super::Letter;
use crate::{
    db::{Reading, Result},
    sql,
};
use domain::{EventId, Instant, SignUpId, notices::Urgency};

/// How long a letter can wait. What answers something its reader has just done, and what they have to answer, does not wait.
pub(super) async fn of(conn: &mut impl Reading, letter: &Letter) -> Result<Urgency> {
    Ok(match letter {
        Letter::OfferExpired { signup } | Letter::Removed { signup } | Letter::NotApproved { signup } => {
            news(start_of_signup(conn, *signup).await?)
        }
        Letter::EventChanged { event } | Letter::EventCancelled { event } | Letter::EventPostponed { event } => {
            news(start(conn, *event).await?)
        }
        Letter::Reminder { signup } => start_of_signup(conn, *signup).await?.map_or(Urgency::AtOnce, Urgency::Reminder),
        Letter::Announcement { announcement } => {
            let found: Option<(i64,)> = conn
                .optional(
                    sql!("SELECT e.starts_at FROM announcement a JOIN event e ON e.id = a.event_id WHERE a.id = $1"),
                    (announcement.0,),
                )
                .await?;
            news(found.map(|(at,)| Instant(at)))
        }
        Letter::BadgeGranted { .. }
        | Letter::BadgesGranted { .. }
        | Letter::BadgeRevoked { .. }
        | Letter::BadgeRestored { .. }
        | Letter::HonorCorrected { .. }
        | Letter::Invited { .. }
        | Letter::Recap { .. }
        | Letter::Standing { .. } => Urgency::AnyDay,
        _ => Urgency::AtOnce,
    })
}

fn news(starts: Option<Instant>) -> Urgency {
    starts.map_or(Urgency::AnyDay, Urgency::News)
}

async fn start(conn: &mut impl Reading, event: EventId) -> Result<Option<Instant>> {
    let found: Option<(i64,)> = conn.optional(sql!("SELECT starts_at FROM event WHERE id = $1"), (event.0,)).await?;
    Ok(found.map(|(at,)| Instant(at)))
}

async fn start_of_signup(conn: &mut impl Reading, signup: SignUpId) -> Result<Option<Instant>> {
    let found: Option<(i64,)> = conn
        .optional(
            sql!(
                "SELECT coalesce(h.starts_at, e.starts_at) FROM signup s JOIN event e ON e.id = s.event_id
                     JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    Ok(found.map(|(at,)| Instant(at)))
}
