//! What a page tells those who share it: OpenGraph, canonical address, structured data. Pure: from what a page shows already.
//!
//! What is not public gets [`private`]: the site's own card, and no place in search engines.

mod structured;

use domain::{
    GrantId, Locale,
    badges::view::BadgeView,
    chapters::view::ChapterChip,
    events::{Attendance, Phase, view::EventCard},
    members::view::Person,
    showcase::{ShareCard, script_safe},
};

use crate::site::Settings;

/// An event to share.
#[derive(Clone, Copy, Debug)]
pub struct EventShare<'a> {
    pub card: &'a EventCard,
    pub address: &'a str,
    pub attendance: Attendance,
    /// The start it had before it was moved, for machines.
    pub moved_from: Option<&'a str>,
    pub chapter: &'a ChapterChip,
    /// Rises with each change that a picture or a calendar would show: social sites keep a picture for as long as its address.
    pub version: i64,
}

/// The story of an event to share.
#[derive(Clone, Debug)]
pub struct RecapShare<'a> {
    pub card: &'a EventCard,
    /// See [`EventShare::version`].
    pub version: i64,
    pub came: i64,
    /// Their addresses on this site.
    pub photos: Vec<&'a str>,
}

/// The event to come, for the picture of a page that lists it.
#[derive(Clone, Copy, Debug)]
pub struct NextEvent<'a> {
    pub slug: &'a str,
    /// See [`EventShare::version`].
    pub version: i64,
}

/// A profile to share.
#[derive(Clone, Copy, Debug)]
pub struct ProfileShare<'a> {
    pub person: &'a Person,
    pub bio: &'a str,
    /// Empty where no home chapter was chosen.
    pub city: &'a str,
    /// Lifetime honor, where it is for everybody; also the version of the picture, which shows it then.
    pub honor: Option<i64>,
    /// Visible to everybody.
    pub is_public: bool,
}

/// A grant to share.
#[derive(Clone, Copy, Debug)]
pub struct GrantShare<'a> {
    pub id: GrantId,
    pub badge: &'a BadgeView,
    pub person: &'a Person,
    /// Why it was given, where an organiser gave it.
    pub reason: Option<&'a str>,
    pub granted_iso: &'a str,
    /// Visible to everybody.
    pub is_public: bool,
}

/// `/e/{slug}`. A draft gets the site's own card.
pub fn event(settings: &Settings, locale: Locale, share: &EventShare<'_>) -> ShareCard {
    let EventShare { card, version, .. } = share;
    if card.phase == Phase::Draft {
        return private(settings, locale, &format!("/e/{}", card.slug));
    }
    let url = absolute(settings, &format!("/e/{}", card.slug));
    let image = absolute(settings, &format!("/og/e/{}.jpg?v={version}", card.slug));
    let place = if card.city.is_empty() { &card.venue } else { &card.city };
    let title = listing(locale, &[&card.title, day(&card.when.date), place]);
    let facts = listing(locale, &[&card.when.date, &card.when.range, &card.venue, &card.city]);
    let description = match (card.phase, locale) {
        (Phase::Cancelled, Locale::En) => format!("Cancelled. {facts}"),
        (Phase::Cancelled, Locale::ZhCn) => format!("已取消。{facts}"),
        (Phase::Postponed, Locale::En) => format!("Postponed, a new date is to come. {}", card.summary),
        (Phase::Postponed, Locale::ZhCn) => format!("已延期，新时间待定。{}", card.summary),
        _ if card.summary.is_empty() => facts.clone(),
        _ => card.summary.clone(),
    };
    let json = structured::event(settings, share, &url, &image);
    ShareCard {
        title,
        description,
        image_alt: listing(locale, &[&card.title, &facts]),
        json_ld: script_safe(&json),
        ..plain(locale, url, image)
    }
}

/// `/e/{slug}/recap`.
pub fn recap(settings: &Settings, locale: Locale, share: &RecapShare<'_>) -> ShareCard {
    let RecapShare { card, version, came, .. } = share;
    let (title, description) = match locale {
        Locale::En => (format!("How it was: {}", card.title), format!("{} {came} came.", card.when.date)),
        Locale::ZhCn => (format!("活动回顾：{}", card.title), format!("{}，{came} 人到场。", card.when.date)),
    };
    let url = absolute(settings, &format!("/e/{}/recap", card.slug));
    let image = absolute(settings, &format!("/og/e/{}.jpg?v={version}", card.slug));
    let json = structured::recap(settings, share, &title, (&url, &image));
    ShareCard {
        description: listing(locale, &[&description, &card.summary]),
        kind: "article".into(),
        image_alt: title.clone(),
        json_ld: script_safe(&json),
        title,
        ..plain(locale, url, image)
    }
}

