//! The vocabularies of what is signed, inside the program: nothing is looked up while signing, and what they say can never change
//! under a signature. `contexts/README.md` says where the files come from.

/// A vocabulary under its address.
pub(super) type Context = (&'static str, &'static [u8]);

/// What verifiable credentials share (W3C).
pub(super) const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";
/// What Open Badges add (1EdTech); the address names the version, for the one without is changed now and then.
pub(super) const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// Both.
pub(super) static CONTEXTS: [Context; 2] = [
    (CREDENTIALS, include_bytes!("contexts/credentials-v2.json")),
    (OPEN_BADGES, include_bytes!("contexts/open-badges-3.0.3.json")),
];

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_vocabularies_are_those_that_everybody_has() {
        let hashes = CONTEXTS.map(|(address, bytes)| (address, domain::hex(&Sha256::digest(bytes))));
        assert_eq!(
            hashes.map(|(address, hash)| format!("{hash} {address}")),
            [
                "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734 https://www.w3.org/ns/credentials/v2",
                "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84 \
                 https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ]
        );
    }
}
