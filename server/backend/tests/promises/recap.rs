//! What happened, told afterwards.

use std::io::Cursor;
use std::time::Duration;

use crate::planning::{audited, here, sign_up};
use backend::testing::{TestSite, each_site};
use backend::{door, events};
use domain::events::Phase;
use domain::{Failure, FieldCode, Locale, Refusal};
use image::{DynamicImage, ImageFormat};

const DAY: Duration = Duration::from_secs(86_400);

fn photo() -> Vec<u8> {
    let mut png = Cursor::new(vec![]);
    DynamicImage::new_rgb8(64, 48).write_to(&mut png, ImageFormat::Png).expect("a picture");
    png.into_inner()
}

async fn pictures(world: &TestSite) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let (n,): (i64,) = conn.one(backend::sql!("SELECT count(*) FROM picture"), ()).await.expect("a number");
    n
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recap_tells_how_it_was() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let (before, id) = (world.event(chengdu, &wen, 5).await, world.event(chengdu, &wen, 5).await);
        let fans = world.fans(3).await;
        sign_up(&world, &fans[0], before).await;
        for fan in &fans {
            sign_up(&world, fan, id).await;
        }
        let not_yet = Failure::Refused(Refusal::NotOverYet);
        assert_eq!(events::write_recap(&world, &wen, id, "It was.").await, Err(not_yet.clone()));
        assert_eq!(events::recap_desk(&world, &wen, Locale::En, id).await, Err(not_yet.clone()));
        assert_eq!(events::add_recap_picture(&world, &wen, id, (photo(), "Tea")).await, Err(not_yet));
        // A day after the start of both: one has been to the other one earlier that day.
        world.advance(14 * DAY);
        for (event, n) in [(before, 0), (id, 0), (id, 1)] {
            world.advance(Duration::from_secs(60));
            let code = world.stored_sign_ups(event).await[n].code.clone();
            door::check_in(&world, &wen, Locale::En, event, &code).await.expect("comes in");
        }
        world.advance(DAY);
        assert_eq!(here(&world, None, "tea-house-tapes-2").await.card.phase, Phase::Ended);
        let nothing = events::recap(&world, None, Locale::En, "tea-house-tapes-2").await;
        assert_eq!(nothing, Err(Failure::NotFound));

        for (alt, bytes, wrong) in [
            ("", photo(), Failure::field("alt", FieldCode::Required)),
            ("Tea", b"no picture".to_vec(), Failure::field("picture", FieldCode::NotAPicture)),
        ] {
            assert_eq!(events::add_recap_picture(&world, &wen, id, (bytes, alt)).await, Err(wrong));
        }
        events::add_recap_picture(&world, &wen, id, (photo(), "Six people\naround a lamp")).await.expect("a photo");
        events::add_recap_picture(&world, &wen, id, (photo(), "An empty chair")).await.expect("a photo");
        assert_eq!(
            events::write_recap(&world, &wen, id, " \n ").await,
            Err(Failure::field("story", FieldCode::Required))
        );
        events::write_recap(&world, &wen, id, "The tapes **sang**.\n\n<script>x</script>").await.expect("told");

        // Who was there is told, once; who had a seat and did not come is not.
        assert_eq!(world.letters_asked("recap").await, 2);
        world.run_jobs().await;
        let told = world.letters().into_iter().filter(|letter| letter.contains("Subject: The story of")).collect::<Vec<_>>();
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|letter| letter.contains("/e/tea-house-tapes-2/recap") && letter.contains("List-Unsubscribe-Post")));

        let page = events::recap(&world, None, Locale::En, "tea-house-tapes-2").await.expect("a page");
        assert_eq!((page.came, page.first_timers, page.can_edit), (2, 1, false));
        assert!(page.story_html.contains("<strong>sang</strong>") && !page.story_html.contains("<script"));
        assert_eq!(page.pictures[0].art.alt, "Six people around a lamp");
        assert_eq!(page.share.url, "https://popcorn.example/e/tea-house-tapes-2/recap");
        assert!(page.share.json_ld.contains("\"Article\"") && page.share.title.contains("Tea-House Tapes"));
        assert_eq!(here(&world, None, "tea-house-tapes-2").await.card.phase, Phase::Recap);

        // A photo that somebody does not want is gone for good.
        let stored = pictures(&world).await;
        events::remove_recap_picture(&world, &wen, id, page.pictures[1].id).await.expect("gone");
        events::remove_recap_picture(&world, &wen, before, page.pictures[0].id).await.expect("not of this event");
        assert_eq!(pictures(&world).await, stored - 1);
        events::write_recap(&world, &wen, id, "The tapes sang twice.").await.expect("told again");
        assert_eq!(world.letters_asked("recap").await, 0, "told again is not written again");
        let page = events::recap(&world, Some(&wen), Locale::ZhCn, "tea-house-tapes-2").await.expect("a page");
        assert_eq!((page.pictures.len(), page.can_edit), (1, true));
        assert!(page.story_html.contains("twice"));
        assert_eq!((audited(&world, "recap_written").await, audited(&world, "recap_picture_added").await), (2, 2));
        assert_eq!(events::write_recap(&world, &fans[0], id, "Mine.").await, Err(Failure::Forbidden));
    })
    .await;
}
