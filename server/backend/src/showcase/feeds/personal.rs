//! `/my/{token}.ics`: what a member signed up for, under an address that only they know.

use domain::{Failure, Instant, MemberId, signups::SignUpState};

use super::{
    Feed, FeedRow,
    rows::{ShiftPart, columns},
};
use crate::{
    Site,
    db::Result as DbResult,
    notices::calendar_owner,
    showcase::calendar::{Calendar, Entry, Method, Status, written},
    sql,
};

/// How long what is over stays, in seconds.
const STAYS_S: i64 = 366 * 86_400;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    event: FeedRow,
    #[sqlx(flatten)]
    part: ShiftPart,
    signup_state: String,
    signup_changed_at: i64,
}

/// The member's sign-ups: a seat is confirmed, a place in line tentative, and what was cancelled stays and says so. What they
/// gave up is gone. No ticket code is in it: who gets hold of the address learns where they go, but does not get in.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none, or none any more.
pub async fn personal(site: &Site, token: &str) -> Result<Feed, Failure> {
    let mut conn = site.db.read().await?;
    let member: MemberId = calendar_owner(&mut conn, token).await?.ok_or(Failure::NotFound)?;
    let mut rows: Vec<Row> = conn
        .all(
            sql!(concat!(
                "SELECT ",
                columns!(),
                ", s.state AS signup_state, s.changed_at AS signup_changed_at, h.id AS shift_id, r.name AS role,
                   h.starts_at AS shift_starts_at, h.ends_at AS shift_ends_at
                  FROM event e JOIN chapter c ON c.id = e.chapter_id JOIN signup s ON s.event_id = e.id
                      JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
                      LEFT JOIN shift_role r ON r.id = h.role_id
                  WHERE s.member_id = $1 AND coalesce(h.ends_at, e.ends_at) > $2 AND e.state <> 'draft'
                      AND (s.state IN ('pending', 'confirmed', 'waiting', 'offered')
                          OR EXISTS (SELECT x.id FROM signup_change x WHERE x.signup_id = s.id AND x.cause = 'event_cancelled'))
                  ORDER BY coalesce(h.starts_at, e.starts_at) DESC, e.id DESC, s.position DESC, s.id DESC LIMIT 1000"
            )),
            (member.0, site.now().plus_seconds(-STAYS_S).0),
        )
        .await?;
    rows.reverse(); // read from the end, so that what is to come is never among what is left out
    let entries = rows.iter().map(|row| row.entry(site)).collect::<DbResult<Vec<_>>>()?;
    let changed = entries.iter().map(|entry| entry.changed).max();
    let calendar = Calendar { name: &site.settings.name, method: Method::Publish, entries: &entries };
    Ok(Feed::new(written(&calendar), changed))
}

impl Row {
    fn entry(&self, site: &Site) -> DbResult<Entry> {
        let entry = self.part.on(site, self.event.entry(site)?);
        let changed = entry.changed.max(Instant(self.signup_changed_at));
        let has_seat = SignUpState::from_word(&self.signup_state) == Some(SignUpState::Confirmed);
        let status = match entry.status {
            Status::Confirmed if !has_seat => Status::Tentative,
            status => status,
        };
        Ok(Entry { stamp: changed, changed, status, ..entry })
    }
}
