//! Publishing at a set time, dates that are taken back and moved, events behind a link.

use std::time::Duration;

use crate::planning::{audited, count_letters, form, here, sign_up};
use backend::events;
use backend::signups;
use backend::testing::{TestSite, each_site};
use domain::events::{Attendance, Kind, Phase, plan::PlanForm};
use domain::members::{Actor, EventRole};
use domain::{EventId, Failure, FieldCode, Instant, Locale, Refusal};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

async fn phase(world: &TestSite, viewer: &Actor, slug: &str) -> Phase {
    here(world, Some(viewer), slug).await.card.phase
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_publishes_itself_at_its_hour() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        // It is 14:00 on 20 March in Shanghai.
        let set = async |at: &str| events::publish_later(&world, &wen, id, at).await;
        let wrong = |code| Err(Failure::field("publish_at", code));
        assert_eq!(set("").await, wrong(FieldCode::Required));
        assert_eq!(set("soon").await, wrong(FieldCode::NotATime));
        assert_eq!(set("2027-03-20T14:00").await, wrong(FieldCode::InThePast));
        assert_eq!(set("2027-04-03T14:00").await, wrong(FieldCode::AfterStart));
        set("2027-03-20T16:00").await.expect("in two hours");
        set("2027-03-20T18:00").await.expect("rather in four");
        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        assert_eq!(console.publish_at.as_deref(), Some("Saturday 20 March, 18:00"));

        for (wait, expected) in [(2, Phase::Draft), (1, Phase::Draft), (1, Phase::Open)] {
            world.advance(HOUR * wait);
            world.run_jobs().await;
            assert_eq!(phase(&world, &wen, "tea-house-tapes").await, expected);
        }
        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        assert_eq!((console.publish_at, console.log[0].who.as_str()), (None, ""), "by the house");
        assert_eq!(audited(&world, "event_published").await, 1);
        assert_eq!(set("2027-03-21T18:00").await, Err(Failure::Refused(Refusal::NotADraft)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_called_off_or_done_by_hand_does_not_publish_itself() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let set = async |id| events::publish_later(&world, &wen, id, "2027-03-20T16:00").await.expect("in two hours");
        let [off, by_hand, late] = {
            let mut ids = vec![];
            for _ in 0..3 {
                ids.push(events::create(&world, &wen, form()).await.expect("a draft"));
            }
            [ids[0], ids[1], ids[2]]
        };
        for id in [off, by_hand, late] {
            set(id).await;
        }
        events::call_off_publishing(&world, &wen, off).await.expect("called off");
        events::call_off_publishing(&world, &wen, off).await.expect("off already");
        events::publish(&world, &wen, by_hand).await.expect("published");
        // All workers slept for a month: nobody is told of an event that has been.
        world.advance(30 * DAY);
        world.run_jobs().await;
        assert_eq!(phase(&world, &wen, "tea-house-tapes").await, Phase::Draft);
        assert_eq!(phase(&world, &wen, "tea-house-tapes-2").await, Phase::Ended);
        assert_eq!(phase(&world, &wen, "tea-house-tapes-3").await, Phase::Draft);
        let console = events::console(&world, &wen, Locale::En, late).await.expect("a page");
        assert_eq!(console.publish_at, None);
        assert_eq!((audited(&world, "event_published").await, audited(&world, "publish_called_off").await), (1, 1));
    })
    .await;
}

