//! From the frontend crate to a script and a WASM module.

use crate::{Mode, NAME, Places};
use anyhow::{Context, Result, ensure};
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// What rustc's default wasm32 target may use; the optimiser refuses what it is not told of.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--merge-similar-functions",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Compiles the frontend; gives the path of the module that Cargo made.
pub(crate) fn compile(places: &Places, mode: Mode) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Dev => ("dev", "debug"),
        Mode::Release => ("wasm-release", "wasm-release"),
    };
    let done = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&places.root)
        .args(["build", "-p", "frontend", "--lib", "--target", TRIPLE, "--profile", profile])
        .status()
        .context("run cargo")?;
    ensure!(done.success(), "the frontend did not compile");
    Ok(places.target.join(TRIPLE).join(folder).join("frontend.wasm"))
}

/// Writes `popcorn.js`, `popcorn_bg.wasm` and perhaps `snippets/` into the stage.
pub(crate) fn bind(input: &Path, stage: &Path, mode: Mode) -> Result<()> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .web(true)?
        .out_name(NAME)
        .typescript(false)
        .remove_name_section(mode == Mode::Release)
        .remove_producers_section(true)
        .generate_output()?
        .emit(stage)
}

/// Shrinks the module in place: about a third of its size is left.
pub(crate) fn optimise(places: &Places, stage: &Path) -> Result<()> {
    let module = stage.join(format!("{NAME}_bg.wasm"));
    let program = wasm_opt(places);
    let done =
        Command::new(&program).args(WASM_OPT).arg(&module).arg("-o").arg(&module).status().with_context(|| {
            format!("run {}; `.ci/install build` installs it, or set WASM_OPT", program.to_string_lossy())
        })?;
    ensure!(done.success(), "wasm-opt failed: {done}");
    Ok(())
}

fn wasm_opt(places: &Places) -> OsString {
    env::var_os("WASM_OPT").unwrap_or_else(|| places.root.join("end2end/node_modules/.bin/wasm-opt").into())
}
