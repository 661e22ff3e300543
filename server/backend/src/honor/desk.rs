//! The console's pages on honor: what waits for an answer, who thanks whom, the rules, and a member's ledger.

use std::collections::BTreeMap;

use domain::honor::mutual::{Thanks, alternating};
use domain::honor::view::{
    HonorDesk, LedgerLine, MemberLedger, ObjectionRow, OpenLine, PairRow, RuleDesk, RuleNow, VersionView, WaitingThanks,
};
use domain::honor::{RuleForm, Trigger};
use domain::members::access::{Action, Actor, require};
use domain::{Failure, HonorEntryId, Instant, Locale, MemberId, ObjectionId, ThanksId};
use uuid::Uuid;

use super::dry_run::try_on;
use super::statement::lines;
use super::{periods::seasons, project, rules};
use crate::Site;
use crate::db::{Reading, Result as DbResult};
use crate::{sql, when};

/// Rows of each list.
const ROWS: i64 = 50;
/// How far back it is looked for who thanks whom, in seconds: a year.
const BACK_S: i64 = 365 * 86_400;

/// `/organise/honor`.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise.
pub async fn honor_desk(site: &Site, actor: &Actor, locale: Locale) -> Result<HonorDesk, Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let mut conn = site.db.read().await?;
    let season = seasons(&mut conn).await?.of(site.now());
    let (_, terms) = rules::current(&mut conn, Trigger::Thanked).await?;
    let spent: Option<(i64,)> = conn
        .optional(
            sql!("SELECT spent FROM honor_budget WHERE member_id = $1 AND season = $2"),
            (actor.member.0, season.0),
        )
        .await?;
    let budget = terms.budget.unwrap_or(0);
    Ok(HonorDesk {
        left: (budget - spent.map_or(0, |(spent,)| spent)).max(0),
        budget,
        second_from: terms.second_from,
        waiting: waiting(&mut conn, actor, locale).await?,
        objections: objections(&mut conn, actor, locale).await?,
        pairs: pairs(&mut conn, site.now()).await?,
        rules: rules_now(&mut conn).await?,
        may_set_rules: actor.may(Action::SetHonorRules),
    })
}

/// The rules as they hold.
pub(super) async fn rules_now(conn: &mut impl Reading) -> DbResult<Vec<RuleNow>> {
    let all = rules::all(conn).await?;
    Ok(all.into_iter().map(|(trigger, version, terms)| RuleNow { trigger, version, terms }).collect())
}

async fn waiting(conn: &mut impl Reading, actor: &Actor, locale: Locale) -> DbResult<Vec<WaitingThanks>> {
    type Row = (Uuid, Uuid, Uuid, i64, String, i64, String, String, String, String);
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT t.id, t.by_id, t.member_id, t.points, t.reason, t.asked_at, b.display_name, m.display_name, m.handle, b.zone
                 FROM honor_thanks t JOIN member m ON m.id = t.member_id JOIN member b ON b.id = t.by_id
                 WHERE t.state = 'waiting' ORDER BY t.asked_at LIMIT $1"
            ),
            (ROWS,),
        )
        .await?;
    let row = |(id, by, member, points, reason, asked, by_name, name, handle, zone): Row| WaitingThanks {
        id: ThanksId(id),
        by: by_name,
        name,
        handle,
        points,
        reason,
        asked: when::short_date(locale, &zone, Instant(asked)),
        is_mine: by == actor.member.0,
        may_agree: ![by, member].contains(&actor.member.0),
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn objections(conn: &mut impl Reading, actor: &Actor, locale: Locale) -> DbResult<Vec<ObjectionRow>> {
    type Row = (Uuid, Uuid, i64, String, i64, String, String, String);
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT o.id, o.member_id, e.seq, o.said, o.made_at, m.display_name, m.handle, m.zone
                 FROM honor_objection o JOIN honor_entry e ON e.id = o.entry_id JOIN member m ON m.id = o.member_id
                 WHERE o.outcome IS NULL ORDER BY o.made_at LIMIT $1"
            ),
            (ROWS,),
        )
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, member, seq, said, made_at, name, handle, zone) in rows {
        let line = lines(conn, locale, MemberId(member), (seq - 1, seq)).await?.pop();
        let made = when::short_date(locale, &zone, Instant(made_at));
        let is_mine = member == actor.member.0;
        all.extend(line.map(|line| ObjectionRow { id: ObjectionId(id), name, handle, line, said, made, is_mine }));
    }
    Ok(all)
}

