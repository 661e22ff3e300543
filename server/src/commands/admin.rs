//! `popcorn admin create`.

use std::io::BufRead;

use anyhow::{Context, bail};
use app::messages::forms;
use backend::members::{self, RegisterForm};
use domain::{Failure, Locale};

use super::{Migrate, database, say, site};
use crate::{cli::NewAdmin, config::Config};

/// Makes an account that may do everything.
///
/// # Errors
/// When something in it cannot be taken, in words.
pub async fn create(config: &Config, admin: NewAdmin) -> anyhow::Result<()> {
    let db = database(config, Migrate::WhereSafe).await?;
    let site = site(config, db).await?;
    let made_up = (!admin.password_stdin).then(|| site.random.code(20));
    let password = match &made_up {
        Some(password) => password.clone(),
        None => first_line()?,
    };
    let form = RegisterForm {
        email: admin.email.clone(),
        password,
        display_name: admin.name,
        handle: admin.handle.unwrap_or_default(),
        locale: Locale::from_tag(&admin.language)
            .with_context(|| format!("--language: {} is not en or zh-CN", admin.language))?,
        zone: admin.zone,
    };
    let outcome = members::create_admin(&site, form).await;
    site.db.close().await;
    outcome.map_err(|failure| anyhow::anyhow!(in_words(&failure)))?;
    say(format!("{} may do everything now. Sign in at {}/sign-in", admin.email, config.base_url))?;
    if let Some(password) = made_up {
        say(format!("The password, shown this once: {password}"))?;
    }
    Ok(())
}

fn first_line() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password on standard input");
    }
    Ok(password.to_owned())
}

/// Each wrong field under its flag.
fn in_words(failure: &Failure) -> String {
    let Failure::Invalid(all) = failure else {
        return forms::failure_text(Locale::En, &app::error::AppError(failure.clone()));
    };
    let flag = |field: &str| match field {
        "display_name" => "--name".to_owned(),
        "password" => "password".to_owned(),
        field => format!("--{field}"),
    };
    let lines =
        all.iter().map(|error| format!("{}: {}", flag(&error.field), forms::field_text(Locale::En, error.code)));
    lines.collect::<Vec<_>>().join("\n")
}
