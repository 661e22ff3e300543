//! How long a body may take to arrive: whoever sends it holds a place in the house meanwhile.

use std::{io, pin::pin, time::Duration};

use axum::body::{Body, Bytes};
use futures::{
    StreamExt, TryStreamExt,
    future::{Either, select},
    stream,
};
use tokio::time::{Instant, Sleep, sleep};

/// For a form, and for a file until its first bytes are there.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// So many bytes of a file buy one more second: a slow line is slower than that nowhere, a sender who does nothing but hold a place
/// is.
const A_SECOND: u64 = 16 * 1024;

/// A body with a file. It ends with an error where it comes too slowly.
pub(super) fn limited(body: Body) -> Body {
    Body::from_stream(paced(body.into_data_stream().map_err(io::Error::other), PATIENCE))
}

/// The same stream, for as long as its sender keeps up.
fn paced(
    chunks: impl stream::Stream<Item = io::Result<Bytes>> + Send + 'static,
    patience: Duration,
) -> impl stream::Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::unfold(Some((Box::pin(chunks), Box::pin(sleep(patience)))), |state| async {
        let (mut chunks, mut until) = state?;
        let next = match select(pin!(chunks.next()), &mut until).await {
            Either::Left((next, _)) => next?,
            Either::Right(_) => return Some((Err(io::ErrorKind::TimedOut.into()), None)),
        };
        if let Ok(chunk) = &next {
            let later = later(&until, chunk.len());
            until.as_mut().reset(later);
        }
        Some((next, Some((chunks, until))))
    })
}

/// When the sender has to be done, or to have sent more.
fn later(until: &Sleep, bytes: usize) -> Instant {
    until.deadline() + Duration::from_millis(bytes as u64 * 1000 / A_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends so many bytes every 20 ms.
    async fn sent(bytes: usize, times: usize) -> Vec<io::Result<Bytes>> {
        let chunks = stream::iter(0..times).then(move |_| async move {
            sleep(Duration::from_millis(20)).await;
            Ok(Bytes::from(vec![b'x'; bytes]))
        });
        paced(chunks, Duration::from_millis(200)).collect().await
    }

    #[tokio::test]
    async fn a_file_may_take_its_time_but_nobody_holds_a_place_with_a_drip() {
        let file = sent(4096, 30).await;
        assert_eq!(file.iter().filter(|chunk| chunk.is_ok()).count(), 30, "three times the patience, and whole");
        let drip = sent(1, 100).await;
        assert!(drip.len() < 20, "{}", drip.len());
        assert_eq!(
            drip.last().and_then(|last| last.as_ref().err()).map(io::Error::kind),
            Some(io::ErrorKind::TimedOut)
        );
    }
}
