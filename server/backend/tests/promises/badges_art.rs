//! The art of badges: handed in as a drawing, kept as shapes and as a picture.

use backend::badges::{self, credential};
use backend::showcase::og;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::{ArtId, Failure, FieldCode, Locale};

use crate::badges_scene::{badge, give, house};

const DISC: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" onload="alert(1)"><script>alert(1)</script><circle cx="80" cy="80" r="70" fill="#cf1f46"/></svg>"##;

async fn drawings(world: &TestSite) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let (count,): (i64,) = conn.one(sql!("SELECT count(*) FROM badge_art"), ()).await.expect("a number");
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drawing_is_kept_as_shapes_and_belongs_to_its_version() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        world.publish(&fan).await;
        badge(&world, &organiser, "lamp", |_| ()).await;
        let blank = badges::badge_page(&world, None, Locale::En, "lamp").await.expect("a page").badge.art;
        assert_eq!(blank, "/badges/blank.svg");
        let draw = async |svg: &str| badges::set_art(&world, &organiser, "lamp", svg.as_bytes().to_vec()).await;
        draw(DISC).await.expect("a drawing");
        draw(&DISC.replace("#cf1f46", "#0b5a4c")).await.expect("another one");
        assert_eq!(drawings(&world).await, 1, "what no version shows is thrown away");
        let id = give(&world, &organiser, "lamp", "zhuyuting").await;
        let green = badges::grant_page(&world, None, Locale::En, id).await.expect("a page").badge.art;
        let art = badges::artwork(&world, &green).await.expect("an answer").expect("a drawing");
        assert!(
            !art.svg.contains("script") && !art.svg.contains("onload") && art.svg.contains("#0b5a4c"),
            "{}",
            art.svg
        );
        assert!(art.png.starts_with(b"\x89PNG"));
        let house = badges::artwork(&world, "/badges/night-shift.svg").await.expect("an answer").expect("a drawing");
        assert!(house.svg.starts_with("<svg") && house.png.starts_with(b"\x89PNG"));
        for nowhere in ["/badges/none.svg", "/badges/art/x.svg", "/badges/../secret.svg"] {
            assert_eq!(badges::artwork(&world, nowhere).await, Ok(None));
        }
        let picture = og::grant(&world, id).await.expect("a picture");
        assert_ne!(picture, og::site(&world, Locale::En).await.expect("a picture"));

        let taken = credential::fetch(&world, None, id).await.expect("a credential");
        let svg = credential::svg(&world, &taken).await.expect("a drawing");
        assert!(svg.contains("#0b5a4c") && svg.contains("openbadges:credential"), "{svg}");
        let png = credential::png(&world, &taken).await.expect("a picture");
        assert!(png.starts_with(&art.png[..33]) && png.ends_with(&art.png[33..]) && png.len() > art.png.len());

        draw(DISC).await.expect("the next version");
        assert_eq!(drawings(&world).await, 2, "what was granted stays");
        let now = badges::badge_page(&world, None, Locale::En, "lamp").await.expect("a page").badge.art;
        let then = badges::grant_page(&world, None, Locale::En, id).await.expect("a page").badge.art;
        assert!(now != then && then == green);
        assert_eq!(badges::art(&world, ArtId(world.new_id())).await, Ok(None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_drawing_is_refused_at_its_field() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        let draw = async |bytes: &[u8]| badges::set_art(&world, &organiser, "night-shift", bytes.to_vec()).await;
        for (bytes, code) in [
            (vec![], FieldCode::Required),
            (b"hello".to_vec(), FieldCode::NotADrawing),
            (vec![b' '; 200 * 1024 + 1], FieldCode::DrawingTooLarge { max_kb: 200 }),
            (br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>"#.to_vec(), FieldCode::NotADrawing),
        ] {
            assert_eq!(draw(&bytes).await.expect_err("no drawing").of_field("art"), Some(code));
        }
        let by_fan = badges::set_art(&world, &fan, "night-shift", DISC.into()).await;
        assert_eq!(by_fan, Err(Failure::Forbidden));
        assert_eq!(badges::set_art(&world, &organiser, "none", DISC.into()).await, Err(Failure::NotFound));
        assert_eq!(drawings(&world).await, 0);
    })
    .await;
}
