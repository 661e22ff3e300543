//! What a browser is told about the bundled files.

use super::*;

fn site() -> Site {
    let file = |path: &str, br: Option<&'static str>| File {
        path: path.to_owned(),
        mime: HeaderValue::from_static("text/css;charset=utf-8"),
        hash: "0123".to_owned(),
        raw: Bytes::from_static(b"as it is"),
        br: br.map(Bytes::from),
        gz: Some(Bytes::from_static(b"gzipped")),
    };
    Site {
        bundle_txt: String::new(),
        files: vec![file("/icons.svg", None), file("/pkg/popcorn.0123.css", Some("small"))],
    }
}

fn ask(method: Method, path: &str, headers: &[(header::HeaderName, &str)]) -> Option<Response> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    site().answer(&request.body(Body::empty()).expect("a plain request"))
}

fn get(path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    ask(Method::GET, path, headers).expect("an answer")
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("plain text"))
}

async fn text_of(response: Response) -> Bytes {
    axum::body::to_bytes(response.into_body(), 1000).await.expect("a body")
}

const CSS: &str = "/pkg/popcorn.0123.css";

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_and_comes_in_the_best_form() {
    let response = get(CSS, &[(header::ACCEPT_ENCODING, "gzip, deflate, br;q=0.9")]);
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(header_of(&response, header::CONTENT_ENCODING), "br");
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/css;charset=utf-8");
    assert_eq!(header_of(&response, header::CONTENT_LENGTH), "5");
    assert_eq!(header_of(&response, header::VARY), "accept-encoding");
    assert_eq!(text_of(response).await, "small");
}

#[tokio::test]
async fn refused_and_missing_forms_are_not_sent() {
    for (path, accepted, body) in [
        (CSS, "br;q=0, gzip", "gzipped"),
        (CSS, "br; q=0.000", "as it is"),
        (CSS, "brotli", "as it is"),
        ("/icons.svg", "br, gzip", "gzipped"),
        ("/icons.svg", "identity", "as it is"),
    ] {
        let response = get(path, &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(text_of(response).await, body, "{path} {accepted}");
    }
}

#[tokio::test]
async fn other_files_are_asked_for_again_and_answered_briefly() {
    let first = get("/icons.svg", &[]);
    assert_eq!(header_of(&first, header::CACHE_CONTROL), "no-cache");
    let tag = header_of(&first, header::ETAG).to_owned();
    let again = get("/icons.svg", &[(header::IF_NONE_MATCH, &format!("\"old\", W/{tag}"))]);
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header_of(&again, header::ETAG), tag);
    assert_eq!(text_of(again).await, "");
    let packed = get("/icons.svg", &[(header::IF_NONE_MATCH, &tag), (header::ACCEPT_ENCODING, "gzip")]);
    assert_eq!(packed.status(), StatusCode::OK, "each form has its own tag");
}

#[tokio::test]
async fn head_tells_the_length_without_the_body() {
    let response = ask(Method::HEAD, "/icons.svg", &[]).expect("an answer");
    assert_eq!(header_of(&response, header::CONTENT_LENGTH), "8");
    assert_eq!(text_of(response).await, "");
}

#[test]
fn what_is_not_a_file_passes_through() {
    assert!(ask(Method::GET, "/", &[]).is_none());
    assert!(ask(Method::POST, "/icons.svg", &[]).is_none());
}

#[test]
fn a_hashed_name_of_another_version_is_missing_and_not_remembered() {
    let response = get("/pkg/popcorn.ffff.css", &[]);
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-store");
}

#[cfg(not(feature = "embed"))]
#[test]
fn a_bundle_is_read_from_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    std::fs::create_dir(folder.path().join("site")).expect("a folder");
    write("site.txt", "00ff image/svg+xml /icons.svg\n");
    write("bundle.txt", "js: 1\n");
    write("site/icons.svg", "<svg/>");
    write("site/icons.svg.br", "br");
    let site = Site::read(folder.path()).expect("a site");
    assert_eq!((site.bundle_txt.as_str(), site.files.len()), ("js: 1\n", 1));
    assert_eq!(site.files[0].raw, "<svg/>");
    assert_eq!((site.files[0].br.as_deref(), site.files[0].gz.as_deref()), (Some(&b"br"[..]), None));
    write("site.txt", "nonsense\n");
    assert!(Site::read(folder.path()).is_err());
}
