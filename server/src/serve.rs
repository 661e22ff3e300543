//! The running server: it takes requests until it is told to end, then brings to an end what has begun.

use std::{future::IntoFuture, net::SocketAddr, time::Duration};

use anyhow::Context;
use axum::Router;
use backend::{operations::jobs::Worker, site::Site};
use tokio::{net::TcpListener, sync::watch};

/// How long requests may go on after the signal; then their connections are cut.
const LAST_REQUESTS: Duration = Duration::from_secs(30);

/// How long jobs may go on after the last request. A job that is cut is taken up again at the next start.
const LAST_JOBS: Duration = Duration::from_secs(50);

/// Serves until SIGTERM or Ctrl-C. Then: no new connections, the requests that have begun, the jobs, and last the database.
///
/// # Errors
/// When the listener fails.
pub async fn until_told_to_end(listener: TcpListener, router: Router, site: Site) -> anyhow::Result<()> {
    let (end, told) = watch::channel(false);
    tokio::spawn(async move {
        signal().await;
        tracing::info!("told to end");
        _ = end.send(true);
    });
    run(listener, router, site, told).await
}

/// The same with the sign to end handed in.
async fn run(listener: TcpListener, router: Router, site: Site, told: watch::Receiver<bool>) -> anyhow::Result<()> {
    // Jobs go on while the last requests do: those may make some.
    let (end_jobs, no_more_requests) = watch::channel(false);
    let jobs = tokio::spawn(Worker::new(site.clone()).run(is_set(no_more_requests)));

    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(is_set(told.clone()));
    let late = async {
        is_set(told).await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        outcome = server.into_future() => outcome.context("the listener failed")?,
        () = late => tracing::warn!("some requests took too long and were cut"),
    }

    _ = end_jobs.send(true);
    if tokio::time::timeout(LAST_JOBS, jobs).await.is_err() {
        tracing::warn!("some jobs took too long; they are taken up at the next start");
    }
    site.db.close().await;
    tracing::info!("ended");
    Ok(())
}

/// Waits for the sign.
async fn is_set(mut sign: watch::Receiver<bool>) {
    // A sender that is gone without a word cannot say it any more: that counts as said.
    _ = sign.wait_for(|set| *set).await;
}

async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
