//! The words of letters about standing, both languages side by side.

use domain::{Locale, honor::tiers::Tier};

use super::Told;
use crate::notices::texts::{
    Part::{self, Line, Link},
    say,
};

/// Subject and parts of a letter.
pub(in crate::notices) fn write(l: Locale, told: &Told, url: &str) -> (String, Vec<Part>) {
    let (subject, mut parts) = match told {
        Told::Regular { events, months } => regular(l, *events, *months),
        Told::RegularEnds { last_day } => regular_ends(l, last_day),
        Told::Proposed { by, words } => proposed(l, by, words),
        Told::Accepted { reason, last_day } => accepted(l, reason, last_day),
        Told::Declined { reason } => declined(l, reason),
        Told::Renewed { last_day } => renewed(l, last_day),
        Told::Ended { tier, thanks } => ended(l, *tier, thanks.as_deref()),
        Told::Core { words } => core(l, words),
    };
    parts.push(Link(say(l, "Tiers and what they are for", "等级说明"), url.into()));
    (subject, parts)
}

fn regular(l: Locale, events: i64, months: i64) -> (String, Vec<Part>) {
    let of = |n: i64, one: &str| if n == 1 { format!("{n} {one}") } else { format!("{n} {one}s") };
    let (visits, span) = (of(events, "event"), of(months, "month"));
    let why = say(
        l,
        format!("You were at {visits} within {span}, so you are a Regular."),
        format!("你在 {months} 个月内参加了 {events} 场活动，成为了常客。"),
    );
    let what = say(
        l,
        "Where an event opens earlier for Regulars, it opens earlier for you. Keep coming, and it stays so.",
        "如果活动让常客提前报名，你也可以提前。继续来，就一直是常客。",
    );
    (say(l, "You are a Regular".into(), "你成为了常客".into()), vec![Line(why), Line(what.into())])
}

fn regular_ends(l: Locale, last_day: &str) -> (String, Vec<Part>) {
    let when = say(
        l,
        format!("It has been a while. You stay a Regular until {last_day}."),
        format!("好久不见。你的常客身份保留到{last_day}。"),
    );
    let how = say(
        l,
        "Come to an event or two by then and nothing changes. If life has other plans, the way back is the way you came. Your honor and your badges stay yours in any case.",
        "在那之前来参加活动，一切照旧。如果没空也没关系，以后再来就能重新成为常客。荣誉和徽章始终是你的。",
    );
    (say(l, "We miss you".into(), "想你了".into()), vec![Line(when), Line(how.into())])
}

fn proposed(l: Locale, by: &str, words: &str) -> (String, Vec<Part>) {
    let who = say(
        l,
        format!(
            "{by} proposed you for a seat in the honor crew. Another organiser decides; you hear from us either way."
        ),
        format!("{by} 推荐你加入荣誉组，将由另一位组织者决定，结果会来信告诉你。"),
    );
    let why = say(l, format!("What they wrote: {words}"), format!("推荐理由：{words}"));
    let how = say(l, "You would rather not? Say so on the page on tiers.", "不想加入？可以在等级页面上谢绝。");
    (
        say(l, "Proposed for the honor crew".into(), "你被推荐加入荣誉组".into()),
        vec![Line(who), Line(why), Line(how.into())],
    )
}

fn accepted(l: Locale, reason: &str, last_day: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        format!("You have a seat in the honor crew, until {last_day}."),
        format!("你加入了荣誉组，任期到{last_day}。"),
    );
    let why = say(l, format!("What the organisers wrote: {reason}"), format!("组织者的话：{reason}"));
    (say(l, "You are in the honor crew".into(), "你加入了荣誉组".into()), vec![Line(what), Line(why)])
}

fn declined(l: Locale, reason: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        "You do not get a seat in the honor crew this time. Nothing else changes, and you can ask again.",
        "这次没能加入荣誉组。其他一切照旧，以后还可以再申请。",
    );
    let why = say(l, format!("Why: {reason}"), format!("原因：{reason}"));
    (say(l, "The honor crew: not this time".into(), "荣誉组申请结果".into()), vec![Line(what.into()), Line(why)])
}

fn renewed(l: Locale, last_day: &str) -> (String, Vec<Part>) {
    let what = say(
        l,
        format!("Your time in the honor crew goes on, until {last_day}."),
        format!("你在荣誉组的任期延长到{last_day}。"),
    );
    let thanks = say(l, "Thank you for what you do.", "谢谢你的付出。");
    (
        say(l, "Your seat in the honor crew is renewed".into(), "荣誉组任期已延长".into()),
        vec![Line(what), Line(thanks.into())],
    )
}

fn ended(l: Locale, tier: Tier, thanks: Option<&str>) -> (String, Vec<Part>) {
    let (en, zh) = if tier == Tier::Core { ("core", "核心组") } else { ("honor crew", "荣誉组") };
    let what = say(
        l,
        format!("Your time in the {en} is over. Thank you: what you did stays, and so do your honor and your badges."),
        format!("你在{zh}的任期结束了。谢谢你：你做过的一切都在，荣誉和徽章也都在。"),
    );
    let mut parts = vec![Line(what)];
    parts.extend(
        thanks.map(|thanks| {
            Line(say(l, format!("A word from the organisers: {thanks}"), format!("组织者的话：{thanks}")))
        }),
    );
    (say(l, format!("Thank you for your time in the {en}"), format!("感谢你在{zh}的付出")), parts)
}

fn core(l: Locale, words: &str) -> (String, Vec<Part>) {
    let what = say(l, "You were appointed to the core.", "你被任命为核心组成员。");
    let why = say(l, format!("Why: {words}"), format!("原因：{words}"));
    (say(l, "Welcome to the core".into(), "欢迎加入核心组".into()), vec![Line(what.into()), Line(why)])
}

/// One of each, for the test that reads all letters.
#[cfg(test)]
pub(in crate::notices) fn all() -> Vec<Told> {
    let day = || "20 September 2027".to_owned();
    let words = || "She mends radios.".to_owned();
    vec![
        Told::Regular { events: 3, months: 6 },
        Told::RegularEnds { last_day: day() },
        Told::Proposed { by: "Wen".into(), words: words() },
        Told::Accepted { reason: words(), last_day: day() },
        Told::Declined { reason: words() },
        Told::Renewed { last_day: day() },
        Told::Ended { tier: Tier::HonorCrew, thanks: Some(words()) },
        Told::Ended { tier: Tier::Core, thanks: None },
        Told::Core { words: words() },
    ]
}
