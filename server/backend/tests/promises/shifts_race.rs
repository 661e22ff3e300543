//! Many at once over overlapping shifts: two nodes, several connections, both engines. And the control: without holding the member
//! the same rush puts people in two places at once, and the same judgement says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::patience::patiently;
use crate::shifts::{house, named};
use crate::signups_race::another_node;
use backend::db::{Db, DbError, Engine};
use backend::signups::{self, shifts};
use backend::testing::{TestDb, TestSite, each_site, engines};
use backend::{Site, sql};
use domain::signups::SignUpState;
use domain::signups::shifts::{Claim, Part, Span, first_collision};
use domain::{EventId, Failure, Instant, MemberId, Refusal, ShiftId, SignUpId};
use uuid::Uuid;

/// Two nodes on the same database.
async fn nodes(world: &TestSite) -> [Site; 2] {
    [world.site.clone(), another_node(world).await]
}

/// Whose places lie how: by member, start and end.
type Placed = Vec<(MemberId, Span)>;

/// Nobody has two that overlap.
fn judge(placed: &Placed) -> Result<(), String> {
    let mut of: BTreeMap<MemberId, Vec<Span>> = BTreeMap::new();
    for (member, span) in placed {
        of.entry(*member).or_default().push(*span);
    }
    for (member, spans) in of {
        for (n, one) in spans.iter().enumerate() {
            if spans[n + 1..].iter().any(|other| one.overlaps(*other)) {
                return Err(format!("{member} is in two places at once: {spans:?}"));
            }
        }
    }
    Ok(())
}

async fn placed(world: &TestSite) -> Placed {
    let mut conn = world.db.read().await.expect("a reader");
    let rows: Vec<(Uuid, i64, i64)> = conn
        .all(
            sql!(
                "SELECT s.member_id, coalesce(h.starts_at, e.starts_at), coalesce(h.ends_at, e.ends_at)
                 FROM signup s JOIN places p ON p.id = s.places_id JOIN event e ON e.id = s.event_id
                     LEFT JOIN shift h ON h.id = p.shift_id
                 WHERE s.state IN ('confirmed', 'offered') LIMIT 10000"
            ),
            (),
        )
        .await
        .expect("rows");
    let place = |(member, starts, ends)| (MemberId(member), Span { starts: Instant(starts), ends: Instant(ends) });
    rows.into_iter().map(place).collect()
}

