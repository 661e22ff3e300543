//! What a transaction promises, on both engines.

use crate::trial::{Event, SignedUp, add, build, counts, create, event, find, id, sign_up};
use backend::db::{DbError, Sql};
use backend::sql;
use backend::testing::each_engine;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_value_comes_back_as_it_went() {
    each_engine(async |db| {
        build(&db).await;
        let bare = Event { public: false, note: Some("hé".into()), starts_at: None, image: None, ..event(3) };
        for event in [event(3), bare] {
            let mut tx = db.write().await.expect("a turn");
            assert_eq!(create(&mut tx, &event).await.expect("created"), 1);
            assert_eq!(find(&mut tx, event.id).await.expect("a statement"), Some(event.clone()), "seen from inside");
            tx.commit().await.expect("durable");
            let mut reader = db.read().await.expect("a reader");
            assert_eq!(find(&mut reader, event.id).await.expect("a statement"), Some(event), "seen from outside");
        }
    })
    .await;
}

/// A function that reads from wherever it is told can run in a task of its own, as handlers do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_moves_between_threads() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(3);
        add(&db, &party).await.expect("durable");
        let found = tokio::spawn({
            let (db, party) = (db.db(), party.id);
            async move {
                let mut tx = db.write().await?;
                let inside = find(&mut tx, party).await?;
                drop(tx);
                Ok::<_, DbError>((inside, find(&mut db.read().await?, party).await?))
            }
        });
        let (inside, outside) = found.await.expect("no panic").expect("found");
        assert_eq!((inside.as_ref(), outside.as_ref()), (Some(&party), Some(&party)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_means_undone() {
    each_engine(async |db| {
        build(&db).await;
        let (kept, dropped) = (event(1), event(1));
        let mut tx = db.write().await.expect("a turn");
        create(&mut tx, &dropped).await.expect("created");
        drop(tx);
        add(&db, &kept).await.expect("durable");
        let mut reader = db.read().await.expect("a reader");
        assert_eq!(find(&mut reader, dropped.id).await.expect("a statement"), None);
        assert_eq!(find(&mut reader, kept.id).await.expect("a statement"), Some(kept));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_cannot_write() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(1);
        add(&db, &party).await.expect("durable");
        for _ in 0..6 {
            let mut reader = db.read().await.expect("a reader");
            let delete = sql!("DELETE FROM trial_event WHERE id = $1 RETURNING taken");
            let refused: Result<Option<(i64,)>, DbError> = reader.optional(delete, (party.id,)).await;
            assert!(refused.is_err());
            assert!(find(&mut reader, party.id).await.expect("still reads").is_some());
        }
    })
    .await;
}

/// A broken rule has one name, whichever engine says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn constraints_have_the_same_name() {
    each_engine(async |db| {
        build(&db).await;
        let party = Event { note: Some("unique".into()), ..event(3) };
        add(&db, &party).await.expect("durable");
        let (member, signup) = (id(), id());
        let insert = async |signup: Uuid, event: Uuid, member: Uuid, state: Option<&str>| {
            let mut tx = db.write().await?;
            let sql = sql!("INSERT INTO trial_signup (id, event_id, member_id, state) VALUES ($1, $2, $3, $4)");
            tx.execute(sql, (signup, event, member, state)).await?;
            tx.commit().await
        };
        insert(signup, party.id, member, Some("going")).await.expect("the first one fits");
        let change = async |sql: Sql<1>| {
            let mut tx = db.write().await?;
            tx.execute(sql, (party.id,)).await
        };
        assert_eq!(sign_up(&db, party.id, id()).await.expect("a place"), SignedUp::Place(1));
        let name = |result: Result<(), DbError>| result.expect_err("refused").constraint();
        let names = [
            name(insert(id(), party.id, member, Some("going")).await),
            name(insert(signup, party.id, id(), Some("going")).await),
            name(insert(id(), party.id, id(), Some("nope")).await),
            name(insert(id(), party.id, id(), None).await),
            name(insert(id(), id(), id(), Some("going")).await),
            name(change(sql!("UPDATE trial_event SET taken = 99 WHERE id = $1")).await.map(drop)),
            name(change(sql!("UPDATE trial_outbox SET body = '' WHERE id <> $1")).await.map(drop)),
            name(add(&db, &Event { note: party.note.clone(), ..event(1) }).await),
        ];
        let expected = [
            Some("trial_signup_event_id_member_id_key"),
            Some("trial_signup_pkey"),
            Some("trial_signup_state_check"),
            None, // NOT NULL
            None, // a foreign key: SQLite does not tell which
            Some("trial_event_taken_check"),
            Some("trial_outbox is append-only"),
            Some("trial_event_title_key"),
        ];
        assert_eq!(names.each_ref().map(Option::as_deref), expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_error_nothing_more_runs() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(3);
        let mut tx = db.write().await.expect("a turn");
        create(&mut tx, &party).await.expect("created");
        let missing: Result<(i64,), _> = tx.one(sql!("SELECT taken FROM trial_event WHERE id = $1"), (id(),)).await;
        assert!(missing.is_err(), "there is no such row, which harms nothing");
        create(&mut tx, &event(1)).await.expect("still usable");
        let broken = tx.execute(sql!("UPDATE trial_event SET taken = 99 WHERE id = $1"), (party.id,)).await;
        assert!(broken.expect_err("refused").breaks("trial_event_taken_check"));
        let after = tx.execute(sql!("DELETE FROM trial_outbox"), ()).await;
        assert!(matches!(after, Err(DbError::TransactionFailed)));
        assert!(matches!(tx.commit().await, Err(DbError::TransactionFailed)));
        assert_eq!(find(&mut db.read().await.expect("a reader"), party.id).await.expect("a statement"), None);
    })
    .await;
}

/// Five hundred want fifty places.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_sold_once() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(50);
        add(&db, &party).await.expect("durable");
        // A member who asks twice holds one place; the second asking gives its place back.
        let keen = id();
        assert_eq!(sign_up(&db, party.id, keen).await.expect("an answer"), SignedUp::Place(1));
        assert_eq!(sign_up(&db, party.id, keen).await.expect("an answer"), SignedUp::Already);
        let tasks: Vec<_> = (0..500)
            .map(|_| {
                let db = db.db();
                tokio::spawn(async move { sign_up(&db, party.id, id()).await.expect("an answer") })
            })
            .collect();
        let (mut places, mut full) = (vec![1], 0);
        for task in tasks {
            match task.await.expect("no panic") {
                SignedUp::Place(place) => places.push(place),
                SignedUp::Full => full += 1,
                SignedUp::Already => panic!("everybody is somebody else"),
            }
        }
        places.sort_unstable();
        assert_eq!(places, (1..=50).collect::<Vec<i64>>());
        assert_eq!(full, 451);
        assert_eq!(counts(&db, party.id).await, (50, 50, 50));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_lets_running_work_end() {
    each_engine(async |db| {
        build(&db).await;
        let party = event(9);
        let mut tx = db.write().await.expect("a turn");
        create(&mut tx, &party).await.expect("created");
        let closing = tokio::spawn({
            let db = db.db();
            async move { db.close().await }
        });
        // Nobody new is let in: it has begun.
        while db.ping().await.is_ok() {
            tokio::task::yield_now().await;
        }
        tx.commit().await.expect("durable: it was there before");
        closing.await.expect("closes");
        assert!(db.write().await.is_err() && db.ping().await.is_err());
    })
    .await;
}
