//! Pictures that people hand in: looked at with suspicion, turned upright, made smaller, written anew. Where and with what
//! they were taken does not survive that.

use std::io::Cursor;

use domain::{Failure, FieldCode, PictureId};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    Site,
    db::{Result, Tx},
    request, sql,
};

/// The largest file, in MB.
pub const MAX_MB: u32 = 8;
/// The most pixels on a side before it is made smaller.
const MAX_SIDE: u32 = 12_000;
/// The most pixels in all: a small file can unfold into gigabytes.
const MAX_PIXELS: u64 = 50_000_000;
/// The most memory for reading one, in bytes.
const MAX_MEMORY: u64 = 400 << 20;
/// How wide a stored picture is at most.
const WIDTH: u32 = 1600;
/// How high, for pictures taller than wide.
const HEIGHT: u32 = 2400;
/// JPEG quality, of 100.
const QUALITY: u8 = 82;

/// Reading a picture takes much memory for a moment: one at a time.
static ROOM: Semaphore = Semaphore::const_new(1);

/// A picture ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A JPEG without metadata.
    pub jpeg: Vec<u8>,
}

/// Without the picture.
impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prepared({}x{}, {} bytes)", self.width, self.height, self.jpeg.len())
    }
}

/// A stored picture.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Picture {
    /// "image/jpeg".
    pub media_type: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Without the picture.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}, {}x{}, {} bytes)", self.media_type, self.width, self.height, self.bytes.len())
    }
}

/// The address under which a stored picture is served.
pub fn address(id: PictureId) -> String {
    format!("/media/{id}.jpg")
}

/// Makes a handed-in file fit to be stored. Costly: do it before the transaction.
///
/// # Errors
/// At `field`: [`FieldCode::Required`], [`FieldCode::FileTooLarge`], [`FieldCode::NotAPicture`].
pub async fn prepare(field: &str, bytes: Vec<u8>) -> Result<Prepared, Failure> {
    let internal = |error: &dyn std::fmt::Display| {
        let request_id = request::id();
        tracing::error!(%request_id, %error, "picture");
        Failure::Internal { request_id }
    };
    if bytes.is_empty() {
        return Err(Failure::field(field, FieldCode::Required));
    }
    if bytes.len() as u64 > u64::from(MAX_MB) << 20 {
        return Err(Failure::field(field, FieldCode::FileTooLarge { max_mb: MAX_MB }));
    }
    let permit = ROOM.acquire().await.map_err(|error| internal(&error))?;
    let work = spawn_blocking(move || {
        let prepared = rewrite(&bytes);
        drop(permit);
        prepared
    });
    match work.await.map_err(|error| internal(&error))? {
        Ok(prepared) => Ok(prepared),
        // Broken, cut off, too many pixels, another kind of file: to the person who chose it, all the same.
        Err(error) => {
            tracing::debug!(%error, "a file was not taken as a picture");
            Err(Failure::field(field, FieldCode::NotAPicture))
        }
    }
}

fn rewrite(bytes: &[u8]) -> image::ImageResult<Prepared> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(unsupported());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(unsupported());
    }
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width() > 2 * WIDTH.max(HEIGHT) || picture.height() > 2 * WIDTH.max(HEIGHT) {
        // Roughly first: turning and smoothing all of it would take seconds.
        picture = picture.thumbnail(2 * HEIGHT, 2 * HEIGHT);
    }
    picture.apply_orientation(orientation);
    if picture.width() > WIDTH || picture.height() > HEIGHT {
        picture = picture.resize(WIDTH, HEIGHT, FilterType::Lanczos3);
    }
    let flat = on_white(picture);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&flat)?;
    Ok(Prepared { width: flat.width(), height: flat.height(), jpeg })
}

