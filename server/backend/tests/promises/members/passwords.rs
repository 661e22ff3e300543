//! Codes by mail, forgotten passwords, changed ones.

use std::time::Duration;

use backend::{
    members::{self, ResetForm},
    sql,
    testing::each_site,
};
use domain::{Failure, FieldCode};

use super::{MINUTE, PASSWORD, code_in_mail, wrong, yuting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_good_for_ten_minutes_and_five_tries() {
    each_site(async |world| {
        let site = &world.site;
        let me = members::register(site, yuting(), "").await.expect("registered").actor;
        let first = code_in_mail(&world).await;
        let too_soon = members::send_confirmation(site, &me).await.expect_err("a minute apart");
        assert_eq!(too_soon, Failure::TooMany { retry_after_s: 60 });
        world.advance(MINUTE);
        members::send_confirmation(site, &me).await.expect("another code");
        let second = code_in_mail(&world).await;
        if first != second {
            assert_eq!(
                wrong(members::confirm_email(site, &me, &first).await, "code"),
                Some(FieldCode::WrongCode),
                "void"
            );
        }
        world.advance(10 * MINUTE);
        assert_eq!(
            wrong(members::confirm_email(site, &me, &second).await, "code"),
            Some(FieldCode::CodeSpent),
            "too old"
        );

        members::send_confirmation(site, &me).await.expect("another code");
        let code = code_in_mail(&world).await;
        // Guesses sent at once are counted one by one, so that no more than five are looked at.
        let guesses: Vec<_> = (0..40)
            .map(|n: u32| {
                let (site, me) = (site.clone(), me.clone());
                let guess = format!("{:06}", (code.parse::<u32>().expect("digits") + 1 + n) % 1_000_000);
                tokio::spawn(async move { members::confirm_email(&site, &me, &guess).await })
            })
            .collect();
        let mut looked_at = 0;
        for guess in guesses {
            let outcome = guess.await.expect("no panic");
            looked_at += u32::from(wrong(outcome, "code") == Some(FieldCode::WrongCode));
        }
        assert_eq!(looked_at, 5);
        assert_eq!(wrong(members::confirm_email(site, &me, &code).await, "code"), Some(FieldCode::CodeSpent));
        assert_eq!(wrong(members::confirm_email(site, &me, "hello").await, "code"), Some(FieldCode::WrongCode));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_replaced() {
    each_site(async |world| {
        let site = &world.site;
        let old = members::register(site, yuting(), "").await.expect("registered");
        world.run_jobs().await;
        members::ask_reset(site, "nobody@example.org").await.expect("the same answer");
        world.run_jobs().await;
        assert_eq!(world.letters().len(), 1, "only the letter of the registration");
        world.advance(Duration::from_secs(1)); // letters of one moment are in no order
        members::ask_reset(site, "YUTING@example.org").await.expect("the same answer");
        let code = code_in_mail(&world).await;
        assert_eq!(world.letters().len(), 2);
        let kept: Vec<(String,)> =
            site.db.read().await.expect("a connection").all(sql!("SELECT payload FROM job"), ()).await.expect("jobs");
        assert!(kept.iter().all(|(payload,)| payload == "{}"), "neither code nor address stays: {kept:?}");

        let form = |code: &str, password: &str| ResetForm {
            email: "yuting@example.org".into(),
            code: code.into(),
            password: password.into(),
        };
        let both = members::reset_password(site, form("", "short"), "").await.expect_err("two errors");
        assert_eq!(
            (both.of_field("code"), both.of_field("password")),
            (Some(FieldCode::Required), Some(FieldCode::TooShort { min: 10 }))
        );
        let unknown = ResetForm { email: "nobody@example.org".into(), ..form(&code, "moonlight and tea") };
        assert_eq!(wrong(members::reset_password(site, unknown, "").await, "code"), Some(FieldCode::CodeSpent));
        let other = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(
            wrong(members::reset_password(site, form(other, "moonlight and tea"), "").await, "code"),
            Some(FieldCode::WrongCode)
        );
        let session =
            members::reset_password(site, form(&code, "moonlight and tea"), "").await.expect("a new password");
        assert!(
            members::session(site, &old.token).await.expect("the database answers").is_none(),
            "other devices are signed out"
        );
        let me = members::session(site, &session.token).await.expect("the database answers").expect("signed in");
        assert!(me.email_confirmed, "the code came by mail");
        assert!(members::sign_in(site, "yuting@example.org", PASSWORD, "").await.is_err());
        assert_eq!(
            wrong(members::reset_password(site, form(&code, "starlight and tea"), "").await, "code"),
            Some(FieldCode::CodeSpent),
            "one time"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_changed_by_who_knows_the_old_one() {
    each_site(async |world| {
        let site = &world.site;
        let here = members::register(site, yuting(), "").await.expect("registered");
        let there = members::sign_in(site, "yuting@example.org", PASSWORD, "").await.expect("signed in");
        let me = members::session(site, &here.token).await.expect("the database answers").expect("signed in");
        let change =
            async |old: &str, new: &str| members::change_password(site, &me.actor, old, new, me.session_id).await;
        assert_eq!(
            wrong(change("not the old one", "moonlight and tea").await, "old_password"),
            Some(FieldCode::WrongPassword)
        );
        assert_eq!(wrong(change(PASSWORD, "1234567890").await, "new_password"), Some(FieldCode::PasswordTooCommon));
        change(PASSWORD, "moonlight and tea").await.expect("changed");
        assert!(members::session(site, &here.token).await.expect("the database answers").is_some());
        assert!(members::session(site, &there.token).await.expect("the database answers").is_none());
        members::sign_in(site, "yuting@example.org", "moonlight and tea", "").await.expect("the new one");
    })
    .await;
}
