//! Saying what badges there are. What was granted stays as it was granted: a change makes the next version then.

use domain::badges::{BadgeForm, BadgeRule, Fixed, Scope, Terms, Words};
use domain::members::access::{Action, Actor, require};
use domain::{Failure, FieldCode};
use serde_json::json;
use uuid::Uuid;

use crate::db::{Reading, Result as DbResult, Tx};
use crate::operations::audit;
use crate::{Site, sql};

/// What hangs there until an organiser hands in a drawing.
const BLANK: &str = "/badges/blank.svg";

/// A badge and its newest version, held until the transaction ends.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    version: i64,
    scope: String,
    edition: Option<i64>,
    numbered: i64,
    pub(super) art: String,
    name_en: String,
    name_zh: String,
    story_en: String,
    story_zh: String,
    criteria_en: String,
    criteria_zh: String,
}

impl Stored {
    fn words(&self) -> Words {
        Words {
            name: [self.name_en.clone(), self.name_zh.clone()],
            story: [self.story_en.clone(), self.story_zh.clone()],
            criteria: [self.criteria_en.clone(), self.criteria_zh.clone()],
        }
    }
}

/// What is changed of a version.
pub(super) enum Changed<'a> {
    /// Its words.
    Words(&'a Words),
    /// The address of its art.
    Art(&'a str),
}

/// The badge of this slug, whose row is held from now on.
pub(super) async fn lock(tx: &mut Tx, slug: &str) -> DbResult<Option<Stored>> {
    tx.execute(sql!("UPDATE badge SET numbered = numbered WHERE slug = $1"), (slug,)).await?;
    tx.optional(
        sql!(
            "SELECT b.id, b.version, b.scope, b.edition, b.numbered, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh,
                 v.criteria_en, v.criteria_zh
             FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version WHERE b.slug = $1"
        ),
        (slug,),
    )
    .await
}

/// Is there such a badge?
pub(super) async fn must_be(conn: &mut impl Reading, slug: &str) -> Result<(), Failure> {
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM badge WHERE slug = $1"), (slug,)).await?;
    found.map(drop).ok_or(Failure::NotFound)
}

/// Makes a badge; gives its slug.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::Invalid`] with the fields of [`BadgeForm`].
pub async fn create_badge(site: &Site, actor: &Actor, form: &BadgeForm) -> Result<String, Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let badge = form.parse(None)?;
    let id = site.new_id();
    let mut tx = site.db.write().await?;
    let Terms { scope, rule, edition, is_secret, family } = badge.terms;
    let (family, step) = family.unzip();
    let made = tx
        .execute(
            sql!(
                "INSERT INTO badge (id, slug, version, scope, rule, edition, numbered, is_secret, family, step, position, created_at)
                 VALUES ($1, $2, 1, $3, $4, $5, 0, $6, $7, $8, (SELECT coalesce(max(position), 0) + 1 FROM badge), $9)
                 ON CONFLICT (slug) DO NOTHING"
            ),
            (
                id,
                badge.slug.as_str(),
                scope.word(),
                rule.map(BadgeRule::text),
                edition,
                is_secret,
                family,
                step,
                site.now().0,
            ),
        )
        .await?;
    if made == 0 {
        return Err(Failure::field("slug", FieldCode::SlugTaken));
    }
    insert_version(&mut tx, (site, actor), (id, 1), (BLANK, &badge.words)).await?;
    let detail = json!({ "badge": badge.slug });
    audit::write(&mut tx, site, Some(actor.member), "badge_made", ("badge", id), detail).await?;
    tx.commit().await?;
    Ok(badge.slug)
}

/// Changes a badge. Its slug stays; of what holders rely on nothing changes once there are some.
///
/// # Errors
/// As [`create_badge`]; [`Failure::NotFound`].
pub async fn edit_badge(site: &Site, actor: &Actor, slug: &str, form: &BadgeForm) -> Result<(), Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut tx = site.db.write().await?;
    let stored = lock(&mut tx, slug).await?.ok_or(Failure::NotFound)?;
    let fixed = fixed(&mut tx, &stored).await?;
    let badge = BadgeForm { slug: slug.into(), ..form.clone() }.parse(fixed)?;
    let Terms { scope, rule, edition, is_secret, family } = badge.terms;
    let (family, step) = family.unzip();
    tx.execute(
        sql!(
            "UPDATE badge SET scope = $2, rule = $3, edition = $4, is_secret = $5, family = $6, step = $7 WHERE id = $1"
        ),
        (stored.id, scope.word(), rule.map(BadgeRule::text), edition, is_secret, family, step),
    )
    .await?;
    let version = match badge.words == stored.words() {
        true => stored.version,
        false => change(&mut tx, (site, actor), &stored, Changed::Words(&badge.words)).await?,
    };
    let detail = json!({ "badge": slug, "version": version });
    audit::write(&mut tx, site, Some(actor.member), "badge_edited", ("badge", stored.id), detail).await?;
    Ok(tx.commit().await?)
}

