//! The two schemas say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use backend::badges::{self, GrantAsk};
use backend::db::{Engine, known_migrations};
use backend::sql;
use backend::testing::{TestDb, each_site, engines};
use uuid::Uuid;

/// What a schema promises, in words that do not depend on the engine.
#[derive(Debug, Default, PartialEq)]
struct Schema {
    /// `table.column` to its type and whether it may be missing.
    columns: BTreeMap<String, String>,
    /// `table (columns)`, with what sort of uniqueness.
    unique: BTreeSet<String>,
    /// `table (columns) -> table (columns)`.
    foreign: BTreeSet<String>,
    /// `table: name`.
    checks: BTreeSet<String>,
    /// `table: name`.
    triggers: BTreeSet<String>,
    /// `table: name (columns)`, those that only make things fast.
    indexes: BTreeSet<String>,
}

/// PostgreSQL's type, as it stands in SQLite's STRICT tables.
fn stored_as(postgres: &str) -> &str {
    match postgres {
        "uuid" | "bytea" => "BLOB",
        "bigint" | "boolean" => "INTEGER",
        "text" => "TEXT",
        "double precision" => "REAL",
        other => panic!("the type {other} has no twin in SQLite"),
    }
}

/// The name PostgreSQL gives a UNIQUE without a name, which `DbError::constraint` makes up for SQLite.
fn default_name(table: &str, columns: &str) -> String {
    let name = format!("{table}_{}_key", columns.replace(", ", "_"));
    assert!(name.len() < 64, "PostgreSQL would cut {name}");
    name
}

