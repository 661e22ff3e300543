//! A form posts to its own page: the server function it names is called, then the answer is 303, or the same page again
//! with the error's status, what was typed and the errors at their fields.
//!
//! Direct calls of a server function (`/api/…`, by the hydrated page) pass here too, for the limits are theirs as well.

use app::{error::AppError, form::FormEcho, server_context::OnItsOwnPage};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Failure;
use leptos::server_fn::{error::FromServerFnError, redirect::REDIRECT_HEADER};
use tokio::time::timeout;

use super::{
    House,
    client::Client,
    limits,
    patience::{self, PATIENCE},
    router,
    upload::{self, Refused},
};

/// The largest form: a long story, a few dozen questions.
const LARGEST: usize = 256 * 1024;

/// The largest body that is not a form; uploads have a limit of their own.
const LARGEST_OTHER: usize = 64 * 1024;

/// Middleware: carries out forms and calls within the limits, and lets everything else through.
pub(super) async fn carry_out(State(house): State<House>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    if upload::is_upload(request.uri().path()) {
        return next.run(request.map(patience::limited)).await;
    }
    let is_form = is_form(request.headers());
    let is_call = request.uri().path().starts_with("/api/");
    let (mut parts, body) = request.into_parts();
    if let Some(upload) = upload::behind(&parts) {
        return send_files(parts, body, upload, next).await;
    }
    let body = match timeout(PATIENCE, to_bytes(body, if is_form { LARGEST } else { LARGEST_OTHER })).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return (StatusCode::PAYLOAD_TOO_LARGE, "This is too large.\n").into_response(),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, "This took too long to arrive.\n").into_response(),
    };
    if is_call {
        // A server function reads whatever it is sent as a form: what does not say that it is one would pass the limits unread.
        if !is_form && !body.is_empty() {
            return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
        }
        // Answered as its own client expects it: never with a redirect to wherever `Referer` says.
        parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        return match check(&house, &parts, parts.uri.path(), &pairs(&body)) {
            Ok(()) => next.run(Request::from_parts(parts, Body::from(body))).await,
            Err(failure) => refused(&failure),
        };
    }
    if !is_form || super::unsubscribe::is_one_click(parts.uri.path(), &body) {
        return next.run(Request::from_parts(parts, Body::from(body))).await;
    }
    post_to_self(house, parts, body, next).await
}

async fn post_to_self(house: House, parts: Parts, body: Bytes, next: Next) -> Response {
    let mut values = pairs(&body);
    let Some(at) = values.iter().position(|(name, _)| name == "__fn") else {
        return (StatusCode::BAD_REQUEST, "This form does not say what it is for.\n").into_response();
    };
    let (_, path) = values.remove(at);
    let error = match check(&house, &parts, &path, &values) {
        Err(failure) => AppError(failure),
        Ok(()) => match call(&house, &parts, &path, body).await {
            Ok(response) => return response,
            Err(error) => error,
        },
    };
    same_page(parts, FormEcho::new(path, values, error.clone()), &error, next).await
}

/// Hands a form with files to who takes them.
async fn send_files(parts: Parts, body: Body, (upload, form): (Uri, &str), next: Next) -> Response {
    let mut files = Request::from_parts(parts.clone(), patience::limited(body));
    *files.uri_mut() = upload;
    let response = next.clone().run(files).await;
    let Some(Refused { failure, typed }) = response.extensions().get().cloned() else { return response };
    let error = AppError(failure);
    same_page(parts, FormEcho::new(form.into(), typed, error.clone()), &error, next).await
}

/// The same page again, as if it had been asked for, with the echo in its extensions.
async fn same_page(parts: Parts, echo: FormEcho, error: &AppError, next: Next) -> Response {
    let status = error.status();
    let retry = retry_after(&error.0);
    let mut page = Request::from_parts(parts, Body::empty());
    *page.method_mut() = Method::GET;
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
        page.headers_mut().remove(name);
    }
    page.extensions_mut().insert(echo);
    let mut response = next.run(page).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    if let Some(retry) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

/// Calls the server function as its own client would; 303 when it was carried out.
async fn call(house: &House, parts: &Parts, path: &str, body: Bytes) -> Result<Response, AppError> {
    let uri = path.parse().ok().filter(|_| path.starts_with("/api/")).ok_or_else(AppError::malformed)?;
    if !leptos::server_fn::axum::server_fn_paths().any(|(known, method)| known == path && method == Method::POST) {
        return Err(AppError::malformed());
    }
    let mut request = Request::from_parts(parts.clone(), Body::from(body));
    *request.uri_mut() = uri;
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request.extensions_mut().insert(OnItsOwnPage);
    let response =
        leptos_axum::handle_server_fns_with_context(router::context(house.site.clone()), request).await.into_response();
    let (mut head, body) = response.into_parts();
    if !head.status.is_success() {
        return Err(AppError::de(to_bytes(body, LARGEST).await.unwrap_or_default()));
    }
    head.status = StatusCode::SEE_OTHER;
    head.headers.remove(REDIRECT_HEADER);
    head.headers.remove(header::CONTENT_TYPE);
    head.headers.remove(header::CONTENT_LENGTH);
    let here =
        parts.uri.path_and_query().and_then(|here| HeaderValue::from_str(app::visit::local_path(here.as_str())).ok());
    head.headers.entry(header::LOCATION).or_insert(here.unwrap_or(HeaderValue::from_static("/")));
    Ok(Response::from_parts(head, Body::empty()))
}

/// Does the body say that it is a form? Types of media are not case-sensitive (RFC 9110, 8.3.1).
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// May this be carried out?
fn check(house: &House, parts: &Parts, path: &str, values: &[(String, String)]) -> Result<(), Failure> {
    let Some(Client(address)) = parts.extensions.get().copied() else { return Ok(()) };
    if values.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Err(AppError::malformed().0);
    }
    let member = parts.extensions.get::<domain::members::Actor>().map(|actor| actor.member);
    house.limits.check(path, &limits::Asker::new(address, member, values)?)
}

/// A call that is refused before it is made.
fn refused(failure: &Failure) -> Response {
    let error = AppError(failure.clone());
    let mut response = (error.status(), [(header::CONTENT_TYPE, "application/json")], error.ser().body).into_response();
    if let Some(retry) = retry_after(failure) {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

fn retry_after(failure: &Failure) -> Option<HeaderValue> {
    match failure {
        Failure::TooMany { retry_after_s } | Failure::Full { retry_after_s } => Some((*retry_after_s).into()),
        _ => None,
    }
}

fn pairs(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}
