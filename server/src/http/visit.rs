//! Who is asking, in which language and look: read once for each request, before anything else is decided.

use app::visit::{Viewer, Visit};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::members::{self, SignedIn};
use domain::{
    Failure, Locale, Theme,
    members::{Action, access::Rank},
};

use super::{House, pictures};

/// Middleware: puts the [`Visit`] into the request, and for somebody signed in their [`Actor`](domain::members::Actor) too.
pub(super) async fn greet(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let signed_in = match recognise(&house, request.headers()).await {
        Ok(signed_in) => signed_in,
        Err(failure) => {
            // The cause is in the log; without it nobody can tell whose page this would be.
            let status = app::error::AppError(failure).status();
            return status.into_response();
        }
    };
    let visit = visit_of(&house, request.headers(), signed_in.as_ref());
    let is_member = signed_in.is_some();
    let prolonged = signed_in.as_ref().and_then(|member| member.prolonged_s);
    let token = prolonged.and_then(|_| cookie(request.headers(), cookie_name(&house)).map(ToOwned::to_owned));
    request.extensions_mut().insert(visit);
    if let Some(signed_in) = signed_in {
        request.extensions_mut().insert(signed_in.actor.clone());
        request.extensions_mut().insert(signed_in);
    }
    let mut response = next.run(request).await;
    if let (Some(token), Some(max_age_s)) = (token, prolonged) {
        prolong(response.headers_mut(), &house, (&token, max_age_s));
    }
    keep_apart(response.headers_mut(), is_member);
    response
}

/// The session's member, if the browser shows a session that lives.
async fn recognise(house: &House, headers: &HeaderMap) -> Result<Option<SignedIn>, Failure> {
    match cookie(headers, cookie_name(house)) {
        Some(token) => members::session(&house.site, token).await,
        None => Ok(None),
    }
}

fn cookie_name(house: &House) -> &'static str {
    app::server_context::session_cookie(&house.site.settings.base_url)
}

/// The browser is to keep the cookie as long as the database keeps the session; not where this very request signs in or out.
fn prolong(headers: &mut HeaderMap, house: &House, (token, max_age_s): (&str, u32)) {
    let name = cookie_name(house);
    let is_set = |line: &HeaderValue| line.to_str().is_ok_and(|line| line.split('=').next() == Some(name));
    if headers.get_all(header::SET_COOKIE).iter().any(is_set) {
        return;
    }
    let line = app::server_context::cookie_line(&house.site.settings.base_url, (name, token, max_age_s));
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.append(header::SET_COOKIE, line);
    }
}

fn visit_of(house: &House, headers: &HeaderMap, signed_in: Option<&SignedIn>) -> Visit {
    let site = &house.site;
    Visit {
        // What the member chose, on whatever device; then what this browser was told; then what it asks for.
        locale: signed_in.map_or_else(|| wished_locale(headers), |member| member.locale),
        theme: cookie(headers, "theme").map(Theme::from_word).unwrap_or_default(),
        viewer: signed_in.map(viewer_of),
        site_name: site.settings.name.clone(),
        site_about: house.settings.about.clone(),
        base_url: site.settings.base_url.clone(),
        brand_sheet: house.settings.accent.as_deref().map(pictures::brand_sheet),
        request_key: site.new_id().to_string(),
        development: house.settings.development.is_on(),
    }
}

fn viewer_of(member: &SignedIn) -> Viewer {
    Viewer {
        member_id: member.actor.member,
        handle: member.handle.clone(),
        display_name: member.display_name.clone(),
        picture: Some(member.face.clone()),
        email_confirmed: member.email_confirmed,
        can_organise: member.actor.may(Action::Organise),
        keeps_doors: member.actor.may(Action::KeepDoors),
        is_admin: member.actor.rank == Rank::Admin,
        unread: member.unread,
    }
}

/// The language of the cookie, or what the browser asks for.
pub(super) fn wished_locale(headers: &HeaderMap) -> Locale {
    cookie(headers, "lang").and_then(Locale::from_tag).unwrap_or_else(|| {
        let wishes = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Locale::from_accept_language(wishes.unwrap_or_default())
    })
}

/// Tells caches that the answer depends on who asks; a member's pages are not kept at all, so that "back" after signing out
/// shows nothing.
fn keep_apart(headers: &mut HeaderMap, is_member: bool) {
    if headers.contains_key(header::CACHE_CONTROL) {
        return; // a picture or the like, the same for all
    }
    headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    let rule =
        if is_member || headers.contains_key(header::SET_COOKIE) { "private, no-store" } else { "private, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xlang=zh; lang=en; empty="));
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark"));
        assert_eq!(cookie(&headers, "lang"), Some("en"));
        assert_eq!(cookie(&headers, "theme"), Some("dark"));
        assert_eq!(cookie(&headers, "empty"), None);
        assert_eq!(cookie(&headers, "ang"), None);
    }
}
