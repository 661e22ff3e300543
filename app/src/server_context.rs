//! What a server function finds around itself: the site, who asks, and the answer's headers.

use crate::{
    error::AppError,
    notice::Notice,
    visit::{self, Viewer, Visit},
};
use domain::{Locale, members::Actor};
use http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// The running site. The server provides it to every page and function.
pub fn site() -> backend::Site {
    expect_context::<backend::Site>()
}

/// What the server knows about this request's visitor.
pub fn visit() -> Visit {
    visit::from_request()
}

/// The language to answer in.
pub fn locale() -> Locale {
    visit().locale
}

/// The member who asks, with their roles: what use cases take.
///
/// # Errors
/// `SignInNeeded` (401) for a visitor who is not signed in.
pub fn actor() -> Result<Actor, AppError> {
    maybe_actor().ok_or(AppError::SIGN_IN_NEEDED)
}

/// The member who asks, if somebody is signed in.
pub fn maybe_actor() -> Option<Actor> {
    use_context::<Parts>()?.extensions.get::<Actor>().cloned()
}

/// Mark of a form that was posted to its own page: the page that follows is all that its sender sees of the answer. The server puts
/// it into the request.
#[derive(Clone, Copy, Debug)]
pub struct OnItsOwnPage;

/// Was this form sent without the application running?
pub fn is_on_its_own_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.extensions.get::<OnItsOwnPage>().is_some())
}

/// The member who asks, as pages show them.
pub fn viewer() -> Option<Viewer> {
    visit().viewer
}

/// A header of the request, if it is there and readable.
pub fn request_header(name: header::HeaderName) -> Option<String> {
    use_context::<Parts>()?.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Gives the page or answer this status.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Goes on to a local page after a form was carried out: 303 without JavaScript, through the router with it.
pub fn redirect(path: &str) {
    leptos_axum::redirect(visit::local_path(path), false);
}

/// Goes on to a local page that says what was done.
pub fn go_to(path: &str, notice: Notice) {
    redirect(&notice.on(visit::local_path(path)));
}

/// A cookie that scripts cannot read and other sites do not send, as the header says it. `max_age_s` 0 deletes it.
pub fn cookie_line(base_url: &str, (name, value, max_age_s): (&str, &str, u32)) -> String {
    let secure = if is_tls(base_url) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}")
}

/// Sets a cookie: see [`cookie_line`].
pub fn set_cookie(name: &str, value: &str, max_age_s: u32) {
    let cookie = cookie_line(&visit().base_url, (name, value, max_age_s));
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// What the browser says it is, for the list of devices that are signed in.
pub fn device() -> String {
    request_header(header::USER_AGENT).unwrap_or_default()
}

/// Is a site at this address reached through TLS?
pub fn is_tls(base_url: &str) -> bool {
    base_url.starts_with("https://")
}

/// The name of the session's cookie. Over TLS the browser itself keeps others from setting it (`__Host-`).
pub fn session_cookie(base_url: &str) -> &'static str {
    if is_tls(base_url) { "__Host-popcorn" } else { "popcorn" }
}

/// Signs this browser in.
pub fn start_session(session: &backend::members::NewSession) {
    set_cookie(session_cookie(&visit().base_url), &session.token, session.max_age_s);
}

/// Signs this browser out.
pub fn end_session() {
    set_cookie(session_cookie(&visit().base_url), "", 0);
}

/// The token of the session that asks, if there is one.
pub fn session_token() -> Option<String> {
    cookie(session_cookie(&visit().base_url))
}

/// Which session asks; nil where nobody is signed in.
pub fn session_id() -> uuid::Uuid {
    let signed_in = use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<backend::members::SignedIn>().map(|s| s.session_id));
    signed_in.unwrap_or_default()
}

/// A field's error under the name the form has for it.
pub fn rename_field(failure: domain::Failure, from: &str, to: &str) -> domain::Failure {
    match failure {
        domain::Failure::Invalid(mut all) => {
            all.iter_mut().filter(|e| e.field == from).for_each(|e| e.field = to.into());
            domain::Failure::Invalid(all)
        }
        other => other,
    }
}

/// A form's errors under the name of the argument that holds the form: `title` becomes `plan[title]`.
pub fn under(failure: domain::Failure, argument: &str) -> domain::Failure {
    let domain::Failure::Invalid(mut all) = failure else { return failure };
    for e in all.iter_mut().filter(|e| !e.field.is_empty()) {
        let (first, rest) = e.field.split_at(e.field.find('[').unwrap_or(e.field.len()));
        e.field = format!("{argument}[{first}]{rest}");
    }
    domain::Failure::Invalid(all)
}

/// The same for those errors that are about fields of that form, beside others that stand alone.
pub fn some_under(failure: domain::Failure, argument: &str, fields: &[&str]) -> domain::Failure {
    let domain::Failure::Invalid(all) = failure else { return failure };
    let is_inside = |e: &domain::FieldError| fields.contains(&e.field.split('[').next().unwrap_or_default());
    let (inside, mut all): (Vec<_>, Vec<_>) = all.into_iter().partition(is_inside);
    if let domain::Failure::Invalid(inside) = under(domain::Failure::Invalid(inside), argument) {
        all.extend(inside);
    }
    domain::Failure::Invalid(all)
}

/// A cookie of the request.
pub fn cookie(name: &str) -> Option<String> {
    let cookies = request_header(header::COOKIE)?;
    cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value.to_owned())
}
