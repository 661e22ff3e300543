//! Side effects after a commit: a row in the same transaction, carried out by a [`Worker`] later.
//!
//! A job may run twice (a worker can die after its work and before its word), so each is written to do no harm then.

mod worker;

pub use worker::Worker;

use std::{sync::Arc, time::Duration};

use domain::{EventId, Instant, InvitationId, JobId, Locale, MemberId, PlacesId};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::{
    Site,
    db::{DbError, Result, Tx, many::insert_many},
    events, honor, members,
    notices::{self, Letter},
    signups, sql,
};

/// Something to be done after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Sends a letter to a member.
    Mail {
        /// To whom.
        to: MemberId,
        /// What.
        letter: Letter,
    },
    /// Somebody says that they forgot the password of this address. Whether it is known is looked up by the worker, so that
    /// the answer to the asker comes as fast either way.
    ResetAsked {
        /// The address, parsed.
        email: String,
    },
    /// An offer runs out, or the cut-off of an event is there.
    LookAtLine {
        /// Whose line.
        places: PlacesId,
    },
    /// A draft becomes public, unless that was called off or put to another time since.
    Publish {
        /// Which.
        event: EventId,
        /// The hour it was set to.
        at: Instant,
    },
    /// Seasons changed from a moment on: what counts is worked out anew for those who earned honor since.
    FollowSeasons {
        /// From when on.
        from: Instant,
        /// Behind whom it goes on; nil for the first.
        after: MemberId,
    },
    /// Sends an invitation to an address that may be nobody's yet.
    Invite {
        /// The address, parsed.
        email: String,
        /// The sender's language: nothing is known of the reader.
        locale: Locale,
        /// Which invitation.
        invitation: InvitationId,
        /// What its link holds.
        token: String,
    },
}

impl Job {
    /// The word in the database and in the metrics.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::ResetAsked { .. } => "reset_asked",
            Self::LookAtLine { .. } => "look_at_line",
            Self::Publish { .. } => "publish",
            Self::FollowSeasons { .. } => "follow_seasons",
            Self::Invite { .. } => "invite",
        }
    }

    /// Does it hold what must not lie about once it is of no use? Then not even a failed one keeps it.
    const fn is_secret(&self) -> bool {
        match self {
            Self::Mail { letter, .. } => letter.is_secret(),
            Self::ResetAsked { .. } | Self::Invite { .. } => true,
            Self::LookAtLine { .. } | Self::Publish { .. } | Self::FollowSeasons { .. } => false,
        }
    }

    async fn run(self, site: &Site, row: JobRow) -> Result<Done, Trouble> {
        match self {
            Self::Mail { to, letter } => notices::deliver(site, row, to, &letter).await,
            Self::ResetAsked { email } => members::send_reset_code(site, &email).await.map(|()| Done::Now),
            Self::LookAtLine { places } => {
                signups::look_at_line(site, places).await.map(|()| Done::Now).map_err(Trouble::later)
            }
            Self::Publish { event, at } => events::publish_due(site, event, at).await,
            Self::FollowSeasons { from, after } => {
                honor::follow_seasons(site, from, after).await.map(|()| Done::Now).map_err(Trouble::later)
            }
            Self::Invite { email, locale, invitation, token } => {
                let letter = Letter::Invited { invitation, token };
                notices::deliver_to_address(site, row, (email, locale), &letter).await
            }
        }
    }
}

/// How a job went that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is done.
    Now,
    /// There was nothing to be done any more.
    Needless,
    /// It is to be done then, not before; that is no failure.
    NotBefore(Instant),
}

/// Which row a job came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobRow {
    /// The same at each try: what the job makes is named after it, so that a second run makes nothing new.
    pub(crate) id: JobId,
    /// When it was asked for.
    pub(crate) made_at: Instant,
}

/// Why a job was not done.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// Is there sense in trying again?
    pub(crate) again: Again,
    /// For the operator; names no person and no address.
    pub(crate) cause: String,
}

/// Whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// It may go well another time.
    Later,
    /// It will not.
    Never,
}

