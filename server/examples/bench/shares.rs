//! Where the time of a sign-up goes: its parts alone, by as many at a time as in a rush.

use std::sync::Arc;

use anyhow::{Context, anyhow, ensure};
use backend::{
    members,
    signups::{self, Listing, SignUpAsk},
};
use domain::members::Actor;
use tokio::task::JoinSet;

use super::{
    load::{RUSH, Stopwatch},
    stage::{FANS, Stage},
    table::{Against, Rounds, Table},
};

/// So many a second of each part.
#[derive(Default)]
pub(crate) struct Shares {
    sessions: Rounds,
    rule: Rounds,
}

impl Shares {
    /// Measures each once.
    ///
    /// # Errors
    /// When somebody is not signed in, or is refused.
    pub(crate) async fn round(&mut self, stage: &Stage) -> anyhow::Result<()> {
        let tokens =
            stage.cookies.iter().map(|cookie| cookie.split_once('=').map_or("", |(_, token)| token).to_owned());
        let (site, clock) = (stage.site.clone(), Stopwatch::start());
        let actors = all(tokens.collect(), move |token: String| {
            let site = site.clone();
            async move {
                let found = members::session(&site, &token).await.map_err(|failure| anyhow!("{failure:?}"))?;
                Ok(found.context("a session")?.actor)
            }
        })
        .await?;
        self.sessions.add(FANS as f64 / clock.elapsed().as_secs_f64());

        let event = stage.event().await?.id;
        let (site, clock) = (stage.site.clone(), Stopwatch::start());
        let told = all(actors, move |actor: Actor| {
            let site = site.clone();
            async move {
                let request_key = site.new_id().to_string();
                let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key };
                signups::sign_up(&site, &actor, ask).await.map_err(|failure| anyhow!("{failure:?}"))
            }
        })
        .await?;
        self.rule.add(FANS as f64 / clock.elapsed().as_secs_f64());
        ensure!(told.len() == FANS, "{} of {FANS} were answered", told.len());
        Ok(())
    }

    pub(crate) fn join(&mut self, more: Self) {
        self.sessions.join(more.sessions);
        self.rule.join(more.rule);
    }

    /// Against sign-ups through HTTP: what is missing between them and these is what comes around.
    pub(crate) fn print(&self, table: &mut Table, whole: f64) {
        let against = Some(Against { base: whole, name: "sign-ups through HTTP" });
        table.rate_against("who is asking: the session alone", &self.sessions, against);
        table.rate_against("the rule, the rows and the commit: without HTTP, form and session", &self.rule, against);
    }
}

/// Does it for each, by so many at a time as come in a rush; what comes of it, in any order.
async fn all<T, U, F>(each: Vec<T>, what: impl Fn(T) -> F + Send + Sync + 'static) -> anyhow::Result<Vec<U>>
where
    T: Send + 'static,
    U: Send + 'static,
    F: Future<Output = anyhow::Result<U>> + Send,
{
    let (what, mut visitors) = (Arc::new(what), JoinSet::new());
    let mut shares: Vec<Vec<T>> = (0..RUSH).map(|_| vec![]).collect();
    for (n, one) in each.into_iter().enumerate() {
        shares[n % RUSH].push(one);
    }
    for share in shares {
        let what = Arc::clone(&what);
        visitors.spawn(async move {
            let mut done = Vec::with_capacity(share.len());
            for one in share {
                done.push(what(one).await?);
            }
            anyhow::Ok(done)
        });
    }
    let mut done = vec![];
    while let Some(visitor) = visitors.join_next().await {
        done.append(&mut visitor??);
    }
    Ok(done)
}
