use super::*;
use crate::notices::badges::Badge;
use crate::notices::contents::Asked;
use domain::{MemberId, When, members::EventRole};
use uuid::Uuid;

fn all() -> Vec<Content> {
    let event = || Event {
        is_postponed: false,
        title: "Tea-House Tapes".into(),
        when: When {
            date: "Saturday 3 April 2027".into(),
            range: "14:00 to 17:30".into(),
            zone: "China Standard Time (UTC+8)".into(),
            ..When::default()
        },
        venue: "Old Tram Depot".into(),
        address: "88 Peony Lane".into(),
        url: "https://popcorn.example/e/tea".into(),
    };
    let ticket = || Ticket { code: "4F7K-2Q9M".into(), url: "https://popcorn.example/my/tickets".into() };
    let tickets_url = || "https://popcorn.example/my/tickets".to_owned();
    let badge = || Badge {
        name: "First meetup".into(),
        story: "You came.".into(),
        reason: Some("Tapes".into()),
        note: Some("Well done".into()),
        url: "https://popcorn.example/g/1".into(),
    };
    let mut all = vec![
        Content::ConfirmEmail { code: "012345".into() },
        Content::ResetPassword { code: "012345".into() },
        Content::SeatSaved { event: event(), ticket: ticket() },
        Content::InLine { event: event(), place: 7, tickets_url: tickets_url() },
        Content::EventCancelled { event: event(), reason: Some("The depot is flooded.".into()) },
        Content::EventChanged { event: event(), tickets_url: Some(tickets_url()) },
        Content::EventPostponed { event: event(), reason: Some("Rain.".into()), tickets_url: Some(tickets_url()) },
        Content::Invited { event: event(), role: EventRole::CoOrganiser, from: "Wen".into(), url: tickets_url() },
        Content::Invited { event: event(), role: EventRole::Door, from: "Wen".into(), url: tickets_url() },
        Content::BadgeGranted { badge: badge() },
        Content::BadgesGranted { badges: vec![badge()] },
        Content::BadgesGranted { badges: vec![badge(), badge()] },
        Content::BadgeRevoked { badge: badge(), reason: "Counted twice".into() },
        Content::BadgeRestored { badge: badge() },
        Content::Reminder { event: event(), ticket: ticket() },
        Content::SeatGivenUp { event: event() },
        Content::Removed { event: event() },
    ];
    let url = || "https://popcorn.example/my/tickets#t-1".to_owned();
    all.extend(standing::all().into_iter().map(|told| Content::Standing { told, url: url() }));
    all.extend(honor::all().into_iter().map(|turned| Content::HonorCorrected { turned }));
    all.extend(line::all().into_iter().map(|news| Content::Line { event: event(), news, url: url() }));
    all
}

#[test]
fn every_letter_keeps_the_voice_in_both_languages() {
    for locale in Locale::ALL {
        let reader = Reader {
            member: MemberId(Uuid::nil()),
            email: "fan@example.org".into(),
            name: "Zhu Yuting".into(),
            locale,
            zone: "UTC".into(),
            shows_badges: false,
            asked: Asked::Now,
        };
        for content in all() {
            let text = write("Lamplight Radio", &reader, &content);
            let whole = format!("{text:?}");
            assert!(
                !whole.contains('!') && !whole.contains('！') && !whole.contains("Please") && !whole.contains("Oops"),
                "{whole}"
            );
            assert!(!text.subject.is_empty() && !text.subject.contains('\n') && text.parts.len() > 1, "{whole}");
            let is_chinese = text.subject.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert_eq!(is_chinese, locale == ZhCn, "{whole}");
        }
    }
}

#[test]
fn a_seat_comes_with_all_that_is_needed_to_get_in() {
    let reader = Reader {
        member: MemberId(Uuid::nil()),
        email: "fan@example.org".into(),
        name: "Zhu Yuting".into(),
        locale: En,
        zone: "UTC".into(),
        shows_badges: false,
        asked: Asked::Now,
    };
    let text = write("Lamplight Radio", &reader, &all()[2]);
    let whole = format!("{text:?}");
    for word in [
        "Saturday 3 April 2027, 14:00 to 17:30, China Standard Time (UTC+8)",
        "Old Tram Depot, 88 Peony Lane",
        "4F7K-2Q9M",
        "/my/tickets",
    ] {
        assert!(whole.contains(word), "{word} in {whole}");
    }
}
