//! `/leaderboard.json`: the same board for other programs.

use domain::honor::leaderboard::BoardAsk;
use domain::members::Actor;
use domain::{Failure, Locale};

use super::page;
use crate::{Site, when};

/// The board as other programs read it: what the page tells, and nobody who is not on it.
///
/// # Errors
/// As [`page`].
pub async fn json(site: &Site, viewer: Option<&Actor>, ask: BoardAsk) -> Result<String, Failure> {
    let page = page(site, viewer, Locale::En, ask).await?;
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "rank": row.rank,
                "name": row.person.display_name,
                "url": site.url(&format!("/u/{}", row.person.handle)),
                "city": row.city,
                "honor": row.points,
            })
        })
        .collect();
    let next = page.next.map(|href| site.url(&href.replacen("/leaderboard", "/leaderboard.json", 1)));
    let text = serde_json::json!({
        "board": { "season": page.season, "span": page.span, "of": page.of },
        "members": page.members,
        "rows": rows,
        "next": next,
        "made": when::iso("UTC", site.now()),
    });
    Ok(format!("{text:#}\n"))
}
