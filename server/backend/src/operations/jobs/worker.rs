//! Carries out jobs: takes those that are due, runs them, says how it went.

use std::{future::Future, pin::pin, time::Duration};

use domain::{Instant, JobId, notices::Delivery};
use futures::future::join_all;
use tokio::task::{JoinError, JoinSet};
use uuid::Uuid;

use super::{Again, Done, Job, JobRow, Trouble, pause_after};
use crate::{
    Site,
    db::{
        Result, Tx,
        forks::{Claim, ClaimedJob, claim_jobs},
    },
    honor, notices,
    operations::housekeeping,
    sql,
};

/// How many jobs run side by side.
const AT_ONCE: i64 = 8;
/// How often a job is tried.
const TRIES: i64 = 10;
/// How long one try may take. Shorter than the time for which a job is ours, so that nobody else starts it meanwhile.
const PATIENCE: Duration = Duration::from_secs(45);
/// For how many seconds a taken job is ours: a worker that dies loses it then.
const OURS_S: i64 = 90;
/// Between two looks: short after the bell, longer while nothing comes.
const SHORTEST: Duration = Duration::from_millis(20);
/// The longest time between two looks; another node's jobs wait that long.
const LONGEST: Duration = Duration::from_secs(2);
/// Between two tidyings, and two looks whether the day's checkpoint is taken, in seconds.
const TIDY_EVERY_S: i64 = 3600;
/// Between two looks for events to be reminded of, and for changes of the leaderboards to be folded, in seconds.
const REMIND_EVERY_S: i64 = 30;

/// Runs jobs. Several, on several nodes, share the work: each job is taken by one of them.
#[derive(Clone)]
pub struct Worker {
    site: Site,
}

impl Worker {
    /// A worker for this site.
    pub const fn new(site: Site) -> Self {
        Self { site }
    }

