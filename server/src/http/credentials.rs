//! Badges for programs that check them: `/g/{id}` and `/badges/{slug}` as documents by `Accept`, `/g/{id}.json`, `.png` and `.svg`,
//! `/issuer`, `/.well-known/did.json` and `/status/{n}`.
//!
//! A layer, for the router can tell neither the ending from a page's id nor what is asked for; behind the visit, for a private
//! badge is handed to its holder alone.

use app::visit::Visit;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backend::{
    Site,
    badges::credential::{self, Credential},
};
use domain::{Failure, GrantId, Locale, members::Actor};

use super::{House, accept, answer_files::attachment, feeds, trace::Route};

/// Looked at again each time: a badge may become private, or its key be replaced.
const CURRENT: &str = "no-cache";
/// What programs check against may be a few minutes old, and no more.
const MINUTES: &str = "public, max-age=300";
const DOCUMENT: &str = "application/vc+ld+json";

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    Did,
    Issuer,
    Status(i64),
    /// A page's address, which is a document's too.
    Grant(GrantId),
    Badge(String),
    File(GrantId, Kind),
}

/// In which form somebody takes a badge along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Json,
    Png,
    Svg,
}

/// Who asks, and how.
struct Asker {
    headers: HeaderMap,
    actor: Option<Actor>,
    locale: Locale,
}

/// Answers for documents and files; hands everything else on.
pub(super) async fn serve(State(house): State<House>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(address) = Address::of(request.uri().path()).filter(|_| is_reading) else {
        return next.run(request).await;
    };
    if address.is_page() && accept::document(request.headers()).is_none() {
        let mut page = next.run(request).await;
        page.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
        return page;
    }
    let asker = Asker {
        headers: request.headers().clone(),
        actor: request.extensions().get::<Actor>().cloned(),
        locale: request.extensions().get::<Visit>().map(|visit| visit.locale).unwrap_or_default(),
    };
    let route = Route::Known(address.route());
    let mut response = match answer(&house, &address, &asker).await {
        Ok(response) => response,
        Err(failure) => {
            let mut response = app::error::AppError(failure).status().into_response();
            put(&mut response, header::CACHE_CONTROL, CURRENT);
            response
        }
    };
    if let Some(vary) = address.varies() {
        put(&mut response, header::VARY, vary);
    }
    response.extensions_mut().insert(route);
    response
}

async fn answer(house: &House, address: &Address, asker: &Asker) -> Result<Response, Failure> {
    let site = &house.site;
    let kind = accept::document(&asker.headers).unwrap_or(DOCUMENT);
    Ok(match address {
        Address::Did => public(credential::did_document(site).await?.to_string(), "application/did+json", MINUTES),
        Address::Issuer => public(credential::profile(&site.settings).to_string(), "application/ld+json", MINUTES),
        Address::Status(number) => {
            let list = credential::status_list(site, *number).await?;
            match accept::document_not_token(&asker.headers) {
                Some(kind) => public(list.json, kind, MINUTES),
                None => public(list.jwt, "application/vc+jwt", MINUTES),
            }
        }
        Address::Badge(slug) => {
            let achievement = credential::achievement(site, asker.locale, slug).await?;
            // An achievement is no credential: nobody signs it.
            let kind = if kind == "application/json" { kind } else { "application/ld+json" };
            public(achievement.to_string(), kind, CURRENT)
        }
        Address::Grant(grant) => {
            let badge = credential::fetch(site, asker.actor.as_ref(), *grant).await?;
            let open = badge.is_public;
            shared(([(header::CONTENT_TYPE, kind)], badge.json).into_response(), open)
        }
        Address::File(grant, kind) => {
            let badge = credential::fetch(site, asker.actor.as_ref(), *grant).await?;
            let open = badge.is_public;
            shared(file(site, badge, *kind).await?, open)
        }
    })
}

