//! Somebody without their code: found by their name.

use domain::door::view::{Named, Verdict};
use domain::door::{TicketCode, sounds_like};
use domain::{Instant, Locale};

use super::check_in::Door;
use super::list::{Seated, seated};
use crate::Site;
use crate::db::{Reading, Result};
use crate::signups::shifts;
use crate::when;

/// How many are shown to choose from.
const MOST: usize = 6;

/// Whoever goes by what was typed and has a seat or a shift here, for the helper to choose; nobody is let in by it.
pub(super) async fn named(
    conn: &mut impl Reading,
    site: &Site,
    locale: Locale,
    door: &Door,
    typed: &str,
) -> Result<Verdict> {
    let mut found: Vec<Seated> = seated(conn, door.event).await?;
    found.retain(|seated| sounds_like(&seated.display_name, typed));
    if found.is_empty() {
        return Ok(Verdict::Unknown);
    }
    found.sort_by_cached_key(|seated| seated.display_name.to_lowercase());
    let more = found.len().saturating_sub(MOST);
    let shifts = shifts::words(conn, door.event, locale).await?;
    let people = found.into_iter().take(MOST).map(|seated| Named {
        shift: shifts.get(&seated.places_id).cloned().unwrap_or_default(),
        code: TicketCode::parse(&seated.code).map(|code| code.shown()).unwrap_or_default(),
        since: seated.at.map(|at| when::since(locale, &door.zone, Instant(at), site.now())),
        display_name: seated.display_name,
    });
    Ok(Verdict::Named { people: people.collect(), more: i64::try_from(more).unwrap_or(i64::MAX) })
}
