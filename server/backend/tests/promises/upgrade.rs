//! What people had before a new version came is there after it, and goes on by the new rules.

use backend::{
    badges,
    db::Engine,
    honor, signups, sql,
    testing::{TestDb, TestSite, engines},
};
use domain::{
    EventId, GrantId, Locale, MemberId, SignUpId,
    badges::Life,
    members::{Actor, access::Rank},
    signups::SignUpState,
};
use uuid::Uuid;

use crate::fairness::{found, judge};

/// A small community under the first schema, before anything else existed. `#2a` is an id, `$root` a hash of zeros.
///
/// An event to come with two seats: 1 and 3 have them, 2 gave theirs up, 4 waits. One that is over, with a visitor.
const BEFORE: &str = "
    INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at)
    VALUES (#01, 'chengdu', 'Chengdu Lamplighters', 'Chengdu', 'Asia/Shanghai', 'en', '', 1);
    INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face, is_admin, created_at)
    VALUES (#10, 'wen@example.org', 1, 'none', 'wen', 'Wen Shuyan', '', 'zh-CN', 'Asia/Shanghai', '/art/face.svg', FALSE, 1),
           (#11, 'fan1@example.org', 1, 'none', 'fan1', 'Fan 1', '', 'en', 'UTC', '/art/face.svg', FALSE, 1),
           (#12, 'fan2@example.org', 1, 'none', 'fan2', 'Fan 2', '', 'en', 'UTC', '/art/face.svg', FALSE, 1),
           (#13, 'fan3@example.org', 1, 'none', 'fan3', 'Fan 3', '', 'en', 'UTC', '/art/face.svg', FALSE, 1),
           (#14, 'fan4@example.org', NULL, 'none', 'fan4', 'Fan 4', '', 'en', 'UTC', '/art/face.svg', FALSE, 1);
    INSERT INTO chapter_organiser (chapter_id, member_id) VALUES (#01, #10);
    INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone, starts_local,
                       ends_local, starts_at, ends_at, venue, address, honor, version, created_at, changed_at, published_at)
    VALUES (#20, 'tapes', #01, #10, 'meetup', 'published', 'Tapes', '', 'Bring one.', '<p>Bring one.</p>', 'en', '/art/tape.svg',
            'Asia/Shanghai', '2027-04-03T14:00', '2027-04-03T17:30', 1806732000000, 1806744600000, 'Depot', '', 20, 1, 1, 1, 1),
           (#21, 'songs', #01, #10, 'meetup', 'published', 'Songs', '', '', '', 'en', '/art/tape.svg',
            'Asia/Shanghai', '2027-01-02T14:00', '2027-01-02T17:30', 1798869600000, 1798882200000, 'Depot', '', 20, 1, 1, 1, 1);
    INSERT INTO event_staff (event_id, member_id) VALUES (#20, #13);
    INSERT INTO event_question (id, event_id, position, label, kind, required, choices)
    VALUES (#30, #20, 0, 'Which tea?', 'text', TRUE, '');
    INSERT INTO places (id, event_id, capacity, taken, waiting, tail) VALUES (#40, #20, 2, 2, 1, 4), (#41, #21, 9, 1, 0, 1);
    INSERT INTO signup (id, places_id, event_id, member_id, state, position, code, listed, request_key, created_at, changed_at)
    VALUES (#51, #40, #20, #11, 'confirmed', 1, 'AAAAAAAA', TRUE, 'a', 2, 2),
           (#52, #40, #20, #12, 'cancelled', 2, 'BBBBBBBB', FALSE, 'b', 3, 5),
           (#53, #40, #20, #13, 'confirmed', 3, 'CCCCCCCC', FALSE, 'c', 4, 5),
           (#54, #40, #20, #14, 'waiting', 4, 'DDDDDDDD', FALSE, 'd', 6, 6),
           (#55, #41, #21, #11, 'confirmed', 1, 'EEEEEEEE', TRUE, 'e', 2, 2);
    INSERT INTO signup_change (id, signup_id, state, cause, by_id, at)
    VALUES (#61, #51, 'confirmed', 'signed_up', #11, 2), (#62, #52, 'confirmed', 'signed_up', #12, 3),
           (#63, #53, 'waiting', 'signed_up', #13, 4), (#64, #52, 'cancelled', 'gave_up', #12, 5),
           (#65, #53, 'confirmed', 'moved_up', NULL, 5), (#66, #54, 'waiting', 'signed_up', #14, 6),
           (#67, #55, 'confirmed', 'signed_up', #11, 2);
    INSERT INTO signup_answer (signup_id, question_id, answer) VALUES (#51, #30, 'Jasmine'), (#54, #30, 'Oolong');
    INSERT INTO check_in (signup_id, event_id, member_id, by_id, at) VALUES (#55, #21, #11, #10, 1798869600001);
    INSERT INTO honor_account (member_id, total, entries, head) VALUES (#11, 20, 1, $root);
    INSERT INTO honor_entry (id, member_id, seq, points, total, cause, event_id, by_id, idempotency_key, hash, at)
    VALUES (#70, #11, 1, 20, 20, 'attended', #21, #10, 'attended:55', $root, 1798869600001);
    INSERT INTO badge (id, slug, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh, by_rule, position, created_at)
    VALUES (#80, 'first-tape', '/art/b.svg', 'First', '第一', '', '', '', '', TRUE, 99, 1);
    INSERT INTO badge_grant (id, badge_id, member_id, occasion, event_id, granted_at) VALUES (#81, #80, #11, 'once', #21, 1798869600001);
    INSERT INTO audit_entry (id, actor_id, action, subject_kind, subject_id, detail, at)
    VALUES (#90, #10, 'event_created', 'event', #20, '{}', 1);
";

/// The rows in an engine's own words.
fn in_dialect(engine: Engine, rows: &str) -> &'static str {
    let mut text = String::new();
    let mut parts = rows.split('#');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (id, rest) = part.split_at(2);
        text.push_str(&match engine {
            Engine::Sqlite => format!("x'{id:0>32}'"),
            Engine::Postgres => format!("'00000000-0000-0000-0000-{id:0>12}'"),
        });
        text.push_str(rest);
    }
    let root = match engine {
        Engine::Sqlite => "zeroblob(32)",
        Engine::Postgres => "decode(repeat('00', 32), 'hex')",
    };
    // The test's own, once for each engine.
    text.replace("$root", root).leak()
}

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn member(number: u128) -> Actor {
    Actor { member: MemberId(id(number)), rank: Rank::Member, organises: vec![], staffs: vec![] }
}

/// How many rows there are of what no migration may lose.
async fn rows(db: &TestDb) -> [i64; 13] {
    let mut conn = db.read().await.expect("a reader");
    let mut counts = [0; 13];
    for (count, statement) in counts.iter_mut().zip([
        sql!("SELECT count(*) FROM chapter"),
        sql!("SELECT count(*) FROM member"),
        sql!("SELECT count(*) FROM event"),
        sql!("SELECT count(*) FROM event_staff"),
        sql!("SELECT count(*) FROM event_question"),
        sql!("SELECT count(*) FROM places"),
        sql!("SELECT count(*) FROM signup"),
        sql!("SELECT count(*) FROM signup_change"),
        sql!("SELECT count(*) FROM signup_answer"),
        sql!("SELECT count(*) FROM check_in"),
        sql!("SELECT count(*) FROM honor_entry"),
        sql!("SELECT count(*) FROM badge_grant"),
        sql!("SELECT count(*) FROM audit_entry"),
    ]) {
        let (rows,): (i64,) = conn.one(statement, ()).await.expect("a number");
        *count = rows;
    }
    counts
}

/// Every reference leads to a row. PostgreSQL sees to that at all times; SQLite does not while it migrates.
async fn refers_to_what_is_there(db: &TestDb) {
    let mut raw = db.raw().await.expect("a connection");
    if let Some(conn) = raw.sqlite() {
        let lost = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *conn).await.expect("a check");
        assert!(lost.is_empty(), "{} rows refer to what is gone", lost.len());
        let (on,): (bool,) = sqlx::query_as("PRAGMA foreign_keys").fetch_one(conn).await.expect("a setting");
        assert!(on, "references are enforced again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_there_before_is_there_after_and_goes_on() {
    for engine in engines() {
        eprintln!("on {engine}");
        let db = TestDb::as_of(engine, 1).await;
        db.raw().await.expect("a connection").run(in_dialect(engine, BEFORE)).await.expect("rows of the first schema");
        let before = rows(&db).await;
        assert!(before.iter().all(|count| *count > 0), "{before:?}");

        db.migrate().await.expect("all the others run over rows too");
        assert_eq!(db.pending_migrations().await.expect("a list"), Vec::<i64>::new());
        assert_eq!(rows(&db).await, before, "nothing is lost");
        refers_to_what_is_there(&db).await;

        let world = TestSite::on(db).await;
        let event = EventId(id(0x20));
        for event in [event, EventId(id(0x21))] {
            let found = found(&world, event).await;
            judge(&found).unwrap_or_else(|why| panic!("{why}: {found:?}"));
        }
        // It goes on: the seat that comes free is offered to who waited, and the log begins with where everybody stood.
        signups::give_up(&world, &member(0x11), SignUpId(id(0x51))).await.expect("given up");
        let found = found(&world, event).await;
        judge(&found).unwrap_or_else(|why| panic!("{why}: {found:?}"));
        assert_eq!(found.rows[3], (4, SignUpState::Offered));
        let log = signups::queue_log(&world, "tapes").await.expect("a public log").published;
        let replayed = log.replay().unwrap_or_else(|bad| panic!("{bad:?}: {:#?}", log.entries));
        assert_eq!(replayed.seats, found.seats);
        refers_to_what_is_there(world.test_db()).await;
    }
}

/// Credentials were released before badges in full, whose migration has the lower number: it runs over what was granted and
/// signed since.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_granted_and_signed_before_badges_had_versions_is_as_it_was() {
    const BADGES: i64 = 15;
    const SIGNED: &str = "INSERT INTO credential (grant_id, content, frozen_at) VALUES (#81, '{}', 1798869600001)";
    for engine in engines() {
        eprintln!("on {engine}");
        let db = TestDb::without(engine, BADGES).await;
        let rows: String = (BEFORE.split_inclusive(';'))
            .filter(|statement| {
                ["chapter (", "member (", "event (", "badge (", "badge_grant ("]
                    .iter()
                    .any(|table| statement.contains(&format!("INSERT INTO {table}")))
            })
            .chain([SIGNED])
            .collect();
        db.raw().await.expect("a connection").run(in_dialect(engine, &rows)).await.expect("rows of the last release");
        assert_eq!(db.pending_migrations().await.expect("a list"), [BADGES]);
        db.migrate().await.expect("out of turn");
        refers_to_what_is_there(&db).await;
        let mut conn = db.read().await.expect("a reader");
        let kept: (i64, i64, i64, i64, String) = conn
            .one(
                sql!(
                    "SELECT (SELECT count(*) FROM credential c JOIN badge_grant g ON g.id = c.grant_id), g.version,
                         v.frozen_at, (SELECT count(*) FROM grant_change), v.name_en
                     FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version"
                ),
                (),
            )
            .await
            .expect("one grant");
        assert_eq!(kept, (1, 1, 1_798_869_600_001, 1, "First".into()));
        drop(conn);
        let world = TestSite::on(db).await;
        let viewer = member(0x11);
        let page = badges::grant_page(&world, Some(&viewer), Locale::En, GrantId(id(0x81))).await.expect("theirs");
        assert_eq!((page.badge.name.as_str(), page.life), ("First", Life::Valid));
    }
}

/// The ledger was finished after badges and credentials, whose migrations have higher numbers: it runs over what was earned since.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_earned_before_the_ledger_had_rules_counts_as_it_did() {
    const LEDGER: i64 = 14;
    const PUT_RIGHT: &str = "
        INSERT INTO honor_entry (id, member_id, seq, points, total, cause, by_id, idempotency_key, hash, at)
        VALUES (#71, #11, 2, 5, 25, 'thanked', #10, 'twice', $root, 1798869600002);
        INSERT INTO honor_entry (id, member_id, seq, points, total, cause, by_id, corrects_id, idempotency_key, hash, at)
        VALUES (#72, #11, 3, -5, 20, 'corrected', #10, #71, 'right', $root, 1798869600003);";
    for engine in engines() {
        eprintln!("on {engine}");
        let db = TestDb::without(engine, LEDGER).await;
        let rows: String = (BEFORE.split_inclusive(';'))
            .filter(|statement| {
                ["chapter (", "member (", "event (", "honor_account (", "honor_entry ("]
                    .iter()
                    .any(|table| statement.contains(&format!("INSERT INTO {table}")))
            })
            .chain([PUT_RIGHT])
            .collect();
        db.raw().await.expect("a connection").run(in_dialect(engine, &rows)).await.expect("rows of the last release");
        assert_eq!(db.pending_migrations().await.expect("a list"), [LEDGER]);
        db.migrate().await.expect("out of turn");
        refers_to_what_is_there(&db).await;
        let mut conn = db.read().await.expect("a reader");
        let counted: Vec<(i64, i64, String)> =
            conn.all(sql!("SELECT seq, points, state FROM honor_counted ORDER BY seq"), ()).await.expect("rows");
        let states = [(1, 20, "stands"), (2, 5, "taken_back"), (3, -5, "correction")];
        assert_eq!(counted, states.map(|(seq, points, state)| (seq, points, state.to_owned())));
        let sums: (i64, i64, i64, i64) = conn
            .one(
                sql!(
                    "SELECT t.lifetime, t.reached_at, s.points, d.points FROM honor_total t
                         JOIN honor_season s ON s.member_id = t.member_id JOIN honor_day d ON d.member_id = t.member_id"
                ),
                (),
            )
            .await
            .expect("one of each");
        assert_eq!(sums, (20, 1_798_869_600_001, 20, 20));
        drop(conn);
        let world = TestSite::on(db).await;
        honor::rebuild(&world).await.expect("made anew");
        let mut conn = world.db.read().await.expect("a reader");
        let anew: Vec<(i64, i64, String)> =
            conn.all(sql!("SELECT seq, points, state FROM honor_counted ORDER BY seq"), ()).await.expect("rows");
        assert_eq!(anew, counted, "as the code counts, so did the migration");
    }
}
