//! Letters through time: quiet hours, reminders, announcements, the inbox, what became of each. On both engines.

use std::{collections::BTreeSet, time::Duration};

use backend::{
    Site, events,
    notices::{
        announcement_page, inbox, letters_page, mail_page, mark_read, remind, save_choice, send_announcement,
        unsubscribe, unsubscribe_page, write_announcement,
    },
    signups, sql,
    testing::{TestSite, each_site},
};
use domain::{
    EventId, Failure, Instant, Locale, Refusal,
    members::Actor,
    notices::{
        Delivery,
        announce::{AnnouncementForm, Group},
        quiet::ChoiceForm,
        view::Part,
    },
};

fn utc(text: &str) -> Instant {
    use domain::events::plan::Zones;
    backend::zones::TzDb.moment(text, "UTC").expect("a test's time")
}

async fn house(world: &TestSite, capacity: i64) -> (Actor, Vec<Actor>, EventId) {
    let chengdu = world.chapter("Chengdu").await;
    let host = world.organiser("Qiao Bo", chengdu).await;
    let event = world.event(chengdu, &host, capacity).await;
    (host, world.fans(3).await, event)
}

/// The subjects of all mails so far, oldest first, with whom they went to.
fn subjects(world: &TestSite) -> Vec<(String, String)> {
    let head = |letter: &str, name: &str| {
        let line = letter.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        line.trim().to_owned()
    };
    world.letters().iter().map(|letter| (head(letter, "To: "), head(letter, "Subject: "))).collect()
}

/// The subject of the letter to somebody whom an organiser took off.
const REMOVED: &str = "You are no longer signed up";

fn count(world: &TestSite, words: &str) -> usize {
    subjects(world).iter().filter(|(_, subject)| subject.contains(words)).count()
}

/// The calendar part of a mail, decoded.
fn calendar(letter: &str) -> Option<String> {
    let (_, part) = letter.split_once("Content-Type: text/calendar")?;
    let (head, body) = part.split_once("\r\n\r\n")?;
    assert!(head.contains("base64") && head.contains("charset=utf-8"), "{head}");
    let body: String = body.split("\r\n--").next()?.split_whitespace().collect();
    String::from_utf8(unbase64(&body)).ok()
}

fn unbase64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut have) = (vec![], 0_u32, 0);
    for letter in text.bytes().filter(|b| *b != b'=') {
        bits = bits << 6 | LETTERS.iter().position(|l| *l == letter).expect("base64") as u32;
        have += 6;
        if have >= 8 {
            have -= 8;
            out.push((bits >> have & 0xff) as u8);
        }
    }
    out
}

