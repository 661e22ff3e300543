//! A crowd at one event: its page is rendered once for many, nobody sees what is not theirs, and a full house says so.

use std::time::Duration;

use crate::common::{Answer, TestApp, each_app_with};
use axum::http::StatusCode;
use backend::sql;
use domain::{EventId, members::Actor};
use popcorn::http::{HttpSettings, PagesKept};

const SIGN_UP: &str = "/api/signups/sign_up";

/// An event with its page's address.
struct Scene {
    host: Actor,
    event: EventId,
    page: String,
}

impl Scene {
    async fn set(app: &TestApp) -> Self {
        let chapter = app.chapter("Chengdu").await;
        let host = app.organiser("Wen Shuyan", chapter).await;
        let event = app.event(chapter, &host, 50).await;
        let mut reader = app.site.db.read().await.expect("a reader");
        let (slug,): (String,) =
            reader.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("it");
        Self { host, event, page: format!("/e/{slug}") }
    }

    /// Changes the page behind the router's back.
    async fn rename(&self, app: &TestApp, title: &str) {
        let mut tx = app.site.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event SET title = $2 WHERE id = $1"), (self.event.0, title)).await.expect("a title");
        tx.commit().await.expect("a commit");
    }
}

/// Longer than any test takes: what happens here does not hang on how fast this machine is.
const HOUR: Duration = Duration::from_secs(3600);

fn keeping() -> HttpSettings {
    keeping_for(PagesKept { longest: HOUR, crowd: HOUR })
}

fn keeping_for(kept: PagesKept) -> HttpSettings {
    HttpSettings { page_cache: Some(kept), ..HttpSettings::default() }
}

