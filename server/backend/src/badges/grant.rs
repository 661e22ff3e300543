//! Giving a badge: by a rule of the house, or by an organiser's hand.

use domain::badges::Occasion;
use domain::form::{self, Errors};
use domain::members::access::{Action, Actor, require};
use domain::{ChapterId, EventId, Failure, FieldCode, GrantId, Locale, MemberId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::{credential, texts::in_locale};
use crate::db::{Reading, Result, Tx};
use crate::notices::{self, Letter};
use crate::operations::audit;
use crate::{Site, sql};

/// The longest reason, in characters; it stands on the grant's page.
const LONGEST_REASON: usize = 200;

/// The longest word to the holder, in characters.
const LONGEST_NOTE: usize = 500;

/// A badge for a member.
#[derive(Clone, Debug)]
pub struct NewGrant<'a> {
    /// The badge's slug.
    pub badge: &'a str,
    /// Who gets it.
    pub member: MemberId,
    /// What makes it one of a kind.
    pub occasion: Occasion,
    /// Where it was earned.
    pub event: Option<EventId>,
    /// Who gives it; none for a rule of the house.
    pub by: Option<MemberId>,
    /// What for, in words.
    pub reason: Option<String>,
    /// A word to the holder.
    pub note: Option<String>,
}

/// A badge that was given just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Its address is `/g/{id}`.
    pub id: GrantId,
    name_en: String,
    name_zh: String,
}

impl Granted {
    /// The badge's name.
    pub fn name(self, locale: Locale) -> String {
        in_locale(locale, self.name_en, self.name_zh)
    }
}

/// Gives a badge, writes it into the audit log, and writes its holder a letter. None when they hold it already for this
/// occasion, or there is no such badge.
///
/// # Errors
/// When the database fails.
pub async fn grant_in(tx: &mut Tx, site: &Site, new: NewGrant<'_>) -> Result<Option<Granted>> {
    let badge: Option<(Uuid, String, String)> =
        tx.optional(sql!("SELECT id, name_en, name_zh FROM badge WHERE slug = $1"), (new.badge,)).await?;
    let Some((badge, name_en, name_zh)) = badge else { return Ok(None) };
    let id = GrantId(site.new_id());
    let added = tx
        .execute(
            sql!(
                "INSERT INTO badge_grant (id, badge_id, member_id, occasion, event_id, by_id, reason, note, granted_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (badge_id, member_id, occasion) DO NOTHING"
            ),
            (
                id.0,
                badge,
                new.member.0,
                new.occasion.word(),
                new.event.map(|event| event.0),
                new.by.map(|by| by.0),
                new.reason,
                new.note,
                site.now().0,
            ),
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    credential::freeze_in(tx, site, id).await?;
    let detail = json!({ "badge": new.badge, "member": new.member, "event": new.event });
    audit::write(tx, site, new.by, "badge_granted", ("grant", id.0), detail).await?;
    notices::send(tx, site, new.member, Letter::BadgeGranted { grant: id }).await?;
    Ok(Some(Granted { id, name_en, name_zh }))
}

/// What an organiser types to give a badge.
#[derive(Clone, Debug, Default)]
pub struct GrantAsk {
    /// To whom: their handle, with or without `@`.
    pub handle: String,
    /// The badge's slug.
    pub badge: String,
    /// The event it was earned at: its slug or id; may be empty.
    pub event: String,
    /// What for; everybody who may see the grant reads it.
    pub reason: String,
    /// A word to the holder; may be empty.
    pub note: String,
}

/// Gives a badge by hand.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::Invalid`] with the fields of [`GrantAsk`];
/// [`Refusal::NotToOneself`]; [`Refusal::AlreadyGranted`].
pub async fn grant(site: &Site, actor: &Actor, ask: GrantAsk) -> Result<GrantId, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let mut errors = Errors::default();
    let member = errors.take("handle", member(&mut conn, &ask.handle).await?);
    let badge = errors.take("badge", badge(&mut conn, &ask.badge).await?);
    let event = errors.take("event", event(&mut conn, actor, &ask.event).await?);
    let reason = errors.take("reason", form::line(&ask.reason, LONGEST_REASON));
    let note = errors.take("note", form::text(&ask.note, LONGEST_NOTE));
    drop(conn);
    let parsed = member.zip(badge).zip(event).zip(reason).zip(note);
    let ((((member, badge), event), reason), note) = errors.finish(parsed)?;
    if member == actor.member {
        return Err(Failure::Refused(Refusal::NotToOneself));
    }
    let new = NewGrant {
        badge: &badge,
        member,
        occasion: event.map_or(Occasion::Once, Occasion::Event),
        event,
        by: Some(actor.member),
        reason: Some(reason),
        note: (!note.is_empty()).then_some(note),
    };
    let mut tx = site.db.write().await?;
    let granted = grant_in(&mut tx, site, new).await?.ok_or(Failure::Refused(Refusal::AlreadyGranted))?;
    tx.commit().await?;
    Ok(granted.id)
}

async fn member(conn: &mut impl Reading, handle: &str) -> Result<Result<MemberId, FieldCode>> {
    let handle = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    if handle.is_empty() {
        return Ok(Err(FieldCode::Required));
    }
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM member WHERE handle = $1"), (handle,)).await?;
    Ok(found.map(|(id,)| MemberId(id)).ok_or(FieldCode::NoSuchMember))
}

/// The slug of a badge that is given by hand.
async fn badge(conn: &mut impl Reading, slug: &str) -> Result<Result<String, FieldCode>> {
    if slug.is_empty() {
        return Ok(Err(FieldCode::Required));
    }
    let found: Option<(String,)> =
        conn.optional(sql!("SELECT slug FROM badge WHERE slug = $1 AND NOT by_rule"), (slug,)).await?;
    Ok(found.map(|(slug,)| slug).ok_or(FieldCode::UnknownChoice))
}

/// An event that is no draft and that the actor runs, by id or slug.
async fn event(conn: &mut impl Reading, actor: &Actor, named: &str) -> Result<Result<Option<EventId>, FieldCode>> {
    let named = named.trim();
    if named.is_empty() {
        return Ok(Ok(None));
    }
    let found: Option<(Uuid, Uuid)> = conn
        .optional(
            sql!("SELECT id, chapter_id FROM event WHERE (id = $1 OR slug = $2) AND state <> 'draft'"),
            (named.parse::<Uuid>().ok(), named),
        )
        .await?;
    Ok(match found {
        Some((id, chapter)) if actor.may(Action::RunEvent(EventId(id), ChapterId(chapter))) => Ok(Some(EventId(id))),
        _ => Err(FieldCode::UnknownChoice),
    })
}
