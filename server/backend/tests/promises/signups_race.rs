//! Many at once: two nodes over several connections, on both engines. And the control: without the guard the same rush
//! oversells, and the same judgement says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::fairness::{Found, judge, must_be_fair};
use crate::patience::patiently;
use backend::db::{Db, DbError, Engine};
use backend::signups::{self, Listing, SignUpAsk};
use backend::testing::{SeededRandom, TestDb, TestSite, each_site, engines};
use backend::{Site, sql};
use domain::members::Actor;
use domain::signups::{Seats, SignUpState, view::MySignUp};
use domain::{EventId, Failure, Locale, Refusal};
use uuid::Uuid;

/// Another node on the same database: its own lanes, its own chance, whatever nodes there are already. A file has one node.
pub async fn another_node(world: &TestSite) -> Site {
    if world.db.engine() == Engine::Sqlite {
        return world.site.clone();
    }
    let settings = world.settings.clone();
    let random = Arc::new(SeededRandom::new(world.new_id().as_u64_pair().1));
    Site::open(world.db.another_node(), world.clock.clone(), random, settings).await.expect("a second node")
}

/// What one of the rush was told, and when: ticks of a clock that only counts.
struct Told {
    actor: Actor,
    asked: u64,
    answered: u64,
    position: i64,
    mine: MySignUp,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_for_fifty() {
    each_site(async |world| drop(rush(&world, 200, 50).await)).await;
}

/// Then everybody who got a seat gives it up at once, and each who is offered one decides at once: the fifty go on to the next
/// fifty, and to those behind them, in their order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_for_fifty_and_fifty_freed_at_once() {
    each_site(async |world| {
        let (event, told) = rush(&world, 500, 50).await;
        let nodes = [world.site.clone(), another_node(&world).await];
        let mut busy = tokio::task::JoinSet::new();
        for (n, one) in told.iter().take(50).enumerate() {
            let (site, actor, signup) = (nodes[n % 2].clone(), one.actor.clone(), one.mine.id);
            busy.spawn(async move { patiently!(signups::give_up(&site, &actor, signup)).expect("a rule says yes") });
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic");
        }
        let freed = must_be_fair(&world, event).await;
        assert_eq!(freed.seats, Seats { taken: 50, offered: 50, waiting: 400, ..Seats::empty(50) });
        let offered: Vec<i64> =
            freed.rows.iter().filter(|row| row.1 == SignUpState::Offered).map(|row| row.0).collect();
        assert_eq!(offered, (51..=100).collect::<Vec<_>>(), "n freed seats make n offers, to the first n");

        // Every third lets it go; each says so twice at once, to both nodes.
        for (n, one) in told.iter().enumerate().skip(50).take(50) {
            for site in &nodes {
                let (site, actor, signup) = (site.clone(), one.actor.clone(), one.mine.id);
                busy.spawn(async move {
                    match n % 3 {
                        0 => patiently!(signups::decline(&site, &actor, signup)).expect("a rule says yes"),
                        _ => patiently!(signups::accept(&site, &actor, signup)).expect("a rule says yes"),
                    }
                });
            }
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic");
        }
        let decided = must_be_fair(&world, event).await;
        let let_go = (50..100).filter(|n| n % 3 == 0).count() as i64;
        assert_eq!(decided.seats, Seats { taken: 50, offered: let_go, waiting: 400 - let_go, ..Seats::empty(50) });
    })
    .await;
}

