use domain::{
    events::{Kind, plan::Zones},
    showcase::Art,
    signups::Seats,
};
use serde_json::Value;

use super::*;
use crate::{site::Mail, when, zones::TzDb};

fn settings() -> Settings {
    Settings {
        name: "Lamplight Radio".into(),
        base_url: "https://popcorn.example".into(),
        mail: Mail::Folder("mail".into()),
        quiet: None,
        answer_file_mb: 5,
    }
}

fn chip() -> ChapterChip {
    ChapterChip {
        slug: "chengdu".into(),
        name: "Chengdu Lamplighters".into(),
        city: "Chengdu".into(),
        zone: "Asia/Shanghai".into(),
    }
}

fn tapes(locale: Locale, phase: Phase) -> EventCard {
    let at = |local| TzDb.moment(local, "Asia/Shanghai").expect("a time of the zone");
    EventCard {
        slug: "tea-house-tapes".into(),
        title: "Tea-House </script> Tapes".into(),
        summary: "Lost broadcasts.".into(),
        lang: "en".into(),
        kind: Kind::Meetup,
        phase,
        when: when::when(locale, "Asia/Shanghai", at("2027-03-20T14:00"), Some(at("2027-03-20T17:30"))),
        venue: "Old Tram Depot".into(),
        city: "Chengdu".into(),
        art: Art::default(),
        seats: Seats { taken: 61, ..Seats::empty(80) }.into(),
        honor: 20,
        came: 0,
    }
}

fn share(locale: Locale, phase: Phase) -> ShareCard {
    let (card, chapter) = (tapes(locale, phase), chip());
    event(
        &settings(),
        locale,
        &EventShare {
            card: &card,
            address: "88 Peony Lane",
            attendance: Attendance::InPerson,
            moved_from: None,
            chapter: &chapter,
            version: 3,
        },
    )
}

fn json(card: &ShareCard) -> Value {
    assert!(!card.json_ld.contains('<'), "{}", card.json_ld);
    serde_json::from_str(&card.json_ld).expect("JSON")
}

fn person() -> Person {
    Person { handle: "wen".into(), display_name: "Wen Shuyan".into(), face: "/art/face-1.svg".into(), has_page: true }
}

fn night_shift() -> BadgeView {
    BadgeView {
        slug: "night-shift".into(),
        name: "Night shift".into(),
        story: "Packed parcels until four.".into(),
        criteria: "Work a night shift.".into(),
        art: "/badges/night-shift.svg".into(),
    }
}

