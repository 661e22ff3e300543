//! `popcorn migrate`.

use anyhow::Context;

use super::{open, say};
use crate::config::Config;

/// Brings the schema up to date and says what was done.
///
/// # Errors
/// When the database cannot be reached, or a migration fails.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let db = open(config).await?;
    let pending = db.pending_migrations().await.context("the database does not answer")?;
    // Also when nothing is pending: it notices migrations that were changed after they ran.
    db.migrate().await.context("the schema could not be brought up to date")?;
    let engine = db.engine();
    db.close().await;
    match pending.len() {
        0 => say(format!("The schema on {engine} is up to date.")),
        n => say(format!("The schema on {engine} is up to date: {n} migration{} ran.", if n == 1 { "" } else { "s" })),
    }
}
