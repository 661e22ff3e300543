//! A member's page: whose eyes it is for, and what stands on it.

use backend::{
    members::{self, Visibility},
    testing::each_site,
};
use domain::{Failure, Locale};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_private_until_its_owner_says_otherwise_and_one_click_takes_it_back() {
    each_site(async |world| {
        let site = &world.site;
        let (fan, stranger, admin) =
            (world.member("Zhu Yuting").await, world.member("Wen Shuyan").await, world.admin().await);
        let see = async |viewer| members::profile(site, viewer, Locale::En, "ZhuYuting", 1).await;

        assert_eq!(see(None).await.map(drop), Err(Failure::NotFound));
        assert_eq!(see(Some(&stranger)).await.map(drop), Err(Failure::NotFound));
        let mine = see(Some(&fan)).await.expect("one's own");
        assert!(
            mine.is_mine && !mine.is_public && mine.share.noindex && !mine.share.title.contains("Yuting"),
            "{mine:?}"
        );
        assert!(!see(Some(&admin)).await.expect("runs the site").is_mine);

        members::set_public(site, &fan, Visibility::Public).await.expect("public");
        let shown = see(None).await.expect("public");
        assert!(shown.is_public && !shown.is_mine && shown.person.has_page && !shown.share.noindex);
        assert_eq!(
            (shown.person.display_name.as_str(), shown.since.as_str(), shown.standing.map(|s| s.honor)),
            ("Zhu Yuting", "March 2027", Some(0))
        );
        assert!(shown.ledger.is_empty() && shown.older_page.is_none());
        assert_eq!(shown.share.title, "Zhu Yuting");

        members::set_public(site, &fan, Visibility::Private).await.expect("private");
        assert_eq!(see(None).await.map(drop), Err(Failure::NotFound));
        let nobody = members::profile(site, Some(&admin), Locale::En, "nobody", 1).await;
        assert_eq!(nobody.map(drop), Err(Failure::NotFound));
    })
    .await;
}
