//! What was revoked, in public lists of bits (Bitstring Status List, W3C). Which bit is whose only the credential itself says.
//!
//! A list is worked out from the grants whenever it is asked for; the signed forms are kept as long as the same bits are set, so
//! that no answer is ever older than the last revocation.

use domain::badges::credential::{STATUS_BITS, STATUS_PLACES};
use domain::{Failure, GrantId, Instant};
use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Write;
use uuid::Uuid;

use super::document;
use super::freeze::freeze_in;
use super::proof::{SealError, Signer, seal};
use crate::db::{Reading, Result, Tx};
use crate::operations::keys::{self, SigningKey};
use crate::site::Settings;
use crate::{Site, sql};

/// How long a signed list may be shown to somebody who cannot ask for a newer one.
pub(super) const HOLDS_S: i64 = 7 * 24 * 3600;
/// After so long it is signed anew, though nothing has changed.
const ANEW_S: i64 = 24 * 3600;

/// A bit in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) list: i64,
    pub(super) bit: i64,
}

/// Whether a grant still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Good,
    /// It was taken back.
    Revoked,
}

/// Takes a grant's credential back or lets it hold again, in the transaction that does so to the grant. Whoever asks from the
/// commit on is told.
///
/// # Errors
/// When the database fails, or there is no such grant.
pub async fn mark_in(tx: &mut Tx, site: &Site, grant: GrantId, standing: Standing) -> Result<()> {
    let revoked = match standing {
        Standing::Revoked => Some(site.now().0),
        Standing::Good => None,
    };
    let mark = sql!("UPDATE credential SET revoked_at = $2 WHERE grant_id = $1");
    if tx.execute(mark, (grant.0, revoked)).await? == 0 {
        freeze_in(tx, site, grant).await?;
        tx.execute(mark, (grant.0, revoked)).await?;
    }
    Ok(())
}

/// The grant's place, drawn by lot at the first call. The caller holds the row of its credential.
pub(super) async fn place_in(tx: &mut Tx, site: &Site, grant: GrantId) -> Result<Place> {
    let given: Option<(i64, i64)> =
        tx.optional(sql!("SELECT list, place FROM status_entry WHERE grant_id = $1"), (grant.0,)).await?;
    if let Some((list, bit)) = given {
        return Ok(Place { list, bit });
    }
    let list = open_list(tx).await?;
    loop {
        let bit = i64::try_from(site.random.below(STATUS_BITS.unsigned_abs())).expect("a few bits");
        let taken = tx
            .execute(
                sql!(
                    "INSERT INTO status_entry (list, place, grant_id) VALUES ($1, $2, $3)
                      ON CONFLICT (list, place) DO NOTHING"
                ),
                (list, bit, grant.0),
            )
            .await?;
        // A list is half full at most: the lot soon falls on a free place.
        if taken == 1 {
            return Ok(Place { list, bit });
        }
    }
}

/// A list with room for one more, which is counted.
async fn open_list(tx: &mut Tx) -> Result<i64> {
    loop {
        let open: Option<(i64,)> = tx
            .optional(
                sql!(
                    "UPDATE status_list SET taken = taken + 1
                      WHERE number = (SELECT max(number) FROM status_list) AND taken < $1 RETURNING number"
                ),
                (STATUS_PLACES,),
            )
            .await?;
        if let Some((number,)) = open {
            return Ok(number);
        }
        // All are full, or there is none. Another node may be opening the same one: then it is there at the next turn.
        tx.execute(
            sql!(
                "INSERT INTO status_list (number, taken) SELECT coalesce(max(number), 0) + 1, 0 FROM status_list WHERE TRUE
                  ON CONFLICT (number) DO NOTHING"
            ),
            (),
        )
        .await?;
    }
}

/// A list, signed: each family of verifiers reads one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    /// A credential with a proof inside.
    pub json: String,
    /// The same as a signed token.
    pub jwt: String,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    fingerprint: Option<Vec<u8>>,
    key_id: Option<Uuid>,
    signed_at: Option<i64>,
    json: Option<String>,
    jwt: Option<String>,
}

/// The list of this number as it is now.
///
/// # Errors
/// [`Failure::NotFound`] for a list that was not begun yet.
pub async fn status_list(site: &Site, number: i64) -> Result<StatusList, Failure> {
    let key = keys::current(site).await?;
    let mut conn = site.db.read().await?;
    let kept: Option<ListRow> = conn
        .optional(
            sql!("SELECT fingerprint, key_id, signed_at, json, jwt FROM status_list WHERE number = $1"),
            (number,),
        )
        .await?;
    let kept = kept.ok_or(Failure::NotFound)?;
    let revoked = revoked(&mut conn, number).await?;
    drop(conn);
    let fingerprint = fingerprint(site, &revoked);
    if let Some(list) = kept.still_holds(&fingerprint, &key, site.now()) {
        return Ok(list);
    }
    let list = sign(site, key.clone(), (number, revoked)).await?;
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!(
            "UPDATE status_list SET fingerprint = $2, key_id = $3, signed_at = $4, json = $5, jwt = $6
              WHERE number = $1"
        ),
        (number, &fingerprint[..], key.id().0, site.now().0, list.json.as_str(), list.jwt.as_str()),
    )
    .await?;
    tx.commit().await?;
    Ok(list)
}

