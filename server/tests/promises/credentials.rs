//! Badges by HTTP: the same address is a page for people and a document for programs; files to take along; keys and lists.

use std::collections::BTreeSet;

use crate::common::{Answer, TestApp, Visitor, each_app, each_app_with};
use backend::badges::{self, GrantAsk, credential};
use domain::members::Actor;
use popcorn::http::{HttpSettings, PagesKept};

const DOCUMENT: &str = "application/vc+ld+json";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A fan with a badge; their page is private.
async fn badge(app: &TestApp) -> (Actor, String) {
    badges::found(app).await.expect("the badges");
    let wen = app.organiser("Wen Shuyan", app.chapter("Chengdu").await).await;
    let fan = app.member("Zhu Yuting").await;
    let ask = GrantAsk {
        handle: "zhuyuting".into(),
        badge: "night-shift".into(),
        reason: "Tea until four".into(),
        ..GrantAsk::default()
    };
    let grant = badges::grant(app, &wen, ask).await.expect("given");
    (fan, format!("/g/{grant}"))
}

async fn asked(visitor: Visitor<'_>, path: &str, accept: &str) -> Answer {
    visitor.header("accept", accept).get(path).await
}

fn varies(answer: &Answer) -> BTreeSet<String> {
    let lines = answer.headers.get_all("vary").into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_ascii_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_is_a_page_and_a_document() {
    // With the cache of pages on: it must not take one for the other.
    let kept = HttpSettings { page_cache: Some(PagesKept::default()), ..HttpSettings::default() };
    each_app_with(kept, async |app: TestApp| {
        let (fan, path) = badge(&app).await;
        app.publish(&fan).await;
        for _ in 0..2 {
            for accept in [BROWSER, "*/*", "text/html, application/json"] {
                let page = asked(app.visitor(), &path, accept).await.must_be(200).shows("<!DOCTYPE html>");
                assert!(varies(&page).contains("accept"), "{accept}: {:?}", page.headers);
            }
            for accept in [DOCUMENT, "application/vc", "application/ld+json", "application/json"] {
                let document = asked(app.visitor(), &path, accept).await.must_be(200).shows("\"proofValue\":\"z");
                assert_eq!(document.header("content-type"), accept);
                assert_eq!(document.header("access-control-allow-origin"), "*");
                assert_eq!(document.header("cache-control"), "no-cache");
                assert!(varies(&document).contains("accept"));
            }
        }
        let page = asked(app.visitor(), &path, BROWSER).await;
        page.shows("Check it, take it along").shows(&format!("href=\"{path}.png\"")).shows("did:web:popcorn.example");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_badge_is_its_holders_alone() {
    each_app(async |app: TestApp| {
        let (fan, path) = badge(&app).await;
        let all = [path.clone(), format!("{path}.json"), format!("{path}.png"), format!("{path}.svg")];
        for address in &all {
            for visitor in [app.visitor(), app.as_member(&app.admin().await).await] {
                let refused = asked(visitor, address, DOCUMENT).await.must_be(404);
                assert!(refused.body.is_empty() && !refused.header("cache-control").contains("max-age"));
            }
            let own = asked(app.as_member(&fan).await, address, DOCUMENT).await.must_be(200);
            assert_eq!(own.header("cache-control"), "private, no-store");
            assert_eq!(own.header("access-control-allow-origin"), "");
        }
        let own = app.as_member(&fan).await.get(&path).await.must_be(200).shows("Check it, take it along");
        assert!(!own.body.contains("linkedin.com"), "nobody else could open what LinkedIn shows");
        app.publish(&fan).await;
        let shared = app.as_member(&fan).await.get(&path).await.must_be(200);
        assert!(shared.body.contains("https://www.linkedin.com/profile/add?"));
        assert!(!app.get(&path).await.body.contains("linkedin.com"));
        for address in &all {
            asked(app.visitor(), address, DOCUMENT).await.must_be(200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_downloads_with_the_same_proof_inside() {
    each_app(async |app: TestApp| {
        let (fan, path) = badge(&app).await;
        app.publish(&fan).await;
        let json = app.get(&format!("{path}.json")).await.must_be(200);
        assert_eq!(json.header("content-type"), DOCUMENT);
        assert_eq!(json.body, asked(app.visitor(), &path, DOCUMENT).await.body);
        let inside =
            |bytes: &[u8]| bytes.windows(json.bytes.len()).filter(|window| *window == json.bytes.as_slice()).count();
        for (ending, kind) in [("png", "image/png"), ("svg", "image/svg+xml")] {
            let file = app.get(&format!("{path}.{ending}")).await.must_be(200);
            assert_eq!(file.header("content-type"), kind);
            let name = format!("attachment; filename=\"night-shift.{ending}\"");
            assert!(file.header("content-disposition").starts_with(&name), "{:?}", file.headers);
            assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
            assert_eq!(inside(&file.bytes), 1, "{ending}");
        }
        for none in ["/g/none.png", "/g/01890a5d-ac96-774b-bcce-b302099a8057.json", "/status/0", "/status/7"] {
            app.get(none).await.must_be(404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_issuer_badges_and_lists_are_for_everybody() {
    each_app(async |app: TestApp| {
        let (fan, path) = badge(&app).await;
        let keys = app.get("/.well-known/did.json").await.must_be(200).shows("\"publicKeyMultibase\":\"z6Mk");
        assert_eq!(keys.header("content-type"), "application/did+json");
        let issuer = app.get("/issuer").await.must_be(200).shows("\"id\":\"did:web:popcorn.example\"");
        assert_eq!(issuer.header("content-type"), "application/ld+json");
        for (language, name) in [("en", "Night shift"), ("zh-CN", "守夜人")] {
            let reader = app.visitor().header("accept-language", language);
            let document = asked(reader, "/badges/night-shift", DOCUMENT).await.must_be(200);
            assert_eq!(document.header("content-type"), "application/ld+json");
            assert!(varies(&document).contains("accept-language"));
            document.shows(&format!("\"name\":\"{name}\"")).shows("\"type\":[\"Achievement\"]");
        }
        asked(app.visitor(), "/badges/nothing", DOCUMENT).await.must_be(404);
        let page = asked(app.visitor(), "/badges/night-shift", BROWSER).await.must_be(200).shows("<!DOCTYPE html>");
        assert!(varies(&page).contains("accept"));

        app.get("/status/1").await.must_be(404);
        asked(app.as_member(&fan).await, &path, DOCUMENT).await.must_be(200);
        let list = credential::status_list(&app, 1).await.expect("a list");
        for (accept, kind, text) in [
            ("*/*", "application/vc+jwt", &list.jwt),
            ("application/vc+jwt", "application/vc+jwt", &list.jwt),
            ("application/ld+json, application/json", "application/ld+json", &list.json),
            (DOCUMENT, DOCUMENT, &list.json),
        ] {
            let answer = asked(app.visitor(), "/status/1", accept).await.must_be(200);
            assert_eq!((answer.header("content-type"), &answer.body), (kind, text), "{accept}");
            assert_eq!(answer.header("cache-control"), "public, max-age=300");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert!(varies(&answer).contains("accept"));
        }
    })
    .await;
}
