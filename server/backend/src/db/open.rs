//! From an address to open connections, with the settings each engine needs to keep its promises.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::conn::Pool;
use super::{Db, DbError, Result};

/// How long somebody waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many connections at most. SQLite always has one that writes.
#[derive(Clone, Copy, Debug)]
pub struct Pools {
    /// That write (PostgreSQL).
    pub writers: u32,
    /// That read.
    pub readers: u32,
}

impl Default for Pools {
    fn default() -> Self {
        Self { writers: 16, readers: 16 }
    }
}

impl Db {
    /// Opens `sqlite://path`, a plain file path, or `postgres://…`. A missing file is created, and its folder too. The
    /// schema is not touched: see [`Db::migrate`].
    ///
    /// # Errors
    /// When the address is none of these, or the database cannot be reached.
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with(url, Pools::default()).await
    }

    /// The file that an address names; none for PostgreSQL, and for what is no address.
    #[must_use]
    pub fn file(url: &str) -> Option<PathBuf> {
        match Address::parse(url) {
            Ok(Address::File(path)) => Some(path),
            _ => None,
        }
    }

    /// As [`Db::open`], with other numbers of connections.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(url: &str, pools: Pools) -> Result<Self> {
        match Address::parse(url)? {
            Address::File(path) => sqlite(&path, pools).await,
            Address::Postgres(options) => postgres(*options, pools).await,
        }
    }
}

enum Address {
    File(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl Address {
    fn parse(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url).map_err(|_| DbError::UnknownAddress)?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        // A database in memory would be another one for each connection; `?mode=…` is decided here.
        if path.is_empty() || path.contains("://") || path.contains('?') || path.starts_with(':') {
            return Err(DbError::UnknownAddress);
        }
        Ok(Self::File(path.into()))
    }
}

async fn sqlite(path: &Path, pools: Pools) -> Result<Db> {
    create_private(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: what was confirmed survives a power cut. Shared commits pay for it.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Without it `INSERT OR REPLACE` deletes past the triggers that refuse it.
        .pragma("recursive_triggers", "ON")
        .busy_timeout(Duration::from_secs(5));
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .acquire_timeout(PATIENCE)
        .connect_with(options.clone().optimize_on_close(true, 400))
        .await?;
    let read = SqlitePoolOptions::new()
        .max_connections(pools.readers.min(8))
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    Ok(Db::new(Pool::Sqlite(read), Pool::Sqlite(write)))
}

/// Makes the file, readable for its owner only; SQLite gives the files next to it the same rights.
fn create_private(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

async fn postgres(options: PgConnectOptions, pools: Pools) -> Result<Db> {
    let options = options.application_name("popcorn");
    let write = PgPoolOptions::new()
        .max_connections(pools.writers)
        .acquire_timeout(PATIENCE)
        // A node that hangs in the middle of a transaction must not hold its rows for ever.
        .connect_with(options.clone().options([("idle_in_transaction_session_timeout", "60s")]))
        .await?;
    let read = PgPoolOptions::new()
        .max_connections(pools.readers)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(options.options([("default_transaction_read_only", "on")]));
    Ok(Db::new(Pool::Postgres(read), Pool::Postgres(write)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(Db::file("sqlite:///var/lib/popcorn.db"), Some("/var/lib/popcorn.db".into()));
        assert_eq!(Db::file("sqlite://data/popcorn.db"), Some("data/popcorn.db".into()));
        assert_eq!(Db::file("data/popcorn.db"), Some("data/popcorn.db".into()));
        assert!(matches!(Address::parse("postgres://host/popcorn"), Ok(Address::Postgres(_))));
        for wrong in ["", "sqlite://", "sqlite::memory:", ":memory:", "mysql://host/popcorn", "a.db?mode=ro"] {
            assert!(matches!(Address::parse(wrong), Err(DbError::UnknownAddress)), "{wrong}");
        }
    }
}
