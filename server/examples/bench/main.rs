//! `make bench`: what this program does on this machine, next to what the machine itself can do, in one run.
//!
//! The numbers of two machines tell nothing about each other; the ratios do: sign-ups to single durable commits of the
//! same database, event pages to a static file of about the same size. Each round measures everything once, so that a
//! busy moment hits all alike; the medians are printed. Nothing is asserted about time. What is asserted: after each
//! round of sign-ups every seat is taken once, and the line is without a gap.
//!
//! The server and the load generator share the machine, as a burst and its server never do: real rates are higher.
//!
//! The leaderboards are measured on a database of their own: see `boards.rs`. With `BENCH_ONLY=boards` nothing else is.
//!
//! - `BENCH_POSTGRES_URL` (or `TEST_POSTGRES_URL`): also measures PostgreSQL there, in a database `popcorn_bench` that is
//!   made for it and dropped. A server that runs with `fsync = off` is called so.
//! - `BENCH_DIR`: the folder for files, where the disk is that matters. Otherwise beside the program.

mod boards;
mod disk;
mod load;
mod postgres;
mod reads;
mod shares;
mod signups;
mod stage;
mod table;

use std::{io, path::PathBuf, thread::available_parallelism};

use anyhow::Context;
use backend::db::Db;
use disk::{Commits, File};
use reads::Reads;
use shares::Shares;
use stage::{Jobs, Stage};
use table::{Against, Pace, Rounds, Table};

/// How often everything is measured; once more before, which does not count.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    log_into_the_void();
    let folder =
        tempfile::Builder::new().prefix("popcorn-bench.").tempdir_in(place()?).context("a folder for the databases")?;
    let cores = available_parallelism().map_or(1, usize::from);
    table::note(format!(
        "{cores} cores, load {}; {ROUNDS} rounds after one to warm up; {} fans, {} seats, {} and {} connections",
        table::machine_load(),
        stage::FANS,
        stage::SEATS,
        load::RUSH,
        load::FLASH_CROWD
    ))?;
    if cfg!(debug_assertions) {
        table::note("THIS IS A DEBUG BUILD: its numbers mean nothing")?;
    }

    if std::env::var("BENCH_ONLY").is_ok_and(|only| only == "boards") {
        let mut table = Table::default();
        boards::measure(&mut table, folder.path()).await?;
        table.print()?;
        return folder.close().context("the folder for the databases cannot be removed");
    }
    let mut file = File::new(&folder.path().join("raw.bin"))?;
    let url = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let raw = Commits::sqlite(&url("raw.db")).await?;
    let serving = stage(Db::open(&url("popcorn.db")).await?, folder.path().join("outbox"), Jobs::Run).await?;
    let quiet = stage(Db::open(&url("quiet.db")).await?, folder.path().join("outbox-2"), Jobs::Wait).await?;
    let postgres = postgres::Bench::open(&folder.path().join("outbox-3")).await?;
    let reads = Reads::new(&serving).await?;

    let mut all = All::default();
    for round in 0..=ROUNDS {
        table::note(if round == 0 { "warming up".into() } else { format!("round {round} of {ROUNDS}") })?;
        let mut now = All::default();
        now.file.add(file.rate()?);
        now.raw.add(raw.rate().await?);
        now.serving.add(&serving.sign_ups(load::RUSH).await?);
        now.quiet.add(&quiet.sign_ups(load::RUSH).await?);
        now.flash.add(&quiet.sign_ups(load::FLASH_CROWD).await?);
        if let Some(postgres) = &postgres {
            now.raw_postgres.add(postgres.raw.rate().await?);
            now.postgres.add(&postgres.stage.sign_ups(load::RUSH).await?);
            now.flash_postgres.add(&postgres.stage.sign_ups(load::FLASH_CROWD).await?);
        }
        now.shares.round(&quiet).await?;
        reads.round(&serving, &mut now.reads).await?;
        if round > 0 {
            all.join(now);
        }
    }

    let mut table = Table::default();
    table.part("Durable commits, one after another");
    table.rate("4 kB written and fdatasync", &all.file);
    table.rate("SQLite, one INSERT a commit (WAL, synchronous=FULL)", &all.raw);
    table.part("Sign-ups on one event through HTTP, each answered when it is durable");
    table.pace("SQLite, mails being sent meanwhile", &all.serving, single(&all.raw));
    table.pace("SQLite, mails left for later", &all.quiet, single(&all.raw));
    table.pace("SQLite, mails left for later, 512 connections", &all.flash, single(&all.raw));
    match &postgres {
        Some(postgres) => {
            table.rate(&format!("PostgreSQL, one INSERT a commit ({})", postgres.durability), &all.raw_postgres);
            table.pace("PostgreSQL, mails being sent meanwhile", &all.postgres, single(&all.raw_postgres));
            let flash = &all.flash_postgres;
            table.pace("PostgreSQL, mails being sent meanwhile, 512 connections", flash, single(&all.raw_postgres));
        }
        None => table.left_out("PostgreSQL", "neither BENCH_POSTGRES_URL nor TEST_POSTGRES_URL is set"),
    }
    table.part("Where the time of a sign-up goes (SQLite, mails left for later)");
    all.shares.print(&mut table, all.quiet.rate());
    table.part("Reads through HTTP");
    reads.print(&mut table, &all.reads);
    boards::measure(&mut table, folder.path()).await?;
    table.part("What a browser fetches once (brotli)");
    reads::weigh(&mut table, &serving).await?;
    table.print()?;

    serving.close().await;
    quiet.close().await;
    // Also this one before the folder goes: a database that closes later still touches its files.
    raw.close().await;
    if let Some(postgres) = postgres {
        postgres.close().await?;
    }
    folder.close().context("the folder for the databases cannot be removed")
}

