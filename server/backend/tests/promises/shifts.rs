//! Shifts of an open day: taken, waited for, swapped, given back; and who may not, and why.

use backend::signups::{
    self,
    shifts::{self, TakeAsk},
};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::events::view::EventPage;
use domain::honor::Tier;
use domain::members::Actor;
use domain::signups::shifts::{
    Confirmed, Lack,
    plan::{RoleForm, ShiftForm, SlotsForm},
    view::CanTake,
};
use domain::signups::{Seats, SignUpState};
use domain::{EventId, Failure, FieldCode, Instant, Locale, Refusal, RoleId, ShiftId};

const AFTERNOON: (&str, &str, i64) = ("2027-04-03T09:00", "2027-04-03T18:00", 180);

/// An open day with its organiser, and a role with three shifts of so many places: 9 to 12, 12 to 15, 15 to 18.
pub async fn house(world: &TestSite, places: i64) -> (Actor, EventId, RoleId, Vec<ShiftId>) {
    let chapter = world.chapter("Chengdu").await;
    let wen = world.organiser("Wen Shuyan", chapter).await;
    let event = world.open_day(chapter, &wen).await;
    let role = world.shift_role(event, &wen, &named("Studio guide")).await;
    let shifts = world.shifts(role, &wen, AFTERNOON, places).await;
    (wen, event, role, shifts)
}

pub fn named(name: &str) -> RoleForm {
    RoleForm { name: name.into(), ..RoleForm::default() }
}

pub async fn slug(world: &TestSite, event: EventId) -> String {
    let mut conn = world.db.read().await.expect("a reader");
    let (slug,): (String,) =
        conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("an event");
    slug
}

