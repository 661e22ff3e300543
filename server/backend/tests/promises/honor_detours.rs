//! Honor by detour: what somebody would try who wants more of it than they earned.

use std::sync::Arc;
use std::time::Duration;

use backend::door;
use backend::honor::{self, Thanked, ThanksAsk};
use backend::testing::{TestSite, each_site, engines};
use domain::door::view::Verdict;
use domain::honor::Trigger;
use domain::members::Actor;
use domain::{EventId, Failure, Locale, Refusal};

use crate::ledger::{earn, set_rule, thanks, total};

const DAY: Duration = Duration::from_secs(86_400);

fn ask(handle: &str, points: i64) -> ThanksAsk {
    ThanksAsk { handle: handle.into(), points: points.to_string(), reason: "Kettle".into(), request_key: String::new() }
}

/// Signs a fan up, and has somebody let them in.
async fn scan(world: &TestSite, by: &Actor, event: EventId, fan: &Actor) {
    world.sign_up(fan, event).await.expect("open");
    let stored = world.stored_sign_ups(event).await;
    let code = &stored.iter().find(|one| one.member == fan.member).expect("a sign-up").code;
    let verdict = door::check_in(world, by, Locale::En, event, code).await.expect("a verdict");
    assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn much_in_small_pieces_needs_a_second_organiser_too() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Feng", chapter).await);
        let (fan, other) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        let give = async |who: &Actor, handle: &str| honor::thank(&world, who, ask(handle, 60)).await;
        assert_eq!(give(&wen, "zhuyuting").await, Ok(Thanked::Now));
        assert_eq!(give(&wen, "zhuyuting").await, Ok(Thanked::WhenConfirmed), "120 of one giver");
        assert_eq!(give(&wen, "noor").await, Ok(Thanked::Now), "somebody else's are their own");
        assert_eq!(give(&qiao, "zhuyuting").await, Ok(Thanked::Now), "and so are another giver's");
        assert_eq!((total(&world, fan.member).await, total(&world, other.member).await), (120, 60));
        world.advance(DAY * 366);
        assert_eq!(give(&wen, "zhuyuting").await, Ok(Thanked::Now), "another season");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_pieces_at_once_are_seen_together() {
    for engine in engines() {
        let world = Arc::new(TestSite::fresh(engine).await);
        let chapter = world.chapter("Chengdu").await;
        let wen = Arc::new(world.organiser("Wen Shuyan", chapter).await);
        let fan = world.member("Zhu Yuting").await;
        let all: Vec<_> = (0..40)
            .map(|_| {
                let (world, wen) = (Arc::clone(&world), Arc::clone(&wen));
                tokio::spawn(async move { honor::thank(&world, &wen, ask("zhuyuting", 30)).await })
            })
            .collect();
        let (mut now, mut waiting, mut over) = (0, 0, 0);
        for one in all {
            match one.await.expect("no panic") {
                Ok(Thanked::Now) => now += 1,
                Ok(Thanked::WhenConfirmed) => waiting += 1,
                Err(Failure::Refused(Refusal::OverBudget)) => over += 1,
                Err(other) => panic!("{engine}: {other:?}"),
            }
        }
        assert_eq!((now, waiting, over), (3, 30, 7), "{engine}: below 100, then within the budget of 1000");
        assert_eq!(total(&world, fan.member).await, 90, "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_was_sent_says_one_thing() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let fan = world.member("Zhu Yuting").await;
        let form = |points| ThanksAsk { request_key: "form 1".into(), ..ask("zhuyuting", points) };
        assert_eq!(honor::thank(&world, &wen, form(5)).await, Ok(Thanked::Now));
        assert_eq!(honor::thank(&world, &wen, form(5)).await, Ok(Thanked::Now), "told again, given once");
        let told = honor::thank(&world, &wen, form(6)).await;
        assert_eq!(
            told,
            Err(Failure::Refused(Refusal::ChangedMeanwhile)),
            "it does not say that it gave what it did not"
        );
        assert_eq!(total(&world, fan.member).await, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gave_it_does_not_put_it_back() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Feng", chapter).await);
        let fan = world.member("Zhu Yuting").await;
        honor::thank(&world, &wen, ask("zhuyuting", 20)).await.expect("thanked");
        let newest = async || {
            let ledger = honor::member_ledger(&world, &qiao, Locale::En, ("zhuyuting", 1)).await.expect("a ledger");
            ledger.lines[0].entry.expect("open")
        };
        honor::take_back(&world, &qiao, newest().await, "Was not there").await.expect("taken back");
        let told = honor::take_back(&world, &wen, newest().await, "He was").await;
        assert_eq!(told, Err(Failure::Refused(Refusal::NeedsSomebodyElse)));
        // Who took it back may see their mistake; a third one may decide.
        honor::take_back(&world, &qiao, newest().await, "He was").await.expect("put back");
        assert_eq!(total(&world, fan.member).await, 20);
        // What one gave oneself, one takes back alone, and puts back alone.
        honor::thank(&world, &wen, ask("zhuyuting", 5)).await.expect("thanked");
        honor::take_back(&world, &wen, newest().await, "The wrong one").await.expect("taken back");
        honor::take_back(&world, &wen, newest().await, "The right one").await.expect("put back");
        assert_eq!(total(&world, fan.member).await, 25);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobodys_objections_stand_before_everybody_elses() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let fan = world.member("Zhu Yuting").await;
        for n in 0..5 {
            earn(&world, thanks(fan.member, 5, &n.to_string())).await.expect("no error");
        }
        let object = async |line| honor::object(&world, &fan, line, "Too little").await;
        let mut open = vec![];
        for line in 1..=3 {
            open.push(object(line).await.expect("heard"));
        }
        assert_eq!(object(4).await, Err(Failure::Refused(Refusal::ObjectionsWait)));
        let answer = async |id| {
            let ask = honor::AnswerAsk { outcome: "explained".into(), answer: "So it is.".into() };
            honor::answer_objection(&world, &wen, id, ask).await.expect("answered");
        };
        for id in open {
            answer(id).await;
        }
        for _ in 0..2 {
            answer(object(1).await.expect("heard")).await;
        }
        assert_eq!(object(1).await, Err(Failure::Refused(Refusal::AlreadyObjected)), "three times is all");
        assert!(!honor::line_page(&world, &fan, Locale::En, 1).await.expect("a page").may_object);
        object(4).await.expect("heard");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own_scan_makes_no_bringer() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Feng", chapter).await);
        let first = world.event(chapter, &qiao, 9).await;
        scan(&world, &qiao, first, &wen).await;
        let before = total(&world, wen.member).await;
        let event = world.event(chapter, &wen, 9).await;
        let fans = world.fans(3).await;
        for fan in &fans {
            honor::brought_by(&world, fan, "wenshuyan").await.expect("said");
            scan(&world, &wen, event, fan).await;
        }
        assert_eq!(total(&world, wen.member).await, before, "brought, says nobody but they");
        // Another time somebody else lets them in: then it counts, once.
        let second = world.event(chapter, &qiao, 9).await;
        scan(&world, &qiao, second, &fans[0]).await;
        assert_eq!(total(&world, wen.member).await, before + 15);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ended_while_the_rule_was_off_is_not_honored_when_it_is_on() {
    each_site(async |world| {
        let admin = world.admin().await;
        let chapter = world.chapter("Chengdu").await;
        let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Feng", chapter).await);
        let event = world.event(chapter, &wen, 9).await;
        for fan in &world.fans(3).await {
            scan(&world, &qiao, event, fan).await;
        }
        set_rule(&world, &admin, Trigger::Organised, |form| form.off = true).await;
        world.advance(DAY * 15);
        set_rule(&world, &admin, Trigger::Organised, |form| form.off = false).await;
        honor::honor_hosts(&world).await.expect("looked");
        assert_eq!(total(&world, wen.member).await, 0);
    })
    .await;
}