    /// Works until `shutdown` is there; what was begun by then is brought to its end.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let mut shutdown = pin!(shutdown);
        let mut running = JoinSet::new();
        let (mut pause, mut tidied, mut reminded) = (SHORTEST, None::<Instant>, None::<Instant>);
        loop {
            let now = self.site.now();
            if tidied.is_none_or(|last| last.seconds_until(now) >= TIDY_EVERY_S) {
                tidied = Some(now);
                if let Err(error) = housekeeping::tidy(&self.site).await {
                    tracing::warn!(%error, "could not tidy up");
                }
                if let Err(error) = honor::honor_hosts(&self.site).await {
                    tracing::warn!(%error, "could not honor the hosts of what is over");
                }
                if let Err(error) = honor::checkpoint(&self.site).await {
                    tracing::warn!(%error, "could not take the day's checkpoint of the ledger");
                }
            }
            if reminded.is_none_or(|last| last.seconds_until(now) >= REMIND_EVERY_S) {
                reminded = Some(now);
                if let Err(error) = notices::remind(&self.site).await {
                    tracing::warn!(%error, "could not look for reminders");
                }
                if let Err(error) = honor::leaderboard::fold(&self.site).await {
                    tracing::warn!(%error, "could not fold the leaderboards");
                }
            }
            let room = AT_ONCE - i64::try_from(running.len()).unwrap_or(AT_ONCE);
            pause = match self.take(room).await {
                Ok(jobs) if jobs.is_empty() => (pause * 2).min(LONGEST),
                Ok(jobs) => {
                    for job in jobs {
                        let worker = self.clone();
                        running.spawn(async move { worker.carry_out(job).await });
                    }
                    Duration::ZERO
                }
                Err(error) => {
                    tracing::warn!(%error, "could not look for jobs");
                    LONGEST
                }
            };
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                // A slow one holds up its own place only: the others' are filled as they come free.
                Some(ended) = running.join_next() => {
                    report(ended);
                    pause = SHORTEST;
                }
                () = self.site.bell().rung() => pause = SHORTEST,
                () = tokio::time::sleep(pause) => pause = pause.max(SHORTEST),
            }
        }
        while let Some(ended) = running.join_next().await {
            report(ended);
        }
    }

    /// Takes some jobs that are due and runs them side by side; gives how many there were.
    ///
    /// # Errors
    /// When the database fails. What a job itself runs into stands in its row.
    pub async fn run_due(&self) -> Result<usize> {
        let jobs = self.take(AT_ONCE).await?;
        let count = jobs.len();
        for result in join_all(jobs.into_iter().map(|job| self.carry_out(job))).await {
            result?;
        }
        Ok(count)
    }

    /// Takes some jobs that are due: they are this worker's for a while.
    async fn take(&self, most: i64) -> Result<Vec<ClaimedJob>> {
        if most <= 0 {
            return Ok(vec![]);
        }
        let now = self.site.now();
        // Looked for without the right to write first: an idle worker holds up nobody.
        let due: Option<(Uuid,)> = (self.site.db.read().await?)
            .optional(
                sql!(
                    "SELECT id FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1
                         AND (locked_until IS NULL OR locked_until <= $1) LIMIT 1"
                ),
                (now.0,),
            )
            .await?;
        if due.is_none() {
            return Ok(vec![]);
        }
        let mut tx = self.site.db.write().await?;
        let claim = Claim { now, until: now.plus_seconds(OURS_S), most };
        let jobs = claim_jobs(&mut tx, claim).await?;
        tx.commit().await?;
        Ok(jobs)
    }

    async fn carry_out(&self, claimed: ClaimedJob) -> Result<()> {
        let job = match serde_json::from_str::<Job>(&claimed.payload) {
            Ok(job) => job,
            // Written by a newer node, perhaps: that one may take it next time. The error is not kept, it quotes the payload.
            Err(_) => {
                return self
                    .put_off(&claimed, &claimed.payload, Trouble::later("this version cannot read the job"))
                    .await;
            }
        };
        let kept = if job.is_secret() { "{}" } else { claimed.payload.as_str() };
        let row = JobRow { id: JobId(claimed.id), made_at: made_at(claimed.id) };
        let site = self.site.clone();
        // In a task of its own: a panic ends the job, not the worker.
        let work = tokio::spawn(async move { tokio::time::timeout(PATIENCE, job.run(&site, row)).await });
        let outcome = match work.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Trouble::later("it took too long")),
            Err(_) => Err(Trouble::later("it panicked; see the log")),
        };
        match outcome {
            Ok(Done::Now) => self.finish(&claimed, Delivery::Sent).await,
            Ok(Done::Needless) => self.finish(&claimed, Delivery::Skipped).await,
            Ok(Done::NotBefore(at)) => self.hold(&claimed, at).await,
            Err(trouble) => self.put_off(&claimed, kept, trouble).await,
        }
    }

    /// Not now: it waits as if it had not been taken.
    async fn hold(&self, job: &ClaimedJob, until: Instant) -> Result<()> {
        let mut tx = self.site.db.write().await?;
        let held = tx
            .execute(
                sql!(
                    "UPDATE job SET run_at = $1, locked_until = NULL, attempts = attempts - 1
                     WHERE id = $2 AND attempts = $3 AND done_at IS NULL AND failed_at IS NULL"
                ),
                (until.0, job.id, job.attempts),
            )
            .await?;
        tx.commit().await?;
        if held == 1 {
            count(&job.kind, "held");
        }
        Ok(())
    }

    /// For a letter that was still ours, and so was `written`: says in the inbox what became of it.
    async fn tell(&self, tx: &mut Tx, (job, written): (&ClaimedJob, u64), delivery: Delivery) -> Result<()> {
        if job.kind == "mail" && written == 1 {
            notices::note(tx, &self.site, JobId(job.id), delivery).await
        } else {
            Ok(())
        }
    }

    /// Done. What was in it is overwritten: it may have been a code, and nobody needs it any more.
    async fn finish(&self, job: &ClaimedJob, delivery: Delivery) -> Result<()> {
        let mut tx = self.site.db.write().await?;
        let done = tx
            .execute(
                // Only while it is still ours: after a lease that ran out, another one's word counts.
                sql!(
                    "UPDATE job SET done_at = $1, payload = '{}', locked_until = NULL, last_error = NULL
                     WHERE id = $2 AND attempts = $3 AND done_at IS NULL AND failed_at IS NULL"
                ),
                (self.site.now().0, job.id, job.attempts),
            )
            .await?;
        self.tell(&mut tx, (job, done), delivery).await?;
        tx.commit().await?;
        if done == 1 {
            count(&job.kind, "done");
        }
        Ok(())
    }

    /// Not done: again later, or never. `kept` is what stays of a job that is given up.
    async fn put_off(&self, job: &ClaimedJob, kept: &str, trouble: Trouble) -> Result<()> {
        let now = self.site.now();
        let cause: String = trouble.cause.chars().take(500).collect();
        let mut tx = self.site.db.write().await?;
        let (delivery, outcome) = match trouble.again {
            Again::Later if job.attempts < TRIES => (Delivery::Retrying, "put_off"),
            Again::Never => (Delivery::Bounced, "given_up"),
            _ => (Delivery::GivenUp, "given_up"),
        };
        let written = if delivery == Delivery::Retrying {
            let next = Instant(now.0 + i64::try_from(pause_after(job.attempts).as_millis()).unwrap_or(i64::MAX));
            tx.execute(
                sql!(
                    "UPDATE job SET run_at = $1, locked_until = NULL, last_error = $2
                     WHERE id = $3 AND attempts = $4 AND done_at IS NULL AND failed_at IS NULL"
                ),
                (next.0, cause.as_str(), job.id, job.attempts),
            )
            .await?
        } else {
            tx.execute(
                sql!(
                    "UPDATE job SET failed_at = $1, payload = $2, locked_until = NULL, last_error = $3
                     WHERE id = $4 AND attempts = $5 AND done_at IS NULL AND failed_at IS NULL"
                ),
                (now.0, kept, cause.as_str(), job.id, job.attempts),
            )
            .await?
        };
        self.tell(&mut tx, (job, written), delivery).await?;
        tx.commit().await?;
        if written == 0 {
            return Ok(()); // somebody else's by now, who says what became of it
        }
        if delivery == Delivery::Retrying {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, cause, "a job will be tried again");
        } else {
            tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempts, cause, "a job was given up");
        }
        count(&job.kind, outcome);
        Ok(())
    }
}

