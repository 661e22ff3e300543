//! Shifts beside who gets a place: requests claim their time, and guests, friends and lots are for those who come as guests.

use crate::shifts::{house, slug};
use backend::events::{self, PeopleAsk};
use backend::signups::{self, BulkAsk, Company};
use backend::testing::each_site;
use backend::{door, sql};
use domain::door::view::Verdict;
use domain::signups::{Admission, Mode, Seats, SignUpState, import};
use domain::{Failure, FieldCode, Instant, Locale, Refusal};

/// The first shift of [`house`] begins: nine in the morning in Chengdu.
const NINE: Instant = Instant(1_806_714_000_000);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_claims_its_time() {
    each_site(async |world| {
        let (wen, _, _, shifts) = house(&world, 2).await;
        let elsewhere = world.event(world.chapter("Lisbon").await, &wen, 5).await;
        world.decide(elsewhere, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
        let fan = world.member("Zhu Yuting").await;
        let asked = world.sign_up(&fan, elsewhere).await.expect("open");
        assert_eq!(asked.state, SignUpState::Pending);
        // They may be given that seat without being asked again, so they cannot be elsewhere then.
        let refused = world.take_shift(&fan, shifts[1]).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::Overlaps(asked.id))));
        world.take_shift(&fan, shifts[0]).await.expect("it is over before");
        signups::give_up(&world, &fan, asked.id).await.expect("taken back");
        let shift = world.take_shift(&fan, shifts[1]).await.expect("their time is their own");
        let refused = world.sign_up(&fan, elsewhere).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::Overlaps(shift.id))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guests_and_friends_come_with_guests() {
    each_site(async |world| {
        let (wen, event, _, shifts) = house(&world, 1).await;
        let admission = Admission { invited_only: false, guests: 2, friends: 1, ..Admission::default() };
        world.decide(event, admission).await.expect("decided");
        let fans = world.fans(2).await;
        let company = Company { guests: vec!["Bai Lu".into()], ..Company::default() };
        let guest = world.sign_up_with(&fans[0], event, company).await.expect("open");
        let helper = world.take_shift(&fans[0], shifts[0]).await.expect("free");
        let waits = world.take_shift(&fans[1], shifts[0]).await.expect("in line");

        let tickets = signups::tickets(&world, &fans[0], Locale::En).await.expect("a page").coming;
        let of = |id| tickets.iter().find(|ticket| ticket.mine.id == id).expect("a ticket");
        assert_eq!((of(guest.id).friends, of(guest.id).guests.as_slice()), (1, &["Bai Lu".to_owned()][..]));
        assert_eq!((of(helper.id).friends, of(helper.id).guests.len()), (0, 0));
        assert_eq!(signups::pass_on(&world, &fans[0], helper.id).await, Err(Failure::NotFound));
        signups::pass_on(&world, &fans[0], guest.id).await.expect("an invitation");
        let people = events::people_page(&world, &wen, Locale::En, event, PeopleAsk::default()).await.expect("a page");
        assert_eq!((people.found, people.people[0].guests), (1, 1), "helpers are another list");
        let paper = door::list(&world, &wen, Locale::En, event).await.expect("for the door");
        let rows: Vec<_> = paper.rows.iter().map(|row| (row.shift.is_empty(), row.guests.len())).collect();
        assert_eq!(rows, [(true, 1), (false, 0)]);

        // One who helps and is a guest is one, and whom they bring is another.
        world.clock.set(NINE);
        let scan = async |signup| {
            let code = world.code_of(signup).await;
            door::check_in(&world, &wen, Locale::En, event, &code).await.expect("a verdict")
        };
        let verdict = scan(guest.id).await;
        assert!(matches!(verdict, Verdict::Valid { checked_in: 2, .. }), "{verdict:?}");
        let verdict = scan(helper.id).await;
        assert!(matches!(verdict, Verdict::OnShift { checked_in: 2, .. }), "{verdict:?}");
        assert_eq!(scan(waits.id).await, Verdict::Waiting { display_name: "Fan 2".into(), place: 1 });
    })
    .await;
}

