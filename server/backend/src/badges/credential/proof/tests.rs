//! The test vector of the specification ("Data Integrity EdDSA Cryptosuites v1.0", B.1, `eddsa-rdfc-2022`), byte for byte.

use domain::KeyId;
use uuid::Uuid;

use super::*;

/// The specification's examples speak in words of their own besides those of credentials.
static EXAMPLES: [Context; 2] = [
    CONTEXTS[0],
    (
        "https://www.w3.org/ns/credentials/examples/v2",
        br#"{"@context":{"@vocab":"https://www.w3.org/ns/credentials/examples#"}}"#,
    ),
];
const SECRET: &str = "3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
const PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const HASH: &str = "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0\
                    517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017";
const SIGNATURE: &str = "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme";
/// 2023-02-24T23:36:38Z.
const CREATED: Instant = Instant(1_677_281_798_000);

fn key() -> SigningKey {
    // Two bytes say that it is a secret key of this kind.
    let bytes = bs58::decode(SECRET).into_vec().expect("base58");
    SigningKey::new(KeyId(Uuid::nil()), bytes[2..].try_into().expect("32 bytes"), CREATED)
}

fn signer(key: &SigningKey) -> Signer<'_> {
    Signer { key, method: format!("did:key:{PUBLIC}#{PUBLIC}"), now: CREATED }
}

fn document() -> Map<String, Value> {
    let document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
    });
    document.as_object().cloned().expect("an object")
}

#[test]
fn the_specifications_own_example_comes_out_byte_for_byte() {
    let key = key();
    assert_eq!(key.multibase(), PUBLIC);
    let canonical = n_quads(&document().into(), &EXAMPLES).expect("a canonical form");
    assert_eq!(
        canonical,
        "<did:example:abcdefgh> <https://www.w3.org/ns/credentials/examples#alumniOf> \"The School of Examples\" .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/ns/credentials/examples#AlumniCredential> .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <https://schema.org/description> \"A minimum viable example of an Alumni Credential.\" .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <https://schema.org/name> \"Alumni Credential\" .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <https://www.w3.org/2018/credentials#credentialSubject> <did:example:abcdefgh> .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <https://www.w3.org/2018/credentials#issuer> <https://vc.example/issuers/5678> .\n\
         <urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33> <https://www.w3.org/2018/credentials#validFrom> \"2023-01-01T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    );
    let sealed = seal_with(document(), &signer(&key), &EXAMPLES).expect("a proof");
    assert_eq!(
        sealed["proof"],
        json!({
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": format!("did:key:{PUBLIC}#{PUBLIC}"),
            "proofPurpose": "assertionMethod",
            "proofValue": SIGNATURE
        })
    );
    let mut proof = sealed["proof"].clone();
    proof.as_object_mut().expect("an object").remove("proofValue");
    assert_eq!(domain::hex(&hash(&document(), &proof, &EXAMPLES).expect("a hash")), HASH);
}

#[test]
fn a_letter_more_is_another_signature_and_an_unknown_vocabulary_is_none() {
    let key = key();
    let mut other = document();
    other.insert("name".into(), "Alumni Credentials".into());
    let sealed = seal_with(other, &signer(&key), &EXAMPLES).expect("a proof");
    assert_ne!(sealed["proof"]["proofValue"], SIGNATURE);
    let unknown = seal(document(), &signer(&key)).expect_err("its words are not known");
    assert!(unknown.to_string().contains("examples/v2"), "{unknown}");
}

#[test]
fn moments_are_whole_seconds() {
    assert_eq!(second(Instant(1_805_522_400_999)), "2027-03-20T06:00:00Z");
    assert_eq!(second(Instant(0)), "1970-01-01T00:00:00Z");
}
