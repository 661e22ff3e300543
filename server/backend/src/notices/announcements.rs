//! Announcements: written, and sent once.

use domain::{
    AnnouncementId, ChapterId, EventId, Failure, Instant, MemberId, Refusal,
    members::{Action, Actor},
    notices::announce::{self, AnnouncementForm, Group},
};
use serde_json::json;
use uuid::Uuid;

use super::{Letter, send_all};
use crate::{
    Site,
    db::{Reading, Result as DbResult, Tx},
    operations::audit,
    sql,
};

/// How many announcements of one event go out in a day: more is noise, and looks like it to mail servers.
const A_DAY: i64 = 5;
/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// An event, for somebody who may write to its people.
#[derive(sqlx::FromRow)]
pub(super) struct Run {
    chapter_id: Uuid,
    state: String,
    pub(super) title: String,
    pub(super) zone: String,
    pub(super) starts_at: i64,
}

/// The event, if the actor runs it. A draft has nobody to write to: it is not there.
pub(super) async fn run(conn: &mut impl Reading, actor: &Actor, event: EventId) -> Result<Run, Failure> {
    let found: Option<Run> = conn
        .optional(sql!("SELECT chapter_id, state, title, zone, starts_at FROM event WHERE id = $1"), (event.0,))
        .await?;
    let found = found.ok_or(Failure::NotFound)?;
    match (actor.may(Action::RunEvent(event, ChapterId(found.chapter_id))), found.state == "draft") {
        (_, true) => Err(Failure::NotFound),
        (false, _) => Err(Failure::Forbidden),
        (true, false) => Ok(found),
    }
}

/// The same, held until the commit: of two at once the second sees what the first did.
pub(super) async fn run_held(tx: &mut Tx, actor: &Actor, event: EventId) -> Result<Run, Failure> {
    tx.execute(sql!("UPDATE event SET changed_at = changed_at WHERE id = $1"), (event.0,)).await?;
    run(tx, actor, event).await
}

/// How many are in each group there is now.
pub(super) async fn groups(
    conn: &mut impl Reading,
    (event, starts): (EventId, Instant),
    now: Instant,
) -> DbResult<Vec<(Group, i64)>> {
    let (confirmed, waiting, came): (i64, i64, i64) = conn
        .one(
            sql!(
                "SELECT (SELECT count(DISTINCT s.member_id) FROM signup s WHERE s.event_id = $1 AND s.state = 'confirmed'),
                     (SELECT count(DISTINCT s.member_id) FROM signup s WHERE s.event_id = $1 AND s.state IN ('pending', 'waiting', 'offered')),
                     (SELECT count(DISTINCT s.member_id) FROM signup s WHERE s.event_id = $1 AND s.state = 'confirmed'
                         AND EXISTS (SELECT 1 FROM check_in i WHERE i.event_id = s.event_id AND i.member_id = s.member_id))"
            ),
            (event.0,),
        )
        .await?;
    let count = |group| match group {
        Group::Confirmed => confirmed,
        Group::Waiting => waiting,
        Group::CheckedIn => came,
        Group::NotCheckedIn => confirmed - came,
    };
    Ok(Group::of_event(starts, now).into_iter().map(|group| (group, count(group))).collect())
}

/// Keeps a draft: a new one, or in place of the one that is there. Gives its id.
///
/// # Errors
/// [`AnnouncementForm::parse`]; [`Failure::Forbidden`]; [`Refusal::AlreadySent`].
pub async fn write_announcement(
    site: &Site,
    actor: &Actor,
    (event, draft): (EventId, Option<AnnouncementId>),
    form: &AnnouncementForm,
) -> Result<AnnouncementId, Failure> {
    run(&mut site.db.read().await?, actor, event).await?;
    let written = form.parse()?;
    let mut tx = site.db.write().await?;
    let id = draft.unwrap_or_else(|| AnnouncementId(site.new_id()));
    let words = announce::words(&written.groups);
    let values = (id.0, event.0, actor.member.0, words.as_str(), written.subject.as_str(), written.body.as_str());
    let done = match draft {
        Some(_) => {
            tx.execute(
                sql!(
                    "UPDATE announcement SET by_id = $3, audience = $4, subject = $5, body = $6
                     WHERE id = $1 AND event_id = $2 AND sent_at IS NULL"
                ),
                values,
            )
            .await?
        }
        None => {
            let (id, event, by, words, subject, body) = values;
            tx.execute(
                sql!(
                    "INSERT INTO announcement (id, event_id, by_id, audience, subject, body, made_at, people)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, 0)"
                ),
                (id, event, by, words, subject, body, site.now().0),
            )
            .await?
        }
    };
    if done == 0 {
        return Err(Failure::Refused(Refusal::AlreadySent));
    }
    tx.commit().await?;
    Ok(id)
}

