//! `popcorn keys`.

use anyhow::Context;
use backend::{
    operations::keys::{self, SigningKey},
    when,
};
use domain::Locale;

use super::{Migrate, database, say, site};
use crate::config::Config;

/// Lists all keys, the one in use first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(config: &Config) -> anyhow::Result<()> {
    let site = site(config, database(config, Migrate::WhereSafe).await?).await?;
    let all = keys::all(&site).await.context("the keys cannot be read")?;
    site.db.close().await;
    if all.is_empty() {
        return say("No key was needed yet: the first badge that somebody takes along makes one.");
    }
    all.iter().try_for_each(|key| say(line(key)))
}

/// Retires the key in use and makes another.
///
/// # Errors
/// When the database cannot be reached.
pub async fn rotate(config: &Config) -> anyhow::Result<()> {
    let site = site(config, database(config, Migrate::WhereSafe).await?).await?;
    let outcome = keys::rotate(&site).await.context("the key could not be replaced");
    site.db.close().await;
    say(format!("{}\nWhat was signed before stays valid.", line(&outcome?)))
}

/// `z6Mk…  made 20 Mar 2027, 06:00 UTC  in use`.
fn line(key: &SigningKey) -> String {
    let moment = |at| format!("{} UTC", when::stamp(Locale::En, "UTC", at));
    let state = key.retired().map_or_else(|| "in use".into(), |at| format!("retired {}", moment(at)));
    format!("{}  made {}  {state}", key.multibase(), moment(key.made()))
}
