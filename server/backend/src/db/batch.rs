//! Shared commits. Writing to disk takes its time however little is written; so those who wait meanwhile go together.
//!
//! A lane is a fair queue. Whoever comes first opens a transaction and, behind those already waiting, queues the one who
//! will commit it. Each in between gets the open transaction lent, in a savepoint of its own, and is answered only after
//! the commit. The delay is just the queue: no timer, no batch size.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::time::timeout;
use uuid::Uuid;

use super::conn::{Conn, Pool};
use super::{DbError, Result, forks};

/// How long somebody waits for the turn to write.
const PATIENCE: Duration = Duration::from_secs(10);

/// Above this many lanes, those nobody uses are let go.
const MANY_LANES: usize = 1000;

/// A queue of writers and the transaction they share.
pub(super) type Lane = Arc<Mutex<Option<Batch>>>;

/// The lanes of this process, by contended row.
#[derive(Default)]
pub(super) struct Lanes(std::sync::Mutex<HashMap<Uuid, Lane>>);

impl Lanes {
    pub(super) fn of(&self, row: Uuid) -> Lane {
        let mut lanes = self.0.lock().expect("nothing panics while it holds this lock");
        if lanes.len() > MANY_LANES {
            lanes.retain(|_, lane| Arc::strong_count(lane) > 1);
        }
        lanes.entry(row).or_default().clone()
    }
}

/// What all who share a commit are told of it.
type Outcome = Result<(), Arc<sqlx::Error>>;

/// One durable commit and those who share it, one after another.
pub(super) struct Batch {
    pub(super) conn: Conn,
    /// Whether the newest savepoint holds work that nobody has committed.
    undo: bool,
    done: watch::Sender<Option<Outcome>>,
}

impl Batch {
    /// Waits for the turn and for an open transaction with a fresh savepoint.
    pub(super) async fn join(lane: Lane, pool: &Pool) -> Result<OwnedMutexGuard<Option<Self>>> {
        let turn = timeout(PATIENCE, Arc::clone(&lane).lock_owned()).await;
        let mut slot = turn.map_err(|_| DbError::Busy)?;
        let pool = pool.clone();
        // In a task of its own: a caller who goes away leaves no connection half begun and no savepoint half open.
        let begun = tokio::spawn(async move {
            if let Some(batch) = slot.as_mut() {
                match batch.next().await {
                    Ok(()) => return Ok(slot),
                    // The engine threw the transaction away (a full disk, a lost line): those before us are told, we start anew.
                    Err(error) => slot.take().expect("it was there a line ago").finish(Err(error)),
                }
            }
            let mut conn = pool.get().await?;
            if let Err(error) = conn.raw(forks::begin(conn.engine())).await {
                conn.discard();
                return Err(error.into());
            }
            *slot = Some(Self { conn, undo: true, done: watch::Sender::new(None) });
            // Queues behind all who wait now: they share this commit; who comes while it is written shares the next.
            tokio::spawn(async move {
                let mut slot = lane.lock().await;
                if let Some(batch) = slot.take() {
                    batch.close().await;
                }
            });
            Ok(slot)
        });
        begun.await.map_err(|_| DbError::Engine(sqlx::Error::WorkerCrashed))?
    }

    /// Undoes the last holder's part unless it was kept, and opens the next. What was kept leaves its savepoint: nested ones
    /// would cost each later statement time, on both engines.
    async fn next(&mut self) -> Result<(), sqlx::Error> {
        if self.undo {
            return self.conn.raw("ROLLBACK TO SAVEPOINT part").await;
        }
        self.conn.raw("RELEASE SAVEPOINT part; SAVEPOINT part").await?;
        self.undo = true;
        Ok(())
    }

    async fn close(mut self) {
        let text = if self.undo { "ROLLBACK TO SAVEPOINT part; COMMIT" } else { "COMMIT" };
        let outcome = self.conn.raw(text).await;
        self.finish(outcome);
    }

    fn finish(self, outcome: Result<(), sqlx::Error>) {
        if outcome.is_err() {
            self.conn.discard();
        }
        self.done.send_replace(Some(outcome.map_err(Arc::new)));
    }

    /// Keeps the newest savepoint's work; how the commit goes is heard later.
    pub(super) fn keep(&mut self) -> Kept {
        self.undo = false;
        Kept(self.done.subscribe())
    }
}

/// Work that waits for its commit.
pub(super) struct Kept(watch::Receiver<Option<Outcome>>);

impl Kept {
    /// Returns once the work is durable.
    pub(super) async fn durable(mut self) -> Result<()> {
        let outcome = self.0.wait_for(Option::is_some).await.map(|outcome| outcome.clone());
        match outcome {
            Ok(Some(Ok(()))) => Ok(()),
            Ok(Some(Err(error))) => Err(DbError::CommitLost(error)),
            // The program is ending and the committing task is gone.
            Ok(None) | Err(_) => Err(DbError::CommitLost(Arc::new(sqlx::Error::WorkerCrashed))),
        }
    }
}
