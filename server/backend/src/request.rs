//! The id under which the log and the person who saw an error speak of the same request.

use std::future::Future;

use crate::random::{Random, SystemRandom};

tokio::task_local! {
    static ID: String;
}

/// Runs `work` as the request with this id: whatever breaks inside is logged under it.
pub async fn scope<T>(id: String, work: impl Future<Output = T>) -> T {
    ID.scope(id, work).await
}

/// The id of the running request; a new one for work that belongs to none, such as a job.
pub fn id() -> String {
    ID.try_with(Clone::clone).unwrap_or_else(|_| {
        let random: &dyn Random = &SystemRandom;
        random.code(12)
    })
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn inside_a_request_the_id_is_its_own() {
        assert_eq!(super::scope("r-1".into(), async { super::id() }).await, "r-1");
        assert_ne!(super::id(), super::id());
    }
}
