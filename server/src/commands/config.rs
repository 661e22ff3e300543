//! `popcorn config`.

use super::say;
use crate::config::{Config, KEYS, Layers, Secrecy};

/// Prints each setting with its value and where that comes from.
///
/// # Errors
/// When standard output is gone.
pub fn print(config: &Config, layers: &Layers) -> anyhow::Result<()> {
    let mut rows = vec![];
    for (key, value) in layers.iter() {
        let text = match (value.text.as_str(), config.derived(key.name)) {
            ("", Some(derived)) => Layers::shown(key, derived),
            ("", None) => format!("({})", key.otherwise),
            (text, _) => Layers::shown(key, text),
        };
        rows.push((key.name, text, value.origin.to_string()));
    }
    let width = |column: fn(&(&str, String, String)) -> usize| rows.iter().map(column).max().unwrap_or_default();
    let (names, texts) = (width(|row| row.0.chars().count()), width(|row| row.1.chars().count()));
    for (name, text, origin) in &rows {
        say(format!("{name:names$}  {text:texts$}  {origin}"))?;
    }
    match &layers.file {
        Some(file) => say(format!("\nfile: {}", file.display())),
        None => say("\nfile: none (popcorn.toml is not there)"),
    }
}

/// Prints everything that can be set, as a file with every line commented out.
///
/// # Errors
/// When standard output is gone.
pub fn print_keys() -> anyhow::Result<()> {
    say("# Settings of Popcorn, as the file popcorn.toml holds them. Later ones win: file, environment, flags.")?;
    for key in KEYS {
        say(format!("\n# {}.", key.help))?;
        let otherwise = if key.default.is_empty() { key.otherwise } else { key.default };
        let secret = match key.secrecy {
            Secrecy::Open => "",
            Secrecy::Password => "; shown without its password",
            Secrecy::Secret => "; never shown",
        };
        say(format!("# Environment: {}{secret}. Otherwise: {otherwise}.", key.variable()))?;
        say(format!("#{} = {:?}", key.name, key.example))?;
    }
    Ok(())
}
