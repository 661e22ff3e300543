//! A lent transaction.

use tokio::sync::OwnedMutexGuard;

use super::batch::Batch;
use super::conn::reading;
use super::{DbError, Engine, Result, Row, Sql, Values};

/// A transaction, lent by [`Db::write`](super::Db::write): all of it happens at `commit`, or none of it.
///
/// While it is held nobody else writes in its lane: await nothing but the database.
#[must_use = "dropped without `commit`, everything in it is undone"]
pub struct Tx {
    batch: OwnedMutexGuard<Option<Batch>>,
    failed: bool,
}

/// Hands a call on to the connection, and remembers a failure.
macro_rules! forward {
    ($($(#[$doc:meta])* $name:ident($($row:ident)?) -> $answer:ty;)*) => {$(
        $(#[$doc])*
        pub async fn $name<'q, $($row: Row,)? const N: usize>(
            &mut self,
            sql: Sql<N>,
            values: impl Values<'q, N>,
        ) -> Result<$answer> {
            self.usable()?;
            self.failed = true; // stays so if the caller goes away half-way
            let result = self.batch_mut().conn.$name(sql, values).await;
            self.failed = matches!(&result, Err(error) if !matches!(error, DbError::Engine(sqlx::Error::RowNotFound)));
            result
        }
    )*};
}

impl Tx {
    pub(super) fn new(batch: OwnedMutexGuard<Option<Batch>>) -> Self {
        Self { batch, failed: false }
    }

    forward! {
        /// The one row there must be.
        ///
        /// # Errors
        /// When there is none (the transaction goes on), or the statement fails (nothing more runs in it).
        one(R) -> R;
        /// The row, if there is one.
        ///
        /// # Errors
        /// When the statement fails; nothing more runs in this transaction.
        optional(R) -> Option<R>;
        /// All rows. Say `LIMIT`.
        ///
        /// # Errors
        /// When the statement fails; nothing more runs in this transaction.
        all(R) -> Vec<R>;
        /// Runs a statement that gives no rows; answers how many rows it touched.
        ///
        /// # Errors
        /// When the statement fails; nothing more runs in this transaction.
        execute() -> u64;
    }

    /// Makes it so, and returns when it is durable.
    ///
    /// Whoever goes away while waiting here may find it stored: what can be asked twice needs a UNIQUE key.
    ///
    /// # Errors
    /// [`DbError::TransactionFailed`] after a failed statement, [`DbError::CommitLost`] when the commit did not go through.
    pub async fn commit(mut self) -> Result<()> {
        self.usable()?;
        crate::request::note_write();
        let kept = self.batch_mut().keep();
        drop(self); // the next in line goes on while this one waits for the disk
        kept.durable().await
    }

    pub(super) fn engine(&mut self) -> Engine {
        self.batch_mut().conn.engine()
    }

    /// After an error PostgreSQL refuses the rest of a transaction; so do we, on both engines.
    fn usable(&self) -> Result<()> {
        if self.failed { Err(DbError::TransactionFailed) } else { Ok(()) }
    }

    fn batch_mut(&mut self) -> &mut Batch {
        self.batch.as_mut().expect("a lent batch is open until it is given back")
    }
}

reading!(Tx);
