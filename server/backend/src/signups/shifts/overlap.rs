//! Nobody is in two places at once.

use domain::signups::shifts::{Claim, Part, Span, first_collision};
use domain::{EventId, Failure, Instant, Locale, MemberId, Refusal, SignUpId};
use uuid::Uuid;

use crate::db::{Reading, Result, Tx};
use crate::{sql, when};

/// A place that a member has, is offered, or may be given without being asked again: by the organisers, or by lot.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Held {
    id: Uuid,
    event_id: Uuid,
    shift_id: Option<Uuid>,
    starts_at: i64,
    ends_at: i64,
    starts_local: String,
    /// Confirmed, and not missed.
    counts: bool,
    /// Somebody has noted that they came.
    came: bool,
    title: String,
    role: Option<String>,
    zone: String,
}

impl Held {
    pub(super) fn signup(&self) -> SignUpId {
        SignUpId(self.id)
    }

    pub(super) fn claim(&self) -> Claim {
        let part = if self.shift_id.is_some() { Part::Shift } else { Part::Guest };
        Claim {
            event: EventId(self.event_id),
            part,
            span: Span { starts: Instant(self.starts_at), ends: Instant(self.ends_at) },
        }
    }

    /// Is it a shift that counts on this day on the wall?
    pub(super) fn is_shift_of(&self, day: &str) -> bool {
        self.shift_id.is_some() && self.counts && self.starts_local.starts_with(day)
    }

    /// Is it one of this day that they came to, as far as is known?
    pub(super) fn is_worked_on(&self, day: &str) -> bool {
        self.is_shift_of(day) && self.came
    }

    /// "Studio guide, 09:30 to 12:30"; the title where it is a whole event.
    pub(super) fn words(&self, locale: Locale) -> String {
        let when = when::when(locale, &self.zone, Instant(self.starts_at), Some(Instant(self.ends_at)));
        let (what, time) = (self.role.as_deref().unwrap_or(&self.title), when.range);
        match locale {
            Locale::En => format!("{what}, {time}"),
            Locale::ZhCn => format!("{what}，{time}"),
        }
    }
}

/// What a member has between these moments; what has no date, or does not take place, is in nobody's way.
pub(super) async fn held(conn: &mut impl Reading, member: MemberId, span: Span) -> Result<Vec<Held>> {
    conn.all(
        sql!(
            "SELECT s.id, s.event_id, p.shift_id, coalesce(h.starts_at, e.starts_at) AS starts_at,
                     coalesce(h.ends_at, e.ends_at) AS ends_at, coalesce(h.starts_local, e.starts_local) AS starts_local,
                     s.state = 'confirmed' AND coalesce(w.outcome, '') <> 'missed' AS counts, c.at IS NOT NULL AS came, e.title, r.name AS role, e.zone
              FROM signup s JOIN places p ON p.id = s.places_id JOIN event e ON e.id = s.event_id
                  LEFT JOIN shift h ON h.id = p.shift_id LEFT JOIN shift_role r ON r.id = h.role_id
                  LEFT JOIN shift_work w ON w.signup_id = s.id LEFT JOIN check_in c ON c.signup_id = s.id
              WHERE s.member_id = $1 AND s.state IN ('pending', 'confirmed', 'offered') AND e.state = 'published' AND e.postponed_at IS NULL
                  AND coalesce(h.starts_at, e.starts_at) < $3 AND coalesce(h.ends_at, e.ends_at) > $2
              ORDER BY starts_at, s.id LIMIT 500"
        ),
        (member.0, span.starts.0, span.ends.0),
    )
    .await
}

/// Refuses what the member cannot have beside what they have. Holds the member until the transaction ends, so that of two
/// sign-ups at the same moment the second sees the first. `but`: what they give back in the same step, or take.
///
/// # Errors
/// [`Refusal::Overlaps`], with what.
pub(in crate::signups) async fn no_collision(
    tx: &mut Tx,
    member: MemberId,
    wanted: Claim,
    but: &[SignUpId],
) -> std::result::Result<(), Failure> {
    hold_member(tx, member).await?;
    // A statement of its own, after the lock: on PostgreSQL it would not see what was committed while we waited for it.
    let held = held(tx, member, wanted.span).await?;
    let others = held.iter().filter(|held| !but.contains(&held.signup())).map(|held| (held.signup(), held.claim()));
    match first_collision(wanted, others) {
        Some(with) => Err(Failure::Refused(Refusal::Overlaps(with))),
        None => Ok(()),
    }
}

/// Holds the member until the transaction ends.
pub(in crate::signups) async fn hold_member(tx: &mut Tx, member: MemberId) -> Result<()> {
    tx.execute(sql!("UPDATE member SET created_at = created_at WHERE id = $1"), (member.0,)).await.map(drop)
}
