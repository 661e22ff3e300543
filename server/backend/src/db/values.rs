//! What goes into a statement and what comes out, said once for both engines.

use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Encode, FromRow, Type};

use super::{DbError, Engine, Result};

/// A value that both engines store: `Uuid`, `i64`, `bool`, `f64`, `&str`, `String`, `&[u8]`, `Vec<u8>`, and `Option` of these.
pub trait Value<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send {}

impl<'q, T> Value<'q> for T where T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send {}

/// A row that both engines give: a tuple, or a struct with `#[derive(sqlx::FromRow)]` (do not name it `R`).
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static {}

/// The values for a statement with `N` parameters: a tuple of `N`. One value is `(value,)`, none is `()`.
pub trait Values<'q, const N: usize>: Send {
    /// As SQLite takes them.
    ///
    /// # Errors
    /// When a value cannot be written in the engine's form.
    fn sqlite(self) -> Result<SqliteArguments>;

    /// As PostgreSQL takes them.
    ///
    /// # Errors
    /// As [`Values::sqlite`].
    fn postgres(self) -> Result<PgArguments>;
}

/// Values already in the form of one engine: nothing is borrowed any more.
pub(super) enum Encoded {
    Sqlite(Result<SqliteArguments>),
    Postgres(Result<PgArguments>),
}

impl Encoded {
    pub(super) fn new<'q, const N: usize>(engine: Engine, values: impl Values<'q, N>) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(values.sqlite()),
            Engine::Postgres => Self::Postgres(values.postgres()),
        }
    }
}

impl<const N: usize> Values<'static, N> for Encoded {
    fn sqlite(self) -> Result<SqliteArguments> {
        match self {
            Self::Sqlite(arguments) => arguments,
            Self::Postgres(_) => Err(DbError::NotHere(Engine::Sqlite)),
        }
    }

    fn postgres(self) -> Result<PgArguments> {
        match self {
            Self::Postgres(arguments) => arguments,
            Self::Sqlite(_) => Err(DbError::NotHere(Engine::Postgres)),
        }
    }
}

macro_rules! values {
    ($($count:literal: $($value:ident)*;)*) => {$(
        impl<'q, $($value: Value<'q>),*> Values<'q, $count> for ($($value,)*) {
            values! { sqlite SqliteArguments $($value)* }
            values! { postgres PgArguments $($value)* }
        }
    )*};
    ($name:ident $arguments:ident $($value:ident)*) => {
        #[allow(non_snake_case, unused_mut, reason = "type names serve as variable names; nothing is added for ()")]
        fn $name(self) -> Result<$arguments> {
            let ($($value,)*) = self;
            let mut all = $arguments::default();
            $(sqlx::Arguments::add(&mut all, $value).map_err(sqlx::Error::Encode)?;)*
            Ok(all)
        }
    };
}

values! {
    0:;
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
    8: A B C D E F G H;
    9: A B C D E F G H I;
    10: A B C D E F G H I J;
    11: A B C D E F G H I J K;
    12: A B C D E F G H I J K L;
    13: A B C D E F G H I J K L M;
    14: A B C D E F G H I J K L M N;
    15: A B C D E F G H I J K L M N O;
    16: A B C D E F G H I J K L M N O P;
    17: A B C D E F G H I J K L M N O P Q;
    18: A B C D E F G H I J K L M N O P Q R;
    19: A B C D E F G H I J K L M N O P Q R S;
    20: A B C D E F G H I J K L M N O P Q R S T;
    21: A B C D E F G H I J K L M N O P Q R S T U;
    22: A B C D E F G H I J K L M N O P Q R S T U V;
    23: A B C D E F G H I J K L M N O P Q R S T U V W;
    24: A B C D E F G H I J K L M N O P Q R S T U V W X;
}
