//! What the organisers of events to come have in mind: a letter to their guests, and the same again in four weeks.

use backend::{events, notices};
use domain::{Instant, Locale, events::series::SeriesForm, notices::announce::AnnouncementForm};

use super::{
    failed,
    people::Cast,
    playbook::Staged,
    stage::{HOUR, Stage},
};

/// A letter for each event, written and not sent yet.
pub(super) async fn draft(stage: &Stage, cast: &Cast, coming: &[Staged]) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.today.0 - HOUR));
    // A draft has nobody to write to.
    for event in coming.iter().filter(|event| !event.is_draft()) {
        let host = &cast.people[cast.clubs[event.club].organiser].actor;
        let (subject, body) = words(event.locale);
        let form = AnnouncementForm {
            subject: subject.into(),
            body: body.into(),
            confirmed: true,
            ..AnnouncementForm::default()
        };
        notices::write_announcement(&site, host, (event.id, None), &form).await.map_err(failed("a letter"))?;
    }
    Ok(())
}

/// Each event that takes place is the first of a series; the next ones are not planned yet.
pub(super) async fn repeat(stage: &Stage, cast: &Cast, coming: &[Staged]) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.today.0 - HOUR));
    for event in coming.iter().filter(|event| event.takes_place()) {
        let host = &cast.people[cast.clubs[event.club].organiser].actor;
        let form =
            SeriesForm { name: event.series.into(), rhythm: "weekly".into(), every: "4".into(), except: String::new() };
        events::start_series(&site, host, event.id, form).await.map_err(failed("a series"))?;
    }
    Ok(())
}

fn words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => (
            "Bring something warm",
            "The heating is off on Sundays. Bring a jumper; we bring the tea.\n\nIf you come by bike: the yard is open.",
        ),
        Locale::ZhCn => ("请带件外套", "周日不开暖气，请带件外套，热茶我们准备。\n\n骑车来的朋友，车可以停在院子里。"),
    }
}
