//! How often is too often, through the real router.

use std::time::Duration;

use axum::{body::Body, http::Method};

use crate::common::{TestApp, each_app, each_app_with};
use popcorn::{config::Switch, http::HttpSettings};

const SIGN_IN: &str = "/api/members/sign_in";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_passwords_is_slow() {
    each_app(async |app: TestApp| {
        let chinese = app.visitor().cookie("lang", "zh-CN");
        let guess = async |visitor: &crate::common::Visitor<'_>, email: &str| {
            visitor.post_form("/sign-in", SIGN_IN, &[("email", email), ("password", "not the password")]).await
        };
        for _ in 0..10 {
            guess(&chinese, "fan@example.org").await.must_be(422);
        }
        let refused = guess(&chinese, "Fan@example.org ").await.must_be(429).shows("操作太频繁了");
        assert_eq!(refused.header("retry-after"), "60");
        // From elsewhere its owner gets in all the same; many addresses do not help.
        let fields = [("email", "fan@example.org"), ("password", "x")];
        for n in 0..50 {
            app.visitor().from(&format!("198.51.100.{n}")).call(SIGN_IN, &fields).await.must_be(422);
        }
        let call = app.visitor().from("198.51.100.99").call(SIGN_IN, &fields).await.must_be(429);
        assert_eq!(call.header("retry-after"), "10");
        assert!(call.body.contains("TooMany"), "{}", call.body);
        guess(&chinese, "other@example.org").await.must_be(422);

        // Nor does another form that takes a password on its way.
        let fields = [("event", "x"), ("request_key", "k"), ("email", "fan@example.org"), ("password", "guess")];
        app.visitor().call("/api/signups/sign_up", &fields).await.must_be(429);

        app.advance(Duration::from_secs(61));
        guess(&chinese, "fan@example.org").await.must_be(422);
        guess(&chinese, "fan@example.org").await.must_be(429);
    })
    .await;
}

/// What a server function reads counts, however it is sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_way_of_writing_it_passes_the_limit() {
    each_app(async |app: TestApp| {
        let visitor = app.visitor();
        let send = async |kind: Option<&'static str>, body: &'static str| {
            let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
            visitor.send(Method::POST, SIGN_IN, Body::from(body), &headers).await.status.as_u16()
        };
        const GUESS: &str = "email=fan%40example.org&password=guess";
        for kind in [None, Some("text/plain"), Some("application/json"), Some("multipart/form-data; boundary=x")] {
            assert_eq!(send(kind, GUESS).await, 415, "{kind:?}");
        }
        const FORM: Option<&str> = Some("Application/X-WWW-Form-URLencoded; charset=utf-8");
        for two in [
            "email=decoy%40x.org&email=fan%40example.org&password=guess",
            "z[email]=a%40b.org&email=fan%40example.org&password=g",
        ] {
            assert_eq!(send(FORM, two).await, 422, "{two}");
        }
        let mut statuses = vec![];
        for body in [GUESS, "email=%01fan%40example.org&password=guess", "email=+FAN%40example.org&password=guess"]
            .iter()
            .cycle()
            .take(12)
        {
            statuses.push(send(FORM, body).await);
        }
        assert_eq!(statuses[..10], [422; 10]);
        assert_eq!(statuses[10..], [429; 2], "one account, however it is written");
        // Nor does it help to be signed in as somebody else.
        let other = app.as_member(&app.member("Fan Other").await).await;
        other.call(SIGN_IN, &[("email", "fan@example.org"), ("password", "guess")]).await.must_be(429);
    })
    .await;
}

/// Whoever hammers at somebody's account is refused; its owner is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_by_a_stranger() {
    each_app(async |app: TestApp| {
        let fields = [("email", "fan@example.org"), ("password", "guess")];
        for n in 0..300 {
            let status = app.visitor().call(SIGN_IN, &fields).await.status.as_u16();
            assert_eq!(status, if n < 10 { 422 } else { 429 }, "{n}");
        }
        app.visitor().from("198.51.100.9").call(SIGN_IN, &fields).await.must_be(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_cannot_try_every_account() {
    each_app(async |app: TestApp| {
        let mut statuses = vec![];
        for n in 0..103 {
            let email = format!("fan{n}@example.org");
            statuses.push(app.visitor().call(SIGN_IN, &[("email", &email), ("password", "")]).await.status.as_u16());
        }
        assert!(statuses[..100].iter().all(|status| *status == 422), "{statuses:?}");
        assert_eq!(statuses[100..], [429; 3]);
        let elsewhere = app.visitor().from("198.51.100.1");
        elsewhere.call(SIGN_IN, &[("email", "fan1@example.org"), ("password", "")]).await.must_be(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_look_behind_our_own_proxy_only() {
    let ours =
        HttpSettings { trusted_proxies: vec!["127.0.0.1".parse().expect("an address")], ..HttpSettings::default() };
    each_app_with(ours, async |app: TestApp| {
        let from = |peer: &str, forwarded: &str| app.visitor().from(peer).header("x-forwarded-for", forwarded);
        let fields = [("email", ""), ("password", "")];
        // A stranger writes a new address each time: it is one stranger all the same.
        for n in 0..100 {
            from("203.0.113.7", &format!("10.0.0.{n}")).call(SIGN_IN, &fields).await;
        }
        let email = [("email", "new@example.org"), ("password", "")];
        from("203.0.113.7", "10.9.9.9").call(SIGN_IN, &email).await.must_be(429);
        // Behind our proxy the address it saw counts, not what was sent to it.
        from("127.0.0.1", "8.8.8.8, 203.0.113.7").call(SIGN_IN, &email).await.must_be(429);
        from("127.0.0.1", "203.0.113.7, 198.51.100.3").call(SIGN_IN, &email).await.must_be(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_can_be_switched_off_for_measuring() {
    let off = HttpSettings { rate_limits: Switch::Off, ..HttpSettings::default() };
    each_app_with(off, async |app: TestApp| {
        for _ in 0..20 {
            app.visitor().call(SIGN_IN, &[("email", "fan@example.org"), ("password", "")]).await.must_be(422);
        }
    })
    .await;
}