async fn speaks_chinese(world: &TestSite, fan: &Actor) {
    world.speaks(fan, Locale::ZhCn).await;
}

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_night_only_what_is_urgent_is_mailed() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 1).await;
        let first = world.sign_up(&fans[0], event).await.expect("a seat").id;
        let second = world.sign_up(&fans[1], event).await.expect("a place in line").id;
        world.run_jobs().await;
        // Eleven in the evening in Shanghai, two weeks before: that one was taken off can wait, the offer that it makes not.
        world.clock.set(utc("2027-03-20T15:00"));
        signups::remove(&world, &host, first, "Signed up twice").await.expect("removed");
        world.run_jobs().await;
        assert_eq!((count(&world, "A seat for you"), count(&world, REMOVED)), (1, 0));
        let page = inbox(&world, &fans[0], Locale::En, 1).await.expect("an inbox");
        assert!(page.notices[0].subject.starts_with(REMOVED), "the inbox does not sleep: {page:?}");
        world.clock.set(utc("2027-03-20T23:59"));
        world.run_jobs().await;
        assert_eq!(count(&world, REMOVED), 0);
        world.clock.set(utc("2027-03-21T00:00"));
        world.run_jobs().await;
        assert_eq!(count(&world, REMOVED), 1);
        let (attempts,): (i64,) = (world.db.read().await.expect("a connection"))
            .one(sql!("SELECT max(attempts) FROM job"), ())
            .await
            .expect("jobs");
        assert_eq!(attempts, 1, "waiting is no failure");
        signups::accept(&world, &fans[1], second).await.expect("a seat");

        // The night before the event news do not wait.
        world.clock.set(utc("2027-04-02T17:00"));
        events::cancel(&world, &host, event, "The depot is flooded.").await.expect("cancelled");
        world.run_jobs().await;
        assert_eq!(count(&world, "Cancelled"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_has_a_night_of_their_own() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 9).await;
        for fan in &fans {
            world.sign_up(fan, event).await.expect("a seat");
        }
        world.run_jobs().await;
        let choose = async |fan: &Actor, from: &str, until: &str| {
            let form = ChoiceForm { quiet_from: from.into(), quiet_until: until.into(), announcements: true };
            save_choice(&world, fan, &form).await.expect("kept");
        };
        choose(&fans[0], "", "").await;
        choose(&fans[1], "13:00", "15:00").await;
        let wrong = ChoiceForm { quiet_from: "25:00".into(), ..ChoiceForm::default() };
        assert!(save_choice(&world, &fans[2], &wrong).await.is_err());
        // 06:30 UTC is half past two in the afternoon in Shanghai: a siesta for one of them.
        world.clock.set(utc("2027-03-21T06:30"));
        let form = AnnouncementForm {
            subject: "Coats".into(),
            body: "Bring one.".into(),
            confirmed: true,
            ..Default::default()
        };
        let id = write_announcement(&world, &host, (event, None), &form).await.expect("a draft");
        assert_eq!(send_announcement(&world, &host, id).await, Ok(3));
        world.run_jobs().await;
        assert_eq!(count(&world, "Coats"), 2);
        world.clock.set(utc("2027-03-21T07:00"));
        world.run_jobs().await;
        assert_eq!(count(&world, "Coats"), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_come_once_each_by_the_clocks_of_the_place() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 3).await;
        for fan in &fans[..2] {
            world.sign_up(fan, event).await.expect("a seat");
        }
        speaks_chinese(&world, &fans[1]).await;
        let gone = world.sign_up(&fans[2], event).await.expect("a seat").id;
        signups::give_up(&world, &fans[2], gone).await.expect("given up");
        world.run_jobs().await;
        let before = world.letters().len();
        // The event is on 3 April at two in the afternoon in Shanghai: the eve is at 10:00 UTC.
        world.clock.set(utc("2027-04-02T09:59"));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before);
        world.clock.set(utc("2027-04-02T10:00"));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before + 2, "to those with a seat, and to nobody who gave it up");
        assert_eq!(count(&world, "Soon: Tea-House Tapes 1, Sat 3 April 14:00"), 1);
        for _ in 0..3 {
            assert_eq!(remind(&world).await, Ok(0), "once");
        }
        let page = letters_page(&world, &host, Locale::En, event).await.expect("a page");
        assert_eq!(page.reminders.iter().map(|r| r.sent).collect::<Vec<_>>(), [Some(2), None]);
        assert_eq!(page.reminders[0].at, "Friday 2 April, 18:00");
        world.clock.set(utc("2027-04-03T04:00"));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before + 4);
        world.clock.set(utc("2027-04-03T05:50"));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before + 4);
        let chinese = inbox(&world, &fans[1], Locale::ZhCn, 1).await.expect("an inbox");
        assert!(chinese.notices[0].subject.starts_with("活动快到了"), "{chinese:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moved_event_reminds_anew_and_a_cancelled_one_never() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 3).await;
        world.sign_up(&fans[0], event).await.expect("a seat");
        let move_to = async |starts: &str| {
            let starts = utc(starts).0;
            let mut tx = world.db.write().await.expect("a transaction");
            tx.execute(
                sql!("UPDATE event SET starts_at = $2, ends_at = $3 WHERE id = $1"),
                (event.0, starts, starts + 3_600_000),
            )
            .await
            .expect("moved");
            tx.commit().await.expect("a commit");
        };
        world.clock.set(utc("2027-04-02T10:00"));
        assert_eq!(remind(&world).await, Ok(1));
        move_to("2027-04-05T06:00").await;
        world.clock.set(utc("2027-04-03T04:30"));
        assert_eq!(remind(&world).await, Ok(0), "not for the day it was on");
        world.clock.set(utc("2027-04-04T10:00"));
        assert_eq!(remind(&world).await, Ok(1));
        // Back and forth: what was sent for a day is not sent for it again.
        move_to("2027-04-06T06:00").await;
        move_to("2027-04-05T06:00").await;
        assert_eq!(remind(&world).await, Ok(0));
        events::cancel(&world, &host, event, "Rain").await.expect("cancelled");
        world.clock.set(utc("2027-04-05T04:00"));
        assert_eq!(remind(&world).await, Ok(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_nodes_remind_once() {
    each_site(async |world| {
        let (_, fans, event) = house(&world, 3).await;
        world.sign_up(&fans[0], event).await.expect("a seat");
        world.run_jobs().await;
        world.clock.set(utc("2027-04-02T10:00"));
        let mut nodes = vec![];
        for _ in 0..8 {
            let site: Site = world.with_settings(world.settings.clone()).await;
            nodes.push(tokio::spawn(async move { remind(&site).await.expect("the database answers") }));
        }
        let mut sent = 0;
        for node in nodes {
            sent += node.await.expect("no panic");
        }
        assert_eq!((sent, world.letters_asked("reminder").await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_reaches_the_chosen_once_in_their_language() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 2).await;
        for fan in &fans {
            world.sign_up(fan, event).await.expect("a seat or a place in line");
        }
        speaks_chinese(&world, &fans[1]).await;
        let stranger = world.organiser("Qiao Feng", world.chapter("Leeds").await).await;
        let form = AnnouncementForm {
            subject: "Bring a coat".into(),
            body: "It rains.\n\nWe start in the hall.".into(),
            confirmed: true,
            ..Default::default()
        };
        for (actor, wanted) in [(&stranger, Failure::Forbidden), (&fans[0], Failure::Forbidden)] {
            assert_eq!(write_announcement(&world, actor, (event, None), &form).await, Err(wanted.clone()));
        }
        let id = write_announcement(&world, &host, (event, None), &form).await.expect("a draft");
        let page = announcement_page(&world, &host, Locale::En, id).await.expect("a preview");
        assert_eq!((page.people, page.inbox_only, page.subject.as_str()), (2, 0, "Bring a coat"));
        assert!(
            page.letter.contains("We start in the hall.") && page.letter.contains("/unsubscribe/"),
            "{}",
            page.letter
        );
        assert_eq!(page.groups, [(Group::Confirmed, 2), (Group::Waiting, 1)]);
        assert_eq!(announcement_page(&world, &stranger, Locale::En, id).await, Err(Failure::Forbidden));
        assert_eq!(send_announcement(&world, &stranger, id).await, Err(Failure::Forbidden));

        let both = AnnouncementForm { waiting: true, ..form.clone() };
        assert_eq!(write_announcement(&world, &host, (event, Some(id)), &both).await, Ok(id));
        world.run_jobs().await;
        let before = world.letters().len();
        world.advance(Duration::from_secs(1));
        // Asked twice at once, it is sent once.
        let (a, b) = tokio::join!(send_announcement(&world, &host, id), send_announcement(&world, &host, id));
        let refused = Err(Failure::Refused(Refusal::AlreadySent));
        assert!((a == Ok(3) && b == refused) || (b == Ok(3) && a == refused), "{a:?} {b:?}");
        assert_eq!(
            write_announcement(&world, &host, (event, Some(id)), &form).await,
            Err(Failure::Refused(Refusal::AlreadySent))
        );
        world.run_jobs().await;
        let letters: Vec<String> = world.letters().split_off(before);
        assert_eq!(letters.len(), 3);
        for letter in &letters {
            assert!(letter.contains("List-Unsubscribe: <https://popcorn.example/unsubscribe/"), "{letter}");
            assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        }
        let page = announcement_page(&world, &host, Locale::En, id).await.expect("a page");
        let sent = page.sent.expect("it was sent");
        assert_eq!((sent.by.as_str(), sent.deliveries.sent, sent.troubles.len()), ("Qiao Bo", 3, 0));
        let chinese = inbox(&world, &fans[1], Locale::ZhCn, 1).await.expect("an inbox");
        assert_eq!(chinese.notices[0].parts[0], Part::Text("《Tea-House Tapes 1》的组织者写信给你：".into()));
        assert!(chinese.notices[0].is_new && chinese.unread > 0);
        mark_read(&world, &fans[1], None).await.expect("read");
        assert_eq!(inbox(&world, &fans[1], Locale::ZhCn, 1).await.expect("an inbox").unread, 0);
        let theirs = chinese.notices[0].id.parse().expect("an id");
        assert_eq!(mark_read(&world, &fans[0], Some(theirs)).await, Err(Failure::NotFound), "somebody else's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_click_ends_announcements_and_nothing_else() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 2).await;
        world.sign_up(&fans[0], event).await.expect("a seat");
        world.run_jobs().await;
        world.advance(Duration::from_secs(1));
        let announce = async |subject: &str| {
            let form = AnnouncementForm {
                subject: subject.into(),
                body: "Words.".into(),
                confirmed: true,
                ..Default::default()
            };
            let id = write_announcement(&world, &host, (event, None), &form).await.expect("a draft");
            send_announcement(&world, &host, id).await.expect("sent");
            world.run_jobs().await;
            id
        };
        announce("First").await;
        let letter = world.letters().pop().expect("a letter");
        let token: String =
            letter.split("popcorn.example/unsubscribe/").nth(1).expect("an address").chars().take(64).collect();
        let page = unsubscribe_page(&world, &token).await.expect("a page");
        assert_eq!((page.email.as_str(), page.is_off), ("f…@example.org", false));
        for _ in 0..2 {
            unsubscribe(&world, &token).await.expect("one click, and another");
        }
        assert!(unsubscribe_page(&world, &token).await.expect("a page").is_off);
        assert_eq!(unsubscribe(&world, &token.replace(['a', '1'], "b")).await, Err(Failure::NotFound));
        world.advance(Duration::from_secs(1));
        let id = announce("Second").await;
        assert_eq!(count(&world, "Second"), 0);
        let page = announcement_page(&world, &host, Locale::En, id).await.expect("a page");
        assert_eq!(page.sent.expect("sent").deliveries.skipped, 1);
        let inbox = inbox(&world, &fans[0], Locale::En, 1).await.expect("an inbox");
        assert_eq!(inbox.notices[0].subject, "Second", "it stands in the inbox");
        events::cancel(&world, &host, event, "Rain").await.expect("cancelled");
        world.run_jobs().await;
        assert_eq!(count(&world, "Cancelled"), 1, "what they need to know still comes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_announcements_are_refused_and_the_door_counts() {
    each_site(async |world| {
        let (host, fans, event) = house(&world, 3).await;
        for fan in &fans[..2] {
            world.sign_up(fan, event).await.expect("a seat");
        }
        let form =
            AnnouncementForm { subject: "News".into(), body: "Words.".into(), confirmed: true, ..Default::default() };
        for n in 0..6 {
            let id = write_announcement(&world, &host, (event, None), &form).await.expect("a draft");
            let sent = send_announcement(&world, &host, id).await;
            assert_eq!(matches!(sent, Err(Failure::TooMany { .. })), n == 5, "{n}: {sent:?}");
        }
        // From the start on those who came and those who did not can be chosen.
        world.clock.set(utc("2027-04-03T06:30"));
        let (signup, member) = {
            let stored = world.stored_sign_ups(event).await;
            let mut conn = world.db.read().await.expect("a connection");
            let (id,): (uuid::Uuid,) = conn
                .one(
                    sql!("SELECT id FROM signup WHERE event_id = $1 AND member_id = $2"),
                    (event.0, stored[0].member.0),
                )
                .await
                .expect("a sign-up");
            (id, stored[0].member)
        };
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO check_in (signup_id, event_id, member_id, at) VALUES ($1, $2, $3, $4)"),
            (signup, event.0, member.0, world.now().0),
        )
        .await
        .expect("in");
        tx.commit().await.expect("a commit");
        let page = letters_page(&world, &host, Locale::En, event).await.expect("a page");
        assert_eq!(
            page.groups,
            [(Group::Confirmed, 2), (Group::Waiting, 0), (Group::CheckedIn, 1), (Group::NotCheckedIn, 1)]
        );
        let thanks = AnnouncementForm { checked_in: true, confirmed: false, ..form };
        let id = write_announcement(&world, &host, (event, None), &thanks).await.expect("a draft");
        assert_eq!(announcement_page(&world, &host, Locale::En, id).await.expect("a preview").people, 1);
        assert_eq!(send_announcement(&world, &host, id).await, Ok(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_leave_nothing_in_the_inbox_and_troubles_are_seen_by_who_runs_the_site() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let admin = world.admin().await;
        let mut tx = world.db.write().await.expect("a transaction");
        backend::notices::send(
            &mut tx,
            &world,
            fan.member,
            backend::notices::Letter::ConfirmEmail { code: "012345".into() },
        )
        .await
        .expect("a job");
        tx.commit().await.expect("a commit");
        let page = inbox(&world, &fan, Locale::En, 1).await.expect("an inbox");
        assert_eq!((page.notices.len(), page.unread), (0, 0));
        let (kept,): (String,) = (world.db.read().await.expect("a connection"))
            .one(sql!("SELECT letter FROM notice"), ())
            .await
            .expect("a notice");
        assert_eq!(kept, "{}");
        world
            .test_db()
            .run(
                "UPDATE member SET email = 'not an address' WHERE is_admin = 0",
                "UPDATE member SET email = 'not an address' WHERE NOT is_admin",
            )
            .await;
        world.run_jobs().await;
        assert_eq!(mail_page(&world, &fan, Locale::En).await, Err(Failure::Forbidden));
        let page = mail_page(&world, &admin, Locale::En).await.expect("a page");
        assert_eq!((page.deliveries.bounced, page.troubles.len()), (1, 1));
        let trouble = &page.troubles[0];
        assert_eq!((trouble.delivery, trouble.kind.as_str(), trouble.tries), (Delivery::Bounced, "confirm_email", 1));
        assert!(!trouble.why.contains("012345"));
    })
    .await;
}
