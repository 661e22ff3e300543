//! A whole copy of a running SQLite database.

use std::path::Path;
use std::time::Duration;

use sqlx::{ConnectOptions, Connection};

use super::conn::Pool;
use super::{Db, DbError, Engine, Result};

impl Db {
    /// Writes a copy to `target`, which must not exist, while others go on reading and writing: it holds one moment of the
    /// database, all of it. Flushed to disk when this returns.
    ///
    /// # Errors
    /// [`DbError::NotHere`] on PostgreSQL (use `pg_dump`); else when the target exists or cannot be written.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let Pool::Sqlite(pool) = &self.shared.read else { return Err(DbError::NotHere(Engine::Postgres)) };
        let target = target.to_str().ok_or(DbError::UnknownAddress)?;
        // A connection of its own: VACUUM INTO fails on one that is `query_only`, and would hold up the writer's.
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(pool.connect_options().get_filename())
            .read_only(true)
            .busy_timeout(Duration::from_secs(5));
        let mut conn = options.connect().await?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut conn).await?;
        conn.close().await?;
        Ok(())
    }
}