async fn event_page(world: &TestSite, event: EventId) -> EventPage {
    let slug = slug(world, event).await;
    match backend::events::page(world, None, Locale::En, &slug).await.expect("a page") {
        backend::events::Found::Here(page) => *page,
        backend::events::Found::Moved(_) => panic!("it did not move"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_has_places_and_a_line_of_its_own() {
    each_site(async |world| {
        let (_, event, _, shifts) = house(&world, 2).await;
        let fans = world.fans(4).await;
        let mut taken = vec![];
        for fan in &fans {
            taken.push(world.take_shift(fan, shifts[0]).await.expect("a place or the line"));
        }
        let states: Vec<_> = taken.iter().map(|mine| (mine.state, mine.waiting_place)).collect();
        let (seat, line) = (SignUpState::Confirmed, SignUpState::Waiting);
        assert_eq!(states, [(seat, None), (seat, None), (line, Some(1)), (line, Some(2))]);
        assert_eq!(world.seats(event).await, Seats::empty(80), "guests have seats of their own");
        let page = event_page(&world, event).await;
        assert_eq!(page.shifts.map(|all| (all.left, all.taken, all.capacity)), Some((4, 2, 6)));
        assert_eq!(page.mine, None);

        // Again is no mistake, and the same key is the same answer.
        let again = world.take_shift(&fans[0], shifts[0]).await.expect("told so");
        assert_eq!((again.id, again.state), (taken[0].id, seat));

        signups::give_up(&world, &fans[1], taken[1].id).await.expect("given back");
        let (seats, rows) = world.shift_seats(shifts[0]).await;
        assert_eq!(seats, Seats { taken: 2, offered: 1, waiting: 1, ..Seats::empty(2) });
        assert_eq!(rows[2].1, SignUpState::Offered, "the first in line is asked");
        signups::accept(&world, &fans[2], taken[2].id).await.expect("taken");
        assert_eq!(world.shift_seats(shifts[0]).await.0, Seats { taken: 2, waiting: 1, ..Seats::empty(2) });

        // Its line is as public as that of the event, and tells those who wait why.
        let slug = slug(&world, event).await;
        let log = signups::shift_log(&world, &slug, shifts[0]).await.expect("public").published;
        let replayed = log.replay().expect("a log without a flaw");
        assert_eq!(replayed.seats, world.shift_seats(shifts[0]).await.0);
        assert!(signups::queue_log(&world, &slug).await.expect("public").published.entries.is_empty());
        let line = signups::shift_line(&world, Some(&fans[3]), Locale::En, (&slug, shifts[0])).await.expect("public");
        assert_eq!(line.mine.map(|(mine, number)| (mine.waiting_place, number)), Some((Some(1), 4)));
        assert_eq!(line.shift.map(|(_, words)| words).as_deref(), Some("Studio guide, 09:00 to 12:00"));
        let elsewhere = world.event(world.chapter("Lisbon").await, &fans[0], 5).await;
        let elsewhere = self::slug(&world, elsewhere).await;
        assert_eq!(
            signups::shift_log(&world, &elsewhere, shifts[0]).await.map(drop),
            Err(Failure::NotFound),
            "of another event"
        );

        let tickets = signups::tickets(&world, &fans[2], Locale::En).await.expect("tickets").coming;
        assert_eq!(tickets.len(), 1);
        let shift = tickets[0].shift.as_ref().expect("of a shift");
        assert_eq!((shift.role.as_str(), shift.honor, shift.can_leave), ("Studio guide", 36, true));
        assert_eq!(tickets[0].card.when.range, "09:00 to 12:00");
        assert!(tickets[0].code.is_some() && tickets[0].qr_svg.is_some());

        world.run_jobs().await;
        let letters = world.letters();
        assert!(letters.iter().any(|l| l.contains("Your seat: Tea-House Tapes 1 (Studio guide)")), "{letters:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_in_two_places_at_once_and_hears_which() {
    each_site(async |world| {
        let (wen, event, role, all) = house(&world, 5).await;
        let chapter = world.chapter("Lisbon").await;
        let bo = world.organiser("Qiao Bo", chapter).await;
        let fan = world.member("Zhu Yuting").await;
        let late = world.shifts(role, &wen, ("2027-04-03T11:00", "2027-04-03T14:00", 180), 5).await[1];
        let noon = world.take_shift(&fan, all[1]).await.expect("a place");
        let refused = world.take_shift(&fan, late).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::Overlaps(noon.id))), "which one");
        world.take_shift(&fan, all[0]).await.expect("what only touches is no overlap");

        let slug = slug(&world, event).await;
        let page = shifts::page(&world, Some(&fan), Locale::En, (&slug, None)).await.expect("a page");
        let cans: Vec<_> = page.roles[0].shifts.iter().map(|cell| (cell.time.as_str(), cell.can.clone())).collect();
        assert_eq!(
            cans,
            [
                ("09:00 to 12:00", CanTake::Mine),
                ("11:00 to 14:00", CanTake::Collides("Studio guide, 09:00 to 12:00".into())),
                ("12:00 to 15:00", CanTake::Mine),
                ("15:00 to 18:00", CanTake::Yes),
            ]
        );
        assert_eq!(page.roles[0].shifts.iter().map(|cell| cell.honor).collect::<Vec<_>>(), [36, 45, 45, 45]);
        let none = shifts::page(&world, None, Locale::En, (&slug, None)).await.expect("for visitors too");
        assert!(none.mine.is_empty() && none.roles[0].shifts.iter().all(|cell| cell.can == CanTake::Yes));

        // A guest of the same day comes and goes; of another event they cannot be meanwhile, but once it has no date.
        world.sign_up(&fan, event).await.expect("a guest as well");
        let meetup = world.event(chapter, &bo, 10).await;
        assert_eq!(
            world.sign_up(&fan, meetup).await.map(drop),
            Err(Failure::Refused(Refusal::Overlaps(noon.id))),
            "14:00 to 17:30 is not over the first shift"
        );
        let other = world.member("Noor Halvorsen").await;
        let seat = world.sign_up(&other, meetup).await.expect("a seat");
        let refused = world.take_shift(&other, all[2]).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::Overlaps(seat.id))));
        backend::events::postpone(&world, &bo, meetup, "The river is high.").await.expect("postponed");
        world.take_shift(&other, all[2]).await.expect("what has no date is in nobody’s way");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_asks_and_remembers() {
    each_site(async |world| {
        let (wen, event, ..) = house(&world, 5).await;
        let form = RoleForm {
            briefing: "Lift with two.\n\nWear shoes.".into(),
            adults_only: "true".into(),
            ..named("Sound-check hand")
        };
        let role = world.shift_role(event, &wen, &form).await;
        let all = world.shifts(role, &wen, AFTERNOON, 5).await;
        let fan = world.member("Zhu Yuting").await;
        let silent = |shift| TakeAsk { said: Confirmed::default(), ..world.take_ask(shift) };
        let refused = shifts::take(&world, &fan, silent(all[0])).await.expect_err("two boxes");
        assert_eq!(refused.of_field("adult"), Some(FieldCode::Required));
        assert_eq!(refused.of_field("briefing"), Some(FieldCode::Required));
        let slug = slug(&world, event).await;
        let page = shifts::shift_page(&world, Some(&fan), Locale::En, &slug, (all[0], None)).await.expect("a page");
        assert_eq!((page.lacks, page.briefing.len()), (vec![Lack::Adult, Lack::Briefing], 2));

        world.take_shift(&fan, all[0]).await.expect("with both boxes");
        shifts::take(&world, &fan, silent(all[1])).await.expect("nobody is asked twice");
        shifts::edit_role(&world, &wen, role, &RoleForm { story: "Carry, plug, label.".into(), ..form.clone() })
            .await
            .expect("edited");
        shifts::take(&world, &fan, silent(all[2])).await.expect("the briefing is the same");

        let other = world.member("Noor Halvorsen").await;
        world.take_shift(&other, all[0]).await.expect("read");
        shifts::edit_role(&world, &wen, role, &RoleForm { briefing: "Lift with three.".into(), ..form.clone() })
            .await
            .expect("edited");
        let refused = shifts::take(&world, &other, silent(all[1])).await.expect_err("another briefing");
        assert_eq!((refused.of_field("adult"), refused.of_field("briefing")), (None, Some(FieldCode::Required)));

        shifts::edit_role(&world, &wen, role, &RoleForm { tier: "honor_crew".into(), ..form }).await.expect("edited");
        let refused = world.take_shift(&other, all[1]).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::TierNeeded(Tier::HonorCrew))));
        let page = shifts::page(&world, Some(&other), Locale::En, (&slug, None)).await.expect("a page");
        let cells = &page.roles.iter().find(|r| r.id == role).expect("the role").shifts;
        assert_eq!(cells[1].can, CanTake::Tier(Tier::HonorCrew));
        assert_eq!(cells[0].can, CanTake::Mine, "who has one keeps it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_swap_never_ends_with_neither() {
    each_site(async |world| {
        let (_, event, _, all) = house(&world, 1).await;
        let [anna, bo] = [world.member("Anna").await, world.member("Bo").await];
        let mine = world.take_shift(&anna, all[0]).await.expect("a place").id;
        let his = world.take_shift(&bo, all[1]).await.expect("a place").id;
        assert_eq!(world.swap_shift(&anna, mine, all[1]).await, Err(Failure::Refused(Refusal::ShiftFull)));
        assert_eq!(world.shift_seats(all[0]).await.0.taken, 1, "she keeps what she has");
        assert_eq!(world.shift_seats(all[1]).await.0.waiting, 0, "and waits for nothing");
        assert_eq!(world.swap_shift(&bo, mine, all[2]).await, Err(Failure::NotFound), "somebody else’s");
        assert_eq!(world.swap_shift(&anna, mine, all[0]).await, Err(Failure::Refused(Refusal::HasSeat)));

        let ask = world.take_ask(all[2]);
        let new = shifts::swap(&world, &anna, mine, ask.clone()).await.expect("swapped");
        assert_eq!(shifts::swap(&world, &anna, mine, ask).await, Ok(new), "sent twice");
        assert_eq!(world.shift_seats(all[0]).await, (Seats::empty(1), vec![(anna.member, SignUpState::Cancelled)]));
        assert_eq!(world.shift_seats(all[2]).await.0.taken, 1);
        let tickets = signups::tickets(&world, &anna, Locale::En).await.expect("tickets").coming;
        assert_eq!(tickets.iter().map(|t| t.mine.id).collect::<Vec<_>>(), [new]);
        assert_eq!(world.swap_shift(&anna, mine, all[1]).await, Err(Failure::Refused(Refusal::NotSignedUp)));

        // Waited for, offered, taken up in place of the other.
        let line = world.take_shift(&anna, all[1]).await.expect("the line");
        assert_eq!(line.state, SignUpState::Waiting);
        signups::give_up(&world, &bo, his).await.expect("given back");
        assert_eq!(world.swap_shift(&anna, new, all[1]).await, Ok(line.id));
        assert_eq!(world.shift_seats(all[2]).await.0, Seats::empty(1));
        assert_eq!(world.shift_seats(all[1]).await.0, Seats { taken: 1, ..Seats::empty(1) });
        assert_eq!(world.seats(event).await, Seats::empty(80));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_is_given_back_until_it_begins_and_taken_until_then() {
    each_site(async |world| {
        let (_, _, _, all) = house(&world, 3).await;
        let fans = world.fans(2).await;
        let mine = world.take_shift(&fans[0], all[1]).await.expect("a place").id;
        let noon = Instant(1_806_732_000_000 - 2 * 3_600_000);
        world.clock.set(noon.plus_seconds(-1));
        world.take_shift(&fans[1], all[1]).await.expect("the day has begun, the shift has not");
        world.clock.set(noon);
        let refused = signups::give_up(&world, &fans[0], mine).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::ShiftBegun)));
        assert_eq!(
            world.swap_shift(&fans[0], mine, all[2]).await,
            Err(Failure::Refused(Refusal::ShiftBegun)),
            "nor swapped"
        );
        let late = world.member("Late").await;
        assert_eq!(world.take_shift(&late, all[1]).await.map(drop), Err(Failure::Refused(Refusal::SignUpClosed)));
        world.take_shift(&late, all[2]).await.expect("the next one is to come");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_plan_and_are_told_what_is_wrong() {
    each_site(async |world| {
        let (wen, event, role, all) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        let form = SlotsForm {
            from: "2027-04-03T10:00".into(),
            until: "2027-04-03T09:00".into(),
            minutes: "5".into(),
            places: "0".into(),
            lead: "nobody".into(),
        };
        let refused = shifts::add_slots(&world, &wen, role, &form).await.expect_err("all wrong");
        for (field, code) in [
            ("minutes", FieldCode::TooSmall { min: 15 }),
            ("places", FieldCode::TooSmall { min: 1 }),
            ("lead", FieldCode::UnknownChoice),
        ] {
            assert_eq!(refused.of_field(field), Some(code), "{field}: {refused:?}");
        }
        assert_eq!(
            shifts::add_role(&world, &wen, event, &named(" ")).await.expect_err("no name").of_field("name"),
            Some(FieldCode::Required)
        );
        // What is there already is left as it is.
        assert_eq!(world.shifts(role, &wen, AFTERNOON, 9).await, all);

        assert_eq!(shifts::desk(&world, &fan, Locale::En, event).await.map(drop), Err(Failure::Forbidden));
        let meetup = world.event(world.chapter("Hangzhou").await, &wen, 5).await;
        let admin = world.admin().await;
        assert_eq!(shifts::desk(&world, &admin, Locale::En, meetup).await.map(drop), Err(Failure::NotFound));
        assert_eq!(shifts::add_role(&world, &admin, meetup, &named("Tea")).await, Err(Failure::NotFound));

        let mine = world.take_shift(&fan, all[0]).await.expect("a place");
        assert_eq!(shifts::remove_shift(&world, &wen, all[0]).await, Err(Failure::Refused(Refusal::ShiftTaken)));
        assert_eq!(shifts::remove_role(&world, &wen, role).await, Err(Failure::Refused(Refusal::ShiftTaken)));
        let moved = ShiftForm {
            starts: "2027-04-03T08:00".into(),
            ends: "2027-04-03T11:00".into(),
            places: "1".into(),
            lead: String::new(),
        };
        assert_eq!(shifts::edit_shift(&world, &wen, all[0], &moved).await, Err(Failure::Refused(Refusal::ShiftTaken)));
        let fewer = ShiftForm { starts: "2027-04-03T09:00".into(), ends: "2027-04-03T12:00".into(), ..moved.clone() };
        shifts::edit_shift(&world, &wen, all[0], &fewer).await.expect("places change at any time");
        assert_eq!(world.shift_seats(all[0]).await.0, Seats { taken: 1, ..Seats::empty(1) });

        signups::give_up(&world, &fan, mine.id).await.expect("given back");
        shifts::edit_shift(&world, &wen, all[0], &moved).await.expect("nobody is in it");
        shifts::remove_shift(&world, &wen, all[0]).await.expect("removed");
        assert_eq!(world.take_shift(&fan, all[0]).await.map(drop), Err(Failure::NotFound));
        shifts::remove_role(&world, &wen, role).await.expect("removed with the others");
        let desk = shifts::desk(&world, &wen, Locale::En, event).await.expect("a desk");
        assert!(desk.roles.is_empty());
        backend::events::cancel(&world, &wen, event, "Rain").await.expect("cancelled");
        assert_eq!(
            shifts::add_role(&world, &wen, event, &named("Tea")).await,
            Err(Failure::Refused(Refusal::EventCancelled))
        );
    })
    .await;
}
