//! Saying what badges there are: versions that are frozen once granted, and what holders rely on.

use backend::badges::{self, granted_version};
use backend::testing::each_site;
use domain::badges::BadgeForm;
use domain::{Failure, FieldCode, Locale};
use tokio::task::JoinSet;

use crate::badges_scene::{badge, form, give, handle, house};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_granted_stays_word_for_word() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(2).await;
        badge(&world, &organiser, "lamp", |_| ()).await;
        let renamed = |name: &str| BadgeForm { name_en: name.into(), ..form("lamp") };
        badges::edit_badge(&world, &organiser, "lamp", &renamed("Lamp")).await.expect("nobody holds it");
        let desk = async || badges::badge_desk(&world, &organiser, Locale::En, Some("lamp")).await.expect("a desk");
        let made = desk().await.made.expect("it is made");
        assert_eq!((made.version, made.is_frozen, made.versions.len()), (1, false, 1), "changed in place");

        let first = give(&world, &organiser, "lamp", "fan").await;
        badges::edit_badge(&world, &organiser, "lamp", &renamed("Lamp")).await.expect("nothing new");
        assert_eq!(desk().await.made.expect("it is made").version, 1, "no words, no version");
        badges::edit_badge(&world, &organiser, "lamp", &renamed("Lantern")).await.expect("the next one");
        let made = desk().await.made.expect("it is made");
        assert_eq!((made.version, made.is_frozen), (2, false));
        let second = give(&world, &organiser, "lamp", "fan2").await;
        let mut conn = world.db.read().await.expect("a reader");
        for (id, version, name) in [(first, 1, "Lamp"), (second, 2, "Lantern")] {
            let granted = granted_version(&mut conn, id).await.expect("a row").expect("a grant");
            assert_eq!((granted.version, granted.name_en.as_str(), granted.slug.as_str()), (version, name, "lamp"));
            let page = badges::grant_page(&world, Some(&organiser), Locale::En, id).await.expect("a page");
            assert_eq!((page.version, page.badge.name.as_str()), (version, name));
        }
        drop(conn);
        let page = badges::badge_page(&world, None, Locale::En, "lamp").await.expect("a page");
        assert_eq!((page.badge.name.as_str(), page.holders), ("Lantern", 2), "one badge, both hold it");
        let lines: Vec<(i64, i64)> =
            desk().await.made.expect("made").versions.iter().map(|line| (line.number, line.grants)).collect();
        assert_eq!(lines, [(2, 1), (1, 1)]);
    })
    .await;
}

/// Edited and granted at the same moment, many times: no grant's words ever change under it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_never_changes_what_is_being_granted() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(24).await;
        badge(&world, &organiser, "lamp", |_| ()).await;
        let mut busy = JoinSet::new();
        for n in 1..=24 {
            let (site, organiser) = (world.site.clone(), organiser.clone());
            busy.spawn(async move {
                let form = BadgeForm { name_en: format!("Lamp {n}"), ..form("lamp") };
                badges::edit_badge(&site, &organiser, "lamp", &form).await.expect("edited");
                let ask = crate::badges_scene::ask("lamp", &handle(n));
                let id = badges::grant(&site, &organiser, ask).await.expect("given");
                let mut conn = site.db.read().await.expect("a reader");
                (id, granted_version(&mut conn, id).await.expect("a row").expect("a grant"))
            });
        }
        let mut seen = vec![];
        while let Some(one) = busy.join_next().await {
            seen.push(one.expect("no panic"));
        }
        let mut conn = world.db.read().await.expect("a reader");
        for (id, then) in seen {
            assert_eq!(granted_version(&mut conn, id).await.expect("a row"), Some(then), "as it was when it was seen");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn badges_are_made_by_organisers_each_under_its_own_address() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        assert_eq!(badges::create_badge(&world, &fan, &form("lamp")).await, Err(Failure::Forbidden));
        assert_eq!(badges::create_badge(&world, &organiser, &form("Lamp")).await, Ok("lamp".into()));
        let twice = badges::create_badge(&world, &organiser, &form("lamp")).await.expect_err("there is one");
        assert_eq!(twice.of_field("slug"), Some(FieldCode::SlugTaken));
        for (slug, code) in
            [("batches", FieldCode::HandleTaken), ("a b", FieldCode::HandleShape), ("", FieldCode::Required)]
        {
            let refused = badges::create_badge(&world, &organiser, &form(slug)).await.expect_err(slug);
            assert_eq!(refused.of_field("slug"), Some(code), "{slug}");
        }
        for (who, slug, wanted) in [(&fan, "lamp", Failure::Forbidden), (&organiser, "nothing", Failure::NotFound)] {
            assert_eq!(badges::edit_badge(&world, who, slug, &form("lamp")).await, Err(wanted.clone()));
            assert_eq!(badges::retire_badge(&world, who, slug, badges::Giving::Over).await, Err(wanted.clone()));
            assert_eq!(badges::badge_desk(&world, who, Locale::En, Some(slug)).await.map(drop), Err(wanted));
        }
        assert_eq!(badges::badges_desk(&world, &fan, Locale::En).await.map(drop), Err(Failure::Forbidden));
        assert_eq!(badges::badges_desk(&world, &organiser, Locale::En).await.expect("all").badges.len(), 13);
        // Once somebody holds it, scope and edition stand.
        give(&world, &organiser, "lamp", "zhuyuting").await;
        let other = BadgeForm { scope: "event".into(), edition: "9".into(), ..form("lamp") };
        let refused = badges::edit_badge(&world, &organiser, "lamp", &other).await.expect_err("fixed");
        for field in ["scope", "edition"] {
            assert_eq!(refused.of_field(field), Some(FieldCode::FixedOnceGranted), "{field}");
        }
    })
    .await;
}

/// A badge of a season is held once in each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_season_a_new_badge() {
    each_site(async |world| {
        let organiser = house(&world).await;
        world.fans(1).await;
        badge(&world, &organiser, "lamp", |form| form.scope = "season".into()).await;
        give(&world, &organiser, "lamp", "fan").await;
        let again = badges::grant(&world, &organiser, crate::badges_scene::ask("lamp", "fan")).await;
        assert_eq!(again, Err(Failure::Refused(domain::Refusal::AlreadyGranted)));
        world.advance(std::time::Duration::from_secs(300 * 86_400)); // January
        give(&world, &organiser, "lamp", "fan").await;
    })
    .await;
}
