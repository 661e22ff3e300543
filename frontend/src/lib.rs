//! The WASM entry of Popcorn: takes over the page that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's own script, when the module is ready.
///
/// Afterwards `<html data-hydrated="true">` says that taps are answered by the application.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(page) = leptos::prelude::document().document_element() {
        // Only a sign for tests and styles: a page without it still works.
        _ = page.set_attribute("data-hydrated", "true");
    }
}
