//! The addresses of the bundled files, and the tags that load them.

use leptos::{nonce::use_nonce, prelude::*};
use std::sync::OnceLock;

struct Assets {
    js: String,
    wasm: String,
    css: String,
}

static ASSETS: OnceLock<Assets> = OnceLock::new();

/// Takes the bundler's `bundle.txt`: a line with the address of each, `js: …`, `wasm: …`, `css: …`. Once, before the first page.
pub fn init(bundle_txt: &str) {
    let url = |kind: &str| {
        bundle_txt.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(": ")).unwrap_or_default().to_owned()
    };
    _ = ASSETS.set(Assets { js: url("js"), wasm: url("wasm"), css: url("css") });
}

/// The style sheet and the script, with preloads that the content security policy lets through.
#[component]
pub fn Bundle() -> impl IntoView {
    let assets = ASSETS.get()?;
    let nonce = use_nonce();
    Some(view! {
        <link rel="stylesheet" href=assets.css.as_str()/>
        <link rel="modulepreload" href=assets.js.as_str() nonce=nonce.clone()/>
        <link rel="preload" href=assets.wasm.as_str() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce>
            {format!(r#"import init,{{hydrate}} from "{}";init({{module_or_path:"{}"}}).then(hydrate)"#, assets.js, assets.wasm)}
        </script>
    })
}

/// The address of the style sheet, for a page that is made without the app.
pub fn style_sheet() -> Option<&'static str> {
    ASSETS.get().map(|assets| assets.css.as_str())
}
