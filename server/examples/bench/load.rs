//! A light load generator: so many connections that are kept, each sending one request after the other.
//!
//! It speaks just enough HTTP/1.1 (whole requests as bytes; status, `Content-Length` or chunks of the answer), so that the
//! time measured is the server's. It runs on a thread of its own, to this machine only, bounded in count and in time.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::{JoinSet, spawn_blocking},
    time::timeout,
};

/// How many visitors ask at a time: an ordinary rush.
pub(crate) const RUSH: usize = 64;
/// How many visitors ask at a time when a famous event opens.
pub(crate) const FLASH_CROWD: usize = 512;

/// After this the run is given up: something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Measures durations; the only reader of the machine's clock here.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures durations")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// What is to be sent.
#[derive(Clone)]
pub(crate) struct Load {
    /// To whom; on this machine.
    pub(crate) to: SocketAddr,
    /// Whole requests, sent in this order, from the start again at the end.
    pub(crate) requests: Arc<Vec<Vec<u8>>>,
    /// No more than so many.
    pub(crate) most: usize,
    /// None is begun after that.
    pub(crate) within: Duration,
    /// Over so many connections, each of them asking for one thing after the other.
    pub(crate) connections: usize,
}

/// What came of it.
pub(crate) struct Outcome {
    /// How many were answered, each with 200.
    pub(crate) answered: usize,
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// How long each took, from the shortest.
    waits: Vec<Duration>,
}

impl Outcome {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }

    /// So many of a hundred were answered in this time, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let at = (self.waits.len() * percent).div_ceil(100).saturating_sub(1);
        self.waits.get(at).map_or(0.0, |wait| wait.as_secs_f64() * 1000.0)
    }
}

impl Load {
    /// Sends it.
    ///
    /// # Errors
    /// When a line breaks, or anything but 200 is answered.
    pub(crate) async fn run(self) -> anyhow::Result<Outcome> {
        ensure!(self.to.ip().is_loopback(), "only this machine is put under load");
        spawn_blocking(move || {
            let own = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            own.block_on(async { timeout(PATIENCE, self.send()).await.context("the load did not end in time")? })
        })
        .await?
    }

    async fn send(self) -> anyhow::Result<Outcome> {
        let mut lines = Vec::with_capacity(self.connections);
        for _ in 0..self.connections {
            lines.push(Line::open(self.to).await?);
        }
        let next = Arc::new(AtomicUsize::new(0));
        let clock = Stopwatch::start();
        let mut visitors = JoinSet::new();
        for mut line in lines {
            let (load, next) = (self.clone(), next.clone());
            visitors.spawn(async move {
                let mut waits = vec![];
                while clock.elapsed() < load.within {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= load.most {
                        break;
                    }
                    let own = Stopwatch::start();
                    let status = line.ask(&load.requests[at % load.requests.len()]).await?;
                    ensure!(status == 200, "answered {status}: {:.500}", String::from_utf8_lossy(&line.body));
                    waits.push(own.elapsed());
                }
                Ok(waits)
            });
        }
        let mut waits: Vec<Duration> = vec![];
        while let Some(visitor) = visitors.join_next().await {
            waits.extend(visitor??);
        }
        let took = clock.elapsed();
        waits.sort_unstable();
        Ok(Outcome { answered: waits.len(), took, waits })
    }
}

/// A connection that is kept.
pub(crate) struct Line {
    stream: TcpStream,
    /// What was read; from `at` on it is not yet used.
    buffer: Vec<u8>,
    at: usize,
    /// The last answer's head, in small letters.
    pub(crate) head: String,
    /// The last answer's body.
    pub(crate) body: Vec<u8>,
}

impl Line {
    pub(crate) async fn open(to: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024), at: 0, head: String::new(), body: vec![] })
    }

    /// Sends a request and reads the whole answer; gives its status.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        self.at = 0;
        let end = self.find(b"\r\n\r\n").await?;
        self.head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        self.at = end + 4;
        self.body.clear();
        let status = self.head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        if self.header("transfer-encoding") == Some("chunked") {
            self.chunks().await?;
        } else {
            let length = self.header("content-length").context("an answer without a length")?.parse()?;
            self.take(length).await?;
        }
        ensure!(self.at == self.buffer.len(), "more was answered than asked for");
        Ok(status)
    }

    /// A header of the last answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(found, _)| *found == name).map(|(_, value)| value.trim()).next()
    }

    async fn chunks(&mut self) -> anyhow::Result<()> {
        loop {
            let end = self.find(b"\r\n").await?;
            let size = usize::from_str_radix(std::str::from_utf8(&self.buffer[self.at..end])?.trim(), 16)?;
            self.at = end + 2;
            self.take(size).await?;
            ensure!(self.find(b"\r\n").await? == self.at, "a chunk is longer than it says");
            self.at += 2;
            if size == 0 {
                return Ok(());
            }
        }
    }

    /// Moves so many bytes into the body.
    async fn take(&mut self, count: usize) -> anyhow::Result<()> {
        while self.buffer.len() - self.at < count {
            self.more().await?;
        }
        self.body.extend_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(())
    }

    /// Where this stands next.
    async fn find(&mut self, what: &[u8]) -> anyhow::Result<usize> {
        loop {
            if let Some(found) = self.buffer[self.at..].windows(what.len()).position(|bytes| bytes == what) {
                return Ok(self.at + found);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}
