//! Who gives badges here, with which keys, and what the badges are: documents for everybody, unsigned.

use domain::badges::Life;
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
/// [`Failure::NotFound`] for no such badge, and for a secret one: this is for everybody.
pub async fn achievement(site: &Site, locale: Locale, slug: &str) -> Result<Value, Failure> {
    let row: Option<BadgeRow> = (site.db.read().await?)
        .optional(
            sql!(
                "SELECT b.slug, v.art, v.name_en, v.name_zh, v.story_en, v.story_zh, v.criteria_en, v.criteria_zh
                  FROM badge b JOIN badge_version v ON v.badge_id = b.id AND v.number = b.version
                  WHERE b.slug = $1 AND NOT b.is_secret"
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

/// Whether a grant is the viewer's own, whether others see it, and whether it stands.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub is_mine: bool,
    pub is_public: bool,
    pub life: Life,
}

/// The files of a grant, as its page offers them; none for who may not have them. `granted` is told in `zone`. Those of one that
/// was taken back say so; nobody puts it into their profile elsewhere.
pub fn signed(
    settings: &Settings,
    badge: &BadgeView,
    (grant, granted, zone): (GrantId, Instant, &str),
    sight: Sight,
) -> Option<Signed> {
    if sight.life == Life::Undone || !(sight.is_mine || sight.is_public) {
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
        linked_in: (sight.is_mine && sight.is_public && sight.life == Life::Valid).then(|| linked_in(&certificate)),
    })
}