/// What was measured, round by round.
#[derive(Default)]
struct All {
    file: Rounds,
    raw: Rounds,
    raw_postgres: Rounds,
    serving: Pace,
    quiet: Pace,
    flash: Pace,
    postgres: Pace,
    flash_postgres: Pace,
    shares: Shares,
    reads: reads::Measured,
}

impl All {
    fn join(&mut self, round: Self) {
        self.file.join(round.file);
        self.raw.join(round.raw);
        self.raw_postgres.join(round.raw_postgres);
        self.serving.join(round.serving);
        self.quiet.join(round.quiet);
        self.flash.join(round.flash);
        self.flash_postgres.join(round.flash_postgres);
        self.postgres.join(round.postgres);
        self.shares.join(round.shares);
        self.reads.join(round.reads);
    }
}

/// Against single commits of the same engine.
fn single(raw: &Rounds) -> Option<Against<'static>> {
    Some(Against { base: raw.median(), name: "single commits" })
}

/// A migrated site that is being served.
async fn stage(db: Db, outbox: PathBuf, jobs: Jobs) -> anyhow::Result<Stage> {
    db.migrate().await?;
    Stage::open(db, outbox, jobs).await
}

/// Where the files go: on the disk of the build folder, for what is meant for temporary files is often memory.
fn place() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os("BENCH_DIR") {
        return Ok(folder.into());
    }
    let program = std::env::current_exe()?;
    Ok(program.parent().context("the program lies in a folder")?.to_owned())
}

/// The log is written as a served site writes it, for that is part of the work, but nobody reads it: only what went wrong.
fn log_into_the_void() {
    use tracing_subscriber::{
        EnvFilter, Layer, filter::LevelFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt,
    };
    let all = fmt::layer().with_ansi(false).with_writer(io::sink).with_filter(EnvFilter::new("info,sqlx=warn"));
    let wrong = fmt::layer().with_writer(io::stderr).with_filter(LevelFilter::ERROR);
    tracing_subscriber::registry().with(all).with(wrong).init();
}
