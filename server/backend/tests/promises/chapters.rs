//! Chapters: founded by those who run the site, shown to all.

use crate::planning::{audited, form};
use backend::testing::each_site;
use backend::{chapters, events};
use domain::chapters::ChapterForm;
use domain::{Failure, FieldCode, Locale};
use std::time::Duration;

fn chengdu() -> ChapterForm {
    ChapterForm {
        name: "Chengdu Lamplighters".into(),
        city: "Chengdu".into(),
        zone: "Asia/Shanghai".into(),
        locale: "zh-CN".into(),
        story: "We meet by lamplight.".into(),
        ..ChapterForm::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_run_the_site_found_chapters() {
    each_site(async |world| {
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await);
        assert_eq!(chapters::create(&world, &fan, chengdu()).await, Err(Failure::Forbidden));
        chapters::create(&world, &admin, chengdu()).await.expect("a chapter");
        assert_eq!(
            chapters::create(&world, &admin, chengdu()).await,
            Err(Failure::field("slug", FieldCode::HandleTaken))
        );
        let wrong = ChapterForm { name: " ".into(), zone: "Mars/Base".into(), ..chengdu() };
        let failure = chapters::create(&world, &admin, wrong).await.expect_err("two errors");
        assert_eq!(
            (failure.of_field("name"), failure.of_field("zone")),
            (Some(FieldCode::Required), Some(FieldCode::UnknownZone))
        );
        let second = ChapterForm { slug: "Chengdu South".into(), ..chengdu() };
        chapters::create(&world, &admin, second).await.expect("another in the same city");
        let slugs: Vec<_> = chapters::chips(&world).await.expect("chips").into_iter().map(|c| c.slug).collect();
        assert_eq!(slugs, ["chengdu", "chengdu-south"]);
        assert_eq!(audited(&world, "chapter_created").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_are_named_by_those_who_run_the_site() {
    each_site(async |world| {
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await);
        chapters::create(&world, &admin, chengdu()).await.expect("a chapter");
        assert_eq!(chapters::add_organiser(&world, &fan, "chengdu", "zhuyuting").await, Err(Failure::Forbidden));
        assert_eq!(chapters::add_organiser(&world, &admin, "atlantis", "zhuyuting").await, Err(Failure::NotFound));
        let nobody = chapters::add_organiser(&world, &admin, "chengdu", "nobody").await;
        assert_eq!(nobody, Err(Failure::field("handle", FieldCode::NoSuchMember)));
        for _ in 0..2 {
            chapters::add_organiser(&world, &admin, "chengdu", "@ZhuYuting").await.expect("an organiser");
        }
        let page = async || chapters::page(&world, Locale::En, "chengdu").await.expect("a page");
        assert!(page().await.organisers.is_empty(), "her profile is not public");
        world.publish(&fan).await;
        assert_eq!(page().await.organisers.iter().map(|p| p.handle.as_str()).collect::<Vec<_>>(), ["zhuyuting"]);
        chapters::remove_organiser(&world, &admin, "chengdu", "zhuyuting").await.expect("no more");
        assert!(page().await.organisers.is_empty());
        assert_eq!((audited(&world, "organiser_added").await, audited(&world, "organiser_removed").await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_shows_its_own_events() {
    each_site(async |world| {
        let (chengdu, lisbon) = (world.chapter("Chengdu").await, world.chapter("Lisbon").await);
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        world.event(chengdu, &wen, 5).await;
        world.event(lisbon, &wen, 5).await;
        events::create(&world, &wen, form()).await.expect("a draft, which is not shown");
        let page = chapters::page(&world, Locale::En, "chengdu").await.expect("a page");
        assert_eq!(page.next.iter().map(|c| c.slug.as_str()).collect::<Vec<_>>(), ["tea-house-tapes-1"]);
        assert_eq!((page.chip.city.as_str(), page.story.as_str()), ("Chengdu", "We meet by lamplight."));
        assert_eq!(page.share.image, "https://popcorn.example/og/e/tea-house-tapes-1.jpg?v=1");
        assert_eq!(page.share.title, "Chengdu Lamplighters");
        assert_eq!(chapters::page(&world, Locale::En, "atlantis").await, Err(Failure::NotFound));
        world.advance(Duration::from_secs(30 * 86_400));
        let page = chapters::page(&world, Locale::En, "chengdu").await.expect("a page");
        assert_eq!((page.next.len(), page.past.len()), (0, 1));
    })
    .await;
}
