//! `/e/{slug}/queue.json`: the log of a line, whole, for whoever wants to replay it.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::signups;

use super::House;

/// Whoever asks often gets a short answer.
const FRESH: &str = "public, max-age=10";

pub(super) async fn log(State(house): State<House>, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    let log = match signups::queue_log(&house.site, &slug).await {
        Ok(log) => log,
        Err(failure) => return app::error::AppError(failure).status().into_response(),
    };
    let tag = format!("\"{}\"", log.head);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [(header::CACHE_CONTROL, FRESH.to_owned()), (header::ETAG, tag)];
    if known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, Json(log.published)).into_response() }
}
