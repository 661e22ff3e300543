//! A page for when no page can be made. It needs nothing but the style sheet.

use app::messages::common;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Locale;

/// What the page says. Everything is the site's own text: nothing of a request may be written here.
pub(super) struct PlainPage<'a> {
    pub(super) locale: Locale,
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    /// A paragraph of HTML.
    pub(super) more: String,
    /// Seconds until the page asks for itself again, where that can help.
    pub(super) again_s: Option<u32>,
}

impl PlainPage<'_> {
    /// The answer.
    pub(super) fn with_status(self, status: StatusCode) -> Response {
        let style =
            app::assets::style_sheet().map(|href| format!("<link rel=stylesheet href=\"{href}\">")).unwrap_or_default();
        let again = self.again_s.map(|s| format!("<meta http-equiv=refresh content={s}>")).unwrap_or_default();
        let page = format!(
            "<!DOCTYPE html><html lang={lang}><head><meta charset=utf-8>\
             <meta name=viewport content=\"width=device-width, initial-scale=1\"><meta name=robots content=noindex>{again}\
             <title>{title}</title>{style}</head><body><main class=\"wrap narrow top flow\"><h1 class=huge>{title}</h1>\
             <p class=lede>{text}</p>{more}<p><a class=\"btn main\" href=\"/\">{home}</a></p></main></body></html>",
            lang = self.locale.tag(),
            title = self.title,
            text = self.text,
            more = self.more,
            home = common::see_whats_on(self.locale),
        );
        let mut response = Response::new(Body::from(page));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let policy = "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'";
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        response
    }
}

/// The same for a call of a server function: the failure as its caller reads it.
pub(super) fn failed_call(status: StatusCode, failure: domain::Failure) -> Response {
    use leptos::server_fn::error::FromServerFnError;
    (status, [(header::CONTENT_TYPE, "application/json")], app::error::AppError(failure).ser().body).into_response()
}
