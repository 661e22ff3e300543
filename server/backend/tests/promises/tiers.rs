//! Regulars: by a window of attendance, in the house's own days, lapsing gently and coming back.

use std::time::Duration;

use crate::planning::audited;
use backend::honor::{self, seasons, tiers};
use backend::members;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::tiers::{Right, Tier, view::MyTier};
use domain::honor::view::Missing;
use domain::members::Actor;
use domain::members::parts::Parts;
use domain::{ChapterId, Failure, FieldCode, Instant, Locale};

const DAY: Duration = Duration::from_secs(86_400);

/// 2027-03-20T06:00Z, when every test begins.
const BEGIN: i64 = 1_805_522_400_000;

pub async fn tier(world: &TestSite, actor: &Actor) -> Tier {
    let mut conn = world.db.read().await.expect("a reader");
    honor::tier(&mut conn, world.now(), actor.member).await.expect("a tier")
}

async fn missing(world: &TestSite, actor: &Actor) -> Missing {
    let mut conn = world.db.read().await.expect("a reader");
    honor::standing(&mut conn, world.now(), actor.member).await.expect("a standing").missing
}

async fn mine(world: &TestSite, actor: &Actor) -> MyTier {
    tiers::page(world, Some(actor), Locale::En).await.expect("a page").mine.expect("somebody signed in")
}

/// How many letters with this subject went out.
async fn letters(world: &TestSite, subject: &str) -> usize {
    world.run_jobs().await;
    world.letters().iter().filter(|letter| letter.contains(&format!("Subject: {subject}"))).count()
}

async fn house(world: &TestSite) -> (ChapterId, Actor, Actor) {
    let chapter = world.chapter("Chengdu").await;
    let host = world.organiser("Wen Shuyan", chapter).await;
    (chapter, host, world.member("Zhu Yuting").await)
}

/// Was at an event on each of the first three days: a Regular by the rule that the house begins with.
async fn three_days(world: &TestSite, fan: &Actor, at: (ChapterId, &Actor)) {
    for days in [0, 1, 2] {
        day(world, days);
        world.attend(fan, at).await;
    }
}

