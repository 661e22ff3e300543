//! The organiser's list where others decide who gets a place, and where people come together.

use std::time::Duration;

use crate::fairness::must_be_fair;
use crate::people::{bulk, list, word};
use crate::planning::{audited, form};
use backend::events::{self, PeopleAsk, SheetWords};
use backend::operations::housekeeping;
use backend::signups::{self, Company};
use backend::testing::{TestSite, each_site};
use backend::{door, sql};
use domain::door::view::Verdict as AtTheDoor;
use domain::events::people::{PeoplePage, Show};
use domain::events::plan::PlanForm;
use domain::members::Actor;
use domain::signups::import::Verdict;
use domain::signups::{Admission, AdmissionForm, Mode, Seats, SignUpState};
use domain::{EventId, Failure, FieldCode, Locale, Refusal, SignUpId};

/// How many a choice of the list shows.
fn count(page: &PeoplePage, show: Show) -> i64 {
    page.counts.iter().find(|(choice, _)| *choice == show).expect("each is offered").1
}

/// A sheet of these handles: what would come of each, and what comes of all.
async fn sheet(
    world: &TestSite,
    wen: &Actor,
    event: EventId,
    handles: &[&str],
) -> (Vec<Verdict>, Result<usize, Failure>) {
    let text = format!("handle,reason\n{}", handles.iter().map(|h| format!("{h},Our guest\n")).collect::<String>());
    let id = signups::keep_sheet(world, wen, event, &text).await.expect("readable");
    let page = signups::import_page(world, wen, Locale::En, (event, Some(id))).await.expect("a page");
    let verdicts = page.sheet.expect("the sheet").rows.into_iter().map(|row| row.verdict).collect();
    (verdicts, signups::carry_out_sheet(world, wen, Locale::En, (event, id)).await)
}

async fn states(world: &TestSite, event: EventId) -> Vec<SignUpState> {
    must_be_fair(world, event).await;
    world.stored_sign_ups(event).await.into_iter().map(|row| row.state).collect()
}

