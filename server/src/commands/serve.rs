//! `popcorn serve`.

use anyhow::Context;
use backend::{operations::instance, showcase::og, site::Site};
use tokio::net::TcpListener;

use super::{Migrate, database, demo, say, site};
use crate::{
    config::Config,
    http::{HttpSettings, router},
    serve,
};

/// Serves the site until the program is told to end.
///
/// # Errors
/// When the database or the address cannot be used, or the database holds the demo and others would see it.
pub async fn run(config: &Config, migrate: Migrate) -> anyhow::Result<()> {
    let db = database(config, migrate).await?;
    demo::keep_private(config, &db).await?;
    let site = site(config, db).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("{} cannot be listened on (setting listen)", config.listen))?;
    greet(config, &site).await?;
    // Looks for fonts now rather than at the first share image; says in the log if they are missing.
    tokio::spawn(og::fonts_found());
    let router = router(site.clone(), HttpSettings::from(config));
    serve::until_told_to_end(listener, router, site).await
}

/// Tells the operator where the site is, what is special, and how to begin.
async fn greet(config: &Config, site: &Site) -> anyhow::Result<()> {
    say(format!(
        "{} is served on {} ({}, listening on {}).",
        config.name,
        config.base_url,
        site.db.engine(),
        config.listen
    ))?;
    if config.mail.is_none() {
        let outbox = config.data.join("outbox");
        say(format!("No mail server is set (smtp_url): mails are written to {}.", outbox.display()))?;
    }
    if let Some(link) = instance::new_setup_link(site).await.context("the set-up link could not be made")? {
        say(format!("\nNobody runs this site yet. Open this link once to become its first admin:\n\n    {link}\n"))?;
    }
    Ok(())
}
