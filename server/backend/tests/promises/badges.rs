//! Badges: given once, told only to those who may know.

use std::sync::Arc;

use backend::badges::{self, FormLink, GrantAsk};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::members::Actor;
use domain::{Failure, FieldCode, GrantId, Locale, Refusal};

async fn house(world: &TestSite) -> Actor {
    badges::found(world).await.expect("the badges");
    world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await
}

fn ask(handle: &str, badge: &str) -> GrantAsk {
    GrantAsk {
        handle: handle.into(),
        badge: badge.into(),
        reason: "Kept the studio open from midnight to four".into(),
        note: "Thank you for the tea.".into(),
        ..GrantAsk::default()
    }
}

async fn grants(world: &TestSite) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let (count,): (i64,) = conn.one(sql!("SELECT count(*) FROM badge_grant"), ()).await.expect("a number");
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_house_brings_its_badges_once() {
    each_site(async |world| {
        badges::found(&world).await.expect("the badges");
        badges::found(&world).await.expect("again, to no effect");
        let fan = world.member("Zhu Yuting").await;
        let mut conn = world.db.read().await.expect("a reader");
        for (locale, first) in [(Locale::En, "First meetup"), (Locale::ZhCn, "初次见面")] {
            let wall = badges::wall(&mut conn, locale, fan.member).await.expect("a wall");
            // Twelve, of which three are tiers of one family: only the first of them hangs there.
            assert_eq!((wall.len(), wall[0].name.as_str()), (10, first));
            assert!(wall.iter().all(|medal| medal.grant.is_none() && !medal.line.is_empty()));
            for medal in wall {
                let file = format!("{}/../../public{}", env!("CARGO_MANIFEST_DIR"), medal.art);
                assert!(std::path::Path::new(&file).is_file(), "{file}");
            }
        }
        drop(conn);
        assert_eq!(badges::all(&world, Locale::En).await.expect("all").len(), 12);
        let page = badges::badge_page(&world, None, Locale::En, "ten-meetups").await.expect("a page");
        let steps: Vec<&str> = page.family.iter().map(|(slug, _)| slug.as_str()).collect();
        assert_eq!(steps, ["first-meetup", "five-meetups", "ten-meetups"]);
        assert_eq!((page.badge.name.as_str(), page.holders), ("Ten meetups", 0));
        assert_eq!(badges::badge_page(&world, None, Locale::En, "nothing").await, Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organiser_gives_by_hand_what_may_be_given() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        let by = |actor: &Actor, ask: GrantAsk| {
            let (site, actor) = (world.site.clone(), actor.clone());
            async move { badges::grant(&site, &actor, ask).await }
        };
        assert_eq!(by(&fan, ask("wenshuyan", "night-shift")).await, Err(Failure::Forbidden));
        let own = by(&organiser, ask("wenshuyan", "night-shift")).await;
        assert_eq!(own, Err(Failure::Refused(Refusal::NotToOneself)));
        let wrong =
            by(&organiser, GrantAsk { event: "nowhere".into(), ..GrantAsk::default() }).await.expect_err("empty");
        for (field, code) in [
            ("handle", FieldCode::Required),
            ("badge", FieldCode::Required),
            ("reason", FieldCode::Required),
            ("event", FieldCode::UnknownChoice),
        ] {
            assert_eq!(wrong.of_field(field), Some(code), "{field}");
        }
        let nobody = by(&organiser, ask("nobody", "first-meetup")).await.expect_err("wrong");
        assert_eq!(nobody.of_field("handle"), Some(FieldCode::NoSuchMember));
        assert_eq!(nobody.of_field("badge"), Some(FieldCode::UnknownChoice), "a rule gives that one");
        assert_eq!(grants(&world).await, 0);

        let id = by(&organiser, ask(" @ZhuYuting", "night-shift")).await.expect("given");
        let again = by(&organiser, ask("zhuyuting", "night-shift")).await;
        assert_eq!(again, Err(Failure::Refused(Refusal::AlreadyGranted)));
        let page = badges::grant_page(&world, Some(&fan), Locale::En, id).await.expect("the holder's page");
        assert_eq!(page.reason.as_deref(), Some("Kept the studio open from midnight to four"));
        assert_eq!((page.note.as_deref(), page.by.as_deref()), (Some("Thank you for the tea."), Some("Wen Shuyan")));
        assert_eq!((page.granted.as_str(), page.holders, page.is_mine), ("20 March 2027", 1, true));
        assert_eq!(world.letters_asked("badge_granted").await, 1);
        let link = FormLink { handle: "@zhuyuting", ..FormLink::default() };
        let form = badges::grant_form(&world, &organiser, Locale::En, link).await.expect("the form");
        assert_eq!((form.handle.as_str(), form.badges.len()), ("zhuyuting", 8));
        assert_eq!(form.latest, [(id, "Night shift".into(), "Zhu Yuting".into(), "20 Mar 2027".into())]);
        assert_eq!(badges::grant_form(&world, &fan, Locale::En, FormLink::default()).await, Err(Failure::Forbidden));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_is_held_once_for_each_occasion() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let chapter = organiser.organises[0];
        let fan = world.member("Zhu Yuting").await;
        let (one, two) = (world.event(chapter, &organiser, 5).await, world.event(chapter, &organiser, 5).await);
        let lisbon = world.chapter("Lisbon").await;
        let theirs = world.event(lisbon, &organiser, 5).await;
        let at = |event: String| GrantAsk { event, ..ask("zhuyuting", "open-day-crew") };
        let first = badges::grant(&world, &organiser, at(one.to_string())).await.expect("given");
        badges::grant(&world, &organiser, at("tea-house-tapes-2".into())).await.expect("another occasion, by slug");
        let again = badges::grant(&world, &organiser, at(two.to_string())).await;
        assert_eq!(again, Err(Failure::Refused(Refusal::AlreadyGranted)));
        let elsewhere = badges::grant(&world, &organiser, at(theirs.to_string())).await.expect_err("not theirs to say");
        assert_eq!(elsewhere.of_field("event"), Some(FieldCode::UnknownChoice));
        let page = badges::grant_page(&world, Some(&fan), Locale::En, first).await.expect("a page");
        let evidence = page.evidence.expect("an event");
        assert_eq!((evidence.slug.as_str(), evidence.date.as_str()), ("tea-house-tapes-1", "3 April 2027"));
        assert_eq!((evidence.checked_in, page.holders), (None, 1));
        let mut conn = world.db.read().await.expect("a reader");
        let wall = badges::wall(&mut conn, Locale::En, fan.member).await.expect("a wall");
        let held = wall.iter().filter(|medal| medal.grant.is_some()).count();
        assert_eq!((held, wall.len()), (2, 11));
        assert_eq!(wall[0].line, "Mar 2027");
    })
    .await;
}

/// 64 organisers' hands give the same badge to the same member at once: who was told that it is given.
async fn rush_of_the_same(world: &TestSite) -> Vec<GrantId> {
    let organiser = Arc::new(house(world).await);
    world.member("Zhu Yuting").await;
    let giving: Vec<_> = (0..64)
        .map(|_| {
            let (site, organiser) = (world.site.clone(), Arc::clone(&organiser));
            tokio::spawn(async move { badges::grant(&site, &organiser, ask("zhuyuting", "night-shift")).await })
        })
        .collect();
    let mut given = vec![];
    for one in giving {
        match one.await.expect("no panic") {
            Ok(id) => given.push(id),
            Err(Failure::Refused(Refusal::AlreadyGranted)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    given
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_identical_grants_make_one() {
    each_site(async |world| {
        let given = rush_of_the_same(&world).await;
        assert_eq!((given.len(), grants(&world).await), (1, 1));
        assert_eq!(world.letters_asked("badge_granted").await, 1);
        let mut conn = world.db.read().await.expect("a reader");
        let (logged,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM audit_entry WHERE action = 'badge_granted'"), ())
            .await
            .expect("a number");
        assert_eq!(logged, 1);
    })
    .await;
}

/// The control: the same rush, to the letter, where the constraint on member and occasion never meets anything. The constraint
/// itself stays, for the statement under test names it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_constraint_the_same_rush_makes_sixty_four() {
    each_site(async |world| {
        world
            .test_db()
            .run(
                "DROP TRIGGER badge_grant_guard;
                 CREATE TRIGGER unguarded AFTER INSERT ON badge_grant
                 BEGIN UPDATE badge_grant SET occasion = hex(randomblob(16)) WHERE id = NEW.id; END;",
                "CREATE FUNCTION unguarded() RETURNS trigger LANGUAGE plpgsql AS
                     'BEGIN NEW.occasion := gen_random_uuid(); RETURN NEW; END';
                 CREATE TRIGGER unguarded BEFORE INSERT ON badge_grant FOR EACH ROW EXECUTE FUNCTION unguarded();",
            )
            .await;
        let given = rush_of_the_same(&world).await;
        assert_eq!((given.len(), grants(&world).await), (64, 64), "the rush is no test");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_holders_badge_is_nobodys_business() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        let stranger = world.member("Noor").await;
        let id = badges::grant(&world, &organiser, ask("zhuyuting", "night-shift")).await.expect("given");
        let seen = async |viewer: Option<&Actor>| badges::grant_page(&world, viewer, Locale::En, id).await;
        let latest = async || {
            let mut conn = world.db.read().await.expect("a reader");
            badges::latest(&mut conn, Locale::En, 4).await.expect("rows")
        };
        let named = async || badges::badge_page(&world, None, Locale::En, "night-shift").await.expect("a page").people;
        for viewer in [None, Some(&stranger)] {
            assert_eq!(seen(viewer).await, Err(Failure::NotFound));
        }
        for viewer in [&fan, &organiser, &world.admin().await] {
            assert!(!seen(Some(viewer)).await.expect("they may").is_public);
        }
        assert_eq!((latest().await.len(), named().await.len()), (0, 0));
        let counted = badges::badge_page(&world, None, Locale::En, "night-shift").await.expect("a page").holders;
        assert_eq!(counted, 1, "counted, not named");

        world.publish(&fan).await;
        let page = seen(None).await.expect("public now");
        assert_eq!((page.is_public, page.person.has_page, page.is_mine), (true, true, false));
        assert_eq!((page.note, page.by), (None, None), "the note is the holder's, the giver is private");
        assert!(!page.share.noindex && page.share.title.contains("Zhu Yuting"));
        assert_eq!((latest().await.len(), named().await.len()), (1, 1));
        world.publish(&organiser).await;
        assert_eq!(seen(Some(&stranger)).await.expect("public").by.as_deref(), Some("Wen Shuyan"));

        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE member SET published_at = NULL WHERE id = $1"), (fan.member.0,))
            .await
            .expect("a member");
        tx.commit().await.expect("a commit");
        assert_eq!(seen(None).await, Err(Failure::NotFound), "taken back with one click");
        assert_eq!(latest().await.len(), 0);
    })
    .await;
}
