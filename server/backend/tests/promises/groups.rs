//! Groups: both or none, in their turn, at the door with one code.

use crate::fairness::must_be_fair;
use crate::planning::here;
use backend::signups::{self, Company};
use backend::testing::{TestSite, each_site};
use backend::{door, events};
use domain::door::view::Verdict;
use domain::members::Actor;
use domain::signups::{Admission, Seats, SignUpState, view::MySignUp};
use domain::{EventId, Failure, FieldCode, Locale};

struct Scene {
    wen: Actor,
    event: EventId,
    fans: Vec<Actor>,
}

async fn scene(world: &TestSite, capacity: i64, fans: usize) -> Scene {
    let chapter = world.chapter("Chengdu").await;
    let wen = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &wen, capacity).await;
    world.decide(event, Admission { guests: 2, ..Admission::default() }).await.expect("decided");
    Scene { wen, event, fans: world.fans(fans).await }
}

impl Scene {
    async fn come(&self, world: &TestSite, who: usize, guests: &[&str]) -> Result<MySignUp, Failure> {
        let guests = guests.iter().map(|name| (*name).to_owned()).collect();
        world.sign_up_with(&self.fans[who], self.event, Company { guests, ..Company::default() }).await
    }

    async fn states(&self, world: &TestSite) -> Vec<SignUpState> {
        must_be_fair(world, self.event).await;
        world.stored_sign_ups(self.event).await.into_iter().map(|row| row.state).collect()
    }
}

