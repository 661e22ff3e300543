//! How often is too often, through the real router.

use std::time::Duration;

use crate::common::{TestApp, each_app, each_app_with};
use popcorn::{config::Switch, http::HttpSettings};

const SIGN_IN: &str = "/api/members/sign_in";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_passwords_is_slow() {
    each_app(async |app: TestApp| {
        let chinese = app.visitor().cookie("lang", "zh-CN");
        let guess = async |visitor: &common::Visitor<'_>, email: &str| {
            visitor.post_form("/sign-in", SIGN_IN, &[("email", email), ("password", "not the password")]).await
        };
        for _ in 0..10 {
            guess(&chinese, "fan@example.org").await.must_be(422);
        }
        let refused = guess(&chinese, "Fan@example.org ").await.must_be(429).shows("操作太频繁了");
        assert_eq!(refused.header("retry-after"), "60");
        let call = app
            .visitor()
            .from("198.51.100.9")
            .call(SIGN_IN, &[("email", "fan@example.org"), ("password", "x")])
            .await
            .must_be(429);
        assert_eq!(call.header("retry-after"), "60", "another address does not help");
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
