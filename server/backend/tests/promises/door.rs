//! The door: every verdict, and one entry for one ticket however often it is scanned.

use std::sync::Arc;
use std::time::Duration;

use backend::badges;
use backend::db::Engine;
use backend::door::{self, ticket};
use backend::honor::{self, Verified};
use backend::signups;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::door::{TicketCode, view::Verdict};
use domain::events::questions::QuestionKind;
use domain::members::Actor;
use domain::{ChapterId, EventId, Failure, FieldCode, Locale, MemberId, Refusal};

/// A chapter with its organiser, the house's badges, and an event with so many seats.
async fn house(world: &TestSite, capacity: i64) -> (ChapterId, Actor, EventId) {
    badges::found(world).await.expect("the badges");
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, capacity).await;
    (chapter, organiser, event)
}

/// The newest ticket code of a member.
async fn code(world: &TestSite, event: EventId, member: MemberId) -> TicketCode {
    let rows = world.stored_sign_ups(event).await;
    let row = rows.iter().rev().find(|row| row.member == member).expect("they signed up");
    TicketCode::parse(&row.code).expect("a code")
}

/// What the QR code of a ticket holds.
fn scanned(world: &TestSite, event: EventId, code: &TicketCode) -> String {
    code.signed(&ticket::sign(&world.keys, event, code))
}

async fn total(world: &TestSite, member: MemberId) -> i64 {
    honor::standing(&mut world.db.read().await.expect("a reader"), world.now(), member).await.expect("a standing").honor
}

