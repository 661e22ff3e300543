//! Letters, on both engines: into a folder, and in a real conversation with a mail server.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

use backend::{
    Site,
    notices::{self, Letter},
    operations::jobs::Worker,
    site::{Mail, Settings},
    sql,
    testing::{TestSite, each_site},
};
use domain::{EventId, GrantId, Locale, SignUpId, members::Actor};

async fn write(site: &Site, to: &Actor, letter: Letter) {
    let mut tx = site.db.write().await.expect("a transaction");
    notices::send(&mut tx, site, to.member, letter).await.expect("a job");
    tx.commit().await.expect("a commit");
}

/// A sign-up put straight into the database; the counters are made to fit.
async fn sign_up(world: &TestSite, event: EventId, member: &Actor, state: &str, position: i64) -> SignUpId {
    let id = SignUpId(world.new_id());
    let (taken, waiting) = if state == "confirmed" { (1, 0) } else { (0, 1) };
    let mut tx = world.db.write().await.expect("a transaction");
    tx.execute(
        sql!("UPDATE places SET taken = taken + $1, waiting = waiting + $2, needed = 1, tail = $3 WHERE event_id = $4"),
        (taken, waiting, position, event.0),
    )
    .await
    .expect("its places");
    tx.execute(
        sql!(
            "INSERT INTO signup (id, places_id, event_id, member_id, state, position, code, listed, request_key, created_at, changed_at, turn)
             SELECT $1, p.id, p.event_id, $2, $3, $4, $5, $6, $7, $8, $8, $4 FROM places p WHERE p.event_id = $9"
        ),
        (id.0, member.member.0, state, position, format!("4F7K2Q9{position}"), false, id.to_string(), world.now().0, event.0),
    )
    .await
    .expect("a sign-up");
    tx.commit().await.expect("a commit");
    id
}

/// The plain-text part of a mail, as it is read.
fn plain(mail: &str) -> String {
    let part = mail.split("Content-Type: text/plain").nth(1).expect("a plain part");
    let (_, body) = part.split_once("\r\n\r\n").expect("a body");
    let body = body.split("\r\n--part-").next().expect("an end").replace("=\r\n", "");
    let mut bytes = vec![];
    let mut rest = body.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = std::str::from_utf8(after.get(..2).unwrap_or_default())
            .ok()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, hex) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

