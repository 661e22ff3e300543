//! `/organise/events/{id}/cover` and `…/recap/picture`: a picture from a plain form, with or without JavaScript.

use std::net::IpAddr;

use app::{
    badges::ART_FORM,
    messages::forms,
    notice::Notice,
    organise::{COVER_FORM, PHOTO_FORM, SHEET_FORM},
    signups::ANSWER_FILE_FORM,
};
use axum::{
    extract::{
        Extension, Multipart, Path, State,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use backend::{events, operations::pictures};
use domain::{EventId, Failure, FieldCode, FieldError, Locale, members::Actor};

use super::{House, client::Client, limits};

/// The largest picture, in MB.
const LARGEST_MB: u32 = pictures::MAX_MB;

/// The longest text beside a file, in bytes: a question's id, a line that describes a picture.
const LONGEST_WORDS: usize = 4 * 1024;

/// The largest body that is read to its end: a browser only listens to the answer once it has sent everything. What is more
/// than a picture may have is not kept.
pub(super) const LARGEST: usize = 64 * 1024 * 1024;

/// Why an upload was refused, in its answer's extensions: for the page whose form it was.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) failure: Failure,
    /// What was typed beside the files, field by field.
    pub(super) typed: Vec<(String, String)>,
}

/// Where files are taken: what stands before and after an id.
const UPLOADS: [(&str, &str); 5] = [
    ("/organise/badges/", "/art"),
    ("/organise/events/", "/cover"),
    ("/organise/events/", "/recap/picture"),
    ("/organise/events/", "/import/sheet"),
    ("/my/tickets/", "/answers/file"),
];

/// Is the address that of an upload?
pub(super) fn is_upload(path: &str) -> bool {
    let id = |(start, end): &(&str, &str)| path.strip_prefix(start)?.strip_suffix(end).filter(|id| !id.contains('/'));
    UPLOADS.iter().any(|upload| id(upload).is_some())
}

/// Where the files go that a page's form brings, and the form: such a form posts to its own page, as all others do.
pub(super) fn behind(page: &Parts) -> Option<(Uri, &'static str)> {
    let kind = page.headers.get(header::CONTENT_TYPE)?;
    if !kind.as_bytes().starts_with(b"multipart/form-data") {
        return None;
    }
    [
        ("art", ART_FORM),
        ("cover", COVER_FORM),
        ("picture", PHOTO_FORM),
        ("file", ANSWER_FILE_FORM),
        ("sheet", SHEET_FORM),
    ]
    .into_iter()
    .find_map(|(name, form)| {
        let path = format!("{}/{name}", page.uri.path());
        is_upload(&path).then(|| path.parse().ok()).flatten().zip(Some(form))
    })
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
        let (actor, event) = who(&house, actor, address, &id).await?;
        let bytes = sent(form, "cover", &mut String::new()).await?;
        events::set_cover(&house.site, &actor, event, bytes).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/events/{id}"))).into_response(),
        Err(failure) => refusal(failure, visit.locale, vec![]),
    }
}

/// Takes the fields `alt` and `picture` of the form for a recap's photos, and goes back to it in the same way.
pub(super) async fn recap_picture(
    State(house): State<House>,
    Path(id): Path<String>,
    Extension(visit): Extension<app::visit::Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let mut alt = String::new();
    let outcome = async {
        let (actor, event) = who(&house, actor, address, &id).await?;
        let bytes = sent(form, "picture", &mut alt).await?;
        events::add_recap_picture(&house.site, &actor, event, (bytes, &alt)).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/organise/events/{id}/recap"))).into_response(),
        Err(failure) => refusal(failure, visit.locale, vec![("alt".into(), alt)]),
    }
}

/// Who sends a file, for which event, and not too often. Asked before anything is read: nobody else's bytes are kept.
pub(super) async fn who(
    house: &House,
    actor: Option<Extension<Actor>>,
    address: IpAddr,
    id: &str,
) -> Result<(Actor, EventId), Failure> {
    let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
    let id: EventId = id.parse().map_err(|_| Failure::NotFound)?;
    house.limits.count(limits::Action::Upload, &limits::Asker::new(address, Some(actor.member), &[])?)?;
    events::must_run(&house.site, &actor, id).await?;
    Ok((actor, id))
}

/// The bytes of the picture, which is the form's last field; `alt` becomes the words before it, where the form asks for them.
/// Empty where there is no picture: whether there has to be one is asked where rights are.
pub(super) async fn sent(mut form: Multipart, picture: &str, alt: &mut String) -> Result<Vec<u8>, Failure> {
    let trouble = |error| Failure::field(picture, too_large_or(&error, FieldCode::Malformed));
    while let Some(mut field) = form.next_field().await.map_err(trouble)? {
        if field.name() == Some("alt") {
            *alt = words(&mut field).await?;
        } else if field.name() == Some(picture) {
            let bytes = bytes(&mut field, LARGEST_MB).await.map_err(trouble)?;
            return bytes.map_err(|_| Failure::field(picture, FieldCode::FileTooLarge { max_mb: LARGEST_MB }));
        }
    }
    Ok(vec![])
}

/// A file that is sent, read to its end. What is more than it may have is not kept.
pub(super) async fn bytes(field: &mut Field<'_>, max_mb: u32) -> Result<Result<Vec<u8>, Failure>, MultipartError> {
    let (most, mut kept, mut size) = (max_mb as usize * 1024 * 1024, Vec::new(), 0);
    while let Some(chunk) = field.chunk().await? {
        size += chunk.len();
        if size <= most {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok(if size <= most { Ok(kept) } else { Err(Failure::field("file", FieldCode::FileTooLarge { max_mb })) })
}

/// A text beside a file. A longer one than any form of ours sends is refused before it is kept.
pub(super) async fn words(field: &mut Field<'_>) -> Result<String, Failure> {
    let malformed = || Failure::field("", FieldCode::Malformed);
    let mut kept = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| malformed())? {
        kept.extend_from_slice(&chunk);
        if kept.len() > LONGEST_WORDS {
            return Err(malformed());
        }
    }
    String::from_utf8(kept).map_err(|_| malformed())
}

/// What is wrong with a part that could not be read.
fn too_large_or(error: &MultipartError, otherwise: FieldCode) -> FieldCode {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        FieldCode::FileTooLarge { max_mb: LARGEST_MB }
    } else {
        otherwise
    }
}

/// A few words for who is not a page: what happened, then what to do. A page shows them at its form.
pub(super) fn refusal(failure: Failure, locale: Locale, typed: Vec<(String, String)>) -> Response {
    let error = app::error::AppError(failure.clone());
    let text = match &failure {
        Failure::Invalid(all) => match all.first() {
            Some(FieldError { code, .. }) => forms::field_text(locale, *code),
            None => forms::malformed(locale).to_owned(),
        },
        _ => forms::failure_text(locale, &error),
    };
    let mut response =
        (error.status(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}\n")).into_response();
    if let Failure::TooMany { retry_after_s } = failure {
        response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
    }
    response.extensions_mut().insert(Refused { failure, typed });
    response
}
