//! The bundled site: script, WASM, style sheet, pictures. Held in memory, compressed beforehand, named by hash.
//!
//! With the feature `embed` the files are inside the program. Without it they are read once, at the first use, from
//! where the bundler leaves them: a folder above the running program. If there is none, every request passes
//! through, which is what most tests want.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{borrow::Cow, sync::OnceLock};

/// Where the files with a hash in their name live.
const HASHED: &str = "/pkg/";

/// The hashes in the names of the bundled files, for `app::assets::init`: lines of `kind: hash`, or nothing when
/// there is no bundle.
#[must_use]
pub fn bundle_txt() -> Cow<'static, str> {
    Cow::Borrowed(&site().bundle_txt)
}

/// Middleware: answers GET and HEAD for the addresses of bundled files, and lets everything else through.
pub async fn serve(request: Request, next: Next) -> Response {
    match site().answer(&request) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(Site::load)
}

#[derive(Default)]
struct Site {
    bundle_txt: String,
    /// Sorted by path.
    files: Vec<File>,
}

struct File {
    path: String,
    mime: HeaderValue,
    hash: String,
    raw: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
}

#[cfg(feature = "embed")]
mod embedded {
    use super::{Bytes, File, HeaderValue, Site};

    struct Embedded {
        path: &'static str,
        mime: &'static str,
        hash: &'static str,
        raw: &'static [u8],
        br: Option<&'static [u8]>,
        gz: Option<&'static [u8]>,
    }

    impl Site {
        pub(super) fn load() -> Self {
            let table: &[Embedded] = &include!(env!("POPCORN_SITE_RS"));
            let file = |one: &Embedded| File {
                path: one.path.to_owned(),
                mime: HeaderValue::from_static(one.mime),
                hash: one.hash.to_owned(),
                raw: Bytes::from_static(one.raw),
                br: one.br.map(Bytes::from_static),
                gz: one.gz.map(Bytes::from_static),
            };
            Self {
                bundle_txt: include_str!(env!("POPCORN_BUNDLE_TXT")).to_owned(),
                files: table.iter().map(file).collect(),
            }
        }
    }
}

#[cfg(not(feature = "embed"))]
mod beside {
    use super::{Bytes, File, HeaderValue, Site};
    use std::{fs, io, path::Path};

    impl Site {
        pub(super) fn load() -> Self {
            let program = std::env::current_exe().unwrap_or_default();
            let Some(folder) = program.ancestors().find(|folder| folder.join("site.txt").is_file()) else {
                return Self::default();
            };
            Self::read(folder).unwrap_or_else(|error| {
                tracing::error!(%error, folder = %folder.display(), "the bundled site cannot be read: run the bundler");
                Self::default()
            })
        }

        pub(super) fn read(folder: &Path) -> io::Result<Self> {
            let mut files = vec![];
            for line in fs::read_to_string(folder.join("site.txt"))?.lines() {
                let mut parts = line.splitn(3, ' ');
                let (Some(hash), Some(mime), Some(path)) = (parts.next(), parts.next(), parts.next()) else {
                    return Err(io::Error::other(format!("site.txt: {line}")));
                };
                let place = format!("{}{path}", folder.join("site").display());
                let variant = |ending: &str| fs::read(format!("{place}.{ending}")).ok().map(Bytes::from);
                files.push(File {
                    path: path.to_owned(),
                    mime: HeaderValue::from_str(mime).map_err(io::Error::other)?,
                    hash: hash.to_owned(),
                    raw: fs::read(&place)?.into(),
                    br: variant("br"),
                    gz: variant("gz"),
                });
            }
            Ok(Self { bundle_txt: fs::read_to_string(folder.join("bundle.txt"))?, files })
        }
    }
}

impl Site {
    fn answer(&self, request: &Request) -> Option<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let path = request.uri().path();
        match self.files.binary_search_by(|file| file.path.as_str().cmp(path)) {
            Ok(at) => Some(self.files[at].respond(request)),
            // A name of another version: no page is rendered for it, and nobody may remember that it was missing.
            Err(_) if path.starts_with(HASHED) => {
                Some((StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response())
            }
            Err(_) => None,
        }
    }
}

impl File {
    fn respond(&self, request: &Request) -> Response {
        let (body, encoding) = self.best_for(request.headers());
        let tag = format!("\"{}-{}\"", self.hash, encoding.unwrap_or("raw"));
        let known = is_known(request.headers(), &tag);
        let send = !known && request.method() != Method::HEAD;

        let mut response = Response::new(if send { Body::from(body.clone()) } else { Body::empty() });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.mime.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        let keep = if self.path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        headers.extend(HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag)));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            headers.insert(header::CONTENT_LENGTH, body.len().into());
        }
        response
    }

    /// The smallest form that this client reads, and its name unless it is the file as it is.
    fn best_for(&self, headers: &HeaderMap) -> (&Bytes, Option<&'static str>) {
        let accepted: Vec<&str> = values(headers, header::ACCEPT_ENCODING).filter_map(wanted_encoding).collect();
        let packed = [(&self.br, "br"), (&self.gz, "gzip")];
        let best = packed
            .into_iter()
            .find_map(|(body, name)| Some((body.as_ref()?, name)).filter(|_| accepted.contains(&name)));
        best.map_or((&self.raw, None), |(body, name)| (body, Some(name)))
    }
}

/// The name of an encoding in an `Accept-Encoding` list, unless it is refused by `q=0`.
fn wanted_encoding(entry: &str) -> Option<&str> {
    let mut parts = entry.split(';').map(str::trim);
    let name = parts.next()?;
    let refused = |part: &str| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
    (!parts.any(refused)).then_some(name)
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    values(headers, header::IF_NONE_MATCH).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The entries of a header that holds a comma-separated list, over all its lines.
fn values(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

#[cfg(test)]
mod tests;
