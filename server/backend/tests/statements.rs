//! Every SQL text of the program, prepared on both engines; and no text that slips past this test.
//!
//! A program of its own: the list would hold the statements of other tests too.

use std::path::{Path, PathBuf};

use backend::db::{Engine, Listed};
use backend::testing::{TestDb, engines};
use sqlx::{Column, Executor, SqlSafeStr, Statement, TypeInfo};

/// What both engines store and give as the same Rust type. `sum()` alone would be NUMERIC, a bare `1` INT4.
const TYPES: [&str; 6] = ["UUID", "INT8", "BOOL", "TEXT", "BYTEA", "FLOAT8"];

async fn on_sqlite(db: &TestDb, text: &'static str) -> Result<(), String> {
    let mut raw = db.raw().await.expect("a connection");
    let conn = raw.sqlite().expect("this is SQLite");
    conn.prepare(text.into_sql_str()).await.map(drop).map_err(|error| format!("SQLite: {error}"))
}

async fn on_postgres(db: &TestDb, text: &'static str) -> Result<(), String> {
    let mut raw = db.raw().await.expect("a connection");
    let conn = raw.postgres().expect("this is PostgreSQL");
    let statement = conn.prepare(text.into_sql_str()).await.map_err(|error| format!("PostgreSQL: {error}"))?;
    let columns = statement.columns().iter().map(|column| column.type_info().name().to_owned());
    let parameters = statement.parameters().and_then(|either| either.left()).unwrap_or_default();
    let odd = columns
        .chain(parameters.iter().map(|parameter| parameter.name().to_owned()))
        .find(|name| !TYPES.contains(&name.as_str()));
    odd.map_or(Ok(()), |name| Err(format!("PostgreSQL: the type {name} is not one of {TYPES:?}")))
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let sqlite = TestDb::fresh(Engine::Sqlite).await;
    let postgres = match engines().contains(&Engine::Postgres) {
        true => Some(TestDb::fresh(Engine::Postgres).await),
        false => None,
    };
    let mut wrong = Vec::new();
    for listed in inventory::iter::<Listed> {
        let mut answers = Vec::new();
        if listed.only != Some(Engine::Postgres) {
            answers.push(on_sqlite(&sqlite, listed.text).await);
        }
        if let Some(db) = postgres.as_ref().filter(|_| listed.only != Some(Engine::Sqlite)) {
            answers.push(on_postgres(db, listed.text).await);
        }
        wrong.extend(answers.into_iter().filter_map(Result::err).map(|why| format!("{}: {why}", listed.at)));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} statements do not fit:\n{}", wrong.len(), wrong.join("\n"));
}

/// Texts that one engine takes, or gives as a type the other has not: the test above would tell.
#[tokio::test]
async fn what_is_not_portable_is_seen() {
    let sqlite = TestDb::fresh(Engine::Sqlite).await;
    for text in ["SELECT id FROM event WHERE id = ANY($1)", "SELECT id FROM event FOR UPDATE", "SELECT now()"] {
        assert!(on_sqlite(&sqlite, text).await.is_err(), "{text}");
    }
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let postgres = TestDb::fresh(Engine::Postgres).await;
    for text in [
        "SELECT sum(taken) FROM places",
        "SELECT length(title) FROM event",
        "SELECT 1",
        "SELECT id FROM event WHERE title IS $1",
        "SELECT max(taken, capacity) FROM places",
        "SELECT id FROM member WHERE is_admin = 1",
        "INSERT OR IGNORE INTO instance (name, value) VALUES ($1, $2)",
        "SELECT id FROM no_such_table",
    ] {
        assert!(on_postgres(&postgres, text).await.is_err(), "{text}");
    }
    assert_eq!(on_postgres(&postgres, "SELECT CAST(sum(taken) AS BIGINT) FROM places").await, Ok(()));
}

/// The tests above are worth something only if they see all there is.
#[test]
fn every_statement_is_listed() {
    let written: Vec<String> = sources().iter().flat_map(Source::statements).collect();
    // The compiler says `server/backend/src/…`, this test `src/…`.
    let listed: Vec<&str> =
        inventory::iter::<Listed>.into_iter().map(|listed| &listed.at[listed.at.find("src/").unwrap_or(0)..]).collect();
    assert!(!listed.is_empty(), "the list is linked into this test");
    let unseen: Vec<_> = written.iter().filter(|place| !listed.contains(&place.as_str())).collect();
    assert!(unseen.is_empty(), "written but not part of the program (is the module declared?): {unseen:#?}");
    assert_eq!(listed.len(), written.len(), "a statement is written once, in a `sql!(` of its own");
}

#[test]
fn sql_takes_no_side_door() {
    for source in sources() {
        let inside = source.path.starts_with("src/db") || source.path.starts_with("src/testing");
        if !source.path.ends_with("db/forks.rs") {
            assert_eq!(source.places_of("AssertSqlSafe"), Vec::<String>::new(), "only db/forks.rs puts texts together");
            assert_eq!(source.places_of("sql!(only"), Vec::<String>::new(), "dialects belong in db/forks.rs");
        }
        if !inside {
            for door in ["sqlx::query", "sqlx::raw_sql", "unlisted("] {
                assert_eq!(source.places_of(door), Vec::<String>::new(), "statements go through sql!");
            }
        }
    }
}

struct Source {
    path: PathBuf,
    /// Without comments and unit tests.
    code: Vec<(usize, String)>,
}

impl Source {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let code = text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(number, line)| (number + 1, line.to_owned()))
            .collect();
        Self { path, code }
    }

    /// Where statements are written. One over many rows is two: each engine has its own text.
    fn statements(&self) -> Vec<String> {
        let over_many = self.places_of("many!(");
        [self.places_of("sql!("), over_many.clone(), over_many].concat()
    }

    /// `file:line` for each time the code says `what`.
    fn places_of(&self, what: &str) -> Vec<String> {
        let place = |(number, line): &(usize, String)| {
            vec![format!("{}:{number}", self.path.display()); line.matches(what).count()]
        };
        self.code.iter().flat_map(place).collect()
    }
}

fn sources() -> Vec<Source> {
    let mut folders = vec![Path::new("src").to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(Source::read(path));
            }
        }
    }
    sources
}
