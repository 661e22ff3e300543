//! Remembers what the last bundle was made of, so that an unchanged one is not made again.

use crate::{Mode, Places, site};
use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use xxhash_rust::xxh3::Xxh3;

/// A hash over everything that goes into the WASM module and its script, the bundler itself included.
pub(crate) fn of_module(mode: Mode, input: &Path) -> Result<String> {
    let mut hash = Xxh3::new();
    hash.update(&[u8::from(mode == Mode::Dev)]);
    let me = env::current_exe().context("find the bundler itself")?;
    for file in [me, input.to_owned()] {
        add(&mut hash, &file)?;
    }
    Ok(format!("{:032x}", hash.digest128()))
}

/// A hash over everything that goes into the site.
pub(crate) fn of_site(places: &Places, module: &str, css: &str) -> Result<String> {
    let mut hash = Xxh3::new();
    hash.update(module.as_bytes());
    hash.update(css.as_bytes());
    let mut files = vec![];
    site::walk(&places.root.join("public"), &mut |file| {
        files.push(file.to_owned());
        Ok(())
    })?;
    files.sort();
    for file in files {
        add(&mut hash, &file)?;
    }
    Ok(format!("{:032x}", hash.digest128()))
}

fn add(hash: &mut Xxh3, file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    hash.update(file.as_os_str().as_encoded_bytes());
    hash.update(&bytes.len().to_le_bytes());
    hash.update(&bytes);
    Ok(())
}

/// Whether what lies in this folder is what this stamp is of.
pub(crate) fn is_current(folder: &Path, stamp: &str) -> bool {
    folder.exists() && fs::read_to_string(path(folder)).is_ok_and(|last| last == stamp)
}

/// To be called last: a folder without a stamp is made again.
pub(crate) fn write(folder: &Path, stamp: &str) -> Result<()> {
    fs::write(path(folder), stamp).context("write the stamp")
}

/// To be called first: what follows may be interrupted.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_file(path(folder)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e).context("remove the stamp"),
        _ => Ok(()),
    }
}

/// Beside the folder, not in it: what is in it is served.
fn path(folder: &Path) -> PathBuf {
    folder.with_extension("stamp")
}
