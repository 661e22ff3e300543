//! Save my seat, give it up, and what follows: through the real use cases, on both engines.

use std::sync::Arc;
use std::time::Duration;

use crate::fairness::must_be_fair;
use backend::random::Random;
use backend::signups::{self, Listing, SignUpAsk};
use backend::site::{Mail, Settings};
use backend::testing::{TestSite, each_site};
use backend::{Site, sql};
use domain::events::questions::{self, QuestionKind};
use domain::members::Actor;
use domain::signups::{Seats, SignUpState, Turn};
use domain::{ChapterId, EventId, Failure, FieldCode, Locale, Refusal};

/// A chapter, its organiser, and an event with so many seats.
async fn house(world: &TestSite, capacity: i64) -> (ChapterId, Actor, EventId) {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, capacity).await;
    (chapter, organiser, event)
}

fn ask(event: EventId, key: &str) -> SignUpAsk {
    SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: key.into() }
}

fn refused(refusal: Refusal) -> Failure {
    Failure::Refused(refusal)
}

async fn history(world: &TestSite) -> Vec<String> {
    let mut conn = world.db.read().await.expect("a reader");
    let rows: Vec<(String,)> =
        conn.all(sql!("SELECT cause FROM signup_change ORDER BY at, id"), ()).await.expect("rows");
    let mut causes: Vec<String> = rows.into_iter().map(|(cause,)| cause).collect();
    causes.sort();
    causes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seats_go_out_then_the_line_grows_and_is_served() {
    each_site(async |world| {
        let (_, _, event) = house(&world, 2).await;
        let fans = world.fans(5).await;
        let mut mine = vec![];
        for fan in &fans {
            mine.push(world.sign_up(fan, event).await.expect("open"));
        }
        let told: Vec<_> = mine.iter().map(|m| (m.state, m.waiting_place)).collect();
        use SignUpState::{Cancelled, Confirmed, Offered, Waiting};
        let waiting = |place| (Waiting, Some(place));
        let seat = (Confirmed, None);
        assert_eq!(told, [seat, seat, waiting(1), waiting(2), waiting(3)]);
        assert_eq!(world.letters_asked("seat_saved").await, 2);
        assert_eq!(world.letters_asked("in_line").await, 3);

        // The second in line steps out, then somebody gives up a seat: it is held for the first in line, the third is now first.
        signups::give_up(&world, &fans[3], mine[3].id).await.expect("a live one");
        signups::give_up(&world, &fans[0], mine[0].id).await.expect("a live one");
        let states: Vec<_> = world.stored_sign_ups(event).await.iter().map(|s| s.state).collect();
        assert_eq!(states, [Cancelled, Confirmed, Offered, Cancelled, Waiting]);
        assert_eq!(world.seats(event).await, Seats { taken: 2, offered: 1, waiting: 1, ..Seats::empty(2) });
        assert_eq!(world.letters_asked("\"offer\"").await, 1);
        let mut conn = world.db.read().await.expect("a reader");
        let last =
            signups::mine(&mut conn, Locale::En, event, fans[4].member).await.expect("a row").expect("still in line");
        assert_eq!(last.waiting_place, Some(1));
        assert_eq!(signups::mine(&mut conn, Locale::En, event, fans[0].member).await.expect("no error"), None);
        drop(conn);

        // Whoever comes back joins the end of the line; room for all is offered in the line's order.
        let again = world.sign_up(&fans[0], event).await.expect("open");
        assert_eq!((again.state, again.waiting_place), waiting(2));
        let seats = world.resize(event, 9).await.expect("more");
        assert_eq!(seats, Seats { taken: 4, offered: 3, ..Seats::empty(9) });
        assert_eq!(world.seats(event).await, seats);
        assert_eq!(world.letters_asked("\"offer\"").await, 3);
        let late = world.sign_up(&world.member("Late").await, event).await.expect("open");
        assert_eq!(late.state, Confirmed, "seats for all, and nobody waits");
        assert_eq!(
            history(&world).await,
            ["gave_up", "gave_up", "offered", "offered", "offered"]
                .into_iter()
                .chain(["signed_up"; 7])
                .collect::<Vec<_>>()
        );
        must_be_fair(&world, event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_gets_the_same_answer() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 5).await;
        let other = world.event(chapter, &organiser, 5).await;
        let fan = world.member("Zhu Yuting").await;
        let first = signups::sign_up(&world, &fan, ask(event, "k1")).await.expect("open");
        assert_eq!(signups::sign_up(&world, &fan, ask(event, "k1")).await, Ok(first.clone()), "a retry");
        assert_eq!(signups::sign_up(&world, &fan, ask(event, "k2")).await, Ok(first.clone()), "another tab");
        assert_eq!(signups::sign_up(&world, &fan, ask(event, "")).await, Ok(first.clone()), "a client without keys");
        assert_eq!(
            signups::sign_up(&world, &fan, ask(other, "k1")).await,
            Err(refused(Refusal::RequestKeyReused)),
            "the key belongs to another event"
        );
        let long = signups::sign_up(&world, &fan, ask(event, &"k".repeat(65))).await;
        assert_eq!(long, Err(Failure::field("request_key", FieldCode::TooLong { max: 64 })));

        signups::give_up(&world, &fan, first.id).await.expect("a live one");
        let stale = signups::sign_up(&world, &fan, ask(event, "k1")).await.expect("told what it is now");
        assert_eq!((stale.id, stale.state), (first.id, SignUpState::Cancelled), "a late retry signs nobody up again");
        assert_eq!(world.seats(event).await.taken, 0);
        let anew = signups::sign_up(&world, &fan, ask(event, "k3")).await.expect("open");
        assert_ne!(anew.id, first.id);
        let stale = signups::sign_up(&world, &fan, ask(event, "k1")).await.expect("told what it is now");
        assert_eq!(stale.state, SignUpState::Cancelled, "the old request keeps its own answer");
        assert_eq!(world.seats(event).await, Seats { taken: 1, ..Seats::empty(5) });
        let positions: Vec<_> = world.stored_sign_ups(event).await.iter().map(|s| s.position).collect();
        assert_eq!(positions, [1, 2], "requests that signed nobody up used up no number");

        // The same key twice at the same moment.
        let twice = async || signups::sign_up(&world, &organiser, ask(event, "twice")).await;
        let (a, b) = tokio::join!(twice(), twice());
        assert_eq!(a.expect("open"), b.expect("open"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_key_at_two_events_at_once_is_refused_once() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 5).await;
        let other = world.event(chapter, &organiser, 5).await;
        for n in 0..20 {
            let fan = world.member(&format!("Fan {n}")).await;
            let (a, b) = tokio::join!(
                signups::sign_up(&world, &fan, ask(event, "both")),
                signups::sign_up(&world, &fan, ask(other, "both"))
            );
            let refusals = [&a, &b].into_iter().filter(|r| **r == Err(refused(Refusal::RequestKeyReused))).count();
            assert_eq!(refusals, 1, "{a:?} {b:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_and_the_organiser_decide_when() {
    each_site(async |world| {
        let (_, organiser, event) = house(&world, 1).await;
        let fan = world.member("Zhu Yuting").await;
        let set = async |state: &str, opens: Option<i64>, closes: Option<i64>| {
            let mut tx = world.db.write().await.expect("a transaction");
            tx.execute(
                sql!("UPDATE event SET state = $1, opens_at = $2, closes_at = $3"),
                (state.to_owned(), opens, closes),
            )
            .await
            .expect("an event");
            tx.commit().await.expect("a commit");
        };
        let now = world.now().0;
        set("draft", None, None).await;
        assert_eq!(world.sign_up(&fan, event).await, Err(Failure::NotFound));
        set("published", Some(now + 1), None).await;
        assert_eq!(world.sign_up(&fan, event).await, Err(refused(Refusal::SignUpNotOpenYet)));
        set("published", None, Some(now)).await;
        assert_eq!(world.sign_up(&fan, event).await, Err(refused(Refusal::SignUpClosed)));
        assert_eq!(world.sign_up(&fan, EventId(world.new_id())).await, Err(Failure::NotFound));
        set("published", Some(now), Some(now + 1)).await;
        let mine = world.sign_up(&fan, event).await.expect("open");
        set("published", None, Some(now)).await;
        assert_eq!(world.sign_up(&fan, event).await.map(|m| m.id), Ok(mine.id), "who is in is told so, closed or not");

        set("published", None, None).await;
        let late = world.member("Late").await;
        let days = Duration::from_secs(14 * 24 * 3600);
        world.advance(days + Duration::from_secs(3600));
        assert_eq!(world.sign_up(&late, event).await, Err(refused(Refusal::SignUpClosed)), "it has begun");
        world.advance(Duration::from_secs(4 * 3600));
        assert_eq!(world.sign_up(&late, event).await, Err(refused(Refusal::EventOver)));
        assert_eq!(signups::give_up(&world, &fan, mine.id).await, Err(refused(Refusal::EventOver)));

        world.cancel_event(event, &organiser).await;
        assert_eq!(world.sign_up(&late, event).await, Err(refused(Refusal::EventCancelled)));
        assert_eq!(signups::give_up(&world, &fan, mine.id).await, Err(refused(Refusal::NotSignedUp)));
        assert_eq!(world.seats(event).await, Seats { turn: Turn::FirstCome, ..Seats::empty(1) });
        assert_eq!(world.letters_asked("event_cancelled").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_checked_and_kept() {
    each_site(async |world| {
        let (_, _, event) = house(&world, 5).await;
        let tea = world.question(event, "Which tea?", QuestionKind::Choice, "Green\nBlack").await;
        let note = world.question(event, "A word to us", QuestionKind::Text, "").await;
        let fan = world.member("Zhu Yuting").await;
        let answering = |answers: &[(domain::QuestionId, &str)]| SignUpAsk {
            answers: answers.iter().map(|(id, a)| (id.to_string(), (*a).to_owned())).collect(),
            ..ask(event, "k")
        };
        let wrong = signups::sign_up(&world, &fan, answering(&[(tea, "Coffee")])).await.expect_err("does not fit");
        assert_eq!(wrong.of_field(&questions::field(tea)), Some(FieldCode::UnknownChoice));
        assert_eq!(wrong.of_field(&questions::field(note)), Some(FieldCode::Required));
        assert_eq!(world.seats(event).await.taken, 0);
        let right = answering(&[(tea, "Black"), (note, "  hello   there ")]);
        let mine = signups::sign_up(&world, &fan, right).await.expect("fits");
        let again = signups::sign_up(&world, &fan, answering(&[])).await.expect("who is in is asked nothing");
        assert_eq!(again.id, mine.id);
        let mut conn = world.db.read().await.expect("a reader");
        let kept: Vec<(String,)> = conn
            .all(
                sql!(
                    "SELECT a.answer FROM signup_answer a JOIN event_question q ON q.id = a.question_id
                      ORDER BY q.position"
                ),
                (),
            )
            .await
            .expect("rows");
        assert_eq!(kept, [("Black".to_owned(),), ("hello there".to_owned(),)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_keep_their_hands_off() {
    each_site(async |world| {
        let (_, organiser, event) = house(&world, 1).await;
        let elsewhere = world.organiser("Duarte", world.chapter("Lisbon").await).await;
        let (fan, other) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        let mine = world.sign_up(&fan, event).await.expect("open");
        let next = world.sign_up(&other, event).await.expect("open");
        assert_eq!(signups::give_up(&world, &other, mine.id).await, Err(Failure::NotFound));
        assert_eq!(signups::set_listing(&world, &other, mine.id, Listing::Listed).await, Err(Failure::NotFound));
        assert_eq!(signups::remove(&world, &other, mine.id, "No").await, Err(Failure::Forbidden));
        assert_eq!(signups::remove(&world, &elsewhere, mine.id, "No").await, Err(Failure::Forbidden));
        let silent = signups::remove(&world, &organiser, mine.id, " ").await;
        assert_eq!(silent, Err(Failure::field("reason", FieldCode::Required)));
        signups::remove(&world, &organiser, mine.id, "Asked us to").await.expect("the organiser may");
        assert_eq!(
            signups::remove(&world, &organiser, mine.id, "Asked us to").await,
            Err(refused(Refusal::NotSignedUp))
        );
        assert_eq!(signups::give_up(&world, &fan, mine.id).await, Err(refused(Refusal::NotSignedUp)));
        let mut conn = world.db.read().await.expect("a reader");
        let moved = signups::mine(&mut conn, Locale::En, event, other.member).await.expect("a row").expect("live");
        assert_eq!((moved.id, moved.state), (next.id, SignUpState::Offered));
        let (logged,): (i64,) = conn
            .one(
                sql!("SELECT count(*) FROM audit_entry WHERE action = 'signup_removed' AND subject_id = $1"),
                (event.0,),
            )
            .await
            .expect("a number");
        assert_eq!(logged, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_chose_it_is_named_among_those_who_come() {
    each_site(async |world| {
        let (_, _, event) = house(&world, 3).await;
        let fans = world.fans(4).await;
        let mut mine = vec![];
        for fan in &fans {
            mine.push(world.sign_up(fan, event).await.expect("open"));
        }
        let coming = async || {
            let mut conn = world.db.read().await.expect("a reader");
            signups::coming(&mut conn, event).await.expect("rows")
        };
        let nobody = coming().await;
        assert_eq!((nobody.listed.len(), nobody.listed_count, nobody.quiet_count), (0, 0, 3));
        for n in [1, 3] {
            signups::set_listing(&world, &fans[n], mine[n].id, Listing::Listed).await.expect("their own");
        }
        let one = coming().await;
        assert_eq!((one.listed_count, one.quiet_count), (1, 2), "who waits is not coming yet");
        assert_eq!(one.listed[0].display_name, "Fan 2");
        assert!(!one.listed[0].has_page, "listed here is not public everywhere");
        signups::set_listing(&world, &fans[1], mine[1].id, Listing::Quiet).await.expect("taken back");
        assert_eq!(coming().await.listed_count, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tickets_show_seats_and_lines() {
    each_site(async |world| {
        let (chapter, organiser, event) = house(&world, 1).await;
        let second = world.event(chapter, &organiser, 1).await;
        let third = world.event(chapter, &organiser, 1).await;
        let (fan, other) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        world.sign_up(&fan, event).await.expect("open");
        world.sign_up(&other, second).await.expect("open");
        world.sign_up(&fan, second).await.expect("open");
        world.sign_up(&fan, third).await.expect("open");
        world.cancel_event(third, &organiser).await;
        let page = signups::tickets(&world, &fan, Locale::En).await.expect("a page");
        assert_eq!((page.display_name.as_str(), page.past.len()), ("Zhu Yuting", 0));
        let mut coming = page.coming.clone();
        coming.sort_by(|a, b| a.card.title.cmp(&b.card.title)); // they start at the same time
        let shown: Vec<_> =
            coming.iter().map(|t| (t.mine.state, t.mine.waiting_place, t.code.is_some(), t.qr_svg.is_some())).collect();
        use SignUpState::{Cancelled, Confirmed, Waiting};
        assert_eq!(
            shown,
            [(Confirmed, None, true, true), (Waiting, Some(1), false, false), (Cancelled, None, false, false)]
        );
        let code = coming[0].code.clone().expect("a seat has a code");
        assert_eq!(code.replace('-', ""), world.stored_sign_ups(event).await[0].code);

        world.advance(Duration::from_secs(15 * 24 * 3600));
        let page = signups::tickets(&world, &fan, Locale::ZhCn).await.expect("a page");
        assert_eq!((page.coming.len(), page.past.len()), (0, 1), "only the seat is remembered");
        assert!(page.past[0].qr_svg.is_none() && page.past[0].code.is_some());
    })
    .await;
}

/// Gives each 8 bytes (a ticket code) twice, longer ones (ids) only once.
struct Stutter(backend::testing::SeededRandom, std::sync::Mutex<Option<[u8; 8]>>);

impl Random for Stutter {
    fn fill(&self, bytes: &mut [u8]) {
        let mut last = self.1.lock().expect("not poisoned");
        match (last.take(), bytes.len()) {
            (Some(again), 8) => bytes.copy_from_slice(&again),
            (before, _) => {
                *last = before;
                self.0.fill(bytes);
                if let Ok(new) = <[u8; 8]>::try_from(&*bytes) {
                    *last = Some(new);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_ticket_code_is_drawn_when_one_is_taken() {
    each_site(async |world| {
        let (_, _, event) = house(&world, 9).await;
        let settings = Settings {
            name: "Lamplight Radio".into(),
            base_url: "https://popcorn.example".into(),
            mail: Mail::Folder("mail".into()),
            quiet: None,
            answer_file_mb: 5,
        };
        let random = Arc::new(Stutter(backend::testing::SeededRandom::new(99), std::sync::Mutex::default()));
        let site = Site::open(world.test_db().db(), world.clock.clone(), random, settings).await.expect("a site");
        for (n, fan) in world.fans(6).await.iter().enumerate() {
            signups::sign_up(&site, fan, ask(event, "k")).await.unwrap_or_else(|e| panic!("fan {n}: {e}"));
        }
        let codes: std::collections::BTreeSet<_> =
            world.stored_sign_ups(event).await.into_iter().map(|s| s.code).collect();
        assert_eq!(codes.len(), 6);
    })
    .await;
}
