//! The documents before they are signed, and those that are not: in the words of Open Badges 3.0 and nothing else, for what its
//! vocabularies do not know would not be covered by the signature.

use domain::badges::credential::{Frozen, FrozenEvent, clean, did_web};
use domain::{GrantId, Instant, Locale};
use serde_json::{Map, Value, json};

use super::contexts::{CREDENTIALS, OPEN_BADGES};
use super::proof::second;
use super::status::Place;
use crate::showcase::card::absolute;
use crate::site::Settings;

/// A grant to be signed.
pub(super) struct Grant<'a> {
    pub(super) id: GrantId,
    pub(super) granted: Instant,
    pub(super) frozen: &'a Frozen,
    /// Where it is told whether it still holds.
    pub(super) place: Place,
}

/// The credential of a grant. Its subject is an address that says nothing of the holder: who it is stands on the grant's page, as
/// long as the holder wants it to.
pub(super) fn credential(settings: &Settings, grant: &Grant<'_>) -> Map<String, Value> {
    let Grant { id, granted, frozen, place } = grant;
    let page = absolute(settings, &format!("/g/{id}"));
    let list = absolute(settings, &format!("/status/{}", place.list));
    let mut credential = json!({
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": frozen.name,
        "issuer": profile(settings),
        "validFrom": second(*granted),
        "credentialSubject": {
            "id": format!("{page}#holder"),
            "type": ["AchievementSubject"],
            "achievement": achievement(settings, frozen),
        },
        "credentialStatus": {
            "id": format!("{list}#{}", place.bit),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": place.bit.to_string(),
            "statusListCredential": list,
        },
    });
    if let Some(evidence) = evidence(settings, &page, frozen) {
        credential["evidence"] = json!([evidence]);
    }
    object(credential)
}

/// Where it was earned, or what for.
fn evidence(settings: &Settings, page: &str, frozen: &Frozen) -> Option<Value> {
    let mut evidence = match &frozen.event {
        Some(event) => json!({
            "id": absolute(settings, &format!("/e/{}", event.slug)),
            "type": ["Evidence"],
            "name": event.title,
            "description": presence(frozen, event),
        }),
        None => json!({ "id": format!("{page}#evidence"), "type": ["Evidence"] }),
    };
    if let Some(reason) = &frozen.reason {
        evidence["narrative"] = reason.as_str().into();
    }
    (frozen.event.is_some() || frozen.reason.is_some()).then_some(evidence)
}

fn presence(frozen: &Frozen, event: &FrozenEvent) -> String {
    let locale = Locale::from_tag(&frozen.lang).unwrap_or_default();
    match (locale, event.attended) {
        (Locale::En, true) => format!("Checked in at the door on {}.", event.date),
        (Locale::ZhCn, true) => format!("{}到场签到。", event.date),
        (Locale::En, false) => format!("On {}.", event.date),
        (Locale::ZhCn, false) => format!("{}。", event.date),
    }
}

/// A badge, as a credential speaks of it.
pub(super) fn achievement(settings: &Settings, frozen: &Frozen) -> Value {
    json!({
        "id": absolute(settings, &format!("/badges/{}", frozen.slug)),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": frozen.name,
        "description": frozen.story,
        "criteria": { "narrative": frozen.criteria },
        "image": { "id": absolute(settings, &frozen.art), "type": "Image" },
        "inLanguage": frozen.lang,
    })
}

/// Who gives badges here.
pub(super) fn profile(settings: &Settings) -> Value {
    json!({
        "id": did_web(&settings.base_url),
        "type": ["Profile"],
        "name": clean(&settings.name),
        "url": absolute(settings, "/"),
    })
}

/// The list of what was revoked, before it is signed. Nobody should hold an old one against us for longer than a week.
pub(super) fn status_list(settings: &Settings, (number, bits): (i64, &str), now: Instant) -> Map<String, Value> {
    let address = absolute(settings, &format!("/status/{number}"));
    object(json!({
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_web(&settings.base_url),
        "validFrom": second(now),
        "validUntil": second(now.plus_seconds(super::status::HOLDS_S)),
        "credentialSubject": {
            "id": format!("{address}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits,
        },
    }))
}

/// A document that stands by itself, unsigned: with the vocabularies it speaks in.
pub(super) fn alone(document: Value) -> Value {
    let mut whole = json!({ "@context": [CREDENTIALS, OPEN_BADGES] });
    if let (Some(whole), Value::Object(document)) = (whole.as_object_mut(), document) {
        whole.extend(document);
    }
    whole
}

fn object(document: Value) -> Map<String, Value> {
    match document {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;
