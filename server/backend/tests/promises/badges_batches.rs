//! Badges for many: every bad row is named and then nobody gets anything; carried out as a whole, told of once, undone as a whole.

use backend::badges::{self, BatchAsk};
use backend::operations::housekeeping::tidy;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::badges::batch::{Source, Stage, Verdict};
use domain::members::Actor;
use domain::{BatchId, Failure, FieldCode, Locale, Refusal};
use tokio::task::JoinSet;

use crate::badges_scene::{ask, attend, badge, give, grants, handle, house, numbers};

fn listed(list: &str) -> BatchAsk {
    BatchAsk { source: "list".into(), list: list.into(), reason: "Packed parcels".into(), ..BatchAsk::default() }
}

async fn kept(world: &TestSite, by: &Actor, slug: &str, ask: BatchAsk) -> BatchId {
    badges::keep_batch(world, by, slug, ask).await.expect("a preview")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_with_a_bad_row_gives_nobody_anything_and_names_each() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(2).await;
        give(&world, &organiser, "open-day-crew", "fan2").await;
        let list = "@Fan, nobody\nfan@example.org\nfan2; wenshuyan";
        let batch = kept(&world, &organiser, "open-day-crew", listed(list)).await;
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("a preview");
        assert_eq!((page.gets, page.holds, page.wrong), (1, 1, 3));
        let named: Vec<(i64, &str, Verdict)> =
            page.rows.iter().map(|row| (row.line, row.person.as_str(), row.verdict)).collect();
        assert_eq!(
            named,
            [
                (1, "nobody", Verdict::Wrong(FieldCode::NoSuchMember)),
                (2, "fan@example.org", Verdict::Wrong(FieldCode::TwiceInSheet)),
                (3, "wenshuyan", Verdict::Wrong(FieldCode::Oneself)),
                (1, "fan", Verdict::Gets),
                (3, "fan2", Verdict::Holds),
            ]
        );
        let refused = badges::carry_out_batch(&world, &organiser, batch).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::ListIsWrong)));
        assert_eq!(grants(&world, "open-day-crew").await.0, 1, "all or nothing");
        // The list holds addresses: nobody else reads it, and it does not stay.
        let other = world.organiser("Qiao Feng", world.chapter("Hangzhou").await).await;
        assert_eq!(badges::batch_page(&world, &other, Locale::En, batch).await.map(drop), Err(Failure::NotFound));
        assert_eq!(badges::carry_out_batch(&world, &other, batch).await, Err(Failure::Forbidden));
        world.advance(std::time::Duration::from_secs(24 * 3600));
        tidy(&world).await.expect("tidied");
        assert_eq!(badges::batch_page(&world, &organiser, Locale::En, batch).await.map(drop), Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_is_carried_out_once_told_of_once_and_undone_as_a_whole() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fans = world.fans(3).await;
        for fan in &fans {
            world.publish(fan).await;
        }
        badge(&world, &organiser, "lamp", |form| form.edition = "5".into()).await;
        give(&world, &organiser, "lamp", "fan").await;
        let told = world.letters_asked("badge").await;
        let batch = kept(&world, &organiser, "lamp", listed("fan fan2 fan3")).await;
        // Pressed eight times at once.
        let mut busy = JoinSet::new();
        for _ in 0..8 {
            let (site, organiser) = (world.site.clone(), organiser.clone());
            busy.spawn(async move { badges::carry_out_batch(&site, &organiser, batch).await });
        }
        let mut done = vec![];
        while let Some(one) = busy.join_next().await {
            match one.expect("no panic") {
                Ok(people) => done.push(people),
                Err(refused) => assert_eq!(refused, Failure::Refused(Refusal::BatchDone)),
            }
        }
        assert_eq!(done, [2]);
        assert_eq!(numbers(&world, "lamp").await, (vec![1, 2, 3], 3));
        assert_eq!(world.letters_asked("badges_granted").await, 2, "one letter each");
        assert_eq!(world.letters_asked("badge").await, told + 2, "and no other");
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("done");
        assert!(matches!(page.stage, Stage::Granted(_)) && page.can_undo && page.rows.len() == 2, "{page:?}");
        let public = page.rows[0].grant.expect("a grant");
        assert!(badges::grant_page(&world, None, Locale::En, public).await.is_ok());

        let other = world.organiser("Qiao Feng", world.chapter("Hangzhou").await).await;
        assert_eq!(badges::undo_batch(&world, &other, batch).await, Err(Failure::Forbidden));
        badges::undo_batch(&world, &organiser, batch).await.expect("undone");
        let again = badges::undo_batch(&world, &organiser, batch).await;
        assert_eq!(again, Err(Failure::Refused(Refusal::NothingToUndo)));
        assert_eq!(grants(&world, "lamp").await, (3, 1, 1), "nothing is deleted, and it stands no more");
        assert_eq!(numbers(&world, "lamp").await, (vec![1], 1));
        // Undone before it was sent, nobody is told of it.
        world.run_jobs().await;
        assert_eq!(world.letters().iter().filter(|letter| letter.contains("Lamp keeper")).count(), 1, "fan 1 alone");
        for viewer in [None, Some(&other)] {
            let seen = badges::grant_page(&world, viewer, Locale::En, public).await;
            assert_eq!(seen.is_ok(), viewer.is_some(), "only organisers see what was undone");
        }
        let page = badges::badge_page(&world, None, Locale::En, "lamp").await.expect("a page");
        assert_eq!((page.holders, page.people.len()), (1, 1));
        let choice = badges::choose(&world, &fans[1], public, "accepted").await;
        assert!(matches!(choice, Err(Failure::Refused(Refusal::GrantUndone)) | Err(Failure::NotFound)), "{choice:?}");

        // The same can be given anew; the numbers are there again, each once.
        let batch = kept(&world, &organiser, "lamp", listed("fan2 fan3")).await;
        assert_eq!(badges::carry_out_batch(&world, &organiser, batch).await, Ok(2));
        assert_eq!(numbers(&world, "lamp").await, (vec![1, 2, 3], 3));
        let lines = badges::batches(&world, &organiser, Locale::En).await.expect("a list");
        assert_eq!(lines.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_was_let_go_is_given_again_before_higher_ones() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(5).await;
        badge(&world, &organiser, "lamp", |form| form.edition = "4".into()).await;
        let batch = kept(&world, &organiser, "lamp", listed("fan")).await;
        badges::carry_out_batch(&world, &organiser, batch).await.expect("given");
        give(&world, &organiser, "lamp", "fan2").await;
        give(&world, &organiser, "lamp", "fan3").await;
        badges::undo_batch(&world, &organiser, batch).await.expect("undone");
        assert_eq!(numbers(&world, "lamp").await, (vec![2, 3], 2));
        for fan in ["fan4", "fan5"] {
            give(&world, &organiser, "lamp", fan).await;
        }
        assert_eq!(numbers(&world, "lamp").await, (vec![1, 2, 3, 4], 4));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edition_too_small_for_the_batch_gives_nobody_one() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(3).await;
        badge(&world, &organiser, "lamp", |form| form.edition = "2".into()).await;
        let batch = kept(&world, &organiser, "lamp", listed("fan fan2 fan3")).await;
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("a preview");
        assert_eq!((page.gets, page.left), (3, Some(2)), "the preview says so before");
        let refused = badges::carry_out_batch(&world, &organiser, batch).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::EditionSpent)));
        assert_eq!((grants(&world, "lamp").await.0, world.letters_asked("badge").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_who_attended_gets_it_but_who_gives() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let event = world.event(organiser.organises[0], &organiser, 9).await;
        let fans = world.fans(3).await;
        for fan in [&fans[0], &fans[1], &organiser] {
            attend(&world, &organiser, fan, event).await;
        }
        world.sign_up(&fans[2], event).await.expect("did not come");
        let whole = BatchAsk {
            source: "event".into(),
            event: event.to_string(),
            reason: "Opened the house".into(),
            ..BatchAsk::default()
        };
        let form = badges::batch_form(&world, &organiser, Locale::En, ("open-day-crew", &event.to_string())).await;
        assert_eq!(form.expect("a form").event, Some(event));
        let batch = kept(&world, &organiser, "open-day-crew", whole.clone()).await;
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("a preview");
        assert_eq!((page.source, page.gets, page.wrong), (Source::Event, 2, 0));
        assert_eq!(badges::carry_out_batch(&world, &organiser, batch).await, Ok(2));
        let again = kept(&world, &organiser, "open-day-crew", whole).await;
        let refused = badges::carry_out_batch(&world, &organiser, again).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::BatchEmpty)), "they have it for this event");
        let other = world.event(organiser.organises[0], &organiser, 9).await;
        let second = GrantAtEvent { event: other.to_string() };
        badges::grant(&world, &organiser, second.ask("fan")).await.expect("for another event");
    })
    .await;
}

