//! Letters to members: asked for in a transaction, written in the member's language and sent by a worker after the commit.

mod announcement_page;
mod announcements;
mod audience;
mod badges;
mod calendar_address;
mod choices;
mod contents;
mod honor;
mod inbox;
mod invite;
mod letters_page;
mod life;
mod line;
mod mail_page;
mod mime;
mod night;
mod post;
mod reminders;
mod requests;
mod standing;
mod texts;
mod unconfirmed;
mod unsubscribe;
mod urgency;

pub use announcement_page::announcement_page;
pub use announcements::{send_announcement, write_announcement};
pub use calendar_address::{end_calendar_address, new_calendar_address};
pub(crate) use calendar_address::{forget as forget_calendar, owner as calendar_owner};
pub use choices::{choice_page, save_choice};
pub(crate) use inbox::note;
pub use inbox::{inbox, mark_read};
pub use letters_page::letters_page;
pub use mail_page::mail_page;
pub use reminders::{add_reminder, drop_reminder, remind};
pub use standing::StandingNews;
pub use unsubscribe::{unsubscribe, unsubscribe_page};

use domain::{AnnouncementId, BatchId, EventId, GrantId, HonorEntryId, InvitationId, Locale, MemberId, SignUpId};
use serde::{Deserialize, Serialize};

use crate::{
    Site,
    db::{Result, Tx},
    members::CODE_VALID_S,
    operations::jobs::{self, Done, Job, JobRow, Trouble},
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
    /// The organisers or the lot decide; sent only while they still do.
    Pending {
        /// Whose request.
        signup: SignUpId,
    },
    /// The organisers said no.
    NotApproved {
        /// Whose request it was.
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
    /// One badge or several, given together with those of others: told of once.
    BadgesGranted {
        /// With which batch.
        batch: BatchId,
    },
    /// A badge was taken back; sent only while it is.
    BadgeRevoked {
        /// Which grant.
        grant: GrantId,
    },
    /// A badge that was taken back is theirs again; sent only while it is.
    BadgeRestored {
        /// Which grant.
        grant: GrantId,
    },
    /// An organiser took a line of honor back, or put it back; sent only while that is the last word.
    HonorCorrected {
        /// Which line was turned.
        entry: HonorEntryId,
    },
    /// It is soon; sent only to those who still have their seat.
    Reminder {
        /// Whose seat.
        signup: SignUpId,
    },
    /// The seat was given up by its owner: their calendar is to know.
    SeatGivenUp {
        /// Whose seat it was.
        signup: SignUpId,
    },
    /// An organiser took somebody off.
    Removed {
        /// Whose sign-up it was.
        signup: SignUpId,
    },
    /// The story of an event is told, to those who were there.
    Recap {
        /// Of which.
        event: EventId,
    },
    /// What an organiser writes to a part of those who signed up.
    Announcement {
        /// Which.
        announcement: AnnouncementId,
    },
    /// Something about their tier.
    Standing {
        /// What.
        news: StandingNews,
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
            Self::Pending { signup } => write!(f, "Pending({signup})"),
            Self::NotApproved { signup } => write!(f, "NotApproved({signup})"),
            Self::Offer { signup } => write!(f, "Offer({signup})"),
            Self::OfferExpired { signup } => write!(f, "OfferExpired({signup})"),
            Self::FirstCome { signup } => write!(f, "FirstCome({signup})"),
            Self::SeatFree { signup } => write!(f, "SeatFree({signup})"),
            Self::EventCancelled { event } => write!(f, "EventCancelled({event})"),
            Self::EventChanged { event } => write!(f, "EventChanged({event})"),
            Self::EventPostponed { event } => write!(f, "EventPostponed({event})"),
            Self::Invited { invitation, .. } => write!(f, "Invited({invitation}, ..)"),
            Self::BadgeGranted { grant } => write!(f, "BadgeGranted({grant})"),
            Self::BadgesGranted { batch } => write!(f, "BadgesGranted({batch})"),
            Self::BadgeRevoked { grant } => write!(f, "BadgeRevoked({grant})"),
            Self::BadgeRestored { grant } => write!(f, "BadgeRestored({grant})"),
            Self::HonorCorrected { entry } => write!(f, "HonorCorrected({entry})"),
            Self::Reminder { signup } => write!(f, "Reminder({signup})"),
            Self::SeatGivenUp { signup } => write!(f, "SeatGivenUp({signup})"),
            Self::Removed { signup } => write!(f, "Removed({signup})"),
            Self::Recap { event } => write!(f, "Recap({event})"),
            Self::Announcement { announcement } => write!(f, "Announcement({announcement})"),
            Self::Standing { news } => write!(f, "Standing({})", news.word()),
        }
    }
}

