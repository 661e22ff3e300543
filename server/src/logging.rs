//! What the program says of itself while it runs: lines on standard error.

use std::{io::IsTerminal, panic::PanicHookInfo};

use tracing::Dispatch;
use tracing_subscriber::{EnvFilter, fmt, fmt::MakeWriter, util::SubscriberInitExt};

use crate::config::{Config, LogFormat};

/// Starts the log. Later calls change nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = lines(config.log_format, filter, (std::io::stderr, std::io::stderr().is_terminal()));
    // Another subscriber may be in place already, in a test: then it keeps its place.
    _ = lines.try_init();
    std::panic::set_hook(Box::new(tell));
}

/// Lines of text, perhaps with colours, or of JSON.
fn lines<W>(format: LogFormat, filter: EnvFilter, (writer, colours): (W, bool)) -> Dispatch
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = fmt().with_env_filter(filter).with_writer(writer).with_target(true);
    match format {
        LogFormat::Text => Dispatch::new(lines.with_ansi(colours).finish()),
        LogFormat::Json => {
            Dispatch::new(lines.json().flatten_event(true).with_current_span(true).with_span_list(false).finish())
        }
    }
}

/// Panics are lines of the log too, inside the span of the request that caused them. Their words may hold personal data, so
/// only where it happened is told, and the words at the level "debug".
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, request_id = backend::request::id(), "panic");
    let words = panic.payload_as_str().unwrap_or_default();
    tracing::debug!(words, "panic");
}

#[cfg(test)]
mod tests {
    use std::{
        io::Write,
        sync::{Arc, Mutex},
    };

    use super::*;

    /// What the browser journeys look for in the server's log (end2end/tests/log.spec.ts reads the same file), so that a panic
    /// that is logged in other words is missed by neither.
    const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/tests/panic.log");

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("a lock").write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What a panic leaves in the log.
    fn panic_in(format: LogFormat) -> String {
        let paper = Paper::default();
        let writer = paper.clone();
        let lines = lines(format, EnvFilter::new("info"), (move || writer.clone(), false));
        tracing::dispatcher::with_default(&lines, || {
            let broken = std::panic::catch_unwind(|| std::panic::panic_any("the password is hunter2"));
            assert!(broken.is_err());
        });
        let written = paper.0.lock().expect("a lock").clone();
        String::from_utf8(written).expect("text")
    }

    /// Without what differs from run to run: times, lines, ids.
    fn shape(line: &str) -> String {
        let id = line.find("request_id").map_or("", |at| {
            line[at + "request_id".len()..].trim_start_matches(['=', '"', ':']).split('"').next().unwrap_or_default()
        });
        let line = if id.is_empty() { line.to_owned() } else { line.replace(id, "0") };
        let mut digits = false;
        line.chars()
            .filter_map(|c| {
                let first = !std::mem::replace(&mut digits, c.is_ascii_digit());
                if c.is_ascii_digit() { first.then_some('0') } else { Some(c) }
            })
            .collect()
    }

    #[test]
    fn a_panic_is_a_line_that_the_journeys_look_for_and_keeps_its_words() {
        // Other tests of this process keep their own words.
        let (before, here) = (std::panic::take_hook(), std::thread::current().id());
        std::panic::set_hook(Box::new(
            move |panic| {
                if std::thread::current().id() == here { tell(panic) } else { before(panic) }
            },
        ));
        let written = panic_in(LogFormat::Text) + &panic_in(LogFormat::Json);
        assert!(!written.contains("hunter2"), "{written}");
        let known = std::fs::read_to_string(KNOWN).expect("the captured lines");
        let shapes = |text: &str| text.lines().map(shape).collect::<Vec<_>>();
        assert_eq!(shapes(&written), shapes(&known));
    }
}
