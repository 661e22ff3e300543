//! Hundreds for a few seats of the honor crew, on two nodes and both engines; and the control: without the guard the same rush
//! seats too many.

use std::sync::Arc;

use backend::db::{Db, DbError, Engine};
use backend::honor::tiers::{self, Decision};
use backend::testing::{SeededRandom, TestDb, TestSite, each_site, engines};
use backend::{Site, sql};
use domain::members::Actor;
use domain::{ApplicationId, Failure, Refusal};

const CONTENDERS: usize = 200;
const SEATS: i64 = 7;

async fn another_node(world: &TestSite) -> Site {
    if world.db.engine() == Engine::Sqlite {
        return world.site.clone();
    }
    let random = Arc::new(SeededRandom::new(5_000_000));
    Site::open(world.db.another_node(), world.clock.clone(), random, world.settings.clone())
        .await
        .expect("a second node")
}

/// Two hundred who ask, put down in bulk: how one becomes a Regular is tried elsewhere.
async fn applications(world: &TestSite, fans: &[Actor]) -> Vec<ApplicationId> {
    let mut tx = world.db.write().await.expect("a transaction");
    let mut ids = vec![];
    for fan in fans {
        let id = world.new_id();
        tx.execute(
            sql!(
                "INSERT INTO crew_application (id, member_id, words, state, made_at) VALUES ($1, $2, 'Me', 'open', $3)"
            ),
            (id, fan.member.0, world.now().0),
        )
        .await
        .expect("an application");
        ids.push(ApplicationId(id));
    }
    tx.commit().await.expect("a commit");
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_for_seven_seats() {
    each_site(async |world| {
        let admin = world.admin().await;
        tiers::save_crew(&world, &admin, (&SEATS.to_string(), "12")).await.expect("seats");
        let fans = world.fans(CONTENDERS).await;
        let nodes = [world.site.clone(), another_node(&world).await];
        // Every one of them is accepted twice at once, by two nodes.
        let mut rush = tokio::task::JoinSet::new();
        for id in applications(&world, &fans).await {
            for site in &nodes {
                let (site, admin) = (site.clone(), admin.clone());
                rush.spawn(async move {
                    let mut tries = 0;
                    loop {
                        match tiers::decide(&site, &admin, id, (Decision::Accept, "Yes")).await {
                            Err(Failure::Internal { .. }) if tries < 10 => tries += 1,
                            answer => break answer,
                        }
                    }
                });
            }
        }
        let (mut seated, mut full) = (0, 0);
        while let Some(answer) = rush.join_next().await {
            match answer.expect("no panic") {
                Ok(()) => seated += 1,
                Err(Failure::Refused(Refusal::NoSeatFree)) => full += 1,
                Err(Failure::Refused(Refusal::DecidedAlready)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(seated, SEATS);
        assert!(full >= CONTENDERS as i64 - SEATS, "{full} were told that no seat is free");
        let mut conn = world.db.read().await.expect("a reader");
        let found: (i64, i64, i64, i64) = conn
            .one(
                sql!(
                    "SELECT crew_taken, (SELECT count(*) FROM tier_term WHERE ended_at IS NULL),
                         (SELECT count(DISTINCT member_id) FROM tier_term),
                         (SELECT count(*) FROM crew_application WHERE state = 'accepted') FROM standing_house"
                ),
                (),
            )
            .await
            .expect("numbers");
        assert_eq!(found, (SEATS, SEATS, SEATS, SEATS));
    })
    .await;
}

/// The guard switched off: seats counted, then taken, in a transaction as people write it every day.
mod naive {
    use super::*;

    pub async fn build(db: &TestDb) {
        db.run(
            "CREATE TABLE naive_seats (id BLOB PRIMARY KEY, seats INTEGER NOT NULL) STRICT;
             CREATE TABLE naive_term (id BLOB PRIMARY KEY, house_id BLOB NOT NULL) STRICT;",
            "CREATE TABLE naive_seats (id UUID PRIMARY KEY, seats BIGINT NOT NULL);
             CREATE TABLE naive_term (id UUID PRIMARY KEY, house_id UUID NOT NULL);",
        )
        .await;
    }

    pub async fn accept(db: &Db, house: uuid::Uuid, id: uuid::Uuid) -> Result<(), DbError> {
        let mut tx = db.write().await?;
        let (seats, taken): (i64, i64) = tx
            .one(
                sql!("SELECT s.seats, (SELECT count(*) FROM naive_term t WHERE t.house_id = s.id) FROM naive_seats s WHERE s.id = $1"),
                (house,),
            )
            .await?;
        if taken < seats {
            tx.execute(sql!("INSERT INTO naive_term (id, house_id) VALUES ($1, $2)"), (id, house)).await?;
        }
        tx.commit().await
    }
}

/// Only on PostgreSQL: SQLite's one writer hides the mistake.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_guard_switched_off_the_same_rush_seats_too_many() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let world = TestSite::fresh(Engine::Postgres).await;
    naive::build(world.test_db()).await;
    let mut taken = vec![];
    for _ in 0..5 {
        let house = world.new_id();
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("INSERT INTO naive_seats (id, seats) VALUES ($1, $2)"), (house, SEATS)).await.expect("seats");
        tx.commit().await.expect("a commit");
        let mut rush = tokio::task::JoinSet::new();
        for _ in 0..CONTENDERS {
            let (db, id) = (world.db.clone(), world.new_id());
            rush.spawn(async move { naive::accept(&db, house, id).await });
        }
        while let Some(one) = rush.join_next().await {
            one.expect("no panic").expect("nothing stops it");
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (count,): (i64,) =
            conn.one(sql!("SELECT count(*) FROM naive_term WHERE house_id = $1"), (house,)).await.expect("a number");
        taken.push(count);
    }
    eprintln!("without the guard: {taken:?} of {SEATS}");
    assert!(taken.iter().any(|count| *count > SEATS), "the judgement must see what the guard prevents: {taken:?}");
}
