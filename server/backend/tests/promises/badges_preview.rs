//! What a preview says is what is granted, and what is undone was never there: whoever holds what already, from each source.

use std::collections::BTreeSet;

use backend::badges::{self, BatchAsk};
use backend::random::Random;
use backend::sql;
use backend::testing::{SeededRandom, TestSite, each_site};
use domain::badges::batch::{Source, Verdict};
use domain::members::Actor;
use domain::{EventId, Locale};

use crate::badges_scene::{attend, badge, give, handle, house};

const FANS: usize = 7;

/// Some of the fans, drawn by lot: their numbers, from 1.
fn some(random: &dyn Random) -> Vec<usize> {
    (1..=FANS).filter(|_| random.below(2) == 0).collect()
}

/// Who holds the badge for what, as far as it stands.
async fn standing(world: &TestSite, slug: &'static str) -> BTreeSet<(String, String)> {
    let mut conn = world.db.read().await.expect("a reader");
    let rows: Vec<(String, String)> = conn
        .all(
            sql!(
                "SELECT m.handle, g.occasion FROM badge_grant g JOIN member m ON m.id = g.member_id
                     JOIN badge b ON b.id = g.badge_id WHERE b.slug = $1 AND g.undone_at IS NULL"
            ),
            (slug,),
        )
        .await
        .expect("rows");
    rows.into_iter().collect()
}

/// Looks at a batch, carries it out, undoes it and carries it out again.
async fn there_and_back(world: &TestSite, by: &Actor, slug: &'static str, ask: &BatchAsk) -> usize {
    let before = standing(world, slug).await;
    let batch = badges::keep_batch(world, by, slug, ask.clone()).await.expect("a preview");
    let page = badges::batch_page(world, by, Locale::En, batch).await.expect("a preview");
    let named = |wanted: Verdict| -> BTreeSet<String> {
        page.rows.iter().filter(|row| row.verdict == wanted).map(|row| row.person.clone()).collect()
    };
    let (gets, holds) = (named(Verdict::Gets), named(Verdict::Holds));
    assert_eq!((page.gets, page.holds, page.wrong), (gets.len() as i64, holds.len() as i64, 0));
    assert_eq!(standing(world, slug).await, before, "looking gives nothing");
    if gets.is_empty() {
        assert!(badges::carry_out_batch(world, by, batch).await.is_err());
        return 0;
    }
    assert_eq!(badges::carry_out_batch(world, by, batch).await, Ok(gets.len()));
    let after = standing(world, slug).await;
    let new: BTreeSet<String> = after.difference(&before).map(|(handle, _)| handle.clone()).collect();
    assert_eq!(new, gets, "who was named got it, and nobody else");
    assert!(before.is_subset(&after) && after.len() == before.len() + gets.len());
    let page = badges::batch_page(world, by, Locale::En, batch).await.expect("done");
    assert_eq!(page.rows.iter().map(|row| row.person.clone()).collect::<BTreeSet<_>>(), gets);

    badges::undo_batch(world, by, batch).await.expect("undone");
    assert_eq!(standing(world, slug).await, before, "as if it had never been");
    let again = badges::keep_batch(world, by, slug, ask.clone()).await.expect("a preview");
    assert_eq!(badges::carry_out_batch(world, by, again).await, Ok(gets.len()));
    assert_eq!(standing(world, slug).await, after, "the same once more");
    gets.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_named_gets_it_and_nobody_else() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fans = world.fans(FANS).await;
        let random = SeededRandom::new(2027);
        let event = world.event(organiser.organises[0], &organiser, 20).await;
        let came = some(&random);
        for n in &came {
            attend(&world, &organiser, &fans[n - 1], event).await;
        }
        let mut given = 0;
        for slug in ["list-a", "list-b", "list-c", "list-d"] {
            badge(&world, &organiser, slug, |_| ()).await;
            for n in some(&random) {
                give(&world, &organiser, slug, &handle(n)).await;
            }
            let list = some(&random).into_iter().map(handle).collect::<Vec<_>>().join("\n");
            given += there_and_back(&world, &organiser, slug, &ask(Source::List, &list, None)).await;
        }
        for slug in ["event-a", "event-b"] {
            badge(&world, &organiser, slug, |form| form.scope = "event".into()).await;
            for n in some(&random) {
                give(&world, &organiser, slug, &handle(n)).await;
            }
            given += there_and_back(&world, &organiser, slug, &ask(Source::Event, "", Some(event))).await;
        }
        badge(&world, &organiser, "by-rule", |form| (form.rule, form.count) = ("meetups".into(), "1".into())).await;
        let by_rule = there_and_back(&world, &organiser, "by-rule", &ask(Source::Rule, "", None)).await;
        assert_eq!(by_rule, came.len());
        assert!(given > 6, "{given}: the lot left nothing to try");
    })
    .await;
}

fn ask(source: Source, list: &str, event: Option<EventId>) -> BatchAsk {
    BatchAsk {
        source: source.word().into(),
        list: list.into(),
        event: event.map(|event| event.to_string()).unwrap_or_default(),
        reason: "Kept the lamp lit".into(),
        ..BatchAsk::default()
    }
}