impl Letter {
    /// The word of its kind, in the database and on pages.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::ResetPassword { .. } => "reset_password",
            Self::SeatSaved { .. } => "seat_saved",
            Self::InLine { .. } => "in_line",
            Self::Pending { .. } => "pending",
            Self::NotApproved { .. } => "not_approved",
            Self::Offer { .. } => "offer",
            Self::OfferExpired { .. } => "offer_expired",
            Self::FirstCome { .. } => "first_come",
            Self::SeatFree { .. } => "seat_free",
            Self::EventCancelled { .. } => "event_cancelled",
            Self::EventChanged { .. } => "event_changed",
            Self::EventPostponed { .. } => "event_postponed",
            Self::Invited { .. } => "invited",
            Self::BadgeGranted { .. } => "badge_granted",
            Self::BadgesGranted { .. } => "badges_granted",
            Self::BadgeRevoked { .. } => "badge_revoked",
            Self::BadgeRestored { .. } => "badge_restored",
            Self::HonorCorrected { .. } => "honor_corrected",
            Self::Reminder { .. } => "reminder",
            Self::SeatGivenUp { .. } => "seat_given_up",
            Self::Removed { .. } => "removed",
            Self::Recap { .. } => "recap",
            Self::Announcement { .. } => "announcement",
            Self::Standing { .. } => "standing",
        }
    }

    /// The announcement it is part of.
    pub(crate) const fn announcement(&self) -> Option<AnnouncementId> {
        match self {
            Self::Announcement { announcement } => Some(*announcement),
            _ => None,
        }
    }

    /// Is it news that a member can do without, and may have ended?
    pub(crate) const fn is_news(&self) -> bool {
        matches!(self, Self::Announcement { .. } | Self::Recap { .. })
    }

    /// Does it hold a code, which is of no use after a while and nobody else's business ever?
    pub(crate) const fn has_code(&self) -> bool {
        matches!(self, Self::ConfirmEmail { .. } | Self::ResetPassword { .. })
    }

    /// Does it hold what opens something to whoever reads it?
    pub(crate) const fn is_secret(&self) -> bool {
        self.has_code() || matches!(self, Self::Invited { .. })
    }
}

/// Sends a letter after the commit of this transaction, and puts it into the inbox with it.
///
/// # Errors
/// When the database fails.
pub async fn send(tx: &mut Tx, site: &Site, to: MemberId, letter: Letter) -> Result<()> {
    send_all(tx, site, &[(to, letter)]).await
}

/// Sends many letters, in this order.
///
/// # Errors
/// When the database fails.
pub(crate) async fn send_all(tx: &mut Tx, site: &Site, letters: &[(MemberId, Letter)]) -> Result<()> {
    let mails = letters.iter().map(|(to, letter)| Job::Mail { to: *to, letter: letter.clone() });
    let jobs = jobs::enqueue_all(tx, site, mails).await?;
    inbox::file(tx, site, jobs.into_iter().zip(letters)).await
}

/// Writes and sends a letter; the worker's part. Sent again (a worker died before it could say so), it carries the same id, so
/// that mail programs show it once; a folder holds it once in any case.
pub(crate) async fn deliver(site: &Site, row: JobRow, to: MemberId, letter: &Letter) -> Result<Done, Trouble> {
    if letter.has_code() && row.made_at.seconds_until(site.now()) >= CODE_VALID_S {
        tracing::warn!(job = %row.id, "a code was too old to be sent");
        return Ok(Done::Needless);
    }
    let mut conn = site.db.read().await?;
    let reader = contents::reader(&mut conn, to).await?;
    let Some(content) = contents::load(&mut conn, site, &reader, letter).await? else {
        return Ok(Done::Needless); // no longer true
    };
    let choice = choices::of(&mut conn, site, to).await?;
    if letter.is_news() && !choice.announcements {
        return Ok(Done::Needless); // it stands in their inbox
    }
    if unconfirmed::had_enough(&mut conn, row.id, to, letter).await? {
        return Ok(Done::Needless); // the same
    }
    let (now, urgency) = (site.now(), urgency::of(&mut conn, letter).await?);
    let morning = choice.quiet.and_then(|quiet| night::morning(&reader.zone, quiet, now));
    if let Some(until) = urgency.held_until(now, morning) {
        return Ok(Done::NotBefore(until));
    }
    let invite = invite::of(&mut conn, site, &reader, letter).await?;
    drop(conn); // a mail server may take its time
    let text = texts::write(&site.settings.name, &reader, &content);
    let unsubscribe = letter.is_news().then(|| contents::unsubscribe_url(site, to));
    let mail = mime::Mail { id: row.id, made_at: row.made_at, reader: &reader, text: &text, invite, unsubscribe };
    post::send(site, &mail).await.map(|()| Done::Now)
}

/// The same for an address of which nothing is known but the language of whoever wrote it down.
pub(crate) async fn deliver_to_address(
    site: &Site,
    row: JobRow,
    (email, locale): (String, Locale),
    letter: &Letter,
) -> Result<Done, Trouble> {
    let reader = contents::Reader::unknown(email, locale);
    let content = contents::load(&mut site.db.read().await?, site, &reader, letter).await?;
    let Some(content) = content else { return Ok(Done::Needless) };
    let text = texts::write(&site.settings.name, &reader, &content);
    let (invite, unsubscribe) = (None, None);
    let mail = mime::Mail { id: row.id, made_at: row.made_at, reader: &reader, text: &text, invite, unsubscribe };
    post::send(site, &mail).await.map(|()| Done::Now)
}