/// What can no longer be changed, if somebody was ever granted it.
async fn fixed(conn: &mut impl Reading, stored: &Stored) -> Result<Option<Fixed>, Failure> {
    let (granted,): (i64,) = conn
        .one(sql!("SELECT count(*) FROM badge_grant WHERE badge_id = $1 AND undone_at IS NULL"), (stored.id,))
        .await?;
    let scope = Scope::from_word(&stored.scope).ok_or(Failure::NotFound)?;
    Ok((granted > 0).then_some(Fixed { scope, edition: stored.edition, numbered: stored.numbered }))
}

/// Changes the newest version, or makes the next where that one was granted; gives its number.
pub(super) async fn change(
    tx: &mut Tx,
    (site, actor): (&Site, &Actor),
    stored: &Stored,
    changed: Changed<'_>,
) -> DbResult<i64> {
    let (old, words) = (stored.art.as_str(), stored.words());
    let (art, words) = match changed {
        Changed::Words(words) => (old, words),
        Changed::Art(art) => (art, &words),
    };
    let [name_en, name_zh] = &words.name;
    let [story_en, story_zh] = &words.story;
    let [criteria_en, criteria_zh] = &words.criteria;
    let in_place = tx
        .execute(
            sql!(
                "UPDATE badge_version SET art = $3, name_en = $4, name_zh = $5, story_en = $6, story_zh = $7, criteria_en = $8,
                     criteria_zh = $9, by_id = $10, made_at = $11
                 WHERE badge_id = $1 AND number = $2 AND frozen_at IS NULL"
            ),
            (
                stored.id,
                stored.version,
                art,
                name_en.as_str(),
                name_zh.as_str(),
                story_en.as_str(),
                story_zh.as_str(),
                criteria_en.as_str(),
                criteria_zh.as_str(),
                actor.member.0,
                site.now().0,
            ),
        )
        .await?;
    if in_place > 0 {
        return Ok(stored.version);
    }
    let next = stored.version + 1;
    insert_version(tx, (site, actor), (stored.id, next), (art, words)).await?;
    tx.execute(sql!("UPDATE badge SET version = $2 WHERE id = $1"), (stored.id, next)).await?;
    Ok(next)
}

async fn insert_version(
    tx: &mut Tx,
    (site, actor): (&Site, &Actor),
    (badge, number): (Uuid, i64),
    (art, words): (&str, &Words),
) -> DbResult<()> {
    let [name_en, name_zh] = &words.name;
    let [story_en, story_zh] = &words.story;
    let [criteria_en, criteria_zh] = &words.criteria;
    tx.execute(
        sql!(
            "INSERT INTO badge_version (badge_id, number, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh,
                 by_id, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        (
            badge,
            number,
            art,
            name_en.as_str(),
            name_zh.as_str(),
            story_en.as_str(),
            story_zh.as_str(),
            criteria_en.as_str(),
            criteria_zh.as_str(),
            actor.member.0,
            site.now().0,
        ),
    )
    .await
    .map(drop)
}

/// Is a badge still given?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giving {
    /// It is.
    On,
    /// It is retired: who holds it holds it, nobody else will.
    Over,
}

/// Retires a badge, or takes it up again.
///
/// # Errors
/// [`Failure::Forbidden`], [`Failure::NotFound`].
pub async fn retire_badge(site: &Site, actor: &Actor, slug: &str, giving: Giving) -> Result<(), Failure> {
    require(Some(actor), Action::GrantBadges)?;
    let mut tx = site.db.write().await?;
    let (retired_at, action) = match giving {
        Giving::On => (None, "badge_taken_up"),
        Giving::Over => (Some(site.now().0), "badge_retired"),
    };
    let found: Option<(Uuid,)> =
        tx.optional(sql!("UPDATE badge SET retired_at = $2 WHERE slug = $1 RETURNING id"), (slug, retired_at)).await?;
    let (id,) = found.ok_or(Failure::NotFound)?;
    audit::write(&mut tx, site, Some(actor.member), action, ("badge", id), json!({ "badge": slug })).await?;
    Ok(tx.commit().await?)
}
