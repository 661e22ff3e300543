//! The waiting list through the days: offers, their time, the cut-off, frozen seats, places by hand, and the public log.

use std::time::Duration;

use crate::fairness::must_be_fair;
use backend::events;
use backend::signups;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::members::Actor;
use domain::signups::queue::{Bad, Flaw, Step};
use domain::signups::{Seats, SignUpState, Turn, view::MySignUp};
use domain::{ChapterId, EventId, Failure, FieldCode, Locale, Refusal};

const HOUR: Duration = Duration::from_secs(3600);

/// An event in two weeks with so many seats, and fans who sign up in their order.
struct Scene {
    chapter: ChapterId,
    organiser: Actor,
    event: EventId,
    fans: Vec<Actor>,
    mine: Vec<MySignUp>,
}

async fn scene(world: &TestSite, capacity: i64, fans: usize) -> Scene {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, capacity).await;
    let fans = world.fans(fans).await;
    let mut mine = vec![];
    for fan in &fans {
        mine.push(world.sign_up(fan, event).await.expect("open"));
    }
    Scene { chapter, organiser, event, fans, mine }
}

impl Scene {
    async fn states(&self, world: &TestSite) -> Vec<SignUpState> {
        world.stored_sign_ups(self.event).await.into_iter().map(|row| row.state).collect()
    }

    async fn give_up(&self, world: &TestSite, n: usize) {
        signups::give_up(world, &self.fans[n], self.mine[n].id).await.expect("a live one");
    }

    async fn accept(&self, world: &TestSite, n: usize) -> Result<(), Failure> {
        signups::accept(world, &self.fans[n], self.mine[n].id).await
    }

    async fn decline(&self, world: &TestSite, n: usize) -> Result<(), Failure> {
        signups::decline(world, &self.fans[n], self.mine[n].id).await
    }

    async fn mine(&self, world: &TestSite, n: usize) -> Option<MySignUp> {
        let mut conn = world.db.read().await.expect("a reader");
        signups::mine(&mut conn, Locale::En, self.event, self.fans[n].member).await.expect("no error")
    }
}

fn refused<T>(refusal: Refusal) -> Result<T, Failure> {
    Err(Failure::Refused(refusal))
}

use SignUpState::{Cancelled, Confirmed, Declined, Expired, Offered, Waiting};

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
        assert!(letter.contains("/my/tickets#t-"), "{letter}");

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_can_read_the_line_and_nobody_else_is_named() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        s.give_up(&world, 3).await;
        let slug = "tea-house-tapes-1";
        let page = signups::queue_page(&world, Some(&s.fans[2]), Locale::En, slug).await.expect("public");
        let (mine, number) = page.mine.clone().expect("in line");
        assert_eq!((mine.waiting_place, number), (Some(1), 3));
        assert_eq!((page.offers.as_slice(), page.gone), (&["Sunday 21 March, 14:00".to_owned()][..], 1));
        assert_eq!((page.first_come, page.cutoff.as_str()), (false, "Saturday 3 April, 08:00"));
        assert_eq!((page.total, page.entries.len(), page.entries[0].step), (8, 8, Step::Left));
        assert_eq!(page.entries[1].value, "Sunday 21 March, 14:00");
        let visitor = signups::queue_page(&world, None, Locale::ZhCn, slug).await.expect("public");
        assert_eq!(visitor.mine, None);
        let said = format!(
            "{visitor:?} {}",
            serde_json::to_string(&signups::queue_log(&world, slug).await.expect("public").published)
                .expect("plain data")
        );
        for fan in &s.fans {
            assert!(!said.contains(&fan.member.to_string()) && !said.contains("Fan"), "{said}");
        }
        for mine in &s.mine {
            assert!(!said.contains(&mine.id.to_string()));
        }
        let draft = events_draft(&world, &s).await;
        assert_eq!(signups::queue_page(&world, None, Locale::En, &draft).await.map(drop), Err(Failure::NotFound));
        assert_eq!(signups::queue_log(&world, &draft).await.map(drop), Err(Failure::NotFound));
        assert_eq!(signups::queue_log(&world, "nothing").await.map(drop), Err(Failure::NotFound));
    })
    .await;
}

async fn events_draft(world: &TestSite, s: &Scene) -> String {
    let event = world.event(s.chapter, &s.organiser, 1).await;
    let mut tx = world.db.write().await.expect("a transaction");
    tx.execute(sql!("UPDATE event SET state = 'draft' WHERE id = $1"), (event.0,)).await.expect("an event");
    tx.commit().await.expect("a commit");
    let page = events::console(world, &s.organiser, Locale::En, event).await.expect("a page");
    page.card.slug
}

/// A log that was touched from outside is found out, and the first bad entry is named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_touched_is_found_out() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        let good = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        good.replay().expect("as it was written");
        world
            .test_db()
            .run(
                "DROP TRIGGER queue_entry_no_update; UPDATE queue_entry SET signup_number = 4 WHERE step = 'offered'",
                "ALTER TABLE queue_entry DISABLE TRIGGER ALL; UPDATE queue_entry SET signup_number = 4 WHERE step = 'offered'",
            )
            .await;
        let bad = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        assert_eq!(bad.replay(), Err(Bad { seq: 7, flaw: Flaw::Hash }));
    })
    .await;
}

/// An event that took sign-ups before there were logs: what it had is carried over, and the line goes on by the new rules.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_from_before_the_log_goes_on() {
    each_site(async |world| {
        let s = scene(&world, 2, 4).await;
        world
            .test_db()
            .run(
                "DROP TRIGGER queue_entry_no_delete; DELETE FROM queue_entry; UPDATE places SET log_entries = 0, log_head = zeroblob(32)",
                "ALTER TABLE queue_entry DISABLE TRIGGER ALL; DELETE FROM queue_entry;
                 UPDATE places SET log_entries = 0, log_head = decode(repeat('00', 32), 'hex')",
            )
            .await;
        signups::accept(&world, &s.fans[3], s.mine[3].id).await.expect_err("a no writes nothing");
        s.give_up(&world, 1).await;
        let log = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        assert_eq!(log.entries.len(), 7, "seats, two seats, two in line, one left, one offer");
        let found = must_be_fair(&world, s.event).await;
        assert_eq!(found.seats, Seats { taken: 2, offered: 1, waiting: 1, ..Seats::empty(2) });
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
