//! What earlier sign-ups say about another one: taken off means off, and nobody comes and goes without end.

use crate::planning::here;
use backend::signups;
use backend::testing::each_site;
use domain::signups::{Admission, Bar, Mode, Past};
use domain::{Failure, Refusal};

const TAKEN_OFF: Failure = Failure::Refused(Refusal::TakenOff);
const CAME_AND_WENT: Failure = Failure::Refused(Refusal::CameAndWent);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_taken_off_comes_back_only_by_the_organisers_hand() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 5).await;
        let fan = world.member("Fan").await;
        let first = world.sign_up(&fan, event).await.expect("open").id;
        signups::remove(&world, &wen, first, "Sold the seat").await.expect("the organiser may");
        assert_eq!(world.sign_up(&fan, event).await, Err(TAKEN_OFF));
        let bars = here(&world, Some(&fan), "tea-house-tapes-1").await.way.facts.eligibility.expect("a rule").bars;
        assert_eq!(bars, [Bar::Past(Past::TakenOff)], "the page says so before anybody fills in a form");
        assert_eq!(world.seats(event).await.taken, 0, "nothing is written");

        signups::place_by_hand(&world, &wen, event, ("fan", "It was a mix-up")).await.expect("given");
        let again = world.sign_up(&fan, event).await.expect("they have a seat");
        signups::give_up(&world, &fan, again.id).await.expect("their own doing");
        world.sign_up(&fan, event).await.expect("welcome again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_to_a_request_is_the_last_word() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 5).await;
        world.decide(event, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
        let fan = world.member("Fan").await;
        let asked = world.sign_up(&fan, event).await.expect("open").id;
        signups::refuse(&world, &wen, asked, "It is for those who sing").await.expect("no");
        assert_eq!(world.sign_up(&fan, event).await, Err(TAKEN_OFF));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_fills_the_public_log_alone() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 5).await;
        let (fan, other) = (world.member("Fan").await, world.member("Other").await);
        for _ in 0..Past::MOST_TIMES {
            let mine = world.sign_up(&fan, event).await.expect("plans change");
            signups::give_up(&world, &fan, mine.id).await.expect("their own doing");
        }
        assert_eq!(world.sign_up(&fan, event).await, Err(CAME_AND_WENT));
        world.sign_up(&other, event).await.expect("everybody counts alone");
    })
    .await;
}
