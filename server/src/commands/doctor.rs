//! `popcorn doctor`.

use anyhow::{Context, bail};
use backend::operations::doctor::examine;

use super::{Migrate, database, say, site};
use crate::config::Config;

/// Prints what is wrong, a line each.
///
/// # Errors
/// When anything is, or the database cannot be read.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let site = site(config, database(config, Migrate::WhereSafe).await?).await?;
    let found = examine(&site).await.context("the database could not be looked through");
    site.db.close().await;
    let found = found?.0;
    for finding in &found {
        say(format!("{}: {}: {}", finding.fault.word(), finding.subject, finding.detail))?;
    }
    match found.len() {
        0 => say("Everything that is stored is true: chains, sums, checkpoints, budgets, rules, seats."),
        n => bail!("{n} thing(s) are not as they should be"),
    }
}
