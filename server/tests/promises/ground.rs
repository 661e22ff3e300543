//! The ground every page stands on: headers, the policy, refusals, limits.

use crate::common::{Answer, TestApp, each_app, each_app_with};
use axum::{body::Body, http::Method};
use popcorn::http::HttpSettings;

const LOOK: &str = "/api/settings/look";
const SIGN_IN: &str = "/api/members/sign_in";

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-").expect("a nonce in the policy");
    rest.split('\'').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_fixed_headers() {
    each_app(async |app: TestApp| {
        for path in ["/", "/no/such/page", "/healthz", "/api/no/such", "/media/none.jpg"] {
            let answer = app.get(path).await;
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
            assert!(answer.header("permissions-policy").contains("camera=(self)"), "{path}");
            assert!(answer.header("strict-transport-security").starts_with("max-age="), "{path}");
            assert!(!answer.header("content-security-policy").is_empty(), "{path}");
            assert!(!answer.header("cache-control").is_empty(), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_policy_names_a_nonce_that_is_new_each_time_and_on_every_script() {
    each_app(async |app: TestApp| {
        let (first, second) = (app.get("/").await.must_be(200), app.get("/").await);
        assert_ne!(nonce(&first), nonce(&second));
        let policy = first.header("content-security-policy").to_owned();
        for part in [
            "'strict-dynamic' 'wasm-unsafe-eval'",
            "style-src 'self';",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{part} is not in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("http"), "{policy}");
        let (mine, theirs) = (nonce(&first), nonce(&second));
        for script in first.body.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(
                tag.contains(&mine) || tag.contains("application/ld+json"),
                "a script without the nonce: <script{tag}>"
            );
            assert!(!tag.contains(&theirs));
        }
        assert!(!first.body.contains(" style=\""), "style attributes are refused by the policy");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_site_sends_is_refused() {
    each_app(async |app: TestApp| {
        let form = || Body::from(format!("__fn={}&next=/&theme=dark", LOOK.replace('/', "%2F")));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let visitor = app.visitor();
        for (from, status) in [
            (("sec-fetch-site", "cross-site"), 403),
            (("sec-fetch-site", "same-site"), 403),
            (("origin", "https://evil.example"), 403),
            (("origin", "null"), 403),
            (("sec-fetch-site", "same-origin"), 303),
            (("origin", "https://popcorn.example"), 303),
        ] {
            visitor.send(Method::POST, "/", form(), &[kind, from]).await.must_be(status);
            let call = visitor.send(Method::POST, LOOK, form(), &[kind, from]).await;
            assert_eq!(call.status.as_u16() == 403, status == 403, "{from:?}: {}", call.status);
        }
        visitor.send(Method::DELETE, "/", Body::empty(), &[("origin", "https://evil.example")]).await.must_be(403);
        visitor.send(Method::GET, "/", Body::empty(), &[("sec-fetch-site", "cross-site")]).await.must_be(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_answer_has_an_id_of_its_own() {
    each_app(async |app: TestApp| {
        let mut seen = std::collections::BTreeSet::new();
        for path in ["/", "/", "/no/such/page", "/healthz", "/api/no/such"] {
            let answer = app.visitor().header("x-request-id", "mine").get(path).await;
            let id: uuid::Uuid = answer.header("x-request-id").parse().expect("an id");
            assert_eq!(id.get_version_num(), 7);
            assert!(seen.insert(id), "{path}: twice");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_posts_to_its_own_page() {
    each_app(async |app: TestApp| {
        let visitor = app.visitor();
        let done = visitor.post_form("/", LOOK, &[("locale", "zh-CN"), ("next", "/")]).await.must_be(303);
        assert_eq!(done.set_cookie("lang"), Some("zh-CN"));
        assert_eq!(done.header("location"), "/");
        assert!(done.header("set-cookie").contains("HttpOnly; SameSite=Lax; Secure"), "{}", done.header("set-cookie"));

        let refused = visitor
            .post_form("/sign-in", SIGN_IN, &[("email", "nobody@example"), ("password", "a secret of mine")])
            .await
            .must_be(422);
        let refused = refused.shows("nobody@example");
        assert!(!refused.body.contains("a secret of mine"), "a password is written into no page");
        visitor.post_form("/sign-in", "/api/no/such", &[]).await.must_be(422);
        visitor.post_form("/sign-in", "https://evil.example/", &[]).await.must_be(422);
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        visitor.send(Method::POST, "/", Body::from("a=b"), &kind).await.must_be(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_have_a_limit() {
    each_app(async |app: TestApp| {
        let large = "x".repeat(300 * 1024);
        app.visitor().post_form("/", LOOK, &[("next", &large)]).await.must_be(413);
        app.visitor().call(LOOK, &[("next", &large)]).await.must_be(413);
        let json = [("content-type", "application/json")];
        app.visitor().send(Method::POST, "/api/no/such", Body::from(large), &json).await.must_be(413);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_accent_is_a_sheet_of_its_own() {
    let teal = HttpSettings { accent: Some("#0b7a75".into()), ..HttpSettings::default() };
    each_app_with(teal, async |app: TestApp| {
        app.get("/").await.must_be(200).shows("href=\"/brand/0b7a75.css\"");
        let sheet = app.get("/brand/0b7a75.css").await.must_be(200).shows("--accent:#0b7a75");
        assert!(sheet.header("cache-control").contains("immutable"));
        app.get("/brand/000000.css").await.must_be(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn share_images_show_only_what_everybody_may_see() {
    each_app(async |app: TestApp| {
        let chengdu = app.chapter("Chengdu").await;
        let wen = app.organiser("Wen Shuyan", chengdu).await;
        app.event(chengdu, &wen, 80).await;
        let picture = app.get("/og/e/tea-house-tapes-1.jpg?v=1").await.must_be(200);
        assert_eq!(picture.header("content-type"), "image/jpeg");
        assert_eq!(picture.header("cache-control"), "public, max-age=86400");
        let generic = app.get("/og/site.jpg").await.must_be(200);
        assert_ne!(picture.body, generic.body);
        let private = app.get("/og/u/wenshuyan.jpg").await.must_be(200);
        let nobody = app.get("/og/u/nobody.jpg").await.must_be(200);
        assert_eq!(private.body, nobody.body, "a private member and nobody look the same");
        app.get("/og/g/none.jpg").await.must_be(404);
        app.get("/og/e/tea-house-tapes-1.png").await.must_be(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cover_is_uploaded_by_a_plain_form() {
    each_app(async |app: TestApp| {
        let chengdu = app.chapter("Chengdu").await;
        let wen = app.organiser("Wen Shuyan", chengdu).await;
        let event = app.event(chengdu, &wen, 80).await;
        let path = format!("/organise/events/{event}/cover");
        let organiser = app.as_member(&wen).await;
        let picture = organiser.get("/og/site.jpg").await.bytes;
        let done = organiser.upload(&path, "cover", &picture).await.must_be(303);
        assert_eq!(done.header("location"), format!("/organise/events/{event}?done=saved"));
        let page = app.get("/e/tea-house-tapes-1").await.must_be(200);
        let at = page.body.find("/media/").expect("the cover is on the page");
        let media: String = page.body[at..].chars().take_while(|c| !matches!(c, '"' | ' ')).collect();
        let cover = app.get(&media).await.must_be(200);
        assert_eq!(cover.header("content-type"), "image/jpeg");
        assert!(cover.header("cache-control").contains("immutable"));
        let again = app.visitor().header("if-none-match", cover.header("etag")).get(&media).await;
        assert_eq!(again.status.as_u16(), 304);

        organiser.upload(&path, "cover", b"not a picture").await.must_be(422).shows("PNG, JPEG or WebP");
        organiser.upload(&path, "cover", b"").await.must_be(422);
        organiser.upload(&path, "other", &picture).await.must_be(422);
        organiser.upload(&path, "cover", &vec![0; 9 << 20]).await.must_be(422).shows("8 MB");
        let page = format!("/organise/events/{event}");
        organiser.upload(&page, "cover", &picture).await.must_be(303);
        let refused = organiser.upload(&page, "cover", b"not a picture").await.must_be(422);
        assert!(refused.body.contains("PNG, JPEG or WebP") && refused.body.contains("aria-invalid"), "at the field");
        organiser.upload(&page, "cover", &vec![0; 9 << 20]).await.must_be(422).shows("aria-invalid");
        app.visitor().upload(&page, "cover", &picture).await.must_be(401);
        organiser.clone().header("sec-fetch-site", "cross-site").upload(&path, "cover", &picture).await.must_be(403);
    })
    .await;
}

/// A page is put together by several threads. Here they get in each other's way as much as they can.
#[test]
fn no_page_waits_for_ever() {
    let crowd: Vec<_> = (0..6)
        .map(|_| {
            std::thread::spawn(|| {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(2)
                    .enable_all()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async {
                    let app = TestApp::fresh(backend::db::Engine::Sqlite, HttpSettings::default()).await;
                    app.chapter("Chengdu").await;
                    let member = app.member("Zhu Yuting").await;
                    let visitor = app.as_member(&member).await;
                    for _ in 0..60 {
                        for (path, status) in [("/c/chengdu", 200), ("/u/nobody", 404), ("/my/honor", 200)] {
                            visitor.get(path).await.must_be(status);
                        }
                    }
                });
            })
        })
        .collect();
    for one in crowd {
        one.join().expect("every page came");
    }
}
