//! The table of everything that can be set. `popcorn config --keys` prints it, and the manual is made of it.

/// Something the operator can set.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file; `POPCORN_` and capitals make the environment's.
    pub name: &'static str,
    /// What holds when nothing is set; empty where it follows from others or stays off.
    pub default: &'static str,
    /// What holds when nothing is set, in words, where `default` is empty.
    pub otherwise: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// A value that would be right.
    pub example: &'static str,
    /// May it be shown?
    pub secrecy: Secrecy,
}

/// May a value be shown?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Yes.
    Open,
    /// It is an address that may hold a password: all but that is shown.
    Password,
    /// Not at all.
    Secret,
}

impl Key {
    /// The name of its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("POPCORN_{}", self.name.to_ascii_uppercase())
    }

    /// The key of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The key whose name looks most like this one, if any does.
    #[must_use]
    pub fn resembling(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase().replace('-', "_");
        let close = |key: &&Self| {
            key.name.starts_with(&name) && name.len() >= 3 || distance(&name, key.name) <= 2.max(name.len() / 3)
        };
        KEYS.iter().filter(close).min_by_key(|key| distance(&name, key.name))
    }
}

/// Everything that can be set.
pub const KEYS: &[Key] = &[
    Key {
        name: "name",
        default: "Popcorn",
        otherwise: "",
        help: "The site's name, as pages, mails and share images show it",
        example: "Lantern Radio Fans",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "about",
        default: "",
        otherwise: "nothing is said",
        help: "One sentence on who runs the site and what for, at the foot of pages",
        example: "Run by the listeners of Lantern Radio, for each other",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "base_url",
        default: "",
        otherwise: "http:// and the listen address",
        help: "Where people reach the site. With https:// cookies are bound to TLS and browsers are told to stay with it",
        example: "https://fans.example.org",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "listen",
        default: "127.0.0.1:3000",
        otherwise: "",
        help: "Address and port to listen on; put a TLS proxy in front",
        example: "0.0.0.0:3000",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "data",
        default: "./data",
        otherwise: "",
        help: "Folder for the SQLite file and the outbox; made when it is missing",
        example: "/var/lib/popcorn",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "database_url",
        default: "",
        otherwise: "popcorn.db in the data folder",
        help: "SQLite file or PostgreSQL address. DATABASE_URL in the environment is taken too",
        example: "postgres://popcorn:secret@127.0.0.1/popcorn",
        secrecy: Secrecy::Password,
    },
    Key {
        name: "smtp_url",
        default: "",
        otherwise: "mails become files in the data folder's outbox",
        help: "Mail server that takes our mails",
        example: "smtps://user:secret@mail.example.org:465",
        secrecy: Secrecy::Password,
    },
    Key {
        name: "mail_from",
        default: "",
        otherwise: "needed with smtp_url only",
        help: "Who the mails come from",
        example: "Popcorn <tickets@example.org>",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "quiet_hours",
        default: "22:00-08:00",
        otherwise: "",
        help: "When mail that can wait waits, by each member's own clock, unless they chose other hours: a span, or off",
        example: "21:00-09:00",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "accent",
        default: "",
        otherwise: "the design's own red",
        help: "Accent colour, as #rrggbb; what stands on it stays readable by itself",
        example: "#0b7a75",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "trusted_proxies",
        default: "",
        otherwise: "none is believed",
        help: "Addresses or networks of our own proxies, whose X-Forwarded-For is believed",
        example: "127.0.0.1, 10.0.0.0/8",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "log",
        default: "info,sqlx=warn",
        otherwise: "",
        help: "What is logged: error, warn, info, debug, trace, also by module",
        example: "info,popcorn::http=debug",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "log_format",
        default: "text",
        otherwise: "",
        help: "How it is logged, on standard error: text or json",
        example: "json",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "metrics_token",
        default: "",
        otherwise: "/metrics answers this machine only",
        help: "Bearer token of at least 16 characters that opens /metrics, from anywhere",
        example: "9f2c6a1e7b3d4c58",
        secrecy: Secrecy::Secret,
    },
    Key {
        name: "rate_limits",
        default: "on",
        otherwise: "",
        help: "Slows down guessing and flooding: on or off. Off is for measuring only",
        example: "off",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "requests_at_once",
        default: "1000",
        otherwise: "",
        help: "How many requests are worked on at once; others get a page that tries again by itself",
        example: "200",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "answer_file_mb",
        default: "5",
        otherwise: "",
        help: "The largest file, in MB, that a fan can hand in as the answer to an event's question",
        example: "10",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "development",
        default: "off",
        otherwise: "",
        help: "Shows what developers want to see, such as /design: on or off",
        example: "on",
        secrecy: Secrecy::Open,
    },
    Key {
        name: "demo_in_public",
        default: "off",
        otherwise: "",
        help: "Serves a database with the demo in it to others too, though everybody knows its admin's password: on or off",
        example: "on",
        secrecy: Secrecy::Open,
    },
];

/// How many letters must be changed, added or taken away (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_recognised() {
        for (typed, meant) in
            [("lisen", "listen"), ("baseurl", "base_url"), ("log-format", "log_format"), ("trusted", "trusted_proxies")]
        {
            assert_eq!(Key::resembling(typed).map(|key| key.name), Some(meant), "{typed}");
        }
        assert!(Key::resembling("colour_of_the_sky").is_none());
    }

    #[test]
    fn each_key_explains_itself() {
        for key in KEYS {
            assert!(!key.help.is_empty() && !key.example.is_empty(), "{}", key.name);
            assert_ne!(key.default.is_empty(), key.otherwise.is_empty(), "{}: one of the two", key.name);
        }
    }
}
