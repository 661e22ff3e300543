//! What happens to an open day happens to its shifts: moved, put off, cancelled, copied; and people hear of it once.

use std::time::Duration;

use crate::shifts::{house, slug};
use backend::events::{self, PeopleAsk};
use backend::showcase::feeds;
use backend::signups::{self, BulkAsk, Listing, SignUpAsk, shifts};
use backend::testing::{TestSite, each_site};
use backend::{door, notices, sql};
use domain::events::plan::PlanForm;
use domain::events::questions::QuestionKind;
use domain::notices::announce::{AnnouncementForm, Group};
use domain::signups::{Seats, SignUpState};
use domain::{EventId, Failure, FieldCode, Instant, Locale, Refusal, ShiftId};

async fn walls(world: &TestSite, event: EventId) -> Vec<(String, String, i64, i64)> {
    let mut conn = world.db.read().await.expect("a reader");
    conn.all(
        sql!(
            "SELECT h.starts_local, h.ends_local, h.starts_at, p.cutoff_at FROM shift h JOIN places p ON p.shift_id = h.id
             WHERE h.event_id = $1 AND h.removed_at IS NULL ORDER BY h.starts_at LIMIT 100"
        ),
        (event.0,),
    )
    .await
    .expect("rows")
}

async fn letters(world: &TestSite, of: &str, to: &str) -> usize {
    world.run_jobs().await;
    world.letters().iter().filter(|l| l.contains(&format!("Subject: {of}")) && l.contains(to)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shifts_move_with_their_day() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 1).await;
        let fans = world.fans(2).await;
        for fan in &fans {
            for shift in &all[..2] {
                world.take_shift(fan, *shift).await.expect("a place or the line");
            }
        }
        let before = walls(&world, event).await;
        events::reschedule(&world, &wen, event, ("2027-04-10T15:00", "2027-04-10T18:30")).await.expect("moved");
        let after = walls(&world, event).await;
        assert_eq!(after[0].0, "2027-04-10T10:00");
        assert_eq!(after[0].1, "2027-04-10T13:00");
        for (then, now) in before.iter().zip(&after) {
            assert_eq!(now.2 - then.2, (7 * 24 + 1) * 3_600_000);
            assert_eq!(now.2 - now.3, then.2 - then.3, "the cut-off stays as far before the shift");
        }
        assert_eq!(world.shift_seats(all[0]).await.0, Seats { taken: 1, waiting: 1, ..Seats::empty(1) });
        assert_eq!(letters(&world, "Changed", "fan@example.org").await, 1, "once, for two shifts");

        events::postpone(&world, &wen, event, "The river is high.").await.expect("postponed");
        let refused = world.take_shift(&world.member("Late").await, all[2]).await;
        assert_eq!(refused.map(drop), Err(Failure::Refused(Refusal::EventPostponed)));
        // An offer stands as long as there is no date.
        let mut mine = signups::tickets(&world, &fans[0], Locale::En).await.expect("tickets").coming;
        mine.sort_by(|a, b| a.card.when.iso.cmp(&b.card.when.iso));
        signups::give_up(&world, &fans[0], mine[0].mine.id).await.expect("given back");
        world.advance(Duration::from_secs(30 * 86_400));
        world.run_jobs().await;
        assert_eq!(world.shift_seats(all[0]).await.1[1].1, SignUpState::Offered);
        events::reschedule(&world, &wen, event, ("2027-06-05T14:00", "2027-06-05T17:30")).await.expect("a date");
        assert_eq!(walls(&world, event).await[0].0, "2027-06-05T09:00");
        world.advance(Duration::from_secs(2 * 86_400));
        world.run_jobs().await;
        assert_eq!(world.shift_seats(all[0]).await.1[1].1, SignUpState::Expired, "and then it runs out again");
    })
    .await;
}

/// A typo that is put right moves nothing: not what has no date, and not the second of two hours with one name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shifts_stay_where_they_are_when_only_a_word_is_changed() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 1).await;
        let fans = world.fans(2).await;
        let first = world.take_shift(&fans[0], all[0]).await.expect("a place").id;
        world.take_shift(&fans[1], all[0]).await.expect("the line");
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE shift SET starts_at = starts_at + 3600000, ends_at = ends_at + 3600000"), ())
            .await
            .expect("by clocks that went back");
        tx.commit().await.expect("a commit");
        let before = walls(&world, event).await;
        let correct = async |title: &str| {
            let plan =
                events::plan_page(&world, &wen, Locale::En, events::Opened::Of(event)).await.expect("a form").form;
            events::edit(&world, &wen, event, PlanForm { title: title.into(), ..plan }).await.expect("corrected");
        };
        correct("Tea-House Tapes!").await;
        assert_eq!(
            walls(&world, event).await.iter().map(|w| w.2).collect::<Vec<_>>(),
            before.iter().map(|w| w.2).collect::<Vec<_>>()
        );

        events::postpone(&world, &wen, event, "The river is high.").await.expect("postponed");
        signups::give_up(&world, &fans[0], first).await.expect("given back");
        correct("Tea-House Tapes, again").await;
        world.advance(Duration::from_secs(30 * 86_400));
        world.run_jobs().await;
        assert_eq!(
            world.shift_seats(all[0]).await.1[1].1,
            SignUpState::Offered,
            "an offer stands while there is no date"
        );
    })
    .await;
}

