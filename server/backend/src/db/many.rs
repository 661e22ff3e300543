//! Many rows in one statement: they travel as one JSON text, which each engine takes apart in its own words. Beside
//! [`forks`](super::forks) the one place where dialects differ; the difference is made once, by a macro.

use serde::{Serialize, Serializer};

use super::{DbError, Engine, Result, Row, Sql, Tx};

/// How many rows go into one statement. More are written by several.
const CHUNK: usize = 1000;

/// A statement over many rows, in both dialects. Made by `many!` and `insert_many!`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Many {
    pub(crate) sqlite: Sql<1>,
    pub(crate) postgres: Sql<1>,
}

/// A statement over rows that are given, which it calls `r`:
/// `many!(["SELECT m.handle FROM "] { id: uuid } "JOIN member m ON m.id = r.id")`. The kinds of columns: `uuid`, `text`, `int`,
/// `bool`, `bytes`; each may be NULL.
macro_rules! many {
    ([$($before:tt)*] { $first:ident: $kind:ident $(, $column:ident: $kinds:ident)* $(,)? } $after:literal) => {
        $crate::db::many::Many {
            sqlite: $crate::sql! { @ ::core::option::Option::Some($crate::db::Engine::Sqlite), concat!(
                $($before)*, "(SELECT ", $crate::db::many::column!(sqlite $kind $first)
                $(, ", ", $crate::db::many::column!(sqlite $kinds $column))*, " FROM json_each($1)) AS r ", $after
            ) },
            postgres: $crate::sql! { @ ::core::option::Option::Some($crate::db::Engine::Postgres), concat!(
                $($before)*, "json_to_recordset(CAST(CAST($1 AS text) AS json)) AS r(",
                $crate::db::many::column!(postgres $kind $first)
                $(, ", ", $crate::db::many::column!(postgres $kinds $column))*, ") ", $after
            ) },
        }
    };
}

/// Writes rows: `insert_many!("job" { id: uuid, kind: text } "WHERE true ON CONFLICT (id) DO NOTHING")`. Without a WHERE, SQLite
/// would take what follows for a part of a join.
macro_rules! insert_many {
    ($table:literal { $first:ident: $kind:ident $(, $column:ident: $kinds:ident)* $(,)? } $after:literal) => {
        $crate::db::many::many! {
            ["INSERT INTO ", $table, " (", stringify!($first) $(, ", ", stringify!($column))*, ") SELECT * FROM "]
            { $first: $kind $(, $column: $kinds)* } $after
        }
    };
}

/// How an engine reads a column out of the JSON.
macro_rules! column {
    (sqlite uuid $name:ident) => {
        concat!("unhex(value->>'", stringify!($name), "', '-') AS ", stringify!($name))
    };
    (sqlite bytes $name:ident) => {
        concat!("unhex(substr(value->>'", stringify!($name), "', 3)) AS ", stringify!($name))
    };
    (sqlite $kind:ident $name:ident) => {
        concat!("value->>'", stringify!($name), "' AS ", stringify!($name))
    };
    (postgres bytes $name:ident) => {
        concat!(stringify!($name), " bytea")
    };
    (postgres int $name:ident) => {
        concat!(stringify!($name), " bigint")
    };
    (postgres bool $name:ident) => {
        concat!(stringify!($name), " boolean")
    };
    (postgres $kind:ident $name:ident) => {
        concat!(stringify!($name), " ", stringify!($kind))
    };
}

pub(crate) use {column, insert_many, many};

/// Bytes as both engines read them out of JSON: PostgreSQL's own way of writing them, `\x` and hexadecimal digits.
pub(crate) fn bytes<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&format!("\\x{}", domain::hex(bytes)))
}

impl Many {
    const fn on(self, engine: Engine) -> Sql<1> {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    /// Runs it; answers how many rows it touched.
    pub(crate) async fn execute<T: Serialize + Sync>(self, tx: &mut Tx, rows: &[T]) -> Result<u64> {
        let (sql, mut touched) = (self.on(tx.engine()), 0);
        for chunk in rows.chunks(CHUNK) {
            touched += tx.execute(sql, (json(chunk)?,)).await?;
        }
        Ok(touched)
    }

    /// Runs it; gives the rows that come out of it.
    pub(crate) async fn all<T: Serialize + Sync, R: Row>(self, tx: &mut Tx, rows: &[T]) -> Result<Vec<R>> {
        let (sql, mut found) = (self.on(tx.engine()), vec![]);
        for chunk in rows.chunks(CHUNK) {
            found.append(&mut tx.all(sql, (json(chunk)?,)).await?);
        }
        Ok(found)
    }
}

fn json<T: Serialize>(rows: &[T]) -> Result<String> {
    serde_json::to_string(rows).map_err(|error| DbError::Engine(sqlx::Error::Encode(error.into())))
}
