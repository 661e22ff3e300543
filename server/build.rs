//! With the feature `embed`: finds the table of the bundled site that the bundler left in Cargo's target folder.

use std::{env, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    println!("cargo::rerun-if-env-changed=CARGO_TARGET_DIR");
    match table() {
        Some(path) => {
            println!("cargo::rerun-if-changed={}", path.display());
            println!("cargo::rustc-env=POPCORN_SITE_RS={}", path.display());
            println!("cargo::rustc-env=POPCORN_BUNDLE_TXT={}", path.with_file_name("bundle.txt").display());
        }
        None => println!("cargo::error=the feature `embed` needs the bundled site: run `make bundle` first"),
    }
}

/// The release bundle lies in the target folder itself, which is some floors above our own output folder.
fn table() -> Option<PathBuf> {
    let out = PathBuf::from(env::var_os("OUT_DIR")?);
    let named = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folders = named.into_iter().chain(out.ancestors().map(PathBuf::from));
    folders.map(|folder| folder.join("site.rs")).find(|path| path.is_absolute() && path.exists())
}
