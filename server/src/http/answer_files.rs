//! Files that answer an event's question: handed in on the page of one's answers, and opened again, by those who may.

use app::{notice::Notice, visit::Visit};
use axum::{
    extract::{Extension, Multipart, Path, State, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::signups::{self, AnswerFile, HandedIn};
use domain::{Failure, FieldCode, FileId, SignUpId, members::Actor};

use super::{House, client::Client, limits, upload};

/// What the form holds. The question is the form's own name: a page has one form for each.
#[derive(Default)]
struct Sent {
    question: String,
    name: String,
    bytes: Vec<u8>,
}

/// Takes the field `file` of a multipart form, and goes back to its page: with "saved", or with what is wrong.
pub(super) async fn hand_in(
    State(house): State<House>,
    Path(signup): Path<String>,
    Extension(visit): Extension<Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let mut sent = Sent::default();
    let outcome = async {
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        let id: SignUpId = signup.parse().map_err(|_| Failure::NotFound)?;
        signups::must_own(&house.site, &actor, id).await?;
        // Counted before anything is read: a form without a file costs as much as one with it.
        house.limits.count(limits::Action::Upload, &limits::Asker::new(address, Some(actor.member), &[])?)?;
        read(form, house.site.settings.answer_file_mb, &mut sent).await?;
        let file = HandedIn { question: &sent.question, name: &sent.name, bytes: &sent.bytes };
        signups::hand_in(&house.site, &actor, id, file).await
    };
    match outcome.await {
        Ok(()) => Redirect::to(&Notice::Saved.on(&format!("/my/tickets/{signup}/answers"))).into_response(),
        Err(failure) => upload::refusal(failure, visit.locale, vec![("__form".into(), sent.question)]),
    }
}

/// Reads the form to its end; what is more than a file may have is not kept.
async fn read(mut form: Multipart, max_mb: u32, sent: &mut Sent) -> Result<(), Failure> {
    let trouble = |error: MultipartError| {
        let is_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
        Failure::field("file", if is_large { FieldCode::FileTooLarge { max_mb } } else { FieldCode::Malformed })
    };
    let mut has_file = false;
    while let Some(mut field) = form.next_field().await.map_err(trouble)? {
        match field.name() {
            Some("__form") => sent.question = upload::words(&mut field).await?,
            // One form, one file: the size is that of all that is kept.
            Some("file") if has_file => return Err(Failure::field("file", FieldCode::Malformed)),
            Some("file") => {
                has_file = true;
                sent.name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = upload::bytes(&mut field, max_mb).await.map_err(trouble)??;
            }
            _ => {}
        }
    }
    Ok(())
}

/// `/files/{id}`: always a download, in a box of its own, kept by nobody on the way.
pub(super) async fn open(
    State(house): State<House>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let outcome = async {
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        let id: FileId = id.parse().map_err(|_| Failure::NotFound)?;
        signups::answer_file(&house.site, &actor, id).await
    };
    match outcome.await {
        Ok(file) => download(file),
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

fn download(file: AnswerFile) -> Response {
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("attachment"));
    let (kind, name) = (value(&file.media_type), value(&attachment(&file.name)));
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// The name in letters that every header can hold, and as it is (RFC 6266).
pub(super) fn attachment(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let whole: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b".-_".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn any_name_fits_a_header() {
        assert_eq!(
            attachment("签 a\"b.pdf"),
            "attachment; filename=\"_ a_b.pdf\"; filename*=UTF-8''%E7%AD%BE%20a%22b.pdf"
        );
    }
}
