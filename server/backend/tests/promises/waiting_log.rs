//! The public log of the waiting list: who may read it, what it tells, what it finds out.

use crate::fairness::must_be_fair;
use crate::line::{Scene, scene};
use backend::events;
use backend::signups;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::signups::Seats;
use domain::signups::queue::{Bad, Flaw, Step};
use domain::{Failure, Locale};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_can_read_the_line_and_nobody_else_is_named() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        s.give_up(&world, 3).await;
        let slug = "tea-house-tapes-1";
        let page = signups::queue_page(&world, Some(&s.fans[2]), Locale::En, slug).await.expect("public");
        let (mine, number) = page.mine.clone().expect("in line");
        assert_eq!((mine.waiting_place, number), (Some(1), 3));
        assert_eq!((page.offers.as_slice(), page.gone), (&["Sunday 21 March, 14:00".to_owned()][..], 1));
        assert_eq!((page.first_come, page.cutoff.as_str()), (false, "Saturday 3 April, 08:00"));
        assert_eq!((page.total, page.entries.len(), page.entries[0].step), (8, 8, Step::Left));
        assert_eq!(page.entries[1].value, "Sunday 21 March, 14:00");
        let visitor = signups::queue_page(&world, None, Locale::ZhCn, slug).await.expect("public");
        assert_eq!(visitor.mine, None);
        let said = format!(
            "{visitor:?} {}",
            serde_json::to_string(&signups::queue_log(&world, slug).await.expect("public").published)
                .expect("plain data")
        );
        for fan in &s.fans {
            assert!(!said.contains(&fan.member.to_string()) && !said.contains("Fan"), "{said}");
        }
        for mine in &s.mine {
            assert!(!said.contains(&mine.id.to_string()));
        }
        let draft = events_draft(&world, &s).await;
        assert_eq!(signups::queue_page(&world, None, Locale::En, &draft).await.map(drop), Err(Failure::NotFound));
        assert_eq!(signups::queue_log(&world, &draft).await.map(drop), Err(Failure::NotFound));
        assert_eq!(signups::queue_log(&world, "nothing").await.map(drop), Err(Failure::NotFound));
    })
    .await;
}

async fn events_draft(world: &TestSite, s: &Scene) -> String {
    let event = world.event(s.chapter, &s.organiser, 1).await;
    let mut tx = world.db.write().await.expect("a transaction");
    tx.execute(sql!("UPDATE event SET state = 'draft' WHERE id = $1"), (event.0,)).await.expect("an event");
    tx.commit().await.expect("a commit");
    let page = events::console(world, &s.organiser, Locale::En, event).await.expect("a page");
    page.card.slug
}

/// A log that was touched from outside is found out, and the first bad entry is named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_touched_is_found_out() {
    each_site(async |world| {
        let s = scene(&world, 1, 4).await;
        s.give_up(&world, 0).await;
        let good = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        good.replay().expect("as it was written");
        world
            .test_db()
            .run(
                "DROP TRIGGER queue_entry_no_update; UPDATE queue_entry SET signup_number = 4 WHERE step = 'offered'",
                "ALTER TABLE queue_entry DISABLE TRIGGER ALL; UPDATE queue_entry SET signup_number = 4 WHERE step = 'offered'",
            )
            .await;
        let bad = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        assert_eq!(bad.replay(), Err(Bad { seq: 7, flaw: Flaw::Hash }));
    })
    .await;
}

/// An event that took sign-ups before there were logs: what it had is carried over, and the line goes on by the new rules.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_from_before_the_log_goes_on() {
    each_site(async |world| {
        let s = scene(&world, 2, 4).await;
        world
            .test_db()
            .run(
                "DROP TRIGGER queue_entry_no_delete; DELETE FROM queue_entry; UPDATE places SET log_entries = 0, log_head = zeroblob(32)",
                "ALTER TABLE queue_entry DISABLE TRIGGER ALL; DELETE FROM queue_entry;
                 UPDATE places SET log_entries = 0, log_head = decode(repeat('00', 32), 'hex')",
            )
            .await;
        signups::accept(&world, &s.fans[3], s.mine[3].id).await.expect_err("a no writes nothing");
        s.give_up(&world, 1).await;
        let log = signups::queue_log(&world, "tea-house-tapes-1").await.expect("public").published;
        assert_eq!(log.entries.len(), 7, "seats, two seats, two in line, one left, one offer");
        let found = must_be_fair(&world, s.event).await;
        assert_eq!(found.seats, Seats { taken: 2, offered: 1, waiting: 1, ..Seats::empty(2) });
    })
    .await;
}
