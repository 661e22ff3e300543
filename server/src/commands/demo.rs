//! `popcorn demo`.

use anyhow::Context;
use backend::demo::{self, Loaded, SignIns};

use super::{Migrate, database, say, site};
use crate::config::Config;

/// Fills an empty database with a community to look at, and prints how to sign in.
///
/// # Errors
/// When the database holds something else already, or fails.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let db = database(config, Migrate::WhereSafe).await?;
    let site = site(config, db).await?;
    let outcome = demo::load(&site).await;
    site.db.close().await;
    say(match outcome.context("the demo was not loaded")? {
        Loaded::Now => "The demo is loaded: 3 chapters, 200 members, a year of events.",
        Loaded::Already => "The demo is loaded already.",
    })?;
    say(format!("Sign in at {}/sign-in (role, address, password):\n{SignIns}", config.base_url))
}
