//! What the program says of itself while it runs: lines on standard error.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Config, LogFormat};

/// Starts the log. Later calls change nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    // Another subscriber may be in place already, in a test: then it keeps its place.
    _ = match config.log_format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
    log_panics();
}

/// Panics are lines of the log too, inside the span of the request that caused them. Their words may hold personal data, so
/// only where it happened is told, and the words at the level "debug".
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, request_id = backend::request::id(), "panic");
        let words = panic.payload_as_str().unwrap_or_default();
        tracing::debug!(words, "panic");
    }));
}