async fn rows(world: &TestSite) -> (i64, i64, i64, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    conn.one(
        sql!("SELECT (SELECT count(*) FROM check_in), (SELECT count(*) FROM honor_entry),
                     (SELECT count(*) FROM badge_grant), (SELECT count(*) FROM audit_entry WHERE action = 'checked_in')"),
        (),
    )
    .await
    .expect("numbers")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_verdict() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 2).await;
        let other = world.event(chapter, &organiser, 2).await;
        let tea = world.question(event, "Which tea?", QuestionKind::Text, "").await;
        world.for_the_door(tea).await;
        world.question(event, "Any illness?", QuestionKind::Text, "").await;
        let fans = world.fans(4).await;
        for fan in &fans[..3] {
            let question = world.sign_up(fan, event).await.expect_err("the question is required");
            assert!(matches!(question, Failure::Invalid(_)));
        }
        let questions = {
            let mut conn = world.db.read().await.expect("a reader");
            let rows: Vec<(uuid::Uuid,)> = conn.all(sql!("SELECT id FROM event_question"), ()).await.expect("rows");
            rows
        };
        let mut mine = vec![];
        for fan in &fans[..3] {
            let ask = signups::SignUpAsk {
                event,
                answers: questions.iter().map(|(id,)| (id.to_string(), "Green".to_owned())).collect(),
                listing: signups::Listing::Quiet,
                request_key: "k".into(),
            };
            mine.push(signups::sign_up(&world, fan, ask).await.expect("open"));
        }
        world.sign_up(&fans[3], other).await.expect("open");
        let helper = world.door_helper(&fans[3], event).await;
        let scan =
            async |typed: &str| door::check_in(&world, &helper, Locale::En, event, typed).await.expect("a verdict");
        let name = |n: usize| format!("Fan {}", n + 1);

        // Valid: typed as people type it.
        let first = code(&world, event, fans[0].member).await;
        let typed = first.shown().to_lowercase();
        assert_eq!(
            scan(&format!(" {typed} ")).await,
            Verdict::Valid {
                display_name: name(0),
                honor: 20,
                badge: Some("First meetup".into()),
                checked_in: 1,
                notes: vec![("Which tea?".into(), "Green".into())],
            }
        );
        // Already in, also by the signed code; 06:00 UTC is 14:00 in Chengdu.
        world.advance(Duration::from_secs(660));
        let already = Verdict::AlreadyIn { display_name: name(0), since: "14:00".into() };
        assert_eq!(scan(first.as_str()).await, already);
        assert_eq!(scan(&scanned(&world, event, &first)).await, already);
        // In line; then the seat before them is given up.
        let third = code(&world, event, fans[2].member).await;
        assert_eq!(scan(third.as_str()).await, Verdict::Waiting { display_name: name(2), place: 1 });
        signups::give_up(&world, &fans[1], mine[1].id).await.expect("a live one");
        signups::accept(&world, &fans[2], mine[2].id).await.expect("their turn");
        let second = code(&world, event, fans[1].member).await;
        assert_eq!(scan(second.as_str()).await, Verdict::Cancelled { display_name: name(1) });
        let valid = door::check_in(&world, &helper, Locale::ZhCn, event, &scanned(&world, event, &third)).await;
        assert!(matches!(valid, Ok(Verdict::Valid { badge: Some(badge), checked_in: 2, .. }) if badge == "初次见面"));
        // Another event's ticket: known by its signature only.
        let elsewhere = code(&world, other, fans[3].member).await;
        assert_eq!(
            scan(&scanned(&world, other, &elsewhere)).await,
            Verdict::WrongEvent { title: "Tea-House Tapes 2".into(), when: "Saturday 3 April 2027".into() }
        );
        // Neither: nonsense, a code nobody has, forged signatures, a right signature for a code nobody has.
        let nobody = TicketCode::parse("0000-0000").expect("a code");
        for unknown in [
            "https://elsewhere.example".into(),
            nobody.shown(),
            elsewhere.shown(),
            first.signed("0000000000000000"),
            elsewhere.signed("0000000000000000"),
            elsewhere.signed(&ticket::sign(&world.keys, event, &first)),
            scanned(&world, event, &nobody),
        ] {
            assert_eq!(scan(&unknown).await, Verdict::Unknown, "{unknown}");
        }
        let nothing = door::check_in(&world, &helper, Locale::En, event, " ").await;
        assert_eq!(nothing, Err(Failure::field("code", FieldCode::Required)));
        // Whoever keeps both doors is told of which one a typed code is; the helper of this one alone learns nothing by guessing.
        let typed = door::check_in(&world, &organiser, Locale::En, event, &elsewhere.shown()).await;
        assert!(matches!(typed, Ok(Verdict::WrongEvent { title, .. }) if title == "Tea-House Tapes 2"));
        assert_eq!(rows(&world).await, (2, 2, 2, 2), "only good codes leave rows");

        // Who is in keeps the seat.
        let stays = signups::give_up(&world, &fans[0], mine[0].id).await;
        assert_eq!(stays, Err(Failure::Refused(Refusal::AlreadyCheckedIn)));
        let stays = signups::remove(&world, &organiser, mine[0].id, "A mix-up").await;
        assert_eq!(stays, Err(Failure::Refused(Refusal::AlreadyCheckedIn)));
        let page = door::page(&world, &helper, Locale::En, event).await.expect("the helper's page");
        assert_eq!((page.checked_in, page.verdict), (2, None));

        // The event is cancelled: who was in was in, all others stand before a closed door.
        let last = world.sign_up(&world.member("Late").await, other).await.expect("open");
        world.cancel_event(other, &organiser).await;
        let verdict = door::check_in(&world, &organiser, Locale::En, other, elsewhere.as_str()).await;
        assert_eq!(verdict, Ok(Verdict::Cancelled { display_name: name(3) }));
        assert!(last.waiting_place.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_code_is_found_by_name_and_chosen() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 8).await;
        let other = world.event(chapter, &organiser, 2).await;
        for name in ["Zhu Yuting", "Zhu Wei", "朱雨婷"] {
            world.sign_up(&world.member(name).await, event).await.expect("open");
        }
        world.sign_up(&world.member("Zhu Elsewhere").await, other).await.expect("open");
        let gone = world.member("Zhu Gone").await;
        let seat = world.sign_up(&gone, event).await.expect("open");
        signups::give_up(&world, &gone, seat.id).await.expect("a live one");
        let type_in =
            async |typed: &str| door::check_in(&world, &organiser, Locale::En, event, typed).await.expect("a verdict");
        let names = async |typed: &str| match type_in(typed).await {
            Verdict::Named { people, more: 0 } => people,
            other => panic!("{typed}: {other:?}"),
        };

        let found = names("zhu").await;
        assert_eq!(
            found.iter().map(|one| one.display_name.as_str()).collect::<Vec<_>>(),
            ["Zhu Wei", "Zhu Yuting"],
            "whoever has a seat here, by name"
        );
        assert_eq!(rows(&world).await, (0, 0, 0, 0), "nobody is let in by a name");
        assert!(
            matches!(type_in(&found[1].code).await, Verdict::Valid { display_name, .. } if display_name == "Zhu Yuting")
        );
        let again = names("Yuting ZHU").await;
        assert_eq!(again.iter().map(|one| one.since.clone()).collect::<Vec<_>>(), [Some("14:00".into())]);
        assert_eq!(names("雨婷").await.len(), 1);
        for nobody in ["Gone", "Elsewhere", "Zhu Nobody", "%", "_"] {
            assert_eq!(type_in(nobody).await, Verdict::Unknown, "{nobody}");
        }

        for _ in 0..5 {
            world.sign_up(&world.member("Zhu Wei").await, event).await.expect("open");
        }
        let many = type_in("zhu").await;
        assert!(matches!(&many, Verdict::Named { people, more: 1 } if people.len() == 6), "{many:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_door_says_that_its_event_is_on_another_day() {
    each_site(async |world| {
        let (_, organiser, event) = house(&world, 2).await;
        let other_day = async || door::page(&world, &organiser, Locale::En, event).await.expect("a page").other_day;
        let (starts, ends): (i64, i64) = (world.db.read().await.expect("a reader"))
            .one(sql!("SELECT starts_at, ends_at FROM event WHERE id = $1"), (event.0,))
            .await
            .expect("an event");
        assert_eq!(other_day().await.as_deref(), Some("Saturday 3 April 2027"));
        world.clock.set(domain::Instant(starts));
        assert_eq!(other_day().await, None);
        world.clock.set(domain::Instant(ends + 86_400_000));
        assert!(other_day().await.is_some(), "nor is it when it is over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_keeps_the_door_opens_it() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 2).await;
        let other = world.event(chapter, &organiser, 2).await;
        let fan = world.member("Zhu Yuting").await;
        world.sign_up(&fan, event).await.expect("open");
        let typed = code(&world, event, fan.member).await.shown();
        let helper_elsewhere = world.door_helper(&fan, other).await;
        for nobody in [&fan, &helper_elsewhere] {
            assert_eq!(door::check_in(&world, nobody, Locale::En, event, &typed).await, Err(Failure::Forbidden));
            assert_eq!(door::page(&world, nobody, Locale::En, event).await, Err(Failure::Forbidden));
        }
        let nowhere = EventId(world.new_id());
        assert_eq!(door::check_in(&world, &organiser, Locale::En, nowhere, &typed).await, Err(Failure::NotFound));
        assert_eq!(door::page(&world, &organiser, Locale::En, nowhere).await, Err(Failure::NotFound));
        assert_eq!(rows(&world).await.0, 0);
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event SET state = 'draft' WHERE id = $1"), (other.0,)).await.expect("an event");
        tx.commit().await.expect("a commit");
        assert_eq!(door::page(&world, &fan, Locale::En, other).await, Err(Failure::NotFound), "a draft is not there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_scans_of_one_ticket_make_one_entry() {
    each_site(async |world| {
        let (_, organiser, event) = house(&world, 2).await;
        let fan = world.member("Zhu Yuting").await;
        world.sign_up(&fan, event).await.expect("open");
        let code = code(&world, event, fan.member).await;
        let (typed, signed) = (code.shown(), scanned(&world, event, &code));
        let organiser = Arc::new(organiser);
        let started = tokio::time::Instant::now();
        let scans: Vec<_> = (0..100)
            .map(|n| {
                let (site, organiser) = (world.site.clone(), Arc::clone(&organiser));
                let text = if n % 2 == 0 { typed.clone() } else { signed.clone() };
                tokio::spawn(async move { door::check_in(&site, &organiser, Locale::En, event, &text).await })
            })
            .collect();
        let (mut valid, mut already) = (0, 0);
        for scan in scans {
            match scan.await.expect("no panic").expect("a verdict") {
                Verdict::Valid { honor: 20, badge: Some(_), checked_in: 1, .. } => valid += 1,
                Verdict::AlreadyIn { .. } => already += 1,
                other => panic!("{other:?}"),
            }
        }
        eprintln!("{}: 100 scans in {:?}", world.db.engine(), started.elapsed());
        assert_eq!((valid, already), (1, 99));
        assert_eq!(rows(&world).await, (1, 1, 1, 1), "one attendance, one honor entry, one badge, one line in the log");
        assert_eq!(world.letters_asked("badge_granted").await, 1);
        assert_eq!(total(&world, fan.member).await, 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scans_and_changes_of_mind_do_not_cross() {
    each_site(async |world| {
        let (chapter, organiser, _) = house(&world, 1).await;
        let fans = world.fans(12).await;
        for fan in &fans {
            let event = world.event(chapter, &organiser, 1).await;
            let mine = world.sign_up(fan, event).await.expect("open");
            let typed = code(&world, event, fan.member).await.shown();
            let (verdict, given_up) = tokio::join!(
                door::check_in(&world, &organiser, Locale::En, event, &typed),
                signups::give_up(&world, fan, mine.id)
            );
            match (verdict.expect("a verdict"), given_up) {
                (Verdict::Valid { .. }, Err(Failure::Refused(Refusal::AlreadyCheckedIn)))
                | (Verdict::Cancelled { .. }, Ok(())) => {}
                crossed => panic!("{crossed:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tenth_meetup_earns_its_badge_whatever_the_doors_do() {
    each_site(async |world| {
        let (chapter, organiser, _) = house(&world, 1).await;
        let fan = world.member("Zhu Yuting").await;
        // Eleven meetups, all at once: nobody can be in two places, but a count must not go wrong even then.
        let mut scans = tokio::task::JoinSet::new();
        for _ in 0..11 {
            let event = world.event(chapter, &organiser, 1).await;
            world.sign_up(&fan, event).await.expect("open");
            let typed = code(&world, event, fan.member).await.shown();
            let (site, organiser) = (world.site.clone(), organiser.clone());
            scans.spawn(async move { door::check_in(&site, &organiser, Locale::En, event, &typed).await });
        }
        let mut earned = vec![];
        while let Some(scan) = scans.join_next().await {
            match scan.expect("no panic").expect("a verdict") {
                Verdict::Valid { badge, .. } => earned.extend(badge),
                other => panic!("{other:?}"),
            }
        }
        earned.sort();
        assert_eq!(earned, ["First meetup", "Five meetups", "Ten meetups"]);
        assert_eq!(total(&world, fan.member).await, 220);
        let mut conn = world.db.read().await.expect("a reader");
        let chain = honor::verify_chain(&mut conn, fan.member).await.expect("a chain");
        assert_eq!(chain, Verified::Whole { entries: 11 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn honor_goes_by_the_rule_of_the_house() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 1).await;
        let second = world.event(chapter, &organiser, 1).await;
        let third = world.event(chapter, &organiser, 1).await;
        let fan = world.member("Zhu Yuting").await;
        let attend = async |event: EventId| {
            world.sign_up(&fan, event).await.expect("open");
            let typed = code(&world, event, fan.member).await.shown();
            match door::check_in(&world, &organiser, Locale::En, event, &typed).await {
                Ok(Verdict::Valid { honor, .. }) => honor,
                other => panic!("{other:?}"),
            }
        };
        world.test_db().run("UPDATE honor_rule SET points = 7", "UPDATE honor_rule SET points = 7").await;
        assert_eq!(attend(event).await, 7, "the rule says how much");
        world.test_db().run("UPDATE honor_rule SET active = 0", "UPDATE honor_rule SET active = FALSE").await;
        assert_eq!(attend(second).await, 0, "the rule is off");
        let on = "UPDATE honor_rule SET points = NULL, active = TRUE; UPDATE event SET honor = 0";
        world.test_db().run(on, on).await;
        assert_eq!(attend(third).await, 0, "the event earns nothing");
        assert_eq!(rows(&world).await.1, 1);
        assert_eq!(total(&world, fan.member).await, 7);
        let kind = "UPDATE event SET kind = 'open_day'";
        let fourth = world.event(chapter, &organiser, 1).await;
        world.test_db().run(kind, kind).await;
        assert_eq!(attend(fourth).await, 20);
        assert_eq!(rows(&world).await.2, 1, "an open day is no meetup: only the first one's badge");
        if world.db.engine() == Engine::Sqlite {
            assert_eq!(world.letters_asked("badge_granted").await, 1);
        }
    })
    .await;
}

/// Organisers and who keeps the door come to their own events too. They were there; honor takes somebody else's word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_earns_honor_by_their_own_scan() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        world.sign_up(&fan, event).await.expect("open");
        let helper = world.door_helper(&fan, event).await;
        world.sign_up(&organiser, event).await.expect("open");
        for own in [&organiser, &helper] {
            let typed = code(&world, event, own.member).await.shown();
            match door::check_in(&world, own, Locale::En, event, &typed).await {
                Ok(Verdict::Valid { honor: 0, badge: Some(_), notes, .. }) => assert_eq!(notes[0].0, "Honor"),
                other => panic!("{other:?}"),
            }
            assert_eq!(total(&world, own.member).await, 0);
            // A second word comes too late: they are in.
            let again = door::check_in(&world, &organiser, Locale::En, event, &typed).await;
            assert!(matches!(again, Ok(Verdict::AlreadyIn { .. })), "{again:?}");
        }
        assert_eq!(rows(&world).await, (2, 0, 2, 2), "they were there, and have the badge for it");
        // Each by the other: as anybody.
        let next = world.event(chapter, &organiser, 3).await;
        world.sign_up(&organiser, next).await.expect("open");
        let helper = world.door_helper(&fan, next).await;
        let typed = code(&world, next, organiser.member).await.shown();
        let verdict = door::check_in(&world, &helper, Locale::En, next, &typed).await;
        assert!(matches!(&verdict, Ok(Verdict::Valid { honor: 20, notes, .. }) if notes.is_empty()), "{verdict:?}");
    })
    .await;
}