#[test]
fn an_event_says_what_when_where() {
    let card = share(Locale::En, Phase::Open);
    assert_eq!(card.title, "Tea-House </script> Tapes, 20 March 2027, Chengdu");
    assert_eq!(card.url, "https://popcorn.example/e/tea-house-tapes");
    assert_eq!(card.image, "https://popcorn.example/og/e/tea-house-tapes.jpg?v=3");
    assert!(!card.noindex);
    let json = json(&card);
    assert_eq!(json["@type"], "Event");
    assert_eq!(json["startDate"], "2027-03-20T14:00:00+08:00");
    assert_eq!(json["endDate"], "2027-03-20T17:30:00+08:00");
    assert_eq!(json["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(json["location"]["address"]["addressLocality"], "Chengdu");
    assert_eq!(json["organizer"]["url"], "https://popcorn.example/c/chengdu");
    assert_eq!(
        (&json["offers"]["price"], &json["offers"]["availability"]),
        (&0.into(), &"https://schema.org/InStock".into())
    );
    assert_eq!((&json["remainingAttendeeCapacity"], &json["maximumAttendeeCapacity"]), (&19.into(), &80.into()));
    let zh = share(Locale::ZhCn, Phase::Open);
    assert_eq!(zh.title, "Tea-House </script> Tapes，2027年3月20日，Chengdu");
}

#[test]
fn a_cancelled_event_says_so_and_offers_nothing() {
    let card = share(Locale::En, Phase::Cancelled);
    assert!(card.description.starts_with("Cancelled. Saturday 20 March 2027"), "{}", card.description);
    let json = json(&card);
    assert_eq!(json["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(json["offers"], Value::Null);
    assert_eq!(self::json(&share(Locale::En, Phase::Full))["offers"]["availability"], "https://schema.org/SoldOut");
}

#[test]
fn what_is_not_public_tells_nothing() {
    let settings = settings();
    let (person, badge) = (person(), night_shift());
    let hidden =
        ProfileShare { person: &person, bio: "I fix radios.", city: "Chengdu", honor: Some(640), is_public: false };
    let granted = GrantShare {
        id: GrantId(uuid::Uuid::nil()),
        badge: &badge,
        person: &person,
        reason: Some("Stayed till four."),
        granted_iso: "2026-12-06T04:00:00+08:00",
        is_public: false,
    };
    for card in [
        share(Locale::En, Phase::Draft),
        profile(&settings, Locale::En, &hidden),
        grant(&settings, Locale::En, &granted),
    ] {
        assert!(card.noindex && card.json_ld.is_empty());
        assert_eq!(card.title, "Lamplight Radio");
        let all = format!("{card:?}");
        for secret in ["Tea-House", "Wen Shuyan", "radios", "Night", "till four"] {
            assert!(!all.contains(secret), "{secret} in {all}");
        }
    }
}

#[test]
fn people_and_badges() {
    let settings = settings();
    let (person, badge) = (person(), night_shift());
    let card = profile(
        &settings,
        Locale::En,
        &ProfileShare { person: &person, bio: "", city: "Chengdu", honor: Some(640), is_public: true },
    );
    assert_eq!(
        (card.title.as_str(), card.description.as_str(), card.kind.as_str()),
        ("Wen Shuyan", "Chengdu, 640 honor", "profile")
    );
    assert_eq!(card.image, "https://popcorn.example/og/u/wen.jpg?v=640");
    assert_eq!(json(&card)["mainEntity"]["image"], "https://popcorn.example/art/face-1.svg");
    let granted = GrantShare {
        id: GrantId(uuid::Uuid::nil()),
        badge: &badge,
        person: &person,
        reason: None,
        granted_iso: "2026-12-06T04:00:00+08:00",
        is_public: true,
    };
    let card = grant(&settings, Locale::En, &granted);
    assert_eq!(card.title, "Night shift, awarded to Wen Shuyan");
    assert_eq!(card.image, "https://popcorn.example/og/g/00000000-0000-0000-0000-000000000000.jpg");
    assert_eq!(json(&card)["isBasedOn"]["name"], "Night shift");
    assert_eq!(json(&super::badge(&settings, Locale::En, &badge))["abstract"], "Work a night shift.");
}

#[test]
fn chapters_and_the_front_page_show_what_is_next() {
    let (settings, chip) = (settings(), chip());
    let next = NextEvent { slug: "tea-house-tapes", version: 2 };
    let card = chapter(&settings, Locale::En, &chip, "# We *meet* by\nlamplight.\n\nMore.", Some(next));
    assert_eq!((card.title.as_str(), card.description.as_str()), ("Chengdu Lamplighters", "We meet by lamplight."));
    assert_eq!(card.image, "https://popcorn.example/og/e/tea-house-tapes.jpg?v=2");
    let card = home(&settings, Locale::ZhCn, None, None);
    assert_eq!(
        (card.url.as_str(), card.image.as_str()),
        ("https://popcorn.example/", "https://popcorn.example/og/site.jpg")
    );
    assert_eq!(home(&settings, Locale::En, Some(&chip), None).url, "https://popcorn.example/c/chengdu");
}

#[test]
fn addresses_and_texts_are_fit_to_travel() {
    assert_eq!(absolute(&settings(), "/e/茶"), "https://popcorn.example/e/%E8%8C%B6");
    assert_eq!(excerpt(&"x".repeat(300)).chars().count(), 200);
    assert_eq!(day("Saturday 20 to Sunday 21 March 2027"), "Saturday 20 to Sunday 21 March 2027");
    assert_eq!(day("2027年3月20日 星期六"), "2027年3月20日");
}