/// `/c/{slug}`. `next` is the event to come, whose picture is shown.
pub fn chapter(
    settings: &Settings,
    locale: Locale,
    chip: &ChapterChip,
    story: &str,
    next: Option<NextEvent<'_>>,
) -> ShareCard {
    let url = absolute(settings, &format!("/c/{}", chip.slug));
    let description = if story.trim().is_empty() {
        match locale {
            Locale::En => format!("Meetups and open days in {}.", chip.city),
            Locale::ZhCn => format!("{}的见面会与开放日。", chip.city),
        }
    } else {
        excerpt(story)
    };
    let title =
        if chip.name.contains(&chip.city) { chip.name.clone() } else { listing(locale, &[&chip.name, &chip.city]) };
    ShareCard {
        image_alt: title.clone(),
        json_ld: script_safe(&structured::chapter(settings, chip, &description)),
        title,
        description,
        ..plain(locale, url, picture_of(settings, next))
    }
}

/// `/`, also narrowed to a chapter: that list has its own page, which is the canonical one.
pub fn home(
    settings: &Settings,
    locale: Locale,
    chapter: Option<&ChapterChip>,
    next: Option<NextEvent<'_>>,
) -> ShareCard {
    let path = chapter.map_or_else(|| "/".into(), |c| format!("/c/{}", c.slug));
    let url = absolute(settings, &path);
    let (title, description) = match (locale, chapter) {
        (Locale::En, None) => {
            ("What’s on".into(), format!("Meetups, open days and honors of the {} community.", settings.name))
        }
        (Locale::ZhCn, None) => ("近期活动".into(), format!("{}社区的见面会、开放日与荣誉。", settings.name)),
        (Locale::En, Some(c)) => (format!("What’s on in {}", c.city), format!("Meetups and open days in {}.", c.city)),
        (Locale::ZhCn, Some(c)) => (format!("{}近期活动", c.city), format!("{}的见面会与开放日。", c.city)),
    };
    ShareCard {
        title,
        description,
        image_alt: settings.name.clone(),
        json_ld: script_safe(&structured::site(settings)),
        ..plain(locale, url, picture_of(settings, next))
    }
}

/// `/u/{handle}`. One that is not public gets the site's own card.
pub fn profile(settings: &Settings, locale: Locale, share: &ProfileShare<'_>) -> ShareCard {
    let ProfileShare { person, bio, city, honor, is_public } = share;
    let path = format!("/u/{}", person.handle);
    if !is_public {
        return private(settings, locale, &path);
    }
    let earned = match (locale, honor) {
        (_, None) => String::new(),
        (Locale::En, Some(honor)) => format!("{honor} honor"),
        (Locale::ZhCn, Some(honor)) => format!("荣誉值 {honor}"),
    };
    let url = absolute(settings, &path);
    let image = match honor {
        Some(honor) => absolute(settings, &format!("/og/u/{}.jpg?v={honor}", person.handle)),
        None => picture_of(settings, None),
    };
    let facts = listing(locale, &[city, &earned]);
    ShareCard {
        title: person.display_name.clone(),
        description: if bio.trim().is_empty() { facts.clone() } else { excerpt(bio) },
        kind: "profile".into(),
        image_alt: listing(locale, &[&person.display_name, &facts]),
        json_ld: script_safe(&structured::profile(settings, share, &url)),
        ..plain(locale, url, image)
    }
}

/// `/g/{id}`. One whose holder is not public gets the site's own card.
pub fn grant(settings: &Settings, locale: Locale, share: &GrantShare<'_>) -> ShareCard {
    let path = format!("/g/{}", share.id);
    if !share.is_public {
        return private(settings, locale, &path);
    }
    let (badge, name) = (&share.badge.name, &share.person.display_name);
    let title = match locale {
        Locale::En => format!("{badge}, awarded to {name}"),
        Locale::ZhCn => format!("{name}获得徽章“{badge}”"),
    };
    let url = absolute(settings, &path);
    let image = absolute(settings, &format!("/og/g/{}.jpg", share.id));
    ShareCard {
        description: share.reason.map_or_else(|| excerpt(&share.badge.story), excerpt),
        kind: "article".into(),
        image_alt: title.clone(),
        json_ld: script_safe(&structured::grant(settings, share, &title, &url)),
        title,
        ..plain(locale, url, image)
    }
}

