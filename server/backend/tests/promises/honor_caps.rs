//! What counts: worked out with each entry, and the same when it is worked out anew.

use std::sync::Arc;
use std::time::Duration;

use backend::honor;
use backend::random::Random;
use backend::sql;
use backend::testing::{SeededRandom, TestSite, each_site, engines};
use domain::honor::Trigger;
use domain::honor::caps::{Limit, State};
use domain::{HonorEntryId, Locale, MemberId};

use crate::ledger::forge::no_key_is_ever_met_again;
use crate::ledger::{earn, set_rule, take_back, thanks, total};

/// Everything the projection holds, in an order.
type Sums = (Vec<(i64, i64, i64, i64, Option<String>, String)>, Vec<(i64, i64)>, Vec<(i64, i64, i64)>, Vec<(i64, i64)>);

async fn sums(world: &TestSite) -> Sums {
    let mut conn = world.db.read().await.expect("a reader");
    let counted = conn
        .all(sql!("SELECT seq, day, season, points, met, state FROM honor_counted ORDER BY member_id, seq"), ())
        .await
        .expect("rows");
    let totals =
        conn.all(sql!("SELECT lifetime, reached_at FROM honor_total ORDER BY member_id"), ()).await.expect("rows");
    let seasons = conn
        .all(sql!("SELECT season, points, reached_at FROM honor_season ORDER BY member_id, season"), ())
        .await
        .expect("rows");
    let days = conn.all(sql!("SELECT day, points FROM honor_day ORDER BY member_id, day"), ()).await.expect("rows");
    (counted, totals, seasons, days)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_farmed_point_is_taken_back_the_honest_one_counts() {
    each_site(async |world| {
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await.member);
        set_rule(&world, &admin, Trigger::Thanked, |form| form.per_day = "20".into()).await;
        let farmed = earn(&world, thanks(fan, 20, "farmed")).await.expect("no error").expect("an entry");
        assert_eq!((farmed.recorded, farmed.counted, farmed.limit, farmed.total), (20, 20, None, 20));
        let honest =
            earn(&world, thanks(fan, 15, "honest")).await.expect("no error").expect("it is recorded all the same");
        assert_eq!((honest.recorded, honest.counted, honest.limit, honest.total), (15, 0, Some(Limit::Day), 20));
        let line = statement(&world, fan).await.remove(0);
        assert_eq!((line.points, line.counted, line.limit, line.total), (15, 0, Some(Limit::Day), 20));

        take_back(&world, fan, farmed.entry).await;
        assert_eq!(total(&world, fan).await, 15, "now the honest one counts");
        let lines = statement(&world, fan).await;
        let told: Vec<_> = lines.iter().map(|l| (l.state, l.points, l.counted, l.limit, l.total)).collect();
        assert_eq!(
            told,
            [
                (State::Correction, -20, -20, None, 15),
                (State::Stands, 15, 15, None, 35),
                (State::TakenBack, 20, 20, None, 20),
            ]
        );

        // The next day is another day.
        world.advance(Duration::from_secs(86_400));
        let next = earn(&world, thanks(fan, 20, "next")).await.expect("no error").expect("an entry");
        assert_eq!((next.counted, next.total), (20, 35));
        let before = sums(&world).await;
        assert_eq!(honor::rebuild(&world).await.expect("counted anew"), 1);
        assert_eq!(sums(&world).await, before);
    })
    .await;
}

async fn statement(world: &TestSite, fan: MemberId) -> Vec<domain::honor::view::LedgerLine> {
    let mut conn = world.db.read().await.expect("a reader");
    honor::statement(&mut conn, Locale::En, fan, 1).await.expect("a statement").lines
}

/// The day ends by the clocks of the member, not of the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_a_day_where_it_was_earned() {
    each_site(async |world| {
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await.member);
        set_rule(&world, &admin, Trigger::Thanked, |form| form.per_day = "10".into()).await;
        // 14:00 in Shanghai. Ten hours later it is midnight there, and still the same day in UTC.
        let counted =
            async |key: &str| earn(&world, thanks(fan, 10, key)).await.expect("no error").expect("new").counted;
        assert_eq!(counted("a").await, 10);
        world.advance(Duration::from_secs(10 * 3600 - 1));
        assert_eq!(counted("b").await, 0, "a second before midnight");
        world.advance(Duration::from_secs(1));
        assert_eq!(counted("c").await, 10, "midnight");
    })
    .await;
}

