use super::super::canonical::n_quads;
use super::super::contexts::CONTEXTS;
use super::*;
use crate::site::Mail;
use uuid::Uuid;

fn settings() -> Settings {
    Settings {
        name: "Lamplight Radio".into(),
        base_url: "https://popcorn.example".into(),
        mail: Mail::Folder("outbox".into()),
        quiet: None,
        answer_file_mb: 5,
    }
}

fn frozen() -> Frozen {
    Frozen {
        slug: "night-shift".into(),
        name: "守夜人".into(),
        story: "For keeping the lamp lit.".into(),
        criteria: "Keep the house open through a night".into(),
        art: "/badges/night-shift.svg".into(),
        lang: "en".into(),
        reason: Some("Four hours of tea".into()),
        event: Some(FrozenEvent {
            slug: "茶馆".into(),
            title: "Tea-House Tapes".into(),
            date: "3 April 2027".into(),
            attended: true,
        }),
    }
}

/// Every string in it but the vocabularies' addresses, and what has a name of its own in them.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => {
            fields.iter().filter(|(key, _)| *key != "@context").for_each(|(_, value)| strings(value, found));
        }
        _ => {}
    }
}

#[track_caller]
fn is_covered(document: &Map<String, Value>) {
    let whole = Value::Object(document.clone());
    let signed = n_quads(&whole, &CONTEXTS).expect("a canonical form");
    let mut found = vec![];
    strings(&whole, &mut found);
    for text in found {
        let said = ["\"", "<", "#"]
            .iter()
            .any(|before| ["\"", ">"].iter().any(|after| signed.contains(&format!("{before}{text}{after}"))));
        assert!(said, "{text:?} is not signed:\n{signed}");
    }
}

#[test]
fn nothing_in_a_credential_is_left_unsigned() {
    let frozen = frozen();
    let grant = |frozen| Grant {
        id: GrantId(Uuid::from_u128(7)),
        granted: Instant(1_805_522_400_000),
        frozen,
        place: Place { list: 1, bit: 94_567 },
    };
    is_covered(&credential(&settings(), &grant(&frozen)));
    let by_hand = Frozen { event: None, ..frozen.clone() };
    is_covered(&credential(&settings(), &grant(&by_hand)));
    let by_rule = Frozen { event: None, reason: None, ..frozen.clone() };
    let plain = credential(&settings(), &grant(&by_rule));
    assert!(!plain.contains_key("evidence"));
    is_covered(&plain);
    is_covered(&status_list(&settings(), (1, "uH4sIAAAA"), Instant(1_805_522_400_000)));
}

#[test]
fn a_credential_names_nobody() {
    let frozen = frozen();
    let grant = Grant {
        id: GrantId(Uuid::from_u128(7)),
        granted: Instant(1_805_522_400_000),
        frozen: &frozen,
        place: Place { list: 2, bit: 5 },
    };
    let credential = credential(&settings(), &grant);
    let page = "https://popcorn.example/g/00000000-0000-0000-0000-000000000007";
    assert_eq!(credential["credentialSubject"]["id"], format!("{page}#holder"));
    assert_eq!(credential["issuer"]["id"], "did:web:popcorn.example");
    assert_eq!(credential["validFrom"], "2027-03-20T06:00:00Z");
    assert_eq!(credential["credentialStatus"]["id"], "https://popcorn.example/status/2#5");
    assert_eq!(credential["evidence"][0]["id"], "https://popcorn.example/e/%E8%8C%B6%E9%A6%86");
    assert_eq!(credential["evidence"][0]["description"], "Checked in at the door on 3 April 2027.");
}
