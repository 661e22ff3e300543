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
    // Who has it already is told so before anything is read or hashed.
    let outcome = async {
        let name = honor::published_name(&house.site).await?;
        let known =
            headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == quoted(&name).as_bytes());
        if known {
            Ok((name, None))
        } else {
            honor::published(&house.site).await.map(|all| (all.checkpoint.stated.name(), Some(all)))
        }
    };
    match outcome.await {
        Ok((name, body)) => {
            let head = [(header::CACHE_CONTROL, FRESH.to_owned()), (header::ETAG, quoted(&name))];
            match body {
                None => (StatusCode::NOT_MODIFIED, head).into_response(),
                Some(published) => (head, Json(published)).into_response(),
            }
        }
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
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