/// Months of earning and taking back, under rules that change: counting on and counting anew come to the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_equals_the_live_totals() {
    each_site(async |world| {
        let dice = SeededRandom::new(11);
        let dice: &dyn Random = &dice;
        let admin = world.admin().await;
        let fans: Vec<MemberId> = world.fans(4).await.iter().map(|fan| fan.member).collect();
        let mut standing: Vec<(MemberId, HonorEntryId)> = vec![];
        for n in 0..150_u64 {
            world.advance(Duration::from_secs(dice.below(40) * 3600));
            match dice.below(10) {
                0 => {
                    let cap =
                        |most: u64| if dice.below(3) == 0 { String::new() } else { (1 + dice.below(most)).to_string() };
                    let (day, week, season, giver) = (cap(60), cap(150), cap(900), cap(200));
                    set_rule(&world, &admin, Trigger::Thanked, |form| {
                        (form.per_day, form.per_week, form.per_season, form.per_giver) = (day, week, season, giver);
                    })
                    .await;
                }
                1 | 2 if !standing.is_empty() => {
                    let at = usize::try_from(dice.below(standing.len() as u64)).expect("small");
                    let (fan, entry) = standing.swap_remove(at);
                    take_back(&world, fan, entry).await;
                }
                _ => {
                    let fan = fans[usize::try_from(dice.below(4)).expect("small")];
                    let by = (dice.below(2) == 0).then_some(admin.member);
                    let points = 1 + i64::try_from(dice.below(50)).expect("small");
                    let earning = honor::Earning { by, ..thanks(fan, points, &format!("k{n}")) };
                    let earned = earn(&world, earning).await.expect("no error").expect("new");
                    standing.push((fan, earned.entry));
                }
            }
        }
        let live = sums(&world).await;
        assert!(live.0.iter().filter(|row| row.4.is_some()).count() > 5, "caps were met: {:?}", live.0);
        let whole =
            "DELETE FROM honor_counted; DELETE FROM honor_total; DELETE FROM honor_season; DELETE FROM honor_day";
        world.test_db().run(whole, whole).await;
        honor::rebuild(&world).await.expect("counted anew");
        assert_eq!(sums(&world).await, live);
    })
    .await;
}

/// 64 at once say the same: how many entries it made, and what counts.
async fn rush_of_the_same(world: TestSite) -> (i64, i64) {
    let world = Arc::new(world);
    let fan = world.member("Zhu Yuting").await.member;
    let rush: Vec<_> = (0..64)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { earn(&world, thanks(fan, 5, "attended")).await })
        })
        .collect();
    let mut made = 0;
    for one in rush {
        made += i64::from(one.await.expect("no panic").expect("no error").is_some());
    }
    (made, total(&world, fan).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_identical_make_one() {
    for engine in engines() {
        let world = TestSite::fresh(engine).await;
        assert_eq!(rush_of_the_same(world).await, (1, 5), "{engine}");
    }
}

/// The control: the same rush, to the letter, on a database where the key guards nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_key_sixty_four_identical_make_sixty_four() {
    for engine in engines() {
        let world = TestSite::fresh(engine).await;
        no_key_is_ever_met_again(&world).await;
        assert_eq!(rush_of_the_same(world).await, (64, 320), "{engine}: the rush is no test");
    }
}

/// A cap under a rush: what counts is the cap, to the point; everything is recorded.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rush_counts_up_to_the_cap() {
    for engine in engines() {
        let world = Arc::new(TestSite::fresh(engine).await);
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await.member);
        set_rule(&world, &admin, Trigger::Thanked, |form| form.per_day = "100".into()).await;
        let rush: Vec<_> = (0..40)
            .map(|n| {
                let world = Arc::clone(&world);
                tokio::spawn(async move { earn(&world, thanks(fan, 7, &format!("k{n}"))).await })
            })
            .collect();
        let mut counted = 0;
        for one in rush {
            counted += one.await.expect("no panic").expect("no error").expect("each is new").counted;
        }
        assert_eq!((counted, total(&world, fan).await), (100, 100), "{engine}");
        let mut conn = world.db.read().await.expect("a reader");
        let (entries,): (i64,) = conn.one(sql!("SELECT count(*) FROM honor_entry"), ()).await.expect("a number");
        assert_eq!(entries, 40);
    }
}

/// The database itself refuses a correction that is not exactly what it corrects.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_taken_but_what_was_given() {
    use backend::honor::Entry;
    use domain::honor::Cause;
    use std::num::NonZeroI64;
    each_site(async |world| {
        let (fan, other) = (world.member("Zhu Yuting").await.member, world.member("Noor").await.member);
        let earned = earn(&world, thanks(fan, 20, "a")).await.expect("no error").expect("new");
        let wrong = |member, points: i64, cause, corrects| Entry {
            member,
            points: NonZeroI64::new(points).expect("not zero"),
            cause,
            event: None,
            by: None,
            corrects,
            reason: None,
            key: format!("{points}{cause:?}"),
        };
        for (entry, why) in [
            (wrong(fan, -19, Cause::Corrected, Some(earned.entry)), "less than it was"),
            (wrong(other, -20, Cause::Corrected, Some(earned.entry)), "somebody else's"),
            (wrong(fan, -20, Cause::Corrected, None), "a correction of nothing"),
            (wrong(fan, -20, Cause::Thanked, None), "no thanks take anything away"),
        ] {
            let mut tx = world.db.write().await.expect("a transaction");
            assert!(honor::add(&mut tx, &world, entry).await.is_err(), "{why}");
        }
        take_back(&world, fan, earned.entry).await;
        assert_eq!(total(&world, fan).await, 0);
    })
    .await;
}
