//! The lottery: sealed before it opens, drawn when sign-up has closed, and drawn again by anybody from what is published.

use std::time::Duration;

use crate::fairness::must_be_fair;
use crate::patience::patiently;
use crate::planning::{form, here};
use crate::signups_race::another_node;
use backend::signups::{self, Company, Listing, SignUpAsk};
use backend::testing::{TestSite, each_site, engines};
use backend::{events, sql};
use domain::events::plan::PlanForm;
use domain::members::Actor;
use domain::signups::queue::Step;
use domain::signups::{AdmissionForm, SignUpState, Way};
use domain::{EventId, Failure, Locale, Refusal};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A lottery for so many seats, published; sign-up closes in four days.
async fn lottery(world: &TestSite, seats: &str) -> (Actor, EventId) {
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    (wen.clone(), published(world, &wen, seats).await)
}

async fn published(world: &TestSite, wen: &Actor, seats: &str) -> EventId {
    let admission = AdmissionForm { mode: "lottery".into(), guests: "2".into(), ..AdmissionForm::default() };
    let plan = PlanForm { capacity: seats.into(), closes: "2027-03-24T20:00".into(), admission, ..form() };
    let id = events::create(world, wen, plan).await.expect("a draft");
    events::publish(world, wen, id).await.expect("published");
    id
}

/// The file as it is published.
async fn file(world: &TestSite, event: EventId) -> Value {
    let mut conn = world.db.read().await.expect("a reader");
    let (slug,): (String,) =
        conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("an event");
    drop(conn);
    serde_json::to_value(signups::queue_log(world, &slug).await.expect("public").published).expect("plain data")
}

/// Twenty lines that know nothing of our code: who is drawn in which order, by what the file says.
fn drawn_again(file: &Value) -> Vec<i64> {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let seed = file["lottery"]["seed"].as_str().expect("public");
    let bytes: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&seed[2 * i..2 * i + 2], 16).expect("hex")).collect();
    assert_eq!(hex(&Sha256::digest(bytes)), file["lottery"]["seal"].as_str().expect("public"));
    let (mut entered, mut before) = (vec![], "");
    for entry in file["entries"].as_array().expect("a list") {
        match (entry["step"].as_str().expect("a word"), entry["number"].as_i64()) {
            ("entered", Some(number)) => entered.push(number),
            ("left" | "removed" | "placed", Some(number)) => entered.retain(|n| *n != number),
            ("drawn", _) => break,
            _ => {}
        }
        before = entry["hash"].as_str().expect("hex");
    }
    entered.sort_by_key(|n| hex(&Sha256::digest(format!("popcorn lottery 1\n{seed}\n{before}\n{n}\n"))));
    entered
}

