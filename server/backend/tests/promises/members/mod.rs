//! Accounts, on both engines: registering here, the rest beside it.

mod passwords;
mod sessions;
mod setting_up;
mod settings;

use std::{collections::BTreeSet, time::Duration};

use backend::{
    Site,
    members::{self, ArriveForm, RegisterForm},
    sql,
    testing::{TestSite, each_site},
};
use domain::{Failure, FieldCode, Locale, Refusal};

const PASSWORD: &str = "lamplight and tea";
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn yuting() -> RegisterForm {
    RegisterForm {
        email: "Yuting@Example.org".into(),
        password: PASSWORD.into(),
        display_name: "Zhu Yuting".into(),
        zone: "Asia/Shanghai".into(),
        ..RegisterForm::default()
    }
}

/// The code in the newest letter.
async fn code_in_mail(world: &TestSite) -> String {
    world.run_jobs().await;
    let letter = world.letters().pop().expect("a letter");
    let code = letter.lines().find_map(|line| line.strip_prefix("    ").filter(|code| code.len() == 6));
    code.unwrap_or_else(|| panic!("no code in {letter}")).into()
}

async fn count_members(site: &Site) -> i64 {
    let (n,): (i64,) = site
        .db
        .read()
        .await
        .expect("a connection")
        .one(sql!("SELECT count(*) FROM member"), ())
        .await
        .expect("a count");
    n
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T, Failure>, field: &str) -> Option<FieldCode> {
    let failure = outcome.expect_err("not taken");
    let code = failure.of_field(field);
    assert!(code.is_some(), "{failure:?}");
    code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_registers_and_shows_that_the_address_is_theirs() {
    each_site(async |world| {
        let site = &world.site;
        let session = members::register(site, yuting(), "Firefox/133.0 (X11; Linux)").await.expect("registered");
        let me = members::session(site, &session.token).await.expect("the database answers").expect("signed in");
        assert_eq!(
            (me.handle.as_str(), me.display_name.as_str(), me.zone.as_str()),
            ("zhuyuting", "Zhu Yuting", "Asia/Shanghai")
        );
        assert!(!me.email_confirmed && me.face.starts_with("/art/face-"), "{me:?}");
        assert_eq!((&me.actor, session.max_age_s), (&session.actor, 30 * 24 * 3600));

        let code = code_in_mail(&world).await;
        assert_eq!(world.letters().len(), 1);
        let other = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(wrong(members::confirm_email(site, &me.actor, other).await, "code"), Some(FieldCode::WrongCode));
        members::confirm_email(site, &me.actor, &format!(" {} {}", &code[..3], &code[3..]))
            .await
            .expect("the right code");
        let me = members::session(site, &session.token).await.expect("the database answers").expect("signed in");
        assert!(me.email_confirmed);
        members::confirm_email(site, &me.actor, "000000").await.expect("confirmed stays confirmed");
        assert_eq!(members::send_confirmation(site, &me.actor).await, Err(Failure::Refused(Refusal::LinkSpent)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_is_wrong_is_told_at_once_and_what_is_taken_is_told() {
    each_site(async |world| {
        let site = &world.site;
        let bad = RegisterForm {
            email: "yuting".into(),
            password: "short".into(),
            display_name: " ".into(),
            handle: "1".into(),
            ..yuting()
        };
        let failure = members::register(site, bad, "").await.expect_err("nothing fits");
        assert_eq!(failure.of_field("email"), Some(FieldCode::NotAnEmail));
        assert_eq!(failure.of_field("password"), Some(FieldCode::TooShort { min: 10 }));
        assert_eq!(failure.of_field("display_name"), Some(FieldCode::Required));
        assert_eq!(failure.of_field("handle"), Some(FieldCode::TooShort { min: 3 }));

        members::register(site, RegisterForm { handle: "Yuting".into(), ..yuting() }, "").await.expect("registered");
        assert_eq!(wrong(members::register(site, yuting(), "").await, "email"), Some(FieldCode::EmailTaken));
        let same_handle = RegisterForm { email: "other@example.org".into(), handle: "yuting".into(), ..yuting() };
        assert_eq!(
            wrong(members::register(site, same_handle.clone(), "").await, "handle"),
            Some(FieldCode::HandleTaken)
        );
        let unknown_zone = RegisterForm { handle: "yuting2".into(), zone: "Mars/Base".into(), ..same_handle };
        let session = members::register(site, unknown_zone, "").await.expect("registered");
        let me = members::session(site, &session.token).await.expect("the database answers").expect("signed in");
        assert_eq!(me.zone, "UTC");
        assert_eq!(count_members(site).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_becomes_one_member_however_many_ask() {
    each_site(async |world| {
        let tasks: Vec<_> = (0..64)
            .map(|n| {
                let site = world.site.clone();
                let form = RegisterForm { display_name: format!("Fan Number {n}"), ..yuting() };
                tokio::spawn(async move { members::register(&site, form, "").await })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(_) => made += 1,
                Err(failure) => assert_eq!(failure.of_field("email"), Some(FieldCode::EmailTaken), "{failure:?}"),
            }
        }
        assert_eq!((made, count_members(&world.site).await), (1, 1));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_one_name_get_handles_of_their_own() {
    each_site(async |world| {
        let tasks: Vec<_> = (0..24)
            .map(|n| {
                let site = world.site.clone();
                let name = if n % 2 == 0 { "Zhu Yuting" } else { "朱雨婷" };
                let form = ArriveForm {
                    email: format!("fan{n}@example.org"),
                    password: PASSWORD.into(),
                    display_name: name.into(),
                    ..ArriveForm::default()
                };
                tokio::spawn(async move { members::arrive(&site, form, "").await })
            })
            .collect();
        let mut handles = BTreeSet::new();
        for task in tasks {
            let session = task.await.expect("no panic").expect("registered");
            let me =
                members::session(&world.site, &session.token).await.expect("the database answers").expect("signed in");
            assert!(me.handle.starts_with("zhuyuting") || me.handle.starts_with("fan"), "{}", me.handle);
            handles.insert(me.handle);
        }
        assert_eq!(handles.len(), 24);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_arrives_is_known_or_becomes_a_member() {
    each_site(async |world| {
        let site = &world.site;
        let form = |name: &str, password: &str| ArriveForm {
            email: "yuting@example.org".into(),
            password: password.into(),
            display_name: name.into(),
            locale: Locale::ZhCn,
            zone: "Asia/Shanghai".into(),
        };
        assert_eq!(
            wrong(members::arrive(site, form("", PASSWORD), "").await, "display_name"),
            Some(FieldCode::Required)
        );
        assert_eq!(
            wrong(members::arrive(site, ArriveForm::default(), "").await, "password"),
            Some(FieldCode::Required)
        );
        let told = async |form: &ArriveForm| match members::check_arrival(site, form).await {
            Err(Failure::Invalid(all)) => all.into_iter().map(|e| e.field).collect(),
            other => vec![format!("{other:?}")],
        };
        assert_eq!(told(&ArriveForm::default()).await, ["email", "password"]);
        assert_eq!(told(&form("", "short")).await, ["password", "display_name"], "all at once, before anybody is made");
        assert_eq!(members::check_arrival(site, &form("Zhu Yuting", PASSWORD)).await, Ok(()));
        // Two taps at once: one member, and both are in.
        let (a, b) = tokio::join!(
            members::arrive(site, form("Zhu Yuting", PASSWORD), ""),
            members::arrive(site, form("Zhu Yuting", PASSWORD), "")
        );
        let (a, b) = (a.expect("in"), b.expect("in"));
        assert_eq!((&a.actor, a.locale), (&b.actor, Locale::ZhCn));
        assert_eq!(count_members(site).await, 1);
        let again = members::arrive(site, form("", PASSWORD), "").await.expect("known by now");
        assert_eq!(members::check_arrival(site, &form("", "short")).await, Ok(()), "known people need no name");
        assert_eq!(again.actor, a.actor);
        assert_eq!(
            wrong(members::arrive(site, form("Zhu Yuting", "not the password"), "").await, "password"),
            Some(FieldCode::WrongPassword)
        );
    })
    .await;
}
