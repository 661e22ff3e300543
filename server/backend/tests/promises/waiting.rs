//! The waiting list through the days: offers and their time, frozen seats, places by hand.

use std::time::Duration;

use crate::fairness::must_be_fair;
use crate::line::{HOUR, refused, scene};
use backend::events::{self, Opened};
use backend::signups;
use backend::sql;
use backend::testing::each_site;
use domain::events::plan::PlanForm;
use domain::members::Actor;
use domain::signups::queue::Step;
use domain::signups::{
    Seats,
    SignUpState::{Cancelled, Confirmed, Declined, Expired, Offered, Waiting},
};
use domain::{Failure, FieldCode, Locale, Refusal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_is_taken_or_let_go_in_one_step_and_twice_is_no_mistake() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Waiting, Waiting]);
        // The first offer of a day goes out at 14:00 in Chengdu, and stands for a day.
        let offer = s.mine(&world, 1).await.expect("live");
        assert_eq!(offer.offered_until.as_deref(), Some("Sunday 21 March, 14:00"));
        world.run_jobs().await;
        let letter = world.letters().into_iter().find(|l| l.contains("A seat for you")).expect("the offer by mail");
        assert!(letter.contains("/offer/"), "{letter}");

        assert_eq!(s.accept(&world, 2).await, refused(Refusal::OfferGone), "not their turn");
        assert_eq!(signups::accept(&world, &s.fans[2], s.mine[1].id).await, Err(Failure::NotFound));
        assert_eq!(signups::decline(&world, &s.fans[2], s.mine[1].id).await, Err(Failure::NotFound));
        for _ in 0..2 {
            assert_eq!(s.decline(&world, 1).await, Ok(()));
        }
        assert_eq!(s.accept(&world, 1).await, refused(Refusal::OfferGone), "let go is let go");
        assert_eq!(s.states(&world).await, [Cancelled, Declined, Offered, Waiting], "once let go, once passed on");
        for _ in 0..2 {
            assert_eq!(s.accept(&world, 2).await, Ok(()));
        }
        assert_eq!(s.decline(&world, 2).await, refused(Refusal::OfferGone), "a seat is given up, not declined");
        assert_eq!(world.letters_asked("seat_saved").await, 1, "once; the first seat’s is sent");
        // Who let it go and comes back is last.
        let back = world.sign_up(&s.fans[1], s.event).await.expect("open");
        assert_eq!((back.state, back.waiting_place), (Waiting, Some(2)));
        // An offer is given up as a seat is.
        s.give_up(&world, 2).await;
        s.give_up(&world, 3).await;
        assert_eq!(s.states(&world).await, [Cancelled, Declined, Cancelled, Declined, Offered]);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