/// `/badges/{slug}`.
pub fn badge(settings: &Settings, locale: Locale, badge: &BadgeView) -> ShareCard {
    let url = absolute(settings, &format!("/badges/{}", badge.slug));
    ShareCard {
        title: badge.name.clone(),
        description: excerpt(if badge.story.is_empty() { &badge.criteria } else { &badge.story }),
        image_alt: badge.name.clone(),
        json_ld: script_safe(&structured::badge(settings, badge, &url)),
        ..plain(locale, url, picture_of(settings, None))
    }
}

/// `/tiers`.
pub fn tiers(settings: &Settings, locale: Locale) -> ShareCard {
    let (title, description) = match locale {
        Locale::En => ("Tiers", "Fan, Regular, honor crew, core: the open rules, and what each may do."),
        Locale::ZhCn => ("等级", "粉丝、常客、荣誉组、核心组：公开的规则，以及各自可以做什么。"),
    };
    of_house(settings, locale, "/tiers", (title, description))
}

/// `/leaderboard`, of a season or of all time. The boards of chapters and the pages after the first have the same card.
pub fn leaderboard(settings: &Settings, locale: Locale, season: Option<&str>) -> ShareCard {
    let (title, all_time, description) = match locale {
        Locale::En => (
            "Leaderboard",
            "all time",
            "Who did how much for the club. It shows people with a public page who did not leave it.",
        ),
        Locale::ZhCn => ("荣誉榜", "历史总榜", "谁为社区付出了多少。主页公开且没有退出的人会上榜。"),
    };
    let title = listing(locale, &[title, season.unwrap_or(all_time)]);
    of_house(settings, locale, "/leaderboard", (&title, description))
}

/// A page of the house itself.
fn of_house(settings: &Settings, locale: Locale, path: &str, (title, description): (&str, &str)) -> ShareCard {
    ShareCard {
        title: title.into(),
        description: description.into(),
        image_alt: settings.name.clone(),
        json_ld: script_safe(&structured::site(settings)),
        ..plain(locale, absolute(settings, path), picture_of(settings, None))
    }
}

/// A page that is not for everybody: the site's own card says nothing of it, and search engines leave it out.
pub fn private(settings: &Settings, locale: Locale, path: &str) -> ShareCard {
    ShareCard {
        title: settings.name.clone(),
        description: match locale {
            Locale::En => format!("Meetups, open days and honors of the {} community.", settings.name),
            Locale::ZhCn => format!("{}社区的见面会、开放日与荣誉。", settings.name),
        },
        image_alt: settings.name.clone(),
        noindex: true,
        ..plain(locale, absolute(settings, path), picture_of(settings, None))
    }
}

/// What all cards share.
fn plain(locale: Locale, url: String, image: String) -> ShareCard {
    ShareCard { url, image, locale, kind: "website".into(), ..ShareCard::default() }
}

/// The picture of the event to come, or the site's own.
fn picture_of(settings: &Settings, next: Option<NextEvent<'_>>) -> String {
    absolute(settings, &next.map_or_else(|| "/og/site.jpg".into(), |e| format!("/og/e/{}.jpg?v={}", e.slug, e.version)))
}

/// An address that can leave the site. Letters that addresses do not have, as in Chinese slugs, are percent-encoded: not every
/// reader of `og:url` and `og:image` does it by itself.
pub(crate) fn absolute(settings: &Settings, path: &str) -> String {
    let mut url = settings.base_url.clone();
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

/// "Tea-House Tapes, 20 March 2027, Chengdu", without what is empty.
fn listing(locale: Locale, parts: &[&str]) -> String {
    let comma = match locale {
        Locale::En => ", ",
        Locale::ZhCn => "，",
    };
    parts.iter().copied().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(comma)
}

/// A date without its weekday, where it has one day only: "20 March 2027", "2027年3月20日".
fn day(date: &str) -> &str {
    match date.split_once(' ') {
        Some((_, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(" to ") => rest,
        Some((first, rest)) if rest.starts_with("星期") && !rest.contains('至') => first,
        _ => date,
    }
}

/// The beginning of a longer text: its first paragraph, without the marks of Markdown, 200 characters at most.
fn excerpt(text: &str) -> String {
    let first = text.split("\n\n").map(str::trim).find(|p| !p.is_empty()).unwrap_or_default();
    let plain: String = first
        .chars()
        .map(|c| if c == '\n' { ' ' } else { c })
        .filter(|c| !matches!(c, '*' | '#' | '`' | '_' | '>'))
        .collect();
    let plain = plain.trim();
    if plain.chars().count() <= 200 {
        return plain.into();
    }
    let cut: String = plain.chars().take(199).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests;
