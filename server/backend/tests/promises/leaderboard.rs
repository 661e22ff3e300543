//! Leaderboards: ranks, seasons by the house's clocks, only those who chose it, and counted anew the same as live.

use std::collections::BTreeMap;
use std::num::NonZeroI64;

use backend::honor::{self, Entry, leaderboard, seasons, tiers};
use backend::members::{self, SettingsForm, Visibility};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::Cause;
use domain::honor::leaderboard::{BoardAsk, LeaderboardPage};
use domain::honor::seasons::SeasonForm;
use domain::members::Actor;
use domain::members::parts::Parts;
use domain::{Failure, FieldCode, HonorEntryId, Instant, Locale, SeasonId};
use uuid::Uuid;

/// Adds honor, which may put an earlier entry right.
pub async fn correct(world: &TestSite, actor: &Actor, points: i64, corrects: Option<HonorEntryId>) -> HonorEntryId {
    let key = world.new_id().to_string();
    let entry = Entry {
        member: actor.member,
        points: NonZeroI64::new(points).expect("some"),
        cause: if corrects.is_some() { Cause::Corrected } else { Cause::Thanked },
        event: None,
        by: None,
        corrects,
        reason: Some("Chairs".into()),
        key: key.clone(),
    };
    let mut tx = world.db.write().await.expect("a transaction");
    honor::add(&mut tx, world, entry).await.expect("an entry");
    tx.commit().await.expect("a commit");
    let mut conn = world.db.read().await.expect("a reader");
    let (id,): (Uuid,) =
        conn.one(sql!("SELECT id FROM honor_entry WHERE idempotency_key = $1"), (key,)).await.expect("an entry");
    HonorEntryId(id)
}

pub async fn earn(world: &TestSite, actor: &Actor, points: i64) -> HonorEntryId {
    correct(world, actor, points, None).await
}

pub async fn board(world: &TestSite, viewer: Option<&Actor>, ask: BoardAsk) -> Result<LeaderboardPage, Failure> {
    leaderboard::page(world, viewer, Locale::En, ask).await
}

pub fn lifetime() -> BoardAsk {
    BoardAsk { season: "lifetime".into(), ..BoardAsk::default() }
}

fn of_chapter(slug: &str) -> BoardAsk {
    BoardAsk { chapter: slug.into(), ..lifetime() }
}

/// Rank, handle and honor of each row.
pub fn rows(page: &LeaderboardPage) -> Vec<(i64, &str, i64)> {
    page.rows.iter().map(|row| (row.rank, row.person.handle.as_str(), row.points)).collect()
}

pub async fn season(world: &TestSite, admin: &Actor, name: &str, days: (&str, &str)) -> Result<SeasonId, Failure> {
    let form = SeasonForm { name: name.into(), first_day: days.0.into(), last_day: days.1.into() };
    seasons::save(world, admin, None, &form).await
}

