//! Who comes: the way through sign-in and back, cookies, languages, and what is kept of a page.

use crate::common::{Answer, SESSION, TestApp, each_app};
use backend::sql;
use domain::members::privacy::{LOOK_DAYS, SESSION_DAYS};

const LOOK: &str = "/api/settings/look";

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
        lasts(&joined, SESSION, SESSION_DAYS);
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
        let stranger = app.visitor().cookie(SESSION, "0123");
        stranger.get("/").await.must_be(200).shows("<html lang=\"en\"");
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

/// Whoever follows a line asks again and again: the log is read once for each of its versions.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_of_a_line_is_sent_once_for_each_version() {
    each_app(async |app: TestApp| {
        let chengdu = app.chapter("Chengdu").await;
        let wen = app.organiser("Wen Shuyan", chengdu).await;
        let event = app.event(chengdu, &wen, 80).await;
        let mut conn = app.db.read().await.expect("a reader");
        let (slug,): (String,) =
            conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("an event");
        drop(conn);
        let path = format!("/e/{slug}/queue.json");
        let mut known = String::new();
        for n in 0..3 {
            let log = app.get(&path).await.must_be(200);
            let tag = log.header("etag").to_owned();
            assert_ne!(tag, known, "another version");
            let same = app.visitor().header("if-none-match", &tag).get(&path).await.must_be(304);
            assert_eq!((same.header("etag"), same.body.as_str()), (tag.as_str(), ""));
            if n > 0 {
                app.visitor().header("if-none-match", &known).get(&path).await.must_be(200);
            }
            known = tag;
            app.sign_up(&app.member(&format!("Fan {n}")).await, event).await.expect("a seat");
        }
        app.get(&format!("{path}?shift=nothing")).await.must_be(404);
        app.visitor().header("if-none-match", "\"x\"").get("/e/no-such/queue.json").await.must_be(404);
    })
    .await;
}
