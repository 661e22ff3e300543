//! The organiser's list.

use domain::{
    EventId, Failure, Locale,
    events::view::{OrganisePage, OrganiseRow},
    members::{Action, Actor, access::Rank, require},
};

use super::{
    card::{self, CardRow},
    series, templates,
};
use crate::{Site, chapters, sql};

/// How many events are listed: the newest.
const MOST: i64 = 200;

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    card: CardRow,
    checked_in: i64,
}

/// The events of the chapters that the actor organises, and those they help to organise: those to come, the soonest first, then those that are over, the latest first.
///
/// # Errors
/// [`Failure::Forbidden`] for those who organise nothing.
pub async fn organise(site: &Site, actor: &Actor, locale: Locale) -> Result<OrganisePage, Failure> {
    require(Some(actor), Action::Organise)?;
    let now = site.now();
    let mut conn = site.db.read().await?;
    let chapters = chapters::run_by(&mut conn, actor).await?;
    let rows: Vec<ListRow> = conn
        .all(
            sql!(concat!(
                "SELECT ",
                card::columns!(),
                ", ",
                card::came!(),
                " AS checked_in FROM ",
                card::tables!(),
                " WHERE $2 OR e.chapter_id IN (SELECT o.chapter_id FROM chapter_organiser o WHERE o.member_id = $1)
                      OR e.id IN (SELECT t.event_id FROM event_staff t WHERE t.member_id = $1 AND t.role = 'co_organiser')
                  ORDER BY e.starts_at DESC, e.id DESC LIMIT $3"
            )),
            (actor.member.0, actor.rank == Rank::Admin, MOST),
        )
        .await?;
    let (series, templates) = (series::chips(&mut conn, actor).await?, templates::chips(&mut conn, actor).await?);
    drop(conn);
    let (mut to_come, over): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !row.card.schedule().is_over(now));
    to_come.reverse();
    let events = to_come.into_iter().chain(over).map(|row| {
        Ok(OrganiseRow { id: EventId(row.card.id), card: row.card.card(now, locale)?, checked_in: row.checked_in })
    });
    Ok(OrganisePage { chapters, series, templates, events: events.collect::<Result<_, Failure>>()? })
}