/// The day's lottery is that of its guests: the lines of its shifts are played without it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_is_not_drawn() {
    each_site(async |world| {
        let (_, event, _, shifts) = house(&world, 1).await;
        world.window(event, (None, Some(NINE.plus_seconds(-86_400)))).await;
        world.decide(event, Admission { mode: Mode::Lottery, ..Admission::default() }).await.expect("decided");
        let fan = world.member("Zhu Yuting").await;
        let entered = world.sign_up(&fan, event).await.expect("open");
        let taken = world.take_shift(&fan, shifts[0]).await.expect("free");
        assert_eq!((entered.state, taken.state), (SignUpState::Pending, SignUpState::Confirmed));
        let slug = slug(&world, event).await;
        let of_event = signups::queue_log(&world, &slug).await.expect("public").published;
        let of_shift = signups::shift_log(&world, &slug, shifts[0]).await.expect("public").published;
        assert!(of_event.lottery.is_some() && of_shift.lottery.is_none());
        assert_eq!(of_shift.replay().expect("a log without a flaw").seats, world.shift_seats(shifts[0]).await.0);
        let mut conn = world.db.read().await.expect("a reader");
        let (drawn,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM places WHERE draws_at IS NOT NULL AND event_id IS NULL"), ())
            .await
            .expect("a number");
        assert_eq!(drawn, 0);
    })
    .await;
}

/// Whoever puts people into two places at once is told of whom, before anything is done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_given_a_seat_at_the_time_of_their_shift() {
    each_site(async |world| {
        let (_, _, _, all) = house(&world, 2).await;
        let admin = world.admin().await;
        let chapter = world.chapter("Lisbon").await;
        let event = world.event(chapter, &admin, 1).await;
        let fans = world.fans(3).await;
        let shift = world.take_shift(&fans[0], all[1]).await.expect("12 to 15");
        world.take_shift(&fans[1], all[0]).await.expect("9 to 12: over by then");
        let seat = async |handle: &str| signups::place_by_hand(&world, &admin, event, (handle, "Our guest")).await;
        assert_eq!(seat("fan").await, Err(Failure::field("handle", FieldCode::HasShiftThen)));
        seat("fan2").await.expect("they have the time");

        let sheet = "handle\nfan3\nfan\n";
        let kept = signups::keep_sheet(&world, &admin, event, sheet).await.expect("readable");
        let page = signups::import_page(&world, &admin, Locale::En, (event, Some(kept))).await.expect("a page");
        let verdicts: Vec<_> = page.sheet.expect("kept").rows.iter().map(|row| row.verdict).collect();
        assert_eq!(
            verdicts,
            [import::Verdict::Seat, import::Verdict::Wrong(FieldCode::HasShiftThen)],
            "the row is named"
        );
        let all_or_nothing = signups::carry_out_sheet(&world, &admin, Locale::En, (event, kept)).await;
        assert_eq!(all_or_nothing, Err(Failure::Refused(Refusal::SheetIsWrong)));

        // In line there, they took the shift instead: the list is told, and nobody has got a seat.
        signups::give_up(&world, &fans[0], shift.id).await.expect("given back");
        let waits = [world.sign_up(&fans[2], event).await, world.sign_up(&fans[0], event).await];
        let picked: Vec<String> = waits.into_iter().map(|mine| mine.expect("in line").id.to_string()).collect();
        let shift = world.take_shift(&fans[0], all[1]).await.expect("a place in line claims nothing");
        let ask = BulkAsk { what: "seat", picked: &picked, reason: "Our guests" };
        let told = signups::in_bulk(&world, &admin, event, ask).await;
        assert_eq!(told, Err(Failure::field("picked", FieldCode::HasShiftThen)));
        assert_eq!(world.seats(event).await, Seats { taken: 1, waiting: 2, ..Seats::empty(1) });

        signups::give_up(&world, &fans[0], shift.id).await.expect("given back");
        seat("fan").await.expect("free again");
    })
    .await;
}
