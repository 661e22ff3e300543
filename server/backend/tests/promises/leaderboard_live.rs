//! Leaderboards are kept as the ledger grows: whatever happens, and however much at once, counted anew they are the same.

use std::collections::BTreeMap;

use crate::leaderboard::{board, correct, earn, lifetime, live_at, rows, season};
use backend::honor::{leaderboard, tiers};
use backend::members::{self, Visibility};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::HonorEntryId;
use domain::members::parts::Parts;
use uuid::Uuid;

/// Season, member, chapter, points, and when they were reached.
type Place = (Uuid, Uuid, Option<Uuid>, i64, i64);

/// Season, chapter, points; and how many have exactly so many.
type Steps = BTreeMap<(Uuid, Uuid, i64), i64>;

/// Everything that boards are made of.
async fn whole(world: &TestSite) -> (Vec<Place>, Steps) {
    let mut conn = world.db.read().await.expect("a reader");
    let places = conn
        .all(
            sql!(
                "SELECT season_id, member_id, chapter_id, points, reached_at FROM board_place
                 ORDER BY season_id, member_id"
            ),
            (),
        )
        .await
        .expect("rows");
    let steps: Vec<(Uuid, Uuid, i64, i64)> =
        conn.all(sql!("SELECT season_id, chapter_id, points, members FROM board_step"), ()).await.expect("rows");
    let moves: Vec<(Uuid, Option<Uuid>, i64, i64)> =
        conn.all(sql!("SELECT season_id, chapter_id, points, change FROM board_move"), ()).await.expect("rows");
    let mut counted = Steps::new();
    for (season, chapter, points, members) in steps {
        *counted.entry((season, chapter, points)).or_default() += members;
    }
    for (season, chapter, points, change) in moves {
        for of in [Some(Uuid::nil()), chapter].into_iter().flatten() {
            *counted.entry((season, of, points)).or_default() += change;
        }
    }
    counted.retain(|_, members| *members != 0);
    (places, counted)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_live_is_the_same_as_counted_anew() {
    each_site(async |world| {
        world.chapter("Chengdu").await;
        world.chapter("Lisbon").await;
        let admin = world.admin().await;
        season(&world, &admin, "One", ("2027-03-01", "2027-03-24")).await.expect("a season");
        season(&world, &admin, "Two", ("2027-03-25", "2027-04-30")).await.expect("a season");
        let fans = world.fans(8).await;
        let mut dice = Dice(7);
        let mut earned: Vec<(usize, HonorEntryId, i64)> = vec![];
        for round in 0..150 {
            let n = dice.below(fans.len());
            let fan = &fans[n];
            match dice.below(9) {
                0 => members::set_public(&world, fan, Visibility::Public).await.expect("public"),
                1 => members::set_public(&world, fan, Visibility::Private).await.expect("private"),
                2 => {
                    let parts = Parts { ring: dice.below(4) > 0, boards: dice.below(3) > 0, ..Parts::default() };
                    members::save_parts(&world, fan, parts).await.expect("saved");
                }
                3 => live_at(&world, fan, ["", "chengdu", "lisbon"][dice.below(3)]).await,
                4 if !earned.is_empty() => {
                    let (n, id, points) = earned.swap_remove(dice.below(earned.len()));
                    correct(&world, &fans[n], -points, Some(id)).await;
                }
                5 => leaderboard::fold(&world).await.expect("folded"),
                _ => {
                    let points = 1 + dice.below(4) as i64 * 10;
                    earned.push((n, earn(&world, fan, points).await, points));
                }
            }
            world.advance(std::time::Duration::from_secs(2 * 3600));
            if round % 30 == 29 {
                let live = whole(&world).await;
                tiers::count(&world).await.expect("counted");
                assert_eq!(whole(&world).await, live, "round {round}");
            }
        }
        let (places, counted) = whole(&world).await;
        assert!(places.len() > 5 && counted.len() > 5, "the rounds must leave something to judge: {places:?}");
        // A rank by the steps is a rank by counting.
        for fan in &fans {
            let page = board(&world, Some(fan), lifetime()).await.expect("a page");
            let own = places.iter().find(|place| place.0 == Uuid::nil() && place.1 == fan.member.0);
            let above = |own: i64| places.iter().filter(|p| p.0 == Uuid::nil() && p.3 > own).count() as i64;
            assert_eq!(page.mine.map(|mine| mine.rank), own.map(|own| above(own.3) + 1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_changes_are_folded_and_nobody_moves() {
    each_site(async |world| {
        let fans = world.fans(6).await;
        for fan in &fans {
            world.publish(fan).await;
        }
        for n in 0..130_usize {
            earn(&world, &fans[n * 5 % 6], 1 + (n % 3) as i64).await;
        }
        let (before, page) = (whole(&world).await, board(&world, None, lifetime()).await.expect("a page"));
        let waiting = async || -> i64 {
            let mut conn = world.db.read().await.expect("a reader");
            let (n,): (i64,) = conn.one(sql!("SELECT count(*) FROM board_move"), ()).await.expect("a number");
            n
        };
        assert!(waiting().await > 200);
        // Two nodes at once: each change is taken by one.
        let (one, two) = (world.site.clone(), world.site.clone());
        let (one, two) = tokio::join!(leaderboard::fold(&one), leaderboard::fold(&two));
        one.and(two).expect("folded");
        assert_eq!(waiting().await, 0);
        assert_eq!(whole(&world).await, before);
        assert_eq!(rows(&board(&world, None, lifetime()).await.expect("a page")), rows(&page));
    })
    .await;
}

/// Doors, a member who cannot make up their mind, and somebody who counts everything anew: all at once, and nothing drifts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_once_with_counting_anew_nothing_drifts() {
    each_site(async |world| {
        let world = std::sync::Arc::new(world);
        let fans = world.fans(12).await;
        for fan in &fans {
            world.publish(fan).await;
        }
        let mut busy = tokio::task::JoinSet::new();
        for (n, fan) in fans.iter().cloned().enumerate() {
            let world = std::sync::Arc::clone(&world);
            busy.spawn(async move {
                for round in 0..6 {
                    earn(&world, &fan, 1 + (n + round) as i64 % 3).await;
                    if n % 4 == 0 {
                        let side = if round % 2 == 0 { Visibility::Private } else { Visibility::Public };
                        members::set_public(&world, &fan, side).await.expect("as they like");
                    }
                }
            });
        }
        for _ in 0..4 {
            let world = std::sync::Arc::clone(&world);
            busy.spawn(async move {
                tiers::count(&world).await.expect("counted");
                leaderboard::fold(&world).await.expect("folded");
            });
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic");
        }
        let live = whole(&world).await;
        tiers::count(&world).await.expect("counted");
        assert_eq!(whole(&world).await, live);
        assert_eq!(live.0.len(), 12, "all ended public");
    })
    .await;
}