/// Whoever is there as a guest is not asked why they did not come, though their shift is still ahead, or was missed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_came_as_a_guest_came() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 2).await;
        let fans = world.fans(2).await;
        let mut seats = vec![];
        for fan in &fans {
            seats.push(world.sign_up(fan, event).await.expect("a seat").id);
            world.take_shift(fan, all[2]).await.expect("15 to 18");
        }
        world.clock.set(Instant(1_806_732_000_000 + 60_000)); // 14:01
        let code = world.code_of(seats[0]).await;
        door::check_in(&world, &wen, Locale::En, event, &code).await.expect("she comes as a guest");
        let form = AnnouncementForm {
            subject: "We missed you".into(),
            body: "Write to us.".into(),
            not_checked_in: true,
            ..AnnouncementForm::default()
        };
        let id = notices::write_announcement(&world, &wen, (event, None), &form).await.expect("a draft");
        let page = notices::announcement_page(&world, &wen, Locale::En, id).await.expect("a preview");
        assert_eq!(page.people, 1);
        let of = |group| page.groups.iter().find(|(g, _)| *g == group).map(|(_, people)| *people);
        assert_eq!((of(Group::CheckedIn), of(Group::NotCheckedIn)), (Some(1), Some(1)));
        notices::send_announcement(&world, &wen, id).await.expect("sent");
        assert_eq!(letters(&world, "We missed you", "fan@example.org").await, 0, "she is here");
        assert_eq!(letters(&world, "We missed you", "fan2@example.org").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_day_ends_all_its_shifts_and_says_so_once() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 1).await;
        let fan = world.member("Zhu Yuting").await;
        let other = world.member("Noor Halvorsen").await;
        world.sign_up(&fan, event).await.expect("a seat");
        for shift in &all {
            world.take_shift(&fan, *shift).await.expect("a place");
            world.take_shift(&other, *shift).await.expect("the line");
        }
        events::cancel(&world, &wen, event, "Rain").await.expect("cancelled");
        for shift in &all {
            let (seats, rows) = world.shift_seats(*shift).await;
            assert_eq!(seats, Seats::empty(1));
            assert!(rows.iter().all(|(_, state)| *state == SignUpState::Cancelled));
        }
        assert_eq!(letters(&world, "Cancelled", "zhuyuting@example.org").await, 1);
        assert_eq!(letters(&world, "Cancelled", "noorhalvorsen@example.org").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_has_the_same_roles_and_shifts_on_its_own_day() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 4).await;
        world.take_shift(&world.member("Zhu Yuting").await, all[0]).await.expect("a place");
        let copy = events::copy(&world, &wen, event).await.expect("a draft");
        let desk = shifts::desk(&world, &wen, Locale::En, copy).await.expect("a desk");
        assert_eq!(desk.roles.len(), 1);
        let cells: Vec<_> =
            desk.roles[0].shifts.iter().map(|s| (s.wall.0.as_str(), s.seats.capacity, s.is_empty)).collect();
        assert_eq!(
            cells,
            [("2027-04-10T09:00", 4, true), ("2027-04-10T12:00", 4, true), ("2027-04-10T15:00", 4, true)]
        );
        let slug = slug(&world, copy).await;
        assert_eq!(
            shifts::page(&world, None, Locale::En, (&slug, None)).await.map(drop),
            Err(Failure::NotFound),
            "a draft is not there"
        );
        let hidden: ShiftId = desk.roles[0].shifts[0].id;
        let fan = world.member("Noor Halvorsen").await;
        assert_eq!(world.take_shift(&fan, hidden).await.map(drop), Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn helpers_are_reminded_of_their_shift_and_have_it_in_their_calendar() {
    each_site(async |world| {
        let (_, event, _, all) = house(&world, 4).await;
        let fan = world.member("Zhu Yuting").await;
        let guest = world.member("Noor Halvorsen").await;
        world.sign_up(&guest, event).await.expect("a seat");
        let mine = world.take_shift(&fan, all[2]).await.expect("15 to 18").id;
        let token = notices::new_calendar_address(&world, &fan).await.expect("a token");
        let file = feeds::personal(&world, &token).await.expect("a calendar").text;
        assert!(file.contains("SUMMARY:Tea-House Tapes 1: Studio guide"), "{file}");
        assert!(file.contains("DTSTART:20270403T070000Z") && file.contains("DTEND:20270403T100000Z"), "{file}");
        assert!(file.contains(&format!("UID:{}@", all[2])), "{file}");

        // Two hours before 14:00 it is the guests' turn, two hours before 15:00 the helper's.
        world.clock.set(Instant(1_806_732_000_000 - 2 * 3_600_000 + 60_000));
        assert_eq!(letters(&world, "Soon", "noorhalvorsen@example.org").await, 1);
        let soon = letters(&world, "Soon", "zhuyuting@example.org").await;
        world.advance(Duration::from_secs(3600));
        assert_eq!(letters(&world, "Soon", "zhuyuting@example.org").await, soon + 1);
        assert_eq!(letters(&world, "Soon", "noorhalvorsen@example.org").await, 1);
        let letter = world.letters().into_iter().rfind(|l| l.contains("Subject: Soon")).expect("a letter");
        assert!(letter.contains("Studio guide"), "{letter}");

        let page = events::console(&world, &world.admin().await, Locale::En, event).await.expect("a console");
        assert_eq!(page.people.len(), 1, "the guests’ table is the guests’");
        signups::give_up(&world, &fan, mine).await.expect("given back");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_asks_its_guests_and_lists_them_apart_from_its_helpers() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 4).await;
        let tape = world.question(event, "Tape?", QuestionKind::YesNo, "").await;
        world.for_the_door(tape).await;
        let guest = world.member("Noor Halvorsen").await;
        let answers = vec![(tape.to_string(), "yes".into())];
        let ask = SignUpAsk { event, answers, listing: Listing::Quiet, request_key: "k".into() };
        signups::sign_up(&world, &guest, ask).await.expect("a seat");
        let helper = world.member("Zhu Yuting").await;
        let first = world.take_shift(&helper, all[0]).await.expect("9 to 12").id;
        let second = world.take_shift(&helper, all[1]).await.expect("12 to 15").id;

        // Of who helps nothing is asked.
        let mine = signups::tickets(&world, &helper, Locale::En).await.expect("tickets").coming;
        assert!(mine.iter().all(|ticket| ticket.shift.is_some() && !ticket.asks && ticket.missing.is_empty()));
        let refused = signups::answers_page(&world, &helper, Locale::En, first).await;
        assert_eq!(refused.map(drop), Err(Failure::NotFound));
        assert!(signups::tickets(&world, &guest, Locale::En).await.expect("tickets").coming[0].asks);

        // The organisers' list is that of the guests, and what is done there touches no shift.
        let list = events::people_page(&world, &wen, Locale::En, event, PeopleAsk::default()).await.expect("a page");
        assert_eq!((list.found, list.people[0].display_name.as_str()), (1, "Noor Halvorsen"));
        let ask = BulkAsk { what: "off", picked: &[first.to_string()], reason: "By mistake" };
        assert_eq!(signups::in_bulk(&world, &wen, event, ask).await, Err(Failure::NotFound));
        let sheet = signups::keep_sheet(&world, &wen, event, "handle\nzhuyuting\n").await.expect("readable");
        let sheet = signups::import_page(&world, &wen, Locale::En, (event, Some(sheet))).await.expect("a page").sheet;
        assert_eq!(sheet.expect("the sheet").seats, 1, "who helps has no seat yet");

        // On paper everybody stands who is let in, and as what.
        let paper = door::list(&world, &wen, Locale::En, event).await.expect("for the door");
        let rows =
            paper.rows.iter().map(|row| (row.display_name.as_str(), row.shift.as_str(), row.answers[0].as_str()));
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                ("Noor Halvorsen", "", "Yes"),
                ("Zhu Yuting", "Studio guide, 09:00 to 12:00", ""),
                ("Zhu Yuting", "Studio guide, 12:00 to 15:00", ""),
            ]
        );

        // Who helps in two shifts came once; nobody sits in a seat for it.
        for (signup, hours_before_two) in [(first, 5), (second, 2)] {
            world.clock.set(Instant(1_806_732_000_000 - hours_before_two * 3_600_000));
            let code = world.code_of(signup).await;
            door::check_in(&world, &wen, Locale::En, event, &code).await.expect("comes in");
        }
        let console = events::console(&world, &wen, Locale::En, event).await.expect("a console");
        assert_eq!((console.checked_in, console.card.came), (1, 1));
        let list = events::people_page(&world, &wen, Locale::En, event, PeopleAsk::default()).await.expect("a page");
        assert_eq!(list.seats.came, 0);
    })
    .await;
}

/// A draft with shifts does not become a meetup, whose page would not show them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_shifts_stays_an_open_day() {
    each_site(async |world| {
        let (wen, event, ..) = house(&world, 4).await;
        let copy = events::copy(&world, &wen, event).await.expect("a draft");
        let form =
            async || events::plan_page(&world, &wen, Locale::En, events::Opened::Of(copy)).await.expect("a form").form;
        let meetup = PlanForm { kind: "meetup".into(), ..form().await };
        let refused = events::edit(&world, &wen, copy, meetup.clone()).await;
        assert_eq!(refused, Err(Failure::field("kind", FieldCode::HasShifts)));
        let desk = shifts::desk(&world, &wen, Locale::En, copy).await.expect("a desk");
        for shift in &desk.roles[0].shifts {
            shifts::remove_shift(&world, &wen, shift.id).await.expect("empty");
        }
        shifts::remove_role(&world, &wen, desk.roles[0].id).await.expect("empty");
        events::edit(&world, &wen, copy, meetup).await.expect("a meetup");
        assert_eq!(form().await.kind, "meetup");
    })
    .await;
}
