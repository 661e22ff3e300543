//! Numbers for the operator, in Prometheus' text format.

use std::sync::OnceLock;

use backend::{
    operations::jobs::{self, Backlog},
    site::Site,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Renders the numbers counted so far.
#[derive(Clone)]
pub struct Metrics(Option<PrometheusHandle>);

impl Metrics {
    /// The counters of this process; the first call puts them in place.
    #[must_use]
    pub fn of_process() -> Self {
        static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
        let handle = HANDLE.get_or_init(|| match install() {
            Ok(handle) => Some(handle),
            Err(error) => {
                tracing::error!(%error, "no metrics");
                None
            }
        });
        Self(handle.clone())
    }

    /// The numbers as text: those counted here, and how much waits in the database now.
    pub(super) async fn render(&self, site: &Site) -> String {
        let counted = self.0.as_ref().map(|handle| {
            handle.run_upkeep();
            handle.render()
        });
        let waiting = match jobs::backlog(site).await {
            Ok(backlog) => gauges(backlog),
            Err(error) => {
                tracing::error!(%error, "the jobs cannot be counted");
                String::new()
            }
        };
        counted.unwrap_or_default() + &waiting
    }
}

/// The backlog is the database's, the same for all nodes: read when it is asked for, counted by nobody.
fn gauges(Backlog { waiting, failed, oldest_s }: Backlog) -> String {
    let gauges = [
        ("popcorn_jobs_waiting", "Jobs (mail and the like) that are due and not done", waiting),
        ("popcorn_jobs_failed", "Jobs that were given up", failed),
        ("popcorn_jobs_oldest_seconds", "How long the oldest of the waiting jobs is due", oldest_s),
    ];
    gauges.map(|(name, help, value)| format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n\n")).concat()
}

fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(
            Matcher::Suffix("_seconds".into()),
            &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0],
        )?
        .install_recorder()?;
    metrics::describe_counter!("popcorn_http_requests_total", "Answered requests, by route, method and status");
    metrics::describe_histogram!("popcorn_http_request_seconds", "Time until the answer's head, by route");
    metrics::describe_counter!("popcorn_rate_limited_total", "Calls refused for being too many, by action");
    metrics::describe_counter!("popcorn_turned_away_total", "Requests answered with 503 because the house was full");
    metrics::describe_counter!("popcorn_jobs_total", "Jobs carried out by this process, by kind and outcome");
    metrics::describe_counter!("popcorn_panics_total", "Requests that broke the program's assumptions");
    Ok(handle)
}
