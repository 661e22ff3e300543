//! The WASM entry of Popcorn: takes over the page that the server rendered.

use leptos::{mount::hydrate_from_async, prelude::document};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's own script, when the module is ready.
///
/// Afterwards `<html data-hydrated="true">` says that taps are answered by the application.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let body = document().body().expect("a page has a body");
    // Awaited, for the code of the page that is open may have to be fetched first.
    hydrate_from_async(body, app::App).await.forget();
    if let Some(page) = document().document_element() {
        // Only a sign for tests and styles: a page without it still works.
        _ = page.set_attribute("data-hydrated", "true");
    }
}
