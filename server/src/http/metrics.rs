//! Numbers for the operator, in Prometheus' text format.

use std::sync::OnceLock;

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

    /// The numbers as text.
    pub(super) fn render(&self) -> String {
        let Some(handle) = &self.0 else { return String::new() };
        handle.run_upkeep();
        handle.render()
    }
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
    metrics::describe_counter!("popcorn_panics_total", "Requests that broke the program's assumptions");
    Ok(handle)
}
