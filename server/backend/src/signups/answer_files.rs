//! Files that answer a question: handed in after signing up, kept as they are, opened by their owner and by those who run the event.

use domain::events::questions::{self, QuestionKind};
use domain::members::access::{Action, Actor};
use domain::signups::FileKind;
use domain::{ChapterId, EventId, Failure, FieldCode, FileId, MemberId, QuestionId, SignUpId};
use serde_json::json;
use uuid::Uuid;

use super::answer_rows::{self, Desk};
use super::answers::own;
use crate::db::{Result as DbResult, Tx};
use crate::operations::audit;
use crate::{Site, sql};

/// How many files of one answer are kept: the one that counts and those before it.
const KEPT: usize = 5;

/// How many files of one sign-up are kept beside those that count, however many files it is asked for.
const KEPT_IN_ALL: usize = 10;

/// A file as it was handed in.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswerFile {
    /// Safe in a header.
    pub name: String,
    /// By its first bytes.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Without the file.
impl std::fmt::Debug for AnswerFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnswerFile({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// What is handed in.
#[derive(Clone, Copy, Debug)]
pub struct HandedIn<'a> {
    /// The question, as its form names it.
    pub question: &'a str,
    /// As the browser names the file.
    pub name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// Keeps a file as the answer to a question of the actor's own sign-up, in place of one they handed in before.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's sign-up or no such question; the field `file`; the refusals of
/// [`domain::signups::may_answer`].
pub async fn hand_in(site: &Site, actor: &Actor, signup: SignUpId, file: HandedIn<'_>) -> Result<(), Failure> {
    let whose = own(&mut site.db.read().await?, actor, signup).await?;
    let question: QuestionId = file.question.parse().map_err(|_| Failure::NotFound)?;
    let kind = checked(site, file.bytes)?;
    let mut tx = site.db.write().await?;
    let desk = Desk::take(&mut tx, site, (signup, actor.member, whose.event)).await?;
    let is_asked = desk
        .questions
        .iter()
        .any(|q| q.id == question && q.kind == QuestionKind::File && questions::asked(q, &desk.questions, &desk.given));
    if !is_asked {
        return Err(Failure::NotFound);
    }
    let (id, name) = (FileId(site.new_id()), kind.name(file.name));
    tx.execute(
        sql!(
            "INSERT INTO answer_file (id, signup_id, question_id, name, media_type, bytes, added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        (id.0, signup.0, question.0, name.as_str(), kind.media_type(), file.bytes.to_vec(), site.now().0),
    )
    .await?;
    desk.put(&mut tx, site, question, Some(&questions::file_answer(id, &name))).await?;
    drop_oldest(&mut tx, signup, question).await?;
    drop_beside(&mut tx, signup).await?;
    drop_left(&mut tx, Some((actor.member, whose.event))).await?;
    Ok(tx.commit().await?)
}

/// What it is, if it is one that is taken.
fn checked(site: &Site, bytes: &[u8]) -> Result<FileKind, Failure> {
    let max_mb = site.settings.answer_file_mb;
    let wrong = |code| Failure::field("file", code);
    if bytes.is_empty() {
        return Err(wrong(FieldCode::Required));
    }
    if bytes.len() as u64 > u64::from(max_mb) << 20 {
        return Err(wrong(FieldCode::FileTooLarge { max_mb }));
    }
    FileKind::of(bytes).ok_or_else(|| wrong(FieldCode::NotAFile))
}

async fn drop_oldest(tx: &mut Tx, signup: SignUpId, question: QuestionId) -> DbResult<()> {
    let all: Vec<(Uuid,)> = tx
        .all(
            sql!(
                "SELECT id FROM answer_file WHERE signup_id = $1 AND question_id = $2
                 ORDER BY added_at DESC, id DESC LIMIT 100"
            ),
            (signup.0, question.0),
        )
        .await?;
    for (old,) in all.into_iter().skip(KEPT) {
        tx.execute(sql!("DELETE FROM answer_file WHERE id = $1"), (old,)).await?;
    }
    Ok(())
}

/// Of files that count no more the last few stay, whatever they were asked for.
async fn drop_beside(tx: &mut Tx, signup: SignUpId) -> DbResult<()> {
    let counts: Vec<FileId> = answer_rows::of(tx, signup)
        .await?
        .iter()
        .filter_map(|(_, answer)| Some(questions::file_of(answer)?.0))
        .collect();
    let all: Vec<(Uuid,)> = tx
        .all(
            sql!("SELECT id FROM answer_file WHERE signup_id = $1 ORDER BY added_at DESC, id DESC LIMIT 1000"),
            (signup.0,),
        )
        .await?;
    for (old,) in all.into_iter().filter(|(id,)| !counts.contains(&FileId(*id))).skip(KEPT_IN_ALL) {
        tx.execute(sql!("DELETE FROM answer_file WHERE id = $1"), (old,)).await?;
    }
    Ok(())
}

/// Deletes the files of sign-ups that count no more: of a member at an event, or all.
async fn drop_left(tx: &mut Tx, of: Option<(MemberId, EventId)>) -> DbResult<u64> {
    tx.execute(
        sql!(
            "DELETE FROM answer_file WHERE signup_id IN (SELECT s.id FROM signup s
                 WHERE s.state NOT IN ('pending', 'confirmed', 'waiting', 'offered')
                     AND s.member_id = coalesce($1, s.member_id) AND s.event_id = coalesce($2, s.event_id))"
        ),
        (of.map(|(member, _)| member.0), of.map(|(_, event)| event.0)),
    )
    .await
}

/// Whoever has left needs no file here, and nobody needs theirs. Any number of nodes may do it at any time.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget_files(tx: &mut Tx) -> DbResult<()> {
    drop_left(tx, None).await.map(drop)
}

/// A file, for whoever handed it in and for those who run the event. To all others it is not there.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn answer_file(site: &Site, actor: &Actor, file: FileId) -> Result<AnswerFile, Failure> {
    let mut conn = site.db.read().await?;
    let row: Option<(Uuid, Uuid, Uuid)> = conn
        .optional(
            sql!(
                "SELECT s.member_id, s.event_id, e.chapter_id FROM answer_file f JOIN signup s ON s.id = f.signup_id
                 JOIN event e ON e.id = s.event_id WHERE f.id = $1"
            ),
            (file.0,),
        )
        .await?;
    let (member, event, chapter) = row.ok_or(Failure::NotFound)?;
    if member != actor.member.0 && !actor.may(Action::RunEvent(EventId(event), ChapterId(chapter))) {
        return Err(Failure::NotFound);
    }
    let found = conn.optional(sql!("SELECT name, media_type, bytes FROM answer_file WHERE id = $1"), (file.0,)).await?;
    let found = found.ok_or(Failure::NotFound)?;
    drop(conn);
    if member != actor.member.0 {
        // Somebody else's passport, perhaps: who looked at it is kept.
        let mut tx = site.db.write().await?;
        let detail = json!({ "file": file, "member": MemberId(member) });
        audit::write(&mut tx, site, Some(actor.member), "file_opened", ("event", event), detail).await?;
        tx.commit().await?;
    }
    Ok(found)
}
