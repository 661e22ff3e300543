//! What becomes of a grant: its holder's word, and the house's, in the open.

use backend::badges::{self, FormLink};
use backend::showcase::og;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::badges::{Choice, Life};
use domain::members::Actor;
use domain::{Failure, FieldCode, GrantId, Locale, Refusal};

use crate::badges_scene::{attend, badge, give, house};

/// Everywhere a stranger could meet a grant: its page, the badge's, the wall, the front page, its picture.
async fn shown(world: &TestSite, fan: &Actor, id: GrantId, slug: &str) -> [bool; 5] {
    let mut conn = world.db.read().await.expect("a reader");
    let wall = badges::wall(&mut conn, Locale::En, fan.member).await.expect("a wall");
    let latest = badges::latest(&mut conn, Locale::En, 9).await.expect("rows");
    drop(conn);
    let named = badges::badge_page(world, None, Locale::En, slug).await.expect("a page").people;
    let generic = og::site(world, Locale::En).await.expect("a picture");
    [
        badges::grant_page(world, None, Locale::En, id).await.is_ok(),
        !named.is_empty(),
        wall.iter().any(|medal| medal.grant == Some(id)),
        !latest.is_empty(),
        og::grant(world, id).await.expect("a picture") != generic,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_hidden_or_declined_is_nowhere() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let (fan, stranger) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        world.publish(&fan).await;
        let id = give(&world, &organiser, "night-shift", "zhuyuting").await;
        let say = async |who: &Actor, what: &str| badges::choose(&world, who, id, what).await;
        let holders =
            async || badges::badge_page(&world, None, Locale::En, "night-shift").await.expect("a page").holders;
        assert_eq!(shown(&world, &fan, id, "night-shift").await, [true; 5], "as their page says");

        for (what, choice, everywhere, counted) in [
            ("hidden", Choice::Hidden, false, 1),
            ("declined", Choice::Declined, false, 0),
            ("accepted", Choice::Accepted, true, 1),
            ("hidden", Choice::Hidden, false, 1),
        ] {
            say(&fan, what).await.expect("their word");
            say(&fan, what).await.expect("said twice it is said once");
            assert_eq!(shown(&world, &fan, id, "night-shift").await, [everywhere; 5], "{what}");
            assert_eq!(holders().await, counted, "{what}");
            let mine = badges::grant_page(&world, Some(&fan), Locale::En, id).await.expect("theirs");
            assert_eq!((mine.choice, mine.is_public), (choice, everywhere));
            assert!(badges::grant_page(&world, Some(&organiser), Locale::En, id).await.is_ok(), "organisers know");
            assert_eq!(badges::grant_page(&world, Some(&stranger), Locale::En, id).await.is_ok(), everywhere);
        }
        let mine = badges::my_badges(&world, &fan, Locale::En).await.expect("their own");
        assert_eq!((mine.new.len(), mine.held.len(), mine.held[0].choice), (0, 1, Choice::Hidden));
        assert_eq!(say(&stranger, "accepted").await, Err(Failure::NotFound), "nobody speaks for another");
        assert_eq!(say(&organiser, "accepted").await, Err(Failure::NotFound));
        let nonsense = say(&fan, "revoked").await.expect_err("not theirs to say");
        assert_eq!(nonsense.of_field("what"), Some(FieldCode::UnknownChoice));
        let mut conn = world.db.read().await.expect("a reader");
        let (changes,): (i64,) = conn.one(sql!("SELECT count(*) FROM grant_change"), ()).await.expect("a number");
        assert_eq!(changes, 5, "given, then four words");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_is_taken_back_in_the_open_and_can_be_given_back() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let other = world.organiser("Qiao Feng", world.chapter("Hangzhou").await).await;
        let fan = world.member("Zhu Yuting").await;
        world.publish(&fan).await;
        let id = give(&world, &organiser, "night-shift", "zhuyuting").await;
        let page =
            async |viewer: Option<&Actor>| badges::grant_page(&world, viewer, Locale::En, id).await.expect("a page");

        assert_eq!(badges::revoke(&world, &fan, id, "x").await, Err(Failure::Forbidden));
        assert_eq!(badges::revoke(&world, &other, id, "x").await, Err(Failure::Forbidden), "not theirs to judge");
        let silent = badges::revoke(&world, &organiser, id, " ").await.expect_err("never without a reason");
        assert_eq!(silent.of_field("reason"), Some(FieldCode::Required));
        let early = badges::restore(&world, &organiser, id, "x").await;
        assert_eq!(early, Err(Failure::Refused(Refusal::NotRevoked)));
        assert!(page(Some(&organiser)).await.may_manage && !page(Some(&other)).await.may_manage);

        badges::revoke(&world, &organiser, id, "It was her sister who stayed").await.expect("taken back");
        let again = badges::revoke(&world, &organiser, id, "again").await;
        assert_eq!(again, Err(Failure::Refused(Refusal::AlreadyRevoked)));
        let seen = page(None).await;
        assert_eq!((seen.life, seen.is_public, seen.share.noindex), (Life::Revoked, true, true), "it says so");
        let told: Vec<(&str, Option<&str>, bool)> =
            seen.history.iter().map(|step| (step.what.as_str(), step.reason.as_deref(), step.by.is_some())).collect();
        assert_eq!(told, [("granted", None, false), ("revoked", Some("It was her sister who stayed"), false)]);
        assert_eq!(shown(&world, &fan, id, "night-shift").await, [true, false, false, false, false]);
        let held = badges::grant(&world, &organiser, crate::badges_scene::ask("night-shift", "zhuyuting")).await;
        assert_eq!(held, Err(Failure::Refused(Refusal::AlreadyGranted)), "it is restored, not given anew");

        badges::restore(&world, &world.admin().await, id, "Both of them did").await.expect("given back");
        let seen = page(Some(&fan)).await;
        assert_eq!((seen.life, seen.history.len(), seen.granted.as_str()), (Life::Valid, 3, "20 March 2027"));
        assert_eq!(seen.history[2].by.as_deref(), Some("Ada Min"), "who is concerned reads by whom");
        assert_eq!(shown(&world, &fan, id, "night-shift").await, [true; 5]);
        // Told is what is true when the letter goes.
        world.run_jobs().await;
        let letters = world.letters();
        let subjects = |word: &str| letters.iter().filter(|letter| letter.contains(word)).count();
        assert_eq!((subjects("Taken back"), subjects("Yours again")), (0, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_badge_of_who_hides_it_is_nobodys_business_either() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        world.publish(&fan).await;
        let id = give(&world, &organiser, "night-shift", "zhuyuting").await;
        badges::choose(&world, &fan, id, "hidden").await.expect("hidden");
        badges::revoke(&world, &organiser, id, "Counted twice").await.expect("taken back");
        assert_eq!(badges::grant_page(&world, None, Locale::En, id).await.map(drop), Err(Failure::NotFound));
        badges::choose(&world, &fan, id, "accepted").await.expect("their word");
        assert!(badges::grant_page(&world, None, Locale::En, id).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_is_one_until_it_is_earned() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let (fan, stranger) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        world.publish(&fan).await;
        badge(&world, &organiser, "lamp", |form| {
            (form.secret, form.rule, form.count) = (true, "meetups".into(), "2".into());
        })
        .await;
        let chapter = organiser.organises[0];
        let first = world.event(chapter, &organiser, 9).await;
        attend(&world, &organiser, &fan, first).await;
        let page = async |viewer| badges::badge_page(&world, viewer, Locale::En, "lamp").await.is_ok();
        let all = badges::all(&world, Locale::En).await.expect("all");
        assert!(all.iter().all(|card| card.badge.slug != "lamp"));
        assert!(!page(None).await && !page(Some(&fan)).await && page(Some(&organiser)).await);
        let mine = badges::my_badges(&world, &fan, Locale::En).await.expect("their own");
        assert!(mine.on_the_way.iter().all(|way| way.slug != "lamp"), "not even how far it is");
        let second = world.event(chapter, &organiser, 9).await;
        assert_eq!(attend(&world, &organiser, &fan, second).await, ["Lamp keeper"]);
        assert!(page(Some(&fan)).await && !page(Some(&stranger)).await && !page(None).await);
        let id = badges::my_badges(&world, &fan, Locale::En).await.expect("their own").new[0].id;
        let public = badges::grant_page(&world, None, Locale::En, id).await.expect("they show it");
        assert!(!public.has_badge_page, "it leads nowhere");
        assert!(badges::grant_page(&world, Some(&fan), Locale::En, id).await.expect("theirs").has_badge_page);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_are_found_by_name_but_not_those_who_hide_from_all() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let (known, public, hidden) =
            (world.member("Zhu Yuting").await, world.member("Yuting Song").await, world.member("Yuting Hidden").await);
        world.publish(&public).await;
        let event = world.event(organiser.organises[0], &organiser, 9).await;
        attend(&world, &organiser, &known, event).await;
        let found = async |actor: &Actor, typed: &str| {
            let link = FormLink { typed, ..FormLink::default() };
            let form = badges::grant_form(&world, actor, Locale::En, link).await.expect("a form");
            form.found.into_iter().map(|found| found.handle).collect::<Vec<_>>()
        };
        assert_eq!(found(&organiser, " YUTING").await, ["yutingsong", "zhuyuting"]);
        assert_eq!(found(&organiser, "@yutinghidden").await, ["yutinghidden"], "who tells their handle is found by it");
        assert_eq!(found(&organiser, "hidden").await, Vec::<String>::new());
        let other = world.organiser("Qiao Feng", world.chapter("Hangzhou").await).await;
        assert_eq!(found(&other, "yuting").await, ["yutingsong"], "no other chapter's visitors");
        assert_eq!(found(&world.admin().await, "yuting").await.len(), 3);
        for odd in ["", "  ", "%", "_", "\\", "'; DROP TABLE member"] {
            assert_eq!(found(&organiser, odd).await, Vec::<String>::new(), "{odd}");
        }
        // At the event, from a phone: those who came stand there already.
        let text = event.to_string();
        let link = FormLink { event: &text, ..FormLink::default() };
        let form = badges::grant_form(&world, &organiser, Locale::En, link).await.expect("a form");
        assert_eq!((form.found.len(), form.found[0].handle.as_str()), (1, "zhuyuting"));
        assert_eq!(badges::grant_form(&world, &other, Locale::En, link).await.map(drop), Err(Failure::NotFound));
        assert!(hidden.member != known.member);
    })
    .await;
}