/// Who thanks whom by turns.
async fn pairs(conn: &mut impl Reading, now: Instant) -> DbResult<Vec<PairRow>> {
    let rows: Vec<(Uuid, Uuid, i64, i64)> = conn
        .all(
            sql!(
                "SELECT h.by_id, h.member_id, h.points, h.at FROM honor_entry h
                 WHERE h.cause = 'thanked' AND h.by_id IS NOT NULL AND h.at > $1
                     AND EXISTS (SELECT 1 FROM honor_entry b WHERE b.cause = 'thanked' AND b.by_id = h.member_id
                         AND b.member_id = h.by_id AND b.at > $1)
                 ORDER BY h.at LIMIT 20000"
            ),
            (now.plus_seconds(-BACK_S).0,),
        )
        .await?;
    let thanks = |(from, to, points, at)| Thanks { from: MemberId(from), to: MemberId(to), points, at: Instant(at) };
    let all: Vec<Thanks> = rows.into_iter().map(thanks).collect();
    let mut names = BTreeMap::new();
    let mut rows = vec![];
    for pair in alternating(&all).into_iter().take(ROWS as usize) {
        let (a, b) = pair.members;
        let people = [person(conn, &mut names, a).await?, person(conn, &mut names, b).await?];
        rows.push(PairRow { people, turns: i64::try_from(pair.turns).unwrap_or(i64::MAX), points: pair.points });
    }
    Ok(rows)
}

/// A member's name and handle.
async fn person(
    conn: &mut impl Reading,
    known: &mut BTreeMap<MemberId, (String, String)>,
    member: MemberId,
) -> DbResult<(String, String)> {
    if let Some(person) = known.get(&member) {
        return Ok(person.clone());
    }
    let person: (String, String) =
        conn.one(sql!("SELECT display_name, handle FROM member WHERE id = $1"), (member.0,)).await?;
    known.insert(member, person.clone());
    Ok(person)
}

/// `/organise/honor/members/{handle}`: a member's ledger, for those who may put it right.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not organise; [`Failure::NotFound`].
pub async fn member_ledger(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (handle, page): (&str, u32),
) -> Result<MemberLedger, Failure> {
    require(Some(actor), Action::KeepHonor)?;
    let mut conn = site.db.read().await?;
    let found: Option<(Uuid, String, String)> = conn
        .optional(sql!("SELECT id, handle, display_name FROM member WHERE handle = $1"), (handle.to_ascii_lowercase(),))
        .await?;
    let (id, handle, name) = found.ok_or(Failure::NotFound)?;
    let statement = super::statement(&mut conn, locale, MemberId(id), page).await?;
    let (first, last) = (statement.lines.last().map_or(0, |l| l.seq), statement.lines.first().map_or(0, |l| l.seq));
    // Each line can be put right once: by the line after it that says so.
    let open: Vec<(i64, Uuid)> = conn
        .all(
            sql!(
                "SELECT e.seq, e.id FROM honor_entry e WHERE e.member_id = $1 AND e.seq BETWEEN $2 AND $3
                     AND NOT EXISTS (SELECT 1 FROM honor_entry c WHERE c.corrects_id = e.id) ORDER BY e.seq DESC LIMIT $4"
            ),
            (id, first, last, ROWS),
        )
        .await?;
    let open: BTreeMap<i64, Uuid> = open.into_iter().collect();
    let is_mine = id == actor.member.0;
    let line = |line: LedgerLine| OpenLine {
        entry: open.get(&line.seq).filter(|_| !is_mine).copied().map(HonorEntryId),
        line,
    };
    Ok(MemberLedger {
        honor: project::lifetime(&mut conn, MemberId(id)).await?,
        is_mine,
        lines: statement.lines.into_iter().map(line).collect(),
        older_page: statement.older_page,
        handle,
        name,
    })
}

/// `/organise/honor/rules/{rule}`: a rule, its versions, and what another one would have given. `tried` is a form in one line.
///
/// # Errors
/// [`Failure::Forbidden`] for who does not run the site; [`Failure::NotFound`] for no such rule.
pub async fn rule_desk(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    (rule, tried): (&str, &str),
) -> Result<RuleDesk, Failure> {
    require(Some(actor), Action::SetHonorRules)?;
    let trigger = Trigger::from_word(rule).ok_or(Failure::NotFound)?;
    let mut conn = site.db.read().await?;
    let (version, now) = rules::current(&mut conn, trigger).await?;
    let zone: (String,) = conn.one(sql!("SELECT zone FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let view = |row: rules::VersionRow| VersionView {
        version: row.version,
        terms: row.terms(),
        made: (row.made_at > 0).then(|| when::short_date(locale, &zone.0, Instant(row.made_at))),
        by: row.by_name.clone(),
        note: row.note.clone(),
    };
    let versions = rules::versions(&mut conn, trigger).await?.into_iter().map(view).collect();
    let tried = RuleForm::from_line(tried).filter(|form| trigger.has_source() && form.terms(trigger).is_ok());
    let trial = match &tried {
        Some(form) => Some(try_on(&mut conn, site, trigger, (&form.terms(trigger)?, &now)).await?),
        None => None,
    };
    Ok(RuleDesk { trigger, version, form: tried.unwrap_or_else(|| RuleForm::of(&now)), versions, trial })
}
