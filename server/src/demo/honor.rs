//! The ledger's own story: a rule that changed, a limit that was met, an objection with its answer and one that waits, thanks that
//! wait for a second organiser, and a checkpoint over it all.

use anyhow::Context;
use backend::{
    Site,
    honor::{self, AnswerAsk, ThanksAsk},
    operations::keys,
};
use domain::{
    Instant,
    honor::{RuleForm, Trigger},
    members::Actor,
};

use super::{
    failed,
    people::{Cast, WEN},
    stage::{HOUR, Stage},
};

/// What is given by hand on one day, at the most, since the rule changed.
const A_DAY: &str = "40";

/// Today, before anybody looks.
pub(super) async fn today(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let now = stage.real().now();
    let site = stage.at(Instant(now.0 - 3 * HOUR));
    let (fan, host) = (&cast.people[WEN], &cast.people[cast.clubs[0].organiser]);
    limit(&site, &cast.admin).await?;
    for (points, reason) in [(30, "Taped forty programmes in a night"), (30, "Labelled all of them")] {
        thank(&site, &host.actor, (&fan.handle, points, reason)).await?;
    }
    thank(&site, &host.actor, (&fan.handle, 120, "Rebuilt the transmitter with her own hands")).await?;
    thank(&site, &host.actor, ("noor", 15, "Kept the site up through the storm")).await?;
    let newest = newest_line(&site, &fan.actor).await?;
    let said = "Labelling took until morning. Could all of it count?";
    let objection = honor::object(&site, &fan.actor, newest, said).await.map_err(failed("an objection"))?;
    let later = stage.at(Instant(now.0 - 2 * HOUR));
    let answer = AnswerAsk {
        outcome: "explained".into(),
        answer: "It was a long night, thank you. The limit is the same for all of us, so that nobody is thanked by the dozen.".into(),
    };
    honor::answer_objection(&later, &host.actor, objection, answer).await.map_err(failed("an answer"))?;
    honor::object(&later, &fan.actor, 1, "I was there for both halves of this one.")
        .await
        .map_err(failed("an objection"))?;
    // The key is made by the site itself: the demo's chance is no good for secrets.
    keys::current(stage.real()).await.context("the key could not be made")?;
    honor::checkpoint(&stage.at(Instant(now.0 - HOUR))).await.context("the checkpoint could not be taken")
}

/// The admin sets a limit, with a reason.
async fn limit(site: &Site, admin: &Actor) -> anyhow::Result<()> {
    let (version, terms) = honor::current(&mut site.db.read().await?, Trigger::Thanked).await?;
    let form = RuleForm {
        per_day: A_DAY.into(),
        note: "A day is a day: thanks by the dozen say less".into(),
        ..RuleForm::of(&terms)
    };
    honor::change_rule(site, admin, (Trigger::Thanked, version), &form).await.map_err(failed("a rule"))
}

async fn thank(site: &Site, by: &Actor, (handle, points, reason): (&str, i64, &str)) -> anyhow::Result<()> {
    let ask = ThanksAsk {
        handle: handle.into(),
        points: points.to_string(),
        reason: reason.into(),
        request_key: format!("demo:{reason}"),
    };
    honor::thank(site, by, ask).await.map(drop).map_err(failed("thanks"))
}

/// The number of the fan's newest line.
async fn newest_line(site: &Site, fan: &Actor) -> anyhow::Result<i64> {
    let export = honor::export_own(site, fan).await.map_err(failed("the fan's ledger"))?;
    let last = export.chains.first().and_then(|chain| chain.entries.last());
    last.map(|line| line.seq).context("the fan has no honor")
}
