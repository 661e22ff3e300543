//! One way to write what a document says: JSON-LD to RDF (oxjsonld), named and sorted by RDFC-1.0 (oxrdf), as N-Quads.

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument, JsonLdSyntaxError};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{Dataset, QuadRef};
use serde_json::Value;

use super::contexts::Context;

const RDFC_10: CanonicalizationAlgorithm =
    CanonicalizationAlgorithm::Rdfc10 { hash_algorithm: CanonicalizationHashAlgorithm::Sha256 };

/// The document's statements in their one order. Only the vocabularies that are handed in are known; another one is an error.
///
/// What no vocabulary knows is left out, as JSON-LD wants it: it would not be signed. A test sees to it that nothing of ours is.
pub(super) fn n_quads(document: &Value, contexts: &'static [Context]) -> Result<String, JsonLdSyntaxError> {
    let text = document.to_string();
    let parser = JsonLdParser::new().for_slice(&text).with_load_document_callback(move |address, _| {
        let known = contexts.iter().find(|(known, _)| *known == address);
        let (_, bytes) = known.ok_or_else(|| format!("the vocabulary {address} is not known here"))?;
        Ok(JsonLdRemoteDocument { document: bytes.to_vec(), document_url: address.to_owned() })
    });
    let mut statements = Dataset::new();
    for quad in parser {
        statements.insert(&quad?);
    }
    statements.canonicalize(RDFC_10);
    let mut lines: Vec<String> = statements.iter().map(|quad: QuadRef<'_>| format!("{quad} .\n")).collect();
    // Bytes of UTF-8 are in the order of the characters.
    lines.sort_unstable();
    Ok(lines.concat())
}
