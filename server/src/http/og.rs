//! `/og/…`: the pictures that go with a shared link.

use axum::{
    extract::{Extension, Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::showcase::og;
use domain::Failure;

use super::House;

/// With a version in its address a picture stays as it is; a day, for a page may become private meanwhile.
const VERSIONED: &str = "public, max-age=86400";
const CURRENT: &str = "public, max-age=3600";

/// `/og/e/{slug}.jpg`.
pub(super) async fn event(State(house): State<House>, Path(file): Path<String>, RawQuery(query): RawQuery) -> Response {
    match name(&file) {
        Some(slug) => answer(og::event(&house.site, slug).await, query.as_deref()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `/og/u/{handle}.jpg`.
pub(super) async fn profile(
    State(house): State<House>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    match name(&file) {
        Some(handle) => answer(og::profile(&house.site, handle).await, query.as_deref()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `/og/g/{id}.jpg`.
pub(super) async fn grant(State(house): State<House>, Path(file): Path<String>, RawQuery(query): RawQuery) -> Response {
    match name(&file).and_then(|id| id.parse().ok()) {
        Some(id) => answer(og::grant(&house.site, id).await, query.as_deref()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `/og/site.jpg`, in the language of who asks.
pub(super) async fn site(State(house): State<House>, Extension(visit): Extension<app::visit::Visit>) -> Response {
    answer(og::site(&house.site, visit.locale).await, None)
}

fn name(file: &str) -> Option<&str> {
    file.strip_suffix(".jpg").filter(|name| !name.is_empty())
}

fn answer(picture: Result<Vec<u8>, Failure>, query: Option<&str>) -> Response {
    let keep = if query.is_some_and(|query| query.starts_with("v=")) { VERSIONED } else { CURRENT };
    match picture {
        Ok(jpeg) => ([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, keep)], jpeg).into_response(),
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}
