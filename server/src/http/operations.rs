//! What the machine room asks: is it alive, is it ready, what are the numbers.

use std::net::IpAddr;

use axum::{
    extract::{Extension, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{House, client::Client};

/// The program runs. Says nothing about the database: restarting us would not help it.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// It can do its work: the database answers and its schema is the program's.
pub(super) async fn ready(State(house): State<House>) -> Response {
    if let Err(error) = house.site.db.ping().await {
        tracing::error!(%error, "not ready");
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response();
    }
    match house.site.db.pending_migrations().await {
        Ok(pending) if pending.is_empty() => "ready\n".into_response(),
        Ok(pending) => {
            let text = format!("{} migrations are pending: run `popcorn migrate`\n", pending.len());
            (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// The numbers; for who shows the token or, where there is none, for this machine. To others there is no such page.
pub(super) async fn numbers(
    State(house): State<House>,
    Extension(Client(client)): Extension<Client>,
    headers: HeaderMap,
) -> Response {
    if !may_read(&house, client, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], house.metrics.render(&house.site).await)
        .into_response()
}

fn may_read(house: &House, client: IpAddr, headers: &HeaderMap) -> bool {
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match (&house.settings.metrics_token, shown) {
        (Some(token), shown) => shown.is_some_and(|shown| same(token, shown)),
        // Through a proxy on this machine that nobody told us of, the whole world seems to be this machine.
        (None, _) => {
            client.is_loopback() && !headers.contains_key("x-forwarded-for") && !headers.contains_key(header::FORWARDED)
        }
    }
}

/// Compares in a time that tells nothing about where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differences, (x, y)| differences | (x ^ y)) == 0
}
