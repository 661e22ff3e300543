//! The schema, one numbered file per change, embedded in the program.

use std::collections::BTreeSet;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Executor, Row, SqliteConnection};

use super::conn::Conn;
use super::{Db, DbError, Engine, Result};
use crate::sql;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

fn migrator(engine: Engine) -> &'static Migrator {
    match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    }
}

/// The numbers of the migrations this program knows, rising.
pub fn known_migrations(engine: Engine) -> Vec<i64> {
    migrator(engine).iter().map(|migration| migration.version).collect()
}

/// A name for the schema these migrations make: the same as long as no file changes.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint(engine: Engine) -> String {
    use sha2::Digest;

    let mut hash = sha2::Sha256::new();
    for migration in migrator(engine).iter() {
        hash.update(&*migration.checksum);
    }
    domain::hex(&hash.finalize()[..8])
}

impl Db {
    /// Brings the schema up to date. On PostgreSQL several nodes may start at once: one migrates, the others wait.
    ///
    /// # Errors
    /// When a migration fails (what it changed is undone, those before it stay), was edited after it ran, or the schema is newer than
    /// this program; on SQLite also when a row refers to one that is gone, which is seen only after all of them ran.
    pub async fn migrate(&self) -> Result<()> {
        self.migrate_up_to(None).await
    }

    /// Brings an empty database to where it was after the migration of this number; for tests of those that came later.
    ///
    /// # Errors
    /// As [`Db::migrate`].
    #[cfg(feature = "testing")]
    pub async fn migrate_to(&self, last: i64) -> Result<()> {
        self.migrate_up_to(Some(last)).await
    }

    /// Brings an empty database to where a program is that knows all migrations but this one; for tests of one that was finished
    /// after its successors.
    ///
    /// # Errors
    /// As [`Db::migrate`].
    #[cfg(feature = "testing")]
    pub async fn migrate_without(&self, left_out: i64) -> Result<()> {
        let kept = migrator(self.engine()).iter().filter(|migration| migration.version != left_out).cloned().collect();
        self.migrate_by(&Migrator::with_migrations(kept), None).await
    }

    async fn migrate_up_to(&self, last: Option<i64>) -> Result<()> {
        self.migrate_by(migrator(self.engine()), last).await
    }

    async fn migrate_by(&self, migrator: &Migrator, last: Option<i64>) -> Result<()> {
        let mut conn = self.shared.write.get().await?;
        let result = match &mut conn {
            Conn::Sqlite(conn) => run_sqlite(migrator, last, conn).await,
            Conn::Postgres(conn) => migrator.run_direct(last, &mut **conn, false).await,
        };
        if result.is_err() {
            conn.discard(); // after a failure sqlx leaves the lock on the connection
        }
        Ok(result?)
    }

    /// The numbers of the migrations that have not run here yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pending_migrations(&self) -> Result<Vec<i64>> {
        let run: Result<Vec<(i64,)>> =
            self.read().await?.all(sql!("SELECT version FROM _sqlx_migrations WHERE success"), ()).await;
        let run: BTreeSet<i64> = match run {
            Ok(rows) => rows.into_iter().map(|(version,)| version).collect(),
            Err(error) if is_missing_table(&error) => BTreeSet::new(),
            Err(error) => return Err(error),
        };
        Ok(known_migrations(self.engine()).into_iter().filter(|version| !run.contains(version)).collect())
    }
}

/// SQLite changes a CHECK only by a table that takes the old one's place, and dropping the old one is refused while others
/// refer to it. So references are not enforced meanwhile, and all of them are looked at afterwards.
async fn run_sqlite(
    migrator: &Migrator,
    last: Option<i64>,
    conn: &mut SqliteConnection,
) -> std::result::Result<(), MigrateError> {
    conn.execute("PRAGMA foreign_keys = OFF").await?;
    migrator.run_direct(last, &mut *conn, false).await?;
    if let Some(row) = conn.fetch_optional("PRAGMA foreign_key_check").await? {
        let table: String = row.try_get(0)?;
        return Err(MigrateError::Execute(sqlx::Error::Protocol(format!(
            "a row of {table} refers to one that is gone"
        ))));
    }
    conn.execute("PRAGMA foreign_keys = ON").await?;
    Ok(())
}

/// A database that was never migrated has not even the table that would say so.
fn is_missing_table(error: &DbError) -> bool {
    let DbError::Engine(error) = error else { return false };
    error
        .as_database_error()
        .is_some_and(|error| error.code().as_deref() == Some("42P01") || error.message().starts_with("no such table"))
}
