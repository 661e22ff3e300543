//! What every use case is given: the database, the clock, chance, the settings and the keys of this site.

use crate::{
    clock::Clock,
    db::{self, Db},
    operations::{instance, jobs::Bell},
    random::Random,
    signups::Crowds,
};
use domain::{Instant, notices::quiet::Quiet};
use std::{ops::Deref, path::PathBuf, sync::Arc};
use uuid::Uuid;

/// One running site. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    parts: Parts,
    bell: Bell,
    crowds: Crowds,
}

/// The parts of a [`Site`].
pub struct Parts {
    /// SQLite or PostgreSQL.
    pub db: Db,
    /// The only source of "now".
    pub clock: Arc<dyn Clock>,
    /// The only source of chance.
    pub random: Arc<dyn Random>,
    /// What the operator decided.
    pub settings: Settings,
    /// The secrets of this instance.
    pub keys: Keys,
}

/// What the operator decided about the site.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's own name.
    pub name: String,
    /// Where it is reached, without a slash at the end: `https://popcorn.example`.
    pub base_url: String,
    /// How mail leaves.
    pub mail: Mail,
    /// When mail that can wait waits for those who chose nothing themselves; none: it never does.
    pub quiet: Option<Quiet>,
    /// The largest file that answers a question, in MB.
    pub answer_file_mb: u32,
}

/// How mail leaves the house.
#[derive(Clone)]
pub enum Mail {
    /// Written as `.eml` files into a folder, for trying things out.
    Folder(PathBuf),
    /// Handed to a mail server.
    Smtp {
        /// `smtps://user:password@host:465`, `smtp://host:587?tls=required`, `smtp://127.0.0.1:25`.
        url: String,
        /// The sender: `Popcorn <tickets@popcorn.example>`.
        from: String,
    },
}

/// Without the address of the mail server, which may hold a password.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Smtp { from, .. } => f.debug_struct("Smtp").field("from", from).finish_non_exhaustive(),
        }
    }
}

/// The secrets of an instance, made at its first start and kept in its database.
#[derive(Clone)]
pub struct Keys {
    /// Signs tickets (HMAC-SHA-256).
    pub tickets: [u8; 32],
    /// Signs addresses in mails that do something by one click (HMAC-SHA-256).
    pub mail: [u8; 32],
}

/// Says nothing: these are secrets.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Site {
    /// Puts a site together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner { parts, bell: Bell::default(), crowds: Crowds::default() }))
    }

    /// Opens a site on a migrated database: its keys are read from there, and made there at the first start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(db: Db, clock: Arc<dyn Clock>, random: Arc<dyn Random>, settings: Settings) -> db::Result<Self> {
        let keys = Keys {
            tickets: instance::secret(&db, &*random, "ticket_key").await?,
            mail: instance::secret(&db, &*random, "mail_key").await?,
        };
        Ok(Self::new(Parts { db, clock, random, settings, keys }))
    }

    /// The moment, by the site's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A new id (UUIDv7: ordered by time, so that indexes grow at their end).
    pub fn new_id(&self) -> Uuid {
        self.random.id(self.now())
    }

    /// An absolute address on this site; `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }

    /// What wakes this process's workers.
    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// Who signs up in this process at this moment.
    pub(crate) fn crowds(&self) -> &Crowds {
        &self.0.crowds
    }
}

impl Deref for Site {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
