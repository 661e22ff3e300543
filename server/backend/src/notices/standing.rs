//! Letters about standing: a tier that was reached or is about to end, a seat in the honor crew, a place in the core.

use domain::honor::tiers::{ApplicationState, Tier};
use domain::{ApplicationId, Instant, Locale, TermId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contents::{Asked, Content, Reader};
use super::texts::{
    Part::{self, Line, Link},
    say,
};
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
        StandingNews::Regular => {
            Some(Told::Regular { events: house.rule.events, months: house.rule.months })
        }
        StandingNews::RegularEnds { met } => {
            let end = met.plus_seconds(house.rule.grace_days * 86_400);
            // Who came again meanwhile, or whose days are over, is not told any more.
            let is_true = site.now() < end && !meets_again(conn, reader, *met).await?;
            (reader.asked == Asked::Ever || is_true).then(|| Told::RegularEnds { last_day: day(end.0) })
        }
        StandingNews::Proposed { application } => {
            let row = application_row(conn, reader, *application).await?;
            let row = row.filter(|row| {
                reader.asked == Asked::Ever || row.state == ApplicationState::Open.word()
            });
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
        StandingNews::Core { term } => {
            term_row(conn, reader, *term).await?.map(|row| Told::Core { words: row.words })
        }
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

/// The words.
pub(super) fn write(l: Locale, told: &Told, url: &str) -> (String, Vec<Part>) {
    let (subject, mut parts) = match told {
        Told::Regular { events, months } => regular(l, *events, *months),
        Told::RegularEnds { last_day } => regular_ends(l, last_day),
        Told::Proposed { by, words } => proposed(l, by, words),
        Told::Accepted { reason, last_day } => accepted(l, reason, last_day),
        Told::Declined { reason } => declined(l, reason),
        Told::Renewed { last_day } => renewed(l, last_day),
        Told::Ended { tier, thanks } => ended(l, *tier, thanks.as_deref()),
        Told::Core { words } => core(l, words),
    };
    parts.push(Link(say(l, "Tiers and what they are for", "等级说明"), url.into()));
    (subject, parts)
}

fn regular(l: Locale, events: i64, months: i64) -> (String, Vec<Part>) {
    let why = say(
        l,
        format!("You were at {events} events within {months} months, so you are a Regular."),
        format!("你在 {months} 个月内参加了 {events} 场活动，成为了常客。"),
    );
    let what = say(
        l,
        "Where an event opens earlier for Regulars, it opens earlier for you. Keep coming, and it stays so.",
        "如果活动让常客提前报名，你也可以提前。继续来，就一直是常客。",
    );
    (say(l, "You are a Regular".into(), "你成为了常客".into()), vec![Line(why), Line(what.into())])
}

fn regular_ends(l: Locale, last_day: &str) -> (String, Vec<Part>) {
    let when = say(
        l,
        format!("It has been a while. You stay a Regular until {last_day}."),
        format!("好久不见。你的常客身份保留到{last_day}。"),
    );
    let how = say(
        l,
        "Come to an event or two by then and nothing changes. If life has other plans, the way back is the way you came. Your honor and your badges stay yours in any case.",
        "在那之前来参加活动，一切照旧。如果没空也没关系，以后再来就能重新成为常客。荣誉和徽章始终是你的。",
    );
    (say(l, "We miss you".into(), "想你了".into()), vec![Line(when), Line(how.into())])
}

fn proposed(l: Locale, by: &str, words: &str) -> (String, Vec<Part>) {
    let who = say(
        l,
        format!("{by} proposed you for a seat in the honor crew. Another organiser decides; you hear from us either way."),
        format!("{by} 推荐你加入荣誉组，将由另一位组织者决定，结果会来信告诉你。"),
    );
    let why = say(l, format!("What they wrote: {words}"), format!("推荐理由：{words}"));
    let how = say(l, "You would rather not? Say so on the page on tiers.", "不想加入？可以在等级页面上谢绝。");
    (say(l, "Proposed for the honor crew".into(), "你被推荐加入荣誉组".into()), vec![Line(who), Line(why), Line(how.into())])
}

fn accepted(l: Locale, reason: &str, last_day: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        format!("You have a seat in the honor crew, until {last_day}."),
        format!("你加入了荣誉组，任期到{last_day}。"),
    );
    let why = say(l, format!("What the organisers wrote: {reason}"), format!("组织者的话：{reason}"));
    (say(l, "You are in the honor crew".into(), "你加入了荣誉组".into()), vec![Line(what), Line(why)])
}

fn declined(l: Locale, reason: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        "You do not get a seat in the honor crew this time. Nothing else changes, and you can ask again.",
        "这次没能加入荣誉组。其他一切照旧，以后还可以再申请。",
    );
    let why = say(l, format!("Why: {reason}"), format!("原因：{reason}"));
    (say(l, "The honor crew: not this time".into(), "荣誉组申请结果".into()), vec![Line(what.into()), Line(why)])
}

fn renewed(l: Locale, last_day: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        format!("Your time in the honor crew goes on, until {last_day}."),
        format!("你在荣誉组的任期延长到{last_day}。"),
    );
    let thanks = say(l, "Thank you for what you do.", "谢谢你的付出。");
    (say(l, "Your seat in the honor crew is renewed".into(), "荣誉组任期已延长".into()), vec![Line(what), Line(thanks.into())])
}

fn ended(l: Locale, tier: Tier, thanks: Option<&str>) -> (String, Vec<Part>) {
    let (en, zh) = if tier == Tier::Core { ("core", "核心组") } else { ("honor crew", "荣誉组") };
    let what = say(
        l,
        format!("Your time in the {en} is over. Thank you: what you did stays, and so do your honor and your badges."),
        format!("你在{zh}的任期结束了。谢谢你：你做过的一切都在，荣誉和徽章也都在。"),
    );
    let mut parts = vec![Line(what)];
    parts.extend(thanks.map(|thanks| Line(say(l, format!("A word from the organisers: {thanks}"), format!("组织者的话：{thanks}")))));
    (say(l, format!("Thank you for your time in the {en}"), format!("感谢你在{zh}的付出")), parts)
}

fn core(l: Locale, words: &str) -> (String, Vec<Part>) {
    let what = say(l, "You were appointed to the core.", "你被任命为核心组成员。");
    let why = say(l, format!("Why: {words}"), format!("原因：{words}"));
    (say(l, "Welcome to the core".into(), "欢迎加入核心组".into()), vec![Line(what.into()), Line(why)])
}

/// One of each, for the test that reads all letters.
#[cfg(test)]
pub(super) fn all() -> Vec<Told> {
    let day = || "20 September 2027".to_owned();
    let words = || "She mends radios.".to_owned();
    vec![
        Told::Regular { events: 3, months: 6 },
        Told::RegularEnds { last_day: day() },
        Told::Proposed { by: "Wen".into(), words: words() },
        Told::Accepted { reason: words(), last_day: day() },
        Told::Declined { reason: words() },
        Told::Renewed { last_day: day() },
        Told::Ended { tier: Tier::HonorCrew, thanks: Some(words()) },
        Told::Ended { tier: Tier::Core, thanks: None },
        Told::Core { words: words() },
    ]
}
