//! `/organise/events/{id}/cover`: a picture from a plain form, with or without JavaScript.

use app::{messages::forms, notice::Notice};
use axum::{
    extract::{Extension, Multipart, Path, State},
    http::{StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use backend::{events, operations::pictures};
use domain::{EventId, Failure, FieldCode, FieldError, Locale, members::Actor};

use super::{House, client::Client, limits};

/// The largest picture, in MB.
const LARGEST_MB: u32 = pictures::MAX_MB;

/// The same in bytes.
const LARGEST_PICTURE: usize = LARGEST_MB as usize * 1024 * 1024;

/// The largest body that is read to its end: a browser only listens to the answer once it has sent everything. What is more
/// than a picture may have is not kept.
pub(super) const LARGEST: usize = 64 * 1024 * 1024;

/// Why an upload was refused, in its answer's extensions: for the page whose form it was.
#[derive(Clone, Debug)]
pub(super) struct Refused(pub(super) Failure);

/// Is the address that of an upload?
pub(super) fn is_upload(path: &str) -> bool {
    path.strip_prefix("/organise/events/")
        .and_then(|rest| rest.strip_suffix("/cover"))
        .is_some_and(|id| !id.contains('/'))
}

/// Where the files go that a page's form brings: such a form posts to its own page, as all others do.
pub(super) fn behind(page: &Parts) -> Option<Uri> {
    let kind = page.headers.get(header::CONTENT_TYPE)?;
    let cover = format!("{}/cover", page.uri.path());
    (kind.as_bytes().starts_with(b"multipart/form-data") && is_upload(&cover)).then(|| cover.parse().ok()).flatten()
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
        let mut field = field.ok_or_else(|| wrong(FieldCode::Required))?;
        if field.name() != Some("cover") {
            continue;
        }
        let (mut bytes, mut size) = (Vec::new(), 0);
        while let Some(chunk) = field.chunk().await.map_err(|error| too_large_or(&error, FieldCode::Malformed))? {
            size += chunk.len();
            if size <= LARGEST_PICTURE {
                bytes.extend_from_slice(&chunk);
            }
        }
        return match size {
            0 => Err(wrong(FieldCode::Required)),
            1..=LARGEST_PICTURE => Ok(bytes),
            _ => Err(wrong(FieldCode::FileTooLarge { max_mb: LARGEST_MB })),
        };
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

/// A few words for who is not a page: what happened, then what to do. A page shows them at its form.
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
    response.extensions_mut().insert(Refused(failure.clone()));
    if let Failure::TooMany { retry_after_s } = failure {
        response.headers_mut().insert(header::RETRY_AFTER, (*retry_after_s).into());
    }
    response
}
