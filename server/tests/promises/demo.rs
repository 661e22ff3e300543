//! `popcorn demo` loads a community that keeps every promise of the house.

use std::process::Command;

use crate::common::{
    TestApp, each_app,
    program::{PROGRAM, Program},
};
use backend::{
    db::{Engine, Result},
    honor::{Verified, verify_chain},
    sql,
    testing::{TestDb, TestSite, each_engine},
};
use domain::MemberId;
use popcorn::demo::{self, FAN, ORGANISER, PASSWORD};
use uuid::Uuid;

/// The one number that a statement gives.
async fn number<const N: usize>(
    world: &TestSite,
    sql: backend::db::Sql<N>,
    values: impl backend::db::Values<'static, N>,
) -> i64 {
    let (number,): (i64,) = world.db.read().await.expect("a connection").one(sql, values).await.expect("a number");
    number
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_a_whole_community() {
    each_app(async |app| {
        let report = demo::load(&app.site).await.expect("it loads");
        assert!(!report.already);
        let counts = report.counts;
        assert_eq!((counts.members, counts.events), (200, 75));
        assert!(counts.sign_ups > 1000 && counts.check_ins > 700 && counts.grants > 150, "{counts:?}");
        eprintln!("{report}");

        let again = demo::load(&app.site).await.expect("it is kind");
        assert_eq!(again, demo::Report { already: true, ..report });
        keeps_the_promises(&app).await.expect("the database answers");
        is_lively(&app).await;
        shows_its_fan(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_with_people_of_its_own_is_left_alone() {
    each_app(async |app| {
        app.member("Zhu Yuting").await;
        let refused = demo::load(&app.site).await.expect_err("refused").to_string();
        assert!(refused.contains("1 member(s) of its own"), "{refused}");
        assert_eq!(number(&app, sql!("SELECT count(*) FROM event"), ()).await, 0);
    })
    .await;
}

/// As if `popcorn demo` had come so far.
async fn remembers(db: &TestDb, progress: &str) {
    let mut tx = db.write().await.expect("a transaction");
    tx.execute(sql!("INSERT INTO instance (name, value) VALUES ('demo', $1)"), (progress.as_bytes(),))
        .await
        .expect("a row");
    tx.commit().await.expect("a commit");
}

/// The real program on this database, with these arguments; whether it went well, and what it said.
fn popcorn(db: &TestDb, arguments: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(PROGRAM);
    program.env_clear().current_dir(folder.path()).env("DATABASE_URL", db.url()).args(arguments);
    let output = program.output().expect("the program starts");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_that_was_interrupted_says_what_to_remove() {
    each_engine(async |db: TestDb| {
        remembers(&db, "begun").await;
        let (done, said) = popcorn(&db, &["demo"]);
        assert!(!done && said.contains("was interrupted"), "{said}");
        match db.engine() {
            Engine::Postgres => assert!(said.contains("Make an empty database"), "{said}"),
            Engine::Sqlite => {
                let command = said.lines().find(|line| line.trim().starts_with("rm -f ")).expect("a command");
                db.close().await;
                let removed = Command::new("sh").args(["-c", command]).status().expect("a shell");
                assert!(removed.success());
                let (done, said) = popcorn(&db, &["demo"]);
                assert!(done, "{said}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_not_for_others_unless_its_operator_says_so() {
    let https = "https://fans.example.org";
    each_engine(async |db: TestDb| {
        let (done, said) = popcorn(&db, &["demo", "--base-url", https]);
        assert!(!done && said.contains("everybody knows the password of admin@popcorn.example"), "{said}");
        // Without the demo others may come.
        Program::serve(db.url(), &[("POPCORN_BASE_URL", https)]).await.end().await;

        remembers(&db, "loaded").await;
        for others in [["--base-url", https], ["--listen", "0.0.0.0:0"]] {
            let (done, said) = popcorn(&db, &["serve", "--log", "warn", others[0], others[1]]);
            assert!(!done && said.contains("holds the demo") && said.contains("demo_in_public"), "{said}");
        }
        Program::serve(db.url(), &[]).await.end().await;
        let meant = [("POPCORN_BASE_URL", https), ("POPCORN_DEMO_IN_PUBLIC", "on")];
        Program::serve(db.url(), &meant).await.end().await;
    })
    .await;
}

/// Counters are what they count, nobody is oversold, chains verify, nothing is granted to nobody, no mail goes out.
async fn keeps_the_promises(app: &TestApp) -> Result<()> {
    let wrong = number(
        app,
        sql!(
            "SELECT count(*) FROM places p WHERE p.taken > p.capacity
                  OR p.taken <> (SELECT count(*) FROM signup s WHERE s.places_id = p.id AND s.state IN ('confirmed', 'offered'))
                  OR p.waiting <> (SELECT count(*) FROM signup s WHERE s.places_id = p.id AND s.state = 'waiting')
                  OR (p.waiting > 0 AND p.taken < p.capacity)"
        ),
        (),
    );
    assert_eq!(wrong.await, 0, "counters");
    let unfair = number(
        app,
        sql!(
            "SELECT count(*) FROM signup w JOIN signup s ON s.places_id = w.places_id
              WHERE w.state = 'waiting' AND s.state = 'confirmed' AND s.position > w.position"
        ),
        (),
    );
    assert_eq!(unfair.await, 0, "nobody was served before somebody who waits");
    let mut conn = app.db.read().await?;
    let accounts: Vec<(Uuid, i64, i64)> = conn
        .all(
            sql!("SELECT a.member_id, a.entries, a.total - CAST((SELECT sum(e.points) FROM honor_entry e WHERE e.member_id = a.member_id) AS BIGINT)
                  FROM honor_account a ORDER BY a.member_id LIMIT 1000"),
            (),
        )
        .await?;
    assert!(accounts.len() > 100);
    for (member, entries, off) in accounts {
        assert_eq!(off, 0, "the total is the sum");
        assert_eq!(verify_chain(&mut conn, MemberId(member)).await?, Verified::Whole { entries });
    }
    drop(conn);
    let lost = number(
        app,
        sql!("SELECT count(*) FROM badge_grant g LEFT JOIN member m ON m.id = g.member_id WHERE m.id IS NULL"),
        (),
    );
    assert_eq!(lost.await, 0, "every grant has its member");
    let unearned = number(
        app,
        sql!(
            "SELECT count(*) FROM member m WHERE EXISTS (SELECT 1 FROM check_in c WHERE c.member_id = m.id)
                  AND NOT EXISTS (SELECT 1 FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                      WHERE g.member_id = m.id AND b.slug = 'first-meetup')"
        ),
        (),
    );
    assert_eq!(unearned.await, 0, "whoever came has the badge of the first time");
    assert_eq!(
        number(app, sql!("SELECT count(*) FROM job WHERE done_at IS NULL"), ()).await,
        0,
        "no letter is on its way"
    );
    app.run_jobs().await;
    assert_eq!(app.letters().len(), 0);
    let early = number(
        app,
        sql!("SELECT count(*) FROM signup s JOIN member m ON m.id = s.member_id WHERE s.created_at < m.created_at"),
        (),
    );
    assert_eq!(early.await, 0, "nobody signs up before they are there");
    let future = number(app, sql!("SELECT count(*) FROM signup WHERE created_at > $1"), (app.now().0,));
    assert_eq!(future.await, 0, "nothing has happened yet that will");
    Ok(())
}

/// There is something of everything.
async fn is_lively(app: &TestApp) {
    let now = app.now().0;
    for (what, least, found) in [
        ("past events", 60, number(app, sql!("SELECT count(*) FROM event WHERE ends_at < $1"), (now,)).await),
        ("coming events", 12, number(app, sql!("SELECT count(*) FROM event WHERE starts_at > $1"), (now,)).await),
        ("full ones with a line", 3, number(app, sql!("SELECT count(*) FROM places p JOIN event e ON e.id = p.event_id WHERE p.waiting > 0 AND e.starts_at > $1"), (now,)).await),
        ("drafts", 1, number(app, sql!("SELECT count(*) FROM event WHERE state = 'draft'"), ()).await),
        ("cancelled ones", 1, number(app, sql!("SELECT count(*) FROM event WHERE state = 'cancelled'"), ()).await),
        ("scheduled ones", 1, number(app, sql!("SELECT count(*) FROM event WHERE opens_at > $1"), (now,)).await),
        ("Chinese ones to come", 1, number(app, sql!("SELECT count(*) FROM event WHERE locale = 'zh-CN' AND starts_at > $1"), (now,)).await),
        ("people who were offered a seat and took it", 1, number(app, sql!("SELECT count(*) FROM signup_change WHERE cause = 'accepted'"), ()).await),
        ("answers", 20, number(app, sql!("SELECT count(*) FROM signup_answer"), ()).await),
        ("grants by hand", 20, number(app, sql!("SELECT count(*) FROM badge_grant WHERE by_id IS NOT NULL AND reason IS NOT NULL"), ()).await),
        ("numbers of a limited edition", 5, number(app, sql!("SELECT count(*) FROM badge_grant WHERE number IS NOT NULL"), ()).await),
        ("batches, one of them undone", 1, number(app, sql!("SELECT count(*) FROM badge_batch WHERE undone_at IS NOT NULL"), ()).await),
        ("a badge taken back", 1, number(app, sql!("SELECT count(*) FROM badge_grant WHERE revoked_at IS NOT NULL"), ()).await),
        ("secrets", 1, number(app, sql!("SELECT count(*) FROM badge WHERE is_secret"), ()).await),
        ("retired ones", 1, number(app, sql!("SELECT count(*) FROM badge WHERE retired_at IS NOT NULL"), ()).await),
        ("published profiles", 70, number(app, sql!("SELECT count(*) FROM member WHERE published_at IS NOT NULL"), ()).await),
        ("recaps", 10, number(app, sql!("SELECT count(*) FROM recap"), ()).await),
        ("shifts worked", 12, number(app, sql!("SELECT count(*) FROM shift_work WHERE outcome = 'worked'"), ()).await),
        ("shifts missed", 1, number(app, sql!("SELECT count(*) FROM shift_work WHERE outcome = 'missed'"), ()).await),
        ("places in shifts to come", 10, number(app, sql!("SELECT count(*) FROM signup s JOIN places p ON p.id = s.places_id JOIN shift h ON h.id = p.shift_id WHERE h.starts_at > $1"), (now,)).await),
        ("staff", 20, number(app, sql!("SELECT count(*) FROM event_staff"), ()).await),
    ] {
        assert!(found >= least, "{what}: {found}");
    }
}

async fn shows_its_fan(app: &TestApp) {
    let profile =
        backend::members::profile(app, None, domain::Locale::En, "wenshuyan", 1).await.expect("a public page");
    let honor = profile.standing.expect("a ring").honor;
    assert!(honor >= 240, "{honor}");
    let held = profile.medals.iter().filter(|medal| medal.grant.is_some()).count();
    assert!(held >= 5, "{held} badges");
    assert!(profile.ledger.len() >= 10);
    app.get("/u/wenshuyan").await.must_be(200).shows("Wen Shuyan").shows(&honor.to_string());
    app.get("/").await.must_be(200).shows("Tea-House Tapes");
    let calendar = app.get("/e/tea-house-tapes.ics").await.must_be(200).shows("SUMMARY:Tea-House Tapes\r\n");
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    let tag = calendar.header("etag").to_owned();
    app.visitor().header("if-none-match", &tag).get("/e/tea-house-tapes.ics").await.must_be(304);
    app.get("/e/no-such-event.ics").await.must_be(404);
    // Both sign in with the password that is printed, and the fan has a ticket.
    for address in [FAN, ORGANISER] {
        let signed_in = backend::members::sign_in(app, address, PASSWORD, "a test").await.expect("the printed sign-in");
        let signed_in = backend::members::session(app, &signed_in.token).await.expect("a session").expect("somebody");
        assert!(signed_in.email_confirmed);
        if address == FAN {
            let tickets = backend::signups::tickets(app, &signed_in.actor, domain::Locale::En).await.expect("tickets");
            assert!(tickets.coming.iter().any(|ticket| ticket.code.is_some()), "a seat");
            assert!(tickets.coming.iter().any(|ticket| ticket.mine.waiting_place.is_some()), "a place in line");
        }
    }
}