async fn come(world: &TestSite, fan: &Actor, event: EventId, guests: &[&str]) -> SignUpId {
    let guests = guests.iter().map(|name| (*name).to_owned()).collect();
    world.sign_up_with(fan, event, Company { guests, ..Company::default() }).await.expect("open").id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lottery_is_drawn_by_nobodys_list() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let admission = AdmissionForm { mode: "lottery".into(), ..AdmissionForm::default() };
        let plan = PlanForm { capacity: "2".into(), closes: "2027-03-24T20:00".into(), admission, ..form() };
        let event = events::create(&world, &wen, plan).await.expect("a draft");
        events::publish(&world, &wen, event).await.expect("published");
        let fans = world.fans(4).await;
        let mut ids = vec![];
        for fan in &fans {
            ids.push(world.sign_up(fan, event).await.expect("open").id);
        }
        world.member("Zhu Yuting").await;
        let page = list(&world, &wen, event, PeopleAsk::default()).await;
        assert_eq!((count(&page, Show::Pending), count(&page, Show::Line), page.seats.free), (4, 0, 2));

        // Nobody is taken out of it by a seat: not alone, not with others, not by a sheet. Nothing has changed then.
        let refused = Err(Failure::Refused(Refusal::LotteryDecides));
        let alone = signups::place_by_hand(&world, &wen, event, ("fan", "A friend")).await;
        assert_eq!(alone, Err(Failure::Refused(Refusal::LotteryDecides)));
        assert_eq!(bulk(&world, &wen, event, "seat", &ids[..2]).await, refused);
        let (verdicts, told) = sheet(&world, &wen, event, &["fan2", "zhuyuting"]).await;
        assert_eq!(verdicts, [Verdict::Wrong(FieldCode::InLottery), Verdict::Seat]);
        assert_eq!(told, Err(Failure::Refused(Refusal::SheetIsWrong)));
        assert_eq!(states(&world, event).await, [SignUpState::Pending; 4]);
        assert_eq!(world.seats(event).await, Seats::empty(2));

        // Taken off they are, and who is left is drawn; from then on the list works as always.
        assert_eq!(bulk(&world, &wen, event, "off", &ids[..1]).await, Ok(1));
        world.advance(Duration::from_secs(5 * 86_400));
        world.run_jobs().await;
        let found = must_be_fair(&world, event).await;
        assert_eq!((found.seats.taken, found.seats.waiting), (2, 1));
        assert_eq!(bulk(&world, &wen, event, "seat", &ids[1..]).await, Ok(1));
        assert_eq!(world.seats(event).await, Seats { taken: 3, ..Seats::empty(3) });
        must_be_fair(&world, event).await;
        let trail = events::trail(&world, &wen, Locale::En, (event, ids[1])).await.expect("a page");
        assert!(trail.trail.iter().any(|line| line.what == "drawn"), "{:?}", trail.trail);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_in_the_list_and_can_be_answered_by_a_seat() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 3).await;
        world
            .decide(event, Admission { mode: Mode::Approval, guests: 2, ..Admission::default() })
            .await
            .expect("decided");
        let fans = world.fans(4).await;
        let alone = come(&world, &fans[0], event, &[]).await;
        let group = come(&world, &fans[1], event, &["Bai Lu", "Mo"]).await;
        let third = come(&world, &fans[2], event, &[]).await;
        let fourth = come(&world, &fans[3], event, &[]).await;
        signups::approve(&world, &wen, alone).await.expect("yes");
        let page = list(&world, &wen, event, PeopleAsk { show: "pending", ..PeopleAsk::default() }).await;
        assert_eq!((page.show, page.found), (Show::Pending, 3));
        use SignUpState::{Confirmed, Declined, Pending, Removed};
        // A group gets all its seats, or more chairs; nobody who waits for a word is passed over by it.
        assert_eq!(bulk(&world, &wen, event, "seat", &[alone, group]).await, Ok(1));
        assert_eq!(states(&world, event).await, [Confirmed, Confirmed, Pending, Pending]);
        assert_eq!(world.seats(event).await, Seats { taken: 4, ..Seats::empty(4) });
        let page = list(&world, &wen, event, PeopleAsk::default()).await;
        assert_eq!((page.seats.by_hand, page.seats.taken), (3, 4), "seats, not sign-ups");
        let (verdicts, told) = sheet(&world, &wen, event, &["fan3", "fan"]).await;
        assert_eq!((verdicts, told), (vec![Verdict::Seat, Verdict::HasSeat], Ok(1)));
        signups::refuse(&world, &wen, fourth, "It is for those who sing").await.expect("no");
        assert_eq!(bulk(&world, &wen, event, "off", &[third, fourth]).await, Ok(1), "who was told no has left");
        assert_eq!(states(&world, event).await, [Confirmed, Confirmed, Removed, Declined]);
        let trail = events::trail(&world, &wen, Locale::En, (event, fourth)).await.expect("a page");
        let told: Vec<&str> = trail.trail.iter().map(|line| line.what.as_str()).collect();
        assert_eq!((told, trail.reason.as_deref()), (vec!["refused", "signed_up"], Some("It is for those who sing")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_offered_what_a_group_waited_for_and_then_taken_off() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 3).await;
        world.decide(event, Admission { guests: 2, ..Admission::default() }).await.expect("decided");
        let fans = world.fans(5).await;
        let first = come(&world, &fans[0], event, &[]).await;
        let seated = come(&world, &fans[1], event, &["Bai Lu"]).await;
        let group = come(&world, &fans[2], event, &["Mo", "Li"]).await;
        let (behind, last) = (come(&world, &fans[3], event, &[]).await, come(&world, &fans[4], event, &[]).await);
        signups::give_up(&world, &fans[0], first).await.expect("one chair: too few for three");
        use SignUpState::{Cancelled, Confirmed, Offered, Removed, Waiting};
        assert_eq!(states(&world, event).await, [Cancelled, Confirmed, Waiting, Waiting, Waiting]);
        // The group goes and one behind it: the chair is for the other one, and only they hear of it.
        assert_eq!(bulk(&world, &wen, event, "off", &[group, behind]).await, Ok(2));
        assert_eq!(states(&world, event).await, [Cancelled, Confirmed, Removed, Removed, Offered]);
        assert_eq!(world.letters_asked("\"offer\"").await, 1);
        // All who are left: an offer that ends with them is made to nobody.
        assert_eq!(bulk(&world, &wen, event, "off", &[seated, last]).await, Ok(2));
        assert_eq!(world.seats(event).await, Seats::empty(3));
        assert_eq!(world.letters_asked("\"offer\"").await, 1);
        must_be_fair(&world, event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guests_are_on_every_list_until_answers_are_deleted() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 9).await;
        world.decide(event, Admission { guests: 2, ..Admission::default() }).await.expect("decided");
        let fans = world.fans(2).await;
        come(&world, &fans[0], event, &["Bai Lu", "=Mo"]).await;
        come(&world, &fans[1], event, &[]).await;
        let found = list(&world, &wen, event, PeopleAsk { typed: "bai lu", ..PeopleAsk::default() }).await;
        assert_eq!((found.found, found.people[0].guests), (1, 2));
        assert_eq!(found.people[0].guest_names, ["Bai Lu", "=Mo"]);
        let heads = ["Name", "Handle", "State", "Signed up", "Came in", "Code", "Guests"];
        let words = SheetWords { heads, state: word, cut: |_, most| most.to_string() };
        let ask = (event, PeopleAsk { typed: "fan", ..PeopleAsk::default() });
        let cells = async || {
            let (_, bytes) = events::people_sheet(&world, &wen, Locale::En, ask, &words).await.expect("a sheet");
            String::from_utf8(bytes).expect("UTF-8")
        };
        let text = cells().await;
        assert!(text.contains(",\"Bai Lu, '=Mo\"\r\n"), "{text}");
        let paper = door::list(&world, &wen, Locale::En, event).await.expect("for the door");
        assert_eq!(paper.rows[0].guests, ["Bai Lu", "=Mo"]);
        assert!(paper.rows[1].guests.is_empty());

        // They come in together, and all of them are counted, wherever it is said how many came.
        let code = paper.rows[0].code.clone();
        let verdict = door::check_in(&world, &wen, Locale::En, event, &code).await.expect("a verdict");
        assert!(matches!(verdict, AtTheDoor::Valid { checked_in: 3, .. }), "{verdict:?}");
        let page = list(&world, &wen, event, PeopleAsk::default()).await;
        assert_eq!((page.seats.came, page.seats.taken, page.card.came), (3, 4, 3));
        let console = events::console(&world, &wen, Locale::En, event).await.expect("a page");
        assert_eq!(console.checked_in, 3);

        // Two weeks until it is over, and thirty days more.
        world.advance(Duration::from_secs(46 * 86_400));
        housekeeping::tidy(&world).await.expect("tidied");
        let mut conn = world.db.read().await.expect("a reader");
        let (left,): (i64,) = conn.one(sql!("SELECT count(*) FROM signup_guest"), ()).await.expect("a number");
        drop(conn);
        assert_eq!((left, audited(&world, "answers_deleted").await), (0, 1));
        let text = cells().await;
        assert!(text.contains(",\"2\"\r\n"), "how many they were stays: {text}");
        assert_eq!(list(&world, &wen, event, PeopleAsk::default()).await.people[0].guests, 2);
    })
    .await;
}
