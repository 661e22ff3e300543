//! Signatures inside of documents: Data Integrity with the suite `eddsa-rdfc-2022` (W3C).

use domain::{Failure, Instant};
use oxjsonld::JsonLdSyntaxError;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::canonical::n_quads;
use super::contexts::{CONTEXTS, Context};
use crate::operations::keys::SigningKey;
use crate::{request, zones};

/// Who signs, and when.
#[derive(Clone, Debug)]
pub struct Signer<'a> {
    pub key: &'a SigningKey,
    /// The key's name for those who check: `did:web:…#z6Mk…`.
    pub method: String,
    pub now: Instant,
}

/// Why a document could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// It is no JSON-LD, or speaks in words that are not known here.
    #[error("the document cannot be put into its canonical form: {0}")]
    Canonical(#[from] JsonLdSyntaxError),
    #[error("the signing was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The document with a proof. About ten milliseconds of work: not on a thread that others wait for.
///
/// # Errors
/// When it cannot be put into its canonical form.
pub fn seal(document: Map<String, Value>, signer: &Signer<'_>) -> Result<Value, SealError> {
    seal_with(document, signer, &CONTEXTS)
}

fn seal_with(
    mut document: Map<String, Value>,
    signer: &Signer<'_>,
    contexts: &'static [Context],
) -> Result<Value, SealError> {
    let mut proof = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": second(signer.now),
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
    });
    let hash = hash(&document, &proof, contexts)?;
    proof["proofValue"] = format!("z{}", bs58::encode(signer.key.sign(&hash)).into_string()).into();
    document.insert("proof".into(), proof);
    Ok(document.into())
}

/// What is signed: the hash of the proof's own words, which are read with the document's vocabularies, then that of the document.
fn hash(
    document: &Map<String, Value>,
    proof: &Value,
    contexts: &'static [Context],
) -> Result<[u8; 64], JsonLdSyntaxError> {
    let mut options = proof.clone();
    options["@context"] = document.get("@context").cloned().unwrap_or_default();
    let mut hash = [0; 64];
    let parts = [options, Value::Object(document.clone())];
    for (half, part) in hash.chunks_exact_mut(32).zip(parts) {
        half.copy_from_slice(&Sha256::digest(n_quads(&part, contexts)?));
    }
    Ok(hash)
}

/// A moment as credentials write it: `2027-03-20T06:00:00Z`.
pub(super) fn second(at: Instant) -> String {
    let whole = Instant(at.0.div_euclid(1000) * 1000);
    zones::timestamp(whole).to_string()
}

/// The cause is logged here, once.
impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        let request_id = request::id();
        tracing::error!(%request_id, %error, "signing");
        Self::Internal { request_id }
    }
}

#[cfg(test)]
mod tests;
