//! Letters to members: asked for in a transaction, written in the member's language and sent by a worker after the commit.

mod contents;
mod line;
mod mime;
mod post;
mod texts;

use domain::{EventId, GrantId, MemberId, SignUpId};
use serde::{Deserialize, Serialize};

use crate::{
    Site,
    db::{Result, Tx},
    members::CODE_VALID_S,
    operations::jobs::{self, Job, JobRow, Trouble},
};

/// A letter. Its words are made when it is sent: from what is true then, in the member's language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// The code that shows that an address is one's own.
    ConfirmEmail {
        /// Six digits.
        code: String,
    },
    /// The code for a new password.
    ResetPassword {
        /// Six digits.
        code: String,
    },
    /// A seat is saved; sent only while it still is.
    SeatSaved {
        /// Whose seat.
        signup: SignUpId,
    },
    /// All seats are taken: a place in line; sent only while they still wait.
    InLine {
        /// Whose place.
        signup: SignUpId,
    },
    /// A seat is held for the first in line; sent only while it is.
    Offer {
        /// For whom.
        signup: SignUpId,
    },
    /// An offer was not taken in time.
    OfferExpired {
        /// Whose it was.
        signup: SignUpId,
    },
    /// The cut-off has passed: free seats go to whoever comes first; sent only while they still wait.
    FirstCome {
        /// Whose place in line.
        signup: SignUpId,
    },
    /// A seat is free for whoever comes first; sent only while they still wait.
    SeatFree {
        /// Whose place in line.
        signup: SignUpId,
    },
    /// An event will not happen.
    EventCancelled {
        /// Which.
        event: EventId,
    },
    /// Time or place of an event are others now.
    EventChanged {
        /// Which.
        event: EventId,
    },
    /// A badge was granted.
    BadgeGranted {
        /// Which grant.
        grant: GrantId,
    },
}

/// Without the code.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ConfirmEmail { .. } => f.write_str("ConfirmEmail(..)"),
            Self::ResetPassword { .. } => f.write_str("ResetPassword(..)"),
            Self::SeatSaved { signup } => write!(f, "SeatSaved({signup})"),
            Self::InLine { signup } => write!(f, "InLine({signup})"),
            Self::Offer { signup } => write!(f, "Offer({signup})"),
            Self::OfferExpired { signup } => write!(f, "OfferExpired({signup})"),
            Self::FirstCome { signup } => write!(f, "FirstCome({signup})"),
            Self::SeatFree { signup } => write!(f, "SeatFree({signup})"),
            Self::EventCancelled { event } => write!(f, "EventCancelled({event})"),
            Self::EventChanged { event } => write!(f, "EventChanged({event})"),
            Self::BadgeGranted { grant } => write!(f, "BadgeGranted({grant})"),
        }
    }
}

impl Letter {
    /// Does it hold a code, which is of no use after a while and nobody else's business ever?
    pub(crate) const fn has_code(&self) -> bool {
        matches!(self, Self::ConfirmEmail { .. } | Self::ResetPassword { .. })
    }
}

/// Sends a letter after the commit of this transaction.
///
/// # Errors
/// When the database fails.
pub async fn send(tx: &mut Tx, site: &Site, to: MemberId, letter: Letter) -> Result<()> {
    jobs::enqueue(tx, site, &Job::Mail { to, letter }).await
}

/// Writes and sends a letter; the worker's part. Sent again (a worker died before it could say so), it carries the same id, so
/// that mail programs show it once; a folder holds it once in any case.
pub(crate) async fn deliver(site: &Site, row: JobRow, to: MemberId, letter: &Letter) -> Result<(), Trouble> {
    if letter.has_code() && row.made_at.seconds_until(site.now()) >= CODE_VALID_S {
        tracing::warn!(job = %row.id, "a code was too old to be sent");
        return Ok(());
    }
    let (reader, content) = {
        let mut conn = site.db.read().await?;
        let reader = contents::reader(&mut conn, to).await?;
        let content = contents::load(&mut conn, site, &reader, letter).await?;
        (reader, content)
    };
    let Some(content) = content else { return Ok(()) }; // no longer true
    let text = texts::write(&site.settings.name, &reader, &content);
    let mail = mime::Mail { id: row.id, made_at: row.made_at, reader: &reader, text: &text };
    post::send(site, &mail).await
}
