//! The art of badges: `/badges/art/{id}.svg` and `.png`, and where it is handed in.

use app::{notice::Notice, visit::Visit};
use axum::{
    extract::{Extension, Multipart, Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::badges;
use domain::{
    ArtId, Failure,
    members::{Action, Actor, require},
};

use super::{House, client::Client, limits, upload};

/// For ever: another drawing has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A drawing holds shapes alone; opened by itself, it could do nothing even if it held more.
const INERT: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A drawing that was handed in, or the picture made of it.
pub(super) async fn show(State(house): State<House>, Path(file): Path<String>) -> Response {
    let Some((id, kind)) = file.rsplit_once('.').and_then(|(id, kind)| Some((id.parse::<ArtId>().ok()?, kind))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = |kind: &'static str, bytes: Vec<u8>| {
        let headers: [(HeaderName, &str); 4] = [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, FOR_EVER),
            (header::CONTENT_SECURITY_POLICY, INERT),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (headers, bytes).into_response()
    };
    match (badges::art(&house.site, id).await, kind) {
        (Ok(Some(art)), "svg") => answer("image/svg+xml", art.svg.into_bytes()),
        (Ok(Some(art)), "png") => answer("image/png", art.png),
        (Ok(_), _) => StatusCode::NOT_FOUND.into_response(),
        (Err(failure), _) => app::error::AppError(failure).status().into_response(),
    }
}

/// Takes the field `art` of the form on a badge's page, and goes back to it: with "saved", or with what is wrong.
pub(super) async fn hand_in(
    State(house): State<House>,
    Path(slug): Path<String>,
    Extension(visit): Extension<Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let outcome = async {
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        require(Some(&actor), Action::GrantBadges)?;
        house.limits.count(limits::Action::Upload, &limits::Asker::new(address, Some(actor.member), &[])?)?;
        let bytes = upload::sent(form, "art", &mut String::new()).await?;
        badges::set_art(&house.site, &actor, &slug, bytes).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/badges/{slug}"))).into_response(),
        Err(failure) => upload::refusal(failure, visit.locale, vec![]),
    }
}
