//! From the text of a setting to its value. Each says what would be right; a secret is never repeated.

use std::{net::SocketAddr, path::PathBuf};

use axum::http::Uri;
use domain::notices::quiet::Quiet;

use super::{Key, LogFormat, Network, Problem, Problems, Secrecy, Switch, layers::Layers};

/// Reads values one by one and collects what is wrong.
pub(super) struct Reader<'a> {
    layers: &'a Layers,
    wrong: Vec<(&'static str, Problem)>,
}

/// What is wrong with a value: a phrase that follows it.
type Checked<T> = Result<T, &'static str>;

impl<'a> Reader<'a> {
    pub(super) fn new(layers: &'a Layers) -> Self {
        Self { layers, wrong: vec![] }
    }

    /// A value that is always there.
    pub(super) fn read<T>(&mut self, key: &'static str, parse: impl FnOnce(&str) -> Checked<T>) -> Option<T> {
        let text = self.layers.text(key).to_owned();
        match parse(&text) {
            Ok(value) => Some(value),
            Err(phrase) => {
                let shown = Key::find(key).is_some_and(|key| key.secrecy == Secrecy::Open);
                let what = if shown { format!("{key} = {text:?} {phrase}") } else { format!("{key} {phrase}") };
                let place = self.layers.place(key);
                self.wrong.push((key, Problem { place, what }));
                None
            }
        }
    }

    /// A value that may be left empty.
    pub(super) fn optional<T>(&mut self, key: &'static str, parse: impl FnOnce(&str) -> Checked<T>) -> Option<T> {
        if self.layers.text(key).is_empty() { None } else { self.read(key, parse) }
    }

    /// Something that only two values together show.
    pub(super) fn note(&mut self, key: &'static str, what: &str) {
        let place = self.layers.place(key);
        self.wrong.push((key, Problem { place, what: format!("{key} {what}") }));
    }

    pub(super) fn is_wrong(&self, key: &str) -> bool {
        self.wrong.iter().any(|(wrong, _)| *wrong == key)
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Problems> {
        if self.wrong.is_empty() {
            Ok(value)
        } else {
            Err(Problems(self.wrong.into_iter().map(|(_, problem)| problem).collect()))
        }
    }
}

pub(super) fn name(text: &str) -> Checked<String> {
    domain::form::line(text, 60).map_err(|_| "must be 1 to 60 characters")
}

pub(super) fn about(text: &str) -> Checked<String> {
    domain::form::line(text, 300).map_err(|_| "must be at most 300 characters")
}

pub(super) fn listen(text: &str) -> Checked<SocketAddr> {
    text.parse().map_err(|_| "is not an address with a port, such as 127.0.0.1:3000 or [::]:3000")
}

pub(super) fn folder(text: &str) -> Checked<PathBuf> {
    if text.is_empty() { Err("must name a folder") } else { Ok(text.into()) }
}

pub(super) fn base_url(text: &str) -> Checked<String> {
    const WRONG: &str = "is not an address such as https://fans.example.org (http or https, a host, no path)";
    let uri: Uri = text.parse().map_err(|_| WRONG)?;
    let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or(WRONG)?;
    let authority = uri
        .authority()
        .filter(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'))
        .ok_or(WRONG)?;
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() || text.contains('#') {
        return Err(WRONG);
    }
    Ok(format!("{scheme}://{}", authority.as_str().to_ascii_lowercase()))
}

pub(super) fn database_url(text: &str) -> Checked<String> {
    const WRONG: &str = "must be a file, sqlite://path or postgres://user:password@host/database";
    let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text);
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        text.parse::<Uri>().map_err(|_| WRONG)?;
        return Ok(text.into());
    }
    let file = !path.is_empty() && !path.contains("://") && !path.contains('?') && !path.starts_with(':');
    if file { Ok(text.into()) } else { Err(WRONG) }
}

