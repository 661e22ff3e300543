//! Honor for other programs: `/leaderboard.json`, and a member's own statement as `/my/honor.csv` and `/my/honor.json`.

use app::{
    messages::{honor as words, profile},
    visit::Visit,
};
use axum::{
    extract::{Extension, Query, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use backend::{
    honor::leaderboard,
    members::{self, Form, StatementWords},
};
use domain::{
    Failure,
    honor::leaderboard::BoardAsk,
    members::{Actor, view::StatementAsk},
};

use super::House;

/// The board that everybody sees may be a minute old; that of an event, and one's own statement, are kept by nobody.
const PUBLIC: &str = "public, max-age=60";
const PRIVATE: &str = "private, no-store";

/// A page of a board, with the address of the next.
pub(super) async fn board(
    State(house): State<House>,
    Query(ask): Query<BoardAsk>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let keeps = if ask.event.is_empty() { PUBLIC } else { PRIVATE };
    let viewer = actor.map(|Extension(actor)| actor);
    match leaderboard::json(&house.site, viewer.as_ref(), ask).await {
        Ok(text) => file(text, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, keeps)]),
        Err(failure) => refused(failure),
    }
}

/// The statement as a sheet.
pub(super) async fn statement_csv(
    house: State<House>,
    ask: Query<StatementAsk>,
    visit: Extension<Visit>,
    actor: Option<Extension<Actor>>,
) -> Response {
    statement(house, (ask, Form::Csv), visit, actor).await
}

/// The statement for programs.
pub(super) async fn statement_json(
    house: State<House>,
    ask: Query<StatementAsk>,
    visit: Extension<Visit>,
    actor: Option<Extension<Actor>>,
) -> Response {
    statement(house, (ask, Form::Json), visit, actor).await
}

async fn statement(
    State(house): State<House>,
    (Query(ask), form): (Query<StatementAsk>, Form),
    Extension(visit): Extension<Visit>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let Some(Extension(actor)) = actor else { return refused(Failure::SignInNeeded) };
    let l = visit.locale;
    let heads = [
        profile::col_time(l),
        profile::col_cause(l),
        profile::col_event(l),
        profile::col_reason(l),
        profile::col_by(l),
        words::change(l),
        words::total(l),
    ];
    let words = StatementWords { heads, cause: words::cause };
    let (kind, name) = match form {
        Form::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"honor.csv\""),
        Form::Json => ("application/json", "attachment; filename=\"honor.json\""),
    };
    match members::statement_file(&house.site, (&actor, l), (ask, form), &words).await {
        Ok(text) => file(
            text,
            [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, PRIVATE), (header::CONTENT_DISPOSITION, name)],
        ),
        Err(failure) => refused(failure),
    }
}

fn file<const N: usize>(text: String, headers: [(HeaderName, &'static str); N]) -> Response {
    let mut response = text.into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refused(failure: Failure) -> Response {
    app::error::AppError(failure).status().into_response()
}
