//! Connections and the pools they come from.

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool};

use super::{Engine, Result, Row, Sql, Values};

/// Connections to one database, all for reading or all for writing.
#[derive(Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Pool {
    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(super) async fn get(&self) -> Result<Conn> {
        Ok(match self {
            Self::Sqlite(pool) => Conn::Sqlite(pool.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// One borrowed connection; it goes back to its pool when dropped.
pub(super) enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// The same words for either engine: `$c` is its connection, `$all` the values in its form.
macro_rules! on {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            Conn::Sqlite($c) => $body,
            Conn::Postgres($c) => $body,
        }
    };
    ($conn:expr, $values:expr, |$c:ident, $all:ident| $body:expr) => {
        match $conn {
            Conn::Sqlite(c) => {
                let ($c, $all) = (&mut **c, $values.sqlite()?);
                Ok($body)
            }
            Conn::Postgres(c) => {
                let ($c, $all) = (&mut **c, $values.postgres()?);
                Ok($body)
            }
        }
    };
}

impl Conn {
    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(super) async fn one<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> Result<R> {
        on!(self, values, |c, all| sqlx::query_as_with(sql.text(), all).fetch_one(c).await?)
    }

    pub(super) async fn optional<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> Result<Option<R>> {
        on!(self, values, |c, all| sqlx::query_as_with(sql.text(), all).fetch_optional(c).await?)
    }

    pub(super) async fn all<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> Result<Vec<R>> {
        on!(self, values, |c, all| sqlx::query_as_with(sql.text(), all).fetch_all(c).await?)
    }

    pub(super) async fn execute<'q, const N: usize>(&mut self, sql: Sql<N>, values: impl Values<'q, N>) -> Result<u64> {
        on!(self, values, |c, all| sqlx::query_with(sql.text(), all).execute(c).await?.rows_affected())
    }

    /// Statements without values (BEGIN, SAVEPOINT), in one round trip. The plain error: it is handed to several callers.
    pub(super) async fn raw(&mut self, text: impl SqlSafeStr) -> Result<(), sqlx::Error> {
        on!(self, |c| sqlx::raw_sql(text).execute(&mut **c).await.map(drop))
    }

    /// Closes the connection instead of handing it back: nobody knows what state it is in.
    pub(super) fn discard(mut self) {
        on!(&mut self, |c| c.close_on_drop());
    }
}

/// Where rows are read from: a [`Reader`] or, in the middle of writing, a [`Tx`](super::Tx). For functions that serve both.
///
/// The futures are boxed: borrowed values in a plain one make the compiler lose sight of `Send` (rust-lang/rust#100013).
pub trait Reading: Send {
    /// The one row there must be.
    fn one<'q, R: Row, const N: usize>(&mut self, sql: Sql<N>, values: impl Values<'q, N>) -> BoxFuture<'_, Result<R>>;

    /// The row, if there is one.
    fn optional<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> BoxFuture<'_, Result<Option<R>>>;

    /// All rows. Say `LIMIT`.
    fn all<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> BoxFuture<'_, Result<Vec<R>>>;
}

/// [`Reading`] for a type that has methods of these names, and `engine`.
macro_rules! reading {
    ($type:ty: $($name:ident -> $answer:ty;)*) => {
        impl $crate::db::Reading for $type {$(
            fn $name<'q, R: Row, const N: usize>(
                &mut self,
                sql: Sql<N>,
                values: impl Values<'q, N>,
            ) -> futures::future::BoxFuture<'_, Result<$answer>> {
                let values = $crate::db::values::Encoded::new(self.engine(), values);
                Box::pin(async move { Self::$name(self, sql, values).await })
            }
        )*}
    };
    ($type:ty) => {
        $crate::db::conn::reading! { $type: one -> R; optional -> Option<R>; all -> Vec<R>; }
    };
}
pub(super) use reading;

/// A connection that only reads. Lent by [`Db::read`](super::Db::read); drop it before slow work.
pub struct Reader(Conn);

impl Reader {
    pub(super) fn new(conn: Conn) -> Self {
        Self(conn)
    }

    fn engine(&self) -> Engine {
        self.0.engine()
    }

    /// The one row there must be.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn one<'q, R: Row, const N: usize>(&mut self, sql: Sql<N>, values: impl Values<'q, N>) -> Result<R> {
        self.0.one(sql, values).await
    }

    /// The row, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn optional<'q, R: Row, const N: usize>(
        &mut self,
        sql: Sql<N>,
        values: impl Values<'q, N>,
    ) -> Result<Option<R>> {
        self.0.optional(sql, values).await
    }

    /// All rows. Say `LIMIT`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<'q, R: Row, const N: usize>(&mut self, sql: Sql<N>, values: impl Values<'q, N>) -> Result<Vec<R>> {
        self.0.all(sql, values).await
    }
}

reading!(Reader);

#[cfg(feature = "testing")]
mod raw {
    use super::{Conn, Result};

    /// An engine's own connection, in tests.
    pub struct Raw(Conn);

    impl Raw {
        pub(in crate::db) fn new(conn: Conn) -> Self {
            Self(conn)
        }

        /// SQLite's connection, if this is SQLite.
        pub fn sqlite(&mut self) -> Option<&mut sqlx::SqliteConnection> {
            match &mut self.0 {
                Conn::Sqlite(conn) => Some(conn),
                Conn::Postgres(_) => None,
            }
        }

        /// PostgreSQL's connection, if this is PostgreSQL.
        pub fn postgres(&mut self) -> Option<&mut sqlx::PgConnection> {
            match &mut self.0 {
                Conn::Postgres(conn) => Some(conn),
                Conn::Sqlite(_) => None,
            }
        }

        /// Runs statements without values, several at a time if need be, outside any transaction.
        ///
        /// # Errors
        /// When the engine refuses one.
        pub async fn run(&mut self, text: &'static str) -> Result<()> {
            Ok(self.0.raw(text).await?)
        }
    }
}

#[cfg(feature = "testing")]
pub use raw::Raw;