async fn sqlite_schema() -> Schema {
    let db = TestDb::fresh(Engine::Sqlite).await;
    let mut raw = db.raw().await.expect("a connection");
    let conn = raw.sqlite().expect("this is SQLite");
    let mut schema = Schema::default();
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, sql FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the tables");
    for (table, text) in tables {
        assert!(text.trim_end().ends_with("STRICT"), "{table} is not STRICT: SQLite would take any type");
        schema.checks.extend(check_names(&text).into_iter().map(|name| format!("{table}: {name}")));
        let columns: Vec<(String, String, bool, i64)> =
            sqlx::query_as("SELECT name, type, \"notnull\" OR pk > 0, pk FROM pragma_table_info($1) ORDER BY pk")
                .bind(&table)
                .fetch_all(&mut *conn)
                .await
                .expect("the columns");
        let key: Vec<&str> = columns.iter().filter(|(.., pk)| *pk > 0).map(|(name, ..)| name.as_str()).collect();
        schema.unique.insert(format!("{table} ({}) primary key", key.join(", ")));
        for (name, kind, given, _) in &columns {
            schema
                .columns
                .insert(format!("{table}.{name}"), format!("{kind}{}", if *given { " NOT NULL" } else { "" }));
        }
        let indexes: Vec<(String, bool, String, bool, String)> = sqlx::query_as(
            "SELECT l.name, l.\"unique\", l.origin, l.partial,
                 (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
             FROM pragma_index_list($1) l WHERE l.origin <> 'pk'",
        )
        .bind(&table)
        .fetch_all(&mut *conn)
        .await
        .expect("the indexes");
        for (name, unique, origin, partial, columns) in indexes {
            let part = if partial { " partial" } else { "" };
            if unique {
                if origin == "c" {
                    assert_eq!(name, default_name(&table, &columns), "a unique index takes the default name");
                }
                schema.unique.insert(format!("{table} ({columns}){part}"));
            } else {
                schema.indexes.insert(format!("{table}: {name} ({columns}){part}"));
            }
        }
        let foreign: Vec<(String, String, String, String)> = sqlx::query_as(
            "SELECT \"table\", group_concat(\"from\", ', '), group_concat(\"to\", ', '), max(on_delete)
             FROM pragma_foreign_key_list($1) GROUP BY id",
        )
        .bind(&table)
        .fetch_all(&mut *conn)
        .await
        .expect("the foreign keys");
        for (target, from, to, on_delete) in foreign {
            schema.foreign.insert(format!("{table} ({from}) -> {target} ({to}) {on_delete}"));
        }
    }
    let triggers: Vec<(String, String)> =
        sqlx::query_as("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut *conn)
            .await
            .expect("the triggers");
    schema.triggers.extend(triggers.into_iter().map(|(table, name)| format!("{table}: {name}")));
    schema
}

async fn postgres_schema() -> Schema {
    let db = TestDb::fresh(Engine::Postgres).await;
    let mut raw = db.raw().await.expect("a connection");
    let conn = raw.postgres().expect("this is PostgreSQL");
    let mut schema = Schema::default();
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'NO' FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the columns");
    for (table, column, kind, given) in columns {
        let given = if given { " NOT NULL" } else { "" };
        schema.columns.insert(format!("{table}.{column}"), format!("{}{given}", stored_as(&kind)));
    }
    let indexes: Vec<(String, String, bool, bool, bool, String)> = sqlx::query_as(
        "SELECT t.relname::text, i.relname::text, x.indisunique, x.indisprimary, x.indpred IS NOT NULL,
             (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY k (number, place)
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
         FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
         WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the indexes");
    for (table, name, unique, primary, partial, columns) in indexes {
        let part = if partial { " partial" } else { "" };
        if primary {
            assert_eq!(name, format!("{table}_pkey"));
            schema.unique.insert(format!("{table} ({columns}) primary key"));
        } else if unique {
            assert_eq!(name, default_name(&table, &columns), "a unique index takes the default name");
            schema.unique.insert(format!("{table} ({columns}){part}"));
        } else {
            schema.indexes.insert(format!("{table}: {name} ({columns}){part}"));
        }
    }
    let foreign: Vec<(String, String, String, String, String)> = sqlx::query_as(
        "SELECT t.relname::text, f.relname::text,
             (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number),
             (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
              JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.number),
             CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                 WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END
         FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
         WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the foreign keys");
    for (table, target, from, to, on_delete) in foreign {
        schema.foreign.insert(format!("{table} ({from}) -> {target} ({to}) {on_delete}"));
    }
    let named: Vec<(String, String, Option<i32>)> = sqlx::query_as(
        "SELECT t.relname::text, c.conname::text, NULL::int4 FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
         WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace
         UNION ALL
         SELECT t.relname::text, g.tgname::text, g.tgtype::int4 FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
         WHERE NOT g.tgisinternal AND t.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("checks and triggers");
    for (table, name, kind) in named {
        match (kind, name.strip_suffix("_no_change")) {
            (None, _) => _ = schema.checks.insert(format!("{table}: {name}")),
            (Some(_), None) => _ = schema.triggers.insert(format!("{table}: {name}")),
            // SQLite knows no `UPDATE OR DELETE`: each half of this one is a trigger there.
            (Some(kind), Some(name)) => schema.triggers.extend(
                [(ON_UPDATE, "no_update"), (ON_DELETE, "no_delete")]
                    .into_iter()
                    .filter(|(half, _)| kind & half != 0)
                    .map(|(_, half)| format!("{table}: {name}_{half}")),
            ),
        }
    }
    schema
}

/// What PostgreSQL says in `pg_trigger.tgtype` of a trigger that fires on DELETE, and of one that fires on UPDATE.
const ON_DELETE: i32 = 8;
const ON_UPDATE: i32 = 16;

/// The names of all CHECKs in a text; each must have one, for SQLite tells nothing else of it.
fn check_names(text: &str) -> Vec<String> {
    let code: String =
        text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let words: Vec<&str> =
        code.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let checks = words.iter().enumerate().filter(|(_, word)| **word == "CHECK" || word.starts_with("CHECK("));
    checks
        .map(|(at, _)| {
            assert!(
                at >= 2 && words[at - 2] == "CONSTRAINT",
                "a CHECK without a name after: {:?}",
                &words[at.saturating_sub(4)..at]
            );
            words[at - 1].to_owned()
        })
        .collect()
}

#[tokio::test]
async fn both_engines_have_the_same_schema() {
    let sqlite = sqlite_schema().await;
    assert!(!sqlite.columns.is_empty());
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let postgres = postgres_schema().await;
    assert_eq!(sqlite.columns, postgres.columns, "columns (left SQLite, right PostgreSQL)");
    assert_eq!(sqlite.unique, postgres.unique, "what is unique (left SQLite, right PostgreSQL)");
    assert_eq!(sqlite.foreign, postgres.foreign, "foreign keys (left SQLite, right PostgreSQL)");
    assert_eq!(sqlite.checks, postgres.checks, "checks (left SQLite, right PostgreSQL)");
    assert_eq!(sqlite.triggers, postgres.triggers, "triggers (left SQLite, right PostgreSQL)");
    assert_eq!(sqlite.indexes, postgres.indexes, "indexes (left SQLite, right PostgreSQL)");
}

/// What happened stays written, and the refusal has one name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn history_is_never_changed() {
    let attempts = [
        ("audit_entry", sql!("UPDATE audit_entry SET at = at"), sql!("DELETE FROM audit_entry")),
        ("honor_checkpoint", sql!("UPDATE honor_checkpoint SET day = day"), sql!("DELETE FROM honor_checkpoint")),
        ("grant_change", sql!("UPDATE grant_change SET at = at"), sql!("DELETE FROM grant_change")),
        ("honor_entry", sql!("UPDATE honor_entry SET at = at"), sql!("DELETE FROM honor_entry")),
        (
            "honor_rule_version",
            sql!("UPDATE honor_rule_version SET note = note"),
            sql!("DELETE FROM honor_rule_version"),
        ),
        ("queue_entry", sql!("UPDATE queue_entry SET at = at"), sql!("DELETE FROM queue_entry")),
        ("signup_change", sql!("UPDATE signup_change SET at = at"), sql!("DELETE FROM signup_change")),
    ];
    let schema = sqlite_schema().await;
    let kept: BTreeSet<&str> =
        schema.triggers.iter().filter(|name| name.contains("_no_")).filter_map(|name| name.split(':').next()).collect();
    assert_eq!(kept, attempts.each_ref().map(|(table, ..)| *table).into(), "every append-only table is tried here");

    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let host = world.organiser("Wen Shuyan", chapter).await;
        let (event, fan) = (world.event(chapter, &host, 1).await, world.member("Fan 1").await);
        world.sign_up(&fan, event).await.expect("a seat");
        badges::found(&world).await.expect("the badges");
        let ask =
            GrantAsk { handle: "fan".into(), badge: "night-shift".into(), reason: "Tea".into(), ..GrantAsk::default() };
        badges::grant(&world, &host, ask).await.expect("a grant");
        let mut tx = world.db.write().await.expect("a turn");
        tx.execute(
            sql!(
                "INSERT INTO audit_entry (id, action, subject_kind, subject_id, detail, at)
                 VALUES ($1, 'tried', 'member', $1, '{}', 0)"
            ),
            (Uuid::from_u128(1),),
        )
        .await
        .expect("an entry");
        tx.execute(
            sql!(
                "INSERT INTO honor_entry (id, member_id, seq, points, total, cause, idempotency_key, hash, at)
                 VALUES ($1, $2, 1, 5, 5, 'thanked', 'once', $3, 0)"
            ),
            (Uuid::from_u128(2), fan.member.0, &[0_u8; 32][..]),
        )
        .await
        .expect("an entry");
        tx.execute(
            sql!(
                "INSERT INTO honor_checkpoint (number, day, site, size, root, before, taken_at, key_id, public, signature)
                 VALUES (1, 1, 'x', 1, $1, $1, 0, 'x', $1, $1)"
            ),
            (&[0_u8; 32][..],),
        )
        .await
        .expect("a checkpoint");
        tx.commit().await.expect("durable");
        for (table, update, delete) in attempts {
            for attempt in [update, delete] {
                let mut tx = world.db.write().await.expect("a turn");
                let refused = tx.execute(attempt, ()).await.expect_err("refused");
                assert_eq!(refused.constraint(), Some(format!("a row of {table} is never changed")));
            }
        }
    })
    .await;
}

#[test]
fn both_engines_have_the_same_migrations() {
    assert_eq!(known_migrations(Engine::Sqlite), known_migrations(Engine::Postgres));
    let names = |engine: &str| -> BTreeSet<PathBuf> {
        let folder = std::fs::read_dir(format!("../../migrations/{engine}")).expect("the migrations");
        folder.map(|entry| entry.expect("an entry").file_name().into()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert_eq!(names("sqlite").len(), known_migrations(Engine::Sqlite).len(), "embedded are those in the folder");
}

#[test]
fn every_check_has_a_name() {
    for engine in ["sqlite", "postgres"] {
        for entry in std::fs::read_dir(format!("../../migrations/{engine}")).expect("the migrations") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a migration");
            let names = check_names(&text);
            let distinct: BTreeSet<_> = names.iter().collect();
            assert_eq!(names.len(), distinct.len(), "one name, one CHECK: {names:?}");
        }
    }
}
