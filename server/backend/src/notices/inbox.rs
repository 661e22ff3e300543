//! The inbox: each letter as a notice, in its reader's language at the time it is read.

use domain::{
    AnnouncementId, Failure, Instant, JobId, Locale, MemberId,
    members::Actor,
    notices::{
        Delivery,
        view::{InboxPage, NoticeView, Part as ViewPart},
    },
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Letter,
    contents::{self, Asked, Reader},
    texts::{self, Part, Text},
};
use crate::{
    Site,
    db::{Reading, Result, Tx, many::insert_many},
    sql, when,
};

/// Notices of a page.
const PAGE: i64 = 30;

/// What stands in place of a letter that leaves nothing in the inbox.
pub(super) const NOTHING: &str = "{}";

/// Puts letters into the inbox, as ones that are on their way. One with a code leaves nothing to be read later.
pub(super) async fn file<'a>(
    tx: &mut Tx,
    site: &Site,
    letters: impl Iterator<Item = (JobId, &'a (MemberId, Letter))>,
) -> Result<()> {
    let now = site.now();
    let rows: Vec<NewRow> = letters.map(|(job, (to, letter))| NewRow::of(job, *to, letter, now)).collect();
    insert_many!(
        "notice" {
            id: uuid, member_id: uuid, kind: text, letter: text, announcement_id: uuid, delivery: text, made_at: int, read_at: int
        } "WHERE true ON CONFLICT (id) DO NOTHING"
    )
    .execute(tx, &rows)
    .await
    .map(drop)
}

/// A notice as it is written down.
#[derive(Serialize)]
struct NewRow {
    id: JobId,
    member_id: MemberId,
    kind: &'static str,
    letter: String,
    announcement_id: Option<AnnouncementId>,
    delivery: &'static str,
    made_at: i64,
    read_at: Option<i64>,
}

impl NewRow {
    fn of(job: JobId, to: MemberId, letter: &Letter, now: Instant) -> Self {
        let (text, read_at) = if letter.has_code() {
            (NOTHING.to_owned(), Some(now.0))
        } else {
            (serde_json::to_string(letter).unwrap_or_else(|_| NOTHING.into()), None)
        };
        Self {
            id: job,
            member_id: to,
            kind: letter.word(),
            letter: text,
            announcement_id: letter.announcement(),
            delivery: Delivery::Waiting.word(),
            made_at: now.0,
            read_at,
        }
    }
}

/// Notes what became of a letter; in the transaction that says so of its job.
pub(crate) async fn note(tx: &mut Tx, site: &Site, job: JobId, delivery: Delivery) -> Result<()> {
    tx.execute(
        sql!("UPDATE notice SET delivery = $2, delivered_at = $3 WHERE id = $1"),
        (job.0, delivery.word(), site.now().0),
    )
    .await
    .map(drop)
}

/// How many the member has not read.
async fn unread(conn: &mut impl Reading, member: MemberId) -> Result<i64> {
    let (count,): (i64,) =
        conn.one(sql!("SELECT count(*) FROM notice WHERE member_id = $1 AND read_at IS NULL"), (member.0,)).await?;
    Ok(count)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    letter: String,
    made_at: i64,
    read_at: Option<i64>,
}

/// `/my/inbox`, from page 1 on. A notice of something that is no longer there is left out.
///
/// # Errors
/// When the database fails.
pub async fn inbox(site: &Site, actor: &Actor, locale: Locale, page: u32) -> Result<InboxPage, Failure> {
    let mut conn = site.db.read().await?;
    let page = i64::from(page.clamp(1, 10_000));
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT id, letter, made_at, read_at FROM notice WHERE member_id = $1 AND letter <> '{}'
                 ORDER BY made_at DESC, id DESC LIMIT $2 OFFSET $3"
            ),
            (actor.member.0, PAGE + 1, (page - 1) * PAGE),
        )
        .await?;
    let has_more = i64::try_from(rows.len()).unwrap_or_default() > PAGE;
    let reader = Reader { locale, asked: Asked::Ever, ..contents::reader(&mut conn, actor.member).await? };
    let zone = reader.zone.as_str();
    let mut notices = vec![];
    for row in rows.into_iter().take(usize::try_from(PAGE).unwrap_or_default()) {
        // Written by a newer version, perhaps: that one can show it.
        let Ok(letter) = serde_json::from_str::<Letter>(&row.letter) else { continue };
        let Some(content) = contents::load(&mut conn, site, &reader, &letter).await? else { continue };
        let text = texts::write(&site.settings.name, &reader, &content);
        notices.push(view(site, text, (&row, when::stamp(locale, zone, Instant(row.made_at)))));
    }
    let unread = unread(&mut conn, actor.member).await?;
    let older_page = has_more.then(|| u32::try_from(page + 1).unwrap_or(1));
    Ok(InboxPage { notices, unread, older_page })
}

fn view(site: &Site, text: Text, (row, at): (&Row, String)) -> NoticeView {
    let greeted = text.parts.into_iter().skip(1); // in the inbox nobody is greeted
    let mut parts = vec![];
    for part in greeted {
        match part {
            Part::Line(line) | Part::Code(line) => parts.push(ViewPart::Text(line)),
            Part::Facts(facts) => {
                parts.extend(facts.into_iter().map(|(label, value)| ViewPart::Text(format!("{label}: {value}"))))
            }
            Part::Link(label, url) => {
                // Within the site, so that the page stays where it was reached.
                let path = url.strip_prefix(site.settings.base_url.as_str()).unwrap_or(&url).to_owned();
                parts.push(ViewPart::Link(label.into(), path));
            }
        }
    }
    NoticeView { id: row.id.to_string(), subject: text.subject, parts, at, is_new: row.read_at.is_none() }
}

/// Notes that the member has read all, or one.
///
/// # Errors
/// [`Failure::NotFound`] for one that is not theirs.
pub async fn mark_read(site: &Site, actor: &Actor, one: Option<Uuid>) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let now = site.now().0;
    match one {
        None => {
            tx.execute(
                sql!("UPDATE notice SET read_at = $2 WHERE member_id = $1 AND read_at IS NULL AND made_at <= $2"),
                (actor.member.0, now),
            )
            .await?;
        }
        Some(id) => {
            let done = tx
                .execute(
                    sql!("UPDATE notice SET read_at = coalesce(read_at, $3) WHERE id = $1 AND member_id = $2"),
                    (id, actor.member.0, now),
                )
                .await?;
            if done == 0 {
                return Err(Failure::NotFound);
            }
        }
    }
    Ok(tx.commit().await?)
}
