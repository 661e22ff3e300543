//! Who gives badges here, with which keys, and what the badges are: documents for everybody, unsigned.

use domain::badges::credential::{Certificate, Frozen, did_web, linked_in};
use domain::badges::view::{BadgeView, Signed};
use domain::{Failure, GrantId, Instant, Locale};
use serde_json::{Value, json};

use super::document;
use crate::badges::texts::BadgeRow;
use crate::db::Result;
use crate::operations::keys;
use crate::showcase::card::absolute;
use crate::site::Settings;
use crate::{Site, sql, zones};

/// `/.well-known/did.json`: the keys whose signatures are the house's, those retired too.
///
/// # Errors
/// When the database fails.
pub async fn did_document(site: &Site) -> Result<Value> {
    keys::current(site).await?;
    let did = did_web(&site.settings.base_url);
    let keys = keys::all(site).await?;
    let methods: Vec<Value> = (keys.iter())
        .map(|key| {
            json!({
                "id": key.method(&site.settings.base_url),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase(),
            })
        })
        .collect();
    let names: Vec<Value> = methods.iter().map(|method| method["id"].clone()).collect();
    Ok(json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [site.settings.base_url],
        "verificationMethod": methods,
        "assertionMethod": names,
    }))
}

/// `/issuer`: the house as an Open Badges profile.
pub fn profile(settings: &Settings) -> Value {
    document::alone(document::profile(settings))
}

/// `/badges/{slug}` as an Open Badges achievement, in the reader's language.
///
/// # Errors
/// [`Failure::NotFound`] for no such badge.
pub async fn achievement(site: &Site, locale: Locale, slug: &str) -> Result<Value, Failure> {
    let row: Option<BadgeRow> = (site.db.read().await?)
        .optional(
            sql!(
                "SELECT slug, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh FROM badge
                  WHERE slug = $1"
            ),
            (slug,),
        )
        .await?;
    let badge = row.ok_or(Failure::NotFound)?.view(locale);
    let words = Frozen {
        slug: badge.slug,
        name: badge.name,
        story: badge.story,
        criteria: badge.criteria,
        art: badge.art,
        lang: locale.tag().into(),
        reason: None,
        event: None,
    };
    let mut achievement = document::achievement(&site.settings, &words.cleaned());
    achievement["creator"] = document::profile(&site.settings);
    Ok(document::alone(achievement))
}

/// Whether a grant is the viewer's own, and whether others see it.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub is_mine: bool,
    pub is_public: bool,
}

/// The files of a grant, as its page offers them; none for who may not have them. `granted` is told in `zone`.
pub fn signed(
    settings: &Settings,
    badge: &BadgeView,
    (grant, granted, zone): (GrantId, Instant, &str),
    sight: Sight,
) -> Option<Signed> {
    if !sight.is_mine && !sight.is_public {
        return None;
    }
    let day = zones::local(zone, granted).date();
    let (id, url) = (grant.to_string(), absolute(settings, &format!("/g/{grant}")));
    let certificate = Certificate {
        name: &badge.name,
        organisation: &settings.name,
        year: day.year(),
        month: day.month(),
        url: &url,
        id: &id,
    };
    Some(Signed {
        issuer: did_web(&settings.base_url),
        linked_in: (sight.is_mine && sight.is_public).then(|| linked_in(&certificate)),
    })
}
