//! The bundler: frontend to WASM, split, bound to JavaScript, optimised, named by hash, compressed.
//!
//! `bundler` builds for release, `bundler --dev` for tests and development (no wasm-opt, no compression), and
//! `bundler --budget` builds for release and fails when a phone would have to fetch more than we promise.
//!
//! It writes, below Cargo's target folder (release) or below its `debug` folder (development):
//! - `site/`: every file that is served as it is, with its compressed variants beside it;
//! - `site.txt`: one line a file, `hash media-type path`;
//! - `bundle.txt`: the addresses of the script, the WASM and the style sheet;
//! - `site.rs`: the same table as Rust, for `server --features embed`.
//!
//! Work is skipped when the compiled frontend, the styles and the public files are those of the last time.

mod site;
mod stamp;
mod styles;
mod wasm;

use anyhow::{Context, Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// The stem of the names of the bundled files.
pub(crate) const NAME: &str = "popcorn";

/// How much is done for size.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Quick to build, with names in stack traces and the framework's own checks.
    Dev,
    /// As small as it gets.
    Release,
}

/// What comes after bundling.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Report,
    CheckBudget,
}

/// Where things are.
pub(crate) struct Places {
    /// The workspace.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Where this mode's results go.
    pub(crate) out: PathBuf,
}

impl Places {
    fn find(mode: Mode) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the workspace's folder")?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let out = match mode {
            Mode::Dev => target.join("debug"),
            Mode::Release => target.clone(),
        };
        Ok(Self { root: root.to_owned(), target, out })
    }

    /// What is served.
    pub(crate) fn site(&self) -> PathBuf {
        self.out.join("site")
    }

    /// The module and its script, before they get their names.
    pub(crate) fn stage(&self) -> PathBuf {
        self.out.join("bundle-stage")
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let (mode, then) = arguments()?;
    let places = Places::find(mode)?;

    let input = lap("compile", || wasm::compile(&places, mode))?;
    let css = styles::sheet(&places.root.join("app/style/main.css"))?;
    let module = stamp::of_module(mode, &input)?;
    let stamp = stamp::of_site(&places, &module, &css)?;
    if stamp::is_current(&places.site(), &stamp) {
        eprintln!("bundle: unchanged");
    } else {
        make_module(&places, mode, &input, &module)?;
        make_site(&places, mode, &css, &stamp)?;
    }
    site::report(&places.site())?;
    match then {
        Then::Report => Ok(()),
        Then::CheckBudget => site::check_budget(&places.site()),
    }
}

fn arguments() -> Result<(Mode, Then)> {
    let (mut mode, mut then) = (Mode::Release, Then::Report);
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--dev" => mode = Mode::Dev,
            "--budget" => then = Then::CheckBudget,
            other => bail!("unknown argument {other}; known are --dev and --budget"),
        }
    }
    if mode == Mode::Dev && then == Then::CheckBudget {
        bail!("--budget is about the release build: it does not go with --dev");
    }
    Ok((mode, then))
}

/// Binds and shrinks the module, which takes most of the time, into a folder of its own.
fn make_module(places: &Places, mode: Mode, input: &Path, stamp: &str) -> Result<()> {
    let stage = places.stage();
    if stamp::is_current(&stage, stamp) {
        return Ok(());
    }
    stamp::remove(&stage)?;
    site::empty(&stage)?;
    let first = lap("split", || wasm::split(input, &stage))?;
    lap("bind", || wasm::bind(&first, &stage, mode))?;
    if mode == Mode::Release {
        lap("wasm-opt", || wasm::optimise(places, &stage))?;
    }
    stamp::write(&stage, stamp)
}

/// Puts everything that is served into the site's folder.
fn make_site(places: &Places, mode: Mode, css: &str, stamp: &str) -> Result<()> {
    let site = places.site();
    stamp::remove(&site)?;
    lap("lay out", || site::lay_out(places, css))?;
    if mode == Mode::Release {
        lap("compress", || site::compress(&site))?;
    }
    site::write_tables(places)?;
    stamp::write(&site, stamp)
}

/// Runs one step and says how long it took.
fn lap<T>(what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    #[expect(clippy::disallowed_methods, reason = "a build tool that times its own steps")]
    let start = Instant::now();
    let done = step()?;
    eprintln!("bundle: {what:<9} {:>6.2} s", start.elapsed().as_secs_f32());
    Ok(done)
}
