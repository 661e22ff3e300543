//! What the organisers of events to come are about to write to their guests.

use backend::notices;
use domain::{Instant, Locale, notices::announce::AnnouncementForm};

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

fn words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => (
            "Bring something warm",
            "The heating is off on Sundays. Bring a jumper; we bring the tea.\n\nIf you come by bike: the yard is open.",
        ),
        Locale::ZhCn => ("请带件外套", "周日不开暖气，请带件外套，热茶我们准备。\n\n骑车来的朋友，车可以停在院子里。"),
    }
}
