//! Opening, migrating, copying, and the claims of workers.

use backend::db::forks::{Claim, claim_jobs};
use backend::db::{Db, DbError, Engine, known_migrations};
use backend::random::{Random, SystemRandom};
use backend::sql;
use backend::testing::{TestDb, each_engine, engines};
use domain::Instant;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fresh_database_is_up_to_date() {
    each_engine(async |db| {
        assert_eq!(db.pending_migrations().await.expect("a list"), Vec::<i64>::new());
        db.migrate().await.expect("nothing to do");
        db.ping().await.expect("it answers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_database_says_what_it_lacks() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deeper").join("popcorn.db");
    let db = Db::open(&format!("sqlite://{}", path.display())).await.expect("the folder is made too");
    assert_eq!(db.pending_migrations().await.expect("a list"), known_migrations(Engine::Sqlite));
    db.migrate().await.expect("migrates");
    assert_eq!(db.pending_migrations().await.expect("a list"), Vec::<i64>::new());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["popcorn.db", "popcorn.db-wal"] {
            let file = path.with_file_name(name).metadata().expect("it is there");
            assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name} holds personal data");
        }
    }
}

/// Several nodes start at once on an empty PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_together_migrate_once() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let db = TestDb::fresh(Engine::Postgres).await;
    db.run("", "DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
    assert_eq!(db.pending_migrations().await.expect("a list"), known_migrations(Engine::Postgres));
    let nodes: Vec<_> = (0..4)
        .map(|_| {
            let url = db.url().to_owned();
            tokio::spawn(async move { Db::open(&url).await?.migrate().await })
        })
        .collect();
    for node in nodes {
        node.await.expect("no panic").expect("migrated, by whomever");
    }
    assert_eq!(db.pending_migrations().await.expect("a list"), Vec::<i64>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_whole_and_overwrites_nothing() {
    each_engine(async |db| {
        add_jobs(&db, 30).await;
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("copy.db");
        let copied = db.copy_to(&target).await;
        if db.engine() == Engine::Postgres {
            assert!(matches!(copied, Err(DbError::NotHere(Engine::Postgres))));
            return;
        }
        copied.expect("copied");
        assert!(db.copy_to(&target).await.is_err(), "the target exists");
        let copy = Db::open(&target.to_string_lossy()).await.expect("opens");
        assert_eq!(copy.pending_migrations().await.expect("a list"), Vec::<i64>::new());
        let (jobs,): (i64,) =
            copy.read().await.expect("a reader").one(sql!("SELECT count(*) FROM job"), ()).await.expect("a number");
        assert_eq!(jobs, 30);
    })
    .await;
}

const NOW: Instant = Instant(1_805_522_400_000);

async fn add_jobs(db: &Db, count: i64) {
    let random: &dyn Random = &SystemRandom;
    let mut tx = db.write().await.expect("a turn");
    for number in 0..count {
        tx.execute(
            sql!("INSERT INTO job (id, kind, payload, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, 0, $4)"),
            (random.id(NOW), "mail", "{}", NOW.0 - number),
        )
        .await
        .expect("a job");
    }
    tx.commit().await.expect("durable");
}

async fn claim(db: &Db, now: Instant, most: i64) -> Vec<Uuid> {
    let mut tx = db.write().await.expect("a turn");
    let jobs = claim_jobs(&mut tx, Claim { now, until: now.plus_seconds(60), most }).await.expect("claimed");
    tx.commit().await.expect("durable");
    jobs.into_iter().map(|job| job.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_job_is_claimed_by_one_worker() {
    each_engine(async |db| {
        add_jobs(&db, 40).await;
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let db = db.db();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    loop {
                        let some = claim(&db, NOW, 3).await;
                        assert!(some.len() <= 3);
                        if some.is_empty() {
                            return mine;
                        }
                        mine.extend(some);
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.expect("no panic"));
        }
        // On PostgreSQL a worker may see nothing while others hold the last rows; none is claimed twice, none is forgotten.
        all.extend(claim(&db, NOW, 40).await);
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!((all.len(), count), (40, 40));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_comes_back_when_its_worker_is_gone() {
    each_engine(async |db| {
        add_jobs(&db, 1).await;
        let early = Instant(NOW.0 - 1);
        assert!(claim(&db, early, 9).await.is_empty(), "not due yet");
        assert_eq!(claim(&db, NOW, 9).await.len(), 1);
        assert!(claim(&db, NOW.plus_seconds(59), 9).await.is_empty(), "still somebody's");
        let mut tx = db.write().await.expect("a turn");
        let later = NOW.plus_seconds(60);
        let jobs =
            claim_jobs(&mut tx, Claim { now: later, until: later.plus_seconds(60), most: 9 }).await.expect("claimed");
        assert_eq!(jobs.iter().map(|job| job.attempts).collect::<Vec<_>>(), [2]);
        assert_eq!((jobs[0].kind.as_str(), jobs[0].payload.as_str()), ("mail", "{}"));
        tx.execute(sql!("UPDATE job SET done_at = $1 WHERE id = $2"), (later.0, jobs[0].id)).await.expect("done");
        tx.commit().await.expect("durable");
        assert!(claim(&db, later.plus_seconds(600), 9).await.is_empty(), "done is done");
    })
    .await;
}
