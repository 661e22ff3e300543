//! What the HTTP floor has to know of the operator's decisions.

use std::time::Duration;

use crate::config::{Config, Network, Switch};

/// Settings of the router. The rest is in [`backend::site::Settings`].
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// One sentence on who runs the site; may be empty.
    pub about: String,
    /// The operator's accent colour, `#rrggbb`.
    pub accent: Option<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Opens `/metrics` to other machines.
    pub metrics_token: Option<String>,
    /// Whether people are slowed down.
    pub rate_limits: Switch,
    /// Whether visitors' pages are kept for a moment.
    pub page_cache: Option<PagesKept>,
    /// So many requests are worked on at once; the others are asked to come again.
    pub at_once: u32,
    /// Shows what developers want to see.
    pub development: Switch,
}

/// How old a page that is kept for visitors may be.
#[derive(Clone, Copy, Debug)]
pub struct PagesKept {
    /// At most.
    pub longest: Duration,
    /// After somebody signed up.
    pub crowd: Duration,
}

impl Default for PagesKept {
    fn default() -> Self {
        Self { longest: Duration::from_secs(1), crowd: Duration::from_millis(200) }
    }
}

impl From<&Config> for HttpSettings {
    fn from(config: &Config) -> Self {
        Self {
            about: config.about.clone(),
            accent: config.accent.clone(),
            trusted_proxies: config.trusted_proxies.clone(),
            metrics_token: config.metrics_token.clone(),
            rate_limits: config.rate_limits,
            page_cache: Some(PagesKept::default()),
            at_once: config.requests_at_once,
            development: config.development,
        }
    }
}

/// Nothing special: no proxy, no accent, limits on. Pages are not kept: tests change sites behind the router's back.
impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            about: String::new(),
            accent: None,
            trusted_proxies: vec![],
            metrics_token: None,
            rate_limits: Switch::On,
            page_cache: None,
            at_once: 1000,
            development: Switch::Off,
        }
    }
}
