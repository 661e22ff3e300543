//! What the database can answer instead of rows, and how it becomes a [`Failure`].

use std::sync::Arc;

use domain::Failure;

/// What a call of the database gives.
pub type Result<T, E = DbError> = std::result::Result<T, E>;

/// Why the database did not do it.
#[derive(thiserror::Error)]
pub enum DbError {
    /// The engine refused, or could not be reached. See [`DbError::constraint`].
    #[error("{0}")]
    Engine(#[from] sqlx::Error),
    /// An earlier statement of this transaction failed, or was left half-way: nothing more runs in it.
    #[error("this transaction has failed")]
    TransactionFailed,
    /// The commit did not go through. Nothing is stored, save when the line broke during the commit itself: then it may be.
    #[error("the commit was lost: {0}")]
    CommitLost(Arc<sqlx::Error>),
    /// Others wrote for so long that it was not our turn in time.
    #[error("waited too long for the turn to write")]
    Busy,
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Neither a file path nor a `sqlite://` or `postgres://` address. What was given is not repeated: it may hold a password.
    #[error("the database address is neither a file path nor sqlite:// nor postgres://")]
    UnknownAddress,
    /// The file or its folder could not be made.
    #[error("database file: {0}")]
    File(#[from] std::io::Error),
    /// This engine has tools of its own for that.
    #[error("{0} has its own tool for this")]
    NotHere(super::Engine),
}

/// The same words as for the operator: PostgreSQL's details would quote the values, which may be personal.
impl std::fmt::Debug for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DbError({self})")
    }
}

impl DbError {
    /// The broken UNIQUE or CHECK constraint, under the same name on both engines: `signup_event_id_member_id_key`,
    /// `member_pkey`, `event_taken_check`; for a trigger that refuses, its message. A foreign key has no name, for SQLite
    /// does not tell which.
    ///
    /// Hence leave UNIQUE unnamed (a unique index takes the default name too), name every CHECK.
    pub fn constraint(&self) -> Option<String> {
        let Self::Engine(error) = self else { return None };
        let error = error.as_database_error()?;
        if error.is_foreign_key_violation() {
            return None;
        }
        if let Some(name) = error.constraint() {
            return Some(name.into());
        }
        let code = error.code();
        if matches!(code.as_deref(), Some(SQLITE_TRIGGER | POSTGRES_RAISED)) {
            return Some(error.message().into());
        }
        let (kind, what) = error.message().split_once(" constraint failed: ")?;
        match kind {
            "CHECK" => Some(what.into()),
            "UNIQUE" => Some(unique_name(what, code.as_deref() == Some(SQLITE_PRIMARY_KEY))),
            _ => None,
        }
    }

    /// Whether this is that broken constraint; see [`DbError::constraint`].
    pub fn breaks(&self, constraint: &str) -> bool {
        self.constraint().is_some_and(|name| name == constraint)
    }
}

/// SQLite's extended result codes, and PostgreSQL's SQLSTATE for RAISE EXCEPTION.
const SQLITE_PRIMARY_KEY: &str = "1555";
const SQLITE_TRIGGER: &str = "1811";
const POSTGRES_RAISED: &str = "P0001";

/// PostgreSQL's default name for what SQLite calls `signup.event_id, signup.member_id`.
fn unique_name(what: &str, primary_key: bool) -> String {
    if let Some(index) = what.strip_prefix("index '") {
        return index.trim_end_matches('\'').into();
    }
    let table = what.split('.').next().unwrap_or(what);
    if primary_key {
        return format!("{table}_pkey");
    }
    format!("{table}_{}_key", what.replace(&format!("{table}."), "").replace(", ", "_"))
}

/// After how many seconds somebody tries again who found no turn or no connection: as long as a rush of 2,000 lasts.
const RETRY_AFTER_S: u32 = 5;

/// Whatever was not expected where the statement ran. The cause is logged here, once, under the id that people are shown.
/// Who waited in vain is told that the house is full: nothing is broken.
impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        if matches!(error, DbError::Busy | DbError::Engine(sqlx::Error::PoolTimedOut)) {
            tracing::warn!(%error, "database");
            return Self::Full { retry_after_s: RETRY_AFTER_S };
        }
        let request_id = crate::request::id();
        let constraint = error.constraint();
        tracing::error!(%request_id, constraint, %error, "database");
        Self::Internal { request_id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_columns_become_the_default_name() {
        assert_eq!(unique_name("signup.event_id, signup.member_id", false), "signup_event_id_member_id_key");
        assert_eq!(unique_name("member.id", true), "member_pkey");
        assert_eq!(unique_name("index 'member_lower_handle_key'", false), "member_lower_handle_key");
    }

    #[test]
    fn a_broken_statement_is_internal_and_carries_the_id_of_the_request() {
        let failure = Failure::from(DbError::TransactionFailed);
        assert!(matches!(failure, Failure::Internal { request_id } if !request_id.is_empty()));
    }

    #[test]
    fn who_waits_in_vain_hears_that_the_house_is_full() {
        for error in [DbError::Busy, DbError::Engine(sqlx::Error::PoolTimedOut)] {
            assert_eq!(Failure::from(error), Failure::Full { retry_after_s: RETRY_AFTER_S });
        }
    }
}
