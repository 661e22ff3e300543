//! Honor by hand: an organiser thanks somebody, with a reason, out of a budget for the season. Much at once needs a second
//! organiser; nobody thanks themselves.

use domain::form::{self, Errors};
use domain::honor::{Trigger, Worth};
use domain::members::access::{Action, Actor, require};
use domain::{Failure, FieldCode, Instant, MemberId, Refusal, ThanksId};
use serde_json::json;
use uuid::Uuid;

use super::add::Earned;
use super::earn::{Earning, earn};
use super::reverse::LONGEST_REASON;
use super::{periods::seasons, rules};
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::operations::audit;
use crate::sql;

/// The most that is given at once.
const MOST: i64 = 1_000;

/// What an organiser types to thank somebody.
#[derive(Clone, Debug, Default)]
pub struct ThanksAsk {
    /// Whom: their handle, with or without `@`.
    pub handle: String,
    /// How much.
    pub points: String,
    /// What for; they read it.
    pub reason: String,
    /// The form that was opened: sent twice, it thanks once. May be empty.
    pub request_key: String,
}

/// What became of thanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thanked {
    /// The honor is added.
    Now,
    /// A second organiser has to agree first.
    WhenConfirmed,
}

/// Thanks somebody.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::Invalid`] with the fields of [`ThanksAsk`];
/// [`Refusal::OwnHonor`]; [`Refusal::OverBudget`]; [`Refusal::RuleNotInUse`].
pub async fn thank(site: &Site, actor: &Actor, ask: ThanksAsk) -> Result<Thanked, Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let mut errors = Errors::default();
    let member = errors.take("handle", by_handle(&mut site.db.read().await?, &ask.handle).await?);
    let points = errors.take("points", form::number(&ask.points, 1, MOST));
    let reason = errors.take("reason", form::line(&ask.reason, LONGEST_REASON));
    let ((member, points), reason) = errors.finish(member.zip(points).zip(reason))?;
    if member == actor.member {
        return Err(Failure::Refused(Refusal::OwnHonor));
    }
    let mut tx = site.db.write().await?;
    let (_, terms) = rules::current(&mut tx, Trigger::Thanked).await?;
    if terms.worth(Worth::Said(points)) == 0 {
        return Err(Failure::Refused(Refusal::RuleNotInUse));
    }
    let outcome = if terms.needs_second(points) { Thanked::WhenConfirmed } else { Thanked::Now };
    let asked = Asked {
        id: ThanksId(site.new_id()),
        member,
        by: actor.member,
        points,
        reason,
        season: seasons(&mut tx).await?.of(site.now()),
    };
    if !note(&mut tx, site, &asked, (outcome, &ask.request_key)).await? {
        return Ok(outcome); // sent before
    }
    draw(&mut tx, &asked, terms.budget.unwrap_or(0)).await?;
    if outcome == Thanked::Now {
        give(&mut tx, site, &asked).await?;
    }
    let detail = json!({ "member": member, "points": points, "second": outcome == Thanked::WhenConfirmed });
    audit::write(&mut tx, site, Some(actor.member), "honor_thanked", ("honor_thanks", asked.id.0), detail).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Thanks that were asked for.
struct Asked {
    id: ThanksId,
    member: MemberId,
    by: MemberId,
    points: i64,
    reason: String,
    season: Instant,
}

/// Writes them down; not when this form was sent before.
async fn note(tx: &mut Tx, site: &Site, asked: &Asked, (outcome, key): (Thanked, &str)) -> Result<bool> {
    let now = site.now().0;
    let (state, settled) = match outcome {
        Thanked::Now => ("given", Some(now)),
        Thanked::WhenConfirmed => ("waiting", None),
    };
    let key = if key.is_empty() { asked.id.to_string() } else { key.chars().take(100).collect() };
    let written = tx
        .execute(
            sql!(
                "INSERT INTO honor_thanks (id, member_id, by_id, points, reason, state, season, request_key, asked_at, settled_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (by_id, request_key) DO NOTHING"
            ),
            (
                asked.id.0,
                asked.member.0,
                asked.by.0,
                asked.points,
                asked.reason.as_str(),
                state,
                asked.season.0,
                key,
                now,
                settled,
            ),
        )
        .await?;
    Ok(written == 1)
}

