//! Looking for the member who gets a badge.

use domain::EventId;
use domain::badges::view::Found;
use domain::members::access::{Actor, Rank};

use crate::db::{Reading, Result};
use crate::sql;

/// How many are shown.
const MOST: i64 = 12;
/// The longest words to look for, in characters.
const LONGEST: usize = 60;

type Row = (String, String, Option<String>);

/// Those whose name or handle has the words in it: members whose page is public, and those who signed up with a chapter of the
/// organiser. Whom nobody should find is found by their whole handle alone, which they told.
pub(super) async fn members(conn: &mut impl Reading, actor: &Actor, typed: &str) -> Result<Vec<Found>> {
    let words: String = typed.trim().trim_start_matches('@').chars().take(LONGEST).collect::<String>().to_lowercase();
    if words.is_empty() {
        return Ok(vec![]);
    }
    let like = format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let sees_all = actor.rank == Rank::Admin;
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, h.city FROM member m LEFT JOIN chapter h ON h.id = m.home_chapter_id
                 WHERE m.id <> $3 AND (m.handle = $2 OR (
                     (lower(m.display_name) LIKE $1 ESCAPE '\\' OR m.handle LIKE $1 ESCAPE '\\')
                     AND ($4 OR m.published_at IS NOT NULL OR EXISTS (
                         SELECT 1 FROM signup s JOIN event e ON e.id = s.event_id
                             JOIN chapter_organiser o ON o.chapter_id = e.chapter_id
                         WHERE s.member_id = m.id AND o.member_id = $3))))
                 ORDER BY CASE WHEN m.handle = $2 THEN 0 ELSE 1 END, m.display_name, m.handle LIMIT $5"
            ),
            (like, words, actor.member.0, sees_all, MOST),
        )
        .await?;
    Ok(rows.into_iter().map(found).collect())
}

/// Who came to an event last.
pub(super) async fn just_in(conn: &mut impl Reading, actor: &Actor, event: EventId) -> Result<Vec<Found>> {
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, h.city FROM (
                     SELECT c.member_id, max(c.at) AS at FROM check_in c WHERE c.event_id = $1 GROUP BY c.member_id) i
                     JOIN member m ON m.id = i.member_id LEFT JOIN chapter h ON h.id = m.home_chapter_id
                 WHERE m.id <> $2 ORDER BY i.at DESC, m.handle LIMIT $3"
            ),
            (event.0, actor.member.0, MOST),
        )
        .await?;
    Ok(rows.into_iter().map(found).collect())
}

fn found((handle, display_name, city): Row) -> Found {
    Found { handle, display_name, city: city.unwrap_or_default() }
}
