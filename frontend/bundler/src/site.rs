//! The folder of served files: laid out, compressed, listed, weighed.

use crate::{NAME, Places};
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// What a phone may have to fetch before the first page answers to a tap, in bytes of brotli.
const BUDGET: &[(&str, u64)] = &[("_bg.wasm", 400_000), (".css", 20_000)];

/// Makes an empty folder.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))
}

/// The public files as they are; modules, scripts and styles under `/pkg/`, with a hash in their address.
///
/// Modules and scripts name each other, so they keep their names and share a folder that is named by the hash of all of them.
pub(crate) fn lay_out(places: &Places, css: &str) -> Result<()> {
    let (site, stage) = (places.site(), places.stage());
    let pkg = site.join("pkg");
    empty(&site)?;
    copy_tree(&places.root.join("public"), &site)?;
    let folder = hash_of_all(&stage)?;
    copy_tree(&stage, &pkg.join(&folder))?;
    let sheet = format!("{NAME}.{}.css", hash_of(css.as_bytes()));
    fs::write(pkg.join(&sheet), css)?;
    let addresses = format!("js: /pkg/{folder}/{NAME}.js\nwasm: /pkg/{folder}/{NAME}_bg.wasm\ncss: /pkg/{sheet}\n");
    fs::write(places.out.join("bundle.txt"), addresses).context("write bundle.txt")
}

/// Adds `.br` and `.gz` beside each file that gets smaller by it.
pub(crate) fn compress(site: &Path) -> Result<()> {
    for file in files(site)?.into_iter().filter(|file| is_text(file)) {
        let raw = fs::read(&file)?;
        let settings = brotli::enc::BrotliEncoderParams { size_hint: raw.len(), ..Default::default() };
        let mut br = vec![];
        brotli::BrotliCompress(&mut &raw[..], &mut br, &settings)?;
        let mut gz = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
        gz.write_all(&raw)?;
        for (ending, packed) in [("br", br), ("gz", gz.finish()?)] {
            if packed.len() < raw.len() {
                fs::write(variant(&file, ending), packed)?;
            }
        }
    }
    Ok(())
}

/// Writes `site.txt` and `site.rs`: path, media type, hash and variants of every file, sorted by path.
pub(crate) fn write_tables(places: &Places) -> Result<()> {
    let site = places.site();
    let (mut text, mut rust) = (String::new(), String::from("[\n"));
    for file in files(&site)? {
        let path = file.strip_prefix(&site)?.to_str().context("a name that is not UTF-8")?;
        ensure!(
            path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b)),
            "{path}: the names of public files are plain ASCII, so that addresses need no escapes"
        );
        let (path, mime, hash) = (format!("/{path}"), media_type(&file)?, hash_of(&fs::read(&file)?));
        let include = |ending: &str| {
            let packed = variant(&file, ending);
            if packed.exists() { format!("Some(include_bytes!({packed:?}))") } else { "None".into() }
        };
        text += &format!("{hash} {mime} {path}\n");
        rust += &format!(
            "Embedded {{ path: {path:?}, mime: {mime:?}, hash: {hash:?}, raw: include_bytes!({file:?}), br: {}, gz: {} }},\n",
            include("br"),
            include("gz")
        );
    }
    fs::write(places.out.join("site.txt"), text).context("write site.txt")?;
    fs::write(places.out.join("site.rs"), rust + "]\n").context("write site.rs")
}

/// Says how big the bundled files are.
pub(crate) fn report(site: &Path) -> Result<()> {
    for file in files(&site.join("pkg"))? {
        let size = |ending: &str| match fs::metadata(variant(&file, ending)) {
            Ok(data) => format!("{:>7.1} kB {ending}", kilobytes(data.len())),
            Err(_) => String::new(),
        };
        let name = file.strip_prefix(site)?.display();
        let raw = fs::metadata(&file)?.len();
        eprintln!("bundle: {:>8.1} kB {} {}  {name}", kilobytes(raw), size("br"), size("gz"));
    }
    Ok(())
}

/// Fails when a bundled file weighs more than its budget.
pub(crate) fn check_budget(site: &Path) -> Result<()> {
    let mut over = vec![];
    for &(kind, most) in BUDGET {
        let is_kind = |file: &PathBuf| file.to_string_lossy().ends_with(kind);
        let file = files(&site.join("pkg"))?.into_iter().find(is_kind).with_context(|| format!("no …{kind}"))?;
        let size = fs::metadata(variant(&file, "br")).with_context(|| format!("the brotli of …{kind}"))?.len();
        let line = format!("…{kind}: {:.1} of {:.0} kB (brotli)", kilobytes(size), kilobytes(most));
        eprintln!("budget: {line}");
        if size > most {
            over.push(line);
        }
    }
    ensure!(over.is_empty(), "over budget: {}", over.join("; "));
    Ok(())
}

/// Calls `f` for each file below the folder, in no order.
pub(crate) fn walk(folder: &Path, f: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, f)? } else { f(&path)? }
    }
    Ok(())
}

/// The files below a folder, sorted, without compressed variants.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![];
    walk(folder, &mut |file| {
        if !matches!(ending(file), "br" | "gz") {
            found.push(file.to_owned());
        }
        Ok(())
    })?;
    // By bytes, not by path components: the server looks addresses up by binary search.
    found.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    Ok(found)
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    walk(from, &mut |file| {
        let copy = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(copy.parent().context("a folder")?)?;
        // Not fs::copy: the copy must be writable even where the original is not.
        fs::write(&copy, fs::read(file)?).with_context(|| format!("write {}", copy.display()))
    })
}

fn media_type(file: &Path) -> Result<&'static str> {
    Ok(match ending(file) {
        "css" => "text/css;charset=utf-8",
        "html" => "text/html;charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "js" => "text/javascript;charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain;charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        _ => bail!("no media type is known for {}: add it here", file.display()),
    })
}

fn is_text(file: &Path) -> bool {
    matches!(ending(file), "css" | "html" | "ico" | "js" | "json" | "svg" | "txt" | "wasm" | "webmanifest" | "xml")
}

fn ending(file: &Path) -> &str {
    file.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

fn variant(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn hash_of(bytes: &[u8]) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
}

/// A hash over names and contents of everything in a folder.
fn hash_of_all(folder: &Path) -> Result<String> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for file in files(folder)? {
        let bytes = fs::read(&file)?;
        hash.update(file.strip_prefix(folder)?.as_os_str().as_encoded_bytes());
        hash.update(&bytes.len().to_le_bytes());
        hash.update(&bytes);
    }
    Ok(format!("{:016x}", hash.digest()))
}

fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}
