//! Share images show what is public, and nothing else.

use backend::members::{Visibility, set_public};
use backend::showcase::og;
use backend::testing::{TestSite, each_site};
use backend::{badges, events, sql};
use domain::{GrantId, Locale};
use uuid::Uuid;

/// Fails unless it is a share image as social sites want it.
fn looked_at(jpeg: &[u8]) {
    assert!(jpeg.len() < 300_000, "{} bytes", jpeg.len());
    let read = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).expect("a JPEG");
    assert_eq!((read.width(), read.height()), (og::WIDTH, og::HEIGHT));
}

async fn slug(world: &TestSite, event: domain::EventId) -> String {
    let mut conn = world.db.read().await.expect("a connection");
    let (slug,): (String,) =
        conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("the event");
    slug
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_has_its_own_and_a_draft_has_not() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let host = world.organiser("Qiao Bo", chengdu).await;
        let event = world.event(chengdu, &host, 80).await;
        let slug = slug(&world, event).await;
        let generic = og::site(&world, Locale::En).await.expect("the site's own");
        looked_at(&generic);
        let own = og::event(&world, &slug).await.expect("an image");
        looked_at(&own);
        assert_ne!(own, generic);
        assert_eq!(og::event(&world, &slug).await.as_ref(), Ok(&own), "the same again");
        assert_eq!(og::event(&world, "no-such-event").await.as_ref(), Ok(&generic));

        // An address it had before leads to it as well; a cancelled one says so.
        world
            .test_db()
            .run(
                "INSERT INTO event_old_slug (slug, event_id) SELECT 'tapes-of-old', id FROM event",
                "INSERT INTO event_old_slug (slug, event_id) SELECT 'tapes-of-old', id FROM event",
            )
            .await;
        assert_eq!(og::event(&world, "tapes-of-old").await.as_ref(), Ok(&own));
        events::cancel(&world, &host, event, "The depot is flooded.").await.expect("cancelled");
        let cancelled = og::event(&world, &slug).await.expect("an image");
        assert!(cancelled != own && cancelled != generic);

        world.test_db().run("UPDATE event SET state = 'draft'", "UPDATE event SET state = 'draft'").await;
        for address in [slug.as_str(), "tapes-of-old"] {
            assert_eq!(og::event(&world, address).await.as_ref(), Ok(&generic), "{address}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_and_their_badges_are_shown_while_their_page_is_public() {
    each_site(async |world| {
        badges::found(&world).await.expect("the badges of the house");
        let chengdu = world.chapter("Chengdu").await;
        let host = world.organiser("Qiao Bo", chengdu).await;
        let fan = world.member("Wen Shuyan").await;
        let ask = badges::GrantAsk {
            handle: "wenshuyan".into(),
            badge: "night-shift".into(),
            reason: "Kept the studio open".into(),
            ..badges::GrantAsk::default()
        };
        let grant = badges::grant(&world, &host, ask).await.expect("a grant");
        let generic = og::site(&world, Locale::En).await.expect("the site's own");
        assert_eq!(og::profile(&world, "wenshuyan").await.as_ref(), Ok(&generic), "private");
        assert_eq!(og::grant(&world, grant).await.as_ref(), Ok(&generic), "private");
        assert_eq!(og::profile(&world, "nobody").await.as_ref(), Ok(&generic), "not there");
        assert_eq!(og::grant(&world, GrantId(Uuid::nil())).await.as_ref(), Ok(&generic), "not there");

        set_public(&world, &fan, Visibility::Public).await.expect("published");
        let (profile, badge) = (
            og::profile(&world, "wenshuyan").await.expect("an image"),
            og::grant(&world, grant).await.expect("an image"),
        );
        looked_at(&profile);
        looked_at(&badge);
        assert!(profile != generic && badge != generic && profile != badge);

        set_public(&world, &fan, Visibility::Private).await.expect("hidden");
        assert_eq!(og::profile(&world, "wenshuyan").await.as_ref(), Ok(&generic), "one click takes it back");
        assert_eq!(og::grant(&world, grant).await.as_ref(), Ok(&generic));
    })
    .await;
}
