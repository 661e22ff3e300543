//! Requests decided together: on all of them or on none, in the order they asked, each told once.

use crate::fairness::must_be_fair;
use crate::planning::audited;
use backend::signups::{self, BulkAsk};
use backend::testing::{TestSite, each_site};
use domain::members::{Actor, EventRole};
use domain::signups::{Admission, Mode, SignUpState};
use domain::{EventId, Failure, FieldCode, Refusal, SignUpId};

use SignUpState::{Cancelled, Confirmed, Declined, Pending, Waiting};

/// Its organiser, an event with so many seats, and those who ask for one.
async fn house(world: &TestSite, (seats, askers): (i64, usize)) -> (Actor, EventId, Vec<(Actor, SignUpId)>) {
    let chapter = world.chapter("Chengdu").await;
    let wen = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &wen, seats).await;
    world.decide(event, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
    let mut asked = vec![];
    for fan in world.fans(askers).await {
        let mine = world.sign_up(&fan, event).await.expect("open");
        asked.push((fan, mine.id));
    }
    (wen, event, asked)
}

/// What an organiser says to these.
async fn say(
    world: &TestSite,
    actor: &Actor,
    event: EventId,
    (what, reason): (&str, &str),
    picked: &[SignUpId],
) -> Result<usize, Failure> {
    let picked: Vec<String> = picked.iter().map(ToString::to_string).collect();
    signups::decide_in_bulk(world, actor, event, BulkAsk { what, picked: &picked, reason }).await
}

async fn states(world: &TestSite, event: EventId) -> Vec<SignUpState> {
    world.stored_sign_ups(event).await.iter().map(|row| row.state).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_decided_together_in_the_order_they_came() {
    each_site(async |world| {
        let (wen, event, asked) = house(&world, (2, 7)).await;
        let id = |n: usize| asked[n].1;
        // However they were ticked, who asked first is let in first; twice is once.
        assert_eq!(say(&world, &wen, event, ("yes", ""), &[id(4), id(2), id(0), id(2)]).await, Ok(3));
        assert_eq!(states(&world, event).await, [Confirmed, Pending, Confirmed, Pending, Waiting, Pending, Pending]);
        // Who was decided on, or took it back, is passed over.
        signups::give_up(&world, &asked[5].0, id(5)).await.expect("taken back");
        let no = ("no", "The room is for those who sing");
        assert_eq!(say(&world, &wen, event, no, &[id(0), id(1), id(3), id(5)]).await, Ok(2));
        assert_eq!(
            states(&world, event).await,
            [Confirmed, Declined, Confirmed, Declined, Waiting, Cancelled, Pending]
        );
        assert_eq!(say(&world, &wen, event, no, &[id(1)]).await, Ok(0));
        assert_eq!((audited(&world, "signup_approved").await, audited(&world, "signup_refused").await), (3, 2));
        must_be_fair(&world, event).await;
        world.run_jobs().await;
        let letters = world.letters();
        let told = letters.iter().filter(|l| l.contains("The room is for those who sing")).count();
        assert_eq!(told, 2, "{letters:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_all_requests_or_on_none() {
    each_site(async |world| {
        let (wen, event, asked) = house(&world, (2, 3)).await;
        let ids: Vec<SignUpId> = asked.iter().map(|(_, id)| *id).collect();
        let open = [Pending; 3];
        // One of them asked elsewhere: nobody is let in.
        let admin = world.admin().await;
        let other = world.event(world.chapter("Lisbon").await, &admin, 5).await;
        let elsewhere = world.sign_up(&asked[0].0, other).await.expect("open").id;
        let mixed = [ids.as_slice(), &[elsewhere]].concat();
        assert_eq!(say(&world, &admin, event, ("yes", ""), &mixed).await, Err(Failure::NotFound));
        assert_eq!(states(&world, event).await, open);
        assert_eq!(audited(&world, "signup_approved").await, 0);
        // What is wrong is told field by field.
        let wrong = say(&world, &wen, event, ("no", " "), &[]).await.expect_err("both");
        let codes = ["reason", "picked"].map(|field| wrong.of_field(field));
        assert_eq!(codes, [Some(FieldCode::Required), Some(FieldCode::NobodyPicked)]);
        let wrong = say(&world, &wen, event, ("perhaps", "x"), &ids).await.expect_err("no such word");
        assert_eq!(wrong.of_field("what"), Some(FieldCode::UnknownChoice));
        let many: Vec<SignUpId> = (0..201).map(|_| SignUpId(world.new_id())).collect();
        let wrong = say(&world, &wen, event, ("yes", ""), &many).await.expect_err("too many");
        assert_eq!(wrong.of_field("picked"), Some(FieldCode::TooLarge { max: 200 }));
        // It is for those who run the event.
        let rui = world.organiser("Rui Costa", world.chapter("Porto").await).await;
        let bai = world.member("Bai Lu").await;
        let door = world.helper(&bai, event, EventRole::Door).await;
        for actor in [&rui, &door, &asked[0].0] {
            assert_eq!(say(&world, actor, event, ("yes", ""), &ids).await, Err(Failure::Forbidden));
        }
        assert_eq!(states(&world, event).await, open);
        world.cancel_event(event, &wen).await;
        let late = say(&world, &wen, event, ("yes", ""), &ids).await;
        assert_eq!(late, Err(Failure::Refused(Refusal::EventCancelled)));
    })
    .await;
}

/// What the lot decides nobody takes out of its hands, not even many at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_decides_for_the_lot() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 1).await;
        world.decide(event, Admission { mode: Mode::Lottery, ..Admission::default() }).await.expect("decided");
        let mut ids = vec![];
        for fan in world.fans(2).await {
            ids.push(world.sign_up(&fan, event).await.expect("open").id);
        }
        for word in [("yes", ""), ("no", "Full")] {
            let told = say(&world, &wen, event, word, &ids).await;
            assert_eq!(told, Err(Failure::Refused(Refusal::LotteryDecides)));
        }
        assert_eq!(states(&world, event).await, [Pending; 2]);
    })
    .await;
}

/// Two organisers decide on the same crowd at once, each on all of it: every request is decided once, and no seat is given twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_organisers_decide_on_the_same_crowd() {
    each_site(async |world| {
        let (wen, event, asked) = house(&world, (10, 40)).await;
        let ids: Vec<SignUpId> = asked.iter().map(|(_, id)| *id).collect();
        let yes = say(&world, &wen, event, ("yes", ""), &ids[..30]);
        let no = say(&world, &wen, event, ("no", "Full"), &ids[10..]);
        let (yes, no) = tokio::join!(yes, no);
        assert_eq!(yes.expect("said") + no.expect("said"), 40, "each once");
        let states = states(&world, event).await;
        assert_eq!(states.iter().filter(|state| **state == Confirmed).count(), 10);
        assert!(!states.contains(&Pending));
        let (approved, refused) = (audited(&world, "signup_approved").await, audited(&world, "signup_refused").await);
        assert_eq!(approved + refused, 40);
        must_be_fair(&world, event).await;
    })
    .await;
}
