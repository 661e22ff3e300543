//! From the frontend crate to a script and WASM modules: the first one, and those that are fetched later.

use crate::{Mode, NAME, Places, site};
use anyhow::{Context, Result, anyhow, ensure};
use std::{
    env,
    ffi::OsString,
    fs,
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
        .args(["rustc", "-p", "frontend", "--lib", "--target", TRIPLE, "--profile", profile])
        // Splitting has to know what refers to what.
        .args(["--", "-C", "link-args=--emit-relocs"])
        .status()
        .context("run cargo")?;
    ensure!(done.success(), "the frontend did not compile");
    Ok(places.target.join(TRIPLE).join(folder).join("frontend.wasm"))
}

/// Takes the pages that are fetched later out of the module: writes them and `__wasm_split.js`, which fetches them, into the
/// stage. Gives the path of what is left.
pub(crate) fn split(input: &Path, stage: &Path) -> Result<PathBuf> {
    let first = stage.with_extension("first.wasm");
    let module = fs::read(input).context("read the module")?;
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = stage;
    options.main_out_path = &first;
    options.main_module = "./popcorn.js";
    // Not `with_context`: its errors are of a kind of their own.
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("split the module: {error:?}"))?;
    Ok(first)
}

/// Writes `popcorn.js`, `popcorn_bg.wasm` and perhaps `snippets/` into the stage.
pub(crate) fn bind(input: &Path, stage: &Path, mode: Mode) -> Result<()> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        // The modules that are fetched later take what they share with the first one by its linker's names.
        .keep_lld_exports(true)
        .demangle(false)
        .web(true)?
        .out_name(NAME)
        .typescript(false)
        .remove_name_section(mode == Mode::Release)
        .remove_producers_section(true)
        .generate_output()?
        .emit(stage)
}

/// Shrinks the modules in place: about a third of their size is left.
pub(crate) fn optimise(places: &Places, stage: &Path) -> Result<()> {
    let program = wasm_opt(places);
    for module in site::files(stage)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "wasm")) {
        let done =
            Command::new(&program).args(WASM_OPT).arg(module).arg("-o").arg(module).status().with_context(|| {
                format!("run {}; `.ci/install build` installs it, or set WASM_OPT", program.to_string_lossy())
            })?;
        ensure!(done.success(), "wasm-opt failed: {done}");
    }
    Ok(())
}

fn wasm_opt(places: &Places) -> OsString {
    env::var_os("WASM_OPT").unwrap_or_else(|| places.root.join("end2end/node_modules/.bin/wasm-opt").into())
}