/// An announcement as it is stored.
#[derive(sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) event_id: Uuid,
    pub(super) audience: String,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) sent_at: Option<i64>,
    pub(super) people: i64,
    pub(super) by_name: String,
}

pub(super) async fn stored(conn: &mut impl Reading, id: AnnouncementId) -> DbResult<Option<Stored>> {
    conn.optional(
        sql!(
            "SELECT a.event_id, a.audience, a.subject, a.body, a.sent_at, a.people, m.display_name AS by_name
             FROM announcement a JOIN member m ON m.id = a.by_id WHERE a.id = $1"
        ),
        (id.0,),
    )
    .await
}

/// The members whom it is for, each once: of the event `$1`, with a seat (`$2`), in line (`$3`), who came (`$4`), who did not (`$5`).
/// Who came as a guest came, whatever became of a shift of theirs.
macro_rules! readers {
    () => {
        "SELECT DISTINCT s.member_id FROM signup s LEFT JOIN (SELECT DISTINCT c.member_id FROM check_in c WHERE c.event_id = $1) i
             ON i.member_id = s.member_id
         WHERE s.event_id = $1 AND (
             (s.state = 'confirmed' AND ($2 OR ($4 AND i.member_id IS NOT NULL) OR ($5 AND i.member_id IS NULL)))
             OR ($3 AND s.state IN ('pending', 'waiting', 'offered')))"
    };
}

/// What [`readers!`] is asked with.
fn asked(event: Uuid, groups: &[Group]) -> (Uuid, bool, bool, bool, bool) {
    let has = |group| groups.contains(&group);
    (event, has(Group::Confirmed), has(Group::Waiting), has(Group::CheckedIn), has(Group::NotCheckedIn))
}

async fn readers(conn: &mut impl Reading, event: Uuid, groups: &[Group]) -> DbResult<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = conn.all(sql!(concat!(readers!(), " ORDER BY s.member_id")), asked(event, groups)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many get it, and how many of them in their inbox only.
pub(super) async fn count(conn: &mut impl Reading, event: Uuid, groups: &[Group]) -> DbResult<(i64, i64)> {
    conn.one(
        sql!(concat!(
            "SELECT count(*), coalesce(CAST(sum(CASE WHEN EXISTS (
                 SELECT 1 FROM mail_choice c WHERE c.member_id = r.member_id AND NOT c.announcements) THEN 1 ELSE 0 END) AS BIGINT), 0)
             FROM (",
            readers!(),
            ") r"
        )),
        asked(event, groups),
    )
    .await
}

/// Sends a draft, once however often it is asked for. Gives to how many.
///
/// # Errors
/// [`Refusal::AlreadySent`]; [`Failure::TooMany`] after several in a day; [`Failure::NotFound`], [`Failure::Forbidden`].
pub async fn send_announcement(site: &Site, actor: &Actor, id: AnnouncementId) -> Result<usize, Failure> {
    let mut tx = site.db.write().await?;
    let row = stored(&mut tx, id).await?.ok_or(Failure::NotFound)?;
    run_held(&mut tx, actor, EventId(row.event_id)).await?;
    let row = stored(&mut tx, id).await?.ok_or(Failure::NotFound)?; // as it is now that nobody else sends it
    let (now, since) = (site.now(), site.now().plus_seconds(-DAY_S));
    let (lately, first): (i64, Option<i64>) = tx
        .one(
            sql!("SELECT count(*), min(sent_at) FROM announcement WHERE event_id = $1 AND sent_at > $2"),
            (row.event_id, since.0),
        )
        .await?;
    if lately >= A_DAY && row.sent_at.is_none() {
        let wait = first.map_or(1, |at| now.seconds_until(Instant(at).plus_seconds(DAY_S)).max(1));
        return Err(Failure::TooMany { retry_after_s: u32::try_from(wait).unwrap_or(u32::MAX) });
    }
    let groups = announce::from_words(&row.audience);
    let to = readers(&mut tx, row.event_id, &groups).await?;
    let done = tx
        .execute(
            sql!("UPDATE announcement SET sent_at = $2, by_id = $3, people = $4 WHERE id = $1 AND sent_at IS NULL"),
            (id.0, now.0, actor.member.0, i64::try_from(to.len()).unwrap_or(i64::MAX)),
        )
        .await?;
    if done == 0 {
        return Err(Failure::Refused(Refusal::AlreadySent));
    }
    let letter = |member: &Uuid| (MemberId(*member), Letter::Announcement { announcement: id });
    send_all(&mut tx, site, &to.iter().map(letter).collect::<Vec<_>>()).await?;
    let detail = json!({ "announcement": id, "groups": row.audience, "people": to.len() });
    audit::write(&mut tx, site, Some(actor.member), "announcement_sent", ("event", row.event_id), detail).await?;
    tx.commit().await?;
    Ok(to.len())
}
