//! A limited edition is as large as it says, whoever comes at once: "7 of 100" is one of a hundred.

use std::sync::Arc;

use backend::badges;
use backend::db::Engine;
use backend::testing::{SeededRandom, TestSite, each_site};
use backend::{Site, sql};
use domain::badges::BadgeForm;
use domain::members::Actor;
use domain::{Failure, FieldCode, GrantId, Locale, Refusal};
use tokio::task::JoinSet;

use crate::badges_scene::{ask, badge, give, grants, handle, house, numbers};

/// Another node on the same database. A file has one node.
async fn another_node(world: &TestSite) -> Site {
    if world.db.engine() == Engine::Sqlite {
        return world.site.clone();
    }
    let random = Arc::new(SeededRandom::new(4_000_000));
    Site::open(world.db.another_node(), world.clock.clone(), random, world.settings.clone())
        .await
        .expect("a second node")
}

/// So many contenders, each asked for twice at once, by two nodes: what each was told.
async fn rush(world: &TestSite, organiser: &Actor, contenders: usize) -> Vec<Result<GrantId, Failure>> {
    world.fans(contenders).await;
    let nodes = [world.site.clone(), another_node(world).await];
    let mut busy = JoinSet::new();
    for n in 0..contenders * 2 {
        let (site, organiser) = (nodes[n % 2].clone(), organiser.clone());
        let ask = ask("lamp", &handle(n / 2 + 1));
        busy.spawn(async move {
            let mut tries = 0;
            loop {
                match badges::grant(&site, &organiser, ask.clone()).await {
                    // The house is too busy to answer: asked again, as a browser does.
                    Err(Failure::Internal { .. }) if tries < 10 => tries += 1,
                    answer => break answer,
                }
            }
        });
    }
    let mut told = vec![];
    while let Some(one) = busy.join_next().await {
        told.push(one.expect("no panic"));
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_for_forty_numbers() {
    each_site(async |world| {
        let organiser = house(&world).await;
        badge(&world, &organiser, "lamp", |form| form.edition = "40".into()).await;
        let told = rush(&world, &organiser, 300).await;
        let given = told.iter().filter(|answer| answer.is_ok()).count();
        for answer in told {
            match answer {
                Ok(_) | Err(Failure::Refused(Refusal::EditionSpent | Refusal::AlreadyGranted)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((given, grants(&world, "lamp").await), (40, (40, 40, 40)));
        assert_eq!(numbers(&world, "lamp").await, ((1..=40).collect(), 40), "each number once, none left out");
        assert_eq!(world.letters_asked("badge_granted").await, 40);
    })
    .await;
}

/// The control: who reads how many are left and then gives, gives too many. SQLite has one writer, which hides the mistake.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_the_same_rush_gives_too_many() {
    async fn naive(site: Site, fan: Actor) -> bool {
        let mut tx = site.db.write().await.expect("a turn");
        let (given,): (i64,) = tx
            .one(sql!("SELECT count(*) FROM badge_grant g JOIN badge b ON b.id = g.badge_id WHERE b.slug = 'lamp'"), ())
            .await
            .expect("a number");
        if given >= 40 {
            return false;
        }
        tx.execute(
            sql!(
                "INSERT INTO badge_grant (id, badge_id, version, member_id, occasion, granted_at, choice)
                 SELECT $1, b.id, 1, m.id, 'once', 0, 'open' FROM badge b CROSS JOIN member m
                 WHERE b.slug = 'lamp' AND m.id = $2"
            ),
            (site.new_id(), fan.member.0),
        )
        .await
        .expect("a grant");
        tx.commit().await.is_ok()
    }
    each_site(async |world| {
        let organiser = house(&world).await;
        badge(&world, &organiser, "lamp", |form| form.edition = "40".into()).await;
        let mut busy = JoinSet::new();
        let nodes = [world.site.clone(), another_node(&world).await];
        for (n, fan) in world.fans(300).await.into_iter().enumerate() {
            busy.spawn(naive(nodes[n % 2].clone(), fan));
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic");
        }
        let (all, ..) = grants(&world, "lamp").await;
        match world.db.engine() {
            Engine::Postgres => assert!(all > 40, "{all}: the rush is no test"),
            Engine::Sqlite => assert_eq!(all, 40),
        }
    })
    .await;
}

/// Even a mistake in the code does not make a 41st: the database refuses.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_refuses_more_than_there_are_and_editions_that_grow() {
    each_site(async |world| {
        let organiser = house(&world).await;
        badge(&world, &organiser, "lamp", |form| form.edition = "2".into()).await;
        for (n, fan) in (1..).zip(world.fans(2).await) {
            let id = give(&world, &organiser, "lamp", &handle(n)).await;
            let page = badges::grant_page(&world, Some(&fan), Locale::En, id).await.expect("theirs");
            let number = page.number.expect("a number");
            assert_eq!((number.number, number.of), (n as i64, 2));
        }
        world.member("Zhu Yuting").await;
        let third = badges::grant(&world, &organiser, ask("lamp", "zhuyuting")).await;
        assert_eq!(third, Err(Failure::Refused(Refusal::EditionSpent)));
        let again = badges::grant(&world, &organiser, ask("lamp", "fan")).await;
        assert_eq!(again, Err(Failure::Refused(Refusal::AlreadyGranted)), "who has one is told so");
        for (wrong, constraint) in [
            (sql!("UPDATE badge SET numbered = 3 WHERE slug = 'lamp'"), "badge_edition_check"),
            (sql!("UPDATE badge SET edition = 1 WHERE slug = 'lamp'"), "badge_edition_check"),
            (sql!("UPDATE badge SET edition = 3 WHERE slug = 'lamp'"), "a limited edition does not grow"),
            (sql!("UPDATE badge SET edition = NULL WHERE slug = 'lamp'"), "a limited edition does not grow"),
            (
                sql!("UPDATE badge_grant SET number = 1 WHERE number = 2"),
                "what was granted to whom and when is never changed",
            ),
            (sql!("UPDATE badge_grant SET granted_at = 5"), "what was granted to whom and when is never changed"),
            (sql!("DELETE FROM badge_grant"), "what was granted to whom and when is never changed"),
            (
                sql!("UPDATE badge_version SET name_en = 'x' WHERE frozen_at IS NOT NULL"),
                "a version that was granted is never changed",
            ),
            (
                sql!("DELETE FROM badge_version WHERE frozen_at IS NOT NULL"),
                "a version that was granted is never changed",
            ),
        ] {
            let mut tx = world.db.write().await.expect("a turn");
            let refused = tx.execute(wrong, ()).await.expect_err("refused");
            assert_eq!(refused.constraint().as_deref(), Some(constraint));
        }
        let page = badges::badge_page(&world, None, Locale::En, "lamp").await.expect("a page");
        let edition = page.edition.expect("limited");
        assert_eq!((edition.given, edition.of), (2, 2));
        let form = BadgeForm { edition: "3".into(), ..crate::badges_scene::form("lamp") };
        let larger = badges::edit_badge(&world, &organiser, "lamp", &form);
        assert_eq!(larger.await.expect_err("a promise").of_field("edition"), Some(FieldCode::TooLarge { max: 2 }));
    })
    .await;
}
