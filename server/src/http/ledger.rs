//! The ledger as files: `/honor/checkpoint.json` for everybody, `/my/honor/ledger.json` for its owner.

use axum::{
    Json,
    extract::{Extension, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::honor;
use domain::{Failure, members::Actor};

use super::House;

/// A checkpoint stays as it is; there may be a newer one soon.
const FRESH: &str = "public, max-age=300";

/// The newest checkpoint with its leaves.
pub(super) async fn checkpoint(State(house): State<House>, headers: HeaderMap) -> Response {
    let published = match honor::published(&house.site).await {
        Ok(published) => published,
        Err(failure) => return app::error::AppError(failure).status().into_response(),
    };
    let tag = format!("\"{}\"", published.checkpoint.stated.name());
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [(header::CACHE_CONTROL, FRESH.to_owned()), (header::ETAG, tag)];
    if known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, Json(published)).into_response() }
}

/// One's own ledger, with the way from it to the newest checkpoint.
pub(super) async fn own(State(house): State<House>, actor: Option<Extension<Actor>>) -> Response {
    let outcome = async {
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        honor::export_own(&house.site, &actor).await
    };
    match outcome.await {
        Ok(export) => {
            let head = [
                (header::CACHE_CONTROL, "private, no-store"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"honor.json\""),
            ];
            (head, Json(export)).into_response()
        }
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}
