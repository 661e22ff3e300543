//! What becomes of a grant is what its credential says from that moment on.

use backend::badges::{self, BatchAsk, credential};
use backend::testing::each_site;
use domain::badges::BadgeForm;
use domain::{Failure, Locale};

use super::{Scene, bits, fetched};
use crate::badges_scene::{badge, form, give};

/// Whatever takes a grant back or restores it says so in the list at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_becomes_of_a_grant_is_in_the_list() {
    each_site(async |world| {
        let Scene { wen, fan, grant } = Scene::set(&world).await;
        fetched(&world, Some(&fan), grant).await;
        let good = bits(&world).await;
        badges::revoke(&world, &wen, grant, "It was her sister who stayed").await.expect("taken back");
        assert_ne!(bits(&world).await, good, "revoked");
        fetched(&world, Some(&fan), grant).await;
        badges::restore(&world, &wen, grant, "Both of them did").await.expect("given back");
        assert_eq!(bits(&world).await, good, "restored");

        let many =
            BatchAsk { source: "list".into(), list: "zhuyuting".into(), reason: "All".into(), ..BatchAsk::default() };
        let batch = badges::keep_batch(&world, &wen, "voter", many).await.expect("a preview");
        badges::carry_out_batch(&world, &wen, batch).await.expect("given");
        let page = badges::batch_page(&world, &wen, Locale::En, batch).await.expect("done");
        let voted = page.rows[0].grant.expect("a grant");
        fetched(&world, Some(&fan), voted).await;
        assert_eq!(bits(&world).await, good);
        badges::undo_batch(&world, &wen, batch).await.expect("undone");
        assert_ne!(bits(&world).await, good, "undone");
        world.publish(&fan).await;
        for viewer in [None, Some(&fan), Some(&wen)] {
            assert_eq!(credential::fetch(&world, viewer, voted).await, Err(Failure::NotFound), "it never was");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_its_holder_hides_is_no_credential_for_others() {
    each_site(async |world| {
        let Scene { fan, grant, .. } = Scene::set(&world).await;
        world.publish(&fan).await;
        for (what, is_public) in [("hidden", false), ("accepted", true), ("declined", false)] {
            badges::choose(&world, &fan, grant, what).await.expect("their word");
            assert_eq!(credential::fetch(&world, None, grant).await.is_ok(), is_public, "{what}");
            assert_eq!(fetched(&world, Some(&fan), grant).await.is_public, is_public, "{what}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_badge_is_no_document_and_an_open_one_says_what_it_says_now() {
    each_site(async |world| {
        let Scene { wen, .. } = Scene::set(&world).await;
        badge(&world, &wen, "secret-lamp", |form| form.secret = true).await;
        badge(&world, &wen, "lamp", |_| ()).await;
        assert_eq!(credential::achievement(&world, Locale::En, "secret-lamp").await, Err(Failure::NotFound));
        give(&world, &wen, "lamp", "zhuyuting").await;
        let renamed = BadgeForm { name_en: "Lantern".into(), ..form("lamp") };
        badges::edit_badge(&world, &wen, "lamp", &renamed).await.expect("the next version");
        let now = credential::achievement(&world, Locale::En, "lamp").await.expect("a document");
        assert_eq!(now["name"], "Lantern");
    })
    .await;
}
