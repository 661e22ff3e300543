//! `/tiers`: the rules and the table for everybody, and where the reader stands.

use domain::honor::tiers::view::{MyApplication, MyTier, TiersPage};
use domain::honor::tiers::{ApplicationState, Regular, Right, Tier};
use domain::members::Actor;
use domain::members::view::Person;
use domain::{ApplicationId, Failure, Instant, Locale, MemberId};
use uuid::Uuid;

use super::{House, Seen};
use crate::db::{Reading, Result as DbResult};
use crate::honor;
use crate::showcase::card;
use crate::{Site, sql, when};

/// So many are named of each tier.
const PEOPLE: i64 = 500;

/// The page, with the reader's own part.
///
/// # Errors
/// When the database fails.
pub async fn page(site: &Site, viewer: Option<&Actor>, locale: Locale) -> Result<TiersPage, Failure> {
    let mut conn = site.db.read().await?;
    let house = House::read(&mut conn).await?;
    let crew_people = people(&mut conn, Tier::HonorCrew, site.now()).await?;
    let core_people = people(&mut conn, Tier::Core, site.now()).await?;
    let mine = match viewer {
        Some(actor) => Some(mine(&mut conn, (&house, site.now()), locale, actor.member).await?),
        None => None,
    };
    let share = card::tiers(&site.settings, locale);
    Ok(TiersPage { rule: house.rule, crew: house.crew, crew_people, core_people, mine, share })
}

/// Those of a tier who stand by name: their page is public, and shows their tier.
async fn people(conn: &mut impl Reading, tier: Tier, now: Instant) -> DbResult<Vec<Person>> {
    if !tier.may(Right::StandByName) {
        return Ok(vec![]);
    }
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, m.display_name, m.face FROM tier_term t JOIN member m ON m.id = t.member_id
                     LEFT JOIN profile_choice c ON c.member_id = m.id
                 WHERE t.tier = $1 AND t.ended_at IS NULL AND (t.ends_at IS NULL OR t.ends_at > $2)
                     AND m.published_at IS NOT NULL AND coalesce(c.ring, TRUE)
                 ORDER BY t.starts_at, t.id LIMIT $3"
            ),
            (tier.word(), now.0, PEOPLE),
        )
        .await?;
    let person = |(handle, display_name, face)| Person { handle, display_name, face, has_page: true };
    Ok(rows.into_iter().map(person).collect())
}

async fn mine(
    conn: &mut impl Reading,
    (house, now): (&House, Instant),
    locale: Locale,
    member: MemberId,
) -> DbResult<MyTier> {
    let standing = honor::standing(conn, now, member).await?;
    let seen = Seen::read(conn, (house, now), member).await?;
    let (until, in_grace) = last_day(&seen, house, locale);
    Ok(MyTier {
        tier: standing.tier,
        missing: standing.missing,
        until,
        in_grace,
        can_ask: standing.tier.may(Right::AskForSeat) && !seen.has_asked,
        application: application(conn, (house, locale), member).await?,
        has_seat: seen.crew_until.is_some(),
    })
}

/// Until when a member's tier holds, in words, and whether these are its last days.
pub(crate) async fn until(
    conn: &mut impl Reading,
    now: Instant,
    locale: Locale,
    member: MemberId,
) -> DbResult<(Option<String>, bool)> {
    let house = House::read(conn).await?;
    let seen = Seen::read(conn, (&house, now), member).await?;
    Ok(last_day(&seen, &house, locale))
}

fn last_day(seen: &Seen, house: &House, locale: Locale) -> (Option<String>, bool) {
    // The end is the first moment that is not in it.
    let day = |end: Instant| when::date(locale, &house.zone, Instant(end.0 - 1));
    match (seen.known.tier(), seen.known.regular) {
        (Tier::HonorCrew, _) => (seen.crew_until.map(day), false),
        (Tier::Regular, Regular::Held { until }) => (Some(day(until)), false),
        (Tier::Regular, Regular::Grace { until }) => (Some(day(until)), true),
        _ => (None, false),
    }
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    id: Uuid,
    state: String,
    words: String,
    proposed_by: Option<String>,
    reason: Option<String>,
    made_at: i64,
}

/// The newest one. Who took theirs back is asked nothing more about it.
async fn application(
    conn: &mut impl Reading,
    (house, locale): (&House, Locale),
    member: MemberId,
) -> DbResult<Option<MyApplication>> {
    let row: Option<ApplicationRow> = conn
        .optional(
            sql!(
                "SELECT a.id, a.state, a.words, p.display_name AS proposed_by, a.reason, a.made_at
                 FROM crew_application a LEFT JOIN member p ON p.id = a.proposed_by_id
                 WHERE a.member_id = $1 ORDER BY a.made_at DESC, a.id DESC LIMIT 1"
            ),
            (member.0,),
        )
        .await?;
    Ok(row.and_then(|row| {
        let state = ApplicationState::from_word(&row.state).filter(|s| *s != ApplicationState::Withdrawn)?;
        Some(MyApplication {
            id: ApplicationId(row.id),
            state,
            words: row.words,
            proposed_by: row.proposed_by,
            reason: row.reason,
            made: when::short_date(locale, &house.zone, Instant(row.made_at)),
        })
    }))
}
