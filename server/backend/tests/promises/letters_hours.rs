//! Letters and the clock: quiet hours and reminders. On both engines.

use crate::post::{REMOVED, count, house, speaks_chinese, utc};
use backend::{
    Site, events,
    notices::{inbox, letters_page, remind, save_choice, send_announcement, write_announcement},
    signups, sql,
    testing::each_site,
};
use domain::{
    Locale,
    members::Actor,
    notices::{announce::AnnouncementForm, quiet::ChoiceForm},
};

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