async fn only_letter(world: &TestSite) -> String {
    world.run_jobs().await;
    let letters = world.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    letters.into_iter().next().expect("one")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_is_told_with_all_that_is_needed_to_get_in() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let (wen, fan) = (world.organiser("Wen Shuyan", chengdu).await, world.member("Zhu Yuting").await);
        let event = world.event(chengdu, &wen, 1).await;
        let signup = sign_up(&world, event, &fan, "confirmed", 1).await;
        write(&world, &fan, Letter::SeatSaved { signup }).await;
        let letter = only_letter(&world).await;
        for line in [
            "From: \"Lamplight Radio\" <no-reply@popcorn.example>",
            "To: \"Zhu Yuting\" <zhuyuting@example.org>",
            "Subject: Your seat: Tea-House Tapes 1",
            "Date: Sat, 20 Mar 2027 06:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(letter.lines().any(|found| found == line), "{line} in {letter}");
        }
        let text = plain(&letter);
        for words in [
            "Hello Zhu Yuting,",
            "Saturday 3 April 2027, 14:00 to 17:30",
            "UTC+8",
            "Old Tram Depot, 88 Peony Lane",
            "4F7K-2Q91",
            "https://popcorn.example/my/tickets",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert!(letter.contains("Content-Type: text/html"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_speak_the_members_language() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let (wen, ahead, fan) = (
            world.organiser("Wen Shuyan", chengdu).await,
            world.member("Ahead").await,
            world.member("Zhu Yuting").await,
        );
        world.speaks(&fan, Locale::ZhCn).await;
        let event = world.event(chengdu, &wen, 1).await;
        sign_up(&world, event, &wen, "confirmed", 1).await;
        sign_up(&world, event, &ahead, "waiting", 2).await;
        let signup = sign_up(&world, event, &fan, "waiting", 3).await;
        write(&world, &fan, Letter::InLine { signup }).await;
        let text = plain(&only_letter(&world).await);
        assert!(
            text.contains("Zhu Yuting，你好") && text.contains("你排在第 2 位") && text.contains("2027年4月3日"),
            "{text}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_longer_true_is_not_told() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let (wen, fan) = (world.organiser("Wen Shuyan", chengdu).await, world.member("Zhu Yuting").await);
        let event = world.event(chengdu, &wen, 1).await;
        let signup = sign_up(&world, event, &fan, "confirmed", 1).await;
        // Not in line, not cancelled, not theirs, not there; and a code that nobody can use any more.
        write(&world, &fan, Letter::InLine { signup }).await;
        write(&world, &fan, Letter::EventCancelled { event }).await;
        write(&world, &wen, Letter::SeatSaved { signup }).await;
        write(&world, &fan, Letter::BadgeGranted { grant: GrantId(world.new_id()) }).await;
        write(&world, &fan, Letter::ConfirmEmail { code: "012345".into() }).await;
        world.advance(Duration::from_secs(600));
        world.run_jobs().await;
        assert!(world.letters().is_empty(), "{:?}", world.letters());
        let (undone,): (i64,) = (world.db.read().await.expect("a connection"))
            .one(sql!("SELECT count(*) FROM job WHERE done_at IS NULL"), ())
            .await
            .expect("a count");
        assert_eq!(undone, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_event_and_a_changed_one_are_told() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let (wen, fan) = (world.organiser("Wen Shuyan", chengdu).await, world.member("Zhu Yuting").await);
        let event = world.event(chengdu, &wen, 1).await;
        write(&world, &fan, Letter::EventChanged { event }).await;
        let text = plain(&only_letter(&world).await);
        assert!(text.contains("Something about Tea-House Tapes 1 has changed") && text.contains("https://popcorn.example/e/tea-house-tapes-1"), "{text}");
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(
            sql!("UPDATE event SET state = 'cancelled', cancel_reason = 'The depot is flooded.', cancelled_at = $1 WHERE id = $2"),
            (world.now().0, event.0),
        )
        .await
        .expect("cancelled");
        tx.commit().await.expect("a commit");
        world.advance(Duration::from_secs(1));
        write(&world, &fan, Letter::EventCancelled { event }).await;
        world.run_jobs().await;
        let text = plain(&world.letters().pop().expect("a letter"));
        assert!(text.contains("Tea-House Tapes 1 is cancelled") && text.contains("The depot is flooded."), "{text}");
    })
    .await;
}

/// A mail server on this machine. It says to each mail what the script says, then "yes" to all.
struct Server {
    address: String,
    /// All that was handed over and taken.
    taken: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(script: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let taken = Arc::new(Mutex::new(vec![]));
        let (mails, script) = (Arc::clone(&taken), Arc::new(Mutex::new(script.into_iter())));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mails, script) = (Arc::clone(&mails), Arc::clone(&script));
                std::thread::spawn(move || {
                    let next = move || script.lock().expect("no panic").next().unwrap_or("250 taken");
                    converse(stream.expect("a caller"), next, &mails)
                });
            }
        });
        Self { address, taken }
    }

    fn settings(&self, world: &TestSite) -> Settings {
        let mail = Mail::Smtp {
            url: format!("smtp://{}", self.address),
            from: "Lamplight Radio <tickets@popcorn.example>".into(),
        };
        Settings { mail, ..world.settings.clone() }
    }
}

