//! Events that come again: series with exceptions, copies, templates, and how the last one went.

use std::time::Duration;

use crate::planning::{audited, form, here, sign_up};
use backend::door;
use backend::events::{self, Opened};
use backend::testing::{TestSite, each_site};
use domain::events::{Phase, plan::PlanForm, series::SeriesForm};
use domain::members::{Actor, EventRole};
use domain::{EventId, Failure, FieldCode, Locale};

const DAY: Duration = Duration::from_secs(86_400);

fn weekly() -> SeriesForm {
    SeriesForm { name: "Tapes".into(), rhythm: "weekly".into(), every: "2".into(), except: String::new() }
}

/// Start and end of a draft, as its form holds them.
async fn wall(world: &TestSite, by: &Actor, id: EventId) -> (String, String) {
    let page = events::plan_page(world, by, Locale::En, Opened::Of(id)).await.expect("a form");
    (page.form.starts, page.form.ends)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_series_makes_its_next_drafts_by_its_rule() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        // Lisbon's clocks go forward on 28 March 2027: the hour on the wall stays.
        let plan = PlanForm {
            zone: "Europe/Lisbon".into(),
            starts: "2027-03-20T19:00".into(),
            ends: "2027-03-21T01:30".into(),
            ..form()
        };
        let first = events::create(&world, &wen, plan).await.expect("a draft");
        let wrong = SeriesForm { every: "0".into(), except: "never".into(), ..weekly() };
        let failure = events::start_series(&world, &wen, first, wrong).await.expect_err("two errors");
        assert_eq!(
            (failure.of_field("every"), failure.of_field("except")),
            (Some(FieldCode::TooSmall { min: 1 }), Some(FieldCode::NotADay))
        );
        let series = events::start_series(&world, &wen, first, SeriesForm { every: "1".into(), ..weekly() }).await;
        let series = series.expect("a series");
        assert_eq!(events::start_series(&world, &wen, first, weekly()).await, Ok(series), "it has one");
        let every_week = SeriesForm { every: "1".into(), except: "2027-04-03".into(), ..weekly() };
        events::save_series(&world, &wen, series, every_week).await.expect("with an exception");
        for count in ["0", "13", "some"] {
            assert!(
                events::make_drafts(&world, &wen, series, count).await.expect_err("no").of_field("count").is_some()
            );
        }
        let made = events::make_drafts(&world, &wen, series, "3").await.expect("drafts");
        let mut walls = vec![];
        for id in &made {
            walls.push(wall(&world, &wen, *id).await);
        }
        let wanted = ["2027-03-27", "2027-04-10", "2027-04-17"].map(|day| format!("{day}T19:00"));
        assert_eq!(walls.iter().map(|w| w.0.clone()).collect::<Vec<_>>(), wanted);
        assert_eq!(walls[1].1, "2027-04-11T01:30");
        let page = events::series_page(&world, &wen, Locale::En, series).await.expect("a page");
        assert_eq!((page.rule.as_str(), page.events.len()), ("Every week on Saturday", 4));
        assert_eq!(page.next[0], "Saturday 24 April 2027");
        assert!(page.events.iter().all(|row| row.card.phase == Phase::Draft));
        assert_eq!((audited(&world, "series_started").await, audited(&world, "event_created").await), (1, 4));

        // They are drafts of their own: each has its places and its own address.
        events::publish(&world, &wen, made[0]).await.expect("published");
        sign_up(&world, &world.member("Zhu Yuting").await, made[0]).await;
        assert_eq!(world.seats(made[1]).await.taken, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_ask_at_once_make_one_row_of_drafts() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let first = events::create(&world, &wen, form()).await.expect("a draft");
        let series = events::start_series(&world, &wen, first, weekly()).await.expect("a series");
        let asks: Vec<_> = (0..4)
            .map(|_| {
                let (site, wen) = (world.site.clone(), wen.clone());
                tokio::spawn(async move { events::make_drafts(&site, &wen, series, "2").await })
            })
            .collect();
        let mut days = std::collections::BTreeSet::new();
        for ask in asks {
            for id in ask.await.expect("no panic").expect("drafts") {
                assert!(days.insert(wall(&world, &wen, id).await.0), "a day twice");
            }
        }
        assert_eq!(days.len(), 8);
        assert_eq!(days.last().map(String::as_str), Some("2027-07-24T14:00"), "each other Saturday");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_a_draft_of_its_own() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let id = events::create(&world, &wen, PlanForm { opens: "2027-03-27T10:00".into(), ..form() }).await;
        let id = id.expect("a draft");
        let copy = events::copy(&world, &wen, id).await.expect("a copy");
        let page = events::plan_page(&world, &wen, Locale::En, Opened::Of(copy)).await.expect("a form");
        assert_eq!((page.form.starts.as_str(), page.form.opens.as_str()), ("2027-04-10T14:00", "2027-04-03T10:00"));
        assert_eq!((page.form.title.as_str(), page.slug.as_str()), ("Tea-House Tapes", "tea-house-tapes-2"));
        events::publish(&world, &wen, id).await.expect("published");
        world.advance(100 * DAY);
        let later = events::copy(&world, &wen, id).await.expect("a copy of one that is over");
        assert_eq!(wall(&world, &wen, later).await.0, "2027-07-03T14:00", "the next Saturday to come");

        let fan = world.member("Zhu Yuting").await;
        let helper = world.helper(&world.member("Bai Lu").await, id, EventRole::CoOrganiser).await;
        for other in [&fan, &helper] {
            assert_eq!(events::copy(&world, other, id).await, Err(Failure::Forbidden));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_is_a_plan_without_its_dates() {
    each_site(async |world| {
        let (chengdu, lisbon) = (world.chapter("Chengdu").await, world.chapter("Lisbon").await);
        let (wen, rui) = (world.organiser("Wen Shuyan", chengdu).await, world.organiser("Rui Costa", lisbon).await);
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        assert_eq!(
            events::save_template(&world, &wen, id, " ").await,
            Err(Failure::field("name", FieldCode::Required))
        );
        let kept = events::save_template(&world, &wen, id, "Tape afternoon").await.expect("a template");
        assert_eq!(events::save_template(&world, &wen, id, "Tape afternoon").await, Ok(kept), "takes its place");
        let page = events::plan_page(&world, &wen, Locale::En, Opened::From(kept)).await.expect("a form");
        assert_eq!((page.id, page.form.title.as_str(), page.form.starts.as_str()), (None, "Tea-House Tapes", ""));
        let organise = events::organise(&world, &wen, Locale::En).await.expect("a page");
        assert_eq!(organise.templates.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["Tape afternoon"]);
        assert!(events::organise(&world, &rui, Locale::En).await.expect("a page").templates.is_empty());
        let opened = events::plan_page(&world, &rui, Locale::En, Opened::From(kept)).await;
        assert_eq!(opened, Err(Failure::Forbidden));
        assert_eq!(events::delete_template(&world, &rui, kept).await, Err(Failure::Forbidden));
        events::delete_template(&world, &wen, kept).await.expect("gone");
        assert_eq!(events::delete_template(&world, &wen, kept).await, Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_compares_with_the_last_one() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let plan = PlanForm { capacity: "2".into(), ..form() };
        let first = events::create(&world, &wen, plan).await.expect("a draft");
        let series = events::start_series(&world, &wen, first, weekly()).await.expect("a series");
        let second = events::make_drafts(&world, &wen, series, "1").await.expect("drafts")[0];
        let compared = async || events::console(&world, &wen, Locale::En, second).await.expect("a page").compared;
        assert_eq!(compared().await, None, "the first is a draft");
        events::publish(&world, &wen, first).await.expect("published");
        let fans = world.fans(3).await;
        world.advance(Duration::from_secs(3 * 3600));
        for fan in &fans {
            sign_up(&world, fan, first).await;
        }
        world.advance(14 * DAY);
        let code = world.stored_sign_ups(first).await[0].code.clone();
        door::check_in(&world, &wen, Locale::En, first, &code).await.expect("somebody comes in");
        world.advance(DAY);
        events::publish(&world, &wen, second).await.expect("published");
        sign_up(&world, &fans[0], second).await;

        let compared = compared().await.expect("the one before it");
        assert_eq!((compared.last, compared.last_date.as_str()), (first, "3 Apr 2027"));
        let then = compared.then;
        assert_eq!((then.signed_up, then.waiting, then.came, then.missed), (2, 1, 1, Some(1)));
        assert_eq!(then.filled_in.as_deref(), Some("3 hours"));
        let now = compared.now;
        assert_eq!((now.signed_up, now.came, now.missed, now.filled_in), (1, 0, None, None));
        assert!(here(&world, None, "tea-house-tapes-2").await.card.phase == Phase::Open);
    })
    .await;
}