/// Who taps "no" too late, or again, is the first to look at the line since: what was due by then is done, not thrown away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_no_passes_the_seat_on() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        world.advance(HOUR * 25);
        assert_eq!(s.decline(&world, 1).await, Ok(()));
        assert_eq!(s.states(&world).await, [Cancelled, Expired, Offered, Waiting]);
        world.advance(HOUR * 25);
        assert_eq!(s.decline(&world, 1).await, Ok(()));
        assert_eq!(s.states(&world).await, [Cancelled, Expired, Expired, Offered]);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_runs_out_and_is_passed_on() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        world.advance(24 * HOUR - Duration::from_millis(1));
        world.run_jobs().await;
        assert_eq!(s.states(&world).await[1], Offered, "to the last moment");
        world.advance(Duration::from_millis(1));
        assert_eq!(s.accept(&world, 1).await, refused(Refusal::OfferGone), "whether or not a worker has come by");
        assert_eq!(s.states(&world).await, [Cancelled, Offered, Waiting, Waiting], "a no changes nothing");
        for _ in 0..2 {
            world.run_jobs().await;
            assert_eq!(s.states(&world).await, [Cancelled, Expired, Offered, Waiting]);
        }
        assert_eq!(world.letters_asked("offer_expired").await, 0, "sent");
        let letters = world.letters();
        assert_eq!(letters.iter().filter(|l| l.contains("went on to the next")).count(), 1);
        assert_eq!(letters.iter().filter(|l| l.contains("A seat for you")).count(), 2);
        // Without any worker: whoever does something next finds the line as it must be.
        world.advance(25 * HOUR);
        let late = world.sign_up(&world.member("Late").await, s.event).await.expect("open");
        assert_eq!((late.state, late.waiting_place), (Waiting, Some(1)));
        assert_eq!(s.states(&world).await, [Cancelled, Expired, Expired, Offered, Waiting]);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fewer_seats_freeze_the_line_and_put_nobody_out() {
    each_site(async |world| {
        let s = scene(&world, 4, 7).await;
        s.give_up(&world, 0).await; // the fifth is offered it
        let seats = world.resize(s.event, 2).await.expect("any number will do");
        assert_eq!(seats, Seats { taken: 4, offered: 1, waiting: 2, ..Seats::empty(2) });
        assert_eq!(s.states(&world).await[1..], [Confirmed, Confirmed, Confirmed, Offered, Waiting, Waiting]);
        let frozen = signups::place_by_hand(&world, &s.organiser, s.event, ("fan6", "Our singer")).await;
        assert_eq!(frozen, refused(Refusal::PlacesFrozen));
        assert_eq!(s.accept(&world, 4).await, Ok(()), "an offer that was made is kept");
        s.give_up(&world, 1).await;
        s.give_up(&world, 2).await;
        assert_eq!(s.states(&world).await[5..], [Waiting, Waiting], "two seats, two taken");
        s.give_up(&world, 3).await;
        assert_eq!(s.states(&world).await[5..], [Offered, Waiting], "below: the line moves again");
        world.resize(s.event, 5).await.expect("more");
        assert_eq!(s.states(&world).await[5..], [Offered, Offered]);
        must_be_fair(&world, s.event).await;
    })
    .await;
}

