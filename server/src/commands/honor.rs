//! `popcorn honor`.

use std::{fs::OpenOptions, io::Write, path::Path};

use anyhow::Context;
use backend::honor;

use super::{Migrate, database, say, site};
use crate::config::Config;

/// Writes all chains to a file that is not there yet.
///
/// # Errors
/// When the file cannot be written, or the database not be read.
pub async fn export(config: &Config, target: &Path) -> anyhow::Result<()> {
    let site = site(config, database(config, Migrate::WhereSafe).await?).await?;
    let export = honor::export_all(&site).await;
    site.db.close().await;
    let export = export.context("the ledger could not be read")?;
    let shown = target.display();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(target).with_context(|| format!("{shown} cannot be made; a file that is there is left alone"))?;
    serde_json::to_writer(&mut file, &export).with_context(|| format!("{shown} cannot be written"))?;
    file.flush()?;
    let entries: usize = export.chains.iter().map(|chain| chain.entries.len()).sum();
    say(format!(
        "{entries} entries of {} members are in {shown}. Check them: python3 docs/verify_honor.py {shown}",
        export.chains.len()
    ))
}

/// Works out anew what counts.
///
/// # Errors
/// When the database fails.
pub async fn rebuild(config: &Config) -> anyhow::Result<()> {
    let site = site(config, database(config, Migrate::WhereSafe).await?).await?;
    let members = honor::rebuild(&site).await;
    site.db.close().await;
    say(format!("What counts was worked out anew for {} members.", members.context("the sums could not be made")?))
}
