//! What counts: the sums that pages and leaderboards read. They follow from the entries, under the lock of the member's account,
//! and can be made anew from them at any time. The member's places on the boards follow them here, and nowhere else.

use std::collections::BTreeMap;

use domain::honor::caps::{Counted, Limit, Record, State, Tally, project};
use domain::honor::days::{Day, Seasons};
use domain::honor::{Cause, Link, Trigger};
use domain::{EventId, HonorEntryId, Instant, MemberId};
use uuid::Uuid;

use super::add::odd;
use super::leaderboard;
use super::periods::seasons;
use super::rules::CapsRow;
use crate::Site;
use crate::db::{Reading, Result, Tx};
use crate::sql;

/// So many members are looked at in one go.
const PAGE: i64 = 500;
/// A member's entries are read whole: what counts follows from all of them.
const ALL: i64 = 1_000_000;

/// An entry that was written just now.
pub(super) struct Added<'a> {
    pub(super) link: &'a Link,
    pub(super) day: Day,
    pub(super) caps: domain::honor::caps::Caps,
}

/// Counts one more entry: how much of it counts, which cap left less, and the member's lifetime honor.
pub(super) async fn count_on(tx: &mut Tx, site: &Site, added: Added<'_>) -> Result<(i64, Option<Limit>, i64)> {
    let Added { link, day, caps } = added;
    let Some(trigger) = link.cause.trigger() else {
        // What is put right may let later entries count.
        rebuild_member(tx, site, link.member).await?;
        return Ok((link.points, None, lifetime(tx, link.member).await?));
    };
    let season = seasons(tx).await?.of(link.at);
    let record = Record {
        id: link.id,
        points: link.points,
        trigger: Some(trigger),
        day,
        season,
        event: link.event,
        by: link.by,
        corrects: None,
        caps,
    };
    let tally = if caps.are_open() { Tally::default() } else { so_far(tx, link.member, &record).await? };
    let (points, limit) = tally.admit(&record);
    let row =
        Row { entry: link.id.0, seq: link.seq, day: day.0, season: season.0, points, limit, state: State::Stands };
    insert(tx, link.member, &row).await?;
    if points > 0 {
        raise(tx, link, &row).await?;
        leaderboard::follow(tx, site, link.member, link.at).await?;
    }
    Ok((points, limit, lifetime(tx, link.member).await?))
}

/// Day, season, event, giver, and how much counts.
type NotedRow = (i64, i64, Option<Uuid>, Option<Uuid>, i64);

/// What counts already where this entry's caps look.
async fn so_far(tx: &mut Tx, member: MemberId, next: &Record) -> Result<Tally> {
    let trigger = next.trigger.map_or("", Trigger::word);
    let monday = next.day.week() * 7 - 3;
    let rows: Vec<NotedRow> = tx
        .all(
            sql!(
                "SELECT c.day, c.season, e.event_id, e.by_id, c.points FROM honor_counted c JOIN honor_entry e ON e.id = c.entry_id
                 WHERE c.member_id = $1 AND e.cause = $2 AND c.state = 'stands'
                     AND (c.season = $3 OR c.day >= $4 OR e.event_id = $5) LIMIT $6"
            ),
            (member.0, trigger, next.season.0, monday, next.event.map(|event| event.0), ALL),
        )
        .await?;
    let mut tally = Tally::default();
    for (day, season, event, by, points) in rows {
        let (event, by) = (event.map(EventId), by.map(MemberId));
        tally.note(&Record { day: Day(day), season: Instant(season), event, by, ..*next }, points);
    }
    Ok(tally)
}

/// The columns of [`Row`], as they are stored.
type CountedRow = (Uuid, i64, i64, i64, i64, Option<String>, String);

/// A row of `honor_counted`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    entry: Uuid,
    seq: i64,
    day: i64,
    season: i64,
    points: i64,
    limit: Option<Limit>,
    state: State,
}