/// As the log says it was done.
fn drawn(file: &Value) -> Vec<i64> {
    let entries = file["entries"].as_array().expect("a list").iter();
    let after = entries.skip_while(|entry| entry["step"] != "drawn").skip(1);
    after
        .take_while(|entry| entry["step"] == "seat" || entry["step"] == "line")
        .map(|entry| entry["number"].as_i64().expect("a number"))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_before_it_opens_and_drawn_by_a_rule_that_everybody_can_follow() {
    each_site(async |world| {
        let (wen, event) = lottery(&world, "3").await;
        let sealed = file(&world, event).await;
        let seal = sealed["lottery"]["seal"].as_str().expect("public at once").to_owned();
        assert_eq!(sealed["lottery"]["seed"], Value::Null);
        assert_eq!(sealed["entries"][1]["step"], "lottery");
        assert_eq!(sealed["entries"][1]["value"].as_i64(), i64::from_str_radix(&seal[..12], 16).ok());
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!(page.way.seal, seal);
        assert!(matches!(page.way.facts.eligibility.expect("a rule").way, Way::Lottery { .. }));
        assert_eq!(page.way.facts.draws, "Wednesday 24 March, 20:00");

        let fans = world.fans(8).await;
        let mut mine = vec![];
        for fan in &fans {
            let told = world.sign_up(fan, event).await.expect("open");
            assert_eq!(told.state, SignUpState::Pending);
            mine.push(told.id);
        }
        signups::give_up(&world, &fans[4], mine[4]).await.expect("taken back");
        assert_eq!(signups::approve(&world, &wen, mine[0]).await, Err(Failure::Refused(Refusal::LotteryDecides)));
        let mut conn = world.db.read().await.expect("a reader");
        let waits = signups::mine(&mut conn, Locale::En, event, fans[0].member).await.expect("no error").expect("in");
        assert_eq!(waits.draws.as_deref(), Some("Wednesday 24 March, 20:00"));
        drop(conn);
        must_be_fair(&world, event).await;
        world.run_jobs().await;
        assert!(world.letters().iter().any(|l| l.contains("Subject: You are in the lottery")));

        // Changed on the way, it stays the same lottery; and its seed is nobody's to see.
        let day = Duration::from_secs(86_400);
        world.advance(day);
        let plan = events::plan_page(&world, &wen, Locale::En, events::Opened::Of(event)).await.expect("a form").form;
        events::edit(&world, &wen, event, PlanForm { closes: "2027-03-25T20:00".into(), ..plan }).await.expect("later");
        world.advance(4 * day - Duration::from_secs(3600));
        world.run_jobs().await;
        let still = file(&world, event).await;
        assert_eq!((still["lottery"]["seal"].as_str(), &still["lottery"]["seed"]), (Some(seal.as_str()), &Value::Null));
        assert!(drawn(&still).is_empty(), "not before its time");

        world.advance(day);
        let late = world.member("Late").await;
        assert_eq!(world.sign_up(&late, event).await, Err(Failure::Refused(Refusal::SignUpClosed)));
        world.run_jobs().await;
        let done = file(&world, event).await;
        assert_eq!(drawn(&done), drawn_again(&done), "a script that knows nothing of us draws the same");
        assert_eq!(drawn(&done).len(), 7);
        let found = must_be_fair(&world, event).await;
        assert_eq!((found.seats.taken, found.seats.waiting), (3, 4));
        world.run_jobs().await;
        assert_eq!(file(&world, event).await, done, "once");

        // The line is that of the lots.
        let stored = world.stored_sign_ups(event).await;
        let of = |number: i64| stored.iter().find(|row| row.position == number).expect("drawn");
        let order = drawn(&done);
        let first = of(order[0]);
        let giver = fans.iter().find(|fan| fan.member == first.member).expect("one of them");
        signups::give_up(&world, giver, first.id).await.expect("given up");
        let offered = world.stored_sign_ups(event).await.into_iter().find(|row| row.state == SignUpState::Offered);
        assert_eq!(offered.map(|row| row.position), Some(order[3]));
        must_be_fair(&world, event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_drawn_while_there_is_no_date() {
    each_site(async |world| {
        let (wen, event) = lottery(&world, "1").await;
        let fans = world.fans(2).await;
        for fan in &fans {
            world.sign_up(fan, event).await.expect("open");
        }
        events::postpone(&world, &wen, event, "The river is high").await.expect("postponed");
        world.advance(Duration::from_secs(30 * 86_400));
        world.run_jobs().await;
        assert!(drawn(&file(&world, event).await).is_empty());
        // With the new date sign-up closes as long before it as before the old one.
        let dates = ("2027-06-03T14:00", "2027-06-03T17:00");
        events::reschedule(&world, &wen, event, dates).await.expect("a new date");
        world.advance(Duration::from_secs(30 * 86_400));
        world.run_jobs().await;
        assert!(drawn(&file(&world, event).await).is_empty(), "not by the old date");
        world.advance(Duration::from_secs(7 * 86_400));
        world.run_jobs().await;
        let done = file(&world, event).await;
        assert_eq!(drawn(&done), drawn_again(&done));
        let found = must_be_fair(&world, event).await;
        assert_eq!((found.seats.taken, found.seats.waiting), (1, 1));
    })
    .await;
}

/// Guests of the organisers come on top: what was announced is drawn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_by_hand_takes_none_from_the_lot() {
    each_site(async |world| {
        let (wen, event) = lottery(&world, "3").await;
        for fan in world.fans(5).await {
            world.sign_up(&fan, event).await.expect("open");
        }
        let guest = world.member("Lin Na").await;
        signups::place_by_hand(&world, &wen, event, ("linna", "Our guest")).await.expect("a chair more");
        assert_eq!(world.seats(event).await.capacity, 4);
        let mut conn = world.db.read().await.expect("a reader");
        let hers = signups::mine(&mut conn, Locale::En, event, guest.member).await.expect("no error").expect("a seat");
        assert_eq!(hers.state, SignUpState::Confirmed);
        drop(conn);
        world.advance(Duration::from_secs(5 * 86_400));
        world.run_jobs().await;
        let found = must_be_fair(&world, event).await;
        assert_eq!((found.seats.capacity, found.seats.taken, found.seats.waiting), (4, 4, 2), "three by lot");
    })
    .await;
}

/// A seed that was chosen once is kept; where no lot decides any more nobody is told of a lottery.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_is_shown_where_a_lot_decides() {
    each_site(async |world| {
        let (wen, event) = lottery(&world, "3").await;
        let seal = here(&world, None, "tea-house-tapes").await.way.seal;
        let plan = events::plan_page(&world, &wen, Locale::En, events::Opened::Of(event)).await.expect("a form").form;
        let mode = |word: &str| PlanForm {
            admission: AdmissionForm { mode: word.into(), ..plan.admission.clone() },
            ..plan.clone()
        };
        events::edit(&world, &wen, event, mode("first_come")).await.expect("nobody has signed up");
        assert_eq!(here(&world, None, "tea-house-tapes").await.way.seal, "");
        assert_eq!(file(&world, event).await["lottery"], Value::Null);
        events::edit(&world, &wen, event, mode("lottery")).await.expect("a lottery after all");
        assert_eq!(here(&world, None, "tea-house-tapes").await.way.seal, seal, "of the same seed");
    })
    .await;
}

/// A worker that comes late, or never: the first who looks draws, once, by the same lots.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_first_draws_and_a_hundred_at_once_draw_once() {
    each_site(async |world| {
        let (_, event) = lottery(&world, "50").await;
        let nodes = [world.site.clone(), another_node(&world).await];
        let fans = world.fans(500).await;
        let mut rush = tokio::task::JoinSet::new();
        for (n, fan) in fans.iter().cloned().enumerate() {
            let site = nodes[n % 2].clone();
            rush.spawn(async move {
                let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: "form".into() };
                patiently!(signups::sign_up(&site, &fan, ask.clone())).expect("open").state
            });
        }
        while let Some(state) = rush.join_next().await {
            assert_eq!(state.expect("no panic"), SignUpState::Pending);
        }
        world.advance(Duration::from_secs(5 * 86_400));
        let places = world.places(event).await;
        let mut busy = tokio::task::JoinSet::new();
        for n in 0..100 {
            let site = nodes[n % 2].clone();
            busy.spawn(async move { signups::look_at_line(&site, places).await });
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic").expect("a look");
        }
        let done = file(&world, event).await;
        assert_eq!(drawn(&done), drawn_again(&done));
        let found = must_be_fair(&world, event).await;
        assert_eq!((found.seats.taken, found.seats.waiting), (50, 450));
        let winners: Vec<i64> =
            found.rows.iter().filter(|row| row.1 == SignUpState::Confirmed).map(|row| row.0).collect();
        assert!(winners.iter().any(|n| *n > 250), "when somebody entered makes no difference: {winners:?}");
        assert_eq!((world.letters_asked("seat_saved").await, world.letters_asked("in_line").await), (50, 450));
    })
    .await;
}

/// Groups of any size, some of whom leave before: both or none, nobody lost, and the log tells all of it.
#[test]
fn any_lottery_is_drawn_fairly() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for engine in engines() {
        let (world, wen, fans) = runtime.block_on(async {
            let world = TestSite::fresh(engine).await;
            let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
            let fans = world.fans(9).await;
            (world, wen, fans)
        });
        let beginning = world.now();
        let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
        let entry = (0usize..3, prop::bool::weighted(0.2));
        let outcome =
            TestRunner::new(config).run(&(3i64..12, prop::collection::vec(entry, 0..9)), |(seats, entries)| {
                runtime.block_on(async {
                    world.run_jobs().await;
                    world.clock.set(beginning);
                    let event = published(&world, &wen, &seats.to_string()).await;
                    for (fan, (guests, leaves)) in fans.iter().zip(&entries) {
                        let guests = (0..*guests).map(|n| format!("Guest {n}")).collect();
                        let company = Company { guests, ..Company::default() };
                        let mine = world.sign_up_with(fan, event, company).await.expect("open");
                        if *leaves {
                            signups::give_up(&world, fan, mine.id).await.expect("taken back");
                        }
                    }
                    world.advance(Duration::from_secs(5 * 86_400));
                    world.run_jobs().await;
                    let done = file(&world, event).await;
                    assert_eq!(drawn(&done), drawn_again(&done));
                    let found = must_be_fair(&world, event).await;
                    assert!(found.rows.iter().all(|row| row.1 != SignUpState::Pending), "nobody is forgotten");
                    assert!(found.seats.taken <= seats);
                });
                Ok(())
            });
        outcome.unwrap_or_else(|why| panic!("{engine}: {why}"));
    }
}

/// Of what is published before the draw nobody can tell who will win; and a step that is added by hand shows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draw_that_was_tampered_with_shows() {
    each_site(async |world| {
        let (_, event) = lottery(&world, "1").await;
        for fan in world.fans(4).await {
            world.sign_up(&fan, event).await.expect("open");
        }
        world.advance(Duration::from_secs(5 * 86_400));
        world.run_jobs().await;
        let log = signups::queue_log(&world, "tea-house-tapes").await.expect("public").published;
        log.replay().expect("as it was drawn");
        let mut other = log.clone();
        let lottery = other.lottery.as_mut().expect("a lottery");
        lottery.seed = Some("00".repeat(32));
        assert!(other.replay().is_err(), "another seed than the sealed one");
        let mut swapped = log.clone();
        let at = log.entries.iter().position(|line| line.entry.step == Step::Drawn).expect("drawn") + 1;
        let (first, second) = (log.entries[at].entry.number, log.entries[at + 1].entry.number);
        (swapped.entries[at].entry.number, swapped.entries[at + 1].entry.number) = (second, first);
        assert!(swapped.replay().is_err(), "another order than that of the lots");
    })
    .await;
}
