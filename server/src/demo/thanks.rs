//! Badges and honor by hand: what organisers gave after the lights went up.

use std::num::NonZeroI64;

use backend::{
    badges::{self, GrantAsk},
    honor::{self, Entry},
    operations::demo,
};
use domain::{Failure, Instant, Locale, MemberId, Refusal, honor::Cause, members::Actor};

use super::{
    failed,
    people::{Cast, WEN},
    playbook::Staged,
    programme::{THANKED_FOR, THANKED_WITH},
    stage::{HOUR, MINUTE, Stage},
};

/// Those who booked the first table in their city, from the site itself.
pub(super) async fn founders(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.day(-396).0 + 12 * HOUR));
    for club in &cast.clubs {
        let founder = &cast.people[club.organiser].handle;
        badge(&site, &cast.admin, Gift { badge: "city-founder", to: founder, event: None, locale: Locale::En }).await?;
    }
    Ok(())
}

/// After an event: `attended` are the handles of those who were there, `n` counts the events.
pub(super) async fn after(
    stage: &Stage,
    cast: &Cast,
    event: &Staged,
    (n, attended): (usize, &[String]),
) -> anyhow::Result<()> {
    let host = &cast.people[cast.clubs[event.club].organiser];
    let evening = Instant(event.ends.0 + stage.dice.between(20, 90) * MINUTE);
    let site = stage.at(evening);
    let guests: Vec<&str> = attended.iter().map(String::as_str).filter(|handle| *handle != host.handle).collect();
    if guests.is_empty() {
        return Ok(());
    }
    for _ in 0..stage.dice.below(3) {
        let ((points, reason), to) = (stage.dice.pick(&THANKED_FOR), stage.dice.pick(&guests));
        let reason = in_locale(event.locale, reason);
        thank(&site, cast, event, (to, *points, reason)).await?;
    }
    if n % 3 != 1 {
        let (slug, ..) = stage.dice.pick(&THANKED_WITH[..5]);
        let &to = stage.dice.pick(&guests);
        let gift = Gift { badge: slug, to, event: Some(event), locale: event.locale };
        badge(&site, &host.actor, gift).await?;
    }
    if event.with_wen {
        wen(stage, cast, event, n).await?;
    }
    Ok(())
}

/// The demo's fan has a wall worth looking at, and a statement with a line that was put right.
async fn wen(stage: &Stage, cast: &Cast, event: &Staged, n: usize) -> anyhow::Result<()> {
    let (host, fan) = (&cast.people[cast.clubs[event.club].organiser], &cast.people[WEN]);
    let site = stage.at(Instant(event.ends.0 + 2 * HOUR));
    let gifts: &[&str] = match n {
        0..=8 => &["seed-member"],
        20..=28 => &["night-shift"],
        36..=44 => &["open-day-crew"],
        _ => &[],
    };
    for slug in gifts {
        badge(&site, &host.actor, Gift { badge: slug, to: &fan.handle, event: None, locale: Locale::En }).await?;
    }
    if n >= 40 {
        let key = format!("demo:counted-twice:{}", fan.actor.member);
        let mut tx = site.db.write().await?;
        let entry = Entry {
            points: NonZeroI64::new(20).expect("not zero"),
            cause: Cause::Thanked,
            event: Some(event.id),
            by: Some(host.actor.member),
            corrects: None,
            reason: Some("Helped at the door".into()),
            member: fan.actor.member,
            key: key.clone(),
        };
        if honor::add(&mut tx, &site, entry.clone()).await?.is_some()
            && let Some(wrong) = demo::entry(&mut tx, &key).await?
        {
            let right = Entry {
                points: NonZeroI64::new(-20).expect("not zero"),
                cause: Cause::Corrected,
                corrects: Some(wrong),
                reason: Some("Counted twice".into()),
                key: format!("{key}:corrected"),
                ..entry
            };
            honor::add(&mut tx, &site, right).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// A badge by hand.
struct Gift<'a> {
    badge: &'a str,
    to: &'a str,
    event: Option<&'a Staged>,
    locale: Locale,
}

/// Gives it, unless they hold it already.
async fn badge(site: &backend::Site, by: &Actor, gift: Gift<'_>) -> anyhow::Result<()> {
    let Some((slug, reason, note)) = THANKED_WITH.iter().find(|(slug, ..)| *slug == gift.badge) else { return Ok(()) };
    let ask = GrantAsk {
        handle: gift.to.into(),
        badge: (*slug).into(),
        event: gift.event.map(|event| event.id.to_string()).unwrap_or_default(),
        reason: in_locale(gift.locale, reason).into(),
        note: in_locale(gift.locale, note).into(),
    };
    match badges::grant(site, by, ask).await {
        Ok(_) | Err(Failure::Refused(Refusal::AlreadyGranted)) => Ok(()),
        Err(failure) => Err(failed("a badge")(failure)),
    }
}

/// Adds honor, once for a person at an event.
async fn thank(
    site: &backend::Site,
    cast: &Cast,
    event: &Staged,
    (to, points, reason): (&str, i64, &str),
) -> anyhow::Result<()> {
    let member = cast.people.iter().find(|somebody| somebody.handle == to).map(|somebody| somebody.actor.member);
    let (Some(member), Some(points)) = (member, NonZeroI64::new(points)) else { return Ok(()) };
    let by: MemberId = cast.people[cast.clubs[event.club].organiser].actor.member;
    let entry = Entry {
        member,
        points,
        cause: Cause::Thanked,
        event: Some(event.id),
        by: Some(by),
        corrects: None,
        reason: Some(reason.into()),
        key: format!("demo:thanked:{}:{member}", event.id),
    };
    let mut tx = site.db.write().await?;
    honor::add(&mut tx, site, entry).await?;
    Ok(tx.commit().await?)
}

fn in_locale<'a>(locale: Locale, [en, zh]: &[&'a str; 2]) -> &'a str {
    match locale {
        Locale::En => en,
        Locale::ZhCn => zh,
    }
}
