//! The doors that somebody keeps: those of today, and the next ones.

use domain::door::view::{DoorRow, DoorsPage};
use domain::members::{
    Action, Actor,
    access::{Rank, require},
};
use domain::{EventId, Failure, Locale};

use crate::events::card::{self, CardRow};
use crate::{Site, sql, when};

/// How many doors are listed: the next ones.
const MOST: i64 = 50;

/// The doors of this actor, the soonest first. What is over is not among them.
///
/// # Errors
/// [`Failure::Forbidden`] for those who keep no door at all.
pub async fn doors(site: &Site, actor: &Actor, locale: Locale) -> Result<DoorsPage, Failure> {
    require(Some(actor), Action::KeepDoors)?;
    let now = site.now();
    let rows: Vec<CardRow> = (site.db.read().await?)
        .all(
            sql!(concat!(
                "SELECT ",
                card::columns!(),
                " FROM ",
                card::tables!(),
                " WHERE e.state = 'published' AND e.postponed_at IS NULL AND e.ends_at > $3
                    AND ($2 OR e.chapter_id IN (SELECT o.chapter_id FROM chapter_organiser o WHERE o.member_id = $1)
                      OR e.id IN (SELECT t.event_id FROM event_staff t WHERE t.member_id = $1 AND t.role <> 'shift_lead'))
                  ORDER BY e.starts_at, e.id LIMIT $4"
            )),
            (actor.member.0, actor.rank == Rank::Admin, now.0, MOST),
        )
        .await?;
    let mut page = DoorsPage::default();
    for row in rows {
        let starts = row.schedule().starts;
        let is_today = starts <= now || when::is_same_day(&row.zone, starts, now);
        let door = DoorRow { id: EventId(row.id), card: row.card(now, locale)? };
        if is_today { page.today.push(door) } else { page.next.push(door) }
    }
    Ok(page)
}
