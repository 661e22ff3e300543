//! Jobs, on both engines: done once, tried again, given up, not lost with the worker that had them.

use std::{path::Path, sync::Arc, time::Duration};

use backend::{
    Site,
    clock::SystemClock,
    db::forks::{Claim, claim_jobs},
    notices::{self, Letter},
    operations::jobs::{self, Backlog, Worker},
    random::SystemRandom,
    site::{Mail, Settings},
    sql,
    testing::{TestSite, each_site},
};
use domain::members::Actor;

#[derive(Debug, sqlx::FromRow)]
struct Row {
    payload: String,
    run_at: i64,
    attempts: i64,
    done_at: Option<i64>,
    failed_at: Option<i64>,
    last_error: Option<String>,
}

async fn rows(site: &Site) -> Vec<Row> {
    let mut conn = site.db.read().await.expect("a connection");
    conn.all(sql!("SELECT payload, run_at, attempts, done_at, failed_at, last_error FROM job ORDER BY id"), ())
        .await
        .expect("jobs")
}

async fn write_to(site: &Site, member: &Actor, letters: usize) {
    let mut tx = site.db.write().await.expect("a transaction");
    for n in 0..letters {
        notices::send(&mut tx, site, member.member, Letter::ConfirmEmail { code: format!("{n:06}") })
            .await
            .expect("a job");
    }
    tx.commit().await.expect("a commit");
}

