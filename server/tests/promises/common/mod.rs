//! A whole site behind its real router, and people who visit it.

pub mod program;
pub mod scene;

use std::{net::SocketAddr, ops::Deref};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, Method, Request, StatusCode, header},
};
use backend::{
    db::Engine,
    testing::{TestSite, engines},
};
use domain::members::Actor;
use popcorn::http::{HttpSettings, router};
use tower::ServiceExt;

/// The cookie of sessions on a site that is reached by TLS, as the test site is.
pub const SESSION: &str = "__Host-popcorn";

/// A site on a fresh database, with its router. Gives [`TestSite`]'s methods.
pub struct TestApp {
    world: TestSite,
    router: Router,
}

/// Runs a test on a fresh site on each engine, one after the other.
pub async fn each_app(test: impl AsyncFn(TestApp)) {
    each_app_with(HttpSettings::default(), test).await;
}

/// The same with other settings.
pub async fn each_app_with(settings: HttpSettings, test: impl AsyncFn(TestApp)) {
    for engine in engines() {
        eprintln!("on {engine}"); // shown when the test fails
        test(TestApp::fresh(engine, settings.clone()).await).await;
    }
}

impl TestApp {
    pub async fn fresh(engine: Engine, settings: HttpSettings) -> Self {
        let world = TestSite::fresh(engine).await;
        let router = router(world.site.clone(), settings);
        Self { world, router }
    }

    /// Somebody who is not signed in, at a computer of their own.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { app: self, peer: ([203, 0, 113, 7], 4711).into(), headers: HeaderMap::new(), cookies: vec![] }
    }

    /// Somebody signed in.
    pub async fn as_member(&self, actor: &Actor) -> Visitor<'_> {
        let token = self.world.session_of(actor).await;
        self.visitor().cookie(SESSION, &token)
    }

    /// Opens a page as a visitor.
    pub async fn get(&self, path: &str) -> Answer {
        self.visitor().get(path).await
    }
}

impl Deref for TestApp {
    type Target = TestSite;

    fn deref(&self) -> &TestSite {
        &self.world
    }
}

/// A browser without JavaScript.
#[derive(Clone)]
pub struct Visitor<'a> {
    app: &'a TestApp,
    peer: SocketAddr,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
}

impl Visitor<'_> {
    /// With another address.
    pub fn from(mut self, address: &str) -> Self {
        self.peer = (address.parse::<std::net::IpAddr>().expect("an address"), 4711).into();
        self
    }

    /// With one more header on each request.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), value.parse().expect("a header"));
        self
    }

    /// With one more cookie.
    pub fn cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.push((name.into(), value.into()));
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), &[]).await
    }

    /// Sends a form to its own page, as a browser without JavaScript does.
    pub async fn post_form(&self, page: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("__fn", function).extend_pairs(fields);
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
        ];
        self.send(Method::POST, page, Body::from(form.finish()), &headers).await
    }

    /// Calls a server function, as the hydrated page does.
    pub async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("accept", "application/json"),
        ];
        self.send(Method::POST, function, Body::from(body), &headers).await
    }

    /// Sends a file in a multipart form.
    pub async fn upload(&self, path: &str, field: &str, bytes: &[u8]) -> Answer {
        let mut body = format!("--xx\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n").into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        let headers = [("content-type", "multipart/form-data; boundary=xx"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, Body::from(body), &headers).await
    }

    /// Sends the form for a file that answers a question, from its own page.
    pub async fn hand_in(&self, page: &str, question: &str, file: (&str, &[u8])) -> Answer {
        self.hand_in_all(page, question, &[file]).await
    }

    /// The same form with as many files as somebody puts into it.
    pub async fn hand_in_all(&self, page: &str, question: &str, files: &[(&str, &[u8])]) -> Answer {
        let part = |name: &str, value: &str| {
            format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = (part("__fn", "signups/answer_file") + &part("__form", question)).into_bytes();
        for (name, bytes) in files {
            let head = format!(
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xx--\r\n");
        let headers = [
            ("content-type", "multipart/form-data; boundary=xx"),
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
        ];
        self.send(Method::POST, page, Body::from(body), &headers).await
    }

    /// Sends anything.
    pub async fn send(&self, method: Method, path: &str, body: Body, headers: &[(&'static str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "popcorn.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body).expect("a request");
        for (name, value) in &self.headers {
            request.headers_mut().append(name, value.clone());
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.app.router.clone().oneshot(request).await.expect("a router answers always");
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, 16 << 20).await.expect("a whole body");
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.into(),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header's text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("plain text"))
    }

    /// The value that a cookie was set to.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(header::SET_COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.filter_map(|line| line.split(';').next()?.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// Fails the test unless the answer has this status.
    #[track_caller]
    pub fn must_be(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:.2000}", self.body);
        self
    }

    /// Fails the test unless the text is in the answer.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.body.contains(text), "{text:?} is not in\n{:.4000}", self.body);
        self
    }
}
