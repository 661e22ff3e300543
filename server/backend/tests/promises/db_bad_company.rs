//! Those who share a commit with somebody who panics, fails, goes away, or loses the whole transaction.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::trial::{Event, SignedUp, add, build, counts, create, event, find, id, sign_up, sign_up_in};
use backend::db::{Db, DbError, Engine, Sql};
use backend::sql;
use backend::testing::{TestDb, each_engine, engines};
use uuid::Uuid;

/// Of nine, three sign up; two panic, two break a rule after real work, two drop their transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_panics_fails_or_leaves_harms_nobody() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(1000);
        add(&db, &party).await.expect("durable");
        let tasks: Vec<_> = (0..300).map(|who| tokio::spawn(attend_somehow(db.db(), party.id, who))).collect();
        let (mut stored, mut failed, mut panicked, mut dropped) = (0, 0, 0, 0);
        for task in tasks {
            match task.await {
                Ok(Ok(true)) => stored += 1,
                Ok(Ok(false)) => dropped += 1,
                Ok(Err(_)) => failed += 1,
                Err(_) => panicked += 1,
            }
        }
        assert_eq!((stored, failed, panicked, dropped), (100, 66, 68, 66));
        assert_eq!(counts(&db, party.id).await, (100, 100, 100));
    })
    .await;
}

async fn attend_somehow(db: Db, event: Uuid, who: i32) -> Result<bool, DbError> {
    if who % 3 == 0 {
        return sign_up(&db, event, id()).await.map(|_| true);
    }
    let mut tx = db.write_at(event).await?;
    sign_up_in(&mut tx, event, id()).await?;
    match who % 9 {
        1 | 2 => panic!("a bug in a use case (this test means it)"),
        4 | 5 => tx.execute(sql!("UPDATE trial_event SET taken = -1 WHERE id = $1"), (event,)).await.map(|_| false),
        _ => Ok(false),
    }
}

/// Callers are cut off at arbitrary moments. Whoever was told yes is stored; the numbers agree; the next one is served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_may_go_away_at_any_moment() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(1_000_000);
        add(&db, &party).await.expect("durable");
        let told = Arc::new(Mutex::new(Vec::new()));
        for round in 0..6_u64 {
            let tasks: Vec<_> = (0..100_u64)
                .map(|caller| {
                    let (db, told, member) = (db.db(), Arc::clone(&told), id());
                    let patience = Duration::from_micros(50 + (round * 7919 + caller * 104_729) % 40_000);
                    tokio::spawn(async move {
                        match tokio::time::timeout(patience, sign_up(&db, party.id, member)).await {
                            Ok(Ok(SignedUp::Place(_))) => told.lock().expect("no panic under it").push(member),
                            Ok(other) => panic!("there is room for all: {other:?}"),
                            Err(_gone) => {}
                        }
                    })
                })
                .collect();
            for task in tasks {
                task.await.expect("nobody is refused");
            }
        }
        for _ in 0..10 {
            let next = sign_up(&db, party.id, id()).await;
            assert!(matches!(next, Ok(SignedUp::Place(_))), "{next:?}");
        }
        let (taken, signups, messages) = counts(&db, party.id).await;
        assert_eq!((taken, taken), (signups, messages));
        let told = std::mem::take(&mut *told.lock().expect("no panic under it"));
        let mut reader = db.read().await.expect("a reader");
        for member in told {
            let (stored,): (i64,) = reader
                .one(sql!("SELECT count(*) FROM trial_signup WHERE member_id = $1"), (member,))
                .await
                .expect("a number");
            assert_eq!(stored, 1, "somebody was told yes and is not stored");
        }
    })
    .await;
}

/// The engine throws the whole transaction away, as SQLite does on a full disk: those who said commit are told no.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_batch_is_reported() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(1000);
        add(&db, &party).await.expect("durable");
        let tasks: Vec<_> = (0..40)
            .map(|who| {
                let db = db.db();
                tokio::spawn(async move {
                    if who != 20 {
                        return sign_up(&db, party.id, id()).await.map(drop);
                    }
                    let mut tx = db.write_at(party.id).await?;
                    sign_up_in(&mut tx, party.id, id()).await?;
                    tx.execute(Sql::<0>::unlisted("ROLLBACK"), ()).await?;
                    tx.execute(Sql::<0>::unlisted("no such statement"), ()).await.map(drop)
                })
            })
            .collect();
        let mut told_yes = 0;
        for task in tasks {
            told_yes += i64::from(task.await.expect("no panic").is_ok());
        }
        assert_eq!(counts(&db, party.id).await, (told_yes, told_yes, told_yes));
        let next = sign_up(&db, party.id, id()).await;
        assert!(matches!(next, Ok(SignedUp::Place(_))), "{next:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_survived() {
    let db = TestDb::fresh(Engine::Sqlite).await;
    build(&db).await;
    let party = event(1000);
    add(&db, &party).await.expect("durable");
    db.run("PRAGMA max_page_count = 1", "").await; // SQLite takes the present size: no page more
    let large = Event { image: Some(vec![1; 200_000]), ..event(1) };
    let mut tx = db.write().await.expect("a turn");
    let full = create(&mut tx, &large).await;
    assert!(full.expect_err("no room").to_string().contains("full"));
    drop(tx);
    let mut reader = db.read().await.expect("a reader");
    assert_eq!(find(&mut reader, large.id).await.expect("still reads"), None);
    db.run("PRAGMA max_page_count = 1000000", "").await;
    let next = sign_up(&db, party.id, id()).await;
    assert!(matches!(next, Ok(SignedUp::Place(1))), "{next:?}");
}

/// Two nodes, eight events, everyone signs up everywhere: a lane holds one row, so nobody waits in a circle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_do_not_block_each_other() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let db = TestDb::fresh(Engine::Postgres).await;
    build(&db).await;
    let mut parties = Vec::new();
    for _ in 0..8 {
        let party = event(10_000);
        add(&db, &party).await.expect("durable");
        parties.push(party.id);
    }
    let nodes = [db.db(), db.another_node()];
    let tasks: Vec<_> = (0..32_usize)
        .map(|who| {
            let (db, parties) = (nodes[who % 2].clone(), parties.clone());
            tokio::spawn(async move {
                for turn in 0..20 {
                    let party = parties[(who * 7 + turn * 3) % parties.len()];
                    sign_up(&db, party, id()).await.expect("neither deadlock nor time-out");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    let mut taken = 0;
    for party in parties {
        taken += counts(&db, party).await.0;
    }
    assert_eq!(taken, 640);
}