/// One conversation (RFC 5321), as far as a sender needs it.
fn converse(stream: TcpStream, next: impl Fn() -> &'static str, mails: &Mutex<Vec<String>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = move |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 mail.example ready")?;
    let mut mail = String::new();
    while let Some(Ok(line)) = lines.next() {
        match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8")?,
            "MAIL" | "RCPT" => {
                mail.push_str(&line);
                mail.push('\n');
                say("250 ok")?;
            }
            "DATA" => {
                say("354 go on")?;
                for line in lines.by_ref().map_while(Result::ok).take_while(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                let answer = next();
                if answer.starts_with("250") {
                    mails.lock().expect("no panic").push(std::mem::take(&mut mail));
                }
                say(answer)?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_gets_each_letter_once_also_after_it_was_busy() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let server = Server::start(vec!["451 busy with zhuyuting@example.org, come again"]);
        let site = world.with_settings(server.settings(&world)).await;
        let worker = Worker::new(site.clone());
        write(&site, &fan, Letter::ConfirmEmail { code: "012345".into() }).await;
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        let (error,): (Option<String>,) = (site.db.read().await.expect("a connection"))
            .one(sql!("SELECT last_error FROM job"), ())
            .await
            .expect("a job");
        let error = error.expect("it was busy");
        assert!(
            error.contains("451") && error.contains("busy with (the recipient)") && !error.contains("zhuyuting"),
            "{error}"
        );
        assert!(server.taken.lock().expect("no panic").is_empty());

        world.advance(Duration::from_secs(15));
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        for n in 0..5 {
            write(&site, &fan, Letter::ConfirmEmail { code: format!("00000{n}") }).await;
        }
        while worker.run_due().await.expect("the database answers") > 0 {}
        let taken = server.taken.lock().expect("no panic").clone();
        assert_eq!(taken.len(), 6, "{taken:?}");
        assert!(
            taken[0].starts_with("MAIL FROM:<tickets@popcorn.example>")
                && taken[0].contains("RCPT TO:<zhuyuting@example.org>"),
            "{}",
            taken[0]
        );
        assert!(
            taken[0].contains("    012345") && taken[0].contains("From: \"Lamplight Radio\" <tickets@popcorn.example>"),
            "{}",
            taken[0]
        );
        let ids: std::collections::BTreeSet<_> =
            taken.iter().filter_map(|mail| mail.lines().find(|line| line.starts_with("Message-ID:"))).collect();
        assert_eq!(ids.len(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_that_is_not_there_is_not_tried_again() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let server = Server::start(vec!["550 no such box", "535 who are you"]);
        let site = world.with_settings(server.settings(&world)).await;
        let worker = Worker::new(site.clone());
        let state = async || -> Vec<(Option<i64>, i64)> {
            let mut conn = site.db.read().await.expect("a connection");
            conn.all(sql!("SELECT failed_at, attempts FROM job ORDER BY created_at"), ()).await.expect("jobs")
        };
        write(&site, &fan, Letter::ConfirmEmail { code: "012345".into() }).await;
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        assert_eq!(state().await, [(Some(world.now().0), 1)]);
        // What may be the operator's mistake is tried again: no letter is lost over a wrong password.
        world.advance(Duration::from_secs(1));
        write(&site, &fan, Letter::ConfirmEmail { code: "012345".into() }).await;
        assert_eq!(worker.run_due().await.expect("the database answers"), 1);
        assert_eq!(state().await[1], (None, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_letters_wait() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
        let mail =
            Mail::Smtp { url: format!("smtp://{nobody}"), from: "Lamplight Radio <tickets@popcorn.example>".into() };
        let site = world.with_settings(Settings { mail, ..world.settings.clone() }).await;
        write(&site, &fan, Letter::ConfirmEmail { code: "012345".into() }).await;
        assert_eq!(Worker::new(site.clone()).run_due().await.expect("the database answers"), 1);
        let (waits,): (i64,) = (site.db.read().await.expect("a connection"))
            .one(
                sql!("SELECT count(*) FROM job WHERE done_at IS NULL AND failed_at IS NULL AND last_error IS NOT NULL"),
                (),
            )
            .await
            .expect("a count");
        assert_eq!(waits, 1);
    })
    .await;
}
