//! The rules: what holds, what held, and how they change.

use domain::honor::caps::Caps;
use domain::honor::{InUse, RuleForm, RuleTerms, Trigger};
use domain::members::access::{Action, Actor, require};
use domain::{Failure, Refusal};
use serde_json::json;
use uuid::Uuid;

use crate::Site;
use crate::db::{Reading, Result};
use crate::operations::audit;
use crate::sql;

/// The caps in a row.
#[derive(Clone, Copy, sqlx::FromRow)]
pub(super) struct CapsRow {
    per_day: Option<i64>,
    per_week: Option<i64>,
    per_season: Option<i64>,
    per_event: Option<i64>,
    per_giver: Option<i64>,
}

impl CapsRow {
    pub(super) fn caps(self) -> Caps {
        let Self { per_day, per_week, per_season, per_event, per_giver } = self;
        Caps { per_day, per_week, per_season, per_event, per_giver }
    }
}

/// A version of a rule as it is stored.
#[derive(sqlx::FromRow)]
pub(super) struct VersionRow {
    pub(super) version: i64,
    points: Option<i64>,
    active: bool,
    #[sqlx(flatten)]
    caps: CapsRow,
    budget: Option<i64>,
    second_from: Option<i64>,
    pub(super) note: String,
    pub(super) made_at: i64,
    pub(super) by_name: Option<String>,
}

impl VersionRow {
    pub(super) fn terms(&self) -> RuleTerms {
        RuleTerms {
            points: self.points,
            in_use: if self.active { InUse::Yes } else { InUse::No },
            caps: self.caps.caps(),
            budget: self.budget,
            second_from: self.second_from,
        }
    }
}

/// The rule of a trigger as it holds, with the number of its version.
///
/// # Errors
/// When the database fails.
pub async fn current(conn: &mut impl Reading, trigger: Trigger) -> Result<(i64, RuleTerms)> {
    let row: VersionRow = conn
        .one(
            sql!(
                "SELECT v.version, r.points, r.active, v.per_day, v.per_week, v.per_season, v.per_event, v.per_giver,
                     v.budget, v.second_from, v.note, v.made_at, m.display_name AS by_name
                 FROM honor_rule r JOIN honor_rule_version v ON v.rule = r.name AND v.version = r.version
                     LEFT JOIN member m ON m.id = v.by_id
                 WHERE r.name = $1"
            ),
            (trigger.word(),),
        )
        .await?;
    Ok((row.version, row.terms()))
}

/// All rules as they hold, in the order of [`Trigger::ALL`].
pub(super) async fn all(conn: &mut impl Reading) -> Result<Vec<(Trigger, i64, RuleTerms)>> {
    let mut rules = Vec::with_capacity(Trigger::ALL.len());
    for trigger in Trigger::ALL {
        let (version, terms) = current(conn, trigger).await?;
        rules.push((trigger, version, terms));
    }
    Ok(rules)
}

/// Every version of a rule, the newest first.
pub(super) async fn versions(conn: &mut impl Reading, trigger: Trigger) -> Result<Vec<VersionRow>> {
    conn.all(
        sql!(
            "SELECT v.version, v.points, v.active, v.per_day, v.per_week, v.per_season, v.per_event, v.per_giver,
                 v.budget, v.second_from, v.note, v.made_at, m.display_name AS by_name
             FROM honor_rule_version v LEFT JOIN member m ON m.id = v.by_id
             WHERE v.rule = $1 ORDER BY v.version DESC LIMIT 200"
        ),
        (trigger.word(),),
    )
    .await
}

/// Lets another version of a rule hold from now on. What was written before stays as it is: each entry stands under the version
/// it was written under. `seen` is the version that the form was filled in from.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the site; [`Refusal::RuleNotInUse`] where nothing pulls the trigger yet;
/// [`Failure::Invalid`] with the fields of the form; [`Refusal::ChangedMeanwhile`] when another version came between.
pub async fn change_rule(
    site: &Site,
    actor: &Actor,
    (trigger, seen): (Trigger, i64),
    form: &RuleForm,
) -> Result<(), Failure> {
    require(Some(actor), Action::SetHonorRules)?;
    if !trigger.has_source() {
        return Err(Failure::Refused(Refusal::RuleNotInUse));
    }
    let (terms, note) = (form.terms(trigger)?, form.reason()?);
    let mut tx = site.db.write().await?;
    // The row that holds is taken first: of two who change the same version, one is told.
    let moved = tx
        .execute(
            sql!(
                "UPDATE honor_rule SET points = $3, active = $4, version = version + 1 WHERE name = $1 AND version = $2"
            ),
            (trigger.word(), seen, terms.points, terms.in_use == InUse::Yes),
        )
        .await?;
    if moved == 0 {
        return Err(Failure::Refused(Refusal::ChangedMeanwhile));
    }
    let RuleTerms { caps, .. } = terms;
    tx.execute(
        sql!(
            "INSERT INTO honor_rule_version (rule, version, points, active, per_day, per_week, per_season, per_event, per_giver,
                 budget, second_from, by_id, note, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        (
            trigger.word(),
            seen + 1,
            terms.points,
            terms.in_use == InUse::Yes,
            caps.per_day,
            caps.per_week,
            caps.per_season,
            caps.per_event,
            caps.per_giver,
            terms.budget,
            terms.second_from,
            actor.member.0,
            note,
            site.now().0,
        ),
    )
    .await?;
    let detail = json!({ "rule": trigger.word(), "version": seen + 1, "terms": terms });
    audit::write(&mut tx, site, Some(actor.member), "honor_rule_changed", ("honor_rule", Uuid::nil()), detail).await?;
    Ok(tx.commit().await?)
}
