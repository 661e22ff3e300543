//! `/organise/events/{id}/cover` and `…/recap/picture`: a picture from a plain form, with or without JavaScript.

use std::net::IpAddr;

use app::{messages::forms, notice::Notice};
use axum::{
    extract::{Extension, Multipart, Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::{events, operations::pictures};
use domain::{EventId, Failure, FieldCode, FieldError, Locale, members::Actor};

use super::{House, client::Client, limits};

/// The largest picture, in MB.
const LARGEST_MB: u32 = pictures::MAX_MB;

/// The largest body: the picture and what the form puts around it.
pub(super) const LARGEST: usize = (LARGEST_MB as usize) * 1024 * 1024 + 64 * 1024;

/// Is the address that of an upload?
pub(super) fn is_upload(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("/organise/events/") else { return false };
    ["/cover", "/recap/picture"].iter().any(|end| rest.strip_suffix(end).is_some_and(|id| !id.contains('/')))
}

/// Takes the field `cover` of a multipart form, and goes back to the form: with "saved", or with what is wrong.
pub(super) async fn cover(
    State(house): State<House>,
    Path(id): Path<String>,
    Extension(visit): Extension<app::visit::Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let outcome = async {
        let (actor, event) = who(&house, actor, address, &id)?;
        let Sent { bytes, .. } = sent(form, "cover").await?;
        events::set_cover(&house.site, &actor, event, bytes).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/events/{id}"))).into_response(),
        Err(failure) => refusal(&failure, visit.locale),
    }
}

/// Takes the fields `alt` and `picture` of the form for a recap's photos, and goes back to it.
pub(super) async fn recap_picture(
    State(house): State<House>,
    Path(id): Path<String>,
    Extension(visit): Extension<app::visit::Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let outcome = async {
        let (actor, event) = who(&house, actor, address, &id)?;
        let Sent { bytes, alt } = sent(form, "picture").await?;
        events::add_recap_picture(&house.site, &actor, event, (bytes, &alt)).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/events/{id}/recap"))).into_response(),
        Err(failure) => refusal(&failure, visit.locale),
    }
}

/// Who sends a picture, for which event, and not too often.
fn who(house: &House, actor: Option<Extension<Actor>>, address: IpAddr, id: &str) -> Result<(Actor, EventId), Failure> {
    let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
    let id: EventId = id.parse().map_err(|_| Failure::NotFound)?;
    house.limits.count(limits::Action::Upload, &limits::Asker::new(address, Some(actor.member), &[]))?;
    Ok((actor, id))
}

/// What a form for a picture holds.
struct Sent {
    bytes: Vec<u8>,
    /// What it shows; empty where the form does not ask or it came after the picture.
    alt: String,
}

/// Reads the form up to its picture, which is its last field. Whether there is one is asked where rights are.
async fn sent(mut form: Multipart, picture: &str) -> Result<Sent, Failure> {
    let mut alt = String::new();
    loop {
        let trouble = |error| Failure::field(picture, too_large_or(&error, FieldCode::Malformed));
        let field = form.next_field().await.map_err(trouble)?;
        let Some(field) = field else { return Ok(Sent { bytes: vec![], alt }) };
        if field.name() == Some("alt") {
            alt = field.text().await.map_err(trouble)?;
        } else if field.name() == Some(picture) {
            let bytes = field.bytes().await.map_err(trouble)?;
            if bytes.len() > LARGEST_MB as usize * 1024 * 1024 {
                return Err(Failure::field(picture, FieldCode::FileTooLarge { max_mb: LARGEST_MB }));
            }
            return Ok(Sent { bytes: bytes.into(), alt });
        }
    }
}

/// What is wrong with a part that could not be read.
fn too_large_or(error: &axum::extract::multipart::MultipartError, otherwise: FieldCode) -> FieldCode {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        FieldCode::FileTooLarge { max_mb: LARGEST_MB }
    } else {
        otherwise
    }
}

/// A short page of words: what happened, then what to do. The browser's "back" leads to the form.
fn refusal(failure: &Failure, locale: Locale) -> Response {
    let error = app::error::AppError(failure.clone());
    let text = match failure {
        Failure::Invalid(all) => match all.first() {
            Some(FieldError { code, .. }) => forms::field_text(locale, *code),
            None => forms::malformed(locale).to_owned(),
        },
        _ => forms::failure_text(locale, &error),
    };
    let mut response =
        (error.status(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}\n")).into_response();
    if let Failure::TooMany { retry_after_s } = failure {
        response.headers_mut().insert(header::RETRY_AFTER, (*retry_after_s).into());
    }
    response
}
