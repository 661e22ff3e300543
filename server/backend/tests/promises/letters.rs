//! Announcements, the inbox, and what became of each letter. On both engines.

use std::time::Duration;

use crate::post::{count, house, speaks_chinese, subjects, utc};
use backend::{
    events,
    notices::{
        self, Letter, announcement_page, inbox, letters_page, mail_page, mark_read, send_announcement, unsubscribe,
        unsubscribe_page, write_announcement,
    },
    sql,
    testing::each_site,
};
use domain::{
    Failure, Locale, Refusal,
    notices::{
        Delivery,
        announce::{AnnouncementForm, Group},
        view::Part,
    },
};

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
            sql!(
                "INSERT INTO check_in (signup_id, event_id, places_id, member_id, at)
                  SELECT $1, $2, s.places_id, $3, $4 FROM signup s WHERE s.id = $1"
            ),
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
        notices::send(&mut tx, &world, fan.member, Letter::ConfirmEmail { code: "012345".into() })
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

/// Whoever registers with somebody else's address cannot bury them in letters.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_nobody_confirmed_gets_a_few_letters_a_day() {
    each_site(async |world| {
        let (_, fans, event) = house(&world, 2).await;
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE member SET email_confirmed_at = NULL WHERE id = $1"), (fans[0].member.0,))
            .await
            .expect("changed");
        tx.commit().await.expect("a commit");
        let mut seats = vec![];
        for fan in &fans[..2] {
            seats.push(world.sign_up(fan, event).await.expect("a seat").id);
        }
        world.run_jobs().await;
        world.advance(Duration::from_secs(1)); // letters of one millisecond have no order
        let send = async |n: usize| {
            let mut tx = world.db.write().await.expect("a transaction");
            for _ in 0..20 {
                let letter = Letter::SeatSaved { signup: seats[n] };
                notices::send(&mut tx, &world, fans[n].member, letter).await.expect("asked for");
            }
            tx.commit().await.expect("a commit");
            world.run_jobs().await;
        };
        let got = || subjects(&world).iter().filter(|(whom, _)| whom.contains("fan@example.org")).count();
        send(0).await;
        assert_eq!(got(), 10);
        let page = inbox(&world, &fans[0], Locale::En, 1).await.expect("a page");
        assert_eq!(page.unread, 21, "all of them stand in the inbox");
        world.advance(Duration::from_secs(86_401));
        send(0).await;
        assert_eq!(got(), 20, "the next day is another one");
        let before = world.letters().len();
        send(1).await;
        assert_eq!(world.letters().len(), before + 20, "an address that is known to be theirs gets all");
    })
    .await;
}
