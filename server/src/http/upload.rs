//! `/organise/events/{id}/cover`: a picture from a plain form, with or without JavaScript.

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
    path.strip_prefix("/organise/events/")
        .and_then(|rest| rest.strip_suffix("/cover"))
        .is_some_and(|id| !id.contains('/'))
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
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        let id: EventId = id.parse().map_err(|_| Failure::NotFound)?;
        house.limits.count(limits::Action::Upload, &limits::Asker::new(address, Some(actor.member), &[]))?;
        let bytes = picture(form).await?;
        events::set_cover(&house.site, &actor, id, bytes).await?;
        Ok(())
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/events/{id}"))).into_response(),
        Err(failure) => refusal(&failure, visit.locale),
    }
}

/// The bytes of the picture in the form.
async fn picture(mut form: Multipart) -> Result<Vec<u8>, Failure> {
    let wrong = |code| Failure::field("cover", code);
    loop {
        let field = form.next_field().await.map_err(|error| too_large_or(&error, FieldCode::Malformed))?;
        let field = field.ok_or_else(|| wrong(FieldCode::Required))?;
        if field.name() != Some("cover") {
            continue;
        }
        let bytes = field.bytes().await.map_err(|error| too_large_or(&error, FieldCode::Malformed))?;
        if bytes.is_empty() {
            return Err(wrong(FieldCode::Required));
        }
        if bytes.len() > LARGEST_MB as usize * 1024 * 1024 {
            return Err(wrong(FieldCode::FileTooLarge { max_mb: LARGEST_MB }));
        }
        return Ok(bytes.into());
    }
}

fn too_large_or(error: &axum::extract::multipart::MultipartError, otherwise: FieldCode) -> Failure {
    let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        FieldCode::FileTooLarge { max_mb: LARGEST_MB }
    } else {
        otherwise
    };
    Failure::field("cover", code)
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
