//! Every address, and what answers it.

use std::sync::{Mutex, PoisonError};

use app::{App, shell};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header, request::Parts},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use backend::site::Site;
use leptos::{config::Env, nonce::Nonce, prelude::*};
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes, generate_route_list};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

use super::{
    House, HttpSettings, answer_files, badge_art, client, credentials, crowd, csrf, feeds, forms, headers, honor,
    ledger, og, operations, page_cache, pictures, queue, sheets, trace, unsubscribe, upload, visit,
};
use crate::files;

/// The routes that are neither pages nor server functions: what the permission matrix must know besides those.
pub const PLAIN_ROUTES: &[(&str, &str)] = &[
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/media/{file}"),
    ("GET", "/brand/{file}"),
    ("GET", "/badges/art/{file}"),
    ("GET", "/og/e/{file}"),
    ("GET", "/og/u/{file}"),
    ("GET", "/og/g/{file}"),
    ("GET", "/og/site.jpg"),
    ("GET", "/e/{slug}/queue.json"),
    ("GET", "/leaderboard.json"),
    ("GET", "/my/honor.csv"),
    ("GET", "/my/honor.json"),
    ("GET", "/honor/checkpoint.json"),
    ("GET", "/my/honor/ledger.json"),
    ("GET", "/events.ics"),
    ("GET", "/e/{slug}.ics"),
    ("GET", "/e/{slug}.json"),
    ("GET", "/c/{chapter}.ics"),
    ("GET", "/c/{chapter}.rss"),
    ("GET", "/my/{token}.ics"),
    ("GET", "/g/{id}.json"),
    ("GET", "/g/{id}.png"),
    ("GET", "/g/{id}.svg"),
    ("GET", "/issuer"),
    ("GET", "/.well-known/did.json"),
    ("GET", "/status/{n}"),
    ("POST", "/organise/events/{id}/cover"),
    ("POST", "/organise/events/{id}/recap/picture"),
    ("POST", "/organise/badges/{slug}/art"),
    ("GET", "/organise/events/{id}/people.csv"),
    ("POST", "/organise/events/{id}/import/sheet"),
    ("POST", "/my/tickets/{signup}/answers/file"),
    ("GET", "/files/{id}"),
    ("POST", "/unsubscribe/{token}"),
];

/// The whole site as one service. Wants the peer's address as `ConnectInfo<SocketAddr>`.
pub fn router(site: Site, settings: HttpSettings) -> Router {
    app::assets::init(&files::bundle_txt());
    let house = House::new(site, settings);
    let rooms = routes(&house).layer(from_fn(trace::name_route));
    // An outer router, so that these rooms are entered before routing: a form that posts to its own page becomes a GET.
    Router::new().fallback_service(rooms).layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(house.clone(), trace::follow))
            .layer(from_fn_with_state(house.clone(), headers::fixed))
            .layer(from_fn(files::serve))
            .layer(from_fn(crowd::refuse_zero))
            .layer(from_fn_with_state(house.clone(), client::note))
            .layer(from_fn_with_state(house.clone(), crowd::admit))
            .layer(from_fn_with_state(house.clone(), feeds::serve))
            // Pages only in effect: bundled files come compressed, pictures are left alone by the layer itself.
            .layer(CompressionLayer::new())
            .layer(from_fn(headers::policy))
            .layer(from_fn_with_state(house.clone(), csrf::refuse_foreign))
            .layer(from_fn_with_state(house.clone(), visit::greet))
            .layer(from_fn_with_state(house.clone(), credentials::serve))
            .layer(from_fn_with_state(house.clone(), page_cache::keep))
            .layer(from_fn_with_state(house, forms::carry_out)),
    )
}

fn routes(house: &House) -> Router {
    let options = LeptosOptions::builder().output_name("popcorn").env(Env::PROD).build();
    let context = context(house.site.clone());
    let not_found = ErrorHandler::new_with_context(context.clone(), shell, options.clone());
    let plain = Router::new()
        .route("/healthz", get(operations::health))
        .route("/readyz", get(operations::ready))
        .route("/metrics", get(operations::numbers))
        .route("/media/{file}", get(pictures::media))
        .route("/brand/{file}", get(pictures::brand))
        .route("/badges/art/{file}", get(badge_art::show))
        .route("/organise/badges/{slug}/art", post(badge_art::hand_in).layer(DefaultBodyLimit::max(upload::LARGEST)))
        .route("/og/e/{file}", get(og::event))
        .route("/og/u/{file}", get(og::profile))
        .route("/og/g/{file}", get(og::grant))
        .route("/og/site.jpg", get(og::site))
        .route("/e/{slug}/queue.json", get(queue::log))
        .route("/leaderboard.json", get(honor::board))
        .route("/my/honor.csv", get(honor::statement_csv))
        .route("/my/honor.json", get(honor::statement_json))
        .route("/honor/checkpoint.json", get(ledger::checkpoint))
        .route("/my/honor/ledger.json", get(ledger::own))
        .route("/organise/events/{id}/cover", post(upload::cover).layer(DefaultBodyLimit::max(upload::LARGEST)))
        .route(
            "/organise/events/{id}/recap/picture",
            post(upload::recap_picture).layer(DefaultBodyLimit::max(upload::LARGEST)),
        )
        .route(
            "/my/tickets/{signup}/answers/file",
            post(answer_files::hand_in).layer(DefaultBodyLimit::max(upload::LARGEST)),
        )
        .route("/organise/events/{id}/people.csv", get(sheets::people))
        .route("/organise/events/{id}/import/sheet", post(sheets::bring).layer(DefaultBodyLimit::max(upload::LARGEST)))
        .route("/files/{id}", get(answer_files::open))
        .route("/unsubscribe/{token}", post(unsubscribe::one_click))
        .route("/api/{*path}", any(no_such_function))
        .with_state(house.clone());
    Router::new()
        .leptos_routes_with_context(&options, pages(), context, {
            let options = options.clone();
            move || shell(options.clone())
        })
        .fallback_service(not_found)
        .with_state(options)
        .merge(plain)
}

/// The app's pages. They are listed once for the whole process: while they are, no page anywhere in it loads its data, and one
/// that is asked for meanwhile would wait for ever.
fn pages() -> Vec<AxumRouteListing> {
    static PAGES: Mutex<Option<Vec<AxumRouteListing>>> = Mutex::new(None);
    PAGES.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| generate_route_list(App)).clone()
}

/// The paths of the app's pages, as the router names them: `/e/{slug}`.
#[must_use]
pub fn page_paths() -> Vec<String> {
    pages().iter().map(|page| page.path().to_owned()).collect()
}

/// What pages and server functions find as context, beside the request itself.
pub(super) fn context(site: Site) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(site.clone());
        let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Nonce>().cloned());
        if let Some(nonce) = nonce {
            provide_context(nonce);
        }
    }
}

/// A call of a function that there is not, by an old page perhaps.
async fn no_such_function() -> Response {
    use leptos::server_fn::error::FromServerFnError;
    let body = app::error::AppError::NOT_FOUND.ser().body;
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