/// The counters say what the rows say, and no more are in than there are places.
async fn must_add_up(world: &TestSite, shifts: &[ShiftId]) {
    for shift in shifts {
        let (seats, rows) = world.shift_seats(*shift).await;
        let count = |state| rows.iter().filter(|(_, s)| *s == state).count() as i64;
        let taken = count(SignUpState::Confirmed) + count(SignUpState::Offered);
        assert_eq!((seats.taken, seats.waiting), (taken, count(SignUpState::Waiting)), "{seats:?}");
        assert!(taken <= seats.capacity, "{seats:?}");
        assert!(seats.waiting == 0 || taken == seats.capacity, "a place is free while somebody waits: {seats:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_hands_for_overlapping_shifts() {
    each_site(async |world| {
        let (wen, event, _, mut all) = house(&world, 20).await;
        let role = world.shift_role(event, &wen, &named("Door")).await;
        all.extend(world.shifts(role, &wen, ("2027-04-03T10:30", "2027-04-03T16:30", 180), 20).await);
        // A meetup elsewhere at the same time: the other way round the rule is the same.
        let meetup = world.event(world.chapter("Lisbon").await, &wen, 200).await;
        let nodes = nodes(&world).await;
        let fans = world.fans(50).await;
        let mut busy = tokio::task::JoinSet::new();
        for (n, fan) in fans.iter().enumerate() {
            for (m, shift) in all.iter().enumerate() {
                let (site, fan, ask) = (nodes[(n + m) % 2].clone(), fan.clone(), world.take_ask(*shift));
                busy.spawn(async move { patiently!(shifts::take(&site, &fan, ask.clone())).map(drop) });
            }
            let (site, fan, key) = (nodes[n % 2].clone(), fan.clone(), world.new_id().to_string());
            busy.spawn(async move { patiently!(guest(&site, &fan, meetup, &key)) });
        }
        let (mut yes, mut overlaps) = (0, 0);
        while let Some(done) = busy.join_next().await {
            match done.expect("no panic") {
                Ok(()) => yes += 1,
                Err(Failure::Refused(Refusal::Overlaps(_))) => overlaps += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        eprintln!("{}: {yes} yes, {overlaps} overlaps", world.db.engine());
        assert_eq!(yes + overlaps, 300);
        assert!(yes >= 50 && overlaps >= 50, "{yes} {overlaps}");
        judge(&placed(&world).await).unwrap_or_else(|why| panic!("{why}"));
        must_add_up(&world, &all).await;
    })
    .await;
}

async fn guest(site: &Site, fan: &domain::members::Actor, event: EventId, key: &str) -> Result<(), Failure> {
    let (listing, request_key) = (signups::Listing::Quiet, key.to_owned());
    signups::sign_up(site, fan, signups::SignUpAsk { event, answers: vec![], listing, request_key }).await.map(drop)
}

/// Everybody has one shift and swaps around as fast as they can, each swap sent twice: at any end they have exactly one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_swaps_lose_nobody() {
    each_site(async |world| {
        let (_, _, _, all) = house(&world, 9).await;
        let nodes = nodes(&world).await;
        let fans = world.fans(24).await;
        for (n, fan) in fans.iter().enumerate() {
            world.take_shift(fan, all[n % 3]).await.expect("a place: 24 of 27");
        }
        let world = Arc::new(world);
        let mut busy = tokio::task::JoinSet::new();
        for (n, fan) in fans.iter().enumerate() {
            let (world, all, fan) = (Arc::clone(&world), all.clone(), fan.clone());
            let nodes = nodes.clone();
            busy.spawn(async move {
                let mut swapped = 0;
                for round in 0..8 {
                    let Some(from) = confirmed(&world, fan.member).await.first().copied() else { panic!("lost") };
                    let ask = world.take_ask(all[(n + round * 2 + 1) % 3]);
                    let once = patiently!(shifts::swap(&nodes[round % 2], &fan, from, ask.clone()));
                    let twice = patiently!(shifts::swap(&nodes[(round + 1) % 2], &fan, from, ask.clone()));
                    match (once, twice) {
                        (Ok(one), Ok(two)) => {
                            assert_eq!(one, two, "sent twice is once");
                            swapped += 1;
                        }
                        (
                            Err(Failure::Refused(Refusal::ShiftFull | Refusal::HasSeat)),
                            Ok(_) | Err(Failure::Refused(Refusal::ShiftFull | Refusal::HasSeat)),
                        ) => {}
                        other => panic!("{other:?}"),
                    }
                    assert_eq!(confirmed(&world, fan.member).await.len(), 1);
                }
                swapped
            });
        }
        let mut swapped = 0;
        while let Some(done) = busy.join_next().await {
            swapped += done.expect("no panic");
        }
        assert!(swapped > 30, "{swapped}");
        judge(&placed(&world).await).unwrap_or_else(|why| panic!("{why}"));
        must_add_up(&world, &all).await;
        let mut taken = 0;
        for shift in &all {
            taken += world.shift_seats(*shift).await.0.taken;
        }
        assert_eq!(taken, 24, "nobody is lost, nobody is in twice");
    })
    .await;
}

async fn confirmed(world: &TestSite, member: MemberId) -> Vec<SignUpId> {
    let mut conn = world.db.read().await.expect("a reader");
    let rows: Vec<(Uuid,)> = conn
        .all(sql!("SELECT id FROM signup WHERE member_id = $1 AND state = 'confirmed' LIMIT 10"), (member.0,))
        .await
        .expect("rows");
    rows.into_iter().map(|(id,)| SignUpId(id)).collect()
}

/// The same decision by the same rule, from what was read without holding the member.
mod naive {
    use super::*;

    pub async fn build(db: &TestDb) {
        db.run(
            "CREATE TABLE naive_shift (id BLOB PRIMARY KEY, member_id BLOB NOT NULL, starts_at INTEGER NOT NULL,
                 ends_at INTEGER NOT NULL) STRICT;",
            "CREATE TABLE naive_shift (id UUID PRIMARY KEY, member_id UUID NOT NULL, starts_at BIGINT NOT NULL,
                 ends_at BIGINT NOT NULL);",
        )
        .await;
    }

    pub async fn take(db: &Db, (id, member): (Uuid, MemberId), span: Span) -> Result<bool, DbError> {
        let mut tx = db.write().await?;
        let rows: Vec<(Uuid, i64, i64)> = tx
            .all(sql!("SELECT id, starts_at, ends_at FROM naive_shift WHERE member_id = $1 LIMIT 100"), (member.0,))
            .await?;
        let event = EventId(Uuid::nil());
        let claim = |span| Claim { event, part: Part::Shift, span };
        let held = rows
            .into_iter()
            .map(|(id, starts, ends)| (SignUpId(id), claim(Span { starts: Instant(starts), ends: Instant(ends) })));
        if first_collision(claim(span), held).is_some() {
            return Ok(false);
        }
        tx.execute(
            sql!("INSERT INTO naive_shift (id, member_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)"),
            (id, member.0, span.starts.0, span.ends.0),
        )
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    pub async fn placed(db: &Db) -> Placed {
        let mut conn = db.read().await.expect("a reader");
        let rows: Vec<(Uuid, i64, i64)> = conn
            .all(sql!("SELECT member_id, starts_at, ends_at FROM naive_shift LIMIT 10000"), ())
            .await
            .expect("rows");
        let place = |(member, starts, ends)| (MemberId(member), Span { starts: Instant(starts), ends: Instant(ends) });
        rows.into_iter().map(place).collect()
    }
}

/// Only on PostgreSQL: SQLite's one writer hides the mistake.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_holding_the_member_the_same_rush_puts_people_in_two_places() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let world = TestSite::fresh(Engine::Postgres).await;
    naive::build(world.test_db()).await;
    let mut busy = tokio::task::JoinSet::new();
    for n in 0..50_u128 {
        for shift in 0..6_i64 {
            let (db, id, member) = (world.db.clone(), world.new_id(), MemberId(Uuid::from_u128(n)));
            let span = Span { starts: Instant(shift * 5_400_000), ends: Instant(shift * 5_400_000 + 10_800_000) };
            busy.spawn(async move { naive::take(&db, (id, member), span).await.expect("nothing stops it") });
        }
    }
    while let Some(done) = busy.join_next().await {
        done.expect("no panic");
    }
    let verdict = judge(&naive::placed(&world.db).await);
    eprintln!("without holding the member: {verdict:?}");
    assert!(verdict.is_err(), "the judgement must see what the guard prevents");
}
