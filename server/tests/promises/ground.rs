//! The ground every page stands on: headers, the policy, refusals, limits, health.

use crate::common::{Answer, TestApp, each_app, each_app_with};
use axum::{body::Body, http::Method};
use backend::sql;
use domain::members::privacy::{LOOK_DAYS, SESSION_DAYS};
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
async fn the_machine_room_answers() {
    each_app(async |app: TestApp| {
        app.get("/healthz").await.must_be(200);
        app.get("/readyz").await.must_be(200);
        app.test_db()
            .run("UPDATE _sqlx_migrations SET success = FALSE", "UPDATE _sqlx_migrations SET success = FALSE")
            .await;
        app.get("/readyz").await.must_be(503).shows("popcorn migrate");
        app.get("/healthz").await.must_be(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_are_not_for_everybody() {
    each_app(async |app: TestApp| {
        app.get("/").await.must_be(200);
        let here = app.visitor().from("127.0.0.1");
        let numbers = here.get("/metrics").await.must_be(200);
        let numbers = numbers.shows("popcorn_http_requests_total").shows("route=\"/\"");
        assert!(numbers.header("content-type").starts_with("text/plain"));
        app.get("/metrics").await.must_be(404);
        // Through a proxy comes the whole world, also through one that nobody told us of.
        here.clone().header("x-forwarded-for", "127.0.0.1").get("/metrics").await.must_be(404);
        here.clone().header("forwarded", "for=127.0.0.1").get("/metrics").await.must_be(404);
    })
    .await;
    // With a token it is asked for everywhere.
    let settings = HttpSettings { metrics_token: Some("a-token-of-16-letters".into()), ..HttpSettings::default() };
    each_app_with(settings, async |app: TestApp| {
        app.visitor().from("127.0.0.1").get("/metrics").await.must_be(404);
        app.visitor().header("authorization", "Bearer a-token-of-16-letters").get("/metrics").await.must_be(200);
        app.visitor().header("authorization", "Bearer a-token-of-16-letterz").get("/metrics").await.must_be(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_tell_what_waits_and_what_was_given_up() {
    each_app(async |app: TestApp| {
        let now = app.now().0;
        let mut tx = app.db.write().await.expect("a transaction");
        let jobs: [(i64, Option<i64>); 4] = [(-90_000, None), (-5_000, None), (60_000, None), (-900_000, Some(now))];
        for (due, failed) in jobs {
            tx.execute(
                sql!(
                    "INSERT INTO job (id, kind, payload, run_at, attempts, failed_at, created_at)
                     VALUES ($1, 'mail', '{}', $2, 1, $3, $2)"
                ),
                (app.new_id(), now + due, failed),
            )
            .await
            .expect("a job");
        }
        tx.commit().await.expect("a commit");
        app.get("/e/none.ics").await.must_be(404);
        let numbers = app.visitor().from("127.0.0.1").get("/metrics").await.must_be(200);
        let numbers = numbers.shows("\npopcorn_jobs_waiting 2\n").shows("\npopcorn_jobs_failed 1\n");
        let numbers = numbers.shows("\npopcorn_jobs_oldest_seconds 90\n").shows("route=\"/e/{slug}.ics\"");
        // Each number that is exported says what it is.
        let names = |word: &str| -> Vec<String> {
            let lines = numbers.body.lines().filter_map(|line| line.strip_prefix(word));
            lines.filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect()
        };
        let told = names("# HELP ");
        assert!(names("# TYPE ").iter().all(|name| told.contains(name)), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_says_so_in_the_readers_language() {
    each_app(async |app: TestApp| {
        app.get("/no/such/page").await.must_be(404).shows("Nothing here").shows("<html lang=\"en\"");
        let chinese = app.visitor().header("accept-language", "zh-CN,zh;q=0.9");
        chinese.get("/no/such/page").await.must_be(404).shows("这里没有内容").shows("<html lang=\"zh-CN\"");
        for path in ["/media/none.jpg", "/media/00000000-0000-0000-0000-000000000000.jpg", "/brand/000000.css"] {
            app.get(path).await.must_be(404);
        }
        let call = app.get("/api/no/such").await.must_be(404);
        assert_eq!((call.header("content-type"), call.body.as_str()), ("application/json", "\"NotFound\""));
        app.visitor().call("/api/no/such", &[]).await.must_be(404);
        app.visitor().get(LOOK).await.must_be(405);
        app.get("/design").await.must_be(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_leads_back_to_where_one_was() {
    each_app(async |app: TestApp| {
        let chengdu = app.chapter("Chengdu").await;
        let wen = app.organiser("Wen Shuyan", chengdu).await;
        app.event(chengdu, &wen, 80).await;
        let rename = "UPDATE event SET slug = '茶馆磁带'";
        app.test_db().run(rename, rename).await;
        const EVENT: &str = "/e/%E8%8C%B6%E9%A6%86%E7%A3%81%E5%B8%A6";
        for (page, status, way) in [
            (EVENT.to_owned(), 200, EVENT.to_owned()),
            (format!("{EVENT}?from=a&to=b%2Bc&done=signed_out"), 200, format!("{EVENT}?from=a&amp;to=b%2Bc")),
            ("/my/tickets?page=2".into(), 401, "/my/tickets?page=2".into()),
            (format!("/join?next={}", EVENT.replace('%', "%25")), 200, EVENT.to_owned()),
        ] {
            let page = app.get(&page).await.must_be(status);
            let links: Vec<&str> = page.body.split("href=\"/sign-in").skip(1).collect();
            assert!(!links.is_empty());
            for link in links {
                let link = link.split('"').next().unwrap_or_default();
                let sign_in = app.get(&format!("/sign-in{link}")).await.must_be(200);
                sign_in.shows(&format!("name=\"next\" value=\"{way}\""));
            }
        }
        app.get("/").await.shows("href=\"/sign-in\"");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_are_those_that_the_page_on_privacy_names() {
    each_app(async |app: TestApp| {
        let lasts = |answer: &Answer, name: &str, days: i64| {
            let lines = answer.headers.get_all("set-cookie").into_iter().map(|line| line.to_str().expect("plain text"));
            let lines: Vec<&str> = lines.filter(|line| line.starts_with(&format!("{name}="))).collect();
            assert_eq!(lines.len(), 1, "{name}");
            assert!(lines[0].contains(&format!("Max-Age={};", days * 86_400)), "{}", lines[0]);
            assert!(lines[0].contains("HttpOnly") && lines[0].contains("SameSite=Lax"), "{}", lines[0]);
        };
        for page in ["/", "/privacy", "/sign-in", "/join", "/badges", "/no/such/page"] {
            assert_eq!(app.get(page).await.header("set-cookie"), "", "{page}: nobody chose anything");
        }
        app.get("/privacy").await.must_be(200).shows(&format!("for {SESSION_DAYS} days"));
        let look = app.visitor().call(LOOK, &[("locale", "zh-CN"), ("theme", "dark"), ("next", "/")]).await;
        lasts(&look, "lang", LOOK_DAYS);
        lasts(&look, "theme", LOOK_DAYS);
        let form = [
            ("email", "new@example.org"),
            ("password", "lamplight on the river"),
            ("display_name", "New"),
            ("handle", ""),
            ("next", ""),
        ];
        let joined = app.visitor().call("/api/members/register", &form).await;
        lasts(&joined, crate::common::SESSION, SESSION_DAYS);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_pages_are_not_kept_and_speak_their_language() {
    each_app(async |app: TestApp| {
        let page = app.get("/").await.must_be(200);
        assert_eq!(page.header("cache-control"), "private, no-cache");
        assert!(page.header("vary").to_lowercase().contains("cookie"), "{}", page.header("vary"));

        let fan = app.member("Zhu Yuting").await;
        app.speaks(&fan, domain::Locale::ZhCn).await;
        let visitor = app.as_member(&fan).await.cookie("lang", "en").cookie("theme", "dark");
        let page = visitor.get("/").await.must_be(200).shows("<html lang=\"zh-CN\" data-theme=\"dark\"");
        assert_eq!(page.header("cache-control"), "private, no-store");

        // A session that ended is nobody's.
        let stranger = app.visitor().cookie(crate::common::SESSION, "0123");
        stranger.get("/").await.must_be(200).shows("<html lang=\"en\"");
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