/// Takes the points out of the giver's budget. The limit stands in the statement: a thousand at once do not pass it.
async fn draw(tx: &mut Tx, asked: &Asked, budget: i64) -> Result<(), Failure> {
    let spent: Option<(i64,)> = match asked.points <= budget {
        false => None,
        true => {
            tx.optional(
                sql!(
                    "INSERT INTO honor_budget (member_id, season, spent) VALUES ($1, $2, $3) ON CONFLICT (member_id, season)
                     DO UPDATE SET spent = honor_budget.spent + excluded.spent
                     WHERE honor_budget.spent + excluded.spent <= $4 RETURNING spent"
                ),
                (asked.by.0, asked.season.0, asked.points, budget),
            )
            .await?
        }
    };
    spent.map(drop).ok_or(Failure::Refused(Refusal::OverBudget))
}

/// Makes the entry; none where the rule went out of use since.
async fn give(tx: &mut Tx, site: &Site, asked: &Asked) -> Result<Option<Earned>> {
    let earning = Earning {
        member: asked.member,
        trigger: Trigger::Thanked,
        worth: Worth::Said(asked.points),
        event: None,
        by: Some(asked.by),
        reason: Some(asked.reason.clone()),
        key: format!("thanks:{}", asked.id),
    };
    earn(tx, site, earning).await
}

/// What a second organiser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondWord {
    Agree,
    Decline,
}

#[derive(sqlx::FromRow)]
struct SettledRow {
    member_id: Uuid,
    by_id: Uuid,
    points: i64,
    reason: String,
    season: i64,
}

/// A second organiser agrees to thanks that wait, or declines; who asked for them may only call them off.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`]; [`Refusal::AlreadySettled`];
/// [`Refusal::NeedsSomebodyElse`] for who asked, or is thanked; [`Refusal::RuleNotInUse`].
pub async fn settle_thanks(site: &Site, actor: &Actor, thanks: ThanksId, word: SecondWord) -> Result<(), Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let mut tx = site.db.write().await?;
    // Locked first: of two who answer at the same time, one is told.
    let waiting: Option<(Uuid, Uuid, String)> = tx
        .optional(
            sql!("UPDATE honor_thanks SET request_key = request_key WHERE id = $1 RETURNING by_id, member_id, state"),
            (thanks.0,),
        )
        .await?;
    let (by, member, state) = waiting.ok_or(Failure::NotFound)?;
    let calls_off = by == actor.member.0 && word == SecondWord::Decline;
    if state != "waiting" {
        return Err(Failure::Refused(Refusal::AlreadySettled));
    }
    if [by, member].contains(&actor.member.0) && !calls_off {
        return Err(Failure::Refused(Refusal::NeedsSomebodyElse));
    }
    let (state, action) = match word {
        SecondWord::Agree => ("given", "honor_thanks_confirmed"),
        SecondWord::Decline => ("declined", "honor_thanks_declined"),
    };
    let row: SettledRow = tx
        .one(
            sql!(
                "UPDATE honor_thanks SET state = $2, second_id = $3, settled_at = $4 WHERE id = $1
                 RETURNING member_id, by_id, points, reason, season"
            ),
            (thanks.0, state, (!calls_off).then_some(actor.member.0), site.now().0),
        )
        .await?;
    let asked = Asked {
        id: thanks,
        member: MemberId(row.member_id),
        by: MemberId(row.by_id),
        points: row.points,
        reason: row.reason,
        season: Instant(row.season),
    };
    match word {
        SecondWord::Agree => {
            let rule_gave = give(&mut tx, site, &asked).await?.is_some();
            rule_gave.then_some(()).ok_or(Failure::Refused(Refusal::RuleNotInUse))?;
        }
        SecondWord::Decline => {
            tx.execute(
                sql!("UPDATE honor_budget SET spent = spent - $3 WHERE member_id = $1 AND season = $2"),
                (asked.by.0, asked.season.0, asked.points),
            )
            .await?;
        }
    }
    let detail = json!({ "member": asked.member, "points": asked.points });
    audit::write(&mut tx, site, Some(actor.member), action, ("honor_thanks", thanks.0), detail).await?;
    Ok(tx.commit().await?)
}

/// Whoever goes by this handle, with or without `@`.
pub(super) async fn by_handle(conn: &mut impl Reading, handle: &str) -> Result<Result<MemberId, FieldCode>> {
    let handle = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    if handle.is_empty() {
        return Ok(Err(FieldCode::Required));
    }
    let found: Option<(Uuid,)> = conn.optional(sql!("SELECT id FROM member WHERE handle = $1"), (handle,)).await?;
    Ok(found.map(|(id,)| MemberId(id)).ok_or(FieldCode::NoSuchMember))
}