/// So many sign up at once, on two nodes; gives what each was told, in the order of their numbers.
async fn rush(world: &TestSite, contenders: i64, seats: i64) -> (EventId, Vec<Told>) {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, seats).await;
    let nodes = [world.site.clone(), another_node(world).await];
    let ticks = Arc::new(AtomicU64::new(0));
    let fans = world.fans(usize::try_from(contenders).expect("some")).await;
    let started = tokio::time::Instant::now();
    let rush: Vec<_> = fans
        .into_iter()
        .enumerate()
        .map(|(n, fan)| {
            let (site, ticks) = (nodes[n % 2].clone(), Arc::clone(&ticks));
            tokio::spawn(async move {
                let asked = ticks.fetch_add(1, Ordering::SeqCst);
                let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: "form".into() };
                let mine = patiently!(signups::sign_up(&site, &fan, ask.clone())).expect("a rule says yes");
                let answered = ticks.fetch_add(1, Ordering::SeqCst);
                (fan, asked, answered, mine)
            })
        })
        .collect();
    let mut told = vec![];
    for one in rush {
        told.push(one.await.expect("no panic"));
    }
    eprintln!("{}: {contenders} for {seats} in {:?}", world.db.engine(), started.elapsed());

    let stored = world.stored_sign_ups(event).await;
    let mut told: Vec<Told> = told
        .into_iter()
        .map(|(actor, asked, answered, mine)| {
            let row = stored.iter().find(|row| row.member == actor.member).expect("told means stored");
            Told { actor, asked, answered, position: row.position, mine }
        })
        .collect();
    told.sort_by_key(|t| t.position);
    let found = must_be_fair(world, event).await;
    assert_eq!(found.seats, Seats { taken: seats, waiting: contenders - seats, ..Seats::empty(seats) });
    assert_eq!(
        found.rows.iter().map(|row| row.0).collect::<Vec<_>>(),
        (1..=contenders).collect::<Vec<_>>(),
        "no number is left out"
    );
    for (told, n) in told.iter().zip(1..) {
        // Served in the order of the numbers, and each was told so.
        let expected =
            if n <= seats { (SignUpState::Confirmed, None) } else { (SignUpState::Waiting, Some(n - seats)) };
        assert_eq!((told.mine.state, told.mine.waiting_place), expected, "number {n}");
    }
    // The numbers are the order of the commits: who asked after another had the answer has the higher one.
    for (n, later) in told.iter().enumerate() {
        let overtaken = told[n + 1..].iter().find(|earlier| earlier.answered < later.asked);
        assert!(overtaken.is_none(), "number {} was overtaken", later.position);
    }
    assert_eq!(world.letters_asked("seat_saved").await, seats);
    assert_eq!(world.letters_asked("in_line").await, contenders - seats);
    (event, told)
}

