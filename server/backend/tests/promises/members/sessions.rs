//! Signing in, staying signed in, signing out.

use backend::{members, sql, testing::each_site};
use domain::{Failure, FieldCode};

use super::{DAY, MINUTE, PASSWORD, wrong, yuting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_takes_address_and_password() {
    each_site(async |world| {
        let site = &world.site;
        let first = members::register(site, yuting(), "").await.expect("registered");
        let session = members::sign_in(site, " yuting@EXAMPLE.org ", PASSWORD, "").await.expect("signed in");
        assert_eq!(session.actor, first.actor);
        assert_ne!(session.token, first.token);
        for (email, password) in [("yuting@example.org", "lamplight and coffee"), ("nobody@example.org", PASSWORD)] {
            assert_eq!(
                members::sign_in(site, email, password, "").await.map(drop),
                Err(Failure::field("password", FieldCode::WrongPassword)),
                "{email}"
            );
        }
        assert_eq!(wrong(members::sign_in(site, "yuting", PASSWORD, "").await, "email"), Some(FieldCode::NotAnEmail));
        assert_eq!(
            wrong(members::sign_in(site, "yuting@example.org", "", "").await, "password"),
            Some(FieldCode::Required)
        );
        // Who was put in without a password cannot be signed in as.
        world.member("Wen Shuyan").await;
        assert_eq!(
            wrong(members::sign_in(site, "wenshuyan@example.org", "none", "").await, "password"),
            Some(FieldCode::WrongPassword)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_lives_while_it_is_used_and_ends_when_told() {
    each_site(async |world| {
        let site = &world.site;
        let fan = world.member("Zhu Yuting").await;
        let token = world.session_of(&fan).await;
        let lives = async |token: &str| members::session(site, token).await.expect("the database answers").is_some();
        let seen = async || {
            let (seen,): (i64,) = site
                .db
                .read()
                .await
                .expect("a connection")
                .one(sql!("SELECT seen_at FROM session"), ())
                .await
                .expect("one");
            domain::Instant(seen).seconds_until(site.now())
        };
        world.advance(59 * MINUTE);
        assert!(lives(&token).await);
        assert_eq!(seen().await, 59 * 60, "noted at most once an hour");
        world.advance(MINUTE);
        assert!(lives(&token).await);
        assert_eq!(seen().await, 0);
        for _ in 0..4 {
            world.advance(29 * DAY);
            assert!(lives(&token).await, "used within 30 days");
        }
        let (stored,): (Vec<u8>,) = site
            .db
            .read()
            .await
            .expect("a connection")
            .one(sql!("SELECT token_hash FROM session"), ())
            .await
            .expect("one");
        assert!(token.len() == 64 && stored.len() == 32 && !token.as_bytes().windows(32).any(|part| part == stored));
        world.advance(30 * DAY);
        assert!(!lives(&token).await);

        let (here, there) = (world.session_of(&fan).await, world.session_of(&fan).await);
        members::sign_out(site, &here).await.expect("signed out");
        assert!(!lives(&here).await && lives(&there).await && !lives("").await);
        let stranger = world.member("Wen Shuyan").await;
        let id = members::session(site, &there)
            .await
            .expect("the database answers")
            .expect("signed in")
            .session_id
            .to_string();
        assert_eq!(members::end_session(site, &stranger, &id).await, Err(Failure::NotFound));
        assert_eq!(members::end_session(site, &fan, "no id").await, Err(Failure::NotFound));
        members::end_session(site, &fan, &id).await.expect("ended");
        assert!(!lives(&there).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_come_with_the_session() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let event = world.event(chengdu, &wen, 8).await;
        let helper = world.member("Zhu Yuting").await;
        let helper = world.door_helper(&helper, event).await;
        for actor in [wen, helper, world.admin().await] {
            let token = world.session_of(&actor).await;
            let me = members::session(&world.site, &token).await.expect("the database answers").expect("signed in");
            assert_eq!(me.actor, actor);
        }
    })
    .await;
}
