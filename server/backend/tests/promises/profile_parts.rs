//! A page part by part: what its owner chose is what a stranger sees, and the preview shows nothing else.

use std::num::NonZeroI64;

use backend::badges::{self, GrantAsk};
use backend::honor::{self, Entry, seasons};
use backend::members::{self, Form, StatementWords};
use backend::showcase::og;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::{Cause, seasons::SeasonForm, view::Missing};
use domain::members::Actor;
use domain::members::parts::{Part, Parts, Way};
use domain::members::view::{Milestone, ProfilePage, StatementAsk};
use domain::{ChapterId, Failure, GrantId, Locale};

struct House {
    chapter: ChapterId,
    wen: Actor,
    fan: Actor,
}

/// Somebody with a bit of everything: an event, honor, four badges, a trophy and a cover among them.
async fn house(world: &TestSite) -> House {
    badges::found(world).await.expect("the badges");
    let chapter = world.chapter("Chengdu").await;
    let wen = world.organiser("Wen Shuyan", chapter).await;
    let fan = world.member("Zhu Yuting").await;
    world.attend(&fan, (chapter, &wen)).await;
    for badge in ["night-shift", "golden-rabbit", "cover-star"] {
        world.advance(std::time::Duration::from_secs(60));
        grant(world, &wen, badge).await;
    }
    House { chapter, wen, fan }
}

async fn grant(world: &TestSite, by: &Actor, badge: &str) -> GrantId {
    let ask = GrantAsk {
        handle: "zhuyuting".into(),
        badge: badge.into(),
        reason: "For the lamp".into(),
        ..GrantAsk::default()
    };
    badges::grant(world, by, ask).await.expect("granted")
}

async fn see(world: &TestSite, viewer: Option<&Actor>) -> ProfilePage {
    members::profile(world, viewer, Locale::En, "zhuyuting", 1).await.expect("a page")
}

const NONE: Parts =
    Parts { ring: false, badges: false, statement: false, timeline: false, events: false, boards: false };