pub(super) fn smtp_url(text: &str) -> Checked<String> {
    const WRONG: &str =
        "must be smtps://user:password@host:465, smtp://user:password@host:587?tls=required or smtp://127.0.0.1:25";
    let uri: Uri = text.parse().map_err(|_| WRONG)?;
    let good = matches!(uri.scheme_str(), Some("smtp" | "smtps")) && uri.host().is_some_and(|host| !host.is_empty());
    if good { Ok(text.into()) } else { Err(WRONG) }
}

pub(super) fn sender(text: &str) -> Checked<String> {
    const WRONG: &str = "is not a sender such as \"Popcorn <tickets@example.org>\"";
    let address = match text.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').ok_or(WRONG)?,
        None => text,
    };
    domain::members::Email::parse(address).map_err(|_| WRONG)?;
    Ok(text.into())
}

/// A span of the day, or "off".
pub(super) fn quiet(text: &str) -> Checked<Option<Quiet>> {
    if text == "off" {
        return Ok(None);
    }
    Quiet::parse(text).map(Some).ok_or("is no span of the day, such as 22:00-08:00, and not off")
}

pub(super) fn accent(text: &str) -> Checked<String> {
    const WRONG: &str = "is not a colour such as #0b7a75";
    let digits = text.strip_prefix('#').ok_or(WRONG)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(WRONG);
    }
    let digits = digits.to_ascii_lowercase();
    match digits.len() {
        3 => Ok(format!("#{}", digits.chars().flat_map(|digit| [digit, digit]).collect::<String>())),
        6 => Ok(format!("#{digits}")),
        _ => Err(WRONG),
    }
}

pub(super) fn networks(text: &str) -> Checked<Vec<Network>> {
    text.split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(|one| one.parse().map_err(|()| "is not a list of addresses and networks, such as 127.0.0.1, 10.0.0.0/8"))
        .collect()
}

pub(super) fn log_filter(text: &str) -> Checked<String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) if !text.is_empty() => Ok(text.into()),
        _ => Err("is not a log filter such as info or info,popcorn::http=debug"),
    }
}

pub(super) fn log_format(text: &str) -> Checked<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be text or json"),
    }
}

pub(super) fn token(text: &str) -> Checked<String> {
    let good = text.len() >= 16 && text.bytes().all(|b| b.is_ascii_graphic());
    if good { Ok(text.into()) } else { Err("must be at least 16 letters and digits") }
}

pub(super) fn at_once(text: &str) -> Checked<u32> {
    let number = text.parse().ok().filter(|number| (1..=100_000).contains(number));
    number.ok_or("must be a number from 1 to 100000")
}

pub(super) fn megabytes(text: &str) -> Checked<u32> {
    let number = text.parse().ok().filter(|number| (1..=50).contains(number));
    number.ok_or("must be a number of megabytes from 1 to 50")
}

pub(super) fn switch(text: &str) -> Checked<Switch> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Ok(Switch::On),
        "off" | "false" | "no" | "0" => Ok(Switch::Off),
        _ => Err("must be on or off"),
    }
}

/// An address without its password; for printing.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.into() };
    let (authority, tail) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // Parameters may hold a password too (`?password=`): they are left out.
    let tail = tail.split('?').next().unwrap_or_default();
    match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}{tail}")
        }
        None => format!("{scheme}://{}{tail}", authority.split('?').next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            (
                "postgres://popcorn:secret@db.example/popcorn?sslmode=require",
                "postgres://popcorn:***@db.example/popcorn",
            ),
            ("postgres://db.example?password=secret", "postgres://db.example"),
            ("smtps://user:a@b@mail.example:465", "smtps://user:***@mail.example:465"),
            ("sqlite://data/popcorn.db", "sqlite://data/popcorn.db"),
            ("data/popcorn.db", "data/popcorn.db"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn values_are_tidied() {
        assert_eq!(base_url("https://Fans.Example.org/"), Ok("https://fans.example.org".into()));
        assert_eq!(base_url("http://127.0.0.1:3000"), Ok("http://127.0.0.1:3000".into()));
        assert_eq!(accent("#0B7"), Ok("#00bb77".into()));
        for wrong in [
            "fans.example.org",
            "ftp://a.example",
            "https://a.example/fans",
            "https://u:p@a.example",
            "https://",
            "https://a.example?x",
        ] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }
}
