//! Badges for many at once: kept to be looked at, carried out as a whole, undone as a whole.

use std::collections::BTreeSet;

use domain::badges::batch::{BatchAsk, MAX_PEOPLE, Source, names};
use domain::form::{self, Errors};
use domain::members::access::{Action, Actor, require};
use domain::{BatchId, EventId, Failure, FieldCode, GrantId, MemberId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::batch_rows::{Candidate, Judged};
use super::credential::{self, Standing};
use super::give::{Given, NewGrant, grant_in};
use super::grant::{LONGEST_NOTE, LONGEST_REASON, event};
use crate::db::{Reading, Result as DbResult, Tx};
use crate::notices::{self, Letter};
use crate::operations::audit;
use crate::{Site, sql};

/// A batch as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) badge_id: Uuid,
    pub(super) slug: String,
    pub(super) scope: String,
    pub(super) rule: Option<String>,
    pub(super) kind: String,
    pub(super) event_id: Option<Uuid>,
    pub(super) by_id: Uuid,
    pub(super) list: String,
    pub(super) reason: Option<String>,
    pub(super) note: Option<String>,
    pub(super) granted_at: Option<i64>,
    pub(super) undone_at: Option<i64>,
}

impl Stored {
    pub(super) async fn of(conn: &mut impl Reading, batch: BatchId) -> DbResult<Option<Self>> {
        conn.optional(
            sql!(
                "SELECT t.badge_id, b.slug, b.scope, b.rule, t.kind, t.event_id, t.by_id, t.list, t.reason, t.note, t.granted_at,
                     t.undone_at
                 FROM badge_batch t JOIN badge b ON b.id = t.badge_id WHERE t.id = $1"
            ),
            (batch.0,),
        )
        .await
    }

    /// The same, held until the transaction ends, with the badge's row: batches of one badge go one after the other.
    async fn held(tx: &mut Tx, batch: BatchId) -> DbResult<Option<Self>> {
        tx.execute(
            sql!(
                "UPDATE badge SET numbered = numbered WHERE id = (SELECT t.badge_id FROM badge_batch t WHERE t.id = $1)"
            ),
            (batch.0,),
        )
        .await?;
        tx.execute(sql!("UPDATE badge_batch SET people = people WHERE id = $1"), (batch.0,)).await?;
        Self::of(tx, batch).await
    }

    pub(super) fn source(&self) -> Result<Source, Failure> {
        Source::from_word(&self.kind).ok_or(Failure::NotFound)
    }
}

/// Keeps a batch for a day, to be looked at.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`]; [`Failure::Invalid`] with the fields of [`BatchAsk`].
pub async fn keep_batch(site: &Site, actor: &Actor, slug: &str, ask: BatchAsk) -> Result<BatchId, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let badge: Option<(Uuid, Option<String>, Option<i64>)> =
        conn.optional(sql!("SELECT id, rule, retired_at FROM badge WHERE slug = $1"), (slug,)).await?;
    let (badge, rule, retired_at) = badge.ok_or(Failure::NotFound)?;
    if retired_at.is_some() {
        return Err(Failure::Refused(Refusal::BadgeRetired));
    }
    let mut errors = Errors::default();
    // What a rule gives is given by nothing else.
    let source = Source::from_word(&ask.source).filter(|source| rule.is_some() == (*source == Source::Rule));
    let source = errors.take("source", source.ok_or(FieldCode::UnknownChoice));
    let event = errors.take("event", event(&mut conn, actor, &ask.event).await?);
    drop(conn);
    let list = match source {
        Some(Source::List) => errors.take("list", names(&ask.list).map(|_| ask.list.replace('\0', ""))),
        _ => Some(String::new()),
    };
    if source == Some(Source::Event) && event == Some(None) {
        errors.add("event", FieldCode::Required);
    }
    let reason = match source {
        Some(Source::Rule) => Some(None),
        _ => errors.take("reason", form::line(&ask.reason, LONGEST_REASON)).map(Some),
    };
    let note = errors.take("note", form::text(&ask.note, LONGEST_NOTE));
    let parsed = source.zip(event).zip(list).zip(reason).zip(note);
    let ((((source, event), list), reason), note) = errors.finish(parsed)?;
    let id = BatchId(site.new_id());
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!(
            "INSERT INTO badge_batch (id, badge_id, kind, event_id, by_id, list, reason, note, made_at, people)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)"
        ),
        (
            id.0,
            badge,
            source.word(),
            event.filter(|_| source != Source::Rule).map(|event| event.0),
            actor.member.0,
            list,
            reason,
            (!note.is_empty()).then_some(note),
            site.now().0,
        ),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Carries a batch out: everybody gets what the preview said, together or nobody; who they are is looked at anew, as things are now.
