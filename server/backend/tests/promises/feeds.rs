//! Calendars and feeds, on both engines, read by a parser that is not ours (the crate `icalendar`; the journeys in the browser
//! ask another one, ical.js).

use std::time::Duration;

use backend::{
    Site, events,
    notices::{end_calendar_address, new_calendar_address},
    showcase::feeds::{self, Feed},
    signups::{self},
    sql,
    testing::{TestSite, each_site},
};
use domain::{EventId, Failure, Instant, members::Actor};
use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};

fn parsed(feed: &Feed) -> Calendar {
    feed.text.parse::<Calendar>().unwrap_or_else(|error| panic!("{error}\n{}", feed.text))
}

fn entries(feed: &Feed) -> Vec<icalendar::Event> {
    let all = parsed(feed).components.into_iter();
    all.filter_map(|one| if let CalendarComponent::Event(event) = one { Some(event) } else { None }).collect()
}

/// The only entry.
fn entry(feed: &Feed) -> icalendar::Event {
    let [entry] = <[_; 1]>::try_from(entries(feed)).expect("one entry");
    entry
}

fn utc(at: Option<DatePerhapsTime>) -> String {
    match at {
        Some(DatePerhapsTime::DateTime(icalendar::CalendarDateTime::Utc(at))) => {
            at.format("%Y-%m-%dT%H:%MZ").to_string()
        }
        other => panic!("no UTC time: {other:?}"),
    }
}

async fn slug(site: &Site, event: EventId) -> String {
    let (slug,): (String,) = (site.db.read().await.expect("a connection"))
        .one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,))
        .await
        .expect("an event");
    slug
}

/// Moves an event straight in the database.
async fn moved(world: &TestSite, event: EventId, zone: &str, (starts, ends): (&str, &str)) {
    use domain::events::plan::Zones;
    let at = |local| backend::zones::TzDb.moment(local, zone).expect("a time");
    let mut tx = world.db.write().await.expect("a transaction");
    tx.execute(
        sql!(
            "UPDATE event SET zone = $2, starts_local = $3, ends_local = $4, starts_at = $5, ends_at = $6, version = version + 1
             WHERE id = $1"
        ),
        (event.0, zone, starts, ends, at(starts).0, at(ends).0),
    )
    .await
    .expect("moved");
    tx.commit().await.expect("a commit");
}

