//! The page everybody looks at, next to a file of about its size.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use popcorn::files;

use super::{
    load::{Line, Load, Outcome, RUSH},
    stage::Stage,
    table::{Against, Pace, Table},
};

/// How long a round of each takes.
const ROUND: Duration = Duration::from_secs(2);

/// What a phone may have to fetch before the first page answers to a tap, in bytes of brotli.
const BUDGET: [(&str, &str, Option<u64>); 3] =
    [("wasm", "WASM", Some(400_000)), ("js", "loader script", None), ("css", "style sheet", Some(20_000))];

/// Files to compare a page with, beside the bundled ones.
const FILES: [&str; 6] =
    ["/icons.svg", "/art/listener.svg", "/art/spill.svg", "/art/tower.svg", "/art/lanterns.svg", "/favicon.svg"];

/// What is read.
pub(crate) struct Reads {
    page: String,
    page_bytes: usize,
    file: String,
    file_bytes: usize,
}

/// What came of it, round by round.
#[derive(Default)]
pub(crate) struct Measured {
    health: Pace,
    file: Pace,
    plain: Pace,
    gzip: Pace,
    member: Pace,
}

impl Measured {
    pub(crate) fn join(&mut self, more: Self) {
        self.health.join(more.health);
        self.file.join(more.file);
        self.plain.join(more.plain);
        self.gzip.join(more.gzip);
        self.member.join(more.member);
    }
}

impl Reads {
    /// Fills an event, and looks for a file that is about as long as its page.
    pub(crate) async fn new(stage: &Stage) -> anyhow::Result<Self> {
        let event = stage.event().await?;
        stage.sign_ups_at(&event, RUSH).await?;
        let page = format!("/e/{}", event.slug);
        let mut line = Line::open(stage.address).await?;
        ensure!(line.ask(&get(stage, &page, "")).await? == 200, "no page at {page}");
        let html = String::from_utf8_lossy(&line.body).into_owned();
        ensure!(html.contains("Peony Lane") && html.contains("</html>"), "the event's page is not whole");
        let page_bytes = line.body.len();

        let bundled = bundled().into_iter().map(|(_, path)| path);
        let mut nearest: Option<(String, usize)> = None;
        for path in FILES.into_iter().map(str::to_owned).chain(bundled) {
            if line.ask(&get(stage, &path, "")).await? != 200 || line.header("etag").is_none() {
                continue; // without a bundle there are no files
            }
            let found = line.body.len();
            if nearest.as_ref().is_none_or(|(_, best)| found.abs_diff(page_bytes) < best.abs_diff(page_bytes)) {
                nearest = Some((path, found));
            }
        }
        let (file, file_bytes) = nearest.context("there is no bundled site to compare with: run `make bundle`")?;
        Ok(Self { page, page_bytes, file, file_bytes })
    }

    /// A round of each.
    pub(crate) async fn round(&self, stage: &Stage, into: &mut Measured) -> anyhow::Result<()> {
        into.health.add(&read(stage, get(stage, "/healthz", "")).await?);
        into.file.add(&read(stage, get(stage, &self.file, "")).await?);
        into.plain.add(&read(stage, get(stage, &self.page, "")).await?);
        into.gzip.add(&read(stage, get(stage, &self.page, "Accept-Encoding: gzip, deflate, br\r\n")).await?);
        let cookie = stage.cookies.first().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        into.member.add(&read(stage, get(stage, &self.page, &cookie)).await?);
        Ok(())
    }

    pub(crate) fn print(&self, table: &mut Table, measured: &Measured) {
        let against = Some(Against { base: measured.file.rate(), name: "the file" });
        table.pace("/healthz, through all middleware", &measured.health, against);
        table.pace(&format!("a file from memory, {:.1} kB", self.file_bytes as f64 / 1000.0), &measured.file, None);
        table.pace(&format!("the event's page, {:.1} kB", self.page_bytes as f64 / 1000.0), &measured.plain, against);
        table.pace("the event's page, compressed on the way", &measured.gzip, against);
        table.pace("the event's page, signed in", &measured.member, against);
    }
}

/// How much is fetched once, as it is sent to a browser.
pub(crate) async fn weigh(table: &mut Table, stage: &Stage) -> anyhow::Result<()> {
    let bundled = bundled();
    let mut line = Line::open(stage.address).await?;
    for (kind, name, most) in BUDGET {
        let Some((_, path)) = bundled.iter().find(|(found, _)| found == kind) else {
            table.left_out(name, "there is no bundle");
            continue;
        };
        ensure!(line.ask(&get(stage, path, "Accept-Encoding: br\r\n")).await? == 200, "{path} is missing");
        if line.header("content-encoding") == Some("br") {
            table.size(name, line.body.len() as u64, most);
        } else {
            table.left_out(name, "this bundle is for development and not compressed");
        }
    }
    Ok(())
}

/// The kinds of the bundled files with their addresses.
fn bundled() -> Vec<(String, String)> {
    let text = files::bundle_txt();
    text.lines().filter_map(|line| line.split_once(": ")).map(|(kind, path)| (kind.into(), path.into())).collect()
}

fn get(stage: &Stage, path: &str, headers: &str) -> Vec<u8> {
    let to = stage.address;
    format!("GET {path} HTTP/1.1\r\nHost: {to}\r\nAccept: text/html\r\nAccept-Language: en\r\nUser-Agent: bench\r\n{headers}\r\n").into_bytes()
}

async fn read(stage: &Stage, request: Vec<u8>) -> anyhow::Result<Outcome> {
    Load { to: stage.address, requests: Arc::new(vec![request]), most: usize::MAX, within: ROUND, connections: RUSH }
        .run()
        .await
}
