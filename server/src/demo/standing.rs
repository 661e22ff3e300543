//! Seasons, a crew with seats and terms, somebody who waits for an answer, and a page whose owner shows all of it.

use backend::{
    Site,
    honor::{
        seasons,
        tiers::{self, Decision},
    },
    members,
};
use domain::{Failure, Instant, Refusal, honor::seasons::SeasonForm, members::parts::Parts};

use super::{
    failed,
    people::{Cast, WEN},
    stage::{HOUR, Stage},
};

/// Two seasons by the clocks of Chengdu: one that is over, and one that runs.
const SEASONS: [(&str, i64, i64); 2] = [("Lamps of autumn 秋灯", -240, -61), ("Tapes of winter 冬带", -60, 90)];

/// Who was proposed for the honor crew and got a seat, why, and with which words.
const CREW: [(&str, &str, &str); 2] = [
    ("wenshuyan", "Mends a radio for whoever brings one, every Saturday.", "For 312 radios."),
    ("kwame", "At the door of every evening, in any weather.", "For the door, and the list."),
];

/// Before the first event: where the house's days begin, and its seasons.
pub(super) async fn begin(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.day(-398).0 + 12 * HOUR));
    seasons::save_zone(&site, &cast.admin, "Asia/Shanghai").await.map_err(failed("the zone"))?;
    tiers::save_crew(&site, &cast.admin, ("12", "12")).await.map_err(failed("the crew's seats"))?;
    for (name, first, last) in SEASONS {
        let day = |days| stage.local(days, "").trim_end_matches('T').to_owned();
        let form = SeasonForm { name: name.into(), first_day: day(first), last_day: day(last) };
        seasons::save(&site, &cast.admin, None, &form).await.map_err(failed(name))?;
    }
    Ok(())
}

/// After the last: seats, a place in the core, one who asks, and what the demo's fan shows.
pub(super) async fn after(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.day(-2).0 + 12 * HOUR));
    let organiser = &cast.people[cast.clubs[0].organiser].actor;
    for (handle, words, reason) in CREW {
        let id = tiers::propose(&site, organiser, (handle, words)).await.map_err(failed(handle))?;
        tiers::decide(&site, &cast.admin, id, (Decision::Accept, reason)).await.map_err(failed(handle))?;
    }
    let core = ("imogen", "Booked the first table in Leeds, and every one since.");
    tiers::appoint(&site, &cast.admin, core).await.map_err(failed("the core"))?;
    ask(&site, cast).await?;
    let wen = &cast.people[WEN].actor;
    members::save_parts(&site, wen, Parts::ALL).await.map_err(failed("the fan's page"))
}

/// The first who may.
async fn ask(site: &Site, cast: &Cast) -> anyhow::Result<()> {
    for somebody in &cast.people {
        let words = "I pour the tea, carry the chairs and know where the spare valves are.";
        match tiers::ask_for_seat(site, &somebody.actor, words).await {
            Ok(_) => return Ok(()),
            Err(Failure::Refused(Refusal::NotYetRegular | Refusal::InCrewAlready)) => {}
            Err(failure) => return Err(failed("an application")(failure)),
        }
    }
    Ok(())
}
