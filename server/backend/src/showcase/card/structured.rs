//! JSON-LD in the words of schema.org, for search engines and calendars.

use domain::{
    badges::view::BadgeView,
    chapters::view::ChapterChip,
    events::{Attendance, Phase},
};
use serde_json::{Value, json};

use super::{EventShare, GrantShare, ProfileShare, RecapShare, absolute};
use crate::site::Settings;

const SCHEMA: &str = "https://schema.org";

pub(super) fn event(settings: &Settings, share: &EventShare<'_>, url: &str, image: &str) -> Value {
    let EventShare { card, chapter, moved_from, .. } = share;
    let status = match (card.phase, moved_from) {
        (Phase::Cancelled, _) => "EventCancelled",
        (Phase::Postponed, _) => "EventPostponed",
        (_, Some(_)) => "EventRescheduled",
        _ => "EventScheduled",
    };
    let mode = match share.attendance {
        Attendance::InPerson => "OfflineEventAttendanceMode",
        Attendance::Online => "OnlineEventAttendanceMode",
        Attendance::Hybrid => "MixedEventAttendanceMode",
    };
    let mut json = json!({
        "@context": SCHEMA,
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": card.title,
        "inLanguage": card.lang,
        "image": [image],
        "startDate": card.when.iso,
        "endDate": card.when.iso_end,
        "eventStatus": format!("{SCHEMA}/{status}"),
        "eventAttendanceMode": format!("{SCHEMA}/{mode}"),
        "isAccessibleForFree": true,
        "location": location(share, url),
        "organizer": {
            "@type": "Organization",
            "name": chapter.name,
            "url": absolute(settings, &format!("/c/{}", chapter.slug)),
        },
        "maximumAttendeeCapacity": card.seats.capacity,
        "remainingAttendeeCapacity": card.seats.left,
    });
    if let Some(before) = moved_from {
        json["previousStartDate"] = (*before).into();
    }
    if !card.summary.is_empty() {
        json["description"] = card.summary.clone().into();
    }
    // Seats are free, in every currency: none is named. Nothing is offered once an event is over or off.
    if let Some(availability) = availability(card.phase) {
        json["offers"] = json!({
            "@type": "Offer",
            "url": url,
            "price": 0,
            "availability": availability,
            "inventoryLevel": { "@type": "QuantitativeValue", "value": card.seats.left },
        });
    }
    json
}

/// Where people take part. The link to join by is for those with a seat: the event's own page stands for it.
fn location(share: &EventShare<'_>, url: &str) -> Value {
    let card = share.card;
    let place = json!({
        "@type": "Place",
        "name": card.venue,
        "address": { "@type": "PostalAddress", "streetAddress": share.address, "addressLocality": card.city },
    });
    let online = json!({ "@type": "VirtualLocation", "url": url });
    match share.attendance {
        Attendance::InPerson => place,
        Attendance::Online => online,
        Attendance::Hybrid => json!([place, online]),
    }
}

pub(super) fn recap(settings: &Settings, share: &RecapShare<'_>, title: &str, (url, image): (&str, &str)) -> Value {
    let card = share.card;
    let photos = share.photos.iter().map(|src| absolute(settings, src));
    json!({
        "@context": SCHEMA,
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": title,
        "inLanguage": card.lang,
        "image": photos.chain([image.to_owned()]).collect::<Vec<_>>(),
        "about": {
            "@type": "Event",
            "@id": absolute(settings, &format!("/e/{}", card.slug)),
            "name": card.title,
            "startDate": card.when.iso,
            "endDate": card.when.iso_end,
            "location": { "@type": "Place", "name": card.venue },
        },
        "publisher": house(settings),
    })
}

/// What somebody who comes now can have.
const fn availability(phase: Phase) -> Option<&'static str> {
    match phase {
        Phase::Scheduled => Some("https://schema.org/PreOrder"),
        Phase::Open => Some("https://schema.org/InStock"),
        Phase::Full => Some("https://schema.org/SoldOut"),
        Phase::Closed | Phase::Running | Phase::Postponed => Some("https://schema.org/OutOfStock"),
        Phase::Draft | Phase::Ended | Phase::Recap | Phase::Cancelled => None,
    }
}

pub(super) fn chapter(settings: &Settings, chip: &ChapterChip, description: &str) -> Value {
    let url = absolute(settings, &format!("/c/{}", chip.slug));
    json!({
        "@context": SCHEMA,
        "@type": "Organization",
        "@id": url,
        "url": url,
        "name": chip.name,
        "description": description,
        "location": { "@type": "Place", "name": chip.city },
        "parentOrganization": house(settings),
    })
}

pub(super) fn site(settings: &Settings) -> Value {
    json!({
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": settings.name,
        "url": absolute(settings, "/"),
        "publisher": house(settings),
    })
}

pub(super) fn profile(settings: &Settings, share: &ProfileShare<'_>, url: &str) -> Value {
    let ProfileShare { person, bio, city, .. } = share;
    let mut who = json!({
        "@type": "Person",
        "@id": url,
        "url": url,
        "name": person.display_name,
        "alternateName": person.handle,
        "identifier": person.handle,
    });
    if !person.face.is_empty() {
        who["image"] = absolute(settings, &person.face).into();
    }
    if !bio.trim().is_empty() {
        who["description"] = super::excerpt(bio).into();
    }
    if !city.is_empty() {
        who["homeLocation"] = json!({ "@type": "Place", "name": city });
    }
    json!({ "@context": SCHEMA, "@type": "ProfilePage", "url": url, "mainEntity": who })
}

/// What an Open Badges AchievementCredential says, as far as schema.org has words for it.
pub(super) fn grant(settings: &Settings, share: &GrantShare<'_>, title: &str, url: &str) -> Value {
    let mut json = json!({
        "@context": SCHEMA,
        "@type": "CreativeWork",
        "additionalType": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
        "@id": url,
        "url": url,
        "name": title,
        "dateCreated": share.granted_iso,
        "image": absolute(settings, &share.badge.art),
        "about": {
            "@type": "Person",
            "name": share.person.display_name,
            "url": absolute(settings, &format!("/u/{}", share.person.handle)),
        },
        "isBasedOn": achievement(settings, share.badge),
        "publisher": house(settings),
    });
    if let Some(reason) = share.reason {
        json["abstract"] = reason.into();
    }
    json
}

pub(super) fn badge(settings: &Settings, badge: &BadgeView, url: &str) -> Value {
    let mut json = achievement(settings, badge);
    json["@context"] = SCHEMA.into();
    json["@id"] = url.into();
    json["publisher"] = house(settings);
    json
}

fn achievement(settings: &Settings, badge: &BadgeView) -> Value {
    json!({
        "@type": "CreativeWork",
        "additionalType": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement",
        "url": absolute(settings, &format!("/badges/{}", badge.slug)),
        "name": badge.name,
        "description": badge.story,
        "abstract": badge.criteria,
        "image": absolute(settings, &badge.art),
    })
}

fn house(settings: &Settings) -> Value {
    json!({ "@type": "Organization", "name": settings.name, "url": absolute(settings, "/") })
}
