//! What a request would rather have: a page to read, or a document for programs.

use axum::http::{HeaderMap, header};

/// Under which names documents are asked for, the best first.
const DOCUMENTS: [&str; 4] = ["application/vc+ld+json", "application/vc", "application/ld+json", "application/json"];
/// The same for signed tokens.
const TOKENS: [&str; 3] = ["application/vc+jwt", "application/jwt", "application/vc-ld+jwt"];

/// The name under which a document is asked for rather than a page; none where a page will do. Browsers, and whoever takes
/// anything, get the page.
pub(super) fn document(headers: &HeaderMap) -> Option<&'static str> {
    let (wanted, name) = best(headers, &DOCUMENTS)?;
    (wanted > weight(headers, "text/html")).then_some(name)
}

/// The name under which a document is asked for rather than a token; none where a token will do.
pub(super) fn document_not_token(headers: &HeaderMap) -> Option<&'static str> {
    let (wanted, name) = best(headers, &DOCUMENTS)?;
    let token = best(headers, &TOKENS).map_or(0, |(weight, _)| weight);
    (wanted > token).then_some(name)
}

/// The one of these names that is wanted most, by its own name: `*/*` is no wish.
fn best(headers: &HeaderMap, names: &[&'static str]) -> Option<(u16, &'static str)> {
    let wanted = names.iter().filter_map(|name| Some((named(headers, name)?, *name))).filter(|(weight, _)| *weight > 0);
    // Of equals the first.
    wanted.rev().max_by_key(|(weight, _)| *weight)
}

/// How much a media type is wanted, from 0 to 1000: by its own name, else by its kind, else by anything.
fn weight(headers: &HeaderMap, name: &str) -> u16 {
    let kind = name.split_once('/').map_or("*/*".into(), |(kind, _)| format!("{kind}/*"));
    [name, &kind, "*/*"].iter().find_map(|range| named(headers, range)).unwrap_or(0)
}

/// The weight of this very range.
fn named(headers: &HeaderMap, range: &str) -> Option<u16> {
    let lines = headers.get_all(header::ACCEPT).into_iter().filter_map(|line| line.to_str().ok());
    let mut entries = lines.flat_map(|line| line.split(',')).map(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let q = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        (name, q.map_or(1000, thousandths))
    });
    entries.find(|(name, _)| name.eq_ignore_ascii_case(range)).map(|(_, weight)| weight)
}

/// `0.85` as 850; what is no weight counts as one.
fn thousandths(q: &str) -> u16 {
    let q: f32 = q.parse().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or(1.0);
    (q * 1000.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT, accept.parse().expect("a header"))])
    }

    #[test]
    fn programs_get_documents_and_people_get_pages() {
        for (accept, given) in [
            ("application/vc+ld+json", Some("application/vc+ld+json")),
            ("application/vc", Some("application/vc")),
            ("application/ld+json, application/json;q=0.9", Some("application/ld+json")),
            ("Application/JSON", Some("application/json")),
            ("application/json, */*;q=0.1", Some("application/json")),
            ("application/json;q=0.5, application/ld+json;q=0.6", Some("application/ld+json")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None),
            ("text/html, application/json", None),
            ("text/html;q=0.4, application/json;q=0.5", Some("application/json")),
            ("application/json, */*", None),
            ("application/json;q=0", None),
            ("*/*", None),
            ("application/*", None),
            ("application/json;q=nonsense", Some("application/json")),
            ("", None),
            (",;,", None),
        ] {
            assert_eq!(document(&headers(accept)), given, "{accept}");
        }
        assert_eq!(document(&HeaderMap::new()), None);
    }

    #[test]
    fn a_list_is_a_token_unless_a_document_is_asked_for() {
        for (accept, given) in [
            ("*/*", None),
            ("application/vc+jwt", None),
            ("application/jwt, application/json", None),
            ("application/json, */*", Some("application/json")),
            ("application/vc, application/jwt;q=0.5", Some("application/vc")),
            ("text/html,*/*;q=0.8", None),
        ] {
            assert_eq!(document_not_token(&headers(accept)), given, "{accept}");
        }
    }
}