struct GrantAtEvent {
    event: String,
}

impl GrantAtEvent {
    fn ask(&self, handle: &str) -> badges::GrantAsk {
        badges::GrantAsk { event: self.event.clone(), ..ask("open-day-crew", handle) }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_wrong_is_told_at_its_field() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        let theirs = world.event(world.chapter("Lisbon").await, &organiser, 9).await;
        let keep = async |slug: &str, ask: BatchAsk| badges::keep_batch(&world, &organiser, slug, ask).await;
        for (field, code, wrong) in [
            ("source", FieldCode::UnknownChoice, BatchAsk::default()),
            ("source", FieldCode::UnknownChoice, BatchAsk { source: "rule".into(), ..listed("x") }),
            ("list", FieldCode::Required, listed(" ,\n")),
            ("list", FieldCode::TooLong { max: 100_000 }, listed(&"x".repeat(100_001))),
            ("reason", FieldCode::Required, BatchAsk { reason: " ".into(), ..listed("x") }),
            ("note", FieldCode::TooLong { max: 500 }, BatchAsk { note: "x".repeat(501), ..listed("x") }),
            ("event", FieldCode::Required, BatchAsk { source: "event".into(), ..listed("") }),
            ("event", FieldCode::UnknownChoice, BatchAsk { event: theirs.to_string(), ..listed("x") }),
        ] {
            let refused = keep("open-day-crew", wrong).await.expect_err(field);
            assert_eq!(refused.of_field(field), Some(code), "{field}");
        }
        assert_eq!(keep("nothing", listed("x")).await, Err(Failure::NotFound));
        let stranger = badges::keep_batch(&world, &fan, "open-day-crew", listed("x")).await;
        assert_eq!(stranger, Err(Failure::Forbidden));
        let mut conn = world.db.read().await.expect("a reader");
        let (kept,): (i64,) = conn.one(sql!("SELECT count(*) FROM badge_batch"), ()).await.expect("a number");
        assert_eq!(kept, 0);
    })
    .await;
}

/// Two organisers give the same people two badges, and one badge twice, at the same time: nobody waits for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_side_by_side_do_not_wait_in_a_circle() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(20).await;
        let forward = (1..=20).map(handle).collect::<Vec<_>>().join(" ");
        let back = (1..=20).rev().map(handle).collect::<Vec<_>>().join(" ");
        let mut busy = JoinSet::new();
        for (slug, list) in
            [("open-day-crew", &forward), ("open-day-crew", &back), ("night-shift", &back), ("night-shift", &forward)]
        {
            let batch = kept(&world, &organiser, slug, listed(list)).await;
            let (site, organiser) = (world.site.clone(), organiser.clone());
            busy.spawn(async move { badges::carry_out_batch(&site, &organiser, batch).await });
        }
        let mut given = 0;
        while let Some(done) = busy.join_next().await {
            match done.expect("no panic") {
                Ok(people) => given += people,
                Err(refused) => assert_eq!(refused, Failure::Refused(Refusal::BatchEmpty)),
            }
        }
        assert_eq!(given, 40);
    })
    .await;
}
