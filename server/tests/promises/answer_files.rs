//! A file that answers a question, by its form and back: what is wrong is told at the form, and nothing opens in the page.

use crate::common::{TestApp, Visitor, each_app};
use backend::signups::{self, Listing, SignUpAsk};
use domain::events::questions::QuestionKind;

/// A member with a seat, whom the event asks for a file.
struct Asked<'a> {
    question: String,
    /// Where they hand it in.
    page: String,
    visitor: Visitor<'a>,
}

async fn asked_for_a_file(app: &TestApp) -> Asked<'_> {
    let wen = app.organiser("Wen Shuyan", app.chapter("Chengdu").await).await;
    let event = app.event(app.chapter("Lisbon").await, &wen, 5).await;
    let question = app.question(event, "Signed form", QuestionKind::File, "").await.to_string();
    let fan = app.member("Zhu Yuting").await;
    let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: "k".into() };
    let signup = signups::sign_up(app, &fan, ask).await.expect("a seat").id;
    let page = format!("/my/tickets/{signup}/answers");
    Asked { question, page, visitor: app.as_member(&fan).await }
}

/// What a member's form may cost the house is known before it is read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_a_file_costs_what_one_with_a_file_costs() {
    each_app(async |app: TestApp| {
        let Asked { question, page, visitor } = asked_for_a_file(&app).await;

        let long = "x".repeat(100 * 1024);
        let refused = visitor.hand_in_all(&page, &long, &[]).await.must_be(422);
        assert!(!refused.body.contains(&long[..1024]), "nothing of it comes back");
        let pdf: (&str, &[u8]) = ("form.pdf", b"%PDF-1.7");
        visitor.hand_in_all(&page, &question, &[pdf, pdf]).await.must_be(422);
        visitor.get(&page).await.must_be(200).shows("Still missing: Signed form");
        for _ in 2..20 {
            let answer = visitor.hand_in_all(&page, &question, &[]).await;
            assert_ne!(answer.status.as_u16(), 429);
        }
        visitor.hand_in_all(&page, &question, &[]).await.must_be(429);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_handed_in_and_comes_back_as_a_download() {
    each_app(async |app: TestApp| {
        let Asked { question, page, visitor } = asked_for_a_file(&app).await;
        visitor.get("/my/tickets").await.must_be(200).shows("Still missing: Signed form").shows(&page);
        visitor.get(&page).await.must_be(200).shows("Still missing: Signed form").shows("up to 5 MB");

        visitor
            .hand_in(&page, &question, ("form.pdf", b"MZ no pdf"))
            .await
            .must_be(422)
            .shows("Use PNG, JPEG, WebP or PDF");
        visitor.hand_in(&page, &question, ("form.pdf", b"")).await.must_be(422).shows("This is needed");
        visitor.hand_in(&page, &question, ("form.pdf", &vec![b'%'; 6 << 20])).await.must_be(422).shows("5 MB or less");
        let done = visitor.hand_in(&page, &question, ("签名 form.pdf", b"%PDF-1.7 <script>")).await.must_be(303);
        assert_eq!(done.header("location"), format!("{page}?done=saved"));

        let shown = visitor.get(&page).await.must_be(200);
        let at = shown.body.find("/files/").expect("the way to the file");
        let path: String = shown.body[at..].chars().take_while(|c| *c != '"').collect();
        let file = visitor.get(&path).await.must_be(200);
        assert_eq!(file.bytes, b"%PDF-1.7 <script>");
        assert_eq!(file.header("content-type"), "application/pdf");
        assert!(
            file.header("content-disposition").starts_with("attachment; filename=\"__ form.pdf\"; filename*=UTF-8''")
        );
        assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("cache-control").contains("no-store"));
        app.get(&path).await.must_be(401);
        app.as_member(&app.member("Lin Na").await).await.get(&path).await.must_be(404);
        app.as_member(&app.admin().await).await.get(&path).await.must_be(200);
    })
    .await;
}
