//! Many nodes at once take the day's checkpoint; and the control: without the constraint the same rush takes more than one.

use std::sync::Arc;

use backend::db::Engine;
use backend::testing::{TestSite, engines};
use backend::{honor, sql};

use crate::honor_checkpoint::{DAY, community};

/// Three days, on each of which 32 nodes take the checkpoint at the same moment: how many there are after each.
async fn rush(world: TestSite) -> Vec<i64> {
    let world = Arc::new(world);
    community(&world, 4).await;
    let mut taken = vec![];
    for _ in 0..3 {
        let nodes: Vec<_> = (0..32)
            .map(|_| {
                let world = Arc::clone(&world);
                tokio::spawn(async move { honor::checkpoint(&world).await })
            })
            .collect();
        for node in nodes {
            node.await.expect("no panic").expect("no error");
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (all,): (i64,) = conn.one(sql!("SELECT count(*) FROM honor_checkpoint"), ()).await.expect("a number");
        taken.push(all);
        world.advance(DAY);
    }
    taken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_nodes_take_one() {
    for engine in engines() {
        let world = TestSite::fresh(engine).await;
        assert_eq!(rush(world).await, [1, 2, 3], "{engine}");
    }
}

/// The same rush, to the letter, on tables without their keys. On SQLite, whose nodes are connections of one process, whether two
/// look before one of them writes is chance: there at least as many are taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_keys_the_same_rush_takes_more() {
    for engine in engines() {
        let world = TestSite::fresh(engine).await;
        world
            .test_db()
            .run(
                "DROP TABLE honor_heads; DROP TABLE honor_checkpoint;
                 CREATE TABLE honor_checkpoint (number INTEGER NOT NULL, day INTEGER NOT NULL, site TEXT NOT NULL,
                     size INTEGER NOT NULL, root BLOB NOT NULL, before BLOB NOT NULL, taken_at INTEGER NOT NULL,
                     key_id TEXT NOT NULL, public BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
                 CREATE TABLE honor_heads (number INTEGER NOT NULL, heads BLOB NOT NULL) STRICT;",
                "DROP TABLE honor_heads; DROP TABLE honor_checkpoint;
                 CREATE TABLE honor_checkpoint (number BIGINT NOT NULL, day BIGINT NOT NULL, site TEXT NOT NULL,
                     size BIGINT NOT NULL, root BYTEA NOT NULL, before BYTEA NOT NULL, taken_at BIGINT NOT NULL,
                     key_id TEXT NOT NULL, public BYTEA NOT NULL, signature BYTEA NOT NULL);
                 CREATE TABLE honor_heads (number BIGINT NOT NULL, heads BYTEA NOT NULL);",
            )
            .await;
        let taken = rush(world).await;
        eprintln!("{engine}, without the keys: {taken:?}");
        match engine {
            Engine::Postgres => assert!(taken[2] > 3, "{taken:?}: the rush is no test"),
            Engine::Sqlite => assert!(taken[2] >= 3, "{taken:?}"),
        }
    }
}
