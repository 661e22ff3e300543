//! Letters about standing: a tier that was reached or is about to end, a seat in the honor crew, a place in the core.

use domain::honor::tiers::{ApplicationState, Tier};
use domain::{ApplicationId, Instant, TermId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod words;

pub(super) use words::write;

use super::contents::{Asked, Content, Reader};
use crate::{
    Site,
    db::{Reading, Result},
    honor::tiers::House,
    sql, when,
};

/// What a letter about standing tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingNews {
    /// They are a Regular, for the first time or again.
    Regular,
    /// They no longer meet the rule since this moment, and stay a Regular for some days more.
    RegularEnds {
        /// Since when.
        met: Instant,
    },
    /// An organiser proposed them for a seat in the honor crew; sent only while it is open.
    Proposed {
        /// Which.
        application: ApplicationId,
    },
    /// It was decided about them.
    Decided {
        /// Which.
        application: ApplicationId,
    },
    /// Their time in the honor crew goes on.
    Renewed {
        /// Which.
        term: TermId,
    },
    /// Their time in the honor crew or the core is over, with thanks.
    Ended {
        /// Which.
        term: TermId,
    },
    /// They were appointed to the core.
    Core {
        /// Which.
        term: TermId,
    },
}

impl StandingNews {
    /// Names it in a log.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::RegularEnds { .. } => "regular_ends",
            Self::Proposed { .. } => "proposed",
            Self::Decided { .. } => "decided",
            Self::Renewed { .. } => "renewed",
            Self::Ended { .. } => "ended",
            Self::Core { .. } => "core",
        }
    }
}

/// The news with what is true of it.
pub(super) enum Told {
    Regular { events: i64, months: i64 },
    RegularEnds { last_day: String },
    Proposed { by: String, words: String },
    Accepted { reason: String, last_day: String },
    Declined { reason: String },
    Renewed { last_day: String },
    Ended { tier: Tier, thanks: Option<String> },
    Core { words: String },
}

/// Reads what there is to tell; none where it is no longer true.
pub(super) async fn load(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    news: &StandingNews,
) -> Result<Option<Content>> {
    let house = House::read(conn).await?;
    let day = |end: i64| when::date(reader.locale, &house.zone, Instant(end - 1));
    let told = match news {
        StandingNews::Regular => Some(Told::Regular { events: house.rule.events, months: house.rule.months }),
        StandingNews::RegularEnds { met } => {
            let end = met.plus_seconds(house.rule.grace_days * 86_400);
            // Who came again meanwhile, or whose days are over, is not told any more.
            let is_true = site.now() < end && !meets_again(conn, reader, *met).await?;
            (reader.asked == Asked::Ever || is_true).then(|| Told::RegularEnds { last_day: day(end.0) })
        }
        StandingNews::Proposed { application } => {
            let row = application_row(conn, reader, *application).await?;
            let row = row.filter(|row| reader.asked == Asked::Ever || row.state == ApplicationState::Open.word());
            row.map(|row| Told::Proposed { by: row.proposed_by.unwrap_or_default(), words: row.words })
        }
        StandingNews::Decided { application } => match application_row(conn, reader, *application).await? {
            Some(row) if row.state == ApplicationState::Accepted.word() => {
                let ends = crew_end(conn, reader).await?;
                let last_day = ends.map(&day).unwrap_or_default();
                Some(Told::Accepted { reason: row.reason.unwrap_or_default(), last_day })
            }
            Some(row) if row.state == ApplicationState::Declined.word() => {
                Some(Told::Declined { reason: row.reason.unwrap_or_default() })
            }
            _ => None,
        },
        StandingNews::Renewed { term } => {
            let row = term_row(conn, reader, *term).await?;
            row.and_then(|row| row.ends_at).map(|ends| Told::Renewed { last_day: day(ends) })
        }
        StandingNews::Ended { term } => {
            let row = term_row(conn, reader, *term).await?;
            row.and_then(|row| Some(Told::Ended { tier: Tier::from_word(&row.tier)?, thanks: row.thanks }))
        }
        StandingNews::Core { term } => term_row(conn, reader, *term).await?.map(|row| Told::Core { words: row.words }),
    };
    Ok(told.map(|told| Content::Standing { told, url: site.url("/tiers") }))
}

async fn meets_again(conn: &mut impl Reading, reader: &Reader, met: Instant) -> Result<bool> {
    let later: Option<(Uuid,)> = conn
        .optional(
            sql!("SELECT member_id FROM member_standing WHERE member_id = $1 AND regular_until > $2"),
            (reader.member.0, met.0),
        )
        .await?;
    Ok(later.is_some())
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    state: String,
    words: String,
    reason: Option<String>,
    proposed_by: Option<String>,
}

async fn application_row(
    conn: &mut impl Reading,
    reader: &Reader,
    id: ApplicationId,
) -> Result<Option<ApplicationRow>> {
    conn.optional(
        sql!(
            "SELECT a.state, a.words, a.reason, p.display_name AS proposed_by
             FROM crew_application a LEFT JOIN member p ON p.id = a.proposed_by_id WHERE a.id = $1 AND a.member_id = $2"
        ),
        (id.0, reader.member.0),
    )
    .await
}

/// When the reader's newest time in the honor crew ends.
async fn crew_end(conn: &mut impl Reading, reader: &Reader) -> Result<Option<i64>> {
    let (ends,): (Option<i64>,) = conn
        .one(
            sql!("SELECT max(ends_at) FROM tier_term WHERE member_id = $1 AND tier = 'honor_crew'"),
            (reader.member.0,),
        )
        .await?;
    Ok(ends)
}

#[derive(sqlx::FromRow)]
struct TermRow {
    tier: String,
    ends_at: Option<i64>,
    words: String,
    thanks: Option<String>,
}

async fn term_row(conn: &mut impl Reading, reader: &Reader, id: TermId) -> Result<Option<TermRow>> {
    conn.optional(
        sql!("SELECT tier, ends_at, words, thanks FROM tier_term WHERE id = $1 AND member_id = $2"),
        (id.0, reader.member.0),
    )
    .await
}

#[cfg(test)]
pub(super) use words::all;