fn settings(world: &TestSite, folder: &Path) -> Settings {
    Settings { mail: Mail::Folder(folder.into()), quiet: None, ..world.settings.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_never_do_a_job_twice() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        write_to(&world, &fan, 60).await;
        let other_node = world.with_settings(world.settings.clone()).await;
        let workers = [world.site.clone(), world.site.clone(), other_node].map(|site| {
            tokio::spawn(async move {
                let worker = Worker::new(site);
                let mut done = 0;
                loop {
                    match worker.run_due().await.expect("the database answers") {
                        0 => return done,
                        n => done += n,
                    }
                }
            })
        });
        let mut done = 0;
        for worker in workers {
            done += worker.await.expect("no panic");
        }
        assert_eq!(done, 60, "each was taken once");
        let rows = rows(&world).await;
        assert!(rows.iter().all(|row| row.attempts == 1 && row.done_at.is_some() && row.payload == "{}"), "{rows:?}");
        assert_eq!(world.letters().len(), 60);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_done_for_a_transaction_that_was_undone() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let mut tx = world.db.write().await.expect("a transaction");
        notices::send(&mut tx, &world, fan.member, Letter::ConfirmEmail { code: "012345".into() })
            .await
            .expect("a job");
        drop(tx);
        world.run_jobs().await;
        assert!(rows(&world).await.is_empty() && world.letters().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_is_tried_again_later_and_then_done() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("mail");
        std::fs::write(&folder, "in the way").expect("a file");
        let site = world.with_settings(settings(&world, &folder)).await;
        let worker = Worker::new(site.clone());
        write_to(&site, &fan, 1).await;
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        let row = rows(&site).await.remove(0);
        assert_eq!((row.attempts, row.run_at), (1, site.now().plus_seconds(15).0));
        assert!(
            row.done_at.is_none()
                && row.failed_at.is_none()
                && row.last_error.as_deref().is_some_and(|e| e.contains("mail folder")),
            "{row:?}"
        );
        assert_eq!(worker.run_due().await.expect("the database answers"), 0, "not before its time");
        assert_eq!(
            jobs::backlog(&site).await.expect("the database answers"),
            Backlog { waiting: 0, failed: 0, oldest_s: 0 }
        );

        world.advance(Duration::from_secs(20));
        assert_eq!(
            jobs::backlog(&site).await.expect("the database answers"),
            Backlog { waiting: 1, failed: 0, oldest_s: 5 }
        );
        std::fs::remove_file(&folder).expect("out of the way");
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        let row = rows(&site).await.remove(0);
        assert!(row.done_at.is_some() && row.last_error.is_none() && row.payload == "{}", "{row:?}");
        assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_ten_tries_a_job_is_given_up_and_keeps_no_code() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("mail");
        std::fs::write(&folder, "in the way").expect("a file");
        let site = world.with_settings(settings(&world, &folder)).await;
        let mut tx = site.db.write().await.expect("a transaction");
        let badge = Letter::EventChanged { event: domain::EventId(site.new_id()) };
        notices::send(&mut tx, &site, fan.member, Letter::ConfirmEmail { code: "271828".into() }).await.expect("a job");
        tx.commit().await.expect("a commit");
        let worker = Worker::new(site.clone());
        // Tried within the ten minutes in which the code is good: the pauses are the database's, not ours.
        for _ in 0..10 {
            let mut tx = site.db.write().await.expect("a transaction");
            tx.execute(sql!("UPDATE job SET run_at = $1"), (site.now().0,)).await.expect("due now");
            tx.commit().await.expect("a commit");
            assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        }
        let row = rows(&site).await.remove(0);
        assert_eq!((row.attempts, row.payload.as_str()), (10, "{}"));
        assert!(row.failed_at.is_some() && row.done_at.is_none() && row.last_error.is_some(), "{row:?}");
        assert_eq!(worker.run_due().await.expect("the database answers"), 0);
        assert_eq!(jobs::backlog(&site).await.expect("the database answers").failed, 1);
        // What is no longer true needs no letter, and no folder.
        let mut tx = site.db.write().await.expect("a transaction");
        notices::send(&mut tx, &site, fan.member, badge).await.expect("a job");
        tx.commit().await.expect("a commit");
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        assert!(rows(&site).await.iter().any(|row| row.done_at.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_outlives_the_worker_that_took_it() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        write_to(&world, &fan, 1).await;
        // Taken, and then the machine stops.
        let now = world.now();
        let mut tx = world.db.write().await.expect("a transaction");
        let taken = claim_jobs(&mut tx, Claim { now, until: now.plus_seconds(90), most: 8 }).await.expect("jobs");
        tx.commit().await.expect("a commit");
        assert_eq!(taken.len(), 1);
        let restarted = world.with_settings(world.settings.clone()).await;
        let worker = Worker::new(restarted.clone());
        assert_eq!(worker.run_due().await.expect("the database answers"), 0, "it may still be at work");
        world.advance(Duration::from_secs(90));
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        let row = rows(&world).await.remove(0);
        assert_eq!((row.attempts, row.done_at.is_some()), (2, true));
        assert_eq!(world.letters().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_of_a_newer_version_is_left_to_it() {
    each_site(async |world| {
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO job (id, kind, payload, run_at, attempts, created_at) VALUES ($1, 'fly', $2, $3, 0, $3)"),
            (world.new_id(), r#"{"job":"fly"}"#, world.now().0),
        )
        .await
        .expect("a job");
        tx.commit().await.expect("a commit");
        world.run_jobs().await;
        let row = rows(&world).await.remove(0);
        assert_eq!((row.payload.as_str(), row.done_at, row.failed_at), (r#"{"job":"fly"}"#, None, None));
        assert_eq!(row.last_error.as_deref(), Some("this version cannot read the job"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_worker_is_woken_and_ends_when_told() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let place = tempfile::tempdir().expect("a folder");
        let db = world.test_db().db();
        let real = Site::open(db, Arc::new(SystemClock), Arc::new(SystemRandom), settings(&world, place.path()))
            .await
            .expect("a site");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let worker = tokio::spawn(Worker::new(real.clone()).run(async {
            _ = stopped.await;
        }));
        for round in 1..=3 {
            tokio::time::sleep(Duration::from_millis(60 * round)).await;
            write_to(&real, &fan, 2).await;
            let done = async || rows(&real).await.iter().filter(|row| row.done_at.is_some()).count() as u64;
            let wait = async {
                while done().await < 2 * round {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(10), wait).await.expect("woken");
        }
        stop.send(()).expect("it still runs");
        tokio::time::timeout(Duration::from_secs(5), worker).await.expect("it ends").expect("no panic");
        assert_eq!(std::fs::read_dir(place.path()).expect("the folder").count(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_over_is_tidied_away() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let kept = world.session_of(&fan).await;
        write_to(&world, &fan, 1).await;
        world.run_jobs().await;
        world.advance(Duration::from_secs(6 * 24 * 3600));
        backend::operations::housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(rows(&world).await.len(), 1);
        world.advance(Duration::from_secs(24 * 3600));
        backend::operations::housekeeping::tidy(&world).await.expect("tidied");
        assert!(rows(&world).await.is_empty());
        assert!(backend::members::session(&world, &kept).await.expect("the database answers").is_some());
        world.advance(Duration::from_secs(31 * 24 * 3600));
        backend::operations::housekeeping::tidy(&world).await.expect("tidied");
        let (left,): (i64,) = world
            .db
            .read()
            .await
            .expect("a connection")
            .one(sql!("SELECT count(*) FROM session"), ())
            .await
            .expect("a count");
        assert_eq!(left, 0);
    })
    .await;
}
