//! Events that come again by a rule. What a series repeats is its newest event: who changes that one changes the next ones.

use domain::{
    ChapterId, EventId, Failure, FieldCode, Locale, SeriesId,
    events::{
        calendar::{Day, split_wall},
        desk::{SeriesChip, SeriesPage, SeriesRow},
        series::{MAX_DRAFTS, Rhythm, Rule, SeriesForm, days},
    },
    form,
    members::{Action, Actor, access::Rank, require},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    card::{self, CardRow},
    copy,
    create::{self, Like, New},
    numbers, plan_page, rhythm_words, run,
};
use crate::{
    Site, chapters,
    db::{Reading, Result as DbResult},
    operations::audit,
    signups::shifts,
    sql, when, zones,
};

/// How many of its days and events a series' page shows.
const NEXT: usize = 6;
const EVENTS: i64 = 24;

#[derive(sqlx::FromRow)]
struct Row {
    chapter_id: Uuid,
    chapter_slug: String,
    zone: String,
    name: String,
    rhythm: String,
    every: i64,
    first_day: String,
    except_days: String,
}

impl Row {
    fn rule(&self) -> Result<Rule, Failure> {
        let wrong = |_| card::unknown("day", &self.first_day);
        Ok(Rule {
            rhythm: Rhythm::from_word(&self.rhythm).ok_or_else(|| card::unknown("rhythm", &self.rhythm))?,
            every: self.every,
            first: Day::parse(&self.first_day).map_err(wrong)?,
            except: days(&self.except_days).map_err(wrong)?,
        })
    }
}

