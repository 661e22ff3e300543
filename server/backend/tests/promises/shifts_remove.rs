//! An organiser takes a helper off a shift: with a reason, in the open, and the next in line is asked.

use std::time::Duration;

use crate::planning::audited;
use crate::shifts::{house, slug};
use backend::events::{self, PeopleAsk, SheetWords};
use backend::signups::{self, shifts};
use backend::testing::{TestSite, each_site};
use domain::events::people::Show;
use domain::events::view::PersonRow;
use domain::members::{Actor, EventRole};
use domain::signups::queue::Step;
use domain::signups::shifts::{plan::ShiftForm, presence::Word};
use domain::signups::{Seats, SignUpState};
use domain::{EventId, Failure, FieldCode, Instant, Locale, Refusal};

/// 3 April 2027 at this hour in Shanghai.
fn at(hour: i64) -> Instant {
    Instant(1_806_732_000_000 + (hour - 14) * 3_600_000)
}

async fn shown(world: &TestSite, wen: &Actor, event: EventId, show: &str) -> Vec<PersonRow> {
    let ask = PeopleAsk { show, ..PeopleAsk::default() };
    events::people_page(world, wen, Locale::En, event, ask).await.expect("a page").people
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_helper_is_taken_off_and_the_next_is_asked() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 1).await;
        let (zhu, noor) = (world.member("Zhu Yuting").await, world.member("Noor Halvorsen").await);
        let mine = world.take_shift(&zhu, all[0]).await.expect("a place").id;
        let next = world.take_shift(&noor, all[0]).await.expect("the line").id;
        world.run_jobs().await;
        world.advance(Duration::from_secs(1));

        // Nobody does it without a reason, and nobody who does not run the event: a lead neither.
        let bai = world.member("Bai Lu").await;
        let lead = world.helper(&bai, event, EventRole::ShiftLead).await;
        let led = ShiftForm {
            starts: "2027-04-03T09:00".into(),
            ends: "2027-04-03T12:00".into(),
            places: "1".into(),
            lead: "bailu".into(),
        };
        shifts::edit_shift(&world, &wen, all[0], &led).await.expect("saved");
        let rui = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        for actor in [&lead, &zhu, &noor, &rui] {
            assert_eq!(signups::remove(&world, actor, mine, "Flu").await, Err(Failure::Forbidden));
            let seen = events::trail(&world, actor, Locale::En, (event, mine)).await;
            assert_eq!(seen.map(drop), Err(Failure::Forbidden));
        }
        let silent = signups::remove(&world, &wen, mine, " ").await;
        assert_eq!(silent, Err(Failure::field("reason", FieldCode::Required)));

        // The way there: from the desk of the shifts, and from the lead's list.
        let desk = shifts::desk(&world, &wen, Locale::En, event).await.expect("a desk");
        let people = &desk.roles[0].shifts[0].people;
        let people: Vec<_> = people.iter().map(|p| (p.signup, p.display_name.as_str(), p.state)).collect();
        let wanted = [(mine, "Zhu Yuting", SignUpState::Confirmed), (next, "Noor Halvorsen", SignUpState::Waiting)];
        assert_eq!(people, wanted);
        let trail = events::trail(&world, &wen, Locale::En, (event, mine)).await.expect("a page");
        assert_eq!(trail.person.shift.as_deref(), Some("Studio guide, Sat 3 April, 09:00 to 12:00"));
        assert_eq!((trail.number, trail.questions.len()), (1, 0));

        signups::remove(&world, &wen, mine, "Has the flu").await.expect("the organiser may");
        let (seats, rows) = world.shift_seats(all[0]).await;
        assert_eq!(seats, Seats { taken: 1, offered: 1, ..Seats::empty(1) });
        assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), [SignUpState::Removed, SignUpState::Offered]);
        let again = signups::remove(&world, &wen, mine, "Has the flu").await;
        assert_eq!(again, Err(Failure::Refused(Refusal::NotSignedUp)));
        assert_eq!(audited(&world, "signup_removed").await, 1);

        // The public log says that it was done, the history by whom and why; both hear of it.
        let log = signups::shift_log(&world, &slug(&world, event).await, all[0]).await.expect("public").published;
        assert!(log.entries.iter().any(|entry| entry.entry.step == Step::Removed));
        assert_eq!(log.replay().expect("a log without a flaw").seats, seats);
        let trail = events::trail(&world, &wen, Locale::En, (event, mine)).await.expect("a page");
        assert_eq!(trail.reason.as_deref(), Some("Has the flu"));
        let told: Vec<(&str, &str)> = trail.trail.iter().map(|line| (line.what.as_str(), line.who.as_str())).collect();
        assert_eq!(told, [("signed_up", "Zhu Yuting"), ("removed", "Wen Shuyan")]);
        world.run_jobs().await;
        let letters = world.letters();
        let has = |to: &str, words: &str| letters.iter().any(|l| l.contains(to) && l.contains(words));
        assert!(has("zhuyuting@", "You are no longer signed up"), "{letters:#?}");
        assert!(has("noorhalvorsen@", "A seat for you") || has("noorhalvorsen@", "A place"), "{letters:#?}");
    })
    .await;
}