/// The places of what was revoked, rising. By way of the few that were, not of all that are in the list.
async fn revoked(conn: &mut impl Reading, list: i64) -> Result<Vec<i64>> {
    let places: Vec<(i64,)> = conn
        .all(
            sql!(
                "SELECT e.place FROM credential c CROSS JOIN status_entry e
                  WHERE c.revoked_at IS NOT NULL AND e.grant_id = c.grant_id AND e.list = $1
                  ORDER BY e.place LIMIT 65536"
            ),
            (list,),
        )
        .await?;
    Ok(places.into_iter().map(|(place,)| place).collect())
}

/// What the signed forms depend on besides the moment and the key.
fn fingerprint(site: &Site, revoked: &[i64]) -> [u8; 32] {
    let places = revoked.iter().fold(Sha256::new(), |hash, place| hash.chain_update(place.to_be_bytes()));
    places.chain_update(&site.settings.base_url).finalize().into()
}

impl ListRow {
    fn still_holds(self, fingerprint: &[u8], key: &SigningKey, now: Instant) -> Option<StatusList> {
        let same = self.fingerprint.as_deref() == Some(fingerprint) && self.key_id == Some(key.id().0);
        let fresh = self.signed_at.is_some_and(|at| Instant(at) <= now && now < Instant(at).plus_seconds(ANEW_S));
        let (json, jwt) = self.json.zip(self.jwt)?;
        (same && fresh).then_some(StatusList { json, jwt })
    }
}

async fn sign(site: &Site, key: SigningKey, list: (i64, Vec<i64>)) -> Result<StatusList, SealError> {
    let (settings, now) = (site.settings.clone(), site.now());
    let (number, revoked) = list;
    let work = move || signed(&settings, &key, (number, &encoded(&revoked)), now);
    tokio::task::spawn_blocking(work).await?
}

fn signed(settings: &Settings, key: &SigningKey, list: (i64, &str), now: Instant) -> Result<StatusList, SealError> {
    let document = document::status_list(settings, list, now);
    let method = key.method(&settings.base_url);
    let mut claims = document.clone();
    claims.insert("iss".into(), document["issuer"].clone());
    claims.insert("iat".into(), now.0.div_euclid(1000).into());
    claims.insert("exp".into(), now.plus_seconds(HOLDS_S).0.div_euclid(1000).into());
    let jwt = token(key, &method, &claims.into());
    let json = seal(document, &Signer { key, method, now })?.to_string();
    Ok(StatusList { json, jwt })
}

/// A token of claims that the key signs (JWS, compact).
fn token(key: &SigningKey, method: &str, claims: &Value) -> String {
    let header = json!({ "alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": method });
    let text = format!("{}.{}", base64url(header.to_string()), base64url(claims.to_string()));
    let signature = base64url(key.sign(text.as_bytes()));
    format!("{text}.{signature}")
}

/// The bits as a list carries them: the first at the left, packed by gzip, in letters for addresses.
fn encoded(revoked: &[i64]) -> String {
    let mut bits = vec![0_u8; usize::try_from(STATUS_BITS / 8).expect("a few kilobytes")];
    for place in revoked {
        if let Some(byte) = usize::try_from(place / 8).ok().and_then(|at| bits.get_mut(at)) {
            *byte |= 0x80 >> (place % 8);
        }
    }
    // No time in its header: the same bits are the same text.
    let mut packer = GzBuilder::new().mtime(0).write(vec![], Compression::best());
    let packed = packer.write_all(&bits).and_then(|()| packer.finish()).expect("memory takes what is written");
    format!("u{}", base64url(packed))
}

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn bits(text: &str) -> Vec<u8> {
        use base64::Engine;
        let packed = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(&text[1..]).expect("base64url");
        let mut bits = vec![];
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bits).expect("gzip");
        bits
    }

    #[test]
    fn a_bit_stands_where_its_number_says() {
        let text = encoded(&[0, 7, 8, 131_071]);
        assert!(text.starts_with('u') && text.len() < 200, "{text}");
        let bits = bits(&text);
        assert_eq!((bits.len(), bits[0], bits[1], bits[16_383]), (16_384, 0x81, 0x80, 0x01));
        assert_eq!(bits.iter().map(|byte| byte.count_ones()).sum::<u32>(), 4);
        assert_eq!(encoded(&[5]), encoded(&[5]), "the same bits are the same text");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn what_goes_in_comes_out(places in proptest::collection::btree_set(0..STATUS_BITS, 0..300)) {
            let places: Vec<i64> = places.into_iter().collect();
            let bits = bits(&encoded(&places));
            let set = |n: &i64| bits[usize::try_from(n / 8).expect("small")] & (0x80 >> (n % 8)) != 0;
            let found: Vec<i64> = (0..STATUS_BITS).filter(set).collect();
            proptest::prop_assert_eq!(found, places);
        }
    }
}