async fn insert(tx: &mut Tx, member: MemberId, row: &Row) -> Result<()> {
    tx.execute(
        sql!(
            "INSERT INTO honor_counted (entry_id, member_id, seq, day, season, points, met, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        (row.entry, member.0, row.seq, row.day, row.season, row.points, row.limit.map(Limit::word), row.state.word()),
    )
    .await
    .map(drop)
}

/// Adds what counts to the sums.
async fn raise(tx: &mut Tx, link: &Link, row: &Row) -> Result<()> {
    tx.execute(
        sql!(
            "INSERT INTO honor_total (member_id, lifetime, reached_at) VALUES ($1, $2, $3) ON CONFLICT (member_id)
             DO UPDATE SET lifetime = honor_total.lifetime + excluded.lifetime, reached_at = excluded.reached_at"
        ),
        (link.member.0, row.points, link.at.0),
    )
    .await?;
    tx.execute(
        sql!(
            "INSERT INTO honor_season (member_id, season, points, reached_at) VALUES ($1, $2, $3, $4) ON CONFLICT (member_id, season)
             DO UPDATE SET points = honor_season.points + excluded.points, reached_at = excluded.reached_at"
        ),
        (link.member.0, row.season, row.points, link.at.0),
    )
    .await?;
    tx.execute(
        sql!(
            "INSERT INTO honor_day (member_id, day, points) VALUES ($1, $2, $3) ON CONFLICT (member_id, day)
             DO UPDATE SET points = honor_day.points + excluded.points"
        ),
        (link.member.0, row.day, row.points),
    )
    .await
    .map(drop)
}

/// The member's lifetime honor.
pub(super) async fn lifetime(conn: &mut impl Reading, member: MemberId) -> Result<i64> {
    let total: Option<(i64,)> =
        conn.optional(sql!("SELECT lifetime FROM honor_total WHERE member_id = $1"), (member.0,)).await?;
    Ok(total.map_or(0, |(total,)| total))
}

/// All that is worked out of a member's entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Projection {
    rows: Vec<Row>,
    /// Lifetime honor, and when it was reached.
    total: Option<(i64, i64)>,
    seasons: BTreeMap<i64, (i64, i64)>,
    days: BTreeMap<i64, i64>,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: Uuid,
    seq: i64,
    points: i64,
    cause: String,
    event_id: Option<Uuid>,
    by_id: Option<Uuid>,
    corrects_id: Option<Uuid>,
    at: i64,
    day: Option<i64>,
    #[sqlx(flatten)]
    caps: CapsRow,
}

impl EntryRow {
    fn record(&self, seasons: &Seasons) -> Record {
        let at = Instant(self.at);
        Record {
            id: HonorEntryId(self.id),
            points: self.points,
            trigger: Cause::from_word(&self.cause).and_then(Cause::trigger),
            day: self.day.map_or(Day::of_utc(at), Day),
            season: seasons.of(at),
            event: self.event_id.map(EventId),
            by: self.by_id.map(MemberId),
            corrects: self.corrects_id.map(HonorEntryId),
            caps: self.caps.caps(),
        }
    }
}

impl Projection {
    /// What the entries say.
    pub(super) async fn due(conn: &mut impl Reading, member: MemberId) -> Result<Self> {
        let seasons = seasons(conn).await?;
        let entries: Vec<EntryRow> = conn
            .all(
                sql!(
                    "SELECT e.id, e.seq, e.points, e.cause, e.event_id, e.by_id, e.corrects_id, e.at, e.day,
                         v.per_day, v.per_week, v.per_season, v.per_event, v.per_giver
                     FROM honor_entry e LEFT JOIN honor_rule_version v ON v.rule = e.cause AND v.version = e.rule_version
                     WHERE e.member_id = $1 ORDER BY e.seq LIMIT $2"
                ),
                (member.0, ALL),
            )
            .await?;
        let records: Vec<Record> = entries.iter().map(|entry| entry.record(&seasons)).collect();
        let mut due = Self::default();
        for ((entry, record), counted) in entries.iter().zip(&records).zip(project(&records)) {
            due.take(entry, record, counted);
        }
        Ok(due)
    }

    fn take(&mut self, entry: &EntryRow, record: &Record, counted: Counted) {
        let Counted { points, limit, state } = counted;
        let (day, season) = (record.day.0, record.season.0);
        self.rows.push(Row { entry: entry.id, seq: entry.seq, day, season, points, limit, state });
        if state == State::Stands && points > 0 {
            self.total = Some((self.total.map_or(0, |(sum, _)| sum) + points, entry.at));
            let sum = self.seasons.entry(season).or_default();
            *sum = (sum.0 + points, entry.at);
            *self.days.entry(day).or_default() += points;
        }
    }

