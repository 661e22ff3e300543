//! Pictures are looked at: their size, and whether the words are on them.

use domain::PictureId;
use resvg::tiny_skia::Pixmap;
use uuid::Uuid;

use super::card::{Art, Card};
use super::press::{self, Photo, Photos};
use super::{HEIGHT, WIDTH};

fn house(path: &str) -> Art {
    Art::House(path.into())
}

fn event(title: &str) -> Card {
    Card::Event { title: title.into(), when: "Sat 20 March, Chengdu".into(), art: house("/art/tape.svg") }
}

fn badge(title: &str, who: &str) -> Card {
    Card::Badge { title: title.into(), who: who.into(), art: house("/badges/night-shift.svg") }
}

fn profile(name: &str, honor: i64) -> Card {
    let badges = ["night-shift", "ten-meetups", "open-day-crew", "seed-member"]
        .map(|slug| house(&format!("/badges/{slug}.svg")));
    Card::Profile { name: name.into(), tier: "Honor crew, Chengdu".into(), honor, percent: 40, badges: badges.into() }
}

fn every_kind() -> Vec<(&'static str, Card)> {
    vec![
        ("event", event("Tea-House Tapes")),
        ("event-long", event("The Lamplight Radio winter listening night and tape exchange, part two")),
        ("event-zh", Card::Event { title: "灯火电台：茶馆里的录音带".into(), when: "3月20日 周六 成都".into(), art: house("/art/lanterns.svg") }),
        ("event-zh-long", Card::Event { title: "灯火电台深夜节目听众见面会，带上你的旧磁带一起来听一听那些年我们错过的广播，以及更多没有播出的故事和留言".into(), when: "3月20日 周六 成都".into(), art: house("/art/tower.svg") }),
        ("badge", badge("Night shift", "Wen Shuyan")),
        ("badge-zh", badge("夜班同事", "温书言")),
        ("badge-long", badge("The people who stayed until the morning", "Maria Madalena de Albuquerque e Vasconcelos da Silva")),
        ("profile", profile("Wen Shuyan", 640)),
        ("profile-zh", Card::Profile { name: "温书言".into(), tier: "荣誉组 成都".into(), honor: 12_480, percent: 100, badges: vec![house("/badges/voter.svg")] }),
        ("profile-long", profile("Maria Madalena de Albuquerque e Vasconcelos da Silva", 0)),
        ("site", Card::Site { name: "Lamplight Radio".into(), line: "Take part. Be seen.".into() }),
        ("site-zh", Card::Site { name: "灯火电台".into(), line: "参与，被看见".into() }),
    ]
}

fn painted(card: &Card) -> Pixmap {
    press::paint(card, &Photos::new(), press::fonts()).expect("a picture")
}

/// How many pixels of the words' part of the picture differ.
fn differing(a: &Pixmap, b: &Pixmap) -> usize {
    a.pixels().iter().zip(b.pixels()).filter(|(a, b)| a != b).count()
}

/// With `POPCORN_SHOW_SHARE_IMAGES` set to a folder, they can be looked at there.
#[test]
fn every_image_is_small_and_of_the_right_size() {
    for (name, card) in every_kind() {
        let canvas = painted(&card);
        let jpeg = press::encode(&canvas).expect("a JPEG");
        assert!(jpeg.len() < 300_000, "{name}: {} bytes", jpeg.len());
        let read =
            image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).expect("a JPEG that can be read");
        assert_eq!((read.width(), read.height()), (WIDTH, HEIGHT), "{name}");
        if let Some(folder) = std::env::var_os("POPCORN_SHOW_SHARE_IMAGES") {
            canvas
                .save_png(std::path::Path::new(&folder).join(format!("{name}.png")))
                .expect("the folder can be written to");
        }
    }
}

#[test]
fn a_noisy_photo_still_fits() {
    let noise: Vec<u8> = (0u32..600 * 400 * 3).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let mut bytes = vec![];
    image::write_buffer_with_format(
        &mut std::io::Cursor::new(&mut bytes),
        &noise,
        600,
        400,
        image::ExtendedColorType::Rgb8,
        image::ImageFormat::Png,
    )
    .expect("a PNG");
    let card = Card::Event {
        title: "Noise".into(),
        when: "Sat 20 March, Leeds".into(),
        art: Art::Stored(PictureId(Uuid::nil())),
    };
    let photo = Photo { media_type: "image/png".into(), width: 600, height: 400, bytes };
    let fonts = press::fonts();
    let only = |photo: Photo| Photos::from([(Art::Stored(PictureId(Uuid::nil())), photo)]);
    let with = press::paint(&card, &only(photo.clone()), fonts).expect("a picture");
    let jpeg = press::encode(&with).expect("a JPEG");
    assert!(jpeg.len() < 300_000, "{} bytes", jpeg.len());
    assert!(differing(&with, &painted(&card)) > 100_000, "the photo is on it");
    // What is no picture at all is left out, without a word.
    let broken = Photo { bytes: b"<svg/>".to_vec(), ..photo };
    assert_eq!(differing(&press::paint(&card, &only(broken), fonts).expect("a picture"), &painted(&card)), 0);
}

#[test]
fn chinese_is_drawn_where_there_is_a_font_for_it() {
    let fonts = press::fonts();
    let without = painted(&event(" "));
    assert!(differing(&painted(&event("Tapes")), &without) > 1000 || fonts.report().titles.is_none());
    if fonts.report().chinese.is_none() {
        eprintln!("no Chinese font on this machine: not looked at");
        return;
    }
    let (tea, tapes) = (painted(&event("茶馆茶馆")), painted(&event("磁带录音")));
    assert!(differing(&tea, &without) > 3000, "glyphs are there");
    assert!(differing(&tea, &tapes) > 1500, "and they are not all the same box");
}

#[test]
fn markup_is_text_and_nothing_is_fetched() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket that does not wait");
    let address = listener.local_addr().expect("its address");
    let secret = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/art/record.svg");
    for href in [format!("http://{address}/x.png"), format!("file://{secret}"), secret.to_owned(), "badge".to_owned()] {
        let title = format!("</text><image href=\"{href}\" width=\"1200\" height=\"630\"/><text>");
        let card = Card::Badge { title: title.clone(), who: title.clone(), art: Art::House(href) };
        let svg = card.draw(press::fonts(), &[]).svg().to_owned();
        assert!(!svg.contains("<image href"), "{svg}");
        // Nothing but the words may differ from a card without them: no picture has come in.
        let plain = painted(&Card::Badge { title: " ".into(), who: " ".into(), art: Art::House(String::new()) });
        let canvas = painted(&card);
        let above = |canvas: &Pixmap| canvas.pixels()[..1200 * 380].to_vec();
        assert_eq!(above(&canvas), above(&plain));
    }
    assert!(listener.accept().is_err(), "somebody called");
}

#[tokio::test]
async fn what_was_printed_is_not_printed_again() {
    let card = event("Printed once");
    assert_eq!(press::on_shelf(&card), None);
    let first = press::print(card.clone(), Photos::new()).await.expect("printed");
    assert_eq!(press::on_shelf(&card), Some(first.clone()));
    assert_eq!(press::print(card, Photos::new()).await.expect("from the shelf"), first);
}
