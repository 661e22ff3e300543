//! Sheets of people: `/organise/events/{id}/people.csv`, and the file that is brought in.

use app::{
    messages::{organise, people},
    organise::standing_words,
    visit::Visit,
};
use axum::{
    extract::{Extension, Multipart, Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::{
    events::{self, PeopleAsk, SheetWords},
    signups,
};
use domain::{EventId, Failure, FieldCode, members::Actor};
use serde::Deserialize;

use super::{House, answer_files::attachment, client::Client, upload};

/// How the list is narrowed down.
#[derive(Deserialize)]
pub(super) struct Narrowed {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
}

/// The list as its page shows it, all pages of it.
pub(super) async fn people(
    State(house): State<House>,
    Path(id): Path<String>,
    Query(narrowed): Query<Narrowed>,
    Extension(visit): Extension<Visit>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let l = visit.locale;
    let heads = [
        organise::name(l),
        people::handle(l),
        organise::state(l),
        organise::signed_up(l),
        people::seats_came(l),
        organise::code(l),
        people::guests(l),
    ];
    let words = SheetWords { heads, state: standing_words, cut: people::cut_at };
    let outcome = async {
        let Extension(actor) = actor.ok_or(Failure::SignInNeeded)?;
        let event: EventId = id.parse().map_err(|_| Failure::NotFound)?;
        let ask = PeopleAsk { show: &narrowed.show, typed: &narrowed.q, page: "" };
        events::people_sheet(&house.site, &actor, l, (event, ask), &words).await
    };
    match outcome.await {
        Ok((name, bytes)) => {
            let mut response = bytes.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            if let Ok(name) = HeaderValue::from_str(&attachment(&name)) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

/// Keeps the field `sheet` of a multipart form, and shows what would come of it.
pub(super) async fn bring(
    State(house): State<House>,
    Path(id): Path<String>,
    Extension(visit): Extension<Visit>,
    Extension(Client(address)): Extension<Client>,
    actor: Option<Extension<Actor>>,
    form: Multipart,
) -> Response {
    let outcome = async {
        let (actor, event) = upload::who(&house, actor, address, &id).await?;
        let bytes = upload::sent(form, "sheet", &mut String::new()).await?;
        let sheet = String::from_utf8(bytes).map_err(|_| Failure::field("sheet", FieldCode::NotUtf8))?;
        signups::keep_sheet(&house.site, &actor, event, &sheet).await
    };
    match outcome.await {
        Ok(import) => Redirect::to(&format!("/organise/events/{id}/import?sheet={import}")).into_response(),
        Err(failure) => upload::refusal(failure, visit.locale, vec![]),
    }
}
