//! The same on PostgreSQL, in a database that is made for it.

use std::path::Path;

use anyhow::Context;
use backend::{
    db::{Db, Pools},
    sql,
};

use super::{
    disk::Commits,
    stage::{Jobs, Stage},
};

const ONE: Pools = Pools { writers: 1, readers: 1 };

/// A served site on PostgreSQL, and single commits on the same server.
pub(crate) struct Bench {
    admin: Db,
    pub(crate) raw: Commits,
    pub(crate) stage: Stage,
    /// What a commit is worth on this server.
    pub(crate) durability: String,
}

impl Bench {
    /// Nothing when no server is named.
    pub(crate) async fn open(outbox: &Path) -> anyhow::Result<Option<Self>> {
        let Some(url) =
            ["BENCH_POSTGRES_URL", "TEST_POSTGRES_URL"].into_iter().find_map(|name| std::env::var(name).ok())
        else {
            return Ok(None);
        };
        let own = with_database(&url, "popcorn_bench").context("the address of PostgreSQL is none")?;
        let admin = Db::open_with(&url, ONE).await.context("PostgreSQL does not answer")?;
        // What an earlier run that was cut off may have left.
        drop_database(&admin).await?;
        admin.raw().await?.run("CREATE DATABASE popcorn_bench").await?;
        let db = Db::open(&own).await?;
        let durability = durability(&db).await?;
        let stage = super::stage(db, outbox.into(), Jobs::Run).await?;
        Ok(Some(Self { admin, raw: Commits::postgres(&own).await?, stage, durability }))
    }

    /// Leaves nothing behind.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.stage.close().await;
        self.raw.close().await;
        drop_database(&self.admin).await?;
        self.admin.close().await;
        Ok(())
    }
}

async fn drop_database(admin: &Db) -> anyhow::Result<()> {
    Ok(admin.raw().await?.run("DROP DATABASE IF EXISTS popcorn_bench WITH (FORCE)").await?)
}

async fn durability(db: &Db) -> anyhow::Result<String> {
    let (fsync, commit): (String, String) = (db.read().await?)
        .one(sql!(only Postgres: "SELECT current_setting('fsync'), current_setting('synchronous_commit')"), ())
        .await?;
    Ok(if fsync == "on" && commit != "off" {
        "durable".into()
    } else {
        format!("NOT durable: fsync {fsync}, synchronous_commit {commit}")
    })
}

/// The address of another database on the same server.
fn with_database(url: &str, name: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let authority = rest.split('/').next()?;
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Some(format!("{scheme}://{authority}/{name}{query}"))
}
