//! What is served from the database or made on the spot: pictures, and the operator's colour.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::operations::pictures;
use domain::PictureId;

use super::House;

/// For ever: a changed picture has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `/media/{id}.jpg`.
pub(super) async fn media(State(house): State<House>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(id) = file.strip_suffix(".jpg").and_then(|id| id.parse::<PictureId>().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{id}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::CACHE_CONTROL, FOR_EVER.to_owned()), (header::ETAG, tag)])
            .into_response();
    }
    match pictures::load(&house.site, id).await {
        Ok(Some(picture)) => {
            let kind = HeaderValue::from_str(&picture.media_type)
                .unwrap_or(HeaderValue::from_static("application/octet-stream"));
            let mut response =
                ([(header::CACHE_CONTROL, FOR_EVER.to_owned()), (header::ETAG, tag)], picture.bytes).into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

/// The address of the sheet with this accent colour: another colour, another address.
pub(super) fn brand_sheet(accent: &str) -> String {
    format!("/brand/{}.css", accent.trim_start_matches('#'))
}

/// `/brand/{colour}.css`: the operator's accent. Everything that stands on it is worked out from it by the design's own sheet.
pub(super) async fn brand(State(house): State<House>, Path(file): Path<String>) -> Response {
    match &house.settings.accent {
        Some(accent) if brand_sheet(accent).ends_with(&format!("/{file}")) => {
            let sheet = format!(":root{{--accent:{accent}}}\n");
            ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)], sheet)
                .into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
