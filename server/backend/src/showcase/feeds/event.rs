//! `/e/{slug}.ics`: one event for a calendar.

use domain::Failure;

use super::{Feed, FeedRow, rows::columns};
use crate::{
    Site,
    showcase::calendar::{Calendar, Method, written},
    sql,
};

/// The calendar file of the public event at this address, or at one it had before.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft.
pub async fn event(site: &Site, slug: &str) -> Result<Feed, Failure> {
    let row: Option<FeedRow> = (site.db.read().await?)
        .optional(
            sql!(concat!(
                "SELECT ",
                columns!(),
                " FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE (e.slug = $1 OR e.id = (SELECT o.event_id FROM event_old_slug o WHERE o.slug = $1)) AND e.state <> 'draft'
                  LIMIT 1"
            )),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    let entries = [row.entry(site)?];
    let text = written(&Calendar { name: &site.settings.name, method: Method::Publish, entries: &entries });
    Ok(Feed::new(text, Some(row.changed())))
}
