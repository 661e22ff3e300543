//! `/e/{slug}/queue.json`: the log of a line, whole, for whoever wants to replay it.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::signups;
use domain::{Failure, ShiftId};

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
    match answer(&house, (&slug, which), &headers).await {
        Ok(response) => response,
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

async fn answer(house: &House, (slug, which): (&str, Which), headers: &HeaderMap) -> Result<Response, Failure> {
    let shift: Option<ShiftId> = which.shift.as_deref().map(str::parse).transpose().map_err(|_| Failure::NotFound)?;
    if let Some(known) = headers.get(header::IF_NONE_MATCH) {
        // Whoever has it already is told so before any of it is read.
        let head = head(&signups::log_head(&house.site, slug, shift).await?);
        if known.as_bytes() == head[1].1.as_bytes() {
            return Ok((StatusCode::NOT_MODIFIED, head).into_response());
        }
    }
    let log = match shift {
        None => signups::queue_log(&house.site, slug).await?,
        Some(shift) => signups::shift_log(&house.site, slug, shift).await?,
    };
    Ok((head(&log.head), Json(log.published)).into_response())
}

/// How long the log of this version may be kept, and what names it.
fn head(hash: &str) -> [(HeaderName, String); 2] {
    [(header::CACHE_CONTROL, FRESH.to_owned()), (header::ETAG, format!("\"{hash}\""))]
}
