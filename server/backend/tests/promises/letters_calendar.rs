//! Letters that put a seat into a calendar, and take it out again. On both engines.

use std::{collections::BTreeSet, time::Duration};

use crate::post::{calendar, house};
use backend::{events, signups, testing::each_site};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_comes_into_the_calendar_and_its_loss_takes_it_out() {
    use icalendar::{Calendar, CalendarComponent, Component};
    each_site(async |world| {
        let (host, fans, event) = house(&world, 2).await;
        let kept = world.sign_up(&fans[0], event).await.expect("a seat").id;
        let removed = world.sign_up(&fans[1], event).await.expect("a seat").id;
        world.run_jobs().await;
        let mut seen = BTreeSet::new();
        for letter in world.letters() {
            let text = calendar(&letter).expect("a calendar part");
            let read: Calendar = text.parse().expect("a calendar");
            assert_eq!(read.property_value("METHOD"), Some("REQUEST"));
            let [CalendarComponent::Event(entry)] = read.components.as_slice() else { panic!("{text}") };
            assert_eq!(entry.get_uid(), Some(format!("{event}@popcorn.example").as_str()));
            assert_eq!(entry.property_value("ORGANIZER"), Some("mailto:no-reply@popcorn.example"));
            let attendee = entry.multi_properties().get("ATTENDEE").expect("an attendee")[0].value().to_owned();
            seen.insert(attendee);
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["mailto:fan2@example.org", "mailto:fan@example.org"]);

        let cancels = async |words: &str| {
            world.run_jobs().await;
            let letter = world.letters().pop().expect("a letter");
            assert!(letter.contains(&format!("Subject: {words}")), "{words} in {letter}");
            let text = calendar(&letter).expect("a calendar part");
            assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"), "{text}");
        };
        world.advance(Duration::from_secs(60));
        signups::remove(&world, &host, removed, "Signed up twice").await.expect("removed");
        cancels("You are no longer signed up").await;
        world.advance(Duration::from_secs(60));
        world.sign_up(&fans[2], event).await.expect("a seat");
        world.run_jobs().await;
        world.advance(Duration::from_secs(60));
        signups::give_up(&world, &fans[0], kept).await.expect("given up");
        cancels("You gave up your seat").await;
        world.advance(Duration::from_secs(60));
        events::cancel(&world, &host, event, "Rain").await.expect("cancelled");
        cancels("Cancelled: Tea-House Tapes 1").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_waited_has_nothing_to_take_out() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 1).await;
        world.sign_up(&fans[0], event).await.expect("a seat");
        world.sign_up(&fans[1], event).await.expect("a place in line");
        world.run_jobs().await;
        world.advance(Duration::from_secs(60));
        events::cancel(&world, &host, event, "Rain").await.expect("cancelled");
        world.run_jobs().await;
        let letters = world.letters();
        let of = |whom: &str| letters.iter().rfind(|letter| letter.contains(whom)).expect("a letter").clone();
        assert!(calendar(&of("<fan@example.org>")).is_some());
        assert_eq!(calendar(&of("<fan2@example.org>")), None);
    })
    .await;
}