/// Chance for the interleavings, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// One member (or the organiser) doing five things at an event, while others do theirs.
async fn fidget(world: Arc<TestSite>, site: Site, event: EventId, (actor, organises): (Actor, bool), mut dice: Dice) {
    for _ in 0..5 {
        let outcome = match dice.below(4) {
            0 if organises => {
                let handle = ["fan", "fan2", "fan3", "fan4", "fan5"][dice.below(5)];
                signups::place_by_hand(&site, &actor, event, (handle, "A guest of honor")).await
            }
            _ if organises => {
                let (places, terms) = (world.places(event).await, world.terms(event).await);
                let mut tx = site.db.write_at(places.0).await.expect("a transaction");
                match signups::resize(&mut tx, &site, places, (dice.below(5) as i64, terms)).await {
                    Ok(_) => tx.commit().await.map_err(Failure::from),
                    Err(failure) => Err(failure),
                }
            }
            0 | 1 => {
                let request_key = site.new_id().to_string();
                let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key };
                signups::sign_up(&site, &actor, ask).await.map(drop)
            }
            _ => {
                let mut conn = site.db.read().await.expect("a reader");
                let mine = signups::mine(&mut conn, Locale::En, event, actor.member).await.expect("no error");
                drop(conn);
                match mine {
                    Some(mine) if mine.state == SignUpState::Offered && dice.below(3) > 0 => {
                        signups::accept(&site, &actor, mine.id).await
                    }
                    Some(mine) if mine.state == SignUpState::Offered => signups::decline(&site, &actor, mine.id).await,
                    Some(mine) => signups::give_up(&site, &actor, mine.id).await,
                    None => Ok(()),
                }
            }
        };
        match outcome {
            // Given up from the other tab; a seat by hand for somebody who has one, or while there are too many.
            Ok(())
            | Err(Failure::Refused(
                Refusal::NotSignedUp | Refusal::OfferGone | Refusal::HasSeat | Refusal::PlacesFrozen,
            )) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_interleavings_stay_fair() {
    each_site(async |world| {
        let world = Arc::new(world);
        let chapter = world.chapter("Chengdu").await;
        let organiser = world.organiser("Wen Shuyan", chapter).await;
        let fans = world.fans(5).await;
        let nodes = [world.site.clone(), another_node(&world).await];
        let mut seen = Seats::empty(0);
        for round in 0..25_u64 {
            let mut events = vec![];
            let mut busy = tokio::task::JoinSet::new();
            for n in 0..20_u64 {
                let event = world.event(chapter, &organiser, n as i64 % 4).await;
                events.push(event);
                let actors = fans.iter().map(|fan| (fan.clone(), false)).chain([(organiser.clone(), true)]);
                for (who, actor) in actors.enumerate() {
                    let dice = Dice(round * 1000 + n * 10 + who as u64);
                    busy.spawn(fidget(Arc::clone(&world), nodes[who % 2].clone(), event, actor, dice));
                }
            }
            while let Some(done) = busy.join_next().await {
                done.expect("no panic");
            }
            for event in events {
                let found = must_be_fair(&world, event).await;
                seen.taken += found.seats.taken;
                seen.offered += found.seats.offered;
                seen.waiting += found.seats.waiting;
            }
        }
        assert!(
            seen.taken > 100 && seen.waiting > 20 && seen.offered > 20,
            "the rounds must leave seats, offers and lines to judge: {seen:?}"
        );
    })
    .await;
}

/// The guard switched off: places without CHECKs, read and then written, in a transaction as people write it every day.
mod naive {
    use super::*;

    /// Tables like the house's, save for the guard.
    pub async fn build(db: &TestDb) {
        db.run(
            "CREATE TABLE naive_places (id BLOB PRIMARY KEY, capacity INTEGER NOT NULL, taken INTEGER NOT NULL,
                 waiting INTEGER NOT NULL, tail INTEGER NOT NULL) STRICT;
             CREATE TABLE naive_signup (id BLOB PRIMARY KEY, places_id BLOB NOT NULL, state TEXT NOT NULL,
                 position INTEGER NOT NULL) STRICT;",
            "CREATE TABLE naive_places (id UUID PRIMARY KEY, capacity BIGINT NOT NULL, taken BIGINT NOT NULL,
                 waiting BIGINT NOT NULL, tail BIGINT NOT NULL);
             CREATE TABLE naive_signup (id UUID PRIMARY KEY, places_id UUID NOT NULL, state TEXT NOT NULL,
                 position BIGINT NOT NULL);",
        )
        .await;
    }

    /// So many places.
    pub async fn places(db: &Db, id: Uuid, capacity: i64) -> Result<(), DbError> {
        let mut tx = db.write().await?;
        tx.execute(
            sql!("INSERT INTO naive_places (id, capacity, taken, waiting, tail) VALUES ($1, $2, 0, 0, 0)"),
            (id, capacity),
        )
        .await?;
        tx.commit().await
    }

    /// The same decision by the same [`Seats`], from what was read without holding the row.
    pub async fn sign_up(db: &Db, places: Uuid, id: Uuid) -> Result<(), DbError> {
        let mut tx = db.write().await?;
        let (capacity, taken, waiting, tail): (i64, i64, i64, i64) =
            tx.one(sql!("SELECT capacity, taken, waiting, tail FROM naive_places WHERE id = $1"), (places,)).await?;
        let before = Seats { taken, waiting, ..Seats::empty(capacity) };
        let (after, _) = before.sign_up(1);
        let state = if after.taken > before.taken { SignUpState::Confirmed } else { SignUpState::Waiting };
        tx.execute(
            sql!("INSERT INTO naive_signup (id, places_id, state, position) VALUES ($1, $2, $3, $4)"),
            (id, places, state.word(), tail + 1),
        )
        .await?;
        tx.execute(
            sql!("UPDATE naive_places SET taken = $2, waiting = $3, tail = $4 WHERE id = $1"),
            (places, after.taken, after.waiting, tail + 1),
        )
        .await?;
        tx.commit().await
    }

    /// What is found after the rush.
    pub async fn found(db: &Db, places: Uuid) -> Found {
        let mut conn = db.read().await.expect("a reader");
        let (capacity, taken, waiting) = conn
            .one(sql!("SELECT capacity, taken, waiting FROM naive_places WHERE id = $1"), (places,))
            .await
            .expect("its places");
        let rows: Vec<(i64, String)> = conn
            .all(sql!("SELECT position, state FROM naive_signup WHERE places_id = $1 ORDER BY position"), (places,))
            .await
            .expect("rows");
        let row = |(position, state): (i64, String)| (position, SignUpState::from_word(&state).expect("a word"));
        Found {
            seats: Seats { taken, waiting, ..Seats::empty(capacity) },
            ceiling: capacity,
            heads: vec![1; rows.len()],
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

/// Only on PostgreSQL: SQLite's one writer hides the mistake, which is why every test here runs on both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_guard_switched_off_the_same_rush_oversells() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let world = TestSite::fresh(Engine::Postgres).await;
    naive::build(world.test_db()).await;
    let mut verdicts = vec![];
    for _ in 0..5 {
        let places = world.new_id();
        naive::places(&world.db, places, 50).await.expect("places");
        let rush: Vec<_> = (0..200)
            .map(|_| {
                let (db, id) = (world.db.clone(), world.new_id());
                tokio::spawn(async move { naive::sign_up(&db, places, id).await })
            })
            .collect();
        for one in rush {
            one.await.expect("no panic").expect("nothing stops it");
        }
        let found = naive::found(&world.db, places).await;
        assert_eq!(found.rows.len(), 200, "the same rush");
        verdicts.push(judge(&found));
    }
    eprintln!("without the guard: {verdicts:?}");
    let oversold = |verdict: &Result<(), String>| matches!(verdict, Err(why) if why.starts_with("oversold"));
    assert!(verdicts.iter().any(oversold), "the judgement must see what the guard prevents: {verdicts:?}");
}
