//! The waiting list and the date of its event: the cut-off, a start that moves, no date at all.

use crate::fairness::must_be_fair;
use crate::line::{HOUR, refused, scene};
use backend::events;
use backend::signups;
use backend::sql;
use backend::testing::each_site;
use domain::Refusal;
use domain::signups::{
    Seats,
    SignUpState::{Cancelled, Confirmed, Declined, Expired, Offered, Waiting},
    Turn,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_cut_off_on_it_is_first_come_first_served() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        // 14 days to the start, 6 hours before it the cut-off: two hours before that an offer stands for one.
        world.advance((14 * 24 - 8) * HOUR);
        s.give_up(&world, 0).await;
        assert_eq!(
            s.mine(&world, 1).await.and_then(|m| m.offered_until).as_deref(),
            Some("Saturday 3 April, 07:00"),
            "half of the time that is left"
        );
        assert_eq!(s.decline(&world, 1).await, Ok(()));
        world.advance(2 * HOUR);
        world.run_jobs().await;
        assert_eq!(s.states(&world).await, [Cancelled, Declined, Expired, Waiting], "nobody is asked any more");
        assert_eq!(world.seats(s.event).await, Seats { waiting: 1, turn: Turn::FirstCome, ..Seats::empty(1) });
        let letters = world.letters();
        assert_eq!(letters.iter().filter(|l| l.contains("first come, first served")).count(), 1, "the one who waits");
        assert!(s.mine(&world, 3).await.expect("live").can_take);
        // A newcomer may be faster; then whoever waits is told when it comes free again.
        let newcomer = world.member("Late").await;
        let taken = world.sign_up(&newcomer, s.event).await.expect("open");
        assert_eq!(taken.state, Confirmed);
        assert_eq!(s.accept(&world, 3).await, refused(Refusal::SeatTaken));
        assert!(!s.mine(&world, 3).await.expect("live").can_take);
        signups::give_up(&world, &newcomer, taken.id).await.expect("a live one");
        assert_eq!(s.accept(&world, 3).await, Ok(()), "in one tap");
        assert_eq!(s.states(&world).await[3], Confirmed);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_is_put_off_is_offered_in_turn_again() {
    each_site(async |world| {
        let s = scene(&world, 1, 3).await;
        world.advance((14 * 24 - 5) * HOUR);
        s.give_up(&world, 0).await;
        assert_eq!(s.states(&world).await, [Cancelled, Waiting, Waiting]);
        let mut terms = world.terms(s.event).await;
        terms.cutoff = terms.cutoff.plus_seconds(48 * 3600);
        let places = world.places(s.event).await;
        let mut tx = world.db.write_at(places.0).await.expect("a transaction");
        let seats = signups::resize(&mut tx, &world, places, (1, terms)).await.expect("put off");
        tx.commit().await.expect("a commit");
        assert_eq!(seats, Seats { taken: 1, offered: 1, waiting: 1, ..Seats::empty(1) });
        world.advance(48 * HOUR);
        world.run_jobs().await;
        assert_eq!(world.seats(s.event).await.turn, Turn::FirstCome, "somebody looks at the new cut-off");
        must_be_fair(&world, s.event).await;
    })
    .await;
}

/// Two nodes' workers, late and often: a look at the line changes nothing that is not due.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_again_does_nothing() {
    each_site(async |world| {
        let s = scene(&world, 2, 5).await;
        s.give_up(&world, 0).await;
        let places = world.places(s.event).await;
        world.advance(25 * HOUR);
        let looks: Vec<_> = (0..20)
            .map(|_| {
                let site = world.site.clone();
                tokio::spawn(async move { signups::look_at_line(&site, places).await })
            })
            .collect();
        for look in looks {
            look.await.expect("no panic").expect("nothing fails");
        }
        assert_eq!(s.states(&world).await, [Cancelled, Confirmed, Expired, Offered, Waiting]);
        signups::look_at_line(&world, domain::PlacesId(world.new_id())).await.expect("gone is no trouble");
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_there_is_no_date_nothing_runs_out_and_the_line_stays_fair() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        events::postpone(&world, &s.organiser, s.event, "The hall is flooded.").await.expect("postponed");
        let until = async |n| s.mine(&world, n).await.and_then(|mine| mine.offered_until);
        assert_eq!(until(1).await.as_deref(), Some("there is a new date"));
        // The offer's day, the cut-off and the old date go by.
        world.advance(HOUR * 24 * 30);
        world.run_jobs().await;
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Waiting, Waiting]);
        assert_eq!(world.letters().iter().filter(|l| l.contains("Subject: From now on first come")).count(), 0);
        must_be_fair(&world, s.event).await;

        // Who knows already that they cannot come passes it on.
        assert_eq!(s.decline(&world, 1).await, Ok(()));
        assert_eq!(s.states(&world).await, [Cancelled, Declined, Offered, Waiting]);
        assert_eq!(until(2).await.as_deref(), Some("there is a new date"));

        let again = ("2027-06-05T14:00", "2027-06-05T17:00");
        events::reschedule(&world, &s.organiser, s.event, again).await.expect("a new date");
        assert_eq!(until(2).await.as_deref(), Some("Tuesday 20 April, 14:00"), "a day to answer in");
        let (starts, cutoff, on_hold): (i64, i64, bool) = (world.db.read().await.expect("a reader"))
            .one(
                sql!("SELECT e.starts_at, p.cutoff_at, p.on_hold FROM event e JOIN places p ON p.event_id = e.id WHERE e.id = $1"),
                (s.event.0,),
            )
            .await
            .expect("places");
        assert_eq!((starts - cutoff, on_hold), (6 * 3_600_000, false), "as many hours before the start as ever");
        world.run_jobs().await;
        assert!(world.letters().iter().any(|l| l.contains("until Tuesday 20 April, 14:00")), "its owner is told");

        world.advance(HOUR * 24);
        world.run_jobs().await;
        assert_eq!(s.states(&world).await, [Cancelled, Declined, Expired, Offered]);
        assert_eq!(s.accept(&world, 3).await, Ok(()));
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_taken_back_after_the_cut_off_lets_the_line_go_in_turn_again() {
    each_site(async |world| {
        let s = scene(&world, 1, 3).await;
        world.advance(HOUR * (14 * 24 - 3));
        world.run_jobs().await;
        events::postpone(&world, &s.organiser, s.event, "Storm.").await.expect("postponed");
        s.give_up(&world, 0).await;
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Waiting], "nobody has to be fast");
        assert_eq!(s.accept(&world, 2).await, refused(Refusal::OfferGone));
        // Four hours from now: the new cut-off has passed, and there is still time to answer.
        let soon = ("2027-04-03T15:00", "2027-04-03T17:00");
        events::reschedule(&world, &s.organiser, s.event, soon).await.expect("a new date");
        assert_eq!(s.accept(&world, 1).await, Ok(()));
        must_be_fair(&world, s.event).await;
        events::cancel(&world, &s.organiser, s.event, "Storm.").await.expect("cancelled");
        must_be_fair(&world, s.event).await;
    })
    .await;
}
