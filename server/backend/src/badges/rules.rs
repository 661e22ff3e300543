//! Badges that rules give when somebody is let in.

use domain::badges::{BadgeRule, Scope, completed_by};
use domain::{EventId, MemberId};

use super::give::{Given, Granted, NewGrant, grant_in};
use super::visits;
use crate::db::{Reading, Result, Tx};
use crate::{Site, sql};

/// The most badges with a rule.
const RULES: i64 = 200;

/// A badge that a rule gives.
pub(super) struct Ruled {
    pub(super) slug: String,
    pub(super) rule: BadgeRule,
    pub(super) scope: Scope,
}

/// Those that are given now, in the order in which their rows are held: the same for everybody.
pub(super) async fn all(conn: &mut impl Reading) -> Result<Vec<Ruled>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT slug, rule, scope FROM badge WHERE rule IS NOT NULL AND retired_at IS NULL
                 ORDER BY position, slug LIMIT $1"
            ),
            (RULES,),
        )
        .await?;
    // A rule of a newer version of the house is left to that one.
    let ruled = |(slug, rule, scope): (String, String, String)| {
        Some(Ruled { slug, rule: BadgeRule::from_text(&rule)?, scope: Scope::from_word(&scope)? })
    };
    Ok(rows.into_iter().filter_map(ruled).collect())
}

/// Gives what this event completes for a member who was let in just now, in the transaction that let them in. What they had earned
/// before a rule was made is not given here: that is a batch, which somebody looks at first.
///
/// # Errors
/// When the database fails.
pub async fn give_by_rule(tx: &mut Tx, site: &Site, member: MemberId, event: EventId) -> Result<Vec<Granted>> {
    let rules = all(tx).await?;
    if rules.is_empty() {
        return Ok(vec![]);
    }
    let been = visits::of_member(tx, member).await?;
    let mut given = vec![];
    for Ruled { slug, rule, scope } in &rules {
        let circle = visits::circle(tx, site, *rule, member).await?;
        for earned in completed_by(event, *rule, *scope, &been, &circle) {
            let new = NewGrant {
                badge: slug,
                member,
                occasion: earned.occasion,
                event: Some(earned.event),
                by: None,
                reason: None,
                note: None,
                batch: None,
            };
            if let Given::Now(granted) = grant_in(tx, site, new).await? {
                given.push(granted);
            }
        }
    }
    Ok(given)
}
