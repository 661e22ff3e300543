//! `/e/{slug}/queue.json`: the log of a line, whole, for whoever wants to replay it.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::signups;
use domain::Failure;

use super::House;

/// Whoever asks often gets a short answer.
const FRESH: &str = "public, max-age=10";

/// The line of a shift of the event, where one is named.
#[derive(serde::Deserialize)]
pub(super) struct Which {
    shift: Option<String>,
}

pub(super) async fn log(
    State(house): State<House>,
    Path(slug): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Response {
    let asked = match which.shift.as_deref().map(str::parse) {
        None => signups::queue_log(&house.site, &slug).await,
        Some(Ok(shift)) => signups::shift_log(&house.site, &slug, shift).await,
        Some(Err(_)) => Err(Failure::NotFound),
    };
    let log = match asked {
        Ok(log) => log,
        Err(failure) => return app::error::AppError(failure).status().into_response(),
    };
    let tag = format!("\"{}\"", log.head);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [(header::CACHE_CONTROL, FRESH.to_owned()), (header::ETAG, tag)];
    if known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, Json(log.published)).into_response() }
}