/// Whatever a program does wrong: past the ceiling the database says no, and the ceiling rises to the capacity alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_refuses_a_place_too_many_also_while_frozen() {
    each_site(async |world| {
        let s = scene(&world, 3, 3).await;
        world.resize(s.event, 1).await.expect("fewer");
        s.give_up(&world, 0).await;
        let ceiling = async || must_be_fair(&world, s.event).await.ceiling;
        assert_eq!(ceiling().await, 2, "it falls with each who leaves");
        let attempt = async |change: &'static str| {
            world.test_db().raw().await.expect("a connection").run(change).await.expect_err(change);
        };
        attempt("UPDATE places SET taken = 3").await;
        attempt("UPDATE places SET taken = 3, ceiling = 3").await;
        attempt("UPDATE places SET ceiling = 0").await;
        attempt("UPDATE places SET offered = 3").await;
        attempt("UPDATE signup SET state = 'offered'").await;
        attempt("UPDATE queue_entry SET signup_number = 9").await;
        attempt("DELETE FROM queue_entry").await;
        world.resize(s.event, 2).await.expect("more");
        assert_eq!(ceiling().await, 2);
        attempt("UPDATE places SET waiting = 1, taken = 1").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_by_hand_is_a_chair_more_and_stands_in_the_log() {
    each_site(async |world| {
        let s = scene(&world, 1, 3).await;
        let give = async |by: &Actor, handle: &str, reason: &str| {
            signups::place_by_hand(&world, by, s.event, (handle, reason)).await
        };
        assert_eq!(give(&s.fans[0], "fan3", "Me").await, Err(Failure::Forbidden));
        let wrong = give(&s.organiser, "nobody", " ").await.expect_err("two fields");
        assert_eq!(wrong.of_field("handle"), Some(FieldCode::NoSuchMember));
        assert_eq!(wrong.of_field("reason"), Some(FieldCode::Required));
        assert_eq!(give(&s.organiser, "fan", "Again").await, refused(Refusal::HasSeat));

        give(&s.organiser, "@Fan3", "Brings the\nprojector").await.expect("the third in line");
        assert_eq!(s.states(&world).await, [Confirmed, Waiting, Confirmed]);
        assert_eq!(world.seats(s.event).await, Seats { taken: 2, waiting: 1, ..Seats::empty(2) });
        assert_eq!(s.mine(&world, 1).await.and_then(|m| m.waiting_place), Some(1), "nobody in line loses a place");
        let guest = world.member("Guest").await;
        give(&s.organiser, "guest", "Our singer").await.expect("somebody new");
        assert_eq!(s.states(&world).await, [Confirmed, Waiting, Confirmed, Confirmed]);
        let page = signups::tickets(&world, &guest, Locale::En).await.expect("a page");
        assert!(page.coming[0].code.is_some());
        signups::remove(&world, &s.organiser, s.mine[0].id, "Asked us to").await.expect("the organiser may");
        give(&s.organiser, "fan2", "Promised").await.expect("they hold an offer");
        assert_eq!(world.seats(s.event).await, Seats { taken: 3, ..Seats::empty(3) }, "no chair more for that");

        let mut conn = world.db.read().await.expect("a reader");
        let reasons: Vec<(String,)> = conn
            .all(sql!("SELECT reason FROM signup WHERE reason IS NOT NULL ORDER BY position"), ())
            .await
            .expect("rows");
        assert_eq!(
            reasons.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(),
            ["Asked us to", "Promised", "Brings the projector", "Our singer"]
        );
        let (audited,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM audit_entry WHERE action IN ('seat_given', 'signup_removed')"), ())
            .await
            .expect("a number");
        assert_eq!(audited, 4);
        drop(conn);
        let log = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        let steps: Vec<_> = log.entries.iter().map(|line| (line.entry.step, line.entry.number)).collect();
        use Step::{Line, Placed, Removed, Seat, Seats as Chairs};
        assert_eq!(
            steps,
            [
                (Chairs, None),
                (Seat, Some(1)),
                (Line, Some(2)),
                (Line, Some(3)),
                (Chairs, None),
                (Placed, Some(3)),
                (Chairs, None),
                (Placed, Some(4)),
                (Removed, Some(1)),
                (Step::Offered, Some(2)),
                (Placed, Some(2)),
            ]
        );
        must_be_fair(&world, s.event).await;

        world.cancel_event(s.event, &s.organiser).await;
        assert_eq!(give(&s.organiser, "fan", "Late").await, refused(Refusal::EventCancelled));
        must_be_fair(&world, s.event).await;
        let next = world.event(s.chapter, &s.organiser, 1).await;
        world.advance(30 * 24 * HOUR);
        let over = signups::place_by_hand(&world, &s.organiser, next, ("fan", "Late")).await;
        assert_eq!(over, refused(Refusal::EventOver));
    })
    .await;
}

/// A form that lay open for an hour changes what was changed in it, not the seats that were given meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_form_takes_no_chair_away() {
    each_site(async |world| {
        let s = scene(&world, 1, 2).await;
        let form = async || {
            let page = events::plan_page(&world, &s.organiser, Locale::En, Opened::Of(s.event)).await;
            page.expect("a form").form
        };
        let opened = form().await;
        world.member("Lin Na").await;
        signups::place_by_hand(&world, &s.organiser, s.event, ("linna", "Our guest")).await.expect("a chair more");
        let plan = PlanForm { summary: "Bring two tapes.".into(), ..opened.clone() };
        events::edit(&world, &s.organiser, s.event, plan).await.expect("another word");
        assert_eq!(world.seats(s.event).await, Seats { taken: 2, waiting: 1, ..Seats::empty(2) });
        assert_eq!(form().await.capacity, "2");
        let plan = PlanForm { capacity: "4".into(), ..opened };
        events::edit(&world, &s.organiser, s.event, plan).await.expect("as many as they say");
        assert_eq!(world.seats(s.event).await.capacity, 4);
        must_be_fair(&world, s.event).await;
    })
    .await;
}