/// The nonce of the policy, which must stand at each script of the page and nowhere else.
fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned();
    assert!(
        answer.body.contains(&format!("nonce=\"{nonce}\"")),
        "the page's scripts have another nonce than its policy"
    );
    let scripts = answer.body.matches("<script").count();
    assert!(scripts > 0);
    for tag in answer.body.split("<script").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        assert!(tag.contains(&nonce) || tag.contains("ld+json"), "a script without the nonce: {tag}");
    }
    nonce
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitors_page_is_kept_for_a_moment_and_never_with_an_old_nonce() {
    each_app_with(keeping(), async |app: TestApp| {
        let scene = Scene::set(&app).await;
        let first = app.get(&scene.page).await.must_be(200).shows("Tea-House Tapes");
        scene.rename(&app, "Quite Another Title").await;
        let second = app.get(&scene.page).await.must_be(200);
        assert!(!second.body.contains("Quite Another Title"), "the page was rendered anew");
        assert_ne!(nonce(&first), nonce(&second), "a nonce was given twice");
        assert_eq!(first.header("vary"), second.header("vary"));
        assert_eq!(first.header("content-type"), second.header("content-type"));

        // Whoever could see something else gets a page of their own.
        app.get(&format!("{}?notice=x", scene.page)).await.must_be(200).shows("Quite Another Title");
        let fan = app.as_member(&app.member("Fan Quiet").await).await;
        fan.get(&scene.page).await.must_be(200).shows("Quite Another Title").shows("Fan Quiet");
        let chinese = app.visitor().cookie("lang", "zh-CN");
        chinese.get(&scene.page).await.must_be(200).shows("Quite Another Title").shows("lang=\"zh-CN\"");
        let dark = app.visitor().cookie("theme", "dark");
        dark.get(&scene.page).await.must_be(200).shows("data-theme=\"dark\"");
        let after = app.get(&scene.page).await.must_be(200);
        assert!(!after.body.contains("Fan Quiet") && after.body.contains("lang=\"en\""), "somebody else's page");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_its_moment_a_page_is_rendered_anew() {
    let over = PagesKept { longest: Duration::ZERO, crowd: Duration::ZERO };
    each_app_with(keeping_for(over), async |app: TestApp| {
        let scene = Scene::set(&app).await;
        app.get(&scene.page).await.must_be(200).shows("Tea-House Tapes");
        scene.rename(&app, "Quite Another Title").await;
        app.get(&scene.page).await.must_be(200).shows("Quite Another Title");
    })
    .await;
}

/// Sign-ups come in crowds: they let a page be a little old, and no older.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_sign_up_a_page_may_be_as_old_as_is_said() {
    for (crowd, is_kept) in [(HOUR, true), (Duration::ZERO, false)] {
        each_app_with(keeping_for(PagesKept { longest: HOUR, crowd }), async |app: TestApp| {
            let scene = Scene::set(&app).await;
            let fan = app.as_member(&app.member("Fan One").await).await;
            let first = app.get(&scene.page).await.must_be(200);
            let event = scene.event.to_string();
            fan.call(SIGN_UP, &[("event", &event), ("request_key", "once")]).await;
            assert_eq!(app.seats(scene.event).await.taken, 1);
            let second = app.get(&scene.page).await.must_be(200);
            assert_eq!(request_key(&first) == request_key(&second), is_kept);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_organiser_takes_off_is_gone_at_once() {
    each_app_with(keeping(), async |app: TestApp| {
        let scene = Scene::set(&app).await;
        let host = app.as_member(&scene.host).await;
        app.get(&scene.page).await.must_be(200);
        let fields = [("id", scene.event.to_string()), ("reason", "The depot is flooded.".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let sent = host.call("/api/events/cancel", &fields).await;
        assert!(sent.status.is_success() || sent.status.is_redirection(), "{}", sent.body);
        app.get(&scene.page).await.must_be(200).shows("The depot is flooded.");
    })
    .await;
}

/// Nobody has the pages rendered anew by what changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_or_only_read_throws_no_page_away() {
    each_app_with(keeping(), async |app: TestApp| {
        let scene = Scene::set(&app).await;
        let slug = scene.page.trim_start_matches("/e/").to_owned();
        let first = app.get(&scene.page).await.must_be(200);
        app.visitor().call("/api/nonsense", &[]).await.must_be(404);
        app.visitor().call("/api/members/sign_in", &[("email", "x"), ("password", "")]).await.must_be(422);
        app.visitor().call("/api/events/page", &[("slug", &slug)]).await.must_be(200);
        let second = app.get(&scene.page).await.must_be(200);
        assert_eq!(request_key(&first), request_key(&second), "the page was rendered anew");
    })
    .await;
}

/// Hundreds open the page at the same moment: it is rendered once, whatever happens to those who go away meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_rendered_once_for_a_whole_crowd() {
    each_app_with(keeping(), async |app: TestApp| {
        let scene = Scene::set(&app).await;
        let visitor = app.visitor();
        let impatient = tokio::time::timeout(Duration::from_micros(50), visitor.get(&scene.page)).await;
        drop(impatient);
        let all = futures::future::join_all((0..300).map(|_| visitor.get(&scene.page))).await;
        let mut nonces: Vec<String> = all.iter().map(nonce).collect();
        assert!(all.iter().all(|answer| answer.status == StatusCode::OK && answer.body.contains("Peony Lane")));
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), 300, "everybody has a nonce of their own");
        let renderings: std::collections::BTreeSet<&str> = all.iter().map(request_key).collect();
        assert_eq!(renderings.len(), 1);
    })
    .await;
}

/// Each rendering has a request key of its own.
fn request_key(page: &Answer) -> &str {
    let field = page.body.split("name=\"request_key\"").nth(1).expect("a form that can be sent");
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its key")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_house_says_so_and_writes_nothing() {
    let narrow = HttpSettings { at_once: 1, ..HttpSettings::default() };
    each_app_with(narrow, async |app: TestApp| {
        let scene = Scene::set(&app).await;
        let (one, other) = (app.member("Fan One").await, app.member("Fan Other").await);
        let (first, second) = (app.as_member(&one).await, app.as_member(&other).await);
        let event = scene.event.to_string();
        let fields = |key: &'static str| [("event", event.clone()), ("request_key", key.to_owned())];
        let one_fields = fields("one");
        let one_fields = one_fields.each_ref().map(|(name, value)| (*name, value.as_str()));

        // Somebody inside waits for the event's row, which is held here.
        let held = app.site.db.write_at(app.places(scene.event).await.0).await.expect("the row");
        let mut inside = Box::pin(first.call(SIGN_UP, &one_fields));
        while app.get("/").await.status != StatusCode::SERVICE_UNAVAILABLE {
            _ = tokio::time::timeout(Duration::from_millis(20), &mut inside).await;
        }

        let page = app.visitor().cookie("lang", "zh-CN").get(&scene.page).await.must_be(503).shows("来的人太多了");
        let seconds: u32 = page.header("retry-after").parse().expect("seconds");
        assert!((2..=6).contains(&seconds));
        assert!(page.body.contains(&format!("http-equiv=refresh content={seconds}")), "it tries again by itself");
        assert_eq!(page.header("cache-control"), "no-store");
        let other_fields = fields("other");
        let other_fields = other_fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let call = second.call(SIGN_UP, &other_fields).await.must_be(503).shows("\"Full\"");
        assert!(!call.header("retry-after").is_empty());
        let form = second.post_form(&scene.page, SIGN_UP, &other_fields).await.must_be(503).shows("nothing was saved");
        assert!(!form.body.contains("http-equiv=refresh"), "a form is not sent again by itself");
        app.get("/healthz").await.must_be(200);

        drop(held);
        let done = inside.await;
        assert!(done.status.is_success() || done.status.is_redirection(), "{}", done.body);
        assert_eq!(app.seats(scene.event).await.taken, 1, "who was turned away has no seat");
        second.call(SIGN_UP, &other_fields).await;
        assert_eq!(app.seats(scene.event).await.taken, 2);
    })
    .await;
}
