//! What the machine itself can do: single durable commits, one after the other.

use std::{
    io::{Seek, SeekFrom, Write},
    path::Path,
    time::Duration,
};

use backend::db::{Db, Pools};

use super::load::Stopwatch;

/// How long a round of commits takes.
const ROUND: Duration = Duration::from_secs(1);

/// A file that is written in place, a page at a time, as a database's log is.
pub(crate) struct File(std::fs::File);

const PAGE: [u8; 4096] = [7; 4096];
const PAGES: u64 = 1000;

impl File {
    pub(crate) fn new(path: &Path) -> anyhow::Result<Self> {
        let mut file = std::fs::File::create(path)?;
        for _ in 0..PAGES {
            file.write_all(&PAGE)?;
        }
        file.sync_all()?;
        Ok(Self(file))
    }

    /// Pages a second, each on the disk before the next.
    pub(crate) fn rate(&mut self) -> anyhow::Result<f64> {
        let clock = Stopwatch::start();
        let mut written = 0;
        while clock.elapsed() < ROUND {
            self.0.seek(SeekFrom::Start(written % PAGES * PAGE.len() as u64))?;
            self.0.write_all(&PAGE)?;
            self.0.sync_data()?;
            written += 1;
        }
        Ok(written as f64 / clock.elapsed().as_secs_f64())
    }
}

/// A database of its own, opened as the site's is, with one small table.
pub(crate) struct Commits(Db);

const ONE: Pools = Pools { writers: 1, readers: 1 };

impl Commits {
    pub(crate) async fn sqlite(url: &str) -> anyhow::Result<Self> {
        let db = Db::open_with(url, ONE).await?;
        db.raw().await?.run("CREATE TABLE raw_commit (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT").await?;
        Ok(Self(db))
    }

    pub(crate) async fn postgres(url: &str) -> anyhow::Result<Self> {
        let db = Db::open_with(url, ONE).await?;
        db.raw()
            .await?
            .run("CREATE TABLE raw_commit (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n BIGINT NOT NULL)")
            .await?;
        Ok(Self(db))
    }

    /// Commits a second, each durable before the next.
    pub(crate) async fn rate(&self) -> anyhow::Result<f64> {
        let mut conn = self.0.raw().await?;
        let clock = Stopwatch::start();
        let mut done = 0_u32;
        while clock.elapsed() < ROUND {
            conn.run("INSERT INTO raw_commit (n) VALUES (1)").await?;
            done += 1;
        }
        Ok(f64::from(done) / clock.elapsed().as_secs_f64())
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}
