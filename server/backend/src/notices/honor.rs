//! Letters about honor: an organiser took a line back, or put back what was taken. Told is what is true when the letter goes.

use domain::{HonorEntryId, Locale};
use uuid::Uuid;

use super::contents::{Asked, Content, Reader};
use super::texts::{
    Part::{self, Line, Link},
    say,
};
use crate::{
    Site,
    db::{Reading, Result},
    sql,
};

/// A line that was turned round.
pub(super) struct Turned {
    /// The number of the line that was earned.
    line: i64,
    /// What the newest line gives, or takes.
    points: i64,
    reason: String,
    /// Of the newest line: there they read it, and say if they see it otherwise.
    url: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    points: i64,
    reason: Option<String>,
    corrects_id: Option<Uuid>,
    turned_again: bool,
}

async fn row(conn: &mut impl Reading, reader: &Reader, entry: Uuid) -> Result<Option<Row>> {
    conn.optional(
        sql!(
            "SELECT e.seq, e.points, e.reason, e.corrects_id,
                 EXISTS (SELECT 1 FROM honor_entry c WHERE c.corrects_id = e.id) AS turned_again
             FROM honor_entry e WHERE e.id = $1 AND e.member_id = $2"
        ),
        (entry, reader.member.0),
    )
    .await
}

/// What turned this entry of the reader's, unless that was turned itself meanwhile.
pub(super) async fn corrected(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    entry: HonorEntryId,
) -> Result<Option<Content>> {
    let by: Option<(Uuid,)> =
        conn.optional(sql!("SELECT id FROM honor_entry WHERE corrects_id = $1"), (entry.0,)).await?;
    let Some((by,)) = by else { return Ok(None) };
    let newest = row(conn, reader, by).await?.filter(|row| reader.asked == Asked::Ever || !row.turned_again);
    let Some(newest) = newest else { return Ok(None) };
    let (mut line, mut next) = (newest.seq, newest.corrects_id);
    // Each corrects an earlier one, so this comes to the line that was earned.
    while let Some(id) = next {
        let Some(before) = row(conn, reader, id).await? else { return Ok(None) };
        (line, next) = (before.seq, before.corrects_id);
    }
    let url = site.url(&format!("/my/honor/lines/{}", newest.seq));
    let turned = Turned { line, points: newest.points, reason: newest.reason.unwrap_or_default(), url };
    Ok(Some(Content::HonorCorrected { turned }))
}

/// It was taken back, or put back, with the organiser's reason.
pub(super) fn write(l: Locale, turned: &Turned) -> (String, Vec<Part>) {
    let Turned { line, points, reason, url } = turned;
    let n = points.abs();
    let (subject, what) = if *points < 0 {
        (
            say(l, format!("Taken back: {n} honor"), format!("荣誉更正：收回 {n} 点")),
            say(
                l,
                format!("An organiser took back line {line} of your honor: {n}."),
                format!("组织者更正了你荣誉明细的第 {line} 行，收回 {n} 点荣誉。"),
            ),
        )
    } else {
        (
            say(l, format!("Put back: {n} honor"), format!("荣誉更正：恢复 {n} 点")),
            say(
                l,
                format!("An organiser put back line {line} of your honor: {n}. It had been taken back."),
                format!("你荣誉明细的第 {line} 行曾被收回，组织者现在恢复了这 {n} 点荣誉。"),
            ),
        )
    };
    let parts = vec![
        Line(what),
        Line(say(l, format!("Why: {reason}"), format!("原因：{reason}"))),
        Line(
            say(
                l,
                "Both lines stay in your statement. If you see it otherwise, say so there: an organiser reads it and answers.",
                "原来的一行和这次更正都留在明细里。如有异议，可以在那里写下，组织者会看到并答复。",
            )
            .into(),
        ),
        Link(say(l, "The new line", "查看这次更正"), url.clone()),
    ];
    (subject, parts)
}

#[cfg(test)]
pub(super) fn all() -> [Turned; 2] {
    [-20, 20].map(|points| Turned {
        line: 3,
        points,
        reason: "Counted twice".into(),
        url: "https://popcorn.example/my/honor/lines/4".into(),
    })
}