/// What was worked, or was seen, is not undone by taking somebody off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_came_or_was_spoken_of_stays() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 2).await;
        let (zhu, noor) = (world.member("Zhu Yuting").await, world.member("Noor Halvorsen").await);
        let came = world.take_shift(&zhu, all[0]).await.expect("a place").id;
        let missed = world.take_shift(&noor, all[0]).await.expect("a place").id;
        world.clock.set(at(10));
        shifts::say(&world, &wen, came, Word::Here).await.expect("said");
        world.clock.set(at(13));
        shifts::say(&world, &wen, missed, Word::Missed).await.expect("said");
        let told = signups::remove(&world, &wen, came, "By mistake").await;
        assert_eq!(told, Err(Failure::Refused(Refusal::AlreadyCheckedIn)));
        let told = signups::remove(&world, &wen, missed, "By mistake").await;
        assert_eq!(told, Err(Failure::Refused(Refusal::ShiftSettled)));
        assert_eq!(shown(&world, &wen, event, "helpers").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn helpers_are_found_in_the_list_and_on_the_sheet() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 1).await;
        let (zhu, noor) = (world.member("Zhu Yuting").await, world.member("Noor Halvorsen").await);
        world.sign_up(&zhu, event).await.expect("a seat");
        world.take_shift(&zhu, all[1]).await.expect("a place");
        world.take_shift(&noor, all[0]).await.expect("a place");
        world.take_shift(&zhu, all[0]).await.expect("the line");
        let left = world.take_shift(&noor, all[2]).await.expect("a place").id;
        signups::give_up(&world, &noor, left).await.expect("given back");

        // The list of the guests is theirs; helpers have one beside it.
        let page = events::people_page(&world, &wen, Locale::En, event, PeopleAsk::default()).await.expect("a page");
        let count = |show| page.counts.iter().find(|(choice, _)| *choice == show).map(|(_, n)| *n);
        assert_eq!((page.found, count(Show::Helpers), count(Show::Left)), (1, Some(3), Some(1)));
        assert!(page.alike.is_empty(), "who comes and helps is not signed up twice");
        let shift = |p: &PersonRow| (p.display_name.clone(), p.shift.clone().unwrap_or_default(), p.waiting_place);
        let rows: Vec<_> = shown(&world, &wen, event, "helpers").await.iter().map(shift).collect();
        let at = |time: &str| format!("Studio guide, Sat 3 April, {time}");
        assert_eq!(
            rows,
            [
                ("Noor Halvorsen".to_owned(), at("09:00 to 12:00"), None),
                ("Zhu Yuting".into(), at("12:00 to 15:00"), None),
                ("Zhu Yuting".into(), at("09:00 to 12:00"), Some(1)),
            ]
        );
        let found = PeopleAsk { show: "helpers", typed: "guide 12:00 to 15:00", ..PeopleAsk::default() };
        let found = events::people_page(&world, &wen, Locale::En, event, found).await.expect("a page");
        assert_eq!(found.found, 1);
        assert_eq!(shown(&world, &wen, event, "left").await[0].shift, Some(at("15:00 to 18:00")));

        let heads = ["Name", "Handle", "State", "Signed up", "Came in", "Code", "Guests"];
        let words =
            SheetWords { heads, shift: "Shift", state: |_, p| p.state.word().into(), cut: |_, n| n.to_string() };
        let sheet = async |show| {
            let ask = PeopleAsk { show, ..PeopleAsk::default() };
            let (_, bytes) = events::people_sheet(&world, &wen, Locale::En, (event, ask), &words).await.expect("one");
            String::from_utf8(bytes).expect("UTF-8")
        };
        let helpers = sheet("helpers").await;
        assert!(helpers.lines().next().expect("heads").ends_with(",\"Guests\",\"Shift\""), "{helpers}");
        assert!(helpers.lines().nth(1).expect("a row").ends_with("\"Studio guide, Sat 3 April, 09:00 to 12:00\""));
        assert_eq!(helpers.lines().count(), 4);
        assert!(!sheet("all").await.contains("Shift"), "guests have none");

        // A meetup has no such list.
        let meetup = world.event(world.chapter("Lisbon").await, &wen, 1).await;
        let admin = world.admin().await;
        let page = events::people_page(&world, &admin, Locale::En, meetup, PeopleAsk::default()).await.expect("a page");
        assert!(page.counts.iter().all(|(show, _)| *show != Show::Helpers));
    })
    .await;
}