pub async fn live_at(world: &TestSite, actor: &Actor, chapter: &str) {
    let mut conn = world.db.read().await.expect("a reader");
    let (handle, display_name): (String, String) = conn
        .one(sql!("SELECT handle, display_name FROM member WHERE id = $1"), (actor.member.0,))
        .await
        .expect("a member");
    drop(conn);
    let form = SettingsForm {
        display_name,
        handle,
        bio: String::new(),
        locale: "en".into(),
        zone: "Asia/Shanghai".into(),
        home_chapter: chapter.into(),
    };
    members::save_settings(world, actor, form).await.expect("saved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ranks_are_1_2_2_4_and_who_got_there_first_stands_first() {
    each_site(async |world| {
        let fans = world.fans(5).await;
        for fan in &fans[..4] {
            world.publish(fan).await;
        }
        for (fan, points) in [(3, 10), (2, 20), (0, 50), (1, 40), (2, 20), (4, 99)] {
            world.advance(std::time::Duration::from_secs(60));
            earn(&world, &fans[fan], points).await;
        }
        let page = board(&world, Some(&fans[2]), lifetime()).await.expect("a page");
        assert_eq!(rows(&page), [(1, "fan", 50), (2, "fan2", 40), (2, "fan3", 40), (4, "fan4", 10)]);
        let mine = page.mine.expect("on it");
        assert_eq!((mine.rank, mine.points, page.members, page.hidden), (2, 40, 4, false));
        assert!(page.rows[2].is_me && page.next.is_none() && page.top.is_none());
        // The fifth has the most, and is on no board.
        let theirs = board(&world, Some(&fans[4]), BoardAsk::default()).await.expect("a page");
        assert!(theirs.hidden && theirs.mine.is_none());
        assert_eq!(theirs.ask.season, "lifetime", "no season runs");
        for nonsense in [
            BoardAsk { season: "spring".into(), ..BoardAsk::default() },
            BoardAsk { season: world.new_id().to_string(), ..BoardAsk::default() },
            of_chapter("atlantis"),
            BoardAsk { event: "atlantis".into(), ..BoardAsk::default() },
        ] {
            assert_eq!(board(&world, None, nonsense).await.map(drop), Err(Failure::NotFound));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opted_out_is_on_no_board_in_no_format() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let host = world.organiser("Wen Shuyan", chapter).await;
        let admin = world.admin().await;
        season(&world, &admin, "Spring", ("2027-03-01", "2027-05-31")).await.expect("a season");
        let (quiet, loud) = (world.member("Quiet Fan").await, world.member("Loud Star").await);
        let event = world.event(chapter, &host, 9).await;
        for fan in [&quiet, &loud] {
            world.publish(fan).await;
            live_at(&world, fan, "chengdu").await;
            world.let_in(fan, event, &host).await;
            earn(&world, fan, 100).await;
        }
        let at_event = BoardAsk { event: "tea-house-tapes-1".into(), ..BoardAsk::default() };
        let asks = [
            BoardAsk::default(),
            lifetime(),
            of_chapter("chengdu"),
            BoardAsk { chapter: "chengdu".into(), ..BoardAsk::default() },
            BoardAsk { from: "500".into(), ..lifetime() },
            at_event.clone(),
            BoardAsk { season: "lifetime".into(), ..at_event.clone() },
        ];
        let seen = async || {
            let mut found = 0;
            for ask in &asks {
                let page = board(&world, Some(&loud), ask.clone()).await.expect("a page");
                let json = leaderboard::json(&world, Some(&loud), ask.clone()).await.expect("a board");
                let on_page = format!("{page:?}").contains("Quiet");
                assert_eq!(on_page, json.contains("Quiet"), "both forms tell the same of {ask:?}");
                assert_eq!(page.members, if on_page { 2 } else { 1 }, "nor are they counted in {ask:?}");
                assert_eq!(page.rows.iter().filter(|row| row.is_me).count(), 1);
                found += usize::from(on_page);
            }
            found
        };
        assert_eq!(seen().await, asks.len());
        let all = Parts::default();
        for parts in [Parts { boards: false, ..all }, Parts { ring: false, ..all }] {
            members::save_parts(&world, &quiet, parts).await.expect("saved");
            assert_eq!(seen().await, 0, "{parts:?}");
            // Nor does what they earn meanwhile bring them back.
            earn(&world, &quiet, 5).await;
            assert_eq!(seen().await, 0);
            members::save_parts(&world, &quiet, all).await.expect("saved");
            assert_eq!(seen().await, asks.len());
        }
        members::set_public(&world, &quiet, Visibility::Private).await.expect("private");
        earn(&world, &quiet, 5).await;
        assert_eq!(seen().await, 0);
        tiers::count(&world).await.expect("counted");
        assert_eq!(seen().await, 0, "nor does counting anew");
        let theirs = board(&world, Some(&quiet), lifetime()).await.expect("a page");
        assert!(theirs.hidden && theirs.mine.is_none());
        // Whatever might be left of them in the projection: no page names somebody who is private.
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO board_place (season_id, member_id, points, reached_at) VALUES ($1, $2, 500, 1)"),
            (Uuid::nil(), quiet.member.0),
        )
        .await
        .expect("a row that should not be");
        tx.commit().await.expect("a commit");
        assert!(!format!("{:?}", board(&world, None, lifetime()).await.expect("a page")).contains("Quiet"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_of_an_event_is_for_those_who_were_there() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let host = world.organiser("Wen Shuyan", chapter).await;
        let fans = world.fans(3).await;
        let event = world.event(chapter, &host, 9).await;
        for (fan, points) in fans.iter().zip([10, 30, 50]) {
            world.publish(fan).await;
            earn(&world, fan, points).await;
        }
        for fan in &fans[..2] {
            world.let_in(fan, event, &host).await;
        }
        let ask = BoardAsk { event: "tea-house-tapes-1".into(), ..BoardAsk::default() };
        assert_eq!(board(&world, None, ask.clone()).await.map(drop), Err(Failure::SignInNeeded));
        assert_eq!(board(&world, Some(&fans[2]), ask.clone()).await.map(drop), Err(Failure::Forbidden));
        let elsewhere = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        assert_eq!(board(&world, Some(&elsewhere), ask.clone()).await.map(drop), Err(Failure::Forbidden));
        for viewer in [&fans[0], &fans[1], &host] {
            let page = board(&world, Some(viewer), ask.clone()).await.expect("a page");
            assert_eq!(rows(&page), [(1, "fan2", 50), (2, "fan", 30)]);
            assert_eq!((page.members, page.of.as_deref()), (2, Some("Tea-House Tapes 1")));
        }
        let page = board(&world, Some(&fans[0]), lifetime()).await.expect("a page");
        assert_eq!(page.events, [("tea-house-tapes-1".to_owned(), "Tea-House Tapes 1".to_owned())]);
    })
    .await;
}

/// On 28 March 2027 Lisbon's clocks go forward: that day has 23 hours, and the season after it begins an hour earlier by UTC.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_season_ends_by_the_clocks_of_the_house_through_summer_time() {
    each_site(async |world| {
        let (admin, fan, other) = (world.admin().await, world.member("Zhu Yuting").await, world.member("Bai Lu").await);
        world.publish(&fan).await;
        seasons::save_zone(&world, &admin, "Europe/Lisbon").await.expect("a zone");
        let first = season(&world, &admin, "Winter", ("2027-01-01", "2027-03-28")).await.expect("a season");
        let second = season(&world, &admin, "Spring", ("2027-03-29", "2027-06-30")).await.expect("a season");
        for days in [("2026-12-01", "2027-01-01"), ("2027-03-28", "2027-03-28"), ("2026-01-01", "2028-01-01")] {
            let overlaps = season(&world, &admin, "Another", days).await;
            assert_eq!(overlaps, Err(Failure::field("first_day", FieldCode::SeasonsOverlap)), "{days:?}");
        }
        assert_eq!(season(&world, &fan, "Mine", ("2030-01-01", "2030-02-01")).await, Err(Failure::Forbidden));
        let points = async |id: SeasonId| {
            let page = board(&world, None, BoardAsk { season: id.to_string(), ..BoardAsk::default() }).await;
            page.expect("a page").rows.first().map_or(0, |row| row.points)
        };
        // 28 March 2027, 23:00 UTC, is midnight in Lisbon.
        let edge = 1_806_274_800_000;
        world.clock.set(Instant(edge - 1));
        let last = earn(&world, &fan, 3).await;
        assert_eq!(board(&world, None, BoardAsk::default()).await.expect("a page").season.as_deref(), Some("Winter"));
        world.clock.set(Instant(edge));
        earn(&world, &fan, 40).await;
        assert_eq!(board(&world, None, BoardAsk::default()).await.expect("a page").season.as_deref(), Some("Spring"));
        assert_eq!((points(first).await, points(second).await), (3, 40));
        // Lifetime honor never resets.
        assert_eq!(rows(&board(&world, None, lifetime()).await.expect("a page")), [(1, "zhuyuting", 43)]);
        // What puts a line right counts where that line did, also when that season is over.
        correct(&world, &fan, -3, Some(last)).await;
        assert_eq!((points(first).await, points(second).await), (0, 40));
        // By other clocks the same moment lies in the other season.
        seasons::save_zone(&world, &admin, "UTC").await.expect("a zone");
        world.run_jobs().await;
        assert_eq!((points(first).await, points(second).await), (40, 0));
        // With other days it is counted anew, and a season that is gone has no board.
        let longer =
            SeasonForm { name: "Winter".into(), first_day: "2027-01-01".into(), last_day: "2027-03-27".into() };
        seasons::save(&world, &admin, Some(first), &longer).await.expect("changed");
        world.run_jobs().await;
        assert_eq!((points(first).await, points(second).await), (0, 0), "nobody's day");
        seasons::delete(&world, &admin, second).await.expect("gone");
        let gone = BoardAsk { season: second.to_string(), ..BoardAsk::default() };
        assert_eq!(board(&world, None, gone).await.map(drop), Err(Failure::NotFound));
        assert_eq!(seasons::delete(&world, &admin, second).await, Err(Failure::NotFound));
        earn(&world, &other, 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn page_by_page_everybody_is_seen_once() {
    each_site(async |world| {
        let fans = world.fans(120).await;
        for (n, fan) in fans.iter().enumerate() {
            world.publish(fan).await;
            // Many with the same, over the edges of pages.
            earn(&world, fan, [10, 20, 20, 30][n % 4]).await;
        }
        let mut ask = lifetime();
        let mut seen: Vec<(i64, String, i64)> = vec![];
        for _ in 0..5 {
            let page = board(&world, None, ask.clone()).await.expect("a page");
            assert_eq!(page.members, 120);
            seen.extend(rows(&page).into_iter().map(|(rank, handle, points)| (rank, handle.to_owned(), points)));
            let Some(next) = page.next else { break };
            let from = next.split("from=").nth(1).expect("where it goes on").to_owned();
            ask = BoardAsk { from, ..lifetime() };
        }
        assert_eq!(seen.len(), 120);
        let ranks: BTreeMap<i64, usize> = seen.iter().fold(BTreeMap::new(), |mut all, (rank, ..)| {
            *all.entry(*rank).or_default() += 1;
            all
        });
        assert_eq!(ranks, BTreeMap::from([(1, 30), (31, 60), (91, 30)]));
        let people: std::collections::BTreeSet<&str> = seen.iter().map(|(_, handle, _)| handle.as_str()).collect();
        assert_eq!(people.len(), 120);
        // The way to one's own place leads there.
        let mine = board(&world, Some(&fans[117]), lifetime()).await.expect("a page").mine.expect("on it");
        let from = mine.href.split("from=").nth(1).expect("a place").to_owned();
        let page = board(&world, Some(&fans[117]), BoardAsk { from, ..lifetime() }).await.expect("a page");
        assert!(page.rows.iter().any(|row| row.is_me && row.rank == mine.rank), "{:?}", mine);
    })
    .await;
}