use SignUpState::{Cancelled, Confirmed, Offered, Waiting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_or_none_and_nobody_jumps_a_group() {
    each_site(async |world| {
        let s = scene(&world, 3, 7).await;
        let alone = s.come(&world, 0, &[]).await.expect("open");
        let pair = s.come(&world, 1, &["Bai Lu"]).await.expect("open");
        assert_eq!((alone.state, pair.state), (Confirmed, Confirmed));
        // Full. A group of three, then somebody alone.
        assert_eq!(s.come(&world, 2, &["Mo", "Li"]).await.expect("open").waiting_place, Some(1));
        let behind = s.come(&world, 3, &[]).await.expect("open");
        assert_eq!(behind.waiting_place, Some(2));
        signups::give_up(&world, &s.fans[0], alone.id).await.expect("one chair");
        assert_eq!(
            s.states(&world).await,
            [Cancelled, Confirmed, Waiting, Waiting],
            "one is too few, and nobody goes before"
        );
        let newcomer = s.come(&world, 4, &[]).await.expect("open");
        assert_eq!(newcomer.state, Waiting, "a chair is free, but not for them");
        assert_eq!(here(&world, None, "tea-house-tapes-1").await.card.seats.left, 0);
        signups::give_up(&world, &s.fans[1], pair.id).await.expect("two more");
        assert_eq!(s.states(&world).await, [Cancelled, Cancelled, Offered, Waiting, Waiting], "all three at once");
        assert_eq!(world.seats(s.event).await, Seats { taken: 3, offered: 3, waiting: 2, ..Seats::empty(3) });
        let group = world.stored_sign_ups(s.event).await[2].id;
        signups::accept(&world, &s.fans[2], group).await.expect("all of them");
        assert_eq!(world.seats(s.event).await, Seats { taken: 3, waiting: 2, ..Seats::empty(3) });
        // They go together too: three chairs for two who wait, and one is left.
        signups::give_up(&world, &s.fans[2], group).await.expect("given up");
        assert_eq!(s.states(&world).await, [Cancelled, Cancelled, Cancelled, Offered, Offered]);
        assert_eq!(world.seats(s.event).await, Seats { taken: 2, offered: 2, ..Seats::empty(3) });
        assert_eq!(s.come(&world, 5, &["Mo"]).await.expect("open").state, Waiting, "one chair is too few for two");
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_for_which_the_event_has_become_too_small_is_passed_over() {
    each_site(async |world| {
        let s = scene(&world, 3, 3).await;
        let full = s.come(&world, 0, &["A", "B"]).await.expect("open");
        s.come(&world, 1, &["C", "D"]).await.expect("in line");
        s.come(&world, 2, &[]).await.expect("in line");
        world.resize(s.event, 2).await.expect("fewer");
        signups::give_up(&world, &s.fans[0], full.id).await.expect("all three");
        assert_eq!(s.states(&world).await, [Cancelled, Waiting, Offered], "three never fit into two");
        world.resize(s.event, 4).await.expect("more");
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Offered]);
        world.resize(s.event, 1).await.expect("nobody is put out");
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Offered]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_by_hand_takes_none_that_a_group_waits_for() {
    each_site(async |world| {
        let s = scene(&world, 2, 4).await;
        let first = s.come(&world, 0, &[]).await.expect("open");
        s.come(&world, 1, &[]).await.expect("open");
        s.come(&world, 2, &["Mo"]).await.expect("in line");
        signups::give_up(&world, &s.fans[0], first.id).await.expect("one chair");
        let by_hand = async |handle: &str| signups::place_by_hand(&world, &s.wen, s.event, (handle, "Our guest")).await;
        by_hand("fan4").await.expect("a chair more");
        assert_eq!(world.seats(s.event).await, Seats { taken: 2, waiting: 1, ..Seats::empty(3) });
        must_be_fair(&world, s.event).await;
        // The group itself: one chair is free for them, so it is one more.
        by_hand("fan3").await.expect("both of them");
        assert_eq!(world.seats(s.event).await, Seats { taken: 4, ..Seats::empty(4) });
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_cut_off_on_a_group_takes_seats_that_are_enough() {
    each_site(async |world| {
        let s = scene(&world, 2, 3).await;
        let pair = s.come(&world, 0, &["Mo"]).await.expect("open");
        let group = s.come(&world, 1, &["Li", "Bo"]).await;
        assert_eq!(
            group,
            Err(Failure::field("guests[1]", FieldCode::TooLarge { max: 1 })),
            "never more than there are"
        );
        let group = s.come(&world, 1, &["Li"]).await.expect("in line");
        let alone = s.come(&world, 2, &[]).await.expect("in line");
        let terms = world.terms(s.event).await;
        world.clock.set(terms.cutoff.plus_seconds(60));
        world.run_jobs().await;
        signups::give_up(&world, &s.fans[0], pair.id).await.expect("two chairs");
        signups::accept(&world, &s.fans[2], alone.id).await.expect("faster");
        assert!(signups::accept(&world, &s.fans[1], group.id).await.is_err(), "one is too few for them");
        signups::give_up(&world, &s.fans[2], alone.id).await.expect("two again");
        signups::accept(&world, &s.fans[1], group.id).await.expect("both");
        assert_eq!(world.seats(s.event).await.taken, 2);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guests_are_named_counted_and_let_in_with_one_code() {
    each_site(async |world| {
        let s = scene(&world, 5, 2).await;
        let long = "x".repeat(61);
        let told = s.come(&world, 0, &["Bai Lu", &long]).await;
        assert_eq!(told, Err(Failure::field("guests[1]", FieldCode::TooLong { max: 60 })));
        let told = s.come(&world, 0, &["A", "B", "C"]).await;
        assert_eq!(told, Err(Failure::field("guests[2]", FieldCode::TooLarge { max: 2 })));
        s.come(&world, 0, &["", " Bai  Lu ", "<b>Mo</b>"]).await.expect("open");
        let tickets = signups::tickets(&world, &s.fans[0], Locale::En).await.expect("a page");
        assert_eq!(tickets.coming[0].guests, ["Bai Lu", "<b>Mo</b>"]);
        let page = here(&world, None, "tea-house-tapes-1").await;
        assert_eq!((page.quiet_count, page.card.seats.taken, page.way.guests), (3, 3, 2));
        let console = events::console(&world, &s.wen, Locale::En, s.event).await.expect("a page");
        assert_eq!(console.people[0].guests, 2);
        let code = tickets.coming[0].code.clone().expect("a seat");
        let verdict = door::check_in(&world, &s.wen, Locale::En, s.event, &code).await.expect("a verdict");
        let Verdict::Valid { notes, .. } = verdict else { panic!("{verdict:?}") };
        assert_eq!(notes[0].1, "Bai Lu, <b>Mo</b>");
        // Where nobody may bring guests, none come.
        world.decide(s.event, Admission::default()).await.expect("decided");
        let told = s.come(&world, 1, &["Mo"]).await;
        assert_eq!(told, Err(Failure::field("guests[0]", FieldCode::TooLarge { max: 0 })));
    })
    .await;
}
