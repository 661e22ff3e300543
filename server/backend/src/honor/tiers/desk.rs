//! `/organise/tiers`: what waits for a decision, and whose term runs.

use domain::honor::tiers::Tier;
use domain::honor::tiers::view::{ApplicationLine, TermLine, TierDesk};
use domain::members::{Action, Actor, require};
use domain::{ApplicationId, Failure, Instant, Locale, TermId};
use uuid::Uuid;

use super::House;
use crate::db::{Reading, Result as DbResult};
use crate::{Site, sql, when};

/// So many lines are shown of each.
const LINES: i64 = 500;

/// The desk.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise.
pub async fn desk(site: &Site, actor: &Actor, locale: Locale) -> Result<TierDesk, Failure> {
    require(Some(actor), Action::FillCrew)?;
    let mut conn = site.db.read().await?;
    let house = House::read(&mut conn).await?;
    let runs_the_site = actor.may(Action::SetStanding);
    let open = open(&mut conn, (&house, locale), actor).await?;
    let crew_terms = terms(&mut conn, (&house, locale), actor, (Tier::HonorCrew, site.now())).await?;
    let core_terms = terms(&mut conn, (&house, locale), actor, (Tier::Core, site.now())).await?;
    Ok(TierDesk { rule: house.rule, crew: house.crew, open, crew_terms, core_terms, runs_the_site })
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: Uuid,
    member_id: Uuid,
    display_name: String,
    handle: String,
    words: String,
    proposed_by_id: Option<Uuid>,
    proposed_by: Option<String>,
    events: i64,
    honor: Option<i64>,
    made_at: i64,
}

async fn open(
    conn: &mut impl Reading,
    (house, locale): (&House, Locale),
    actor: &Actor,
) -> DbResult<Vec<ApplicationLine>> {
    let rows: Vec<OpenRow> = conn
        .all(
            sql!(
                "SELECT a.id, a.member_id, m.display_name, m.handle, a.words, a.proposed_by_id, p.display_name AS proposed_by,
                     (SELECT count(DISTINCT i.event_id) FROM check_in i WHERE i.member_id = a.member_id
                          AND (i.by_id IS NULL OR i.by_id <> i.member_id)) AS events,
                     (SELECT h.lifetime FROM honor_total h WHERE h.member_id = a.member_id) AS honor, a.made_at
                 FROM crew_application a JOIN member m ON m.id = a.member_id LEFT JOIN member p ON p.id = a.proposed_by_id
                 WHERE a.state = 'open' ORDER BY a.made_at, a.id LIMIT $1"
            ),
            (LINES,),
        )
        .await?;
    let me = actor.member.0;
    let line = |row: OpenRow| ApplicationLine {
        id: ApplicationId(row.id),
        can_decide: row.member_id != me && row.proposed_by_id != Some(me),
        name: row.display_name,
        handle: row.handle,
        words: row.words,
        proposed_by: row.proposed_by,
        events: row.events,
        honor: row.honor.unwrap_or_default(),
        made: when::short_date(locale, &house.zone, Instant(row.made_at)),
    };
    Ok(rows.into_iter().map(line).collect())
}

#[derive(sqlx::FromRow)]
struct TermRow {
    id: Uuid,
    member_id: Uuid,
    display_name: String,
    handle: String,
    starts_at: i64,
    ends_at: Option<i64>,
    renewals: i64,
    proposed_by_id: Option<Uuid>,
}

/// Those whose time runs, who ends soonest first.
async fn terms(
    conn: &mut impl Reading,
    (house, locale): (&House, Locale),
    actor: &Actor,
    (tier, now): (Tier, Instant),
) -> DbResult<Vec<TermLine>> {
    let rows: Vec<TermRow> = conn
        .all(
            sql!(
                "SELECT t.id, t.member_id, m.display_name, m.handle, t.starts_at, t.ends_at, t.renewals,
                     (SELECT a.proposed_by_id FROM crew_application a WHERE a.member_id = t.member_id AND a.state = 'accepted'
                      ORDER BY a.decided_at DESC, a.id DESC LIMIT 1) AS proposed_by_id
                 FROM tier_term t JOIN member m ON m.id = t.member_id
                 WHERE t.tier = $1 AND t.ended_at IS NULL AND (t.ends_at IS NULL OR t.ends_at > $2)
                 ORDER BY t.ends_at, t.starts_at, t.id LIMIT $3"
            ),
            (tier.word(), now.0, LINES),
        )
        .await?;
    let line = |row: TermRow| TermLine {
        id: TermId(row.id),
        name: row.display_name,
        handle: row.handle,
        since: when::short_date(locale, &house.zone, Instant(row.starts_at)),
        until: row.ends_at.map(|end| when::short_date(locale, &house.zone, Instant(end - 1))),
        renewals: row.renewals,
        can_renew: row.ends_at.is_some() && ![Some(row.member_id), row.proposed_by_id].contains(&Some(actor.member.0)),
        can_decide: row.member_id != actor.member.0 && (tier != Tier::Core || actor.may(Action::SetStanding)),
    };
    Ok(rows.into_iter().map(line).collect())
}
