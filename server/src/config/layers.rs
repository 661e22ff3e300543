//! The layers of settings: which text holds for each key, and who said so.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::{KEYS, Key, Problem, Problems, Secrecy, values};

/// The file that is read when none is named, if it is there.
const FILE: &str = "popcorn.toml";

/// Variables that begin like ours but belong to building and testing.
const NOT_OURS: [&str; 8] = [
    "POPCORN_CONFIG",
    "POPCORN_CACHE",
    "POPCORN_BIN",
    "POPCORN_SITE_RS",
    "POPCORN_HASH_TXT",
    "POPCORN_SCREENSHOTS",
    "POPCORN_TEST_",
    "POPCORN_E2E_",
];

/// What the command line said.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`.
    pub file: Option<PathBuf>,
    /// Flag as it is written (`--listen`, `--set`), key, value.
    pub values: Vec<(&'static str, String, String)>,
}

/// The variables of the environment; handed in, so that tests need not touch their own.
#[derive(Clone, Debug, Default)]
pub struct Environment(pub BTreeMap<String, String>);

impl Environment {
    /// That of this process. A variable that is not text is left out.
    #[must_use]
    pub fn of_process() -> Self {
        Self(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Who said a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody: it is so by itself.
    Default,
    /// The file, in this line.
    File(PathBuf, usize),
    /// A variable of the environment.
    Variable(String),
    /// A flag of the command line.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A value as text, with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it was written.
    pub text: String,
    /// By whom.
    pub origin: Origin,
}

/// For each key the text that holds.
#[derive(Clone, Debug)]
pub struct Layers {
    values: BTreeMap<&'static str, Value>,
    /// The file that was read.
    pub file: Option<PathBuf>,
}

impl Layers {
    /// Reads all layers.
    ///
    /// # Errors
    /// When the file cannot be read, and for names that mean nothing.
    pub(super) fn read(flags: &Flags, environment: &Environment) -> Result<Self, Problems> {
        let defaults = KEYS.iter().map(|key| (key.name, Value { text: key.default.into(), origin: Origin::Default }));
        let mut layers = Self { values: defaults.collect(), file: None };
        let mut problems = vec![];
        layers.read_file(flags, environment, &mut problems);
        layers.read_environment(environment, &mut problems);
        for (flag, name, text) in &flags.values {
            let origin = Origin::Flag(if *flag == "--set" { format!("--set {name}") } else { (*flag).to_owned() });
            layers.put(name, Value { text: text.trim().into(), origin }, &mut problems);
        }
        if problems.is_empty() { Ok(layers) } else { Err(Problems(problems)) }
    }

    /// The text that holds.
    pub(super) fn text(&self, key: &str) -> &str {
        self.values.get(key).map_or("", |value| &value.text)
    }

    /// Where it was written.
    pub(super) fn place(&self, key: &str) -> String {
        self.values.get(key).map_or_else(String::new, |value| value.origin.to_string())
    }

    /// Each key with its value, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Key, &Value)> {
        KEYS.iter().filter_map(|key| Some((key, self.values.get(key.name)?)))
    }

    /// A value as it may be shown.
    #[must_use]
    pub fn shown(key: &Key, text: &str) -> String {
        match key.secrecy {
            Secrecy::Open => text.into(),
            Secrecy::Password => values::without_password(text),
            Secrecy::Secret if text.is_empty() => String::new(),
            Secrecy::Secret => "***".into(),
        }
    }

    fn put(&mut self, name: &str, value: Value, problems: &mut Vec<Problem>) {
        match Key::find(name) {
            Some(key) => _ = self.values.insert(key.name, value),
            None => problems.push(Problem { place: value.origin.to_string(), what: unknown(name) }),
        }
    }

    fn read_environment(&mut self, environment: &Environment, problems: &mut Vec<Problem>) {
        if let Some(text) = environment.get("DATABASE_URL") {
            self.put(
                "database_url",
                Value { text: text.trim().into(), origin: Origin::Variable("DATABASE_URL".into()) },
                problems,
            );
        }
        for variable in environment.0.keys() {
            let Some(name) = variable.strip_prefix("POPCORN_") else { continue };
            let foreign =
                NOT_OURS.iter().any(|other| variable == other || (other.ends_with('_') && variable.starts_with(other)));
            if foreign {
                continue;
            }
            if let Some(text) = environment.get(variable) {
                let name = name.to_ascii_lowercase();
                self.put(
                    &name,
                    Value { text: text.trim().into(), origin: Origin::Variable(variable.clone()) },
                    problems,
                );
            }
        }
    }

    fn read_file(&mut self, flags: &Flags, environment: &Environment, problems: &mut Vec<Problem>) {
        let named = flags.file.clone().map(|path| (path, "--config"));
        let named = named.or_else(|| environment.get("POPCORN_CONFIG").map(|path| (path.into(), "POPCORN_CONFIG")));
        let (path, by) = named.map_or_else(|| (PathBuf::from(FILE), None), |(path, by)| (path, Some(by)));
        let text = match (fs::read_to_string(&path), by) {
            (Ok(text), _) => text,
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => return,
            (Err(error), by) => {
                let place = by.map_or_else(|| path.display().to_string(), |by| format!("{by} {}", path.display()));
                problems.push(Problem { place, what: format!("cannot be read: {error}") });
                return;
            }
        };
        self.read_toml(&path, &text, problems);
        self.file = Some(path);
    }

    fn read_toml(&mut self, path: &Path, text: &str, problems: &mut Vec<Problem>) {
        let line = |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let origin = Origin::File(path.into(), error.span().map_or(1, |span| line(span.start)));
            problems.push(Problem { place: origin.to_string(), what: error.message().to_owned() });
        }
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start); // told in the order of the file
        for (name, value) in entries {
            let origin = Origin::File(path.into(), line(name.span().start));
            let name: &str = name.get_ref();
            match plain(value.get_ref()) {
                Some(text) => self.put(name, Value { text, origin }, problems),
                None if Key::find(name).is_none() => {
                    problems.push(Problem { place: origin.to_string(), what: unknown(name) })
                }
                None => {
                    let what = format!("{name} must be a text, a number, true or false, or a list of texts");
                    problems.push(Problem { place: origin.to_string(), what });
                }
            }
        }
    }
}

/// A TOML value as the text that the environment would hold.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Boolean(yes) => Some(if *yes { "on" } else { "off" }.into()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Array(all) => {
            let texts: Option<Vec<_>> = all.iter().map(|one| plain(one.get_ref())).collect();
            Some(texts?.join(", "))
        }
        _ => None,
    }
}

fn unknown(name: &str) -> String {
    match Key::resembling(name) {
        Some(key) => format!("{name} is not a setting; did you mean {}?", key.name),
        None => format!("{name} is not a setting; `popcorn config --keys` lists them"),
    }
}
