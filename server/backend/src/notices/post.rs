//! How mail leaves the house: into a folder, or to a mail server.

use std::{path::Path, time::Duration};

use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::Mailbox, transport::smtp};

use super::mime;
use crate::{
    Site,
    operations::jobs::Trouble,
    showcase::calendar,
    site::{Mail, Settings},
};

/// How long the mail server may take for each answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends a mail the way the operator chose.
pub(super) async fn send(site: &Site, mail: &mime::Mail<'_>) -> Result<(), Trouble> {
    let host = host(&site.settings.base_url);
    match &site.settings.mail {
        Mail::Folder(folder) => {
            let message = mail.message(house(&site.settings, host), host)?;
            // Names sort by time; the id keeps two of the same moment apart and a second run in the same file.
            let name = format!("{:013}-{}.eml", mail.made_at.0, mail.id);
            put(folder, &name, &message).await.map_err(|error| Trouble::later(format!("the mail folder: {error}")))
        }
        Mail::Smtp { url, from } => {
            let sender: Mailbox =
                from.parse().map_err(|_| Trouble::later("the sender in the settings is no mail address"))?;
            let message = mail.message(sender, host)?;
            hand_over(url, message).await.map_err(|error| trouble(&error, &mail.reader.email))
        }
    }
}

/// Writes the file under another name first: whoever watches the folder sees whole letters only.
async fn put(folder: &Path, name: &str, message: &Message) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let (path, half) = (folder.join(name), folder.join(format!(".{name}")));
    tokio::fs::write(&half, message.formatted()).await?;
    tokio::fs::rename(&half, &path).await?;
    tracing::info!(file = %path.display(), "a letter was put into the mail folder");
    Ok(())
}

async fn hand_over(url: &str, message: Message) -> Result<(), smtp::Error> {
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE)).build();
    server.send(message).await.map(drop)
}

/// What the operator reads of it. Servers like to quote the address, which is nobody's business in a log.
fn trouble(error: &smtp::Error, email: &str) -> Trouble {
    let cause = format!("mail server: {error}").replace(email, "(the recipient)");
    // "No such box", "not local", "not allowed": of the person. Everything else may be ours: a password, a full disk, a rule.
    match error.status().map(u16::from) {
        Some(550 | 551 | 553) => Trouble::never(cause),
        _ => Trouble::later(cause),
    }
}

/// The site as a sender, where no other is set.
fn house(settings: &Settings, host: &str) -> Mailbox {
    let at = |host| Address::new("no-reply", host);
    let address = at(host).or_else(|_| at("localhost")).expect("this is an address");
    Mailbox::new(Some(mime::one_line(&settings.name)), address)
}

/// The host in the site's address, where mail can come from it.
fn host(base_url: &str) -> &str {
    match calendar::host(base_url) {
        host if host.is_empty() || host.starts_with('[') => "localhost",
        host => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_found_in_the_address() {
        for (url, want) in [
            ("https://popcorn.example", "popcorn.example"),
            ("http://127.0.0.1:3000", "127.0.0.1"),
            ("http://[::1]:3000", "localhost"),
            ("http://localhost:3000/fans", "localhost"),
            ("", "localhost"),
        ] {
            assert_eq!(host(url), want, "{url}");
            let settings = Settings {
                name: "灯火电台".into(),
                base_url: url.into(),
                mail: Mail::Folder("mail".into()),
                quiet: None,
                answer_file_mb: 5,
            };
            assert!(house(&settings, host(url)).email.to_string().starts_with("no-reply@"));
        }
    }
}