/// A quarter more for a moment that stands this many days after the beginning, at noon in China: no letter waits for morning.
fn day(world: &TestSite, days: i64) {
    world.clock.set(Instant(BEGIN + days * 86_400_000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_regular_keeps_coming_lapses_gently_and_returns() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        assert_eq!(missing(&world, &fan).await, Missing::Events { more: 3, months: 6 });
        for days in [0, 10] {
            day(&world, days);
            world.attend(&fan, (chapter, &host)).await;
        }
        assert_eq!(tier(&world, &fan).await, Tier::Fan);
        assert_eq!(missing(&world, &fan).await, Missing::Events { more: 1, months: 6 });
        day(&world, 20);
        world.attend(&fan, (chapter, &host)).await;
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        assert_eq!(missing(&world, &fan).await, Missing::Seat { free: 20 });
        assert_eq!(mine(&world, &fan).await.until.as_deref(), Some("20 September 2027"));
        assert_eq!(letters(&world, "You are a Regular").await, 1);

        // The first event counts until the end of the same day six months later.
        world.clock.set(Instant(1_821_484_799_999)); // 2027-09-20T23:59:59.999Z
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        tiers::look(&world).await.expect("looked after");
        assert_eq!(letters(&world, "We miss you").await, 0);
        assert!(!mine(&world, &fan).await.in_grace);
        world.advance(Duration::from_millis(1));
        let grace = mine(&world, &fan).await;
        assert_eq!(
            (grace.tier, grace.in_grace, grace.until.as_deref()),
            (Tier::Regular, true, Some("20 October 2027"))
        );
        assert_eq!(grace.missing, Missing::ToStay { more: 1, months: 6 });
        world.advance(Duration::from_secs(6 * 3600));
        for _ in 0..3 {
            tiers::look(&world).await.expect("looked after");
        }
        assert_eq!(letters(&world, "We miss you").await, 1, "once, however often somebody looks");

        world.clock.set(Instant(1_821_484_800_000 + 30 * 86_400_000 - 1));
        assert_eq!(tier(&world, &fan).await, Tier::Regular, "the last moment of grace");
        world.advance(Duration::from_millis(1));
        assert_eq!(tier(&world, &fan).await, Tier::Fan);
        tiers::look(&world).await.expect("looked after");
        assert_eq!(letters(&world, "We miss you").await, 1, "nobody is told twice");

        // The way back is the way they came.
        for days in [400, 401, 402] {
            day(&world, days);
            assert_eq!(tier(&world, &fan).await, Tier::Fan);
            world.attend(&fan, (chapter, &host)).await;
        }
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        assert_eq!(letters(&world, "You are a Regular").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coming_once_in_the_last_days_carries_on_and_the_letter_is_not_sent() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        for days in [0, 100, 110] {
            day(&world, days);
            world.attend(&fan, (chapter, &host)).await;
        }
        day(&world, 190);
        assert!(mine(&world, &fan).await.in_grace);
        // Told in the same moment in which they come: what is no longer true is not sent.
        tiers::look(&world).await.expect("looked after");
        world.attend(&fan, (chapter, &host)).await;
        assert_eq!(letters(&world, "We miss you").await, 0);
        let now = mine(&world, &fan).await;
        assert!(!now.in_grace && now.tier == Tier::Regular);
        assert_eq!(letters(&world, "You are a Regular").await, 1, "they never were anything else");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stricter_rule_takes_nothing_away_at_once() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        let admin = world.admin().await;
        three_days(&world, &fan, (chapter, &host)).await;
        let save = async |actor: &Actor, rule: [&str; 3]| tiers::save_rule(&world, actor, rule).await;
        assert_eq!(save(&host, ["5", "6", "30"]).await, Err(Failure::Forbidden));
        assert_eq!(
            save(&admin, ["51", "6", "30"]).await,
            Err(Failure::field("events", FieldCode::TooLarge { max: 50 }))
        );
        save(&admin, ["5", "6", "30"]).await.expect("a stricter rule");
        save(&admin, ["5", "6", "30"]).await.expect("the same again changes nothing");
        assert_eq!(audited(&world, "tier_rule_changed").await, 1);
        let now = mine(&world, &fan).await;
        assert_eq!(
            (now.tier, now.in_grace, now.missing),
            (Tier::Regular, true, Missing::ToStay { more: 2, months: 6 })
        );
        world.advance(DAY);
        tiers::look(&world).await.expect("looked after");
        assert_eq!(letters(&world, "We miss you").await, 1, "told as anybody whose time ends");
        world.advance(DAY * 29);
        assert_eq!(tier(&world, &fan).await, Tier::Fan);
        save(&admin, ["3", "6", "30"]).await.expect("as it was");
        assert_eq!(tier(&world, &fan).await, Tier::Regular, "a milder rule counts for what was attended before");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fewer_days_of_grace_take_nothing_away_at_once_either() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        let admin = world.admin().await;
        three_days(&world, &fan, (chapter, &host)).await;
        tiers::save_rule(&world, &admin, ["5", "6", "0"]).await.expect("a stricter rule");
        assert_eq!(mine(&world, &fan).await.until.as_deref(), Some("21 April 2027"), "her page tells her");
        world.advance(DAY * 29);
        assert_eq!(tier(&world, &fan).await, Tier::Regular, "the days that the rule gave until now");
        world.advance(DAY * 2);
        assert_eq!(tier(&world, &fan).await, Tier::Fan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_makes_themselves_a_regular_at_the_door() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        for days in [0, 1, 2] {
            day(&world, days);
            world.attend(&host, (chapter, &host)).await;
            world.attend(&fan, (chapter, &host)).await;
        }
        assert_eq!((tier(&world, &host).await, tier(&world, &fan).await), (Tier::Fan, Tier::Regular));
        assert_eq!(missing(&world, &host).await, Missing::Events { more: 3, months: 6 });
        tiers::count(&world).await.expect("counted");
        assert_eq!((tier(&world, &host).await, tier(&world, &fan).await), (Tier::Fan, Tier::Regular));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_end_by_the_clocks_of_the_house() {
    each_site(async |world| {
        let (chapter, host, fan) = house(&world).await;
        let admin = world.admin().await;
        tiers::save_rule(&world, &admin, ["1", "6", "0"]).await.expect("a rule");
        assert_eq!(seasons::save_zone(&world, &host, "Europe/Lisbon").await, Err(Failure::Forbidden));
        let unknown = seasons::save_zone(&world, &admin, "Mars/Base").await;
        assert_eq!(unknown, Err(Failure::field("zone", FieldCode::UnknownZone)));
        seasons::save_zone(&world, &admin, "Europe/Lisbon").await.expect("a zone");
        // In March Lisbon is at UTC; in September it is an hour ahead: the day ends at 23:00.
        world.attend(&fan, (chapter, &host)).await;
        world.clock.set(Instant(1_821_481_199_999));
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        world.advance(Duration::from_millis(1));
        assert_eq!(tier(&world, &fan).await, Tier::Fan, "without days of grace it is over at once");
        // The other way: what was attended is looked at anew with each zone.
        seasons::save_zone(&world, &admin, "America/New_York").await.expect("a zone");
        assert_eq!(tier(&world, &fan).await, Tier::Regular, "there the day is not over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counted_anew_the_same_people_are_regulars() {
    each_site(async |world| {
        let (chapter, host, _) = house(&world).await;
        let admin = world.admin().await;
        tiers::save_rule(&world, &admin, ["2", "2", "10"]).await.expect("a rule");
        let fans = world.fans(6).await;
        let paces = [0b0101_0101, 0b1100_0011, 0b0011_0110, 0b1111_1111, 0b1000_0001, 0b0001_1000];
        for round in 0..8_i64 {
            for (n, (fan, pace)) in (0_i64..).zip(fans.iter().zip(paces)) {
                // Each at a pace of their own, some with a long pause, one too seldom.
                if pace >> round & 1 == 1 {
                    day(&world, round * 25 + n);
                    world.attend(fan, (chapter, &host)).await;
                }
            }
        }
        let rows = async || -> Vec<(uuid::Uuid, Option<i64>)> {
            let mut conn = world.db.read().await.expect("a reader");
            let sql = sql!("SELECT member_id, regular_until FROM member_standing WHERE regular_until IS NOT NULL ORDER BY member_id");
            conn.all(sql, ()).await.expect("rows")
        };
        let live = rows().await;
        assert!(live.len() > 2, "{live:?}");
        tiers::count(&world).await.expect("counted");
        assert_eq!(rows().await, live);
        // What was there before there were tiers is counted once, at the first start.
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("DELETE FROM member_standing"), ()).await.expect("rows");
        tx.execute(sql!("UPDATE standing_house SET counted_at = NULL"), ()).await.expect("a row");
        tx.commit().await.expect("a commit");
        tiers::count_first(&world).await.expect("counted");
        assert_eq!(rows().await, live);
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("DELETE FROM member_standing"), ()).await.expect("rows");
        tx.commit().await.expect("a commit");
        tiers::count_first(&world).await.expect("nothing to do");
        assert!(rows().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_tells_the_rules_to_everybody_and_names_who_chose_it() {
    each_site(async |world| {
        let (_, _, fan) = house(&world).await;
        let admin = world.admin().await;
        let page = async || tiers::page(&world, None, Locale::En).await.expect("a page");
        assert!(page().await.mine.is_none() && page().await.core_people.is_empty());
        tiers::appoint(&world, &admin, ("zhuyuting", "From the start")).await.expect("appointed");
        assert_eq!(tier(&world, &fan).await, Tier::Core);
        assert!(page().await.core_people.is_empty(), "her page is private");
        world.publish(&fan).await;
        let named = page().await.core_people;
        assert_eq!(named.iter().map(|p| p.handle.as_str()).collect::<Vec<_>>(), ["zhuyuting"]);
        assert!(!Tier::Regular.may(Right::StandByName));
        members::save_parts(&world, &fan, Parts { ring: false, ..Parts::default() }).await.expect("saved");
        assert!(page().await.core_people.is_empty(), "her tier is hers alone");
    })
    .await;
}
