use super::*;
use proptest::prelude::*;
use uuid::Uuid;

const SCOPES: [Scope; 3] = Scope::ALL;

fn visit(n: u128) -> Visit {
    Visit {
        event: EventId(Uuid::from_u128(n)),
        chapter: ChapterId(Uuid::from_u128(1)),
        kind: Kind::Meetup,
        at: Instant(n as i64),
        season: Instant(0),
        is_night: false,
    }
}

fn rules() -> impl Strategy<Value = BadgeRule> {
    prop_oneof![
        (1_u32..7).prop_map(BadgeRule::Meetups),
        Just(BadgeRule::EveryChapter),
        Just(BadgeRule::NightShift),
        (1_u32..9).prop_map(BadgeRule::Founders),
    ]
}

prop_compose! {
    /// Each event once, at any moment, of any chapter, kind and season.
    fn lives()(
        rows in prop::collection::vec((0_u128..4, 0_u8..3, 0_i64..6, 0_i64..3, any::<bool>()), 0..14),
        chapters in 0_u128..4,
        joined in 1_i64..12,
    ) -> (Vec<Visit>, Circle) {
        let visits = rows.into_iter().enumerate().map(|(n, (chapter, kind, at, season, is_night))| Visit {
            event: EventId(Uuid::from_u128(n as u128 + 100)),
            chapter: ChapterId(Uuid::from_u128(chapter)),
            kind: if kind == 0 { Kind::OpenDay } else { Kind::Meetup },
            at: Instant(at),
            season: Instant(season * 1000),
            is_night,
        });
        let chapters = (0..chapters).map(|n| ChapterId(Uuid::from_u128(n))).collect();
        (visits.collect(), Circle { chapters, joined })
    }
}

fn occasions(earned: &[Earned]) -> BTreeSet<Occasion> {
    earned.iter().map(|earned| earned.occasion).collect()
}

proptest! {
    #[test]
    fn visits_only_ever_add((visits, circle) in lives(), rule in rules()) {
        for scope in SCOPES {
            let all = earned(rule, scope, &visits, &circle);
            prop_assert_eq!(all.len(), occasions(&all).len(), "each occasion once");
            for n in 0..visits.len() {
                let fewer = occasions(&earned(rule, scope, &visits[..n], &circle));
                prop_assert!(fewer.is_subset(&occasions(&all)));
            }
        }
    }

    #[test]
    fn the_order_of_reports_does_not_matter((visits, circle) in lives(), rule in rules()) {
        for scope in SCOPES {
            let mut other = visits.clone();
            other.reverse();
            prop_assert_eq!(earned(rule, scope, &visits, &circle), earned(rule, scope, &other, &circle));
        }
    }

    /// What doors give one by one is what a look over the past gives at once.
    #[test]
    fn door_by_door_is_the_same_as_all_at_once((visits, circle) in lives(), rule in rules()) {
        for scope in SCOPES {
            let mut given = vec![];
            for n in 0..visits.len() {
                let now = completed_by(visits[n].event, rule, scope, &visits[..=n], &circle);
                prop_assert!(now.iter().all(|earned| earned.event == visits[n].event));
                given.extend(now);
            }
            prop_assert_eq!(given.len(), occasions(&given).len(), "nothing twice");
            prop_assert_eq!(occasions(&given), occasions(&earned(rule, scope, &visits, &circle)));
        }
    }

    #[test]
    fn progress_is_whole_when_the_badge_is_earned((visits, circle) in lives(), rule in rules()) {
        let done = !earned(rule, Scope::Once, &visits, &circle).is_empty();
        if let Some(Progress { have, of }) = progress(rule, Scope::Once, &visits, &circle, Instant(0)) {
            prop_assert!(0 <= have && have <= of && of > 1);
            prop_assert_eq!(have == of, done);
        }
    }
}

#[test]
fn the_fifth_meetup_is_the_fifth() {
    let visits: Vec<Visit> = (1..=7).map(visit).collect();
    let found = earned(BadgeRule::Meetups(5), Scope::Once, &visits, &Circle::default());
    assert_eq!(found, [Earned { occasion: Occasion::Once, event: visits[4].event }]);
    let one = completed_by(visits[6].event, BadgeRule::Meetups(7), Scope::Once, &visits, &Circle::default());
    assert_eq!(one.len(), 1);
    assert_eq!(completed_by(visits[6].event, BadgeRule::Meetups(5), Scope::Once, &visits, &Circle::default()), []);
    // Two shifts of one evening are one evening.
    let twice = [visit(1), visit(1)];
    assert_eq!(earned(BadgeRule::Meetups(2), Scope::Once, &twice, &Circle::default()), []);
}

#[test]
fn a_season_counts_for_itself() {
    let mut visits: Vec<Visit> = (1..=6).map(visit).collect();
    for visit in &mut visits[3..] {
        visit.season = Instant(1000);
    }
    let found = earned(BadgeRule::Meetups(3), Scope::Season, &visits, &Circle::default());
    assert_eq!(occasions(&found), [Occasion::Season(Instant(0)), Occasion::Season(Instant(1000))].into());
    assert_eq!(
        progress(BadgeRule::Meetups(5), Scope::Season, &visits, &Circle::default(), Instant(1000)),
        Some(Progress { have: 3, of: 5 })
    );
}

#[test]
fn every_chapter_means_more_than_one() {
    let here = ChapterId(Uuid::from_u128(1));
    let circle = |n: u128| Circle { chapters: (1..=n).map(|n| ChapterId(Uuid::from_u128(n))).collect(), joined: 1 };
    let mut away = visit(2);
    away.chapter = ChapterId(Uuid::from_u128(2));
    assert_eq!(visit(1).chapter, here);
    assert!(earned(BadgeRule::EveryChapter, Scope::Once, &[visit(1)], &circle(1)).is_empty());
    assert!(earned(BadgeRule::EveryChapter, Scope::Once, &[visit(1)], &circle(2)).is_empty());
    assert_eq!(earned(BadgeRule::EveryChapter, Scope::Once, &[visit(1), away], &circle(2)).len(), 1);
    assert_eq!(
        progress(BadgeRule::EveryChapter, Scope::Once, &[away], &circle(3), Instant(0)),
        Some(Progress { have: 1, of: 3 })
    );
}

#[test]
fn a_night_is_from_midnight_to_four() {
    for (starts, ends, night) in [
        ("2027-03-20T23:00", "2027-03-21T04:00", true),
        ("2027-03-20T22:00", "2027-03-21T08:30", true),
        ("2027-03-21T00:00", "2027-03-21T05:00", true),
        ("2027-03-20T18:00", "2027-03-21T02:00", false),
        ("2027-03-21T00:30", "2027-03-21T05:00", false),
        ("2027-03-20T14:00", "2027-03-20T17:30", false),
        ("2027-02-28T20:00", "2027-03-02T02:00", true),
        ("2028-02-28T20:00", "2028-02-29T02:00", false),
        ("2027-12-31T20:00", "2028-01-01T06:00", true),
        ("", "x", false),
    ] {
        assert_eq!(through_night(starts, ends), night, "{starts} to {ends}");
    }
}
