//! What the operator decides: defaults < file < environment < flags, each value with where it comes from.
//!
//! The table in [`keys`] is the one list of what there is; the typed [`Config`] is what the program uses. Everything that
//! is wrong is told at once, with the place and what would be right.

mod keys;
mod layers;
mod network;
mod values;

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use domain::notices::quiet::Quiet;
pub use keys::{KEYS, Key, Secrecy};
pub use layers::{Environment, Flags, Layers, Origin, Value};
pub use network::Network;

/// Everything the operator decided, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub name: String,
    /// One sentence on who runs it; may be empty.
    pub about: String,
    /// Where people reach it: scheme, host and port, without a slash at the end.
    pub base_url: String,
    /// Where it listens.
    pub listen: SocketAddr,
    /// The folder for what is kept as files.
    pub data: PathBuf,
    /// `sqlite://…` or `postgres://…`; may hold a password.
    pub database_url: String,
    /// The mail server and the sender; none: mails become files in the data folder's `outbox`.
    pub mail: Option<Smtp>,
    /// When mail that can wait waits, for members who chose nothing themselves; none: it never does.
    pub quiet: Option<Quiet>,
    /// The accent colour, as `#rrggbb`; none: the design's own.
    pub accent: Option<String>,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// What is logged, in the words of `tracing`'s filter.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Who shows this token may read `/metrics` from anywhere.
    pub metrics_token: Option<String>,
    /// Whether people are slowed down.
    pub rate_limits: Switch,
    /// How many requests are worked on at once.
    pub requests_at_once: u32,
    /// The largest file that answers an event's question, in MB.
    pub answer_file_mb: u32,
    /// Shows what developers want to see.
    pub development: Switch,
    /// Whether a database with the demo in it, whose passwords everybody knows, is served to others.
    pub demo_in_public: Switch,
}

/// How mail leaves.
#[derive(Clone)]
pub struct Smtp {
    /// With user and password.
    pub url: String,
    /// `Name <address>`.
    pub from: String,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Lines for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One readable line.
    Text,
    /// One JSON object a line.
    Json,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

impl Switch {
    /// Is it on?
    #[must_use]
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands: `popcorn.toml:3`, `POPCORN_LISTEN`, `--listen`.
    pub place: String,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Everything that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0.len();
        write!(f, "the configuration is wrong in {n} place{}:", if n == 1 { "" } else { "s" })?;
        for problem in &self.0 {
            write!(f, "\n  {}: {}", problem.place, problem.what)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Config {
    /// Reads all layers and checks every value.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn load(flags: &Flags, environment: &Environment) -> Result<(Self, Layers), Problems> {
        let layers = Layers::read(flags, environment)?;
        Self::check(&layers).map(|config| (config, layers))
    }

    /// The typed values of the layers.
    fn check(layers: &Layers) -> Result<Self, Problems> {
        let mut reader = values::Reader::new(layers);
        let listen = reader.read("listen", values::listen);
        let data: Option<PathBuf> = reader.read("data", values::folder);
        let address = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let smtp_url = reader.optional("smtp_url", values::smtp_url);
        let from = reader.optional("mail_from", values::sender);
        if smtp_url.is_some() && from.is_none() && !reader.is_wrong("mail_from") {
            reader.note(
                "smtp_url",
                "needs mail_from as well: who the mails come from, such as \"Popcorn <tickets@example.org>\"",
            );
        }
        let config = Self {
            name: reader.read("name", values::name).unwrap_or_default(),
            about: reader.optional("about", values::about).unwrap_or_default(),
            base_url: reader.optional("base_url", values::base_url).unwrap_or_else(|| reachable(address)),
            listen: address,
            database_url: reader.optional("database_url", values::database_url).unwrap_or_else(|| {
                format!("sqlite://{}", data.clone().unwrap_or_default().join("popcorn.db").display())
            }),
            data: data.unwrap_or_default(),
            mail: smtp_url.zip(from).map(|(url, from)| Smtp { url, from }),
            quiet: reader.read("quiet_hours", values::quiet).unwrap_or_default(),
            accent: reader.optional("accent", values::accent),
            trusted_proxies: reader.optional("trusted_proxies", values::networks).unwrap_or_default(),
            log: reader.read("log", values::log_filter).unwrap_or_default(),
            log_format: reader.read("log_format", values::log_format).unwrap_or(LogFormat::Text),
            metrics_token: reader.optional("metrics_token", values::token),
            rate_limits: reader.read("rate_limits", values::switch).unwrap_or(Switch::On),
            requests_at_once: reader.read("requests_at_once", values::at_once).unwrap_or(1),
            answer_file_mb: reader.read("answer_file_mb", values::megabytes).unwrap_or(5),
            development: reader.read("development", values::switch).unwrap_or(Switch::Off),
            demo_in_public: reader.read("demo_in_public", values::switch).unwrap_or(Switch::Off),
        };
        reader.finish(config)
    }

    /// Is the site reached through TLS?
    #[must_use]
    pub fn is_https(&self) -> bool {
        app::server_context::is_tls(&self.base_url)
    }

    /// Can others than those on this machine reach the site?
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.is_https() || !self.listen.ip().is_loopback()
    }

    /// The value that is used for a key that was left to follow from others; for `popcorn config`.
    #[must_use]
    pub fn derived(&self, key: &str) -> Option<&str> {
        match key {
            "base_url" => Some(&self.base_url),
            "database_url" => Some(&self.database_url),
            _ => None,
        }
    }
}

/// An address people on this machine can open, for one that is listened on.
fn reachable(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}", listen.port()),
        IpAddr::V4(ip) => format!("http://{ip}:{}", listen.port()),
        IpAddr::V6(ip) => format!("http://[{ip}]:{}", listen.port()),
    }
}
