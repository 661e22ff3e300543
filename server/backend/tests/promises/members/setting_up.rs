//! The first admin, and the secrets of an instance.

use backend::{
    members::{self, RegisterForm},
    operations::instance,
    testing::{SeededRandom, each_site},
};
use domain::{Failure, FieldCode, Refusal, members::access::Rank};

use super::{PASSWORD, count_members, wrong, yuting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_admin_comes_by_a_link_that_works_once() {
    each_site(async |world| {
        let site = &world.site;
        assert_eq!(instance::setup_needed(site).await, Ok(true));
        let link = |url: Option<String>| {
            url.and_then(|url| url.strip_prefix("https://popcorn.example/set-up?token=").map(str::to_owned))
                .expect("a link")
        };
        let old = link(instance::new_setup_link(site).await.expect("the database answers"));
        let token = link(instance::new_setup_link(site).await.expect("the database answers"));
        assert_eq!(
            members::set_up(site, &old, yuting(), "").await.map(drop),
            Err(Failure::Refused(Refusal::LinkSpent))
        );
        let bad = RegisterForm { password: String::new(), ..yuting() };
        assert_eq!(wrong(members::set_up(site, &token, bad, "").await, "password"), Some(FieldCode::Required));
        let other = RegisterForm { email: "other@example.org".into(), ..yuting() };
        let (a, b) =
            tokio::join!(members::set_up(site, &token, yuting(), ""), members::set_up(site, &token, other, ""));
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
        let admin = a.or(b).expect("one of them");
        assert_eq!(admin.actor.rank, Rank::Admin);
        let me = members::session(site, &admin.token).await.expect("the database answers").expect("signed in");
        assert!(me.email_confirmed);
        assert_eq!((instance::setup_needed(site).await, instance::new_setup_link(site).await), (Ok(false), Ok(None)));
        assert_eq!(
            members::set_up(site, &token, yuting(), "").await.map(drop),
            Err(Failure::Refused(Refusal::AlreadySetUp))
        );
        assert_eq!(count_members(site).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_from_the_command_line_closes_the_link() {
    each_site(async |world| {
        let site = &world.site;
        let url = instance::new_setup_link(site).await.expect("the database answers").expect("nobody runs it yet");
        let token = url.rsplit('=').next().expect("a token");
        assert_eq!(instance::setup_link_works(site, token).await, Ok(true));
        members::create_admin(site, yuting()).await.expect("an admin");
        assert_eq!(instance::setup_link_works(site, token).await, Ok(false));
        let session = members::sign_in(site, "yuting@example.org", PASSWORD, "").await.expect("signed in");
        assert_eq!(session.actor.rank, Rank::Admin);
        assert_eq!(wrong(members::create_admin(site, yuting()).await, "email"), Some(FieldCode::EmailTaken));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secret_of_an_instance_stays() {
    each_site(async |world| {
        let again = world.with_settings(world.settings.clone()).await;
        assert_eq!(again.keys.tickets, world.keys.tickets);
        let db = world.test_db().db();
        let seeds = [SeededRandom::new(1), SeededRandom::new(2)];
        let (a, b) =
            tokio::join!(instance::secret(&db, &seeds[0], "another"), instance::secret(&db, &seeds[1], "another"));
        assert_eq!(a.expect("a secret"), b.expect("a secret"));
    })
    .await;
}
