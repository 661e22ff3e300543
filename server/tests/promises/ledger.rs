//! The ledger from outside: the doctor, the export and what software that is not ours says of it, the published checkpoint, one's
//! own file.

use std::process::Command;

use backend::{
    honor::{self, Earning},
    sql,
    testing::{TestDb, TestSite, each_site},
};
use domain::{
    honor::{Trigger, Worth, export::Published},
    members::Actor,
};

use crate::common::{TestApp, each_app, program::PROGRAM};

/// Some lines for this member.
async fn lines(world: &TestSite, member: &Actor, many: usize) {
    for n in 0..many {
        let mut tx = world.db.write().await.expect("a transaction");
        let earning = Earning {
            member: member.member,
            trigger: Trigger::Thanked,
            worth: Worth::Said(5),
            event: None,
            by: None,
            reason: Some("Carried the chairs, 搬椅子".into()),
            key: format!("{}:{n}", member.member),
        };
        honor::earn(&mut tx, world, earning).await.expect("no error").expect("a line");
        tx.commit().await.expect("a commit");
    }
}

/// The real program on this database; whether it went well, and all that it said.
fn popcorn(db: &TestDb, arguments: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(PROGRAM);
    program.env_clear().current_dir(folder.path()).env("DATABASE_URL", db.url()).args(arguments);
    let output = program.output().expect("the program starts");
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_tells_and_the_export_is_checked_by_others() {
    each_site(async |world: TestSite| {
        let fans = world.fans(5).await;
        for (n, fan) in fans.iter().enumerate() {
            lines(&world, fan, n + 1).await;
        }
        honor::checkpoint(&world).await.expect("taken");
        let (good, said) = popcorn(world.test_db(), &["doctor"]);
        assert!(good && said.contains("Everything that is stored is true"), "{said}");

        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("honor.json");
        let name = file.to_str().expect("a plain path");
        let (good, said) = popcorn(world.test_db(), &["honor", "export", name]);
        assert!(good && said.contains("15 entries of 5 members"), "{said}");
        let (again, said) = popcorn(world.test_db(), &["honor", "export", name]);
        assert!(!again && said.contains("left alone"), "{said}");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify_honor.py");
        let checked = Command::new("python3").args([script, name]).output().expect("the tests need python3");
        let said = String::from_utf8_lossy(&[checked.stdout, checked.stderr].concat()).into_owned();
        assert!(checked.status.success() && said.starts_with("GOOD 15 entries in 5 chains"), "{said}");

        // Sums that somebody touched are found, and made anew.
        let touched = "UPDATE honor_total SET lifetime = 900";
        world.test_db().run(touched, touched).await;
        let (good, said) = popcorn(world.test_db(), &["doctor"]);
        assert!(!good && said.contains("honor sums: member") && said.contains("5 thing(s)"), "{said}");
        let (good, said) = popcorn(world.test_db(), &["honor", "rebuild"]);
        assert!(good && said.contains("for 5 members"), "{said}");
        let (good, said) = popcorn(world.test_db(), &["doctor"]);
        assert!(good, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_for_whom_they_are_for() {
    each_app(async |app: TestApp| {
        let (zhu, noor) = (app.member("Zhu Yuting").await, app.member("Noor").await);
        lines(&app, &zhu, 2).await;
        lines(&app, &noor, 1).await;
        app.get("/honor/checkpoint.json").await.must_be(404);
        app.get("/honor/checkpoint").await.must_be(200).shows("No checkpoint yet");
        honor::checkpoint(&app).await.expect("taken");
        let answer = app.get("/honor/checkpoint.json").await.must_be(200);
        let published: Published = serde_json::from_str(&answer.body).expect("a checkpoint");
        assert_eq!((published.checkpoint.stated.size, published.leaves.len()), (2, 2));
        assert!(answer.header("cache-control").starts_with("public"));
        let tag = answer.header("etag").to_owned();
        app.visitor().header("if-none-match", &tag).get("/honor/checkpoint.json").await.must_be(304);

        app.get("/my/honor/ledger.json").await.must_be(401);
        let own = app.as_member(&zhu).await.get("/my/honor/ledger.json").await.must_be(200);
        assert!(own.header("cache-control").contains("no-store"));
        assert!(own.body.contains(&zhu.member.to_string()) && !own.body.contains(&noor.member.to_string()));
        assert!(own.body.contains("搬椅子"));
        // One's own line, in words; nobody else's.
        let page = app.as_member(&zhu).await.get("/my/honor/lines/2").await.must_be(200);
        page.shows("Line 2").shows("Carried the chairs");
        app.as_member(&noor).await.get("/my/honor/lines/2").await.must_be(404);
        let (rows,): (i64,) = app
            .db
            .read()
            .await
            .expect("a reader")
            .one(sql!("SELECT count(*) FROM honor_heads"), ())
            .await
            .expect("a number");
        assert_eq!(rows, 1);
    })
    .await;
}
