//! Prints share images: reads the drawing, paints it, encodes it, and keeps what was printed last.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageError};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, ImageKind};
use tokio::sync::Semaphore;

use super::card::{Art, Card, Shown};
use super::letters::Fonts;
use super::{HEIGHT, WIDTH, art};

/// The most bytes of an image: what every network takes.
const MOST_BYTES: usize = 300_000;
/// JPEG qualities, from the best to the last resort.
const QUALITIES: [u8; 8] = [90, 82, 72, 60, 48, 36, 22, 8];
/// How many images are kept; at most 300 kB each, usually a third of it.
const KEPT: usize = 128;

/// So many are painted at a time: people who wait for pages come first.
static TURNS: Semaphore = Semaphore::const_new(2);
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::of_the_system);
static SHELF: LazyLock<Mutex<Shelf>> = LazyLock::new(Mutex::default);

/// Why an image could not be printed.
#[derive(Debug, thiserror::Error)]
pub(super) enum PressError {
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] usvg::Error),
    #[error("the picture cannot be encoded: {0}")]
    Encoding(#[from] ImageError),
    #[error("the canvas cannot be made")]
    Canvas,
    #[error("the painter was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// An uploaded picture.
#[derive(Clone, Debug)]
pub(super) struct Photo {
    pub(super) media_type: String,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) bytes: Vec<u8>,
}

/// The stored pictures of a card.
pub(super) type Photos = HashMap<Art, Photo>;

/// The fonts of this machine; looked for at the first call.
pub(super) fn fonts() -> &'static Fonts {
    &FONTS
}

/// The image if it was printed not long ago.
pub(super) fn on_shelf(card: &Card) -> Option<Vec<u8>> {
    shelf(|shelf| shelf.take_down(card))
}

/// Prints a card, on a thread of its own; whoever asks for the same one meanwhile gets that.
pub(super) async fn print(card: Card, photos: Photos) -> Result<Vec<u8>, PressError> {
    let turn = TURNS.acquire().await.expect("the turns are never closed");
    if let Some(jpeg) = on_shelf(&card) {
        return Ok(jpeg);
    }
    let work = move || {
        let _until_done = turn; // also when nobody waits for it any more
        let jpeg = encode(&paint(&card, &photos, fonts())?)?;
        shelf(|shelf| shelf.put(card, jpeg.clone()));
        Ok(jpeg)
    };
    tokio::task::spawn_blocking(work).await?
}

/// The picture, before it is encoded.
pub(super) fn paint(card: &Card, photos: &Photos, fonts: &Fonts) -> Result<Pixmap, PressError> {
    let (mut pictures, mut shown) = (HashMap::new(), vec![]);
    for (slot, art) in card.pictures() {
        let ready = match art {
            Art::House(path) => drawn(path, fonts),
            Art::Stored(_) | Art::Drawn(_) => photos.get(art).cloned().and_then(uploaded),
        };
        if let Some((picture, tall, focus)) = ready {
            shown.push(Shown { slot: slot.clone(), tall, focus });
            pictures.insert(slot, picture);
        }
    }
    let drawing = card.draw(fonts, &shown);
    let tree = usvg::Tree::from_str(drawing.svg(), &fonts.options(pictures))?;
    let mut canvas = Pixmap::new(WIDTH, HEIGHT).ok_or(PressError::Canvas)?;
    canvas.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut canvas.as_mut());
    Ok(canvas)
}

/// What matters in a photo is most often a little above its middle.
const PHOTO_FOCUS: f32 = 0.42;

/// A drawing of the house, how tall it is for its width, and what matters in it.
fn drawn(path: &str, fonts: &Fonts) -> Option<(ImageKind, f32, f32)> {
    let house = art::house(path)?;
    let tree = usvg::Tree::from_str(house.svg, &fonts.options(HashMap::new())).ok()?;
    let tall = tree.size().height() / tree.size().width();
    Some((ImageKind::SVG(tree), tall, f32::from(house.focus) / 100.0))
}

/// The same for a photo.
fn uploaded(photo: Photo) -> Option<(ImageKind, f32, f32)> {
    let bytes = Arc::new(photo.bytes);
    let kind = match photo.media_type.as_str() {
        "image/jpeg" => ImageKind::JPEG(bytes),
        "image/png" => ImageKind::PNG(bytes),
        "image/webp" => ImageKind::WEBP(bytes),
        _ => return None,
    };
    Some((kind, photo.height as f32 / photo.width.max(1) as f32, PHOTO_FOCUS))
}

/// As JPEG, as good as fits.
pub(super) fn encode(canvas: &Pixmap) -> Result<Vec<u8>, PressError> {
    let rgb: Vec<u8> = canvas.data().chunks_exact(4).flat_map(|pixel| pixel[..3].iter().copied()).collect();
    let mut jpeg = vec![];
    for quality in QUALITIES {
        jpeg.clear();
        JpegEncoder::new_with_quality(&mut jpeg, quality).encode(
            &rgb,
            canvas.width(),
            canvas.height(),
            ExtendedColorType::Rgb8,
        )?;
        if jpeg.len() < MOST_BYTES {
            break;
        }
    }
    Ok(jpeg)
}

fn shelf<T>(look: impl FnOnce(&mut Shelf) -> T) -> T {
    look(&mut SHELF.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What was asked for last.
#[derive(Default)]
struct Shelf {
    images: HashMap<Card, Kept>,
    clock: u64,
}

struct Kept {
    jpeg: Vec<u8>,
    asked: u64,
}

impl Shelf {
    fn take_down(&mut self, card: &Card) -> Option<Vec<u8>> {
        self.clock += 1;
        let kept = self.images.get_mut(card)?;
        kept.asked = self.clock;
        Some(kept.jpeg.clone())
    }

    fn put(&mut self, card: Card, jpeg: Vec<u8>) {
        self.clock += 1;
        self.images.insert(card, Kept { jpeg, asked: self.clock });
        while self.images.len() > KEPT {
            let Some(oldest) = self.images.iter().min_by_key(|(_, kept)| kept.asked).map(|(card, _)| card.clone())
            else {
                return;
            };
            self.images.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shelf_keeps_what_was_asked_for_last() {
        let card = |n: usize| Card::Site { name: n.to_string(), line: String::new() };
        let mut shelf = Shelf::default();
        for n in 0..KEPT {
            shelf.put(card(n), vec![n as u8]);
        }
        assert_eq!(shelf.take_down(&card(0)), Some(vec![0]));
        shelf.put(card(KEPT), vec![]);
        assert_eq!(
            (shelf.images.len(), shelf.take_down(&card(0)), shelf.take_down(&card(1))),
            (KEPT, Some(vec![0]), None)
        );
    }
}
