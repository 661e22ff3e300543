//! The running request: the id under which the log and the person who saw an error speak of it, and whether it changed anything.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::random::{Random, SystemRandom};

struct Running {
    id: String,
    has_written: AtomicBool,
}

tokio::task_local! {
    static RUNNING: Running;
}

/// Runs `work` as the request with this id: whatever breaks inside is logged under it.
pub async fn scope<T>(id: String, work: impl Future<Output = T>) -> T {
    RUNNING.scope(Running { id, has_written: AtomicBool::new(false) }, work).await
}

/// The id of the running request; a new one for work that belongs to none, such as a job.
pub fn id() -> String {
    RUNNING.try_with(|running| running.id.clone()).unwrap_or_else(|_| {
        let random: &dyn Random = &SystemRandom;
        random.code(12)
    })
}

/// Has the running request asked for a commit so far? It may have changed what pages show.
pub fn has_written() -> bool {
    RUNNING.try_with(|running| running.has_written.load(Ordering::Relaxed)).unwrap_or_default()
}

/// Takes note of a commit that is asked for.
pub(crate) fn note_write() {
    // Work that belongs to no request has nobody who would ask.
    _ = RUNNING.try_with(|running| running.has_written.store(true, Ordering::Relaxed));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn inside_a_request_the_id_is_its_own() {
        assert_eq!(scope("r-1".into(), async { id() }).await, "r-1");
        assert_ne!(id(), id());
    }

    #[tokio::test]
    async fn a_request_knows_what_it_did_and_no_other_one_does() {
        let wrote = scope("r-1".into(), async {
            let before = has_written();
            note_write();
            (before, has_written())
        });
        assert_eq!(wrote.await, (false, true));
        assert!(!scope("r-2".into(), async { has_written() }).await);
        note_write();
        assert!(!has_written());
    }
}
