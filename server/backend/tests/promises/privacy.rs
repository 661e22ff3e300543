//! What the page on privacy tells is so.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use backend::{
    events,
    members::{self, RegisterForm},
    operations::{housekeeping::tidy, personal_data::PERSONAL},
    sql,
    testing::{TestSite, each_site},
};
use domain::{
    Locale,
    members::privacy::{CODE_MINUTES, INVITATION_DAYS, Kept, SENT_DAYS, SESSION_DAYS},
};

/// Under which heading of the page the rows of a table are told of. A new table that holds something of people belongs under one,
/// and its words have to be true of it.
const TOLD: &[(Kept, &[&str])] = &[
    (Kept::Account, &["member", "profile_choice", "wall_place"]),
    (Kept::Sessions, &["session", "one_time_code"]),
    (
        Kept::SignUps,
        &[
            "signup",
            "signup_change",
            "signup_answer",
            "signup_answer_before",
            "answer_file",
            "signup_guest",
            "invitation_code",
            "invitation_use",
            "briefing_reading",
        ],
    ),
    (Kept::Attendance, &["check_in", "shift_work"]),
    (
        Kept::Honor,
        &[
            "honor_account",
            "honor_entry",
            "badge_grant",
            "member_standing",
            "crew_application",
            "tier_term",
            "board_place",
            "honor_counted",
            "honor_total",
            "honor_season",
            "honor_day",
            "honor_objection",
            "honor_bringer",
            "honor_heads",
            "grant_change",
            "credential",
        ],
    ),
    (Kept::Letters, &["notice", "mail_choice", "calendar_token", "job"]),
    (
        Kept::Roles,
        &[
            "chapter_organiser",
            "honor_thanks",
            "honor_budget",
            "honor_rule_version",
            "event_staff",
            "event_invitation",
            "event",
            "recap",
            "announcement",
            "badge_version",
            "badge_batch",
            "shift",
            "people_import",
        ],
    ),
    (Kept::History, &["audit_entry"]),
];

#[test]
fn everything_that_is_kept_of_people_is_told() {
    let told: BTreeMap<&str, Kept> =
        TOLD.iter().flat_map(|(kept, tables)| tables.iter().map(|table| (*table, *kept))).collect();
    let real: BTreeSet<&str> = PERSONAL.iter().map(|personal| personal.column.0).collect();
    assert_eq!(told.keys().copied().collect::<BTreeSet<_>>(), real, "told (left), kept (right)");
    assert_eq!(told.into_values().collect::<BTreeSet<_>>(), BTreeSet::from(Kept::ALL), "no heading without rows");
}

const fn days(days: i64) -> Duration {
    Duration::from_secs(days.unsigned_abs() * 86_400)
}

async fn rows(world: &TestSite) -> (i64, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    conn.one(sql!("SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM event_invitation)"), ())
        .await
        .expect("numbers")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_a_term_is_gone_after_it() {
    const MOMENT: Duration = Duration::from_secs(60);
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 5).await;
        events::invite(&world, &wen, Locale::En, event, ("new@example.org", "door")).await.expect("an invitation");
        world.run_jobs().await;
        assert!(rows(&world).await.0 > 0, "what was sent");

        world.advance(days(SENT_DAYS) - MOMENT);
        tidy(&world).await.expect("tidied");
        assert!(rows(&world).await.0 > 0, "before its term it is there");
        world.advance(MOMENT);
        tidy(&world).await.expect("tidied");
        assert_eq!(rows(&world).await, (0, 1));

        world.advance(days(INVITATION_DAYS - SENT_DAYS) - MOMENT);
        tidy(&world).await.expect("tidied");
        assert_eq!(rows(&world).await.1, 1);
        world.advance(MOMENT);
        tidy(&world).await.expect("tidied");
        assert_eq!(rows(&world).await.1, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_not_used_ends_and_a_code_soon() {
    each_site(async |world| {
        let form = RegisterForm {
            email: "fan@example.org".into(),
            password: "lamplight on the river".into(),
            display_name: "Fan".into(),
            handle: String::new(),
            locale: Locale::En,
            zone: "UTC".into(),
        };
        members::register(&world, form, "a test").await.expect("an account");
        let mut conn = world.db.read().await.expect("a reader");
        let (term,): (i64,) =
            conn.one(sql!("SELECT expires_at - created_at FROM one_time_code"), ()).await.expect("a code");
        drop(conn);
        assert_eq!(term, CODE_MINUTES * 60_000);

        let zhu = world.member("Zhu Yuting").await;
        let (used, unused) = (world.session_of(&zhu).await, world.session_of(&zhu).await);
        world.advance(days(SESSION_DAYS) - Duration::from_secs(1));
        assert!(members::session(&world, &used).await.expect("an answer").is_some());
        world.advance(Duration::from_secs(1));
        assert!(members::session(&world, &used).await.expect("an answer").is_some(), "its use prolonged it");
        assert!(members::session(&world, &unused).await.expect("an answer").is_none());
    })
    .await;
}