/// The series, for somebody who organises its chapter.
async fn row(conn: &mut impl Reading, actor: &Actor, id: SeriesId) -> Result<Row, Failure> {
    let row: Option<Row> = conn
        .optional(
            sql!(
                "SELECT s.chapter_id, c.slug AS chapter_slug, c.zone, s.name, s.rhythm, s.every, s.first_day, s.except_days
                 FROM series s JOIN chapter c ON c.id = s.chapter_id WHERE s.id = $1"
            ),
            (id.0,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    require(Some(actor), Action::RunChapter(ChapterId(row.chapter_id)))?;
    Ok(row)
}

/// Makes an event the first of a series. One that belongs to a series already stays in it, and that series is the answer.
///
/// # Errors
/// The fields of [`SeriesForm`]; [`Failure::Forbidden`] for those who do not organise the chapter.
pub async fn start_series(site: &Site, actor: &Actor, event: EventId, form: SeriesForm) -> Result<SeriesId, Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    run::plans_in(actor, stored.chapter())?;
    if let Some(series) = stored.series() {
        return Ok(series);
    }
    let new = form.parse(first_day(&stored.starts_local)?)?;
    let id = SeriesId(site.new_id());
    tx.execute(
        sql!(
            "INSERT INTO series (id, chapter_id, name, rhythm, every, first_day, except_days, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        (
            id.0,
            stored.chapter_id,
            new.name,
            new.rule.rhythm.word(),
            new.rule.every,
            new.rule.first.to_string(),
            lines(&new.rule),
            site.now().0,
        ),
    )
    .await?;
    tx.execute(sql!("UPDATE event SET series_id = $2 WHERE id = $1"), (event.0, id.0)).await?;
    let detail = json!({ "series": id });
    audit::write(&mut tx, site, Some(actor.member), "series_started", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes name, rule and exceptions; drafts that are made already stay.
///
/// # Errors
/// The fields of [`SeriesForm`].
pub async fn save_series(site: &Site, actor: &Actor, series: SeriesId, form: SeriesForm) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let new = form.parse(row(&mut tx, actor, series).await?.rule()?.first)?;
    tx.execute(
        sql!("UPDATE series SET name = $2, rhythm = $3, every = $4, except_days = $5 WHERE id = $1"),
        (series.0, new.name, new.rule.rhythm.word(), new.rule.every, lines(&new.rule)),
    )
    .await?;
    audit::write(&mut tx, site, Some(actor.member), "series_changed", ("series", series.0), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Makes the next drafts of a series, each like its newest event.
///
/// # Errors
/// The field `count`; what the newest event's plan has wrong by now.
pub async fn make_drafts(site: &Site, actor: &Actor, series: SeriesId, count: &str) -> Result<Vec<EventId>, Failure> {
    let wrong = |code| Failure::field("count", code);
    let count = form::number(count, 1, MAX_DRAFTS).map_err(wrong)?;
    let mut tx = site.db.write().await?;
    // Taken first: two who ask at once make one row of drafts after the other.
    tx.execute(sql!("UPDATE series SET name = name WHERE id = $1"), (series.0,)).await?;
    let row = row(&mut tx, actor, series).await?;
    let newest = newest(&mut tx, series).await?.ok_or(Failure::NotFound)?;
    let stored = run::event(&mut tx, actor, newest).await?;
    let form = plan_page::filled(&mut tx, newest, &stored).await?;
    let from = first_day(&stored.starts_local)?;
    let days = coming(site, &row, Some(from), usize::try_from(count).unwrap_or_default())?;
    if days.is_empty() {
        return Err(wrong(FieldCode::NotADay));
    }
    let kept = shifts::keep(&mut tx, newest).await?;
    let mut made = vec![];
    for day in days {
        let plan = copy::on_day(&form, from.until(day), site.now())?;
        let like = Like { event: newest, cover: stored.cover_id, series: Some(series) };
        let new =
            New { host: actor.member, chapter: stored.chapter(), plan: &plan, like: Some(like), shifts: Some(&kept) };
        made.push(create::draft(&mut tx, site, new).await?);
    }
    tx.commit().await?;
    Ok(made)
}

/// A series: its rule, what comes next by it, and how its events went.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Forbidden`] for those who do not organise its chapter.
pub async fn series_page(site: &Site, actor: &Actor, locale: Locale, series: SeriesId) -> Result<SeriesPage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let row = row(&mut conn, actor, series).await?;
    let rule = row.rule()?;
    let cards = events(&mut conn, series).await?;
    let newest = newest(&mut conn, series).await?;
    let last = match newest {
        Some(newest) => Some(first_day(&run::event(&mut conn, actor, newest).await?.starts_local)?),
        None => None,
    };
    let next = coming(site, &row, last, NEXT)?;
    let mut events = Vec::with_capacity(cards.len());
    for card in cards {
        let numbers = numbers::of(&mut conn, card.event(), (now, locale)).await?.unwrap_or_default();
        events.push(SeriesRow { id: card.event(), card: card.card(now, locale)?, numbers });
    }
    let chapter = chapters::chip(&mut conn, &row.chapter_slug).await?.ok_or(Failure::NotFound)?;
    Ok(SeriesPage {
        id: series,
        chapter,
        rule: rhythm_words::of(locale, &rule),
        next: next.into_iter().map(|day| when::day(locale, day.date())).collect(),
        form: SeriesForm { rhythm: row.rhythm, every: row.every.to_string(), except: row.except_days, name: row.name },
        events,
    })
}

/// The days that come next: after the newest event, and after today.
fn coming(site: &Site, row: &Row, newest: Option<Day>, count: usize) -> Result<Vec<Day>, Failure> {
    let today = first_day(&zones::wall(&row.zone, site.now()))?;
    let rule = row.rule()?;
    Ok(rule.after(newest.unwrap_or(rule.first).max(today), count))
}

/// The day of a wall time that is stored.
fn first_day(local: &str) -> Result<Day, Failure> {
    let split = split_wall(local).map_err(|_| card::unknown("wall time", local))?;
    Ok(split.0)
}

fn lines(rule: &Rule) -> String {
    rule.except.iter().map(Day::to_string).collect::<Vec<_>>().join("\n")
}

/// The one that the next ones are like.
async fn newest(conn: &mut impl Reading, series: SeriesId) -> DbResult<Option<EventId>> {
    let row: Option<(Uuid,)> = conn
        .optional(
            sql!("SELECT id FROM event WHERE series_id = $1 ORDER BY starts_at DESC, id DESC LIMIT 1"),
            (series.0,),
        )
        .await?;
    Ok(row.map(|(id,)| EventId(id)))
}

async fn events(conn: &mut impl Reading, series: SeriesId) -> DbResult<Vec<CardRow>> {
    conn.all(
        sql!(concat!(
            "SELECT ",
            card::columns!(),
            " FROM ",
            card::tables!(),
            " WHERE e.series_id = $1 ORDER BY e.starts_at DESC, e.id DESC LIMIT $2"
        )),
        (series.0, EVENTS),
    )
    .await
}

/// Those of the chapters that the actor organises, by name.
pub(super) async fn chips(conn: &mut impl Reading, actor: &Actor) -> DbResult<Vec<SeriesChip>> {
    let rows: Vec<(Uuid, String)> = conn
        .all(
            sql!(
                "SELECT s.id, s.name FROM series s
                 WHERE $2 OR s.chapter_id IN (SELECT o.chapter_id FROM chapter_organiser o WHERE o.member_id = $1)
                 ORDER BY s.name, s.id LIMIT 100"
            ),
            (actor.member.0, actor.rank == Rank::Admin),
        )
        .await?;
    Ok(rows.into_iter().map(|(id, name)| SeriesChip { id: SeriesId(id), name }).collect())
}

/// The series an event belongs to.
pub(super) async fn chip_of(conn: &mut impl Reading, series: SeriesId) -> DbResult<Option<SeriesChip>> {
    let row: Option<(String,)> = conn.optional(sql!("SELECT name FROM series WHERE id = $1"), (series.0,)).await?;
    Ok(row.map(|(name,)| SeriesChip { id: series, name }))
}