impl Trouble {
    /// May go well another time.
    pub(crate) fn later(cause: impl std::fmt::Display) -> Self {
        Self { again: Again::Later, cause: cause.to_string() }
    }

    /// Will not go well another time either.
    pub(crate) fn never(cause: impl std::fmt::Display) -> Self {
        Self { again: Again::Never, cause: cause.to_string() }
    }
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        Self::later(error)
    }
}

/// Writes a job down, in the transaction whose commit it follows.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(tx: &mut Tx, site: &Site, job: &Job) -> Result<JobId> {
    let id = enqueue_at(tx, site, job, site.now()).await?;
    site.bell().ring();
    Ok(id)
}

/// Writes down a job that is due later.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_at(tx: &mut Tx, site: &Site, job: &Job, due: Instant) -> Result<JobId> {
    let row = NewRow::of(site, job, due)?;
    let id = row.id;
    write(tx, &[row]).await?;
    Ok(id)
}

/// Writes down many jobs that are due now; their ids are in the same order.
///
/// # Errors
/// When the database fails.
pub(crate) async fn enqueue_all(tx: &mut Tx, site: &Site, jobs: impl Iterator<Item = Job>) -> Result<Vec<JobId>> {
    let now = site.now();
    let rows: Vec<NewRow> = jobs.map(|job| NewRow::of(site, &job, now)).collect::<Result<_>>()?;
    write(tx, &rows).await?;
    site.bell().ring();
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A job as it is written down.
#[derive(Serialize)]
struct NewRow {
    id: JobId,
    kind: &'static str,
    payload: String,
    run_at: i64,
    attempts: i64,
    created_at: i64,
}

impl NewRow {
    fn of(site: &Site, job: &Job, due: Instant) -> Result<Self> {
        let payload = serde_json::to_string(job).map_err(|error| DbError::Engine(sqlx::Error::Encode(error.into())))?;
        let id = JobId(site.new_id());
        Ok(Self { id, kind: job.word(), payload, run_at: due.0, attempts: 0, created_at: site.now().0 })
    }
}

async fn write(tx: &mut Tx, rows: &[NewRow]) -> Result<()> {
    insert_many!(
        "job" { id: uuid, kind: text, payload: text, run_at: int, attempts: int, created_at: int } ""
    )
    .execute(tx, rows)
    .await
    .map(drop)
}

/// What waits, and what went wrong: for the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs that are due and not done.
    pub waiting: i64,
    /// Jobs that were given up.
    pub failed: i64,
    /// How long the oldest of those waiting is due, in seconds.
    pub oldest_s: i64,
}

/// How much waits.
///
/// # Errors
/// When the database fails.
pub async fn backlog(site: &Site) -> Result<Backlog> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let (waiting, oldest): (i64, Option<i64>) = conn
        .one(
            sql!("SELECT count(*), min(run_at) FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1"),
            (now.0,),
        )
        .await?;
    let (failed,): (i64,) = conn.one(sql!("SELECT count(*) FROM job WHERE failed_at IS NOT NULL"), ()).await?;
    Ok(Backlog { waiting, failed, oldest_s: oldest.map_or(0, |due| Instant(due).seconds_until(now)) })
}

/// How long to wait before the next try: longer each time, at most an hour.
fn pause_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default();
    Duration::from_secs((15_u64 << doublings).min(3600))
}

/// Wakes the workers of this process when there may be work.
///
/// It rings before the commit, for a transaction tells nobody when it is done: a woken worker looks more than once.
#[derive(Clone, Default)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    /// There will be work in a moment.
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    async fn rung(&self) {
        self.0.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let pauses: Vec<u64> = (1..=10).map(|attempts| pause_after(attempts).as_secs()).collect();
        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(pause_after(i64::MAX).as_secs(), 3600);
    }

    #[test]
    fn a_job_reads_back_as_it_was_written() {
        let job = Job::Mail {
            to: MemberId(uuid::Uuid::from_u128(7)),
            letter: Letter::ConfirmEmail { code: "012345".into() },
        };
        let text = serde_json::to_string(&job).expect("a job is plain data");
        assert_eq!(serde_json::from_str::<Job>(&text).expect("it was just written"), job);
    }
}