/// JPEG knows no transparency: what shows through is white, not black.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, alpha] = picture.get_pixel(x, y).0;
        let over = |c: u8| {
            let mixed = (u32::from(c) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

fn unsupported() -> image::ImageError {
    use image::error::{ImageFormatHint, UnsupportedError};
    image::ImageError::Unsupported(UnsupportedError::from(ImageFormatHint::Unknown))
}

/// Stores a picture; it is served at [`address`] for ever after.
///
/// # Errors
/// When the database fails.
pub async fn store(tx: &mut Tx, site: &Site, picture: &Prepared) -> Result<PictureId> {
    let id = PictureId(site.new_id());
    tx.execute(
        sql!("INSERT INTO picture (id, media_type, width, height, bytes, added_at) VALUES ($1, 'image/jpeg', $2, $3, $4, $5)"),
        (id.0, i64::from(picture.width), i64::from(picture.height), picture.jpeg.as_slice(), site.now().0),
    )
    .await?;
    Ok(id)
}

/// A stored picture.
///
/// # Errors
/// When the database fails.
pub async fn load(site: &Site, id: PictureId) -> Result<Option<Picture>, Failure> {
    let mut conn = site.db.read().await?;
    Ok(conn.optional(sql!("SELECT media_type, width, height, bytes FROM picture WHERE id = $1"), (id.0,)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(vec![]);
        picture.write_to(&mut out, format).expect("the encoder takes it");
        out.into_inner()
    }

    #[tokio::test]
    async fn large_pictures_become_smaller_and_small_ones_stay() {
        let wide = DynamicImage::new_rgb8(2000, 1000);
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let prepared = prepare("cover", file(&wide, format)).await.expect("a picture");
            assert_eq!((prepared.width, prepared.height), (1600, 800), "{format:?}");
            assert_eq!(image::guess_format(&prepared.jpeg).ok(), Some(ImageFormat::Jpeg));
        }
        let small = prepare("cover", file(&DynamicImage::new_rgb8(30, 20), ImageFormat::Png)).await.expect("a picture");
        assert_eq!((small.width, small.height), (30, 20));
    }

    #[tokio::test]
    async fn what_shows_through_is_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])));
        let prepared = prepare("cover", file(&clear, ImageFormat::Png)).await.expect("a picture");
        let read = image::load_from_memory(&prepared.jpeg).expect("a picture").into_rgb8();
        assert!(read.get_pixel(8, 8).0.iter().all(|c| *c > 250));
    }

    /// A JPEG lying on its side, as phones write it: 40x20 pixels, to be turned by 90 degrees. With a place in its metadata.
    #[tokio::test]
    async fn pictures_stand_upright_and_forget_where_they_were_taken() {
        let jpeg = file(&DynamicImage::new_rgb8(40, 20), ImageFormat::Jpeg);
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend(b"Old Tram Depot, 30.66 N 104.06 E");
        let mut turned = jpeg[..2].to_vec();
        turned.extend([0xff, 0xe1]);
        turned.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
        turned.extend(&exif);
        turned.extend(&jpeg[2..]);
        let prepared = prepare("cover", turned).await.expect("a picture");
        assert_eq!((prepared.width, prepared.height), (20, 40));
        assert!(!prepared.jpeg.windows(4).any(|part| part == b"Exif" || part == b"Tram"));
    }

    #[tokio::test]
    async fn other_files_are_refused() {
        let png = file(&DynamicImage::new_rgb8(200, 200), ImageFormat::Png);
        // A PNG that says it is 60,000 pixels wide and high.
        let mut bomb = png.clone();
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        for (name, bytes) in [
            ("text", b"not a picture".to_vec()),
            ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
            ("cut off", png[..60].to_vec()),
            ("bomb", bomb),
        ] {
            let outcome = prepare("cover", bytes).await;
            assert_eq!(outcome, Err(Failure::field("cover", FieldCode::NotAPicture)), "{name}");
        }
        assert_eq!(prepare("cover", vec![]).await, Err(Failure::field("cover", FieldCode::Required)));
        let large = prepare("cover", vec![0; (8 << 20) + 1]).await;
        assert_eq!(large, Err(Failure::field("cover", FieldCode::FileTooLarge { max_mb: 8 })));
    }
}
