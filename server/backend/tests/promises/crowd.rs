//! Those who sign up at the same moment share the look and the commit, and nothing else: each is answered by the rules.

use std::sync::Arc;

use crate::fairness::must_be_fair;
use backend::signups::{self, Listing, SignUpAsk};
use backend::testing::{TestSite, each_site};
use domain::events::questions::QuestionKind;
use domain::members::Actor;
use domain::signups::{Seats, SignUpState, view::MySignUp};
use domain::{EventId, Failure, FieldCode, QuestionId, Refusal};

/// All of them ask while somebody else holds the places: they find each other in the same crowd, in this order.
async fn at_once(
    world: &Arc<TestSite>,
    event: EventId,
    asks: Vec<(Actor, SignUpAsk)>,
) -> Vec<Result<MySignUp, Failure>> {
    let held = world.db.write_at(world.places(event).await.0).await.expect("a transaction");
    let mut busy = vec![];
    for (actor, ask) in asks {
        let site = world.site.clone();
        busy.push(tokio::spawn(async move { signups::sign_up(&site, &actor, ask).await }));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    drop(held);
    let mut told = vec![];
    for one in busy {
        told.push(one.await.expect("no panic"));
    }
    told
}

fn ask(event: EventId, key: &str, answers: &[(QuestionId, &str)]) -> SignUpAsk {
    let answers = answers.iter().map(|(id, answer)| (id.to_string(), (*answer).to_owned())).collect();
    SignUpAsk { event, answers, listing: Listing::Listed, request_key: key.into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_in_the_crowd_is_answered_by_the_rules() {
    each_site(async |world| {
        let world = Arc::new(world);
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let other = world.event(chapter, &wen, 5).await;
        let event = world.event(chapter, &wen, 3).await;
        let question = world.question(event, "What do you bring?", QuestionKind::Text, "").await;
        let fans = world.fans(7).await;
        let before = signups::sign_up(&world, &fans[5], ask(other, "used", &[])).await.expect("open");
        let good = |key| ask(event, key, &[(question, "茶 and \"tapes\"\n'; --")]);
        let told = at_once(
            &world,
            event,
            vec![
                (fans[0].clone(), good("a")),
                (fans[1].clone(), ask(event, "b", &[])),
                (fans[2].clone(), good("c")),
                (fans[0].clone(), good("second tap")),
                (fans[5].clone(), good("used")),
                (fans[3].clone(), good("d")),
                (fans[4].clone(), good("e")),
                (fans[6].clone(), good("f")),
            ],
        )
        .await;
        let state = |n: usize| told[n].as_ref().map(|mine| (mine.state, mine.waiting_place)).map_err(Clone::clone);
        assert_eq!(state(0), Ok((SignUpState::Confirmed, None)));
        assert_eq!(state(1), Err(Failure::field(&format!("answers[{question}]"), FieldCode::Required)));
        assert_eq!(state(2), Ok((SignUpState::Confirmed, None)));
        assert_eq!(told[3], told[0], "the second tap finds what the first has got");
        assert_eq!(state(4), Err(Failure::Refused(Refusal::RequestKeyReused)));
        assert_eq!(state(5), Ok((SignUpState::Confirmed, None)));
        assert_eq!(state(6), Ok((SignUpState::Waiting, Some(1))));
        assert_eq!(state(7), Ok((SignUpState::Waiting, Some(2))), "in the order in which they came");
        let found = must_be_fair(&world, event).await;
        assert_eq!(found.seats, Seats { taken: 3, waiting: 2, ..Seats::empty(3) });
        assert_eq!(world.stored_sign_ups(other).await.len(), 1, "{before:?}");
    })
    .await;
}

/// What the database refuses to one is nobody else's misfortune: the crowd's work is undone, and each goes alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_fails_for_somebody_else() {
    each_site(async |world| {
        let world = Arc::new(world);
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 30).await;
        let fans = world.fans(20).await;
        // Somebody whose account is gone by now: the database knows no such member.
        let stranger = Actor { member: domain::MemberId(world.new_id()), ..fans[0].clone() };
        let mut asks: Vec<_> = fans.iter().map(|fan| (fan.clone(), ask(event, "form", &[]))).collect();
        asks.insert(10, (stranger, ask(event, "form", &[])));
        let told = at_once(&world, event, asks).await;
        for (n, told) in told.iter().enumerate() {
            assert_eq!(told.is_ok(), n != 10, "{n}: {told:?}");
        }
        let found = must_be_fair(&world, event).await;
        assert_eq!(found.seats, Seats { taken: 20, ..Seats::empty(30) });
        assert_eq!(world.letters_asked("seat_saved").await, 20, "nobody is written to twice");
    })
    .await;
}
