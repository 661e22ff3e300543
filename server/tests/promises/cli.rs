//! The real program: its commands, its refusals, its end.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::common::program::{PROGRAM, Program};
use backend::testing::{TestDb, each_engine};

/// The program with no settings of ours around it.
fn popcorn(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    popcorn(folder).args(arguments).output().expect("the program starts")
}

fn told(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn help_teaches() {
    let folder = folder();
    let (out, _) = told(&run(folder.path(), &["--help"]));
    for word in [
        "serve",
        "migrate",
        "demo",
        "backup",
        "doctor",
        "honor",
        "admin",
        "keys",
        "config",
        "First steps",
        "DATABASE_URL",
    ] {
        assert!(out.contains(word), "{word} is not in\n{out}");
    }
    for command in ["serve", "migrate", "demo", "backup", "doctor", "config"] {
        let output = run(folder.path(), &[command, "--help"]);
        assert!(output.status.success() && told(&output).0.lines().count() > 10, "{command}");
    }
    assert!(told(&run(folder.path(), &["admin", "create", "--help"])).0.contains("--password-stdin"));
    assert!(!run(folder.path(), &[]).status.success());
}

#[test]
fn config_prints_each_value_with_its_origin_and_no_secret() {
    let folder = folder();
    std::fs::write(
        folder.path().join("popcorn.toml"),
        "name = \"Lantern Radio Fans\"\nmetrics_token = \"hush-hush-hush-hush\"\n",
    )
    .expect("a file");
    let output = popcorn(folder.path())
        .env("DATABASE_URL", "postgres://popcorn:hush@db.example/popcorn")
        .args(["config", "--listen", "127.0.0.1:8080"])
        .output()
        .expect("the program starts");
    let (out, err) = told(&output);
    assert!(output.status.success(), "{err}");
    let line = |key: &str| {
        out.lines()
            .find(|line| line.starts_with(key))
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(line("name"), "name Lantern Radio Fans popcorn.toml:1");
    assert_eq!(line("listen"), "listen 127.0.0.1:8080 --listen");
    assert_eq!(line("database_url"), "database_url postgres://popcorn:***@db.example/popcorn DATABASE_URL");
    assert_eq!(line("metrics_token"), "metrics_token *** popcorn.toml:2");
    assert_eq!(line("base_url"), "base_url http://127.0.0.1:8080 default");
    assert!(!out.contains("hush"), "{out}");
    let (keys, _) = told(&run(folder.path(), &["config", "--keys"]));
    assert!(keys.contains("POPCORN_TRUSTED_PROXIES"), "{keys}");
}

#[test]
fn wrong_settings_are_refused_all_at_once() {
    let folder = folder();
    std::fs::write(folder.path().join("popcorn.toml"), "lisen = \"x\"\n").expect("a file");
    let output = popcorn(folder.path())
        .env("POPCORN_ACCENT", "red")
        .env("POPCORN_NAMES", "x")
        .arg("serve")
        .output()
        .expect("the program starts");
    let (_, err) = told(&output);
    assert!(!output.status.success());
    assert!(err.contains("popcorn.toml:1: lisen is not a setting; did you mean listen?"), "{err}");
    assert!(err.contains("POPCORN_NAMES: names is not a setting; did you mean name?"), "{err}");
    std::fs::remove_file(folder.path().join("popcorn.toml")).expect("it was there");
    let output = popcorn(folder.path())
        .env("POPCORN_ACCENT", "red")
        .env("POPCORN_LISTEN", "here")
        .arg("migrate")
        .output()
        .expect("the program starts");
    let (_, err) = told(&output);
    assert!(err.contains("wrong in 2 places") && err.contains("POPCORN_ACCENT: accent = \"red\""), "{err}");
    assert!(!folder.path().join("data").exists(), "nothing is made with wrong settings");
}

#[test]
fn the_list_of_keys_is_a_file_that_can_be_read() {
    let folder = folder();
    let (keys, _) = told(&run(folder.path(), &["config", "--keys"]));
    let filled: String = keys
        .lines()
        .map(|line| {
            if line.contains(" = ") && !line.starts_with("# ") { line.trim_start_matches('#') } else { line }.to_owned()
                + "\n"
        })
        .collect();
    std::fs::write(folder.path().join("popcorn.toml"), filled).expect("a file");
    let output = run(folder.path(), &["config"]);
    assert!(output.status.success(), "{}", told(&output).1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrate_brings_an_empty_database_up_to_date() {
    let folder = folder();
    let output = run(folder.path(), &["migrate"]);
    let (out, err) = told(&output);
    assert!(output.status.success(), "{err}");
    assert!(out.contains("The schema on SQLite is up to date:"), "{out}");
    assert!(folder.path().join("data/popcorn.db").exists());
    assert_eq!(told(&run(folder.path(), &["migrate"])).0, "The schema on SQLite is up to date.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_is_made_once() {
    each_engine(async |db: TestDb| {
        let folder = folder();
        let create = |email: &str, password: &str| {
            let arguments = ["admin", "create", "--email", email, "--name", "Wen Shuyan", "--password-stdin"];
            let mut child = popcorn(folder.path())
                .env("DATABASE_URL", db.url())
                .args(arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts");
            child.stdin.take().expect("a pipe").write_all(format!("{password}\n").as_bytes()).expect("it reads");
            child.wait_with_output().expect("it ends")
        };
        let output = create("wen@example.org", "short");
        assert!(told(&output).1.contains("password: This is too short."), "{}", told(&output).1);
        let output = create("not an address", "lamplight on the river");
        assert!(told(&output).1.contains("--email: This is not a full email address."), "{}", told(&output).1);
        let output = create("wen@example.org", "lamplight on the river");
        assert!(output.status.success(), "{}", told(&output).1);
        assert!(
            told(&output).0.contains("wen@example.org may do everything now. Sign in at http://127.0.0.1:3000/sign-in")
        );
        let output = create("wen@example.org", "lamplight on the river");
        assert!(told(&output).1.contains("--email: Another account has this address."), "{}", told(&output).1);

        let made_up = popcorn(folder.path())
            .env("DATABASE_URL", db.url())
            .args(["admin", "create", "--email", "second@example.org", "--name", "Second"])
            .output()
            .expect("the program starts");
        assert!(told(&made_up).0.contains("The password, shown this once: "), "{}", told(&made_up).1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_listed_and_take_turns() {
    each_engine(async |db: TestDb| {
        let folder = folder();
        let keys = |what: &str| {
            let output = popcorn(folder.path()).env("DATABASE_URL", db.url()).args(["keys", what]).output();
            let output = output.expect("the program starts");
            assert!(output.status.success(), "{}", told(&output).1);
            told(&output).0
        };
        assert!(keys("list").contains("No key was needed yet"));
        assert!(keys("rotate").contains("in use"));
        let first = keys("list");
        assert_eq!((first.lines().count(), first.matches("z6Mk").count()), (1, 1), "{first}");
        let rotated = keys("rotate");
        let name = first.split_whitespace().next().expect("its name");
        assert!(!rotated.contains(name), "{rotated}");
        let both = keys("list");
        let lines: Vec<&str> = both.lines().collect();
        assert!(lines.len() == 2 && lines[0].ends_with("in use"), "{both}");
        assert!(lines[1].starts_with(name) && lines[1].contains("retired"), "{both}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_database_greets_with_a_link_until_somebody_runs_it() {
    each_engine(async |db: TestDb| {
        let first = Program::serve(db.url(), &[]).await;
        let link = first.link().expect("a set-up link");
        assert_eq!(first.get(&link).await.0, 200);
        first.end().await;

        // Each start makes a new one, and the old one is no good any more.
        let second = Program::serve(db.url(), &[]).await;
        let new = second.link().expect("a set-up link");
        assert_ne!(link, new);
        let form = [
            ("token", new.trim_start_matches("/set-up?token=")),
            ("email", "wen@example.org"),
            ("display_name", "Wen Shuyan"),
            ("handle", "wen"),
            ("password", "lamplight on the river"),
        ];
        let (status, answer) = second.post(&new, "/api/members/set_up", &form, "").await;
        assert_eq!(status, 303, "{answer}");
        second.end().await;

        let third = Program::serve(db.url(), &[]).await;
        assert_eq!(third.link(), None, "{}", third.said());
        third.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_migrates_sqlite_by_itself_and_postgresql_when_asked() {
    let folder = folder();
    let file = format!("sqlite://{}", folder.path().join("new/popcorn.db").display());
    let program = Program::serve(&file, &[]).await;
    assert!(program.said().contains("SQLite") && program.said().contains("mails are written to"), "{}", program.said());
    program.end().await;

    each_engine(async |db: TestDb| {
        if db.engine() != backend::db::Engine::Postgres {
            return;
        }
        // As if this program knew one migration more than the database.
        db.run("", "DELETE FROM _sqlx_migrations").await;
        let output = popcorn(folder.path())
            .env("DATABASE_URL", db.url())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .output()
            .expect("it starts");
        let (_, err) = told(&output);
        assert!(!output.status.success() && err.contains("popcorn serve --migrate"), "{err}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_made_while_the_site_runs_and_serves_by_itself() {
    each_engine(async |db: TestDb| {
        let folder = folder();
        let copy = folder.path().join("copy.db");
        let backup = || {
            let mut command = popcorn(folder.path());
            command.env("DATABASE_URL", db.url()).arg("backup").arg(&copy).output().expect("the program starts")
        };
        if db.engine() == backend::db::Engine::Postgres {
            let (_, err) = told(&backup());
            assert!(err.contains("pg_dump") && !copy.exists(), "{err}");
            return;
        }
        let running = Program::serve(db.url(), &[]).await;
        let output = backup();
        assert!(output.status.success(), "{}", told(&output).1);
        running.end().await;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = copy.metadata().expect("the copy").permissions().mode() & 0o777;
            assert_eq!(rights, 0o600, "it holds secrets");
        }
        let before = std::fs::read(&copy).expect("the copy");
        let again = backup();
        assert!(!again.status.success() && told(&again).1.contains("is there already"), "{}", told(&again).1);
        assert_eq!(std::fs::read(&copy).expect("the copy"), before, "nothing is overwritten");
        let restored = Program::serve(&format!("sqlite://{}", copy.display()), &[]).await;
        assert_eq!(restored.get("/").await.0, 200);
        restored.end().await;
    })
    .await;
    // Where there is no database, none is made either.
    let folder = folder();
    let output = run(folder.path(), &["backup", "copy.db"]);
    assert!(told(&output).1.contains("there is no database ./data/popcorn.db"), "{}", told(&output).1);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_end_it_answers_what_has_begun() {
    let folder = folder();
    let file = format!("sqlite://{}", folder.path().join("popcorn.db").display());
    let program = Program::serve(&file, &[]).await;
    // A request whose body is still on its way when the signal comes.
    let begun = program.begin_post("/", "/api/settings/look", &[("theme", "dark"), ("next", "/")]).await;
    program.signal("TERM");
    program.closed().await;
    let answer = begun.finish().await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(program.ended().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_in_use_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let folder = folder();
    let output = run(folder.path(), &["serve", "--listen", &address]);
    let (_, err) = told(&output);
    assert!(!output.status.success() && err.contains("cannot be listened on (setting listen)"), "{err}");
}
