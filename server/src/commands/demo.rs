//! `popcorn demo`, and who may see what it makes.

use anyhow::bail;
use backend::{
    db::Db,
    operations::demo::{Progress, progress},
};

use super::{Migrate, database, say, site};
use crate::{
    config::Config,
    demo::{ADMIN, load},
};

/// Fills an empty database with a community to look at, and prints how to sign in.
///
/// # Errors
/// When the site is for others, when the database holds something else already, or a part of the demo, or fails.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    if config.is_https() && !config.demo_in_public.is_on() {
        bail!(
            "the demo is for looking at: everybody knows the password of {ADMIN}. It is not loaded where people reach the site \
             at {} (settings base_url, demo_in_public)",
            config.base_url
        );
    }
    let db = database(config, Migrate::WhereSafe).await?;
    if progress(&mut db.read().await?).await? == Progress::Begun {
        db.close().await;
        bail!("an earlier load of the demo was interrupted. {}", begin_anew(config));
    }
    let site = site(config, db).await?;
    let outcome = load(&site).await;
    site.db.close().await;
    say(outcome?.to_string())
}

/// What to do about a database that holds half of the demo.
fn begin_anew(config: &Config) -> String {
    let Some(file) = Db::file(&config.database_url) else {
        return "Make an empty database, name it in database_url, and load the demo there.".into();
    };
    // SQLite keeps what it is about to write in files beside it.
    let files = ["", "-wal", "-shm"].map(|end| quoted(&format!("{}{end}", file.display())));
    format!("Remove it, and load it again:\n\n    rm -f {}", files.join(" "))
}

/// A path as a shell reads it.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if is_plain { path.into() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Refuses to serve the demo to others.
///
/// # Errors
/// When this database holds it, others can reach the site, and the operator did not say that this is meant.
pub async fn keep_private(config: &Config, db: &Db) -> anyhow::Result<()> {
    if !config.is_public() || config.demo_in_public.is_on() {
        return Ok(());
    }
    if progress(&mut db.read().await?).await? != Progress::None {
        bail!(
            "this database holds the demo, and everybody knows the password of {ADMIN}, who may do everything: it is not served \
             to others.\nUse another database (database_url, data), listen on 127.0.0.1 with a base_url of http://, or set \
             demo_in_public = \"on\" if you mean it."
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("./data/popcorn.db-wal"), "./data/popcorn.db-wal");
        assert_eq!(quoted("/srv/our fans' site/popcorn.db"), r"'/srv/our fans'\'' site/popcorn.db'");
    }
}
