//! What an event without a date, or without a place, tells other programs, calendars and letters.

use std::time::Duration;

use crate::planning::{count_letters, form, sign_up};
use backend::showcase::feeds;
use backend::testing::{TestSite, each_site};
use backend::{events, notices, signups};
use domain::events::plan::PlanForm;
use domain::members::Actor;
use domain::{EventId, Failure, Locale};

const HOUR: Duration = Duration::from_secs(3600);
const SLUG: &str = "tea-house-tapes";

/// A public event with a guest.
async fn house(world: &TestSite, plan: PlanForm) -> (Actor, Actor, EventId) {
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    let id = events::create(world, &wen, plan).await.expect("a draft");
    events::publish(world, &wen, id).await.expect("published");
    let fan = world.member("Zhu Yuting").await;
    sign_up(world, &fan, id).await;
    (wen, fan, id)
}

/// The value of a property of the only entry.
fn property<'a>(file: &'a str, name: &str) -> &'a str {
    file.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_keeps_what_is_postponed_as_perhaps_and_puts_it_right_with_the_new_date() {
    each_site(async |world| {
        let (wen, fan, id) = house(&world, form()).await;
        let token = notices::new_calendar_address(&world, &fan).await.expect("a token");
        let before = feeds::event(&world, SLUG).await.expect("a file").text;
        assert_eq!(property(&before, "STATUS"), "CONFIRMED");
        events::postpone(&world, &wen, id, "The river is high.").await.expect("postponed");

        let sequence = |file: &str| property(file, "SEQUENCE").parse::<i64>().expect("a number");
        let uid = |file: &str| property(file, "UID").to_owned();
        let after = feeds::event(&world, SLUG).await.expect("a file").text;
        assert_eq!((property(&after, "STATUS"), property(&after, "TRANSP")), ("TENTATIVE", "TRANSPARENT"));
        assert!(sequence(&after) > sequence(&before) && uid(&after) == uid(&before));
        assert!(property(&after, "DESCRIPTION").starts_with("The river is high."), "{after}");
        let own = feeds::personal(&world, &token).await.expect("a calendar").text;
        assert_eq!(property(&own, "STATUS"), "TENTATIVE");

        let json = feeds::event_json(&world, SLUG).await.expect("a file").text;
        assert!(
            json.contains("\"phase\": \"postponed\"") && json.contains("\"postpone_reason\": \"The river is high.\"")
        );
        let news = feeds::chapter_rss(&world, "chengdu").await.expect("news").text;
        assert!(news.contains("<title>Postponed: Tea-House Tapes</title>"), "{news}");
        assert!(!news.contains("3 April"), "the old day is no news: {news}");

        world.run_jobs().await;
        let letter = world.letters().into_iter().find(|l| l.contains("Subject: Postponed")).expect("a letter");
        assert!(letter.contains("method=REQUEST"), "the entry stays, as perhaps: {letter}");

        let again = ("2027-05-08T14:00", "2027-05-08T17:30");
        events::reschedule(&world, &wen, id, again).await.expect("a new date");
        let last = feeds::event(&world, SLUG).await.expect("a file").text;
        assert_eq!((property(&last, "STATUS"), property(&last, "DTSTART")), ("CONFIRMED", "20270508T060000Z"));
        assert!(sequence(&last) > sequence(&after) && uid(&last) == uid(&before));
        assert!(!last.contains("The river"), "{last}");
        // What was said then stands in the inbox, and does not speak of the new date as of the one taken back.
        let inbox = notices::inbox(&world, &fan, Locale::En, 1).await.expect("an inbox");
        let told = inbox.notices.iter().find(|n| n.subject.starts_with("Postponed")).expect("a notice");
        assert!(!format!("{told:?}").contains("8 May"), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_reminded_of_a_day_that_no_longer_holds() {
    each_site(async |world| {
        let (wen, _, id) = house(&world, form()).await;
        events::postpone(&world, &wen, id, "Rain.").await.expect("postponed");
        // Every quarter of an hour from the eve to the old start.
        world.advance(HOUR * (13 * 24));
        for _ in 0..(25 * 4) {
            world.advance(HOUR / 4);
            assert_eq!(notices::remind(&world).await, Ok(0));
        }
        assert_eq!(count_letters(&world, "reminder").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_online_has_no_place_in_any_file_and_its_link_in_none() {
    each_site(async |world| {
        let link = "https://meet.example.org/tapes";
        let plan = PlanForm {
            attendance: "online".into(),
            join_url: link.into(),
            venue: String::new(),
            address: String::new(),
            ..form()
        };
        let (_, fan, _) = house(&world, plan).await;
        let token = notices::new_calendar_address(&world, &fan).await.expect("a token");
        let file = feeds::event(&world, SLUG).await.expect("a file").text;
        assert_eq!(property(&file, "LOCATION"), "");
        let json = feeds::event_json(&world, SLUG).await.expect("a file").text;
        let news = feeds::chapter_rss(&world, "chengdu").await.expect("news").text;
        assert!(json.contains("\"attendance\": \"online\"") && news.contains("\nOnline\n"), "{json}{news}");
        let own = feeds::personal(&world, &token).await.expect("a calendar").text;
        for text in [file, json, news, own] {
            assert!(!text.contains(link), "for those with a seat, on their ticket: {text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_of_somebody_else_is_not_there_for_hands_either() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        let (other, _) =
            (world.organiser("Qiao Feng", world.chapter("Hangzhou").await).await, world.member("Bai Lu").await);
        let hands = ("bailu", "A guest");
        assert_eq!(signups::place_by_hand(&world, &other, id, hands).await, Err(Failure::NotFound));
        assert_eq!(signups::remove_member(&world, &other, id, hands).await, Err(Failure::NotFound));
        events::publish(&world, &wen, id).await.expect("published");
        assert_eq!(signups::place_by_hand(&world, &other, id, hands).await, Err(Failure::Forbidden));
        assert_eq!(signups::remove_member(&world, &other, id, hands).await, Err(Failure::Forbidden));
    })
    .await;
}
