//! `popcorn demo`.

use super::{Migrate, database, say, site};
use crate::config::Config;

/// Fills an empty database with a community to look at, and prints how to sign in.
///
/// # Errors
/// When the database holds something else already, or fails.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let db = database(config, Migrate::WhereSafe).await?;
    let site = site(config, db).await?;
    let outcome = crate::demo::load(&site).await;
    site.db.close().await;
    say(outcome?.to_string())
}
