//! The floor under every use case: SQLite and PostgreSQL behind one type, each SQL text written once.
//!
//! ```text
//! let mut tx = site.db.write_at(event).await?; // `write()` where no row is contended
//! let place: Option<(i64,)> = tx
//!     .optional(sql!("UPDATE event SET taken = taken + 1 WHERE id = $1 AND taken < capacity RETURNING taken"), (event,))
//!     .await?;
//! tx.commit().await?; // returns when it is durable; dropped, failed or panicked: nothing happened
//! ```
//!
//! - [`sql!`](crate::sql) counts the parameters at compile time and lists the text, so that one test prepares every
//!   statement on both engines.
//! - [`Db::read`] lends a connection that cannot write, [`Db::write`] and [`Db::write_at`] lend a transaction. Callers who
//!   wait while a commit is being written share the next one; each is undone or kept on its own.
//! - Inside a transaction await nothing but the database: the others wait for you. A second `write()` inside waits for itself.
//! - A limit is never read and then written: it stands in the statement (`… WHERE taken < capacity RETURNING …`). PostgreSQL
//!   runs at READ COMMITTED and would oversell.
//! - Expected outcomes by `ON CONFLICT` and `RETURNING`, not by error: any error ends the transaction, on both engines.
//! - The portable subset only: `CAST(sum(x) AS BIGINT)`, `IS NOT DISTINCT FROM $1`, no bare literal columns, no `now()`,
//!   no `max(a, b)`, no arrays. What cannot be said in both dialects stands in [`forks`]; many rows at once go by `many`.

mod backup;
mod batch;
mod conn;
mod error;
pub mod forks;
pub(crate) mod many;
mod migrate;
mod open;
mod sql;
mod tx;
mod values;

use std::sync::Arc;

use uuid::Uuid;

pub use conn::{Reader, Reading};
pub use error::{DbError, Result};
pub use migrate::known_migrations;
pub use open::Pools;
pub use sql::{Listed, Sql, parameters};
pub use tx::Tx;
pub use values::{Row, Value, Values};

/// For the `sql!` macro, which other crates cannot expand without it.
#[doc(hidden)]
pub use inventory;

use batch::{Batch, Lane, Lanes};
use conn::Pool;

/// Which database runs underneath.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file, one writer: a single machine.
    Sqlite,
    /// A server that several nodes share.
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The database. Cheap to clone; all clones share the same connections.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    read: Pool,
    write: Pool,
    lanes: Lanes,
}

impl Db {
    fn new(read: Pool, write: Pool) -> Self {
        Self { shared: Arc::new(Shared { read, write, lanes: Lanes::default() }) }
    }

    /// Which engine this is. Only [`forks`], backups and messages to the operator should ask.
    pub fn engine(&self) -> Engine {
        self.shared.write.engine()
    }

    /// A connection for reading; the engine itself refuses a write on it. Each statement sees the newest commit.
    ///
    /// # Errors
    /// When no connection comes free in time or the database is gone.
    pub async fn read(&self) -> Result<Reader> {
        Ok(Reader::new(self.shared.read.get().await?))
    }

    /// A transaction. Dropped, it leaves nothing behind; `commit` returns once it is durable.
    ///
    /// # Errors
    /// [`DbError::Busy`] when others held the lane for too long; else as [`Db::read`].
    pub async fn write(&self) -> Result<Tx> {
        self.lend(match self.engine() {
            Engine::Sqlite => self.shared.lanes.of(Uuid::nil()),
            Engine::Postgres => Lane::default(),
        })
        .await
    }

    /// A transaction for a row that many change at once, such as an event with few places left: on PostgreSQL those who
    /// name the same row share a commit. Lock no second contended row inside. On SQLite it is the same as [`Db::write`].
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_at(&self, row: Uuid) -> Result<Tx> {
        self.lend(self.shared.lanes.of(match self.engine() {
            Engine::Sqlite => Uuid::nil(),
            Engine::Postgres => row,
        }))
        .await
    }

    async fn lend(&self, lane: Lane) -> Result<Tx> {
        Ok(Tx::new(Batch::join(lane, &self.shared.write).await?))
    }

    /// Whether the database answers: for the readiness check.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        let _: (i64,) = self.read().await?.one(crate::sql!("SELECT CAST(1 AS BIGINT)"), ()).await?;
        Ok(())
    }

    /// Lets running work end, then closes every connection. Later calls fail.
    pub async fn close(&self) {
        self.shared.read.close().await;
        self.shared.write.close().await;
    }
}

/// Says the engine only: addresses carry passwords.
impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.engine()).finish()
    }
}

#[cfg(feature = "testing")]
pub use conn::Raw;
#[cfg(feature = "testing")]
pub(crate) use migrate::fingerprint as schema_fingerprint;

#[cfg(feature = "testing")]
impl Db {
    /// The engine's own writing connection, for tests that look behind the curtain or make tables of their own.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn raw(&self) -> Result<Raw> {
        Ok(Raw::new(self.shared.write.get().await?))
    }

    /// The same database through pools and lanes of its own: another node, as far as the database can tell.
    ///
    /// Meant for PostgreSQL; on SQLite it shares the pools, for a file has one writer.
    pub fn another_node(&self) -> Self {
        Self::new(self.shared.read.clone(), self.shared.write.clone())
    }
}