/// A badge to keep. It never opens in a page of ours.
async fn file(site: &Site, badge: Credential, kind: Kind) -> Result<Response, Failure> {
    let name = attachment(&format!("{}.{}", badge.slug, kind.ending()));
    let (media, bytes) = match kind {
        Kind::Json => (DOCUMENT, badge.json.into_bytes()),
        Kind::Png => ("image/png", credential::png(site, &badge).await?),
        Kind::Svg => ("image/svg+xml", credential::svg(site, &badge).await?.into_bytes()),
    };
    let mut response = ([(header::CONTENT_TYPE, media)], bytes).into_response();
    put(&mut response, header::CONTENT_DISPOSITION, &name);
    put(&mut response, header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    Ok(response)
}

/// What is its holder's alone stays with them; what is for everybody may be read by pages of other sites too.
fn shared(mut response: Response, is_public: bool) -> Response {
    if is_public {
        put(&mut response, header::CACHE_CONTROL, CURRENT);
        put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else {
        put(&mut response, header::CACHE_CONTROL, "private, no-store");
    }
    response
}

/// A document for everybody, for checkers that run inside of pages too.
fn public(text: String, kind: &'static str, keep: &'static str) -> Response {
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (StatusCode::OK, headers, text).into_response()
}

fn put(response: &mut Response, name: header::HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().insert(name, value);
    }
}

impl Kind {
    const ALL: [Self; 3] = [Self::Json, Self::Png, Self::Svg];

    const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

impl Address {
    fn of(path: &str) -> Option<Self> {
        match path {
            "/.well-known/did.json" => return Some(Self::Did),
            "/issuer" => return Some(Self::Issuer),
            _ => {}
        }
        let (folder, name) = path.strip_prefix('/')?.split_once('/')?;
        match folder {
            "status" => name.parse().ok().filter(|number| *number > 0).map(Self::Status),
            "g" => match name.split_once('.') {
                Some((id, ending)) => {
                    let kind = Kind::ALL.into_iter().find(|kind| kind.ending() == ending)?;
                    Some(Self::File(id.parse().ok()?, kind))
                }
                None => name.parse().ok().map(Self::Grant),
            },
            // The art of the house's badges stands in the same folder.
            "badges" => feeds::decoded(name).filter(|slug| !slug.contains('.')).map(Self::Badge),
            _ => None,
        }
    }

    /// Its place among the [routes](super::PLAIN_ROUTES) and pages.
    const fn route(&self) -> &'static str {
        match self {
            Self::Did => "/.well-known/did.json",
            Self::Issuer => "/issuer",
            Self::Status(_) => "/status/{n}",
            Self::Grant(_) => "/g/{id}",
            Self::Badge(_) => "/badges/{slug}",
            Self::File(_, Kind::Json) => "/g/{id}.json",
            Self::File(_, Kind::Png) => "/g/{id}.png",
            Self::File(_, Kind::Svg) => "/g/{id}.svg",
        }
    }

    const fn is_page(&self) -> bool {
        matches!(self, Self::Grant(_) | Self::Badge(_))
    }

    /// Of what the answer depends besides the address.
    const fn varies(&self) -> Option<&'static str> {
        match self {
            Self::Did | Self::Issuer => None,
            Self::Status(_) => Some("Accept"),
            Self::Grant(_) => Some("Accept, Cookie"),
            Self::File(..) => Some("Cookie"),
            Self::Badge(_) => Some("Accept, Accept-Language, Cookie"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_pages_and_from_art() {
        let id: GrantId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("an id");
        for (path, address) in [
            ("/.well-known/did.json", Some(Address::Did)),
            ("/issuer", Some(Address::Issuer)),
            ("/status/1", Some(Address::Status(1))),
            ("/status/0", None),
            ("/status/x", None),
            ("/status/99999999999999999999", None),
            ("/g/01890a5d-ac96-774b-bcce-b302099a8057", Some(Address::Grant(id))),
            ("/g/01890a5d-ac96-774b-bcce-b302099a8057.json", Some(Address::File(id, Kind::Json))),
            ("/g/01890a5d-ac96-774b-bcce-b302099a8057.png", Some(Address::File(id, Kind::Png))),
            ("/g/01890a5d-ac96-774b-bcce-b302099a8057.svg", Some(Address::File(id, Kind::Svg))),
            ("/g/01890a5d-ac96-774b-bcce-b302099a8057.jpg", None),
            ("/g/nothing", None),
            ("/badges/night-shift", Some(Address::Badge("night-shift".into()))),
            ("/badges/%E5%AE%88%E5%A4%9C", Some(Address::Badge("守夜".into()))),
            ("/badges/night-shift.svg", None),
            ("/badges/a/b", None),
            ("/badges/", None),
            ("/badges", None),
            ("/e/night-shift", None),
        ] {
            assert_eq!(Address::of(path), address, "{path}");
            let known = |route| super::super::PLAIN_ROUTES.contains(&("GET", route));
            assert!(address.is_none_or(|address| address.is_page() || known(address.route())), "{path}");
        }
    }
}
