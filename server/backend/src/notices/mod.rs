//! Letters to members: asked for in a transaction, written in the member's language and sent by a worker after the commit.

mod contents;
mod mime;
mod post;
mod texts;

use domain::{EventId, GrantId, InvitationId, Locale, MemberId, SignUpId};
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
    /// The first in line got a seat; sent only while they still have it.
    MovedUp {
        /// Whose seat.
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
    /// An event has no date at the moment.
    EventPostponed {
        /// Which.
        event: EventId,
    },
    /// Somebody is asked to take a part in an event; sent only while they still are.
    Invited {
        /// Which invitation.
        invitation: InvitationId,
        /// What its link holds.
        token: String,
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
            Self::MovedUp { signup } => write!(f, "MovedUp({signup})"),
            Self::EventCancelled { event } => write!(f, "EventCancelled({event})"),
            Self::EventChanged { event } => write!(f, "EventChanged({event})"),
            Self::EventPostponed { event } => write!(f, "EventPostponed({event})"),
            Self::Invited { invitation, .. } => write!(f, "Invited({invitation}, ..)"),
            Self::BadgeGranted { grant } => write!(f, "BadgeGranted({grant})"),
        }
    }
}

impl Letter {
    /// Does it hold a code, which is of no use after a while and nobody else's business ever?
    pub(crate) const fn has_code(&self) -> bool {
        matches!(self, Self::ConfirmEmail { .. } | Self::ResetPassword { .. })
    }

    /// Does it hold what opens something to whoever reads it?
    pub(crate) const fn is_secret(&self) -> bool {
        self.has_code() || matches!(self, Self::Invited { .. })
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
    match content {
        Some(content) => put_into_post(site, row, &reader, &content).await,
        None => Ok(()), // no longer true
    }
}

/// The same for an address of which nothing is known but the language of whoever wrote it down.
pub(crate) async fn deliver_to_address(
    site: &Site,
    row: JobRow,
    (email, locale): (String, Locale),
    letter: &Letter,
) -> Result<(), Trouble> {
    let reader = contents::Reader::unknown(email, locale);
    let content = contents::load(&mut site.db.read().await?, site, &reader, letter).await?;
    match content {
        Some(content) => put_into_post(site, row, &reader, &content).await,
        None => Ok(()),
    }
}

async fn put_into_post(
    site: &Site,
    row: JobRow,
    reader: &contents::Reader,
    content: &contents::Content,
) -> Result<(), Trouble> {
    let text = texts::write(&site.settings.name, reader, content);
    post::send(site, &mime::Mail { id: row.id, made_at: row.made_at, reader, text: &text }).await
}
