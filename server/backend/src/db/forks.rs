//! What cannot be said in both dialects. All of it, and nowhere else; so is every text that is put together at run time.

use domain::Instant;
use uuid::Uuid;

use super::{Engine, Result, Tx};
use crate::sql;

/// Opens a transaction and the first savepoint in it.
pub(super) const fn begin(engine: Engine) -> &'static str {
    match engine {
        // IMMEDIATE: waits for the writer's place now, where waiting works, not at the first write, where it fails.
        Engine::Sqlite => "BEGIN IMMEDIATE; SAVEPOINT part",
        Engine::Postgres => "BEGIN; SAVEPOINT part",
    }
}

/// A job that a worker has taken for a while.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimedJob {
    /// Which row.
    pub id: Uuid,
    /// What to do.
    pub kind: String,
    /// With what: JSON.
    pub payload: String,
    /// How often it was taken, this time included.
    pub attempts: i64,
}

/// What a worker asks for.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The time: jobs that are due by now, and not taken until later than now.
    pub now: Instant,
    /// Until when they are ours. A worker that dies loses them then.
    pub until: Instant,
    /// How many at most.
    pub most: i64,
}

/// Takes the jobs that are due longest. Commit before working on them: whoever else asks gets others.
///
/// # Errors
/// When the database fails.
pub async fn claim_jobs(tx: &mut Tx, claim: Claim) -> Result<Vec<ClaimedJob>> {
    let values = (claim.now.0, claim.until.0, claim.most);
    let mut jobs: Vec<ClaimedJob> = match tx.engine() {
        // One writer at a time: nobody can be choosing the same rows.
        Engine::Sqlite => {
            tx.all(
                sql!(only Sqlite:
                    "UPDATE job SET locked_until = $2, attempts = attempts + 1
                     WHERE id IN (
                         SELECT id FROM job
                         WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1
                             AND (locked_until IS NULL OR locked_until <= $1)
                         ORDER BY run_at, id LIMIT $3)
                     RETURNING id, kind, payload, attempts"),
                values,
            )
            .await?
        }
        // Workers step over rows that another is just taking. MATERIALIZED: the choice is made once, so LIMIT holds.
        Engine::Postgres => {
            tx.all(
                sql!(only Postgres:
                    "WITH due AS MATERIALIZED (
                         SELECT id FROM job
                         WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1
                             AND (locked_until IS NULL OR locked_until <= $1)
                         ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
                     UPDATE job SET locked_until = $2, attempts = attempts + 1
                     FROM due WHERE job.id = due.id
                     RETURNING job.id, job.kind, job.payload, job.attempts"),
                values,
            )
            .await?
        }
    };
    // RETURNING promises no order; ids are made in the order of time.
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// Nobody's place on a leaderboard changes until this transaction ends: it counts them anew.
///
/// # Errors
/// When the database fails.
pub async fn hold_boards(tx: &mut Tx) -> Result<()> {
    match tx.engine() {
        // One writer at a time.
        Engine::Sqlite => Ok(()),
        // Readers go on; whoever adds honor waits.
        Engine::Postgres => {
            tx.execute(sql!(only Postgres: "LOCK TABLE board_place IN SHARE ROW EXCLUSIVE MODE"), ()).await.map(drop)
        }
    }
}

/// The rules of the house stay until this transaction ends: whoever changes them waits, and then sees what it wrote.
///
/// # Errors
/// When the database fails.
pub async fn share_house(tx: &mut Tx) -> Result<()> {
    match tx.engine() {
        // One writer at a time.
        Engine::Sqlite => Ok(()),
        // Any number of doors at once, and nobody who writes the row.
        Engine::Postgres => {
            tx.execute(sql!(only Postgres: "SELECT id FROM standing_house WHERE id = 1 FOR SHARE"), ()).await.map(drop)
        }
    }
}

/// Nobody draws from a budget until this transaction ends: it adds them up anew.
///
/// # Errors
/// When the database fails.
pub async fn hold_budgets(tx: &mut Tx) -> Result<()> {
    match tx.engine() {
        // One writer at a time.
        Engine::Sqlite => Ok(()),
        Engine::Postgres => {
            tx.execute(sql!(only Postgres: "LOCK TABLE honor_budget IN SHARE ROW EXCLUSIVE MODE"), ()).await.map(drop)
        }
    }
}

/// Waits until whoever is adding honor at this moment has ended.
///
/// # Errors
/// When the database fails.
pub async fn await_honor(tx: &mut Tx) -> Result<()> {
    match tx.engine() {
        // One writer at a time, and this is it.
        Engine::Sqlite => Ok(()),
        // Whoever adds honor holds a row of it until they end.
        Engine::Postgres => {
            tx.execute(sql!(only Postgres: "LOCK TABLE honor_account IN SHARE MODE"), ()).await.map(drop)
        }
    }
}

/// Texts with a name in them that cannot be a parameter. For tests: a database made for one test.
#[cfg(feature = "testing")]
pub(crate) mod databases {
    use sqlx::{AssertSqlSafe, PgConnection};

    /// Letters, digits and underscores need no quoting and can do no harm.
    fn plain(name: &str) -> &str {
        assert!(
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
            "not a plain name: {name}"
        );
        name
    }

    /// A new database like `template`.
    pub(crate) async fn create(admin: &mut PgConnection, name: &str, template: &str) -> Result<(), sqlx::Error> {
        let text = format!("CREATE DATABASE {} TEMPLATE {}", plain(name), plain(template));
        sqlx::raw_sql(AssertSqlSafe(text)).execute(admin).await.map(drop)
    }

    /// Another name for a database that nobody is connected to.
    pub(crate) async fn rename(admin: &mut PgConnection, from: &str, to: &str) -> Result<(), sqlx::Error> {
        let text = format!("ALTER DATABASE {} RENAME TO {}", plain(from), plain(to));
        sqlx::raw_sql(AssertSqlSafe(text)).execute(admin).await.map(drop)
    }

    /// Away with a database, if it is there.
    pub(crate) async fn remove(admin: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
        let text = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", plain(name));
        sqlx::raw_sql(AssertSqlSafe(text)).execute(admin).await.map(drop)
    }
}