async fn house(world: &TestSite) -> (Actor, Actor, EventId) {
    let chengdu = world.chapter("Chengdu").await;
    let host = world.organiser("Qiao Bo", chengdu).await;
    let fan = world.member("Zhu Yuting").await;
    let event = world.event(chengdu, &host, 1).await;
    (host, fan, event)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_is_the_same_for_a_parser_that_is_not_ours() {
    each_site(async |world| {
        let (host, _, event) = house(&world).await;
        let slug = slug(&world, event).await;
        let file = feeds::event(&world, &slug).await.expect("a calendar file");
        let before = entry(&file);
        assert_eq!(before.get_uid(), Some(format!("{event}@popcorn.example").as_str()));
        assert_eq!(before.get_summary(), Some("Tea-House Tapes 1"));
        assert_eq!(
            (utc(before.get_start()), utc(before.get_end())),
            ("2027-04-03T06:00Z".into(), "2027-04-03T09:30Z".into())
        );
        assert_eq!((before.get_sequence(), before.property_value("STATUS")), (Some(1), Some("CONFIRMED")));
        assert_eq!(feeds::event(&world, &slug).await.as_ref(), Ok(&file), "the same file, whenever it is fetched");

        world.advance(Duration::from_secs(3600));
        events::cancel(&world, &host, event, "The depot, alas, is flooded; sorry.").await.expect("cancelled");
        let cancelled = feeds::event(&world, &slug).await.expect("it stays");
        let after = entry(&cancelled);
        assert_eq!((after.get_sequence(), after.property_value("STATUS")), (Some(2), Some("CANCELLED")));
        assert_eq!(after.get_uid(), before.get_uid());
        assert!(after.get_description().expect("words").contains("The depot, alas, is flooded; sorry."));
        assert!(
            after.get_last_modified() > before.get_last_modified() && after.get_timestamp() > before.get_timestamp()
        );
        assert_ne!(cancelled.tag, file.tag);

        world.test_db().run("UPDATE event SET state = 'draft'", "UPDATE event SET state = 'draft'").await;
        assert_eq!(feeds::event(&world, &slug).await, Err(Failure::NotFound));
        assert_eq!(feeds::event_json(&world, &slug).await, Err(Failure::NotFound));
        assert!(entries(&feeds::all(&world).await.expect("a calendar")).is_empty());
        assert!(entries(&feeds::chapter(&world, "chengdu").await.expect("a calendar")).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hour_is_right_through_a_change_of_the_clocks() {
    each_site(async |world| {
        let (_, _, event) = house(&world).await;
        let slug = slug(&world, event).await;
        // On 28 March 2027 London's clocks go forward at one, on 31 October back at two.
        for (local, wanted) in [
            (("2027-03-27T14:00", "2027-03-27T16:00"), ("2027-03-27T14:00Z", "2027-03-27T16:00Z")),
            (("2027-03-28T14:00", "2027-03-28T16:00"), ("2027-03-28T13:00Z", "2027-03-28T15:00Z")),
            (("2027-03-27T23:00", "2027-03-28T03:00"), ("2027-03-27T23:00Z", "2027-03-28T02:00Z")),
            (("2027-10-30T23:00", "2027-10-31T03:00"), ("2027-10-30T22:00Z", "2027-10-31T03:00Z")),
        ] {
            moved(&world, event, "Europe/London", local).await;
            let entry = entry(&feeds::event(&world, &slug).await.expect("a calendar file"));
            assert_eq!((utc(entry.get_start()).as_str(), utc(entry.get_end()).as_str()), wanted, "{local:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_chinese_words_come_through_the_folds() {
    each_site(async |world| {
        let (_, _, event) = house(&world).await;
        let title =
            "灯火电台的听众带着旧磁带来茶馆，一起听那些没有播出的夜晚；带上你的录音\\也带上一位朋友 🎙️".repeat(3);
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event SET title = $2 WHERE id = $1"), (event.0, title.as_str()))
            .await
            .expect("written");
        tx.commit().await.expect("a commit");
        let feed = feeds::event(&world, &slug(&world, event).await).await.expect("a calendar file");
        assert!(feed.text.split("\r\n").all(|line| line.len() <= 75), "{}", feed.text);
        assert_eq!(entry(&feed).get_summary(), Some(title.as_str()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_and_everything_can_be_followed() {
    each_site(async |world| {
        let (host, _, _) = house(&world).await;
        let leeds = world.chapter("Leeds").await;
        let other = world.organiser("Qiao Feng", leeds).await;
        for _ in 0..2 {
            world.event(leeds, &other, 9).await;
        }
        assert_eq!(entries(&feeds::all(&world).await.expect("a calendar")).len(), 3);
        let leeds = feeds::chapter(&world, "leeds").await.expect("a calendar");
        assert_eq!(entries(&leeds).len(), 2);
        let calendar = parsed(&leeds);
        assert_eq!(calendar.property_value("X-WR-CALNAME"), Some("Leeds Lamplighters"));
        assert_eq!(calendar.property_value("REFRESH-INTERVAL"), Some("PT1H"));
        assert_eq!(feeds::chapter(&world, "nowhere").await, Err(Failure::NotFound));

        let news = feeds::chapter_rss(&world, "leeds").await.expect("news").text;
        assert_eq!(news.matches("<item>").count(), 2);
        for words in [
            "<title>Leeds Lamplighters</title>",
            "<link>https://popcorn.example/e/tea-house-tapes-2</link>",
            "Saturday 3 April 2027",
            "<pubDate>Sat, 20 Mar 2027 06:00:00 GMT</pubDate>",
        ] {
            assert!(news.contains(words), "{words} in {news}");
        }
        assert_eq!(feeds::chapter_rss(&world, "nowhere").await, Err(Failure::NotFound));
        _ = host;
    })
    .await;
}

/// A chapter with a long past has a future all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_to_come_never_falls_out_of_a_calendar() {
    each_site(async |world| {
        let (_, _, first) = house(&world).await;
        let mut tx = world.db.write().await.expect("a transaction");
        for n in 0..1000 {
            tx.execute(
                sql!(
                    "INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                         starts_local, ends_local, starts_at, ends_at, venue, address, honor, version, created_at, changed_at, published_at)
                     SELECT $2, $3, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                         starts_local, ends_local, starts_at - 86400000, ends_at - 86400000, venue, address, honor, version, created_at,
                         changed_at, published_at FROM event WHERE id = $1"
                ),
                (first.0, world.new_id(), format!("before-{n}")),
            )
            .await
            .expect("a day before");
        }
        tx.commit().await.expect("a commit");
        let chapter = entries(&feeds::chapter(&world, "chengdu").await.expect("a calendar"));
        let starts = |event: &icalendar::Event| utc(event.get_start());
        assert_eq!(chapter.len(), 1000);
        assert_eq!(chapter.last().map(starts).as_deref(), Some("2027-04-03T06:00Z"), "in the order of time");
        assert_eq!(chapter.first().map(starts).as_deref(), Some("2027-04-02T06:00Z"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_is_told_as_json_and_people_only_counted() {
    each_site(async |world| {
        let (_, fan, event) = house(&world).await;
        world.sign_up(&fan, event).await.expect("a seat");
        let feed = feeds::event_json(&world, &slug(&world, event).await).await.expect("an event");
        let json: serde_json::Value = serde_json::from_str(&feed.text).expect("JSON");
        assert_eq!(json["starts"], "2027-04-03T14:00:00+08:00");
        assert_eq!(json["phase"], "full");
        assert_eq!(json["seats"], serde_json::json!({ "capacity": 1, "taken": 1, "left": 0, "waiting": 0 }));
        assert!(!feed.text.contains("Zhu") && !feed.text.contains("example.org"), "{}", feed.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own_calendar_is_secret_replaceable_and_true() {
    each_site(async |world| {
        let (host, fan, event) = house(&world).await;
        let late = world.member("Late").await;
        let signup = world.sign_up(&fan, event).await.expect("a seat").id;
        let in_line = world.sign_up(&late, event).await.expect("a place in line").id;
        let (mine, theirs) = (
            new_calendar_address(&world, &fan).await.expect("a token"),
            new_calendar_address(&world, &late).await.expect("a token"),
        );
        assert_eq!(mine.len(), 64);
        let stored: Vec<(Vec<u8>,)> = (world.db.read().await.expect("a connection"))
            .all(sql!("SELECT token_hash FROM calendar_token"), ())
            .await
            .expect("hashes");
        assert!(
            stored.iter().all(|(hash,)| hash.len() == 32
                && !mine.as_bytes().windows(8).any(|part| hash.windows(8).any(|h| h == part)))
        );

        let status = async |token: &str| -> Vec<String> {
            let feed = feeds::personal(&world, token).await.expect("a calendar");
            entries(&feed).iter().map(|entry| entry.property_value("STATUS").unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(status(&mine).await, ["CONFIRMED"]);
        assert_eq!(status(&theirs).await, ["TENTATIVE"]);
        let text = feeds::personal(&world, &mine).await.expect("a calendar").text;
        let code = &world.stored_sign_ups(event).await[0].code;
        assert!(!text.contains(code.as_str()) && !text.contains(&mine), "no secret inside: {text}");

        world.advance(Duration::from_secs(60));
        signups::give_up(&world, &fan, signup).await.expect("given up");
        assert!(status(&mine).await.is_empty(), "what was given up is gone");
        assert_eq!(status(&theirs).await, ["TENTATIVE"], "an offer is no seat yet");
        signups::accept(&world, &late, in_line).await.expect("a seat");
        assert_eq!(status(&theirs).await, ["CONFIRMED"]);
        world.advance(Duration::from_secs(60));
        events::cancel(&world, &host, event, "Rain").await.expect("cancelled");
        assert_eq!(status(&theirs).await, ["CANCELLED"], "what was cancelled stays and says so");

        let new = new_calendar_address(&world, &late).await.expect("another token");
        assert_eq!(feeds::personal(&world, &theirs).await, Err(Failure::NotFound), "the old address works no more");
        assert_eq!(status(&new).await, ["CANCELLED"]);
        end_calendar_address(&world, &late).await.expect("switched off");
        for bad in [new.as_str(), "", "x", "tickets", "' OR 1=1 --"] {
            assert_eq!(feeds::personal(&world, bad).await, Err(Failure::NotFound), "{bad}");
        }
        world.clock.set(Instant(world.now().0 + 500 * 86_400_000));
        assert!(status(&mine).await.is_empty());
    })
    .await;
}