    /// What is stored.
    pub(super) async fn stored(conn: &mut impl Reading, member: MemberId) -> Result<Self> {
        let rows: Vec<CountedRow> = conn
            .all(
                sql!(
                    "SELECT entry_id, seq, day, season, points, met, state FROM honor_counted WHERE member_id = $1 ORDER BY seq LIMIT $2"
                ),
                (member.0, ALL),
            )
            .await?;
        let total: Option<(i64, i64)> = conn
            .optional(sql!("SELECT lifetime, reached_at FROM honor_total WHERE member_id = $1"), (member.0,))
            .await?;
        let seasons: Vec<(i64, i64, i64)> = conn
            .all(
                sql!("SELECT season, points, reached_at FROM honor_season WHERE member_id = $1 LIMIT $2"),
                (member.0, ALL),
            )
            .await?;
        let days: Vec<(i64, i64)> =
            conn.all(sql!("SELECT day, points FROM honor_day WHERE member_id = $1 LIMIT $2"), (member.0, ALL)).await?;
        let row = |(entry, seq, day, season, points, met, state): (_, _, _, _, _, Option<String>, String)| {
            let state = State::from_word(&state).ok_or_else(|| odd("no such state"))?;
            Ok(Row { entry, seq, day, season, points, limit: met.as_deref().and_then(Limit::from_word), state })
        };
        Ok(Self {
            rows: rows.into_iter().map(row).collect::<Result<_>>()?,
            total,
            seasons: seasons.into_iter().map(|(season, points, at)| (season, (points, at))).collect(),
            days: days.into_iter().collect(),
        })
    }

    /// The number of the first entry whose row is not as it is due; 0 where only sums differ.
    pub(super) fn first_difference(&self, due: &Self) -> Option<i64> {
        if self == due {
            return None;
        }
        let differs = due.rows.iter().zip(&self.rows).find(|(due, stored)| due != stored).map(|(due, _)| due.seq);
        let missing = due.rows.get(self.rows.len()).map(|row| row.seq);
        Some(differs.or(missing).unwrap_or(0))
    }

    async fn store(&self, tx: &mut Tx, member: MemberId) -> Result<()> {
        for delete in [
            sql!("DELETE FROM honor_counted WHERE member_id = $1"),
            sql!("DELETE FROM honor_total WHERE member_id = $1"),
            sql!("DELETE FROM honor_season WHERE member_id = $1"),
            sql!("DELETE FROM honor_day WHERE member_id = $1"),
        ] {
            tx.execute(delete, (member.0,)).await?;
        }
        for row in &self.rows {
            insert(tx, member, row).await?;
        }
        if let Some((lifetime, reached_at)) = self.total {
            tx.execute(
                sql!("INSERT INTO honor_total (member_id, lifetime, reached_at) VALUES ($1, $2, $3)"),
                (member.0, lifetime, reached_at),
            )
            .await?;
        }
        for (season, (points, reached_at)) in &self.seasons {
            tx.execute(
                sql!("INSERT INTO honor_season (member_id, season, points, reached_at) VALUES ($1, $2, $3, $4)"),
                (member.0, *season, *points, *reached_at),
            )
            .await?;
        }
        for (day, points) in &self.days {
            tx.execute(
                sql!("INSERT INTO honor_day (member_id, day, points) VALUES ($1, $2, $3)"),
                (member.0, *day, *points),
            )
            .await?;
        }
        Ok(())
    }
}

/// Makes a member's sums anew, and their places on the boards, while their account is held.
pub(super) async fn rebuild_member(tx: &mut Tx, site: &Site, member: MemberId) -> Result<()> {
    Projection::due(tx, member).await?.store(tx, member).await?;
    leaderboard::refresh(tx, site, member).await
}

/// Makes all sums anew from the entries, one member at a time, while the site goes on; gives for how many.
///
/// # Errors
/// When the database fails.
pub async fn rebuild(site: &Site) -> Result<i64> {
    let (mut after, mut members) = (Uuid::nil(), 0);
    loop {
        let page = members_after(&mut site.db.read().await?, after).await?;
        let Some(last) = page.last() else { return Ok(members) };
        after = last.0;
        for member in page {
            let mut tx = site.db.write().await?;
            super::hold(&mut tx, member).await?;
            rebuild_member(&mut tx, site, member).await?;
            tx.commit().await?;
            members += 1;
        }
    }
}

/// The next members who have an account.
pub(super) async fn members_after(conn: &mut impl Reading, after: Uuid) -> Result<Vec<MemberId>> {
    let rows: Vec<(Uuid,)> = conn
        .all(
            sql!("SELECT member_id FROM honor_account WHERE member_id > $1 ORDER BY member_id LIMIT $2"),
            (after, PAGE),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| MemberId(id)).collect())
}
