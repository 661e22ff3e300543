//! A whole copy of a running SQLite database.

use std::path::Path;
use std::time::Duration;

use sqlx::{ConnectOptions, Connection};

use super::conn::Pool;
use super::{Db, DbError, Engine, Result};

impl Db {
    /// Writes a copy to `target`, which must not exist, while others go on reading and writing: it holds one moment of the
    /// database, all of it, for its owner's eyes only. Flushed to disk when this returns.
    ///
    /// # Errors
    /// [`DbError::NotHere`] on PostgreSQL (use `pg_dump`); [`DbError::File`] when the target exists or cannot be made; else when it
    /// cannot be written: then none of it is left.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let Pool::Sqlite(pool) = &self.shared.read else { return Err(DbError::NotHere(Engine::Postgres)) };
        let name = target.to_str().ok_or(DbError::UnknownAddress)?;
        // SQLite takes an empty file; one that we make can be nobody else's, and has the right owner from the start.
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(target)?;
        let copied = vacuum(pool.connect_options().get_filename(), name).await;
        if copied.is_err() {
            std::fs::remove_file(target)?;
        }
        copied
    }
}

async fn vacuum(from: &Path, into: &str) -> Result<()> {
    // A connection of its own: VACUUM INTO fails on one that is `query_only`, and would hold up the writer's.
    let options =
        sqlx::sqlite::SqliteConnectOptions::new().filename(from).read_only(true).busy_timeout(Duration::from_secs(5));
    let mut conn = options.connect().await?;
    sqlx::query("VACUUM INTO $1").bind(into).execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}
