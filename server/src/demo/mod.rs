//! `popcorn demo`: a community to look at, the same each time but for the day it is loaded.
//!
//! Nothing here writes behind the back of the house: events are planned, signed up for and attended by the use cases of the site
//! itself, on a clock that is set to those days. Only the accounts are put down in bulk, for they share one password.

mod honor;
mod laurels;
mod letters;
mod names;
mod openday;
mod people;
mod playbook;
mod programme;
mod recaps;
mod stage;
mod standing;
mod thanks;

use std::{collections::BTreeSet, fmt};

use anyhow::{Context, bail};
use backend::{
    Site,
    operations::demo::{self, Counts, Progress},
};
use domain::Failure;

use stage::Stage;

/// How many members there are, with the admin.
const MEMBERS: usize = 200;
/// The password of everybody in the demo.
pub const PASSWORD: &str = "popcorn-demo-only";
/// Who runs the site.
pub const ADMIN: &str = "admin@popcorn.example";
/// Who organises the chapter in Chengdu.
pub const ORGANISER: &str = "organiser@popcorn.example";
/// Who keeps the doors in Chengdu.
pub const DOOR: &str = "door@popcorn.example";
/// Somebody who comes often: a public page, badges, and a ticket for an event to come.
pub const FAN: &str = "fan@popcorn.example";

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// It was there before, and nothing was done.
    pub already: bool,
    pub counts: Counts,
    /// Where the site is reached.
    pub base_url: String,
}

/// The people to sign in as, and what each is good for.
pub const SIGN_INS: [(&str, &str); 4] = [
    (FAN, "a fan with badges, honor and a ticket: /u/wenshuyan"),
    (ORGANISER, "organises the chapter in Chengdu: /organise"),
    (DOOR, "keeps the doors in Chengdu"),
    (ADMIN, "may do everything"),
];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { already, base_url, counts } = self;
        let Counts { members, events, sign_ups, check_ins, honor_entries, grants } = counts;
        let state = if *already { "The demo is here already" } else { "The demo is loaded" };
        writeln!(f, "{state}: {members} members, {events} events, {sign_ups} sign-ups, {check_ins} check-ins,")?;
        writeln!(f, "{honor_entries} lines of honor, {grants} badges.\n")?;
        writeln!(f, "Sign in at {base_url}/sign-in with the password {PASSWORD}")?;
        for (address, what) in SIGN_INS {
            writeln!(f, "  {address:<27} {what}")?;
        }
        write!(f, "\nThis is for looking at: everybody knows the password. Start from an empty database for real use.")
    }
}

/// Fills an empty database. Where the demo is already, it stays as it is.
///
/// # Errors
/// When there are members who are not the demo's, when an earlier load was interrupted, or when the database fails.
pub async fn load(site: &Site) -> anyhow::Result<Report> {
    let (progress, Counts { members, .. }) = {
        let mut conn = site.db.read().await?;
        (demo::progress(&mut conn).await?, demo::counts(&mut conn).await?)
    };
    match progress {
        Progress::Loaded => return report(site, true).await,
        Progress::Begun => bail!("an earlier load of the demo was interrupted: it needs an empty database"),
        Progress::None if members > 0 => {
            bail!("this database has {members} member(s) of its own: the demo only goes into an empty one")
        }
        Progress::None => {}
    }
    backend::badges::found(site).await?;
    demo::remember(site, Progress::Begun).await?;
    play(site).await.context("the demo could not be loaded")?;
    demo::remember(site, Progress::Loaded).await?;
    report(site, false).await
}

async fn play(site: &Site) -> anyhow::Result<()> {
    let stage = Stage::new(site.clone());
    let cast = people::gather(&stage).await?;
    thanks::founders(&stage, &cast).await?;
    standing::begin(&stage, &cast).await?;
    laurels::make(&stage, &cast).await?;
    let (past, coming) = playbook::plan(&stage, &cast).await?;
    playbook::fill(&stage, &cast, &past.iter().chain(&coming).collect::<Vec<_>>()).await?;
    playbook::bring_admin(&stage, &cast, &coming).await?;
    letters::draft(&stage, &cast, &coming).await?;
    letters::repeat(&stage, &cast, &coming).await?;
    demo::hush(site).await?;
    let mut came = BTreeSet::new();
    for (n, event) in past.iter().enumerate() {
        let attended = playbook::attend(&stage, &cast, event).await?;
        came.extend(attended.iter().cloned());
        thanks::after(&stage, &cast, event, (n, &attended)).await?;
        recaps::after(&stage, &cast, event, (n, attended.len())).await?;
    }
    openday::run(&stage, &cast, &came).await?;
    standing::after(&stage, &cast).await?;
    honor::today(&stage, &cast).await?;
    laurels::hang(&stage, &cast, &past).await?;
    demo::hush(site).await?;
    Ok(())
}

async fn report(site: &Site, already: bool) -> anyhow::Result<Report> {
    let counts = demo::counts(&mut site.db.read().await?).await?;
    Ok(Report { already, counts, base_url: site.settings.base_url.clone() })
}

/// Says at what the demo failed: its own content does not fit the rules, or the database is gone.
fn failed(what: &str) -> impl FnOnce(Failure) -> anyhow::Error + use<> {
    let what = what.to_owned();
    move |failure| anyhow::anyhow!("{what}: {failure}")
}
