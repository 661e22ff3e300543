//! Refuses what another site makes a browser send.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::House;

/// Middleware: whatever changes something must come from our own pages. Browsers say where a request comes from in
/// `Sec-Fetch-Site`, older ones in `Origin`; who sends neither is no browser, and carries no cookie that was not put there
/// on purpose.
pub(super) async fn refuse_foreign(State(house): State<House>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_our_own(request.headers(), request.uri(), &house.site.settings.base_url) {
        return next.run(request).await;
    }
    tracing::warn!("refused: sent by another site");
    (StatusCode::FORBIDDEN, "This was sent from another site.\n").into_response()
}

fn is_our_own(headers: &HeaderMap, uri: &Uri, base_url: &str) -> bool {
    // Two of one kind is nothing that a browser sends.
    let get = |name: &str| {
        let mut values = headers.get_all(name).into_iter();
        values.next().map(|value| if values.next().is_some() { "?" } else { value.to_str().unwrap_or("?") })
    };
    match (get("sec-fetch-site"), get(header::ORIGIN.as_str())) {
        // "none": typed, bookmarked, or sent again by the person.
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = get(header::HOST.as_str()).or_else(|| uri.authority().map(|authority| authority.as_str()));
            let bare = |url: &str| url.split_once("://").map(|(_, authority)| authority.to_ascii_lowercase());
            let from = bare(origin);
            from.is_some() && (from == bare(base_url) || from == host.map(str::to_ascii_lowercase))
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header"));
        }
        is_our_own(&map, &Uri::from_static("/x"), "https://fans.example")
    }

    #[test]
    fn the_browser_says_where_it_comes_from() {
        for (headers, want) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://fans.example")], false),
            (&[("origin", "https://fans.example")], true),
            (&[("origin", "https://FANS.example")], true),
            (&[("origin", "https://fans.example.evil.example")], false),
            (&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], true),
            (&[("origin", "https://evil.example"), ("host", "127.0.0.1:3000")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], false),
            (&[], true),
        ] {
            assert_eq!(allowed(headers), want, "{headers:?}");
        }
    }
}
