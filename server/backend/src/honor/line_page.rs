//! One line of one's own ledger, explained: under which rule, what of it counts and why, and where the published root has it.

use domain::honor::view::{LinePage, ObjectionOutcome, ObjectionView, Proof, RuleNow};
use domain::honor::{Cause, RuleTerms};
use domain::members::Actor;
use domain::{Failure, Instant, Locale, hex};

use super::checkpoint::{heads_of, newest};
use super::objections::PER_LINE;
use super::statement::lines;
use super::{desk, rules};
use crate::Site;
use crate::db::{Reading, Result as DbResult};
use crate::{sql, when};

/// `/my/honor/lines/{n}`.
///
/// # Errors
/// [`Failure::NotFound`] where the member has no such line.
pub async fn line_page(site: &Site, actor: &Actor, locale: Locale, seq: i64) -> Result<LinePage, Failure> {
    let mut conn = site.db.read().await?;
    let line =
        lines(&mut conn, locale, actor.member, (seq.saturating_sub(1), seq)).await?.pop().ok_or(Failure::NotFound)?;
    let (hash, version, zone): (Vec<u8>, Option<i64>, String) = conn
        .one(
            sql!(
                "SELECT e.hash, e.rule_version, m.zone FROM honor_entry e JOIN member m ON m.id = e.member_id
                 WHERE e.member_id = $1 AND e.seq = $2"
            ),
            (actor.member.0, seq),
        )
        .await?;
    let rule = rule(&mut conn, line.cause, version).await?;
    let objections = objections(&mut conn, actor, locale, (seq, &zone)).await?;
    let may_object = objections.len() < PER_LINE && objections.iter().all(|objection| objection.outcome.is_some());
    Ok(LinePage {
        line,
        rule,
        hash: hex(&hash),
        proof: proof(&mut conn, actor, locale, (seq, &zone)).await?,
        objections,
        may_object,
    })
}

/// The version of the rule under which the line stands.
async fn rule(conn: &mut impl Reading, cause: Cause, version: Option<i64>) -> DbResult<Option<RuleNow>> {
    let Some((trigger, version)) = cause.trigger().zip(version) else { return Ok(None) };
    let versions = rules::versions(conn, trigger).await?;
    let terms: Option<RuleTerms> = versions.iter().find(|row| row.version == version).map(rules::VersionRow::terms);
    Ok(terms.map(|terms| RuleNow { trigger, version, terms }))
}

/// Where the newest checkpoint has the line.
async fn proof(
    conn: &mut impl Reading,
    actor: &Actor,
    locale: Locale,
    (seq, zone): (i64, &str),
) -> DbResult<Option<Proof>> {
    let Some(checkpoint) = newest(conn).await? else { return Ok(None) };
    let heads = heads_of(conn, checkpoint.stated.number).await?;
    let own = heads.iter().find(|head| head.member == actor.member && head.entries >= seq);
    Ok(own.map(|own| Proof {
        number: checkpoint.stated.number,
        taken: when::stamp(locale, zone, Instant(checkpoint.stated.taken_at)),
        leaf: hex(&own.leaf()),
    }))
}

async fn objections(
    conn: &mut impl Reading,
    actor: &Actor,
    locale: Locale,
    (seq, zone): (i64, &str),
) -> DbResult<Vec<ObjectionView>> {
    type Row = (String, i64, Option<String>, Option<String>, Option<i64>, Option<String>);
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT o.said, o.made_at, o.outcome, o.answer, o.answered_at, b.display_name
                 FROM honor_objection o JOIN honor_entry e ON e.id = o.entry_id LEFT JOIN member b ON b.id = o.answered_by
                 WHERE e.member_id = $1 AND e.seq = $2 ORDER BY o.made_at LIMIT 100"
            ),
            (actor.member.0, seq),
        )
        .await?;
    let view = |(said, made, outcome, answer, answered, by): Row| ObjectionView {
        said,
        made: when::short_date(locale, zone, Instant(made)),
        outcome: outcome.as_deref().and_then(ObjectionOutcome::from_word),
        answer,
        answered: answered.map(|at| when::short_date(locale, zone, Instant(at))),
        by,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// `/honor`: the rules by which something can be earned today, for everybody.
///
/// # Errors
/// When the database fails.
pub async fn rules_page(site: &Site, viewer: Option<&Actor>) -> Result<domain::honor::view::RulesPage, Failure> {
    use domain::honor::view::{Bring, RulesPage};
    let mut conn = site.db.read().await?;
    let bring = match viewer {
        None => None,
        Some(actor) => match super::bring::said(&mut conn, actor.member).await? {
            Some(by) => {
                // Whose page is not public is known to them by the handle that they typed.
                let (name,): (String,) = conn
                    .one(
                        sql!("SELECT CASE WHEN published_at IS NULL THEN handle ELSE display_name END FROM member WHERE id = $1"),
                        (by.0,),
                    )
                    .await?;
                Some(Bring::Said(name))
            }
            None if super::bring::came(&mut conn, actor.member).await? => None,
            None => Some(Bring::Ask),
        },
    };
    let mut rules = desk::rules_now(&mut conn).await?;
    rules.retain(|rule| rule.trigger.has_source());
    Ok(RulesPage { rules, bring })
}
