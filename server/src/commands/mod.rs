//! What each command does.

pub mod admin;
pub mod backup;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod honor;
pub mod keys;
pub mod migrate;
pub mod serve;

use std::{io::Write, sync::Arc};

use anyhow::Context;
use backend::{
    clock::SystemClock,
    db::{Db, Engine},
    random::SystemRandom,
    site::{Mail, Settings, Site},
};

use crate::config::Config;

/// Whether the schema is to be brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migrate {
    /// Where nobody else can be using it: on SQLite.
    WhereSafe,
    /// In any case.
    Asked,
}

/// Opens the database, and sees to its schema.
///
/// # Errors
/// When the database cannot be reached, or its schema is behind and may not be changed without being asked.
pub async fn database(config: &Config, migrate: Migrate) -> anyhow::Result<Db> {
    let db = open(config).await?;
    let pending = db.pending_migrations().await.context("the database does not answer")?;
    if pending.is_empty() {
        return Ok(db);
    }
    if migrate == Migrate::Asked || db.engine() == Engine::Sqlite {
        db.migrate().await.context("the schema could not be brought up to date")?;
        tracing::info!(migrations = pending.len(), "the schema was brought up to date");
        return Ok(db);
    }
    anyhow::bail!(
        "{} migration(s) are pending on this PostgreSQL database.\n\
         Run `popcorn migrate` first, or start with `popcorn serve --migrate`.",
        pending.len()
    )
}

/// Opens the database as it is.
async fn open(config: &Config) -> anyhow::Result<Db> {
    Db::open(&config.database_url).await.with_context(|| {
        let key = crate::config::Key::find("database_url");
        let shown = key.map(|key| crate::config::Layers::shown(key, &config.database_url)).unwrap_or_default();
        format!("the database {shown} cannot be opened (setting database_url)")
    })
}

/// The site on this database.
///
/// # Errors
/// When its keys cannot be read, the badges of the house not be put up, or tiers and leaderboards not be counted.
pub async fn site(config: &Config, db: Db) -> anyhow::Result<Site> {
    let mail = match &config.mail {
        Some(smtp) => Mail::Smtp { url: smtp.url.clone(), from: smtp.from.clone() },
        None => Mail::Folder(config.data.join("outbox")),
    };
    let settings = Settings {
        name: config.name.clone(),
        base_url: config.base_url.clone(),
        mail,
        quiet: config.quiet,
        answer_file_mb: config.answer_file_mb,
    };
    let site = Site::open(db, Arc::new(SystemClock), Arc::new(SystemRandom), settings)
        .await
        .context("the site's keys cannot be read")?;
    backend::badges::found(&site).await.context("the badges of the house cannot be put up")?;
    backend::honor::tiers::count_first(&site).await.context("tiers and leaderboards cannot be counted")?;
    Ok(site)
}

/// Writes a line for the person at the console.
///
/// # Errors
/// When standard output is gone.
pub fn say(text: impl AsRef<str>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.as_ref())?;
    out.flush()?;
    Ok(())
}
