//! What the operator's programs ask: health, readiness, the numbers.

use crate::common::{TestApp, each_app, each_app_with};
use backend::sql;
use popcorn::http::HttpSettings;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_machine_room_answers() {
    each_app(async |app: TestApp| {
        app.get("/healthz").await.must_be(200);
        app.get("/readyz").await.must_be(200);
        app.test_db()
            .run("UPDATE _sqlx_migrations SET success = FALSE", "UPDATE _sqlx_migrations SET success = FALSE")
            .await;
        app.get("/readyz").await.must_be(503).shows("popcorn migrate");
        app.get("/healthz").await.must_be(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_are_not_for_everybody() {
    each_app(async |app: TestApp| {
        app.get("/").await.must_be(200);
        let here = app.visitor().from("127.0.0.1");
        let numbers = here.get("/metrics").await.must_be(200);
        let numbers = numbers.shows("popcorn_http_requests_total").shows("route=\"/\"");
        assert!(numbers.header("content-type").starts_with("text/plain"));
        app.get("/metrics").await.must_be(404);
        // Through a proxy comes the whole world, also through one that nobody told us of.
        here.clone().header("x-forwarded-for", "127.0.0.1").get("/metrics").await.must_be(404);
        here.clone().header("forwarded", "for=127.0.0.1").get("/metrics").await.must_be(404);
    })
    .await;
    // With a token it is asked for everywhere.
    let settings = HttpSettings { metrics_token: Some("a-token-of-16-letters".into()), ..HttpSettings::default() };
    each_app_with(settings, async |app: TestApp| {
        app.visitor().from("127.0.0.1").get("/metrics").await.must_be(404);
        app.visitor().header("authorization", "Bearer a-token-of-16-letters").get("/metrics").await.must_be(200);
        app.visitor().header("authorization", "Bearer a-token-of-16-letterz").get("/metrics").await.must_be(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_tell_what_waits_and_what_was_given_up() {
    each_app(async |app: TestApp| {
        let now = app.now().0;
        let mut tx = app.db.write().await.expect("a transaction");
        let jobs: [(i64, Option<i64>); 4] = [(-90_000, None), (-5_000, None), (60_000, None), (-900_000, Some(now))];
        for (due, failed) in jobs {
            tx.execute(
                sql!(
                    "INSERT INTO job (id, kind, payload, run_at, attempts, failed_at, created_at)
                     VALUES ($1, 'mail', '{}', $2, 1, $3, $2)"
                ),
                (app.new_id(), now + due, failed),
            )
            .await
            .expect("a job");
        }
        tx.commit().await.expect("a commit");
        app.get("/e/none.ics").await.must_be(404);
        let numbers = app.visitor().from("127.0.0.1").get("/metrics").await.must_be(200);
        let numbers = numbers.shows("\npopcorn_jobs_waiting 2\n").shows("\npopcorn_jobs_failed 1\n");
        let numbers = numbers.shows("\npopcorn_jobs_oldest_seconds 90\n").shows("route=\"/e/{slug}.ics\"");
        // Each number that is exported says what it is.
        let names = |word: &str| -> Vec<String> {
            let lines = numbers.body.lines().filter_map(|line| line.strip_prefix(word));
            lines.filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect()
        };
        let told = names("# HELP ");
        assert!(names("# TYPE ").iter().all(|name| told.contains(name)), "{told:?}");
    })
    .await;
}