/// Which parts have something on them.
fn shown(page: &ProfilePage) -> Vec<Part> {
    let has = |part: &Part| match part {
        Part::Ring => page.standing.is_some(),
        Part::Badges => !page.medals.is_empty() || !page.trophies.is_empty() || !page.covers.is_empty(),
        Part::Statement => !page.ledger.is_empty(),
        Part::Timeline => !page.timeline.is_empty(),
        Part::Events => !page.events.is_empty(),
        Part::Boards => false,
    };
    Part::ALL.into_iter().filter(has).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_part_is_shown_to_whom_its_owner_chose() {
    each_site(async |world| {
        let House { fan, .. } = house(&world).await;
        let stranger = world.member("Some Body").await;
        let private = members::profile(&world, Some(&stranger), Locale::En, "zhuyuting", 1).await;
        assert_eq!(private.map(drop), Err(Failure::NotFound), "private as ever");
        world.publish(&fan).await;
        assert_eq!(shown(&see(&world, None).await), [Part::Ring, Part::Badges, Part::Statement]);
        for (part, parts) in [
            (Part::Ring, Parts { ring: true, ..NONE }),
            (Part::Badges, Parts { badges: true, ..NONE }),
            (Part::Timeline, Parts { timeline: true, ..NONE }),
            (Part::Events, Parts { events: true, ..NONE }),
            (Part::Statement, Parts { statement: true, ring: true, ..NONE }),
        ] {
            members::save_parts(&world, &fan, parts).await.expect("saved");
            for viewer in [None, Some(&stranger)] {
                let mut seen = shown(&see(&world, viewer).await);
                seen.retain(|seen| *seen == part || *seen != Part::Ring);
                assert_eq!(seen, [part]);
            }
            // The preview is what the stranger sees, and the owner sees all.
            let preview = members::preview(&world, &fan, Locale::En).await.expect("a preview");
            assert_eq!(preview, see(&world, Some(&stranger)).await);
            let own = see(&world, Some(&fan)).await;
            assert_eq!((shown(&own).len(), own.shows), (5, parts));
        }
        // Of a private page the preview shows what would be seen.
        members::set_public(&world, &fan, members::Visibility::Private).await.expect("private");
        let preview = members::preview(&world, &fan, Locale::En).await.expect("a preview");
        assert_eq!((shown(&preview), preview.is_mine), (vec![Part::Ring, Part::Statement], false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_tells_what_for_and_not_where() {
    each_site(async |world| {
        let House { fan, .. } = house(&world).await;
        world.publish(&fan).await;
        let told = async || {
            let page = see(&world, None).await;
            (page.ledger.len(), format!("{:?}", (page.ledger, page.timeline, page.events)))
        };
        // As every page is at first: the point stands there, the event does not, nor the time of the day.
        let (lines, words) = told().await;
        assert_eq!(lines, 1);
        assert!(!words.contains("Tea-House") && !words.contains("tea-house") && !words.contains("T06:"), "{words}");
        members::save_parts(&world, &fan, Parts { events: true, ..Parts::default() }).await.expect("saved");
        let (_, words) = told().await;
        assert!(words.contains("Tea-House") && words.contains("tea-house"), "{words}");
        // It adds up to what the ring shows: without the one, no other.
        members::save_parts(&world, &fan, Parts { ring: false, ..Parts::default() }).await.expect("saved");
        assert_eq!(told().await.0, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_back_is_held_back_everywhere() {
    each_site(async |world| {
        let House { wen, fan, .. } = house(&world).await;
        let night = grant(&world, &wen, "seed-member").await;
        world.publish(&fan).await;
        let about = async |parts: Parts| {
            members::save_parts(&world, &fan, parts).await.expect("saved");
            let badge = badges::badge_page(&world, None, Locale::En, "seed-member").await.expect("a badge");
            let latest =
                badges::latest(&mut world.db.read().await.expect("a reader"), Locale::En, 50).await.expect("some");
            let grant = badges::grant_page(&world, None, Locale::En, night).await;
            let signed = badges::credential::fetch(&world, None, night).await;
            (badge.people.len(), latest.len(), grant.is_ok(), signed.is_ok())
        };
        assert_eq!(about(Parts::default()).await, (1, 5, true, true));
        assert_eq!(about(Parts { badges: false, ..Parts::default() }).await, (0, 0, false, false));
        let own = badges::credential::fetch(&world, Some(&fan), night).await.expect("hers all the same");
        assert!(!own.is_public);
        assert!(!badges::my_badges(&world, &fan, Locale::En).await.expect("a page").is_public);
        // Without the ring its number is on no card and no picture.
        let page = see(&world, None).await;
        assert!(page.share.description.contains("20 honor") && page.share.image.contains("/og/u/"), "{:?}", page.share);
        let with_ring = og::profile(&world, "zhuyuting").await.expect("a picture");
        members::save_parts(&world, &fan, Parts { ring: false, ..Parts::default() }).await.expect("saved");
        let page = see(&world, None).await;
        assert!(!page.share.description.contains("honor") && page.share.image.contains("/og/site"), "{:?}", page.share);
        assert_ne!(og::profile(&world, "zhuyuting").await.expect("the site's own picture"), with_ring);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trophies_covers_and_what_is_missing() {
    each_site(async |world| {
        let House { chapter, wen, fan } = house(&world).await;
        let own = see(&world, Some(&fan)).await;
        let names = |medals: &[domain::badges::view::Medal]| medals.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&own.trophies), names(&own.covers)),
            (vec!["Golden Rabbit".into()], vec!["Cover star".into()])
        );
        assert_eq!(own.standing.map(|s| s.missing), Some(Missing::Events { more: 2, months: 6 }));
        let happened: Vec<&Milestone> = own.timeline.iter().map(|line| &line.what).collect();
        assert_eq!(happened.last(), Some(&&Milestone::Joined));
        assert!(happened.contains(&&Milestone::FirstEvent(Some("Tea-House Tapes 1".into()))), "{happened:?}");
        world.publish(&fan).await;
        let theirs = see(&world, None).await;
        assert_eq!(theirs.standing.map(|s| s.missing), Some(Missing::Nothing), "between the house and the member");
        assert!(theirs.medals.iter().all(|medal| medal.grant.is_some()), "nor what they have not earned");
        // However many badges came since.
        let mut tx = world.db.write().await.expect("a transaction");
        for n in 0..60_i64 {
            tx.execute(
                sql!(
                    "INSERT INTO badge_grant (id, badge_id, version, member_id, occasion, reason, granted_at, by_id, choice)
                     SELECT $1, b.id, g.version, g.member_id, $2, 'x', g.granted_at + 1000000, g.by_id, 'open'
                     FROM badge b JOIN badge_grant g ON g.badge_id = b.id WHERE b.slug = 'night-shift' LIMIT 1"
                ),
                (world.new_id(), format!("more:{n}")),
            )
            .await
            .expect("one more");
        }
        tx.commit().await.expect("a commit");
        let own = see(&world, Some(&fan)).await;
        assert_eq!((own.trophies.len(), own.covers.len()), (1, 1));
        // A page without trophies has no place for them.
        world.attend(&world.member("New Fan").await, (chapter, &wen)).await;
        let admin = world.admin().await;
        let new = members::profile(&world, Some(&admin), Locale::En, "newfan", 1).await.expect("a page");
        assert!(new.trophies.is_empty() && new.covers.is_empty() && !new.medals.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_hangs_as_its_owner_likes() {
    each_site(async |world| {
        let House { wen, fan, .. } = house(&world).await;
        let wall = async || {
            let desk = members::page_desk(&world, &fan, Locale::En).await.expect("a desk");
            desk.wall.into_iter().map(|medal| (medal.name, medal.grant.expect("held"))).collect::<Vec<_>>()
        };
        let names = |wall: &[(String, GrantId)]| wall.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let first = wall().await;
        assert_eq!(names(&first), ["Cover star", "Golden Rabbit", "Night shift", "First meetup"]);
        let go = async |n: usize, way| members::move_badge(&world, &fan, wall().await[n].1, way).await.expect("moved");
        go(3, Way::Up).await;
        go(0, Way::Down).await;
        assert_eq!(names(&wall().await), ["Golden Rabbit", "Cover star", "First meetup", "Night shift"]);
        go(0, Way::Up).await; // it hangs first already
        go(3, Way::Down).await;
        assert_eq!(names(&wall().await), ["Golden Rabbit", "Cover star", "First meetup", "Night shift"]);
        grant(&world, &wen, "seed-member").await;
        assert_eq!(names(&wall().await)[0], "Seed member", "a new one hangs first");
        go(0, Way::Down).await;
        let page = see(&world, Some(&fan)).await;
        let held: Vec<&str> = page.medals.iter().filter(|m| m.grant.is_some()).map(|m| m.name.as_str()).collect();
        assert_eq!(held, ["Golden Rabbit", "Seed member", "Cover star", "First meetup", "Night shift"]);
        // Of somebody else's wall nobody moves anything.
        let other = members::move_badge(&world, &wen, first[0].1, Way::Down).await;
        assert_eq!(other, Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_statement_is_narrowed_down_and_taken_along() {
    each_site(async |world| {
        let House { fan, .. } = house(&world).await;
        let admin = world.admin().await;
        let form = SeasonForm { name: "Spring".into(), first_day: "2027-03-01".into(), last_day: "2027-03-31".into() };
        let spring = seasons::save(&world, &admin, None, &form).await.expect("a season");
        let mut tx = world.db.write().await.expect("a transaction");
        for n in 1..=45_i64 {
            let entry = Entry {
                member: fan.member,
                points: NonZeroI64::new(n).expect("some"),
                cause: Cause::Thanked,
                event: None,
                by: None,
                corrects: None,
                reason: Some(if n == 45 { "=1+1,\"chairs\"".into() } else { format!("Chairs {n}") }),
                key: format!("k{n}"),
            };
            honor::add(&mut tx, &world, entry).await.expect("an entry");
        }
        tx.commit().await.expect("a commit");
        world.advance(std::time::Duration::from_secs(40 * 86_400));

        let page = async |ask: StatementAsk| members::my_honor(&world, &fan, Locale::En, ask).await.expect("a page");
        let all = page(StatementAsk::default()).await;
        assert_eq!((all.ledger.len(), all.before), (20, Some(27)), "46 lines: the one of the door, and 45");
        let rest = page(StatementAsk { before: "27".into(), ..StatementAsk::default() }).await;
        assert_eq!((rest.ledger.len(), rest.before), (20, Some(7)));
        let attended = page(StatementAsk { cause: "attended".into(), ..StatementAsk::default() }).await;
        assert_eq!((attended.ledger.len(), attended.ledger[0].points), (1, 20));
        let in_spring = page(StatementAsk { season: spring.to_string(), ..StatementAsk::default() }).await;
        assert_eq!(in_spring.ledger.len(), 20);
        for nonsense in ["gold", "'; DROP TABLE member; --"] {
            let ask = StatementAsk { cause: nonsense.into(), season: nonsense.into(), before: nonsense.into() };
            assert_eq!(page(ask).await.ledger.len(), 20, "what is no filter of ours narrows nothing down");
        }
        let words = StatementWords {
            heads: ["Time", "Cause", "Event", "Reason", "By", "Change", "Total"],
            cause: |_, cause| cause.word(),
        };
        let file = async |ask: StatementAsk, form| {
            members::statement_file(&world, (&fan, Locale::En), (ask, form), &words).await.expect("a file")
        };
        let sheet = file(StatementAsk::default(), Form::Csv).await;
        assert_eq!(sheet.lines().count(), 47, "a head, and every line");
        assert!(sheet.starts_with("\u{feff}Time,Cause,Event,Reason,By,Change,Total\r\n"), "{sheet:.80}");
        assert!(sheet.contains("\"'=1+1,\"\"chairs\"\"\",,45,1055"), "no formula for a spreadsheet: {sheet:.300}");
        let json = file(StatementAsk { cause: "attended".into(), ..StatementAsk::default() }, Form::Json).await;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let lines = json["lines"].as_array().expect("lines");
        assert_eq!(
            (lines.len(), &lines[0]["points"], &lines[0]["event"]["title"]),
            (1, &20.into(), &"Tea-House Tapes 1".into())
        );
    })
    .await;
}
