//! `popcorn backup`.

use std::{io::ErrorKind, path::Path};

use anyhow::{Context, bail};
use backend::db::{Db, DbError};

use super::{open, say};
use crate::config::Config;

/// Copies the SQLite database to a file that is not there yet, while the site runs.
///
/// # Errors
/// When there is no database, when it is PostgreSQL, and when the copy cannot be written.
pub async fn run(config: &Config, target: &Path) -> anyhow::Result<()> {
    // Opening would make an empty one.
    if let Some(file) = Db::file(&config.database_url).filter(|file| !file.exists()) {
        bail!("there is no database {} (setting database_url)", file.display());
    }
    let db = open(config).await?;
    let copied = db.copy_to(target).await;
    db.close().await;
    let target = target.display();
    match copied {
        Ok(()) => say(format!("The database is copied to {target}. The keys of the site are in it: keep it safe.")),
        Err(DbError::NotHere(engine)) => {
            bail!("{engine} has its own tool for this: pg_dump --format=custom --file={target}")
        }
        Err(DbError::File(error)) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{target} is there already: a copy takes nothing's place")
        }
        Err(error) => Err(error).with_context(|| format!("{target} cannot be written")),
    }
}