/// An event of one seat, with somebody in it and somebody in line.
async fn full(world: &TestSite) -> (Actor, EventId, [Actor; 2]) {
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    let plan = PlanForm { capacity: "1".into(), closes: "2027-04-03T12:00".into(), ..form() };
    let id = events::create(world, &wen, plan).await.expect("a draft");
    events::publish(world, &wen, id).await.expect("published");
    let fans = [world.member("Zhu Yuting").await, world.member("Lin Na").await];
    for fan in &fans {
        sign_up(world, fan, id).await;
    }
    (wen, id, fans)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postponed_event_keeps_its_people_until_it_has_a_new_date() {
    each_site(async |world| {
        let (wen, id, [yu, lin]) = full(&world).await;
        assert_eq!(events::postpone(&world, &wen, id, " ").await, Err(Failure::field("reason", FieldCode::Required)));
        events::postpone(&world, &wen, id, "The river is\nhigh.").await.expect("postponed");
        assert_eq!((count_letters(&world, "event_postponed").await, audited(&world, "event_postponed").await), (2, 1));
        let page = here(&world, Some(&yu), "tea-house-tapes").await;
        assert_eq!((page.card.phase, page.postpone_reason.as_deref()), (Phase::Postponed, Some("The river is high.")));
        assert!(page.mine.is_some() && page.share.json_ld.contains("EventPostponed"), "{}", page.share.json_ld);
        world.run_jobs().await;
        assert_eq!(world.letters().iter().filter(|l| l.contains("Subject: Postponed: Tea-House Tapes")).count(), 2);

        let bo = world.member("Bo He").await;
        assert_eq!(world.sign_up(&bo, id).await, Err(Failure::Refused(Refusal::EventPostponed)));
        assert_eq!(events::postpone(&world, &wen, id, "x").await, Err(Failure::Refused(Refusal::EventPostponed)));
        // Its old day goes by: still to come, and a seat can still be given up.
        world.advance(30 * DAY);
        assert_eq!(phase(&world, &yu, "tea-house-tapes").await, Phase::Postponed);
        let tickets = signups::tickets(&world, &yu, Locale::En).await.expect("tickets");
        assert_eq!((tickets.coming.len(), tickets.past.len()), (1, 0));
        signups::give_up(&world, &yu, tickets.coming[0].mine.id).await.expect("given up");
        let home = events::home(&world, Locale::En, None).await.expect("a page");
        assert!(home.past.is_empty(), "it has not been");

        let again = ("2027-05-08T14:00", "2027-05-08T17:30");
        events::reschedule(&world, &wen, id, again).await.expect("a new date");
        let page = here(&world, Some(&lin), "tea-house-tapes").await;
        assert_eq!((page.card.phase, page.postpone_reason), (Phase::Full, None));
        assert_eq!(page.closes.as_deref(), Some("Saturday 8 May, 12:00"), "as long before as it was");
        assert_eq!(page.moved_from.as_deref(), Some("Saturday 3 April, 14:00"));
        assert!(page.share.json_ld.contains("EventRescheduled"));
        assert!(page.share.json_ld.contains("\"previousStartDate\":\"2027-04-03T14:00:00+08:00\""));
        assert_eq!(count_letters(&world, "event_changed").await, 1, "only Lin Na is left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_is_moved_before_it_has_come() {
    each_site(async |world| {
        let (wen, id, [yu, _]) = full(&world).await;
        let to = async |starts: &str, ends: &str| events::reschedule(&world, &wen, id, (starts, ends)).await;
        let wrong = |field, code| Err(Failure::field(field, code));
        assert_eq!(to("", "2027-05-08T17:30").await, wrong("starts", FieldCode::Required));
        assert_eq!(to("2027-05-08T14:00", "then").await, wrong("ends", FieldCode::NotATime));
        assert_eq!(to("2027-05-08T14:00", "2027-05-08T13:00").await, wrong("ends", FieldCode::EndsBeforeStart));
        assert_eq!(to("2027-03-01T14:00", "2027-05-08T13:00").await, wrong("starts", FieldCode::InThePast));
        assert_eq!(to("2027-04-03T14:00", "2027-04-03T17:30").await, wrong("starts", FieldCode::SameAsBefore));
        to("2027-04-10T15:00", "2027-04-10T18:00").await.expect("a week later");
        assert_eq!((count_letters(&world, "event_changed").await, audited(&world, "event_rescheduled").await), (2, 1));
        let page = here(&world, Some(&yu), "tea-house-tapes").await;
        assert_eq!((page.card.when.range.as_str(), page.mine.is_some()), ("15:00 to 18:00", true));

        // The long form moves it as well.
        let plan = PlanForm { starts: "2027-04-11T15:00".into(), ends: "2027-04-11T18:00".into(), ..form() };
        events::edit(&world, &wen, id, plan).await.expect("a day later");
        assert_eq!(here(&world, None, "tea-house-tapes").await.moved_from.as_deref(), Some("Saturday 10 April, 15:00"));

        world.clock.set(Instant(1_807_434_000_000)); // 11 April, 16:00 in Shanghai
        assert_eq!(phase(&world, &yu, "tea-house-tapes").await, Phase::Running);
        let under_way = Failure::Refused(Refusal::EventUnderWay);
        assert_eq!(to("2027-05-08T14:00", "2027-05-08T17:30").await, Err(under_way.clone()));
        assert_eq!(events::postpone(&world, &wen, id, "x").await, Err(under_way));
        world.advance(DAY);
        assert_eq!(events::postpone(&world, &wen, id, "x").await, Err(Failure::Refused(Refusal::EventOver)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_postponed_can_be_cancelled() {
    each_site(async |world| {
        let (wen, id, _) = full(&world).await;
        events::postpone(&world, &wen, id, "Rain.").await.expect("postponed");
        events::cancel(&world, &wen, id, "More rain.").await.expect("cancelled");
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!((page.card.phase, page.postpone_reason), (Phase::Cancelled, None));
        let to = ("2027-05-08T14:00", "2027-05-08T17:30");
        assert_eq!(events::reschedule(&world, &wen, id, to).await, Err(Failure::Refused(Refusal::EventCancelled)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_of_an_online_event_is_for_those_with_a_seat() {
    each_site(async |world| {
        const LINK: &str = "https://meet.example/tapes-4711";
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let plan = PlanForm {
            kind: "open_day".into(),
            attendance: "online".into(),
            join_url: LINK.into(),
            capacity: "1".into(),
            ..form()
        };
        let id = events::create(&world, &wen, plan).await.expect("a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up(&world, &yu, id).await;
        sign_up(&world, &lin, id).await;
        let helper = world.helper(&world.member("Bai Lu").await, id, EventRole::Door).await;
        let lead = world.helper(&world.member("Qiao Feng").await, id, EventRole::ShiftLead).await;
        for (viewer, sees) in [
            (None, false),
            (Some(&lin), false), // in line
            (Some(&lead), false),
            (Some(&yu), true),
            (Some(&helper), true),
            (Some(&wen), true),
        ] {
            let page = here(&world, viewer, "tea-house-tapes").await;
            assert_eq!(page.join_url.as_deref(), sees.then_some(LINK), "{viewer:?}");
            assert!(!page.share.json_ld.contains("4711"));
        }
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!((page.card.kind, page.card.venue.as_str(), page.map_url), (Kind::OpenDay, "Online", None));
        assert_eq!(page.attendance, Attendance::Online);
        assert!(
            page.share.json_ld.contains("OnlineEventAttendanceMode") && page.share.json_ld.contains("VirtualLocation")
        );
        for (fan, sees) in [(&yu, true), (&lin, false)] {
            let tickets = signups::tickets(&world, fan, Locale::En).await.expect("tickets");
            assert_eq!(tickets.coming[0].join_url.is_some(), sees);
        }
        world.run_jobs().await;
        assert!(world.letters().iter().all(|letter| !letter.contains("4711")));

        // Once it is public it stays the kind it is; it can move to a place.
        let here_now = PlanForm {
            kind: "meetup".into(),
            attendance: "hybrid".into(),
            join_url: LINK.into(),
            capacity: "1".into(),
            ..form()
        };
        events::edit(&world, &wen, id, here_now).await.expect("changed");
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!((page.card.kind, page.card.venue.as_str()), (Kind::OpenDay, "Old Tram Depot"));
        assert!(page.map_url.is_some_and(|url| url.contains("Old%20Tram%20Depot")));
        assert_eq!(count_letters(&world, "event_changed").await, 4, "to those with a part too");
    })
    .await;
}

/// Whoever opens the door, or runs the event with others, hears that it is another day; they have no seat to give up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_with_a_part_hear_of_it_too() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let (lin, bai) = (world.member("Lin Na").await, world.member("Bai Lu").await);
        world.door_helper(&lin, id).await;
        let bai = world.helper(&bai, id, EventRole::CoOrganiser).await;
        sign_up(&world, &lin, id).await;
        let told = async |subject: &str, whom: &str| {
            world.run_jobs().await;
            let letters = world.letters().into_iter();
            letters.filter(|l| l.contains(&format!("Subject: {subject}")) && l.contains(whom)).collect::<Vec<_>>()
        };
        events::postpone(&world, &wen, id, "The river is high.").await.expect("postponed");
        let letters = told("Postponed", "bailu@example.org").await;
        assert_eq!(letters.len(), 1);
        assert!(!letters[0].contains("/my/tickets"), "{}", letters[0]);
        let letters = told("Postponed", "linna@example.org").await;
        assert_eq!(letters.len(), 1, "once, though she has a seat too");
        assert!(letters[0].contains("/my/tickets"), "{}", letters[0]);
        events::reschedule(&world, &wen, id, ("2027-05-08T14:00", "2027-05-08T17:30")).await.expect("a date");
        assert_eq!(told("Changed", "bailu@example.org").await.len(), 1);
        events::cancel(&world, &bai, id, "Too much rain").await.expect("cancelled");
        assert_eq!(told("Cancelled", "bailu@example.org").await.len(), 0, "who did it knows it");
        assert_eq!(told("Cancelled", "linna@example.org").await.len(), 1);
    })
    .await;
}