/// When the job was asked for: its id tells (UUIDv7).
fn made_at(id: Uuid) -> Instant {
    let millis = id.get_timestamp().map_or(0, |stamp| {
        let (seconds, nanos) = stamp.to_unix();
        seconds * 1000 + u64::from(nanos) / 1_000_000
    });
    Instant(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// What a job ran into stands in its row; here only that its row could not be written.
fn report(ended: std::result::Result<Result<()>, JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "could not note how a job went"),
        Err(error) => tracing::error!(%error, "the worker of a job broke"),
    }
}

fn count(kind: &str, outcome: &'static str) {
    metrics::counter!("popcorn_jobs_total", "kind" => kind.to_owned(), "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A worker that was slow for longer than the job was its own says nothing any more.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_became_of_a_letter_says_whoever_has_it() {
        crate::testing::each_site(async |world| {
            let fan = world.member("Zhu Yuting").await;
            let mut tx = world.db.write().await.expect("a transaction");
            let letter = notices::Letter::ConfirmEmail { code: "000000".into() };
            notices::send(&mut tx, &world, fan.member, letter).await.expect("a job");
            tx.commit().await.expect("a commit");
            let (slow, quick) = (Worker::new(world.site.clone()), Worker::new(world.site.clone()));
            let late = slow.take(1).await.expect("a look").pop().expect("the letter");
            world.advance(Duration::from_secs(91));
            let again = quick.take(1).await.expect("a look").pop().expect("nobody’s any more");
            quick.finish(&again, Delivery::Sent).await.expect("done");
            for trouble in [Trouble::later("too slow"), Trouble::never("no such address")] {
                slow.put_off(&late, "{}", trouble).await.expect("no error");
            }
            slow.finish(&late, Delivery::Skipped).await.expect("no error");
            let mut conn = world.db.read().await.expect("a reader");
            let (told,): (String,) = conn.one(sql!("SELECT delivery FROM notice"), ()).await.expect("one notice");
            assert_eq!(told, Delivery::Sent.word());
        })
        .await;
    }

    #[test]
    fn an_id_tells_its_time() {
        let id = uuid::Builder::from_unix_timestamp_millis(1_805_522_400_123, &[9; 10]).into_uuid();
        assert_eq!(made_at(id), Instant(1_805_522_400_123));
    }
}