/// Each is told by one letter. Gives how many people that were.
///
/// # Errors
/// [`Failure::Forbidden`] for anybody but who made it and admins; [`Failure::NotFound`];
/// [`Refusal::BatchDone`], [`Refusal::ListIsWrong`], [`Refusal::BatchEmpty`], [`Refusal::EditionSpent`], [`Refusal::BadgeRetired`].
pub async fn carry_out_batch(site: &Site, actor: &Actor, batch: BatchId) -> Result<usize, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut tx = site.db.write().await?;
    let stored = Stored::held(&mut tx, batch).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::ManageGrant(Some(MemberId(stored.by_id)), None))?;
    if stored.granted_at.is_some() {
        return Err(Failure::Refused(Refusal::BatchDone));
    }
    let judged = Judged::of(&mut tx, site, &stored).await?;
    if judged.wrong() > 0 {
        return Err(Failure::Refused(Refusal::ListIsWrong));
    }
    let mut getting = judged.getting();
    if getting.is_empty() {
        return Err(Failure::Refused(Refusal::BatchEmpty));
    }
    if getting.len() > MAX_PEOPLE {
        return Err(Failure::field("", FieldCode::TooLarge { max: MAX_PEOPLE as i64 }));
    }
    // In one order for everybody: two who give to the same people do not wait for each other in a circle.
    getting.sort_by_key(|candidate| (candidate.member, candidate.occasion));
    let mut told = BTreeSet::new();
    for candidate in &getting {
        if give(&mut tx, site, (&stored, batch), candidate).await? {
            told.insert(candidate.member);
        }
    }
    if told.is_empty() {
        return Err(Failure::Refused(Refusal::BatchEmpty));
    }
    for member in &told {
        notices::send(&mut tx, site, *member, Letter::BadgesGranted { batch }).await?;
    }
    tx.execute(
        sql!("UPDATE badge_batch SET granted_at = $2, people = $3, list = '' WHERE id = $1"),
        (batch.0, site.now().0, told.len() as i64),
    )
    .await?;
    let detail = json!({ "badge": stored.slug, "source": stored.kind, "people": told.len(), "event": stored.event_id });
    audit::write(&mut tx, site, Some(actor.member), "badges_granted", ("badge_batch", batch.0), detail).await?;
    tx.commit().await?;
    Ok(told.len())
}

/// Gives one of a batch. Was it given now? Somebody may have given them the same meanwhile, which is no harm.
async fn give(
    tx: &mut Tx,
    site: &Site,
    (stored, batch): (&Stored, BatchId),
    candidate: &Candidate,
) -> Result<bool, Failure> {
    let new = NewGrant {
        badge: &stored.slug,
        member: candidate.member,
        occasion: candidate.occasion,
        event: candidate.event,
        by: (stored.source()? != Source::Rule).then_some(MemberId(stored.by_id)),
        reason: stored.reason.clone(),
        note: stored.note.clone(),
        batch: Some(batch),
    };
    match grant_in(tx, site, new).await? {
        Given::Now(_) => Ok(true),
        Given::Held => Ok(false),
        Given::SoldOut => Err(Failure::Refused(Refusal::EditionSpent)),
        Given::Gone => Err(Failure::Refused(Refusal::BadgeRetired)),
    }
}

/// Undoes a batch: as if nobody had got anything. Occasions and numbers are free again, and the history says so.
///
/// # Errors
/// [`Failure::Forbidden`] for anybody but who made it and admins; [`Failure::NotFound`]; [`Refusal::NothingToUndo`].
pub async fn undo_batch(site: &Site, actor: &Actor, batch: BatchId) -> Result<(), Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut tx = site.db.write().await?;
    let stored = Stored::held(&mut tx, batch).await?.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::ManageGrant(Some(MemberId(stored.by_id)), None))?;
    if stored.granted_at.is_none() || stored.undone_at.is_some() {
        return Err(Failure::Refused(Refusal::NothingToUndo));
    }
    let now = site.now().0;
    let (numbers,): (i64,) =
        tx.one(sql!("SELECT count(*) FROM badge_grant WHERE batch_id = $1 AND number IS NOT NULL"), (batch.0,)).await?;
    let undone: Vec<(Uuid,)> = tx
        .all(
            sql!(
                "UPDATE badge_grant SET undone_at = $2, number = NULL, occasion = $3 || occasion
                 WHERE batch_id = $1 AND undone_at IS NULL RETURNING id"
            ),
            (batch.0, now, format!("undone:{batch}:")),
        )
        .await?;
    for (grant,) in &undone {
        credential::mark_in(&mut tx, site, GrantId(*grant), Standing::Revoked).await?;
    }
    tx.execute(
        sql!("UPDATE badge_batch SET undone_at = $2, undone_by_id = $3 WHERE id = $1"),
        (batch.0, now, actor.member.0),
    )
    .await?;
    tx.execute(
        sql!(
            "INSERT INTO grant_change (grant_id, seq, what, by_id, at)
             SELECT g.id, (SELECT count(*) + 1 FROM grant_change c WHERE c.grant_id = g.id), 'undone', t.undone_by_id, t.undone_at
             FROM badge_grant g JOIN badge_batch t ON t.id = g.batch_id WHERE t.id = $1"
        ),
        (batch.0,),
    )
    .await?;
    tx.execute(sql!("UPDATE badge SET numbered = numbered - $2 WHERE id = $1"), (stored.badge_id, numbers)).await?;
    let detail = json!({ "badge": stored.slug, "grants": undone.len() });
    audit::write(&mut tx, site, Some(actor.member), "batch_undone", ("badge_batch", batch.0), detail).await?;
    Ok(tx.commit().await?)
}

/// The event of a batch, where it has one.
pub(super) fn event_of(stored: &Stored) -> Option<EventId> {
    stored.event_id.map(EventId)
}
