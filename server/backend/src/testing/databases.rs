//! A fresh, migrated database for a test: SQLite by copying a file, PostgreSQL from a template database.

use std::ops::Deref;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::db::{Db, Engine, Pools, forks};
use crate::random::{Random, SystemRandom};

/// The server on which tests make their databases, as a user who may; without it, tests run on SQLite alone.
const SERVER: &str = "TEST_POSTGRES_URL";

/// If one of these is set, running on SQLite alone is an error: oversold seats are only seen on PostgreSQL.
const DEMANDS_POSTGRES: [&str; 2] = ["POPCORN_TEST_REQUIRE_POSTGRES", "CI"];

/// Several, so that tests really compete; few, so that many tests fit on one server.
const POOLS: Pools = Pools { writers: 8, readers: 4 };

/// A database of the test's own, migrated and empty. Gives [`Db`]'s methods.
///
/// The SQLite file goes away with it; PostgreSQL's database stays (dropping one takes a second), on a server for tests.
pub struct TestDb {
    db: Db,
    url: String,
    _folder: Option<TempDir>,
}

impl TestDb {
    /// A fresh one.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn fresh(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite().await,
            Engine::Postgres => Self::postgres().await,
        }
    }

    /// The database, to hand on.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// Its address, to open it once more or to start the program on it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements in the engine's own dialect, outside any transaction: tables only a test knows, broken rows.
    ///
    /// # Panics
    /// When the engine refuses them.
    pub async fn run(&self, sqlite: &'static str, postgres: &'static str) {
        let text = match self.engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        };
        self.raw().await.expect("a connection").run(text).await.expect("statements the engine takes");
    }

    /// One as it was after the migration of this number: for tests that put rows into it and then migrate.
    ///
    /// # Panics
    /// As [`TestDb::fresh`].
    pub async fn as_of(engine: Engine, migration: i64) -> Self {
        let db = Self::empty(engine).await;
        db.migrate_to(migration).await.expect("the first migrations run");
        db
    }

    /// One of a program that knew all migrations but this one: for tests of what came after its successors.
    ///
    /// # Panics
    /// As [`TestDb::fresh`].
    pub async fn without(engine: Engine, migration: i64) -> Self {
        let db = Self::empty(engine).await;
        db.migrate_without(migration).await.expect("the others run");
        db
    }

    async fn empty(engine: Engine) -> Self {
        let (url, folder) = match engine {
            Engine::Sqlite => {
                let (folder, path) = folder();
                (format!("sqlite://{}", path.display()), Some(folder))
            }
            Engine::Postgres => (created("template0").await, None),
        };
        let db = Db::open_with(&url, POOLS).await.expect("a new database opens");
        Self { db, url, _folder: folder }
    }

    async fn sqlite() -> Self {
        static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
        let file = MIGRATED.get_or_init(migrated_file).await;
        let (folder, path) = folder();
        std::fs::write(&path, file).expect("the temporary folder can be written");
        let url = format!("sqlite://{}", path.display());
        let db = Db::open_with(&url, POOLS).await.expect("a copied file opens");
        Self { db, url, _folder: Some(folder) }
    }

    async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let url = created(TEMPLATE.get_or_init(template).await).await;
        let db = Db::open_with(&url, POOLS).await.expect("a new database opens");
        Self { db, url, _folder: None }
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// The engines tests run on here.
///
/// # Panics
/// When PostgreSQL is left out though the environment demands it.
pub fn engines() -> Vec<Engine> {
    if std::env::var_os(SERVER).is_some() {
        return vec![Engine::Sqlite, Engine::Postgres];
    }
    if let Some(demand) = DEMANDS_POSTGRES.into_iter().find(|name| std::env::var_os(name).is_some()) {
        panic!("{demand} is set: tests need PostgreSQL too. Set {SERVER}=postgres://user@host/postgres");
    }
    eprintln!("note: PostgreSQL is left out, for {SERVER} is not set");
    vec![Engine::Sqlite]
}

/// Runs a test on a fresh database of each engine, one after the other.
///
/// # Panics
/// As [`engines`] and [`TestDb::fresh`].
pub async fn each_engine(test: impl AsyncFn(TestDb)) {
    for engine in engines() {
        eprintln!("on {engine}"); // shown when the test fails
        test(TestDb::fresh(engine).await).await;
    }
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("popcorn.db");
    (folder, path)
}

/// A migrated SQLite database, as bytes: whatever is left of the process leaves no file behind.
async fn migrated_file() -> Vec<u8> {
    let (_folder, path) = folder();
    let db = Db::open(&path.to_string_lossy()).await.expect("a new file opens");
    db.migrate().await.expect("the migrations run on SQLite");
    db.close().await; // the last one to close writes the log back into the file
    std::fs::read(path).expect("it was just written")
}

fn server() -> PgConnectOptions {
    let url = std::env::var(SERVER).unwrap_or_else(|_| panic!("{SERVER} is not set"));
    PgConnectOptions::from_str(&url).unwrap_or_else(|_| panic!("{SERVER} is not an address"))
}

async fn admin() -> PgConnection {
    server().connect().await.unwrap_or_else(|error| panic!("{SERVER}: {error}"))
}

fn url_of(database: &str) -> String {
    server().database(database).to_url_lossy().into()
}

/// A new database made from this one; its address.
async fn created(template: &str) -> String {
    let random: &dyn Random = &SystemRandom;
    let name = format!("popcorn_test_{}", random.code(16));
    let mut admin = admin().await;
    forks::databases::create(&mut admin, &name, template).await.expect("the user may create databases");
    admin.close().await.expect("the line holds");
    url_of(&name)
}

/// The migrated database all others are copied from. Its name tells the schema, so that processes share it; the lock keeps
/// two of them from making it at once, and the last step is the renaming, so that a half-made one is never used.
async fn template() -> String {
    let name = format!("popcorn_template_{}", crate::db::schema_fingerprint(Engine::Postgres));
    let mut admin = admin().await;
    sqlx::query("SELECT pg_advisory_lock(7305804402)").execute(&mut admin).await.expect("a lock");
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .expect("the list of databases");
    if !exists {
        let half_made = format!("{name}_making");
        forks::databases::remove(&mut admin, &half_made).await.expect("nobody uses it");
        forks::databases::create(&mut admin, &half_made, "template0").await.expect("the user may create databases");
        let db = Db::open_with(&url_of(&half_made), POOLS).await.expect("a new database opens");
        db.migrate().await.expect("the migrations run on PostgreSQL");
        db.close().await;
        forks::databases::rename(&mut admin, &half_made, &name).await.expect("nobody is connected to it any more");
    }
    admin.close().await.expect("the line holds"); // lets go of the lock
    name
}
