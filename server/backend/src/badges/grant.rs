//! Giving a badge by an organiser's hand, to one member.

use domain::badges::{Occasion, Scope};
use domain::form::{self, Errors};
use domain::members::access::{Action, Actor, require};
use domain::{ChapterId, EventId, Failure, FieldCode, GrantId, Instant, MemberId, Refusal};
use uuid::Uuid;

use super::give::{Given, NewGrant, grant_in};
use super::season;
use crate::db::{Reading, Result};
use crate::{Site, sql};

/// The longest reason, in characters; it stands on the grant's page.
pub(super) const LONGEST_REASON: usize = 200;

/// The longest word to the holder, in characters.
pub(super) const LONGEST_NOTE: usize = 500;

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
/// [`Refusal::NotToOneself`]; [`Refusal::AlreadyGranted`]; [`Refusal::EditionSpent`]; [`Refusal::BadgeRetired`].
pub async fn grant(site: &Site, actor: &Actor, ask: GrantAsk) -> Result<GrantId, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut conn = site.db.read().await?;
    let mut errors = Errors::default();
    let member = errors.take("handle", member(&mut conn, &ask.handle).await?);
    let badge = errors.take("badge", badge(&mut conn, &ask.badge).await?);
    let event = errors.take("event", event(&mut conn, actor, &ask.event).await?);
    let reason = errors.take("reason", form::line(&ask.reason, LONGEST_REASON));
    let note = errors.take("note", form::text(&ask.note, LONGEST_NOTE));
    let season = season::began(&mut conn, site).await?;
    drop(conn);
    let parsed = member.zip(badge).zip(event).zip(reason).zip(note);
    let ((((member, badge), event), reason), note) = errors.finish(parsed)?;
    if member == actor.member {
        return Err(Failure::Refused(Refusal::NotToOneself));
    }
    let new = NewGrant {
        badge: &badge.slug,
        member,
        occasion: badge.occasion(season, event),
        event,
        by: Some(actor.member),
        reason: Some(reason),
        note: (!note.is_empty()).then_some(note),
        batch: None,
    };
    // Of a limited edition many may want one at the same moment.
    let mut tx = site.db.write_at(badge.id).await?;
    let granted = match grant_in(&mut tx, site, new).await? {
        Given::Now(granted) => granted,
        Given::Held => return Err(Failure::Refused(Refusal::AlreadyGranted)),
        Given::SoldOut => return Err(Failure::Refused(Refusal::EditionSpent)),
        Given::Gone => return Err(Failure::Refused(Refusal::BadgeRetired)),
    };
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

/// A badge that is given by hand.
pub(super) struct ByHand {
    pub(super) id: Uuid,
    pub(super) slug: String,
    scope: Scope,
}

impl ByHand {
    /// The occasion of giving it, in this season.
    pub(super) fn occasion(&self, season: Instant, event: Option<EventId>) -> Occasion {
        self.scope.occasion(event, season)
    }
}

/// The badge of this slug, if it is given by hand.
pub(super) async fn badge(conn: &mut impl Reading, slug: &str) -> Result<Result<ByHand, FieldCode>> {
    if slug.is_empty() {
        return Ok(Err(FieldCode::Required));
    }
    let found: Option<(Uuid, String)> = conn
        .optional(sql!("SELECT id, scope FROM badge WHERE slug = $1 AND rule IS NULL AND retired_at IS NULL"), (slug,))
        .await?;
    let by_hand =
        |(id, scope): (Uuid, String)| Some(ByHand { id, slug: slug.into(), scope: Scope::from_word(&scope)? });
    Ok(found.and_then(by_hand).ok_or(FieldCode::UnknownChoice))
}

/// An event that is no draft and that the actor runs, by id or slug.
pub(super) async fn event(
    conn: &mut impl Reading,
    actor: &Actor,
    named: &str,
) -> Result<Result<Option<EventId>, FieldCode>> {
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
