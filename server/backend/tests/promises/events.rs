//! The life of an event: planned, published, changed, cancelled.

use crate::planning::{audited, count_letters, form, here, sign_up};
use backend::events::{self, Found, Opened};
use backend::signups::{self, Listing, SignUpAsk};
use backend::testing::each_site;
use domain::events::{Phase, plan::PlanForm, view::EventPage};
use domain::{EventId, Failure, FieldCode, Locale, Refusal};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_there_only_for_those_who_may_run_it() {
    each_site(async |world| {
        let (chengdu, lisbon) = (world.chapter("Chengdu").await, world.chapter("Lisbon").await);
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let (rui, fan, admin) =
            (world.organiser("Rui Costa", lisbon).await, world.member("Zhu Yuting").await, world.admin().await);
        let id = events::create(&world, &wen, form()).await.expect("a draft");

        for viewer in [None, Some(&fan), Some(&rui)] {
            assert_eq!(events::page(&world, viewer, Locale::En, "tea-house-tapes").await, Err(Failure::NotFound));
        }
        for viewer in [&wen, &admin] {
            let page = here(&world, Some(viewer), "tea-house-tapes").await;
            assert_eq!((page.card.phase, page.can_edit, page.share.noindex), (Phase::Draft, true, true));
            assert!(!page.share.title.contains("Tapes") && page.share.json_ld.is_empty());
        }
        let home = events::home(&world, Locale::En, None).await.expect("a page");
        assert!(home.feature.is_none() && home.next.is_empty());

        let refused = [Err(Failure::NotFound), Err(Failure::Forbidden)];
        for outcome in refused {
            for other in [&fan, &rui] {
                assert_eq!(events::edit(&world, other, id, form()).await, outcome);
                assert_eq!(events::publish(&world, other, id).await, outcome);
                assert_eq!(events::cancel(&world, other, id, "No.").await, outcome);
                assert_eq!(events::console(&world, other, Locale::En, id).await.map(drop), outcome);
                assert_eq!(
                    events::invite(&world, other, Locale::En, id, ("zhuyuting", "door")).await.map(drop),
                    outcome
                );
                assert_eq!(events::set_cover(&world, other, id, vec![1]).await, outcome);
            }
            assert_eq!(events::plan_page(&world, &rui, Locale::En, Opened::Of(id)).await.map(drop), outcome);
            if outcome == Err(Failure::NotFound) {
                events::publish(&world, &wen, id).await.expect("published");
            }
        }
        assert_eq!(events::create(&world, &fan, form()).await, Err(Failure::Forbidden));
        assert_eq!(events::create(&world, &rui, form()).await, Err(Failure::Forbidden), "another chapter's organiser");
        let nowhere = PlanForm { chapter: "atlantis".into(), title: String::new(), ..form() };
        let failure = events::create(&world, &wen, nowhere).await.expect_err("two errors");
        assert_eq!(
            (failure.of_field("chapter"), failure.of_field("title")),
            (Some(FieldCode::UnknownChoice), Some(FieldCode::Required))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_is_published_once() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (site, wen) = (world.site.clone(), wen.clone());
                tokio::spawn(async move { events::publish(&site, &wen, id).await })
            })
            .collect();
        let mut published = 0;
        for outcome in tries {
            match outcome.await.expect("no panic") {
                Ok(()) => published += 1,
                Err(failure) => assert_eq!(failure, Failure::Refused(Refusal::NotADraft)),
            }
        }
        assert_eq!((published, audited(&world, "event_published").await), (1, 1));
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!(page.card.phase, Phase::Open);
        assert_eq!(page.share.title, "Tea-House Tapes, 3 April 2027, Chengdu");
        assert!(!page.share.noindex && page.share.json_ld.contains("EventScheduled"));

        let late = events::create(&world, &wen, form()).await.expect("a draft");
        world.advance(Duration::from_secs(30 * 86_400));
        assert_eq!(events::publish(&world, &wen, late).await, Err(Failure::Refused(Refusal::EventOver)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_event_says_why_and_stays_cancelled() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, PlanForm { capacity: "1".into(), ..form() }).await.expect("a draft");
        assert_eq!(events::cancel(&world, &wen, id, "Rain.").await, Err(Failure::NotFound), "a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up(&world, &yu, id).await;
        sign_up(&world, &lin, id).await;

        assert_eq!(events::cancel(&world, &wen, id, "  ").await, Err(Failure::field("reason", FieldCode::Required)));
        events::cancel(&world, &wen, id, " The depot\nis flooded. ").await.expect("cancelled");
        let page = here(&world, Some(&yu), "tea-house-tapes").await;
        assert_eq!(page.cancel_reason.as_deref(), Some("The depot is flooded."));
        assert_eq!(
            (page.card.phase, page.card.seats.taken, page.card.seats.waiting, page.mine),
            (Phase::Cancelled, 0, 0, None)
        );
        assert!(page.share.json_ld.contains("EventCancelled"));
        assert_eq!((count_letters(&world, "event_cancelled").await, audited(&world, "event_cancelled").await), (2, 1));

        let cancelled = Failure::Refused(Refusal::EventCancelled);
        assert_eq!(events::cancel(&world, &wen, id, "Again.").await, Err(cancelled.clone()));
        assert_eq!(events::edit(&world, &wen, id, form()).await, Err(cancelled.clone()));
        assert_eq!(events::publish(&world, &wen, id).await, Err(Failure::Refused(Refusal::NotADraft)));
        let ask = SignUpAsk { event: id, answers: vec![], listing: Listing::Quiet, request_key: "later".into() };
        assert_eq!(signups::sign_up(&world, &yu, ask).await, Err(cancelled));
        let home = events::home(&world, Locale::En, None).await.expect("a page");
        assert!(home.feature.is_none());

        let over = world.event(world.chapter("Lisbon").await, &wen, 5).await;
        world.advance(Duration::from_secs(30 * 86_400));
        let admin = world.admin().await;
        assert_eq!(events::cancel(&world, &admin, over, "Late.").await, Err(Failure::Refused(Refusal::EventOver)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_is_told_when_time_or_place_change() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let small = PlanForm { capacity: "1".into(), ..form() };
        let id = events::create(&world, &wen, small.clone()).await.expect("a draft");
        events::edit(&world, &wen, id, PlanForm { venue: "Tea house".into(), ..small.clone() })
            .await
            .expect("a draft can move");
        events::publish(&world, &wen, id).await.expect("published");
        let version = here(&world, None, "tea-house-tapes").await.share.image;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up(&world, &yu, id).await;
        sign_up(&world, &lin, id).await;

        let words = PlanForm { story: "Bring two tapes.".into(), venue: "Tea house".into(), ..small.clone() };
        events::edit(&world, &wen, id, words.clone()).await.expect("changed");
        assert_eq!(count_letters(&world, "event_changed").await, 0, "words alone are no news");
        assert_eq!(here(&world, None, "tea-house-tapes").await.share.image, version, "nor a new picture");
        events::edit(&world, &wen, id, PlanForm { venue: "Old Tram Depot".into(), ..words.clone() })
            .await
            .expect("moved");
        assert_eq!(count_letters(&world, "event_changed").await, 2, "the seat and the line");
        assert_ne!(here(&world, None, "tea-house-tapes").await.share.image, version);
        events::edit(
            &world,
            &wen,
            id,
            PlanForm { venue: "Old Tram Depot".into(), ends: "2027-04-03T18:00".into(), ..words.clone() },
        )
        .await
        .expect("longer");
        assert_eq!(count_letters(&world, "event_changed").await, 4);

        let more =
            PlanForm { venue: "Old Tram Depot".into(), ends: "2027-04-03T18:00".into(), capacity: "2".into(), ..words };
        events::edit(&world, &wen, id, more.clone()).await.expect("another chair");
        let page = here(&world, Some(&lin), "tea-house-tapes").await;
        let seats = page.card.seats;
        assert_eq!((seats.taken, seats.offered, seats.waiting), (2, 1, 0), "it is held for the first in line");
        assert!(page.mine.is_some_and(|mine| mine.offered_until.is_some()));
        assert_eq!((count_letters(&world, "offer").await, count_letters(&world, "event_changed").await), (1, 4));
        let nothing =
            events::edit(&world, &wen, id, PlanForm { capacity: "0".into(), title: "Other".into(), ..more.clone() })
                .await;
        assert_eq!(nothing, Err(Failure::field("capacity", FieldCode::TooSmall { min: 1 })));
        assert_eq!(
            here(&world, None, "tea-house-tapes").await.card.title,
            "Tea-House Tapes",
            "all of a change or nothing"
        );
        events::edit(&world, &wen, id, PlanForm { capacity: "1".into(), ..more }).await.expect("fewer put nobody out");
        let page = here(&world, Some(&lin), "tea-house-tapes").await;
        assert_eq!((page.card.seats.capacity, page.card.seats.taken, page.card.seats.left), (1, 2, 0));
        assert_eq!((audited(&world, "event_edited").await, audited(&world, "capacity_changed").await), (4, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_of_an_event_changes_only_while_it_is_to_come() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let past = PlanForm { starts: "2027-03-20T13:59".into(), ..form() };
        assert_eq!(events::create(&world, &wen, past).await, Err(Failure::field("starts", FieldCode::InThePast)));
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let stored = events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form").form;

        world.advance(Duration::from_secs(14 * 86_400 + 600)); // ten minutes after its start
        assert_eq!(here(&world, None, "tea-house-tapes").await.card.phase, Phase::Running);
        events::edit(&world, &wen, id, PlanForm { ends: "2027-04-03T19:00".into(), ..stored.clone() })
            .await
            .expect("it takes longer");
        let earlier = PlanForm { starts: "2027-04-03T13:30".into(), ..stored.clone() };
        assert_eq!(events::edit(&world, &wen, id, earlier).await, Err(Failure::field("starts", FieldCode::InThePast)));

        world.advance(Duration::from_secs(86_400));
        let stored = events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form").form;
        events::edit(&world, &wen, id, PlanForm { story: "Thank you all.".into(), ..stored.clone() })
            .await
            .expect("words may change");
        let again = PlanForm { starts: "2027-05-03T14:00".into(), ends: "2027-05-03T15:00".into(), ..stored };
        assert_eq!(events::edit(&world, &wen, id, again).await, Err(Failure::Refused(Refusal::EventOver)));
        let page = here(&world, None, "tea-house-tapes").await;
        assert_eq!((page.card.phase, page.story_html.trim()), (Phase::Ended, "<p>Thank you all.</p>"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_change_are_minded() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let lisbon = |starts: &str, ends: &str| PlanForm {
            zone: "Europe/Lisbon".into(),
            starts: starts.into(),
            ends: ends.into(),
            ..form()
        };
        let skipped = events::create(&world, &wen, lisbon("2027-03-28T01:30", "2027-03-28T04:00")).await;
        assert_eq!(skipped, Err(Failure::field("starts", FieldCode::NoSuchTime)));

        let night = PlanForm {
            opens: "2027-03-21T09:00".into(),
            closes: "2027-03-27T20:00".into(),
            ..lisbon("2027-03-27T23:00", "2027-03-28T03:00")
        };
        let id = events::create(&world, &wen, night.clone()).await.expect("a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let EventPage { card, opens, closes, share, .. } = here(&world, None, "tea-house-tapes").await;
        assert_eq!(
            (card.when.iso.as_str(), card.when.iso_end.as_str()),
            ("2027-03-27T23:00:00+00:00", "2027-03-28T03:00:00+01:00")
        );
        assert_eq!(
            (card.when.date.as_str(), card.when.zone.as_str()),
            ("Saturday 27 March 2027", "Western European Time (UTC+0)")
        );
        assert_eq!(
            (opens.as_deref(), closes.as_deref()),
            (Some("Sunday 21 March, 09:00"), Some("Saturday 27 March, 20:00"))
        );
        assert!(share.json_ld.contains("2027-03-28T03:00:00+01:00"));
        assert_eq!(card.phase, Phase::Scheduled);

        let page = events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form");
        let shown = PlanForm {
            capacity_shown: night.capacity.clone(),
            keep_days: "30".into(),
            admission: domain::signups::Admission::default().into(),
            ..night
        };
        assert_eq!(page.form, shown, "what was typed is what is shown again, with what holds where nothing was typed");
        events::edit(&world, &wen, id, page.form).await.expect("nothing changes");
        assert_eq!(count_letters(&world, "event_changed").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_belong_to_one_event_for_good() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let titled = |title: &str| PlanForm { title: title.into(), ..form() };
        let slug_of =
            async |id: EventId| events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form").slug;
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let (site, wen) = (world.site.clone(), wen.clone());
                tokio::spawn(async move { events::create(&site, &wen, form()).await })
            })
            .collect();
        let mut slugs = vec![];
        for outcome in tries {
            slugs.push(slug_of(outcome.await.expect("no panic").expect("a draft")).await);
        }
        slugs.sort();
        let numbered = ["", "-2", "-3", "-4", "-5", "-6"].map(|n| format!("tea-house-tapes{n}"));
        assert_eq!(slugs, numbered);

        let moon = events::create(&world, &wen, titled("Moon walk")).await.expect("a draft");
        events::edit(&world, &wen, moon, titled("茶馆 录音带")).await.expect("renamed");
        assert_eq!(slug_of(moon).await, "茶馆-录音带");
        let other = events::create(&world, &wen, titled("Moon walk")).await.expect("a draft");
        assert_eq!(slug_of(other).await, "moon-walk-2", "the first one's old address is still its own");
        events::edit(&world, &wen, moon, titled("Moon walk")).await.expect("named back");
        assert_eq!(slug_of(moon).await, "moon-walk");
        events::edit(&world, &wen, moon, titled("Sun walk")).await.expect("renamed");

        let secret = events::page(&world, None, Locale::En, "moon-walk").await;
        assert_eq!(secret, Err(Failure::NotFound), "where a draft went is nobody's business");
        assert_eq!(
            events::page(&world, Some(&wen), Locale::En, "moon-walk").await,
            Ok(Found::Moved("sun-walk".into()))
        );
        events::publish(&world, &wen, moon).await.expect("published");
        for old in ["moon-walk", "茶馆-录音带"] {
            assert_eq!(events::page(&world, None, Locale::En, old).await, Ok(Found::Moved("sun-walk".into())), "{old}");
        }
        events::edit(&world, &wen, moon, titled("Star walk")).await.expect("renamed");
        assert_eq!(here(&world, None, "sun-walk").await.card.title, "Star walk", "a public address stays");
        let speechless = events::create(&world, &wen, titled("?!")).await.expect("a draft");
        assert_eq!(slug_of(speechless).await, "event");
    })
    .await;
}
